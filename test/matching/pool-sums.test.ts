/** Pooling by sums: agreement with a look at every set, and demands that a search alone does not finish. */
import { describe, expect, it } from 'vitest';
import { cheapestBySums } from '../../shared/matching/pool-by-sums.ts';
import { planOf } from '../../shared/matching/pool-plan.ts';
import { pool, type PoolDemand, type PoolSupplier } from '../../shared/matching/pool.ts';
import { drawsFrom, type Draws } from '../support/effort.ts';
import { bruteForce, byHighs, unitCost } from './pool-reference.ts';

const CASES = 3000;

/** Up to eight suppliers with whole amounts, of whom all that are there can serve. */
function few(draw: Draws): PoolDemand {
  const largest = draw.one([4, 9, 40]);
  const suppliers = Array.from({ length: draw.between(1, 8) }, (_, at): PoolSupplier => {
    const available = draw.between(1, largest);
    const minimumOrder = draw.one([0, available, draw.between(0, available)]);
    return { id: `s${at}`, available, unitPrice: draw.between(1, 30), distanceKm: 0, minimumOrder };
  });
  return {
    quantity: draw.between(1, 2 * largest),
    freightPerUnitKm: 0,
    stopCost: draw.one([0, 3, 90]),
    suppliers,
  };
}

describe('the cheapest by sums', () => {
  it(`is what a look at every set finds, at any prices and for any number of places, in ${CASES} demands`, () => {
    const draw = drawsFrom('pooling by sums');
    for (let made = 0; made < CASES; made += 1) {
      const asked = few(draw);
      const able = asked.suppliers
        .filter(({ available, minimumOrder = 0 }) => minimumOrder <= available)
        .sort((a, b) => unitCost(asked, a) - unitCost(asked, b));
      const columns = {
        cost: Float64Array.from(able, (each) => unitCost(asked, each)),
        available: Float64Array.from(able, ({ available }) => available),
        minimum: Float64Array.from(able, ({ minimumOrder = 0 }) => minimumOrder),
      };
      const { quantity, stopCost: stop } = asked;
      const most = draw.between(1, 5);
      const expected = bruteForce({ ...asked, maxSuppliers: most });
      const prices = { unit: draw.between(0, 30), place: draw.between(0, 20) };
      const wish = { quantity, stop, prices, most, enough: -Infinity };
      const order = Int32Array.from(able, (_, at) => at);
      const costBelow = (limit: number): number | undefined => {
        const budget = { steps: 1_000_000 };
        const found = cheapestBySums(columns, order, { ...wish, limit }, budget);
        expect(found.complete).toBe(true);
        return found.chosen && planOf(columns, stop, found.chosen, quantity).cost;
      };
      const named = JSON.stringify({ ...asked, most, prices });
      const places = prices.place * most;
      const cost = expected.filled === quantity ? expected.deliveredCost : undefined;
      expect(costBelow(1e9), named).toBe(cost);
      // What costs no less than the limit is not looked for, and nothing cheaper is overlooked.
      if (cost !== undefined) expect(costBelow(cost + places + 0.5), named).toBe(cost);
    }
  });
});

const lots = (
  draw: Draws,
  count: number,
  sizes: readonly [number, number],
  priceOf: (size: number) => number,
) =>
  Array.from({ length: count }, (_, at): PoolSupplier => {
    const size = draw.between(...sizes);
    return { id: `v${at}`, available: size, unitPrice: priceOf(size), distanceKm: 0, minimumOrder: size };
  });

describe('what a search alone leaves open is proven', () => {
  const proven = (demand: PoolDemand): void => {
    const planned = pool(demand);
    expect(planned.lowerBound).toBe(planned.deliveredCost);
    expect(planned.mostFillable).toBe(planned.filled);
  };
  const draw = drawsFrom('left open');
  const asked = { freightPerUnitKm: 0, stopCost: 250_000 };

  it('few whole lots of odd sizes that do not make up the quantity: as much as can be, and not nothing', () => {
    const suppliers = lots(draw, 69, [1, 400], () => 10 * draw.between(500, 1000)).map((each) => ({
      ...each,
      available: 5 * each.available,
      minimumOrder: 5 * each.available,
    }));
    const largest = suppliers.map(({ available }) => available).sort((a, b) => b - a);
    const quantity = largest.slice(0, 36).reduce((sum, each) => sum + each, 0) - 96;
    const demand = { ...asked, quantity, maxSuppliers: 36, suppliers };
    proven(demand);
    expect(pool(demand).filled).toBe(byHighs(demand).filled);
  });

  it('lots that cost the same a head, however large', () => {
    proven({
      ...asked,
      quantity: 20_000,
      stopCost: 0,
      suppliers: lots(draw, 200, [50, 2000], (size) => 5000 + 100_000 / size),
    });
  });

  it('suppliers who are all equally good with their stop, with a limit on them and without', () => {
    const suppliers = lots(draw, 200, [200, 2000], (size) => 9000 - 250_000 / size).map((each) => ({
      ...each,
      minimumOrder: 0,
    }));
    proven({ ...asked, quantity: 20_000, suppliers });
    proven({ ...asked, quantity: 20_000, maxSuppliers: 14, suppliers });
  });

  it('even lots for an odd need, and one supplier who gives a part', () => {
    const suppliers = lots(draw, 200, [25, 1000], () => draw.between(5000, 9000)).map((each, at) => ({
      ...each,
      available: 2 * each.available,
      minimumOrder: 2 * each.available - (at === 0 ? 2 : 0),
    }));
    proven({ ...asked, quantity: 20_001, suppliers });
  });

  it('lots of every power of two', () => {
    const suppliers = Array.from({ length: 200 }, (_, at): PoolSupplier => {
      const size = 2 ** (at % 16);
      return { id: `v${at}`, available: size, unitPrice: 5000 + (at % 7), distanceKm: 0, minimumOrder: size };
    });
    proven({ ...asked, quantity: 65_535, suppliers });
  });
});
