/** Offers for a potential, ranked from the packed market, equal the ranking of every stored offer: at every moment, whatever happened to what stands behind them. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import { reactionsOver } from '../../functions/changes/reactions.ts';
import { registerBuyer, verifyBuyer, type Buyer } from '../../shared/buyers/buyer.ts';
import { buyerFrom, buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { kinship } from '../../shared/commodities/commodities.ts';
import { foundCooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { Market } from '../../shared/market/market.ts';
import { offersForPotential } from '../../shared/market/opportunities.ts';
import { demandOf, storedSupply, unconfirmed } from '../../shared/market/sides.ts';
import { linkBetween } from '../../shared/market/supply.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import type { Offer, OfferInput } from '../../shared/offers/offer.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { statusOf } from '../../shared/offers/offer-state.ts';
import { listOffers, offerRemoval, offerWrites, readOffer } from '../../shared/offers/offer-store.ts';
import { listPotential } from '../../shared/potentials/potential.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { setUpProgramme, type Programme } from '../../shared/programmes/programme.ts';
import { programmeFrom, programmeWrites } from '../../shared/programmes/programme-store.ts';
import { itemOf, type Stored } from '../../shared/stored.ts';
import { buyerKey, programmeKey, tradingRecordKey } from '../../shared/table/keys.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import { paymentsOf, type TradingRecord } from '../../shared/trades/trading-record.ts';
import { tradingRecordFrom } from '../../shared/trades/trading-record-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const start = Date.parse('2025-11-02T03:00:00Z');
const stamp = { at: new Date(start).toISOString(), by: 'office', role: 'organizer' };
const LIMIT = 4;

const goods = fc.constantFrom('cabbage', 'cabbage', 'napa-cabbage', 'potato', 'rice');
const dayIn = (days: number): string => new Date(start + days * DAY_MS).toISOString().slice(0, 10);
const end = fc.option(fc.integer({ min: 0, max: 40 }).map(dayIn), { nil: undefined });
const regions = fc.option(fc.constantFrom<string[]>(['35'], ['64'], ['35.79', '64']), { nil: undefined });
const requirements = fc.constantFrom({}, {}, { nib: true }, { halal: true }, { units: ['cold-storage'] });

const offer = fc.record({
  buyer: fc.nat(2),
  commodity: goods,
  amount: fc.integer({ min: 1, max: 5000 }),
  price: fc.option(fc.integer({ min: 500, max: 20_000 }), { nil: undefined }),
  months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
  deliverTo: fc.constantFrom('64.72', '35.79', '35', '11.06', '91.03'),
  isUnder: fc.boolean(),
  paymentTermDays: fc.constantFrom(undefined, 7, 60),
  deadline: end,
  daysAgo: fc.integer({ min: 0, max: 179 }),
});
type Draft = typeof offer extends fc.Arbitrary<infer T> ? T : never;

const happening = fc.oneof(
  fc.record({ to: fc.constant('time' as const), days: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ to: fc.constant('buyer' as const), at: fc.nat(2), isVerified: fc.boolean() }),
  fc.record({ to: fc.constant('programme' as const), regions, requirements, validUntil: end }),
  fc.record({ to: fc.constant('payments' as const), at: fc.nat(2), days: fc.constantFrom(3, 20, 90) }),
  fc.record({ to: fc.constant('offer' as const), at: fc.nat(20), draft: offer }),
  fc.record({ to: fc.constant('removal' as const), at: fc.nat(20) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A store, its clock, and what happens to both. */
class World {
  readonly table: SqliteTable = openSqliteTable(':memory:');
  now = new Date(start);
  #seen: string | null = null;

  async begin(offers: readonly Draft[], verified: readonly boolean[]): Promise<void> {
    const owner = foundCooperative('coop_0', { name: 'KDMP', regionCode: '35.79.02.2008' }, stamp.at);
    await this.table.transact(cooperativeWrites(owner, undefined, stamp));
    const supplied = {
      cooperativeId: owner.id,
      commodity: 'cabbage',
      title: 'Kubis',
      capacity: { amount: 2, unit: 'ton', per: 'week' },
      months: [4, 5, 6, 11],
      price: { amount: 5000, per: 'kg' },
    } as const;
    const potential = listPotential('pot_0', { ...supplied, months: [4, 5, 6, 11] }, owner, stamp.at);
    await this.table.transact(potentialWrites(potential, undefined, stamp));
    const programme = setUpProgramme('prog_0', { name: 'Pangan' }, stamp.at);
    await this.table.transact(programmeWrites(programme, undefined, stamp));
    for (const [at, isVerified] of verified.entries()) {
      const kind = at === 0 ? 'government' : 'private';
      const buyer = registerBuyer(
        `buy_${at}`,
        { name: 'Pembeli', kind, regionCode: '35.79' },
        isVerified,
        stamp.at,
      );
      await this.table.transact(buyerWrites(buyer, undefined, stamp));
    }
    for (const [at, draft] of offers.entries()) await this.#post(at, draft, undefined);
  }

