/** Pooling by example: cases that a procurement officer can check by hand, and inputs made to be hard on the solver. */
import { describe, expect, it } from 'vitest';
import { pool, type PoolDemand, type PoolSupplier } from '../../shared/matching/pool.ts';
import { drawsFrom } from '../support/effort.ts';
import { alike, villages } from './pool-instances.ts';

const supplier = (
  id: string,
  available: number,
  unitPrice: number,
  more: Partial<PoolSupplier> = {},
): PoolSupplier => ({ id, available, unitPrice, distanceKm: 0, ...more });

const demand = (quantity: number, suppliers: PoolSupplier[], more: Partial<PoolDemand> = {}): PoolDemand => ({
  quantity,
  freightPerUnitKm: 0,
  stopCost: 0,
  suppliers,
  ...more,
});

describe('3,000 kg of cabbage for Samarinda', () => {
  const loaKulu = supplier('pot_loa_kulu', 1200, 5000, { distanceKm: 20 });
  const tenggarong = supplier('pot_tenggarong', 2000, 5200, { distanceKm: 45 });
  const batu = supplier('pot_batu', 9000, 3900, { distanceKm: 900 });

  it('comes from the village next door, and the rest from the next', () => {
    const planned = pool(
      demand(3000, [batu, tenggarong, loaKulu], { freightPerUnitKm: 2, stopCost: 150_000 }),
    );
    expect(planned).toEqual({
      suppliers: [
        { id: 'pot_loa_kulu', quantity: 1200 },
        { id: 'pot_tenggarong', quantity: 1800 },
      ],
      filled: 3000,
      shortfall: 0,
      // 1200 x (5000 + 2 x 20) + 1800 x (5200 + 2 x 45) + 2 x 150,000
      deliveredCost: 15_870_000,
      lowerBound: 15_870_000,
      mostFillable: 3000,
    });
  });

  it('comes from far away when only one supplier is allowed and one alone has enough', () => {
    const planned = pool(
      demand(3000, [batu, tenggarong, loaKulu], { freightPerUnitKm: 2, stopCost: 150_000, maxSuppliers: 1 }),
    );
    expect(planned.suppliers).toEqual([{ id: 'pot_batu', quantity: 3000 }]);
  });

  it('falls short honestly, with all there is at what that costs', () => {
    const planned = pool(demand(5000, [tenggarong, loaKulu], { stopCost: 1 }));
    expect(planned).toMatchObject({ filled: 3200, shortfall: 1800, deliveredCost: 16_400_002 });
  });

  it('a further stop is made only when it saves more than it costs', () => {
    const cheap = supplier('cheap', 100, 1000);
    const plenty = supplier('plenty', 3000, 1100);
    const of = (stopCost: number) => pool(demand(3000, [cheap, plenty], { stopCost })).suppliers.length;
    expect([of(9_999), of(10_001)]).toEqual([2, 1]);
  });
});

describe('minimum orders', () => {
  it('who wants to sell more than the rest needs gets its minimum, and a cheaper one gives less', () => {
    const planned = pool(demand(100, [supplier('a', 95, 10), supplier('b', 50, 12, { minimumOrder: 20 })]));
    expect(planned.suppliers).toEqual([
      { id: 'a', quantity: 80 },
      { id: 'b', quantity: 20 },
    ]);
  });

  it('who has less than its own minimum, or wants to sell more than is needed, cannot serve', () => {
    const planned = pool(
      demand(10, [
        supplier('less', 5, 1, { minimumOrder: 6 }),
        supplier('more', 50, 1, { minimumOrder: 11 }),
        supplier('nothing', 0, 1),
      ]),
    );
    expect(planned).toMatchObject({
      suppliers: [],
      filled: 0,
      shortfall: 10,
      deliveredCost: 0,
      lowerBound: 0,
    });
  });

  it('whole lots that do not add up to the quantity fill as much as they can, at the least cost', () => {
    const lot = (id: string, size: number, price: number) =>
      supplier(id, size, price, { minimumOrder: size });
    const planned = pool(
      demand(10, [lot('six', 6, 1), lot('five', 5, 9), lot('three', 3, 1), lot('four', 4, 9)]),
    );
    expect(planned).toMatchObject({ filled: 10, deliveredCost: 6 + 36 });
    const without = pool(demand(10, [lot('six', 6, 1), lot('five', 5, 9), lot('three', 3, 1)]));
    expect(without).toMatchObject({ filled: 9, shortfall: 1, mostFillable: 9, deliveredCost: 9 });
  });
});

