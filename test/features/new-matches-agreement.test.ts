/** New matches are those that ranking every potential for every open offer finds: few offers are ranked, and none is missed. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { placeAll } from '../../functions/changes/place-all.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { askedOnce } from '../../shared/market/remembered.ts';
import { Market } from '../../shared/market/market.ts';
import { NewMatches, type Supplied } from '../../shared/market/new-matches.ts';
import { countBlockers, type Candidate } from '../../shared/market/shortlist.ts';
import { demandOf, linkOf, relatedTo, storedSupply } from '../../shared/market/sides.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import type { Potential } from '../../shared/potentials/potential.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Action } from '../../shared/table/table.ts';
import { candidatesOf } from '../support/market-candidates.ts';
import { NationThings } from '../support/nation-things.ts';
import { Nation } from '../support/nation.ts';

const now = new Date('2026-11-22T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'office', role: 'organizer' };
const BEST = 20;

let table: SqliteTable;
let market: Market;
let offers: Offer[];
let setting: { poster: { id: string; name: string; kind: 'private'; regionCode: string; verified: boolean } };
/** Not in the market: those that come to it. */
let coming: Potential[];
let owners: Map<string, Cooperative>;

beforeAll(async () => {
  table = openSqliteTable(':memory:', { clock: () => now });
  const nation = new Nation('new matches', 5000);
  const things = new NationThings(nation, now);
  offers = nation.offers(150).map((wanted) => things.offer(wanted, 'buy_private'));
  const buyers = things.buyers();
  const { id, name, regionCode } = buyers.find((buyer) => buyer.id === 'buy_private')!;
  setting = { poster: { id, name, kind: 'private', regionCode, verified: true } };
  const supplied = nation.codes.map((code) => things.supplied(code));
  const all = supplied.flatMap(({ potentials }) => potentials);
  coming = all.filter((_, at) => at % 40 === 0);
  owners = new Map(supplied.flatMap(({ cooperatives }) => cooperatives.map((one) => [one.id, one])));
  const standing = all.filter((_, at) => at % 40 > 0);
  await place([
    ...[...owners.values()].flatMap((one) => cooperativeWrites(one, undefined, stamp)),
    ...standing.flatMap((one) => potentialWrites(one, undefined, stamp)),
    ...buyers.flatMap((one) => buyerWrites(one, undefined, stamp)),
  ]);
  await place(offers.flatMap((one) => offerWrites(one, undefined, stamp)));
  market = new Market(table, { packs: false });
}, 60_000);
afterAll(() => table.close());

async function place(writes: readonly Action[]): Promise<void> {
  for (const write of writes) await table.write(write);
  const items = writes.flatMap((write) => (write.do === 'put' ? [write.item] : []));
  expect(await placeAll(table, items)).toEqual([]);
}

/** The best that an offer finds in the market, everything scored. */
const bestOf = askedOnce(async (offer: Offer): Promise<Candidate[]> => {
  const all = await candidatesOf(market, offer, setting, await market.versionsFor(offer), now);
  const counting = all.filter((one) => countBlockers(one, now) === 0);
  return rankPairs(counting, { limit: BEST }).map(({ pair }) => pair);
});

/** Offers among whose twenty best the potential is, with its place. */
async function placesOf({ potential, cooperative }: Supplied): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  for (const offer of offers.filter(({ commodity }) => relatedTo(commodity!).includes(potential.commodity))) {
    const demand = demandOf(offer, setting);
    const own: Candidate = {
      demand,
      viewpoint: 'offer',
      offer,
      setting,
      cooperative,
      potential,
      supply: storedSupply(cooperative, potential, now),
      link: linkOf(offer, setting, cooperative, potential),
    };
    if (countBlockers(own, now) > 0) continue;
    const best = rankPairs([...(await bestOf(offer)), own], { limit: BEST }).map(
      ({ pair }) => pair.supply.id,
    );
    const at = best.indexOf(potential.id);
    if (at >= 0) places.set(offer.id, at + 1);
  }
  return places;
}

/** What is found by a change and those that follow it, each of which ranks some more of the offers that were not ranked of late. */
async function foundFor(is: Supplied, before: Supplied | undefined): Promise<Map<string, number>> {
  // Each alone: what came before it does not stand in the market.
  const matches = new NewMatches(market);
  const found = new Map<string, number>();
  for (let change = 0; change < 5; change += 1) {
    for (const { offer, rank } of await matches.of(await askedFor(is), before, now))
      found.set(offer.id, rank);
  }
  return found;
}

const askedFor = async (supplied: Supplied) => ({ ...supplied, versions: await market.versionsOf([]) });

test('new matches of a potential that has come are all offers among whose best it is, with its place', async () => {
  let found = 0;
  for (const potential of coming) {
    const supplied = { potential, cooperative: owners.get(potential.cooperativeId)! };
    const places = await foundFor(supplied, undefined);
    expect(places).toEqual(await placesOf(supplied));
    found += places.size;
  }
  expect(found).toBeGreaterThan(50);
}, 120_000);

test('new matches of a potential that has changed, or whose cooperative has, are those where it was none before', async () => {
  let found = 0;
  for (const [at, potential] of coming.entries()) {
    const owner = owners.get(potential.cooperativeId)!;
    const before =
      at % 2 === 0
        ? { potential, cooperative: { ...owner, credentials: {} } }
        : {
            potential: { ...potential, price: { amount: 1_000_000, per: 'kg' as const } },
            cooperative: owner,
          };
    const is = { potential, cooperative: owner };
    const told = await foundFor(is, before);
    const [was, places] = [await placesOf(before), await placesOf(is)];
    const expected = [...places.keys()].filter((id) => !was.has(id));
    expect(new Set(told.keys())).toEqual(new Set(expected));
    found += told.size;
  }
  expect(found).toBeGreaterThan(20);
}, 120_000);

test('nobody is ranked anew for a potential that would not have been among the best a moment ago', async () => {
  const matches = new NewMatches(market);
  const asked = await Promise.all(
    coming.map((potential) => askedFor({ potential, cooperative: owners.get(potential.cooperativeId)! })),
  );
  for (const one of [...asked, ...asked, ...asked, ...asked]) await matches.of(one, undefined, now);
  const later = new Date(now.getTime() + 60_000);
  const ranking = vi.spyOn(market, 'bestFor');
  let told = 0;
  for (const one of asked) told += (await matches.of(one, undefined, later)).length;
  const ranked = ranking.mock.calls.length;
  ranking.mockRestore();
  expect(told).toBeGreaterThan(50);
  expect(ranked).toBeLessThanOrEqual(told);
});
