/** A bucket's bytes: the same rows give the same parts, however they came together, and no part grows too large. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessUnits } from '../../shared/cooperatives/units.ts';
import { credentialTypes } from '../../shared/credentials/credential.ts';
import { partsOf, rowsOf, withRows } from '../../shared/market/bucket.ts';
import { cooperativeBucket, offerBucket, supplyBucket } from '../../shared/market/placed.ts';
import {
  type CooperativeRow,
  type OfferRow,
  type PaperRow,
  type SupplyRow,
} from '../../shared/market/rows.ts';
import { perMonth } from '../../shared/quantities.ts';
import { UNITS } from '../../shared/units.ts';

const day = fc
  .integer({ min: 18_000, max: 24_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
const amount = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }).map((whole) => whole / 1000),
  fc.double({ min: 0, max: 1e15, noNaN: true }).map(Math.abs),
  // By the week and by the day, as people state it.
  fc
    .integer({ min: 1, max: 1_000_000 })
    .map((weekly) => perMonth({ amount: weekly, unit: 'kg', per: 'week' }, [1])),
  fc
    .integer({ min: 1, max: 1_000_000 })
    .map((daily) => perMonth({ amount: daily, unit: 'kg', per: 'day' }, [1])),
  fc.constantFrom(14_000, 8690.47619, 1e13, 0.000001, 123_456_789.123456),
);
const paper: fc.Arbitrary<PaperRow> = fc
  .record({
    status: fc.constantFrom('verified' as const, 'submitted' as const, 'rejected' as const),
    validUntil: fc.option(day, { nil: undefined }),
  })
  .map(({ status, validUntil }) => (validUntil === undefined ? { status } : { status, validUntil }));

const village = fc
  .record({ district: fc.integer({ min: 1, max: 99 }), village: fc.integer({ min: 1001, max: 9999 }) })
  .map((at) => `35.79.${String(at.district).padStart(2, '0')}.${at.village}`);

const uuid = fc.array(
  fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)),
  { minLength: 32, maxLength: 32 },
);
const idOf = (prefix: string) =>
  fc.oneof(
    fc.nat(500).map((number) => `${prefix}${number}`),
    uuid.map((digits) => prefix + digits.join('')),
  );

const cooperative: fc.Arbitrary<CooperativeRow> = fc.record({
  id: idOf('coop_'),
  regionCode: fc.oneof(village, fc.constantFrom('35.79', '35.79.02')),
  credentials: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...credentialTypes), paper), { selector: ([type]) => type })
    .map((papers) => Object.fromEntries(papers)),
  kbli: fc.array(fc.constantFrom('47111', '46311', '01133'), { maxLength: 3 }),
  units: fc.subarray([...businessUnits]),
  idleUnits: fc.subarray([...businessUnits]),
  storage: fc.array(fc.record({ amount, unit: fc.constantFrom(...UNITS) }), { maxLength: 3 }),
  memberCount: fc.option(fc.nat(1_000_000)),
  trainedUntil: fc.array(day, { maxLength: 3 }),
  lastActive: day,
  memberOf: fc.option(idOf('coop_')),
});

const quality: fc.Arbitrary<SupplyRow['quality']> = fc.oneof(
  fc.constantFrom(null, 'failed' as const),
  day.map((passedUntil) => ({ passedUntil })),
);

const goods: fc.Arbitrary<SupplyRow['goods']> = fc.record({
  unit: fc.constantFrom('kg' as const, 'kg' as const, 'piece' as const),
  perMonth: amount,
  months: fc.integer({ min: 1, max: 0xfff }),
  price: fc.option(amount),
  grade: fc.constantFrom(null, 'A' as const, 'B' as const, 'C' as const),
  exportReady: fc.boolean(),
  minimumOrder: fc.option(amount),
});

/** Rows of one bucket: what one cooperative is stands in all of its rows alike. */
const rows: fc.Arbitrary<SupplyRow[]> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(cooperative, fc.boolean()), { selector: ([{ id }]) => id, minLength: 1 }),
    fc.uniqueArray(fc.tuple(idOf('pot_'), fc.nat(), goods, fc.nat(2_000_000_000), quality), {
      selector: ([id]) => id,
      maxLength: 200,
    }),
  )
  .map(([owners, potentials]) =>
    potentials.map(([id, at, figures, confirmed, checked]) => {
      const [owner, isKnown] = owners[at % owners.length]!;
      const { id: cooperativeId, regionCode } = owner;
      const row = { id, cooperativeId, regionCode, commodity: 'potato', goods: figures };
      return { ...row, confirmedAt: 1000 * confirmed, quality: checked, cooperative: isKnown ? owner : null };
    }),
  );

