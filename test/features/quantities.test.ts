/** What the marketplace promises about amounts, units and prices. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { comparePrices, rupiahSaid, rupiahPerBase, totalPrice } from '../../shared/money.ts';
import {
  comparable,
  convert,
  normalise,
  overMonths,
  perMonth,
  quantitySchema,
} from '../../shared/quantities.ts';
import { baseUnit, unitFrom, UNITS } from '../../shared/units.ts';

const ALL_YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const unit = fc.constantFrom(...UNITS);
/** Amounts that people write: up to 6 decimals, 10 digits. */
const amount = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, decimals]) => Number(`${digits}e-${decimals}`));

describe('units', () => {
  it('understands what officers write: kw, Ton., ltr, pcs, sak, dus', () => {
    expect(['kw', 'Ton.', ' LTR ', 'pcs', 'sak', 'dus', 'm³', 'iket'].map(unitFrom)).toEqual([
      'kuintal',
      'ton',
      'liter',
      'piece',
      'karung',
      'karton',
      'm3',
      'ikat',
    ]);
  });

  it('understands the codes of UN/ECE that purchasing systems write', () => {
    expect(['KGM', 'TNE', 'DTN', 'LTR', 'H87', 'XSA', 'XCY'].map(unitFrom)).toEqual([
      'kg',
      'ton',
      'kuintal',
      'liter',
      'piece',
      'karung',
      'tabung',
    ]);
  });

  it('gives no two units the same spelling', () => {
    for (const name of UNITS) expect(unitFrom(name)).toBe(name);
  });

  it('does not know a unit that nobody trades in', () => {
    expect(unitFrom('parsec')).toBeUndefined();
  });
});

describe('a quantity on the wire', () => {
  it('is read with its unit in canonical form', () => {
    expect(quantitySchema.parse({ amount: 25, unit: 'Kw', per: 'week' })).toEqual({
      amount: 25,
      unit: 'kuintal',
      per: 'week',
    });
  });

  it.each([
    ['zero', { amount: 0, unit: 'kg' }],
    ['negative', { amount: -1, unit: 'kg' }],
    ['a seventh decimal', { amount: 0.000_000_1, unit: 'kg' }],
    ['more than a trillion', { amount: 1e12 + 1, unit: 'kg' }],
    ['sixteen digits', { amount: 1_234_567_890.123_456, unit: 'kg' }],
    ['an unknown unit', { amount: 1, unit: 'parsec' }],
    ['no unit', { amount: 1 }],
    ['text for a number', { amount: '1', unit: 'kg' }],
    ['infinity', { amount: Infinity, unit: 'kg' }],
    ['an unknown rhythm', { amount: 1, unit: 'kg', per: 'decade' }],
    ['an unknown member', { amount: 1, unit: 'kg', note: 'x' }],
  ])('is refused with %s', (_, value) => {
    expect(quantitySchema.safeParse(value).success).toBe(false);
  });
});

