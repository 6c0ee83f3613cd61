/**
 * Whatever partners and their buyer do, in whatever order: the rules of quotas do as a model does that knows only sums. Claims, releases,
 * corrections, deliveries, clearings, pauses, new terms and new weeks, for two partners of one offer.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { claimSchema, type Claim } from '../../shared/quotas/claim.ts';
import {
  clearClaim,
  correctClaim,
  deliverClaim,
  grantClaim,
  releaseClaim,
} from '../../shared/quotas/claim-rules.ts';
import { minus, plus } from '../../shared/quotas/count.ts';
import { shifted } from '../../shared/quotas/period.ts';
import { boundOf, countedQuota, quantityPeriodOf, type Room } from '../../shared/quotas/room.ts';
import { drawable, held, shareAfter, standing, type Share } from '../../shared/quotas/share.ts';

const SEQUENCES = Number(process.env['SEQUENCES'] ?? 33_000);
const PARTNERS = 2;
const now = new Date('2025-11-05T03:00:00Z');
const FIRST = '2025-W45';

/** What is known in the real thing: shares as they are stored, the sums of counters, and each claim as it is. */
type Real = {
  week: string;
  quota: { amount: number; total: number | undefined; rollover: number | undefined };
  /** Of the offer, for longer than a week. */
  quantity: { amount: number; per: 'month' | 'year' | 'once' } | undefined;
  storage: number | undefined;
  shares: Map<string, Share>;
  totals: Map<string, number>;
  held: number[];
  claims: Claim[];
};

/** The model: what each partner has taken of each week's share, as a plain number, and what its claims have become. */
type Model = {
  weekNumber: number;
  paused: boolean[];
  /** Taken of a week's share by a partner, in grams. */
  taken: Map<string, number>;
  asked: Map<number, number>;
  /** Of the offer's quantity for a month, a year or in all. */
  used: Map<string, number>;
  stored: number[];
  claims: {
    draws: Map<number, number>;
    partner: number;
    week: number;
    of: string | undefined;
    granted: number;
    released: number;
    delivered: number;
    cleared: number;
  }[];
};

const real = (): Real => ({
  week: FIRST,
  quota: { amount: 2000, total: 3000, rollover: undefined },
  quantity: undefined,
  storage: undefined,
  shares: new Map(),
  totals: new Map(),
  held: Array.from({ length: PARTNERS }, () => 0),
  claims: [],
});
const model = (): Model => ({
  weekNumber: 0,
  paused: Array.from({ length: PARTNERS }, () => false),
  taken: new Map(),
  asked: new Map(),
  used: new Map(),
  stored: Array.from({ length: PARTNERS }, () => 0),
  claims: [],
});

const partnershipOf = (partner: number): Partnership =>
  ({
    id: `part_${partner}`,
    offerId: 'off_sphp-beras',
    cooperativeId: `coop_${partner}`,
    cooperativeName: `KDMP ${partner}`,
    buyerId: 'buy_bulog',
    regionCodes: { cooperative: '35.79.02.2008', buyer: '35.73' },
  }) as Partnership;

/** As the API reads it. */
function roomOf(r: Real, partner: number, period: string): Room {
  const { amount, total } = r.quota;
  const quota = { amount, total, unit: 'kg', per: 'week' } as const;
  const counted = countedQuota(quota, r.quantity && { ...r.quantity, unit: 'kg' });
  const whole = quantityPeriodOf(period, counted);
  const periods = drawable(period, r.week, { rollover: r.quota.rollover }, '2025-11-03');
  const drawn = (one: string) => r.shares.get(`${partner} ${one}`)?.drawn ?? 0;
  return {
    unit: 'kg',
    shares: periods.map((one) => ({ period: one, ...boundOf(r.quota.amount, drawn(one)) })),
    total: counted.total === undefined ? undefined : boundOf(counted.total, r.totals.get(period) ?? 0),
    quantity:
      whole === undefined
        ? undefined
        : { period: whole, ...boundOf(counted.quantity!.most, r.totals.get(whole) ?? 0) },
    storage: r.storage === undefined ? undefined : boundOf(r.storage, r.held[partner]!),
  };
}

