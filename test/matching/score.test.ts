/** What must hold of every score, whoever is paired with whom. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OBSTACLES, WORTH } from '../../shared/matching/curves.ts';
import type { Pair, Supply } from '../../shared/matching/pair.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { explain, FULL_SCORE, scorePoints } from '../../shared/matching/score.ts';
import { WEIGHTS, type FactorName, type Weights } from '../../shared/matching/weights.ts';
import { anyPair, cabbagePair } from './pairs.ts';

/** Every factor that some table of weights names. */
const OF_SOME_TABLE: Weights = Object.assign({}, ...Object.values(WEIGHTS));

const RUNS = { numRuns: 1000 };

/** Checks that `better` never scores below the pair it was made from. */
function neverHurts(better: (pair: Pair, by: number) => Pair | null): void {
  fc.assert(
    fc.property(anyPair, fc.integer({ min: 1, max: 500 }), (pair, by) => {
      const bettered = better(pair, by);
      fc.pre(bettered !== null);
      expect(scorePoints(bettered)).toBeGreaterThanOrEqual(scorePoints(pair));
    }),
    RUNS,
  );
}

const supplying = (pair: Pair, change: Partial<Supply>): Pair => ({
  ...pair,
  supply: { ...pair.supply, ...change },
});

const offering = (pair: Pair, change: Partial<NonNullable<Supply['goods']>>): Pair | null =>
  pair.supply.goods === null ? null : supplying(pair, { goods: { ...pair.supply.goods, ...change } });

describe('a score', () => {
  it('is a whole number of points from 0 to 100,000, and the factors’ contributions sum to it', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const { points, score, factors } = explain(pair);
        expect(points).toBe(scorePoints(pair));
        expect(Number.isInteger(points)).toBe(true);
        expect(score).toBe(points / FULL_SCORE);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        for (const { value, weight, contribution } of factors) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(contribution).toBeCloseTo(value * weight, 10);
        }
        expect(factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 10);
      }),
      RUNS,
    );
  });

  it('gives every factor a sentence in Indonesian and in English, without a gap in it', () => {
    fc.assert(
      fc.property(anyPair, (pair) => {
        const { factors, blockedBy } = explain(pair);
        for (const { id, en } of [...factors.map((f) => f.reason), ...blockedBy.map((b) => b.detail)]) {
          for (const sentence of [id, en]) {
            expect(sentence).toMatch(/^\S.*\S$/);
            expect(sentence).not.toMatch(/undefined|null|NaN|Infinity/);
          }
        }
      }),
      RUNS,
    );
  });

  it('is full for a supply that fits in everything and has a proven record next door', () => {
    const perfect = cabbagePair({
      supply: {
        credentials: {
          nib: 'verified',
          legalEntity: 'verified',
          npwp: 'verified',
          bankAccount: 'verified',
          psat: 'verified',
          'organic-sni': 'verified',
        },
        readiness: 100,
        deliveries: 40,
        onTime: 1000,
      },
      offered: { price: 4000 },
      link: { km: 0 },
    });
    expect(
      explain(perfect)
        .factors.filter(({ value }) => value < 1)
        .map(({ factor }) => factor),
    ).toEqual(['distance']);
  });

  it('falls with no step that nearness takes', () => {
    neverHurts((pair, by) => ({ ...pair, link: { ...pair.link, km: Math.max(0, pair.link.km - by) } }));
    neverHurts((pair) => ({ ...pair, link: { ...pair.link, sea: false } }));
  });

  it('never falls with a further verified certificate', () => {
    neverHurts((pair, by) => {
      const type = ['halal', 'pirt', 'psat', 'nkv', 'organic-sni'][by % 5]!;
      const better = supplying(pair, { credentials: { ...pair.supply.credentials, [type]: 'verified' } });
      expect(unmetRequirements(better.demand, better.supply).length).toBeLessThanOrEqual(
        unmetRequirements(pair.demand, pair.supply).length,
      );
      return better;
    });
  });

  it('never falls for a buyer with more capacity, more months, a lower price or a smaller least order', () => {
    const forBuyer = (change: (goods: NonNullable<Supply['goods']>, by: number) => Partial<typeof goods>) =>
      neverHurts((pair, by) =>
        pair.viewpoint === 'offer' && pair.supply.goods !== null
          ? offering(pair, change(pair.supply.goods, by))
          : null,
      );
    forBuyer(({ perMonth }, by) => ({ perMonth: perMonth + by }));
    forBuyer(({ months }, by) => ({ months: months | (1 << (by % 12)) }));
    forBuyer(({ price }, by) => (price === null ? {} : { price: Math.max(1, price - by) }));
    forBuyer(({ minimumOrder }, by) => (minimumOrder === null ? {} : { minimumOrder: minimumOrder / by }));
  });

  it('never falls for a cooperative with a higher offered price or a larger demand', () => {
    const forSeller = (
      change: (goods: NonNullable<Pair['demand']['goods']>, by: number) => Partial<typeof goods>,
    ) =>
      neverHurts((pair, by) => {
        const { goods } = pair.demand;
        if (pair.viewpoint !== 'supply' || goods === null) return null;
        return { ...pair, demand: { ...pair.demand, goods: { ...goods, ...change(goods, by) } } };
      });
    forSeller(({ price }, by) => (price === null ? {} : { price: price + by }));
    forSeller(({ perMonth }, by) => ({ perMonth: perMonth + by }));
  });

  it('never falls for a cooperative with a higher commission on consigned goods', () => {
    neverHurts((pair, by) => {
      const { commissionPercent } = pair.demand;
      if (pair.viewpoint !== 'supply' || commissionPercent === null) return null;
      return { ...pair, demand: { ...pair.demand, commissionPercent: commissionPercent + by } };
    });
  });

  it('never falls with goods that keep longer, a better grade, more readiness, members, units or a fresher sign of life', () => {
    neverHurts((pair, by) => offering(pair, { ambientDays: (pair.supply.goods?.ambientDays ?? 0) + by }));
    neverHurts((pair) => offering(pair, { grade: 'A' }));
    neverHurts((pair, by) =>
      supplying(pair, { readiness: Math.min(100, (pair.supply.readiness ?? 50) + by) }),
    );
    neverHurts((pair, by) => supplying(pair, { memberCount: (pair.supply.memberCount ?? 500) + by }));
    neverHurts((pair) =>
      supplying(pair, { units: [...new Set([...pair.supply.units, 'logistics', 'cold-storage'])] }),
    );
    neverHurts((pair) => supplying(pair, { monthsSilent: 0 }));
    neverHurts((pair) => supplying(pair, { onTime: 1000 }));
  });
});

