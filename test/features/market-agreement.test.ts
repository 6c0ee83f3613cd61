/** Ranking from the index equals ranking from the things themselves: no row of a bucket lacks what a requirement or a factor needs. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import { placeAll } from '../../functions/changes/place-all.ts';
import { reactionsOver } from '../../functions/changes/reactions.ts';
import { dayOf } from '../../shared/clock.ts';
import { commodityByCode } from '../../shared/commodities/commodities.ts';
import { foundCooperative, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites, readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { credentialTypes, type Credentials } from '../../shared/credentials/credential.ts';
import { demandFrom, type BuyerFacts } from '../../shared/market/demand.ts';
import { Market } from '../../shared/market/market.ts';
import { matchesOf } from '../../shared/market/matches.ts';
import { nearMisses } from '../../shared/market/shortlist.ts';
import { unconfirmed } from '../../shared/market/sides.ts';
import { linkBetween, supplyFrom } from '../../shared/market/supply.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import { isWithin, unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import type { Offer, OfferInput } from '../../shared/offers/offer.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { changePotential, listPotential, type Potential } from '../../shared/potentials/potential.ts';
import { potentialRemoval, potentialWrites } from '../../shared/potentials/potential-store.ts';
import type { Stored } from '../../shared/stored.ts';
import { assessedOf, readinessOf } from '../../shared/readiness/readiness.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import { candidatesOf } from '../support/market-candidates.ts';
import { NationThings } from '../support/nation-things.ts';
import { Nation } from '../support/nation.ts';

const now = new Date('2025-11-02T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'office', role: 'organizer' };
const villages = ['35.79.02.2008', '35.79.02.2005', '35.14.01.2001', '64.72.01.1001', '35.71.01.1001'];
const goods = ['cabbage', 'napa-cabbage', 'potato', 'rice'];
const units = ['grocery', 'warehouse', 'cold-storage'] as const;
const papers = ['nib', 'npwp', 'businessPlan', 'halal'] as const;

const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 });
const quantity = fc.record({
  amount: fc.integer({ min: 1, max: 5000 }),
  unit: fc.constant('kg' as const),
  per: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
});
const price = fc.record({ amount: fc.integer({ min: 500, max: 20_000 }), per: fc.constant('kg' as const) });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const credentials: fc.Arbitrary<Credentials> = fc
  .uniqueArray(
    fc.record({
      type: fc.constantFrom(...papers),
      status: fc.constantFrom('verified' as const, 'submitted' as const, 'suspended' as const),
      validUntil: maybe(fc.constantFrom('2025-11-01', '2025-11-02', '2026-11-02')),
      scope: maybe(fc.constant([{ code: '47111', version: '2020' as const }])),
      submittedAt: fc.constant(stamp.at),
    }),
    { selector: ({ type }) => type },
  )
  .map((all) => Object.fromEntries(all.map((paper) => [paper.type, paper])));

const cooperative = fc.record({
  village: fc.constantFrom(...villages),
  units: fc.subarray([...units]),
  storage: fc.array(
    fc.record({
      unit: fc.constant('warehouse' as const),
      capacity: fc.record({
        amount: fc.integer({ min: 1, max: 9 }),
        unit: fc.constantFrom('ton' as const, 'kg' as const),
      }),
    }),
    { maxLength: 2 },
  ),
  memberCount: maybe(fc.integer({ min: 0, max: 500 })),
  credentials,
  monthsAgo: fc.integer({ min: 0, max: 14 }),
  licensedOnly: fc.subarray([...units]),
  trained: fc.array(fc.constantFrom('2025-11-01', '2025-11-02', '2026-05-01'), { maxLength: 4 }),
  stay: maybe(
    fc.record({
      holdingId: fc.constantFrom('coop_coosae', 'coop_malang'),
      confirmedOn: maybe(fc.constant('2025-10-01')),
    }),
  ),
  tradedOn: maybe(fc.constantFrom('2025-06-01', '2025-09-20')),
});

const potential = fc.record({
  owner: fc.nat(5),
  commodity: fc.constantFrom(...goods),
  capacity: quantity,
  months,
  price: maybe(price),
  grade: maybe(fc.constantFrom('A' as const, 'B' as const, 'C' as const)),
  exportReady: maybe(fc.boolean()),
  daysAgo: fc.integer({ min: 0, max: 100 }),
  quality: maybe(
    fc.record({
      checkId: fc.constant('chk_1'),
      result: fc.constantFrom('pass' as const, 'pass' as const, 'fail' as const),
      checkedOn: fc.constant('2025-10-01'),
      validUntil: fc.constantFrom('2025-11-01', '2025-11-02', '2026-11-02'),
      checkedBy: fc.constant('CooSAE'),
    }),
  ),
});

const requirements = fc.record(
  {
    nib: fc.boolean(),
    businessPlan: fc.boolean(),
    kbli: fc.constant<string[]>(['47111']),
    certifications: fc.constant<'halal'[]>(['halal']),
    minGrade: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
    units: fc.subarray([...units]),
    minStorage: fc.record({ amount: fc.integer({ min: 1, max: 9 }), unit: fc.constant('ton' as const) }),
    minReadiness: fc.integer({ min: 0, max: 60 }),
    exportReady: fc.boolean(),
    qualityPass: fc.boolean(),
  },
  { requiredKeys: [] },
);

const offer = fc.record({
  scheme: fc.constantFrom(
    'purchase' as const,
    'purchase' as const,
    'distribution' as const,
    'consignment' as const,
  ),
  commodity: fc.constantFrom(...goods),
  quantity,
  months,
  price: maybe(price),
  deliverTo: fc.constantFrom('64.72', '35.79', '35'),
  regions: maybe(fc.constantFrom<string[]>(['35'], ['35.79', '64'])),
  requirements: fc.oneof(fc.constant({}), requirements),
  membersOnly: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.boolean()),
  poster: fc.constantFrom('private' as const, 'government' as const),
});

async function marketOf(
  table: SqliteTable,
  cooperatives: readonly CooperativeDraft[],
  potentials: readonly PotentialDraft[],
) {
  const founded = cooperatives.map((draft, at): Cooperative => {
    const { village, monthsAgo, credentials: held, memberCount, ...rest } = draft;
    const { licensedOnly, trained, tradedOn, stay, ...facts } = rest;
    const base = foundCooperative(
      `coop_${at}`,
      { name: `KDMP ${at}`, regionCode: village, ...facts },
      stamp.at,
    );
    const updatedAt = new Date(now.getTime() - monthsAgo * 30 * 86_400_000).toISOString();
    return {
      ...base,
      ...(memberCount === undefined ? {} : { memberCount }),
      credentials: held,
      updatedAt,
      unitDetails: licensedOnly.map((unit) => ({ unit, state: 'licensed' as const })),
      mentoring: { trained: trained.map((until, officer) => ({ officer: `${officer}`, until })) },
      ...(stay === undefined
        ? {}
        : { holdingId: stay.holdingId, memberships: [{ from: '2025-07-21', ...stay }] }),
      ...(tradedOn === undefined ? {} : { signs: { trade: tradedOn } }),
    };
  });
  const listed = potentials.map((draft, at): Potential => {
    const { owner, daysAgo, quality, ...facts } = draft;
    const supplier = founded[owner % founded.length]!;
    const confirmedAt = new Date(now.getTime() - daysAgo * 86_400_000).toISOString();
    const input = { ...facts, cooperativeId: supplier.id, title: `Hasil ${at}` };
    return { ...listPotential(`pot_${at}`, input, supplier, stamp.at), confirmedAt, quality };
  });
  for (const each of founded) await table.transact(cooperativeWrites(each, undefined, stamp));
  for (const each of listed) await table.transact(potentialWrites(each, undefined, stamp));
  return { founded, listed };
}

type CooperativeDraft = typeof cooperative extends fc.Arbitrary<infer T> ? T : never;
type PotentialDraft = typeof potential extends fc.Arbitrary<infer T> ? T : never;

/** What happens to a market after it was asked: a potential changes or goes, a cooperative changes or is rejected. */
const update = fc.record({
  at: fc.nat(20),
  to: fc.constantFrom('potential' as const, 'potential' as const, 'removal' as const, 'cooperative' as const),
  potential,
  cooperative,
  isRejected: fc.boolean(),
});
type Update = typeof update extends fc.Arbitrary<infer T> ? T : never;