/** As the store writes it. */
function write(r: Real, partner: number, before: Claim | undefined, after: Claim): void {
  const periods = new Set([
    after.period,
    ...[...after.draws, ...(before?.draws ?? [])].map((one) => one.period),
  ]);
  for (const period of periods) {
    const key = `${partner} ${period}`;
    r.shares.set(key, shareAfter(r.shares.get(key), period, before, after));
  }
  const more = minus(standing(after), before ? standing(before) : 0);
  for (const one of [after.period, after.quantityPeriod]) {
    if (one !== undefined) r.totals.set(one, plus(r.totals.get(one) ?? 0, more));
  }
  r.held[partner] = plus(r.held[partner]!, minus(held(after), before ? held(before) : 0));
  r.claims = before ? r.claims.map((one) => (one === before ? after : one)) : [...r.claims, after];
}

const weeks = Array.from({ length: 30 }, (_, n) => shifted(FIRST, n - 13));
const weekOf = (number: number): string => weeks[number + 13]!;
const gramsOf = (amount: number): number => Math.round(amount * 1000);
const get = <K>(map: Map<K, number>, key: K): number => map.get(key) ?? 0;

/** The weeks whose shares count for a claim for a week, the oldest first. */
function weeksFor(m: Model, r: Real, week: number): number[] {
  const earlier = Array.from({ length: r.quota.rollover ?? 0 }, (_, n) => week - 1 - n);
  return [...earlier.filter((one) => one >= 0 && one < m.weekNumber).toReversed(), week];
}

/** The months and years in which the weeks begin, counted on the fingers. */
const begins = (number: number): { month: string; year: string } => {
  const monday = new Date(Date.UTC(2025, 10, 3 + 7 * number)).toISOString();
  return { month: monday.slice(0, 7), year: monday.slice(0, 4) };
};

/** What a claim for a week counts on of the offer's quantity: that of the month or year in which the week begins, or all of it. */
function wholeOf(r: Real, week: number): string | undefined {
  if (r.quantity === undefined) return undefined;
  return { ...begins(week), once: 'once' }[r.quantity.per];
}

/** What is left for a claim for a week, by plain sums: of the shares that count for it, of the total, of the quantity, of the room. */
function leftFor(m: Model, r: Real, partner: number, week: number): number {
  const free = (one: number) => Math.max(0, gramsOf(r.quota.amount) - get(m.taken, `${partner} ${one}`));
  const share = weeksFor(m, r, week).reduce((sum, one) => sum + free(one), 0);
  const total = r.quota.total === undefined ? Infinity : gramsOf(r.quota.total) - get(m.asked, week);
  const room = r.storage === undefined ? Infinity : gramsOf(r.storage) - m.stored[partner]!;
  const of = wholeOf(r, week);
  const most = of === undefined ? Infinity : gramsOf(r.quantity!.amount);
  const whole = of === undefined ? Infinity : most - get(m.used, of);
  return Math.max(0, Math.min(share, total, whole, room));
}

/** Takes so much from the shares that lapse first, or gives it back to the one that lapses last. */
function move(m: Model, r: Real, own: Model['claims'][number], by: number): void {
  let open = Math.abs(by);
  const order = by > 0 ? weeksFor(m, r, own.week) : [...own.draws.keys()].toSorted((a, b) => b - a);
  for (const week of order) {
    const key = `${own.partner} ${week}`;
    const most = by > 0 ? gramsOf(r.quota.amount) - get(m.taken, key) : get(own.draws, week);
    const part = Math.min(open, Math.max(0, most));
    open -= part;
    const moved = by > 0 ? part : -part;
    m.taken.set(key, get(m.taken, key) + moved);
    own.draws.set(week, get(own.draws, week) + moved);
  }
  m.asked.set(own.week, get(m.asked, own.week) + by);
  if (own.of !== undefined) m.used.set(own.of, get(m.used, own.of) + by);
  m.stored[own.partner]! += by;
}