  async happen(one: Happening): Promise<void> {
    const { table } = this;
    if (one.to === 'time') this.now = new Date(this.now.getTime() + one.days * DAY_MS);
    else if (one.to === 'buyer') {
      const before = buyerFrom(await table.get(buyerKey(`buy_${one.at}`)))!;
      const decision = one.isVerified ? { status: 'verified' } : { status: 'rejected', reason: 'Palsu' };
      const after: Buyer = verifyBuyer(before.value, decision as { status: 'verified' }, stamp.at);
      await table.transact(buyerWrites(after, before, stamp));
    } else if (one.to === 'programme') {
      const before = programmeFrom(await table.get(programmeKey('prog_0')))!;
      const { to: _, ...change } = one;
      await table.transact(programmeWrites({ ...before.value, ...change } as Programme, before, stamp));
    } else if (one.to === 'payments') {
      const key = tradingRecordKey(`buy_${one.at}`);
      const version = (tradingRecordFrom(await table.get(key))?.version ?? 0) + 1;
      const none = { paidLate: 0, unpaid: 0, deliveries: 3, timed: 0, onTime: 0 };
      const record: TradingRecord = { paidIn: { [one.days]: 3 }, ...none };
      await table.write({ do: 'put', item: itemOf(key, {}, record, version, stamp) });
    } else {
      const before = await readOffer(table, `off_${one.at}`);
      if (one.to === 'offer') await this.#post(one.at, one.draft, before);
      else if (before) await table.transact(offerRemoval(before, stamp));
    }
  }

  async #post(at: number, draft: Draft, before: Stored<Offer> | undefined): Promise<void> {
    const { buyer, amount, price, isUnder, deadline, daysAgo, ...rest } = draft;
    if (before === undefined && (await this.table.get({ pk: `OFFER#off_${at}`, sk: 'PROFILE' }))) return;
    const input: OfferInput = {
      ...rest,
      buyerId: before?.value.buyerId ?? `buy_${buyer}`,
      scheme: 'purchase',
      title: 'Permintaan',
      quantity: { amount, unit: 'kg', per: 'week' },
      ...(price === undefined ? {} : { price: { amount: price, per: 'kg' } }),
    };
    const posted = postOffer(`off_${at}`, input, undefined, this.now);
    const confirmedAt = new Date(this.now.getTime() - daysAgo * DAY_MS).toISOString();
    const after = {
      ...posted,
      ...(isUnder ? { programmeId: 'prog_0' } : {}),
      ...(deadline === undefined ? {} : { deadline }),
      confirmedAt,
    };
    await this.table.transact(offerWrites(after, before, stamp));
  }

  async settle(): Promise<void> {
    for (;;) {
      const changes = await this.table.changes.read(this.#seen, 1000);
      if (changes.length === 0) return;
      const { failure } = await react(
        changes,
        reactionsOver(this.table, () => this.now),
      );
      expect(failure).toBeUndefined();
      this.#seen = changes.at(-1)!.id;
    }
  }

  async found(market: Market): Promise<{ id: string; score: number }[]> {
    const asked = (await market.potentialAt('pot_0', undefined))!;
    const items = await offersForPotential(market, asked, {
      limit: LIMIT,
      includeBlocked: false,
      now: this.now,
    });
    expect(items.every(({ offer: { status } }) => status === 'open')).toBe(true);
    return items.map(({ offer: { id }, score }) => ({ id, score }));
  }

  /** Every stored offer that is open to the potential, scored and sorted. */
  async ranking(market: Market): Promise<{ id: string; score: number }[]> {
    const { potential, cooperative } = (await market.potentialAt('pot_0', undefined))!;
    if (unconfirmed(potential, this.now).length > 0) return [];
    const page = { limit: 100 };
    const { items } = await listOffers(this.table, {}, page, ({ value }, setting) => ({ value, setting }));
    const records = await this.table.getMany(items.map(({ value }) => tradingRecordKey(value.buyerId)));
    const supply = storedSupply(cooperative, potential, this.now);
    return items
      .map((item, at) => ({ ...item, record: tradingRecordFrom(records[at])?.value }))
      .filter(({ value, setting }) => statusOf(value, setting, this.now) === 'open')
      .filter(({ value }) => !['sector', 'none'].includes(kinship(value.commodity!, 'cabbage')))
      .map(({ value, setting, record }) => {
        const demand = demandOf(value, { ...setting, payments: record && paymentsOf(record) });
        const link = linkBetween({ ...value, deliverTo: value.deliverTo! }, cooperative, potential);
        return { demand, supply, link, viewpoint: 'supply' as const };
      })
      .filter((pair) => unmetRequirements(pair.demand, pair.supply).length === 0)
      .map((pair) => ({ id: pair.demand.id, score: scorePoints(pair) / 100_000 }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  }
}

test('the best offers of a potential are those of ranking every stored one; before the market has heard of a change, nothing is shown that is not open to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(offer, { minLength: 1, maxLength: 15 }),
      fc.tuple(fc.boolean(), fc.constant(true), fc.constant(true)),
      fc.array(happening, { maxLength: 8 }),
      async (offers, verified, happenings) => {
        const world = new World();
        await world.begin(offers, verified);
        const market = new Market(world.table);
        await world.settle();
        expect(await world.found(market)).toEqual((await world.ranking(market)).slice(0, LIMIT));
        for (const one of happenings) {
          await world.happen(one);
          const all = await world.ranking(market);
          for (const shown of await world.found(market)) expect(all).toContainEqual(shown);
          await world.settle();
          expect(await world.found(market)).toEqual(all.slice(0, LIMIT));
          expect(await world.found(new Market(world.table))).toEqual(all.slice(0, LIMIT));
        }
        await world.table.close();
      },
    ),
    { numRuns: Number(process.env['MARKET_RUNS'] ?? 100) },
  );
}, 120_000);