/** The things as they stand, by the way their versions are counted. */
class Standing {
  readonly founded: Stored<Cooperative>[];
  readonly listed: (Stored<Potential> | undefined)[];
  readonly #table: SqliteTable;
  #seen: string | null = null;

  constructor(table: SqliteTable, founded: readonly Cooperative[], listed: readonly Potential[]) {
    this.#table = table;
    this.founded = founded.map((value) => ({ value, version: 1 }));
    this.listed = listed.map((value) => ({ value, version: 1 }));
  }

  /** Works off all changes, those that follow from others too: a listing is a sign of life of its cooperative. */
  async settle(): Promise<void> {
    for (;;) {
      const changes = await this.#table.changes.read(this.#seen, 1000);
      if (changes.length === 0) break;
      const { failure } = await react(
        changes,
        reactionsOver(this.#table, () => now),
      );
      expect(failure).toBeUndefined();
      this.#seen = changes.at(-1)!.id;
    }
    for (const [at, { value }] of this.founded.entries()) {
      this.founded[at] = (await readCooperative(this.#table, value.id))!;
    }
  }

  async happen({ at, to, potential: draft, cooperative: other, isRejected }: Update): Promise<void> {
    if (to === 'cooperative') {
      const place = at % this.founded.length;
      const before = this.founded[place]!;
      const { units: own, storage, credentials: held, stay } = other;
      const status = isRejected ? 'rejected' : 'verified';
      const value = {
        ...before.value,
        units: own,
        storage,
        credentials: held,
        verification: { status },
        holdingId: stay?.holdingId,
        memberships: stay === undefined ? [] : [{ from: '2025-07-21', ...stay }],
      } as const;
      for (const write of cooperativeWrites(value, before, stamp)) await this.#table.write(write);
      this.founded[place] = { value, version: before.version + 1 };
      return;
    }
    const before = this.listed[at];
    if (before === undefined) return;
    if (to === 'removal') {
      await this.#table.transact(potentialRemoval(before, stamp));
      this.listed[at] = undefined;
      return;
    }
    const { owner: _, daysAgo: __, quality, ...facts } = draft;
    const value = { ...changePotential(before.value, facts, stamp.at), quality };
    await this.#table.transact(potentialWrites(value, before, stamp));
    this.listed[at] = { value, version: before.version + 1 };
  }

  /** Every stored pair, scored and sorted: what nothing blocks, and what something does, who lacks least first. */
  ranking(posted: Offer, poster: BuyerFacts, limit: number): { eligible: Listed[]; blocked: Listed[] } {
    const owners = new Map(this.founded.map(({ value }) => [value.id, value]));
    const membersOf = posted.membersOnly === true ? posted.buyerId : undefined;
    const demand = demandFrom({ ...posted, membersOf, deliverTo: posted.deliverTo! }, poster);
    const sides =
      posted.scheme === 'purchase'
        ? this.listed.flatMap((own) =>
            own ? [{ own: own.value, owner: owners.get(own.value.cooperativeId)! }] : [],
          )
        : // Who lies outside the regions of such an offer is not even looked at: nothing mends that.
          [...owners.values()]
            .filter(({ regionCode }) => posted.regions?.some((code) => isWithin(regionCode, code)) ?? true)
            .map((owner) => ({ own: null, owner }));
    const listed = sides
      .filter(({ owner }) => owner.verification.status !== 'rejected')
      .map(({ own, owner }) => {
        const assessed = assessedOf(owner);
        const readiness = readinessOf(assessed, dayOf(now));
        const stay = owner.memberships?.find(({ confirmedOn }) => confirmedOn !== undefined);
        const facts = {
          ...owner,
          readiness,
          lastActive: assessed.lastActive,
          memberOf: stay?.holdingId,
        };
        const supply = supplyFrom(facts, own, dayOf(now));
        const link = linkBetween({ ...posted, deliverTo: posted.deliverTo! }, owner, own);
        return { own, pair: { demand, supply, link, viewpoint: 'offer' as const } };
      })
      .filter(
        ({ pair: { link } }) =>
          posted.scheme !== 'purchase' || ['same', 'close', 'group'].includes(link.kinship),
      )
      .map(({ own, pair }): Listed => {
        const lacks = unmetRequirements(pair.demand, pair.supply).length + unconfirmed(own, now).length;
        return { id: pair.supply.id, score: scorePoints(pair) / 100_000, lacks };
      })
      .sort((a, b) => a.lacks - b.lacks || b.score - a.score || (a.id < b.id ? -1 : 1));
    return {
      eligible: listed.filter(({ lacks }) => lacks === 0).slice(0, limit),
      blocked: listed.filter(({ lacks }) => lacks > 0).slice(0, limit),
    };
  }
}

/** A supply in a ranking, and how many things stand in its way. */
type Listed = { id: string; score: number; lacks: number };

describe('ranking from the index', () => {
  test('names the same suppliers in the same order with the same points as ranking every stored thing, before and after changes', async () => {
    expect(credentialTypes).toEqual(expect.arrayContaining([...papers]));
    expect(goods.every((code) => commodityByCode(code))).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.array(cooperative, { minLength: 1, maxLength: 6 }),
        fc.array(potential, { maxLength: 20 }),
        fc.array(offer, { minLength: 1, maxLength: 4 }),
        fc.array(update, { maxLength: 5 }),
        async (cooperatives, potentials, offers, updates) => {
          const table = openSqliteTable(':memory:');
          const { founded, listed } = await marketOf(table, cooperatives, potentials);
          const standing = new Standing(table, founded, listed);
          const market = new Market(table);
          const askOnce = async () => {
            for (const { poster: kind, ...draft } of offers) {
              const buyerId = draft.membersOnly === true ? 'coop_coosae' : 'buy_x';
              const poster = { id: buyerId, name: 'Pembeli', kind, regionCode: '35.79', verified: true };
              const input: OfferInput = { ...draft, buyerId, title: 'Permintaan' };
              const posted = postOffer('off_x', input, undefined, now);
              const versions = await market.versionsFor(posted);
              const setting = { poster, programme: undefined };
              const { eligible, blocked } = standing.ranking(posted, poster, 10);
              for (const includeBlocked of [false, true]) {
                const wanted = { limit: 10, includeBlocked, now };
                const { items } = await matchesOf(market, posted, setting, versions, wanted);
                const found = items.map(({ potential: own, cooperative: owner, score, blockedBy }) => {
                  return { id: own?.id ?? owner.id, score, lacks: blockedBy.length };
                });
                expect(found).toEqual(includeBlocked ? [...eligible, ...blocked] : eligible);
              }
            }
          };
          // From parts, then from shelves, which what was asked for twice is packed into.
          const ask = async () => {
            await standing.settle();
            await askOnce();
            await askOnce();
            await market.settled();
            await askOnce();
          };
          await ask();
          for (const one of updates) {
            await standing.happen(one);
            await ask();
          }
          await table.close();
        },
      ),
      { numRuns: Number(process.env['MARKET_RUNS'] ?? 60) },
    );
  }, 120_000);

  test('of an invented nation finds what scoring all of it finds', async () => {
    const table = openSqliteTable(':memory:');
    const nation = new Nation('agreement', 4000);
    const things = new NationThings(nation, now);
    for (const code of nation.codes) {
      const { potentials, cooperatives } = things.supplied(code);
      const writes = [
        ...cooperatives.flatMap((each) => cooperativeWrites(each, undefined, stamp)),
        ...potentials.flatMap((each) => potentialWrites(each, undefined, stamp)),
      ];
      await placeAll(
        table,
        writes.flatMap((write) => (write.do === 'put' ? [write.item] : [])),
      );
    }
    const market = new Market(table);
    const setting = {
      poster: { id: 'buy_x', name: 'Pembeli', kind: 'bumd', regionCode: '35.78', verified: true },
      programme: undefined,
    } as const;
    const offers = nation.offers(30);
    for (const [at, asked] of [...offers, ...offers, ...offers].entries()) {
      if (at === 2 * offers.length) await market.settled();
      const posted = things.offer(asked, 'buy_x');
      const versions = await market.versionsFor(posted);
      const wanted = { limit: 7, includeBlocked: true, now };
      const [all, found, near] = [
        await candidatesOf(market, posted, setting, versions, now),
        await market.bestFor(posted, setting, versions, wanted),
        await market.nearMissesFor(posted, setting, versions, wanted),
      ];
      const fresh = all.filter(({ potential: own }) => unconfirmed(own, now).length === 0);
      const expected = rankPairs(fresh, { limit: 7 }).map(({ pair }) => pair.supply.id);
      expect(found.map(({ potential: own }) => own!.id)).toEqual(expected);
      expect(near.map(({ potential: own }) => own!.id)).toEqual(
        nearMisses(all, wanted).map(({ supply }) => supply.id),
      );
    }
    await table.close();
  });
});