type Step = { run: (m: Model, r: Real) => void; text: string };

const command = (text: string, run: Step['run']): fc.Command<Model, Real> => ({
  check: () => true,
  run,
  toString: () => text,
});

/** Runs a rule: what the model says happens must happen, and a refusal must leave everything as it was. */
function attempt(rule: () => Claim): Claim | undefined {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Plain comparisons: a test of thousands of sequences cannot afford the words of `expect` for each figure. */
function same(what: string, is: number | boolean, shall: number | boolean): void {
  if (is !== shall) throw new Error(`${what} is ${is}, and plain sums say ${shall}`);
}

function agree(m: Model, r: Real): void {
  for (const [of, used] of m.used) same(`used of ${of}`, gramsOf(r.totals.get(of) ?? 0), used);
  for (let partner = 0; partner < PARTNERS; partner += 1) {
    same(`held by ${partner}`, gramsOf(r.held[partner]!), m.stored[partner]!);
    for (let week = 0; week <= m.weekNumber + 1; week += 1) {
      const share = r.shares.get(`${partner} ${weekOf(week)}`);
      same(`drawn on week ${week}`, gramsOf(share?.drawn ?? 0), get(m.taken, `${partner} ${week}`));
      const own = m.claims.filter((one) => one.partner === partner && one.week === week);
      for (const figure of ['granted', 'released', 'delivered', 'cleared'] as const) {
        const sum = own.reduce((all, one) => all + one[figure], 0);
        same(`${figure} for week ${week}`, gramsOf(share?.[figure] ?? 0), sum);
      }
    }
  }
}

const claiming = fc
  .record({
    partner: fc.nat(PARTNERS - 1),
    next: fc.boolean(),
    grams: fc.oneof(fc.integer({ min: 1, max: 3_000_000 }), fc.constantFrom(500_000, 1_000_000, 2_000_000)),
    acceptLess: fc.boolean(),
  })
  .map(({ partner, next, grams, acceptLess }) =>
    command(`claim ${grams} g by ${partner}, next: ${next}, less: ${acceptLess}`, (m, r) => {
      if (m.paused[partner]) return;
      const week = m.weekNumber + (next ? 1 : 0);
      const left = leftFor(m, r, partner, week);
      const input = { period: weekOf(week), amount: grams / 1000, unit: 'kg', acceptLess } as const;
      const room = roomOf(r, partner, input.period);
      const claim = attempt(() =>
        grantClaim(`clm_${r.claims.length}`, input, partnershipOf(partner), room, now),
      );
      const granted = grams <= left ? grams : acceptLess ? left : 0;
      same('granted', gramsOf(claim?.granted ?? 0), granted);
      if (claim === undefined) return;
      same('requested', gramsOf(claim.requested), grams);
      write(r, partner, undefined, claim);
      const none = { released: 0, delivered: 0, cleared: 0 };
      const own = { partner, week, of: wholeOf(r, week), granted, ...none, draws: new Map() };
      move(m, r, own, granted);
      m.claims.push(own);
      agree(m, r);
    }),
  );

/** An act on one of the claims, of a part of what there is in thousandths, or of more than there is. */
const acting = fc
  .record({
    which: fc.nat(20),
    act: fc.constantFrom('release', 'deliver', 'clear', 'correct'),
    share: fc.integer({ min: 1, max: 1200 }),
  })
  .map(({ which, act, share }) =>
    command(`${act} ${share}/1000 of claim ${which}`, (m, r) => {
      if (m.claims.length === 0) return;
      const at = which % m.claims.length;
      const [own, before] = [m.claims[at]!, r.claims[at]!];
      const stands = own.granted - own.released;
      const most = {
        release: stands - own.delivered,
        deliver: stands - own.delivered,
        clear: stands - own.cleared,
      };
      const input = (grams: number) => ({ amount: grams / 1000, unit: 'kg' as const, reason: 'x' });
      if (act === 'correct') {
        const granted = Math.floor((own.granted * share) / 1000);
        const more = granted - own.granted;
        if (more > 0 && m.paused[own.partner]) return;
        const isAlike = own.of === wholeOf(r, own.week);
        const fits = more <= 0 || (isAlike && more <= leftFor(m, r, own.partner, own.week));
        const isRight = granted >= own.released + own.delivered && more !== 0 && fits;
        const room = roomOf(r, own.partner, before.period);
        const after = attempt(() => correctClaim(before, input(granted), room, now));
        same('corrected', after !== undefined, isRight);
        if (after === undefined) return;
        write(r, own.partner, before, after);
        move(m, r, own, more);
        own.granted = granted;
      } else {
        const grams = Math.max(1, Math.floor((most[act] * share) / 1000));
        const after = attempt(() => {
          if (act === 'release') return releaseClaim(before, input(grams), now);
          const { amount, unit } = input(grams);
          if (act === 'deliver') return deliverClaim(before, { amount, unit }, 'buyer', now);
          return clearClaim(before, { amount, unit }, now);
        });
        same(act, after !== undefined, grams <= most[act]);
        if (after === undefined) return;
        write(r, own.partner, before, after);
        if (act === 'deliver') own.delivered += grams;
        if (act === 'release') {
          own.released += grams;
          move(m, r, own, -grams);
        }
        if (act === 'clear') {
          own.cleared += grams;
          own.delivered = Math.max(own.delivered, own.cleared);
          m.stored[own.partner]! -= grams;
        }
      }
      agree(m, r);
    }),
  );

const pausing = fc
  .nat(PARTNERS - 1)
  .map((partner) =>
    command(`pause or take up ${partner}`, (m) => void (m.paused[partner] = !m.paused[partner])),
  );

const amount = fc.constantFrom(500, 1000, 2000, 2500.5);
const newTerms = fc
  .record({
    amount,
    total: fc.option(amount, { nil: undefined }),
    rollover: fc.constantFrom(undefined, 1, 2),
    storage: fc.option(amount, { nil: undefined }),
    quantity: fc.option(
      fc.record({
        amount: fc.constantFrom(2500.5, 6000, 9000),
        per: fc.constantFrom('month', 'year', 'once'),
      }),
      { nil: undefined },
    ),
  })
  .map(({ storage, quantity, ...quota }) =>
    command(`terms ${JSON.stringify({ ...quota, quantity, storage })}`, (_, r) => {
      r.quota = quota;
      r.quantity = quantity;
      r.storage = storage;
    }),
  );

const newWeek = fc.constant(
  command('a new week', (m, r) => {
    m.weekNumber += 1;
    r.week = weekOf(m.weekNumber);
  }),
);

test('the rules of quotas do what plain sums say, whatever the order', { timeout: 180_000 }, () => {
  fc.assert(
    fc.property(
      fc.commands([claiming, claiming, acting, acting, pausing, newTerms, newWeek], {
        maxCommands: 24,
        size: '+1',
      }),
      (commands) => {
        const begun = { model: model(), real: real() };
        fc.modelRun(() => begun, commands);
        for (const claim of begun.real.claims) claimSchema.parse(claim);
      },
    ),
    { numRuns: SEQUENCES },
  );
});

test('a total that was stored before it was held against the quantity grants no more than there is', () => {
  const quota = { amount: 2000, unit: 'kg', per: 'week', total: 20_000 } as const;
  expect(countedQuota(quota, { amount: 12_000, unit: 'kg', per: 'week' }).total).toBe(12_000);
  const yearly = countedQuota(quota, { amount: 12_000, unit: 'kg', per: 'year' });
  expect(yearly.quantity).toEqual({ most: 12_000, per: 'year' });
});
