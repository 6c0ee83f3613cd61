/** Pooling against its referees, and rules that hold for every demand. */
import { describe, expect, it } from 'vitest';
import { pool, type PoolDemand } from '../../shared/matching/pool.ts';
import { drawsFrom } from '../support/effort.ts';
import { alike, small, villages } from './pool-instances.ts';
import { bruteForce, byHighs, unitCost } from './pool-reference.ts';

const CASES = 4000;

/** Many small demands, each with its number to find it again. */
function* demands(name: string, count = CASES, most = 8): Generator<PoolDemand> {
  const draw = drawsFrom(`pooling ${name}`);
  for (let made = 0; made < count; made += 1) yield small(draw, most);
}

describe('pooling agrees', () => {
  it(`with a look at every set of suppliers, on ${CASES} demands`, () => {
    for (const demand of demands('brute force')) {
      const planned = pool(demand);
      const expected = bruteForce(demand);
      const named = JSON.stringify(demand);
      expect(planned.filled, named).toBeCloseTo(expected.filled, 9);
      expect(planned.deliveredCost, named).toBeCloseTo(expected.deliveredCost, 4);
      expect(planned.lowerBound, named).toBe(planned.deliveredCost);
      expect(planned.mostFillable, named).toBe(planned.filled);
    }
  });

  it('with HiGHS on hundreds of villages, few suppliers allowed or many, supply short or not', () => {
    const draw = drawsFrom('pooling beside HiGHS');
    const asked = [
      { need: 5_000 },
      { need: 8_000, maxSuppliers: 4 },
      { need: 12_000, maxSuppliers: 7, stopCost: 2_000_000 },
      { need: 900, stopCost: 0 },
      { need: 30_000, maxSuppliers: 9 },
    ];
    for (const each of asked) {
      for (const demand of [villages(draw, 150, each), alike(draw, 60, each)]) {
        const planned = pool(demand);
        const expected = byHighs(demand);
        expect(expected.isProven).toBe(true);
        expect(planned.filled).toBeCloseTo(expected.filled, 4);
        expect(planned.deliveredCost / expected.deliveredCost).toBeCloseTo(1, 7);
        expect(planned.lowerBound).toBe(planned.deliveredCost);
      }
    }
  });
});

describe('whatever is asked', () => {
  it('nobody gives more than it has or less than its minimum, and all together no more than is needed', () => {
    for (const demand of demands('rules')) {
      const { suppliers, filled, shortfall, deliveredCost } = pool(demand);
      let [sum, cost] = [0, 0];
      for (const { id, quantity } of suppliers) {
        const from = demand.suppliers.find((each) => each.id === id)!;
        expect(quantity).toBeGreaterThan(0);
        expect(quantity).toBeLessThanOrEqual(from.available);
        expect(quantity).toBeGreaterThanOrEqual(from.minimumOrder ?? 0);
        sum += quantity;
        cost += quantity * unitCost(demand, from) + demand.stopCost;
      }
      expect(sum).toBeCloseTo(filled, 9);
      expect(filled).toBeLessThanOrEqual(demand.quantity);
      expect(filled + shortfall).toBeCloseTo(demand.quantity, 9);
      expect(cost).toBeCloseTo(deliveredCost, 5);
      expect(suppliers.length).toBeLessThanOrEqual(demand.maxSuppliers ?? Infinity);
      expect(new Set(suppliers.map(({ id }) => id)).size).toBe(suppliers.length);
    }
  });

  it('the order of the suppliers does not matter, to the last byte', () => {
    const draw = drawsFrom('pooling in any order');
    const large = [villages(draw, 3000, { need: 9_000 }), alike(draw, 300, { need: 9_000, maxSuppliers: 6 })];
    for (const demand of [...demands('order'), ...large]) {
      const shuffled = { ...demand, suppliers: draw.shuffled(demand.suppliers) };
      expect(JSON.stringify(pool(shuffled))).toBe(JSON.stringify(pool(demand)));
    }
  });

  it('one more supplier, or one more place, never fills less, nor the same at a higher cost', () => {
    const isNoWorse = (wider: PoolDemand, narrower: PoolDemand): void => {
      const [better, worse] = [pool(wider), pool(narrower)];
      expect(better.filled).toBeGreaterThanOrEqual(worse.filled);
      if (better.filled === worse.filled) {
        expect(better.deliveredCost).toBeLessThanOrEqual(worse.deliveredCost + 1e-5);
      }
    };
    for (const demand of demands('more')) {
      isNoWorse(demand, { ...demand, suppliers: demand.suppliers.slice(1) });
      const { maxSuppliers } = demand;
      if (maxSuppliers !== undefined) isNoWorse({ ...demand, maxSuppliers: maxSuppliers + 1 }, demand);
    }
  });

  it('dearer stops or longer ways never make it cheaper', () => {
    for (const demand of demands('dearer', CASES / 2)) {
      const before = pool(demand).deliveredCost;
      for (const dearer of [
        { stopCost: demand.stopCost + 3 },
        { freightPerUnitKm: demand.freightPerUnitKm + 1 },
      ]) {
        expect(pool({ ...demand, ...dearer }).deliveredCost).toBeGreaterThanOrEqual(before - 1e-5);
      }
    }
  });
});
