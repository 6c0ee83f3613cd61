/** Offers for one potential are read from the nearest goods outwards: the same answer as looking at all, with fewer posters read. */
import { expect, test } from 'vitest';
import { placeAll } from '../../functions/changes/place-all.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { Market } from '../../shared/market/market.ts';
import { offersForPotential, opportunitiesOf } from '../../shared/market/opportunities.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { offerBuckets } from '../../shared/table/keys.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Table } from '../../shared/table/table.ts';
import { NationThings } from '../support/nation-things.ts';
import { Nation } from '../support/nation.ts';

const now = new Date('2025-11-02T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'office', role: 'organizer' };

test('the best offers for a potential are those of all, and posters behind other goods stay unread once they cannot be among them', async () => {
  const table = openSqliteTable(':memory:');
  const nation = new Nation('nearest', 3000);
  const things = new NationThings(nation, now);
  const [company] = things.buyers();
  const goods = ['coffee-green', 'coffee-roasted', 'catfish', 'tilapia', 'spinach', 'lettuce', 'milk-fresh'];
  const asked = nation.offers(4000).filter(({ kin }) => goods.includes(kin[0]!.code));
  const offers = asked.map((wanted, at) => things.offer(wanted, `buy_${at}`));
  const supplied = goods.map((code) => things.supplied(code));
  const cooperatives = supplied.flatMap((each) => each.cooperatives);
  const potentials = supplied.flatMap((each) => each.potentials.slice(0, 8));
  const writes = [
    ...cooperatives.map((each) => cooperativeWrites(each, undefined, stamp)),
    ...potentials.map((each) => potentialWrites(each, undefined, stamp)),
    ...offers.map((each) => buyerWrites({ ...company!, id: each.buyerId }, undefined, stamp)),
    ...offers.map((each) => offerWrites(each, undefined, stamp)),
  ];
  for (const each of writes) await table.transact(each);
  await placeAll(
    table,
    writes.flat().flatMap((write) => (write.do === 'put' ? [write.item] : [])),
  );

  const counted = { things: 0 };
  const watched: Table = {
    get: (key) => table.get(key),
    getMany: (keys) => {
      counted.things += keys.length;
      return table.getMany(keys);
    },
    query: (query) => table.query(query),
    write: (action) => table.write(action),
    transact: (actions) => table.transact(actions),
    close: () => table.close(),
  };
  const market = new Market(watched);
  let spared = 0;
  for (const potential of potentials) {
    const cooperative = cooperatives.find(({ id }) => id === potential.cooperativeId)!;
    const versions = await market.versionsOf([offerBuckets('purchase')]);
    const wanted = { limit: 5, includeBlocked: false, now };
    const ask = { cooperative, potentials: [potential], versions };
    counted.things = 0;
    const found = await offersForPotential(market, ask, wanted);
    const few = counted.things;
    counted.things = 0;
    const { items } = await opportunitiesOf(market, ask, wanted);
    expect(found).toEqual(items);
    expect(few).toBeLessThanOrEqual(counted.things);
    if (few < counted.things) spared += 1;
  }
  // Some are settled by their own goods, for others all have to be looked at.
  expect(spared).toBeGreaterThan(0);
  expect(spared).toBeLessThan(potentials.length);
  await table.close();
}, 120_000);