const { packing, name: place } = supplyBucket('potato', '35.79');
const inOrder = <T extends { id: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('the parts of a bucket', () => {
  test('give back what was packed, to the last digit', () => {
    fc.assert(
      fc.property(rows, (wanted) => {
        expect(rowsOf(packing, partsOf(packing, wanted, place), place)).toEqual(inOrder(wanted));
      }),
    );
    const { packing: own } = cooperativeBucket('35.79');
    fc.assert(
      fc.property(fc.uniqueArray(cooperative, { selector: ({ id }) => id }), (wanted) => {
        expect(rowsOf(own, partsOf(own, wanted, place), place)).toEqual(inOrder(wanted));
      }),
    );
  });

  test('depend on nothing but the rows', () => {
    fc.assert(
      fc.property(rows, rows, (wanted, detours) => {
        const lasting = new Set(wanted.map(({ id }) => id));
        let built: SupplyRow[] = [];
        for (const row of wanted) built = withRows(built, new Map([[row.id, row]]));
        // Rows that come and go again leave no trace.
        const passing = detours.filter(({ id }) => !lasting.has(id)).slice(0, 20);
        const swollen = [
          ...built,
          ...passing.map((row) => ({ ...row, cooperativeId: `${row.cooperativeId}x` })),
        ];
        const stored = rowsOf(packing, partsOf(packing, swollen, place), place);
        built = withRows(stored, new Map(passing.map(({ id }) => [id, undefined])));
        expect(partsOf(packing, built, place)).toEqual(partsOf(packing, wanted.toReversed(), place));
      }),
    );
  });

  test('stay below their bound, unless one row alone is above it', () => {
    fc.assert(
      fc.property(rows, (wanted) => {
        for (const { body } of partsOf(packing, wanted, place)) {
          const alone = packing.unpack(body, place).length === 1;
          expect(alone || body.length <= packing.mostPartBytes).toBe(true);
        }
      }),
    );
  });

  test('are split even when one cooperative has them all', () => {
    const [like] = fc.sample(
      rows.filter(({ length }) => length > 0),
      { numRuns: 1, seed: 3 },
    );
    const many = Array.from({ length: 2000 }, (_, at) => ({ ...like![0]!, id: `pot_${at}` }));
    const parts = partsOf(packing, many, place);
    expect(parts.length).toBeGreaterThan(10);
    for (const { body } of parts) expect(body.length).toBeLessThanOrEqual(packing.mostPartBytes);
    expect(rowsOf(packing, parts, place)).toEqual(inOrder(many));
  });

  test('of offers are the same for members in another order, as another store may give them back', () => {
    const { packing: own } = offerBucket('purchase', 'potato');
    const one = { id: 'off_1', quantity: { amount: 2, unit: 'ton' } } as OfferRow;
    const other = { quantity: { unit: 'ton', amount: 2 }, id: 'off_1' } as OfferRow;
    expect(partsOf(own, [one], 'potato')).toEqual(partsOf(own, [other], 'potato'));
  });

  test('of layout 6 have these very bytes: another order of papers, units or measures needs another layout', () => {
    const owner: CooperativeRow = {
      id: 'coop_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      regionCode: '35.79.02.2008',
      credentials: {
        nib: { status: 'verified', validUntil: '2027-06-30' },
        trademark: { status: 'submitted' },
      },
      kbli: ['47111'],
      units: ['grocery', 'tourism'],
      idleUnits: ['tourism'],
      storage: [{ amount: 3000, unit: 'kg' }],
      memberCount: 412,
      trainedUntil: ['2027-06-14', '2027-06-14'],
      lastActive: '2025-11-02',
      memberOf: 'coop_coosae',
    };
    const row: SupplyRow = {
      id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0ab',
      cooperativeId: owner.id,
      regionCode: owner.regionCode,
      commodity: 'potato',
      goods: {
        unit: 'transaction',
        perMonth: 8690.47619,
        months: 0b1111,
        price: 14_000,
        grade: 'B',
        exportReady: true,
        minimumOrder: null,
      },
      confirmedAt: Date.UTC(2025, 10, 2),
      quality: { passedUntil: '2026-01-31' },
      cooperative: owner,
    };
    const [part] = partsOf(packing, [row], place);
    expect(part!.body).toMatchInlineSnapshot(
      `"BgEBI7D0A+oBAA8AbgE4AJ8GaQEOsPQD6gEAAAAEUAABmcKk87B8HppUs/DC0eCrqk8AAZnCpPOwfB6aVLPwwtHgqiynDX0BgICAAgEHUgGH8AKBgECAgEABAjrHMwL3UfdRC2Nvb3BfY29vc2FlAA=="`,
    );
    expect(packing.unpack(part!.body, place)).toEqual([row]);
    expect(() => packing.unpack(`AA${part!.body.slice(2)}`, place)).toThrow('npm run rebuild-market');
  });
});