describe('amounts and prices', () => {
  it('with decimals add up exactly: 0.1 and 0.2 make 0.3', () => {
    const planned = pool(demand(0.3, [supplier('a', 0.1, 1000), supplier('b', 0.2, 1000)]));
    expect(planned).toMatchObject({ filled: 0.3, shortfall: 0, deliveredCost: 300 });
  });

  it('however small they are: whole lots of 0.0000001 and 0.0000002 make 0.0000003, and no third stop is made for a rounding', () => {
    const lots = [1e-7, 2e-7].map((size) => supplier(`lot ${size}`, size, 5, { minimumOrder: size }));
    expect(pool(demand(3e-7, lots))).toMatchObject({ filled: 3e-7, shortfall: 0 });
    const [a, b, c] = [supplier('a', 0.1234567, 5), supplier('b', 0.2345678, 5), supplier('c', 9, 50)];
    expect(pool(demand(0.3580245, [a, b], { stopCost: 1 }))).toMatchObject({
      filled: 0.3580245,
      shortfall: 0,
    });
    expect(pool(demand(0.3580245, [a, b, c], { stopCost: 1 })).suppliers).toEqual([
      { id: 'a', quantity: 0.1234567 },
      { id: 'b', quantity: 0.2345678 },
    ]);
  });

  it('beside others that no decimals can tell still add up: a third of a kilogram somewhere changes nothing', () => {
    const odd = supplier('odd', 1 / 3, 50);
    const lots = [0.1, 0.2].map((size) => supplier(`lot ${size}`, size, 5, { minimumOrder: size }));
    expect(pool(demand(0.3, [...lots, odd]))).toMatchObject({ filled: 0.3, deliveredCost: 1.5 });
    expect(pool(demand(1, [...lots, odd])).suppliers).toContainEqual({ id: 'odd', quantity: 1 / 3 });
  });

  it('that differ by one rupiah in two hundred thousand million are told apart', () => {
    const at = (thousandths: number): number => 100_000_000 + thousandths / 1000;
    const lots = [
      supplier('a', 1867, at(2)),
      supplier('b', 576, at(2)),
      supplier('c', 1710, at(3), { minimumOrder: 1710 }),
      supplier('d', 399, at(2), { minimumOrder: 199 }),
    ];
    // 1867 from a and 464 from b or d; with c, which is dearer, it would be a rupiah and a half more.
    const planned = pool(demand(2331, lots, { stopCost: 1 }));
    expect(planned.deliveredCost).toBeCloseTo(2331 * at(2) + 2, 2);
    expect(planned.suppliers.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('with more decimals than can be counted are taken as they are', () => {
    const planned = pool(demand(1 / 3, [supplier('a', 1 / 7, 1000), supplier('b', 2, 2000)]));
    expect(planned.filled).toBe(1 / 3);
    expect(planned.deliveredCost).toBeCloseTo(1000 / 7 + 2000 * (1 / 3 - 1 / 7), 5);
  });

  it('that are free of charge are no trouble', () => {
    expect(pool(demand(5, [supplier('a', 3, 0), supplier('b', 3, 0)]))).toMatchObject({
      filled: 5,
      deliveredCost: 0,
    });
  });
});

describe('inputs made to be hard', () => {
  const proven = (hard: PoolDemand): void => {
    const planned = pool(hard);
    expect(planned.lowerBound).toBe(planned.deliveredCost);
    expect(planned.mostFillable).toBe(planned.filled);
  };

  it('20,000 villages that are all alike: who is taken follows from their ids', () => {
    const same = Array.from({ length: 20_000 }, (_, at) => supplier(`v${at}`, 70, 5000, { distanceKm: 10 }));
    const hard = demand(1000, same, { freightPerUnitKm: 2, stopCost: 150_000 });
    proven(hard);
    expect(pool({ ...hard, suppliers: same.toReversed() })).toEqual(pool(hard));
  });

  it('2,000 whole lots of seven for a thousand: 142 of them and no more', () => {
    const lots = Array.from({ length: 2000 }, (_, at) => supplier(`v${at}`, 7, 5000, { minimumOrder: 7 }));
    expect(pool(demand(1000, lots, { stopCost: 10 }))).toMatchObject({ filled: 994, mostFillable: 994 });
  });

  it('lots of even sizes for an odd need: one is always left, and the rest is filled at the least cost', () => {
    const draw = drawsFrom('even lots');
    const lots = Array.from({ length: 2000 }, (_, at) => {
      const size = 2 * draw.between(25, 1000);
      return supplier(`v${at}`, size, draw.between(5000, 9000), { minimumOrder: size });
    });
    const hard = demand(20_001, lots, { stopCost: 150_000 });
    expect(pool(hard)).toMatchObject({ filled: 20_000, shortfall: 1 });
    proven(hard);
  });

  it('a stop that costs more than all goods: as few stops as possible, then the cheapest goods', () => {
    proven(villages(drawsFrom('dear stops'), 2000, { need: 20_000, stopCost: 1e9 }));
  });

  it('stops for nothing or next to nothing: 2,000 villages could each bring a little, and it is soon clear who does', () => {
    const draw = drawsFrom('free stops');
    for (let made = 0; made < 20; made += 1) {
      const hard = villages(draw, 2000, { need: 20_000, stopCost: draw.one([0, 1000]) });
      const hasty = pool(hard, 20_000);
      expect(hasty.lowerBound).toBe(hasty.deliveredCost);
    }
  });

  it('as few suppliers as can do it at all', () => {
    const hard = villages(drawsFrom('the largest only'), 2000, { need: 14_500, maxSuppliers: 5 });
    proven(hard);
    expect(pool(hard).suppliers).toHaveLength(5);
  });

  it('suppliers of whom none stands out', () => {
    proven(alike(drawsFrom('none stands out'), 2000, { need: 20_000, maxSuppliers: 12 }));
  });

  it('when the steps run out the plan so far comes with a bound below it, the same every time', () => {
    const hard = alike(drawsFrom('too hard'), 400, { need: 20_000 });
    const [hasty, again, thorough] = [pool(hard, 300), pool(hard, 300), pool(hard)];
    expect(again).toEqual(hasty);
    expect(hasty.filled).toBe(hard.quantity);
    expect(hasty.lowerBound).toBeLessThanOrEqual(thorough.deliveredCost);
    expect(hasty.deliveredCost).toBeGreaterThanOrEqual(thorough.deliveredCost);
    expect(hasty.lowerBound).toBeGreaterThan(0.95 * hasty.deliveredCost);
  });
});
