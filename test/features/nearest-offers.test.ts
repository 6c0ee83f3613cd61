/** Offers for one potential come from packed purchases: the same answer as looking at all, and only what is shown is read. */
import { expect, test } from 'vitest';
import { placeAll } from '../../functions/changes/place-all.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { Market } from '../../shared/market/market.ts';
import { offersForPotential, opportunitiesOf } from '../../shared/market/opportunities.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { NationThings } from '../support/nation-things.ts';
import { Nation } from '../support/nation.ts';
import { countingTable } from '../support/tables.ts';

const now = new Date('2025-11-02T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'office', role: 'organizer' };

test('the best offers for a potential of a nation are those of all, in two round trips however many come into question', async () => {
  const table = openSqliteTable(':memory:');
  const nation = new Nation('nearest', 3000);
  const things = new NationThings(nation, now);
  const buyers = things.buyers();
  const goods = ['coffee-green', 'coffee-roasted', 'catfish', 'tilapia', 'spinach', 'lettuce', 'milk-fresh'];
  const asked = nation.offers(4000).filter(({ kin }) => goods.includes(kin[0]!.code));
  const offers = asked.map((wanted, at) => things.offer(wanted, `buy_${at}`));
  const supplied = goods.map((code) => things.supplied(code));
  const cooperatives = supplied.flatMap((each) => each.cooperatives);
  const potentials = supplied.flatMap((each) => each.potentials.slice(0, 8));
  const writes = [
    ...cooperatives.map((each) => cooperativeWrites(each, undefined, stamp)),
    ...potentials.map((each) => potentialWrites(each, undefined, stamp)),
    ...offers.map(({ buyerId }, at) => buyerWrites({ ...buyers[at % 2]!, id: buyerId }, undefined, stamp)),
    ...offers.map((each) => offerWrites(each, undefined, stamp)),
  ];
  for (const each of writes) await table.transact(each);
  await placeAll(
    table,
    writes.flat().flatMap((write) => (write.do === 'put' ? [write.item] : [])),
  );

  const counting = countingTable(table);
  const market = new Market(counting.table);
  const warm = new Set<number>();
  for (const potential of potentials) {
    await market.potentialAt(potential.id, undefined);
    for (const times of [0, 1]) {
      counting.reset();
      const found = (await market.potentialAt(potential.id, undefined))!;
      const wanted = { limit: 20, includeBlocked: false, now };
      const best = await offersForPotential(market, found, wanted);
      const trips = Object.values(counting.calls).reduce((sum, count) => sum + count, 0);
      if (times === 1) warm.add(trips);
      const { items } = await opportunitiesOf(market, { ...found, potentials: [potential] }, wanted);
      expect(best).toEqual(items);
    }
  }
  // One where nothing comes into question.
  expect(warm).toEqual(new Set([1, 2]));
  await table.close();
}, 120_000);