describe('a ranking', () => {
  const several = fc.uniqueArray(anyPair, {
    minLength: 2,
    maxLength: 12,
    selector: (pair) => pair.supply.id,
  });
  const ids = (pairs: readonly Pair[], options = {}) =>
    rankPairs(pairs, options).map(({ pair }) => pair.supply.id);

  it('never lists a blocked pair among the eligible, and puts blocked ones after them on request', () => {
    fc.assert(
      fc.property(several, (pairs) => {
        const blocked = (pair: Pair) => unmetRequirements(pair.demand, pair.supply).length > 0;
        expect(rankPairs(pairs).filter(({ pair }) => blocked(pair))).toEqual([]);
        const all = rankPairs(pairs, { limit: Infinity, includeBlocked: true });
        expect(all.length).toBe(pairs.length);
        const firstBlocked = all.findIndex(({ blockedBy }) => blockedBy.length > 0);
        if (firstBlocked >= 0) expect(all.slice(firstBlocked).every(({ pair }) => blocked(pair))).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which pairs come, and a shorter list is the head of a longer one', () => {
    fc.assert(
      fc.property(several, fc.nat(), (pairs, turn) => {
        const offers = pairs.map((pair): Pair => ({ ...pair, viewpoint: 'offer' }));
        const at = turn % offers.length;
        const turned = [...offers.slice(at), ...offers.slice(0, at)].reverse();
        expect(ids(turned)).toEqual(ids(offers));
        expect(ids(offers, { limit: 3 })).toEqual(ids(offers).slice(0, 3));
      }),
    );
  });

  it('breaks a tie of two equal neighbours by id', () => {
    const twins = ['pot_b', 'pot_a'].map((id) => cabbagePair({ supply: { id } }));
    expect(ids(twins)).toEqual(['pot_a', 'pot_b']);
  });
});

describe('the weights and curves', () => {
  it('stand in the README as they are', () => {
    const readme = readFileSync(new URL('../../shared/matching/README.md', import.meta.url), 'utf8');
    const order = [
      'purchase',
      'governmentPurchase',
      'distribution',
      'consignment',
      'financing',
      'selling',
      'sellingToGovernment',
      'carrying',
      'borrowing',
    ] as const;
    expect([...order].sort()).toEqual(Object.keys(WEIGHTS).sort());
    const rows = readme.split('\n').flatMap((line) => {
      const [, name = '', ...cells] = line.split('|').map((cell) => cell.trim());
      return cells.length === order.length + 1 && name in OF_SOME_TABLE
        ? [{ name: name as FactorName, cells }]
        : [];
    });
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(OF_SOME_TABLE).sort());
    for (const { name, cells } of rows) {
      const weights = order.map((table) => String((WEIGHTS[table] as Weights)[name] ?? ''));
      expect([name, ...cells.slice(0, -1)]).toEqual([name, ...weights]);
    }
  });

  it('sum to 100 in every table', () => {
    for (const [table, weights] of Object.entries(WEIGHTS)) {
      expect([table, Object.values(weights).reduce((sum, weight) => sum + weight, 0)]).toEqual([table, 100]);
    }
  });

  it('run from knot to rising knot within 0 and 1000, each up or down all the way', () => {
    for (const curve of [...Object.values(OBSTACLES), ...Object.values(WORTH)]) {
      const steps = curve
        .slice(1)
        .map(([x, points], i) => [x - curve[i]![0], points - curve[i]![1]] as const);
      expect(steps.every(([dx]) => dx > 0)).toBe(true);
      expect(new Set(steps.map(([, dy]) => Math.sign(dy))).size).toBe(1);
      expect(curve.every(([, points]) => points >= 0 && points <= 1000)).toBe(true);
    }
  });
});