describe('conversion', () => {
  it('is exact where floating point is not: 0.3 ton, 1.1 kuintal, 0.07 kg', () => {
    expect(convert(0.3, 'ton', 'kg')).toBe(300);
    expect(convert(1.1, 'kuintal', 'kg')).toBe(110);
    expect(convert(0.07, 'kg', 'g')).toBe(70);
    expect(convert(7, 'ons', 'kg')).toBe(0.7);
  });

  it('knows the measures of the market', () => {
    expect(convert(2, 'lusin', 'piece')).toBe(24);
    expect(convert(3, 'rak', 'butir')).toBe(90);
    expect(convert(2, 'm3', 'liter')).toBe(2000);
    expect(convert(1.5, 'hektar', 'm2')).toBe(15_000);
  });

  it('refuses rice in litres, in words that say why', () => {
    expect(() => convert(10, 'liter', 'kg')).toThrow(/litre \(liter\) measures volume .* measures mass/);
  });

  it('points at the amount when its digits are more than a number keeps', () => {
    expect(() => normalise({ amount: 123_456_789.123_457, unit: 'gros' })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        errors: [expect.objectContaining({ pointer: '#/amount' })],
      }),
    );
  });

  it('refuses what no decimal can say: one egg as a share of a dozen', () => {
    expect(() => convert(1, 'butir', 'lusin')).toThrow(/no exact decimal/);
  });

  it('there and back is the same amount, for every pair of units that converts', () => {
    fc.assert(
      fc.property(amount, unit, unit, (value, from, to) => {
        const there = attempt(() => convert(value, from, to));
        fc.pre(there !== undefined);
        expect(convert(there, to, from)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('towards the base unit always succeeds for amounts that people write', () => {
    fc.assert(
      fc.property(amount, unit, (value, from) => {
        expect(convert(value, from, baseUnit(from))).toBeGreaterThan(0);
      }),
    );
  });

  it('never crosses a dimension', () => {
    fc.assert(
      fc.property(amount, unit, unit, (value, from, to) => {
        fc.pre(baseUnit(from) !== baseUnit(to));
        expect(() => convert(value, from, to)).toThrow(Refusal);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the order of amounts', () => {
    fc.assert(
      fc.property(amount, amount, unit, (a, b, from) => {
        const base = baseUnit(from);
        expect(Math.sign(convert(a, from, base) - convert(b, from, base))).toBe(Math.sign(a - b));
      }),
    );
  });
});

describe('packages', () => {
  it('are opened by their content: 40 sacks of 50 kg are 2,000 kg', () => {
    expect(
      normalise({ amount: 40, unit: 'karung', content: { amount: 50, unit: 'kg' }, per: 'week' }),
    ).toEqual({
      amount: 2000,
      unit: 'kg',
      per: 'week',
    });
  });

  it('stay themselves without it: a sack is not comparable with kilograms', () => {
    expect(normalise({ amount: 40, unit: 'karung' })).toEqual({ amount: 40, unit: 'karung' });
    expect(comparable({ amount: 1, unit: 'karung' }, { amount: 1, unit: 'kg' })).toBe(false);
    expect(comparable({ amount: 1, unit: 'karung' }, { amount: 1, unit: 'karton' })).toBe(false);
  });

  it('cannot hold packages, and a kilogram holds nothing', () => {
    expect(() => normalise({ amount: 1, unit: 'karton', content: { amount: 10, unit: 'pack' } })).toThrow(
      /State what/,
    );
    expect(() => normalise({ amount: 1, unit: 'kg', content: { amount: 1, unit: 'kg' } })).toThrow(
      /no package/,
    );
  });
});

describe('more than can be counted', () => {
  it('is refused where it is said, since no store keeps such a number', () => {
    const faultOf = (rule: () => unknown): unknown => {
      try {
        return rule();
      } catch (error) {
        return error instanceof Refusal && error.errors[0]!.pointer;
      }
    };
    const crates = { unit: 'karton', content: { amount: 1e12, unit: 'kg' } } as const;
    expect(faultOf(() => normalise({ amount: 2_147_483_624, ...crates }))).toBe('#/amount');
    expect(faultOf(() => normalise({ amount: 1e12, unit: 'hektar' }))).toBe('#/amount');
    expect(faultOf(() => normalise({ amount: 1e10, unit: 'ton', per: 'day' }))).toEqual({
      amount: 1e13,
      unit: 'kg',
      per: 'day',
    });
    const perMilligram = { per: 'karung', content: { amount: 0.000001, unit: 'kg' } } as const;
    expect(faultOf(() => rupiahPerBase({ amount: 1e15, ...perMilligram }))).toBe('#/amount');
    expect(faultOf(() => rupiahPerBase({ amount: 1e9, ...perMilligram }))).toBe(1e15);
  });
});

describe('rates', () => {
  it('count a month as 365/12 days: Bulog’s 2 ton a week are 8,690.476190 kg a month', () => {
    expect(perMonth({ amount: 2, unit: 'ton', per: 'week' }, ALL_YEAR)).toBe(8690.476_19);
    expect(perMonth({ amount: 12, unit: 'liter', per: 'day' }, ALL_YEAR)).toBe(365);
    expect(perMonth({ amount: 5, unit: 'ton', per: 'month' }, [7, 8])).toBe(5000);
  });

  it('spread a season, a year and a single delivery over the months named', () => {
    expect(perMonth({ amount: 30, unit: 'ton', per: 'season' }, [2, 3, 4])).toBe(10_000);
    expect(perMonth({ amount: 12, unit: 'ton', per: 'year' }, ALL_YEAR)).toBe(1000);
    expect(perMonth({ amount: 900, unit: 'kg' }, [11])).toBe(900);
    expect(overMonths({ amount: 30, unit: 'ton', per: 'season' }, [2, 3, 4])).toBe(30_000);
    expect(overMonths({ amount: 7, unit: 'kg', per: 'week' }, ALL_YEAR)).toBe(365);
  });

  it('need at least one month, and count a month named twice once', () => {
    expect(() => perMonth({ amount: 1, unit: 'kg', per: 'season' }, [])).toThrow(/at least one month/);
    expect(perMonth({ amount: 10, unit: 'kg', per: 'season' }, [3, 3])).toBe(10);
  });
});

describe('prices', () => {
  it('compare across units of one dimension, exactly', () => {
    expect(comparePrices({ amount: 1_130_000, per: 'ton' }, { amount: 1130, per: 'kg' })).toBe(0);
    expect(comparePrices({ amount: 1000, per: 'ons' }, { amount: 9999, per: 'kg' })).toBe(1);
    expect(rupiahPerBase({ amount: 62_500, per: 'pack', content: { amount: 5, unit: 'kg' } })).toBe(12_500);
    expect(() => comparePrices({ amount: 1, per: 'liter' }, { amount: 1, per: 'kg' })).toThrow(Refusal);
  });

  it('give a total in whole rupiah', () => {
    expect(totalPrice({ amount: 2.5, unit: 'ton' }, { amount: 11_300, per: 'kg' })).toBe(28_250_000);
    expect(totalPrice({ amount: 5, unit: 'butir' }, { amount: 25_001, per: 'lusin' })).toBe(10_417);
    expect(() => totalPrice({ amount: 1, unit: 'liter' }, { amount: 1, per: 'kg' })).toThrow(Refusal);
  });

  it('are written as each language writes them', () => {
    expect(rupiahSaid(1_250_000)).toEqual({ id: 'Rp 1.250.000', en: 'Rp 1,250,000' });
    expect(rupiahSaid(2.5)).toEqual({ id: 'Rp 2,5', en: 'Rp 2.5' });
  });
});

function attempt(conversion: () => number): number | undefined {
  try {
    return conversion();
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined;
    throw refusal;
  }
}
