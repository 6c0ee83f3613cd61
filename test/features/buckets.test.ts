/** A bucket's bytes: the same rows give the same parts, however they came together, and no part grows too large. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { businessUnits } from '../../shared/cooperatives/units.ts';
import { credentialTypes } from '../../shared/credentials/credential.ts';
import { partsOf, rowsOf, withRows } from '../../shared/market/bucket.ts';
import { readMarketVersions, readParts, rewriteBucket } from '../../shared/market/bucket-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import {
  cooperativeBucket,
  offerBucket,
  supplyBucket,
  type CooperativeRow,
  type OfferRow,
  type PaperRow,
  type SupplyRow,
} from '../../shared/market/rows.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../../shared/table/keys.ts';
import { attributesBytes } from '../../shared/table/limits.ts';
import { ConditionFailed, type Action } from '../../shared/table/table.ts';
import { perMonth } from '../../shared/quantities.ts';
import { UNITS } from '../../shared/units.ts';
import { bareCooperative } from '../support/bare-cooperative.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

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

const supplied = (number: number): SupplyRow => ({
  id: `pot_${number}`,
  cooperativeId: `coop_${number}`,
  regionCode: '35.79.02.2008',
  commodity: 'potato',
  goods: {
    unit: 'kg',
    perMonth: 1000 + number,
    months: 7,
    price: null,
    grade: null,
    exportReady: false,
    minimumOrder: null,
  },
  confirmedAt: 0,
  quality: null,
  cooperative: null,
});

onEveryStore('a bucket in the table', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  const bucket = supplyBucket('potato', '35.79');
  const stored = () => readParts(store.table, bucket.pk, undefined);
  const place = (number: number, row: SupplyRow | undefined, guards: readonly Action[] = []) =>
    rewriteBucket(
      store.table,
      bucket,
      (before) => withRows(before, new Map([[`pot_${number}`, row]])),
      guards,
    );

  test('splits before it outgrows its bound, comes together again, and loses nothing on the way', async () => {
    const count = 150;
    for (let number = 0; number < count; number += 1) await place(number, supplied(number));
    const parts = await stored();
    expect(parts.length).toBeGreaterThan(1);
    for (const { body } of parts) expect(body.length).toBeLessThanOrEqual(packing.mostPartBytes);
    const all = Array.from({ length: count }, (_, number) => supplied(number));
    expect(rowsOf(packing, parts, '35.79')).toEqual(inOrder(all));
    for (let number = count - 1; number > 0; number -= 1) await place(number, undefined);
    const [rest] = partsOf(packing, [supplied(0)], '35.79');
    expect(await stored()).toMatchObject([{ bucket: '35.79', path: '', body: rest!.body }]);
    await place(0, undefined);
    expect(await stored()).toEqual([]);
  }, 120_000);

  test('comes together again when two of its parts shrink at once, each too little alone', async () => {
    const left = (count: number, ...gone: number[]) =>
      Array.from({ length: count }, (_, at) => supplied(at)).filter((_, at) => !gone.includes(at));
    const pathsOf = (all: SupplyRow[]) => partsOf(packing, all, '35.79').map(({ path }) => path);
    // As many as are just too large for one part, and the last of each half: only without both do they fit into one.
    let count = 2;
    while (pathsOf(left(count)).length === 1) count += 1;
    const halves = partsOf(packing, left(count), '35.79').map(({ body }) => packing.unpack(body, '35.79'));
    const [one, other] = halves.map((half) => Number(half.at(-1)!.id.slice('pot_'.length))) as [
      number,
      number,
    ];
    while (pathsOf(left(count, one)).length === 1) count += 1;
    expect([one, other].map((gone) => pathsOf(left(count, gone)).length)).toEqual([2, 2]);
    expect(pathsOf(left(count, one, other))).toEqual(['']);

    await rewriteBucket(store.table, bucket, () => left(count));
    const later = Promise.withResolvers<void>();
    const hesitating = {
      ...countingTable(store.table).table,
      transact: async (actions: readonly Action[]) => (await later.promise, store.table.transact(actions)),
    };
    const reading = Promise.withResolvers<void>();
    const removing = rewriteBucket(hesitating, bucket, (before) => {
      reading.resolve();
      return withRows(before, new Map([[`pot_${one}`, undefined]]));
    });
    await reading.promise;
    await place(other, undefined);
    later.resolve();
    await removing;
    expect((await stored()).map(({ path }) => path)).toEqual(['']);
    expect(rowsOf(packing, await stored(), '35.79')).toEqual(inOrder(left(count, one, other)));
  });

  test('costs a write of a few kilobytes for one row of many, and none for a row that is in place', async () => {
    const many = new Map(Array.from({ length: 1000 }, (_, at) => [`pot_${at}`, supplied(at)]));
    await rewriteBucket(store.table, bucket, (before) => withRows(before, many));
    let bytes = 0;
    let largest = 0;
    const transact = (actions: readonly Action[]): Promise<void> => {
      bytes += Buffer.byteLength(JSON.stringify(actions));
      for (const one of actions) {
        if (one.do === 'put') largest = Math.max(largest, attributesBytes(one.item));
      }
      return store.table.transact(actions);
    };
    const watched = { ...countingTable(store.table).table, transact };
    const confirmed = { ...supplied(500), confirmedAt: 5000 };
    for (let times = 0; times < 2; times += 1) {
      await rewriteBucket(watched, bucket, (before) => withRows(before, new Map([['pot_500', confirmed]])));
    }
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(packing.mostPartBytes + 600);
    // Four write units on DynamoDB, key and digest included.
    expect(largest).toBeLessThanOrEqual(4096);
  });

  test('is written only while what the row was made from still stands', async () => {
    const guard = { do: 'check', key: { pk: 'POT#pot_1', sk: 'PROFILE' }, when: { is: 'present' } } as const;
    await expect(place(1, supplied(1), [guard])).rejects.toThrow(ConditionFailed);
    expect(await stored()).toEqual([]);
  });
});

onEveryStore('the memory of the market', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const regencies = ['35.07', '35.14', '35.79', '64.02', '64.72'];
  const place = (regency: string, memberCount: number) => {
    const row = bareCooperative(`coop_${regency}`, `${regency}.01.2001`, memberCount);
    return rewriteBucket(store.table, cooperativeBucket(regency), () => [row]);
  };
  const versions = () => readMarketVersions(store.table, ['35', '64'].map(cooperativeBuckets));
  const members = async (memory: MarketMemory) =>
    [...(await memory.cooperatives(regencies, await versions())).values()].map((row) => row.memberCount);

  test('reads what was rewritten, and nothing else', async () => {
    const counted = countingTable(store.table);
    const memory = new MarketMemory(counted.table);
    for (const [at, regency] of regencies.entries()) await place(regency, at);
    expect(await members(memory)).toEqual([0, 1, 2, 3, 4]);
    // Three regencies of one province in one query, the two of the other in one each.
    expect(counted.calls.query).toBe(3);
    counted.reset();
    expect(await members(memory)).toEqual([0, 1, 2, 3, 4]);
    expect(counted.calls.query).toBe(0);
    await place('35.14', 100);
    expect(await members(memory)).toEqual([0, 100, 2, 3, 4]);
    expect(counted.calls.query).toBe(1);
  });

  test('trusts what it read before it knew any version, and reads one province of a commodity anew', async () => {
    const potatoes = [supplyBuckets('potato')];
    const counted = countingTable(store.table);
    const memory = new MarketMemory(counted.table);
    const list = async () => {
      const seen = await readMarketVersions(
        store.table,
        potatoes.filter((pk) => memory.holds(pk)),
      );
      const parts = await memory.supply('potato', seen);
      return parts.flatMap((part) => part.rows.map(({ id, goods: { perMonth } }) => `${id} ${perMonth}`));
    };
    const put = (regency: string, number: number, perMonth: number) => {
      const { goods, ...row } = supplied(number);
      const changed = { ...row, regionCode: `${regency}.01.2001`, goods: { ...goods, perMonth } };
      return rewriteBucket(store.table, supplyBucket('potato', regency), () => [changed]);
    };
    await put('35.79', 1, 10);
    await put('64.72', 2, 20);
    expect(await list()).toEqual(['pot_1 10', 'pot_2 20']);
    expect(await list()).toEqual(['pot_1 10', 'pot_2 20']);
    expect(counted.calls.query).toBe(1);
    await put('35.79', 1, 11);
    await put('51.71', 3, 30);
    expect(await list()).toEqual(['pot_1 11', 'pot_3 30', 'pot_2 20']);
    expect(counted.calls.query).toBe(3);
    await rewriteBucket(store.table, supplyBucket('potato', '35.79'), () => []);
    expect(await list()).toEqual(['pot_3 30', 'pot_2 20']);
  });

  test('answers in full also when it can keep next to nothing', async () => {
    const memory = new MarketMemory(store.table, 1);
    for (const [at, regency] of regencies.entries()) await place(regency, at);
    expect(await members(memory)).toEqual([0, 1, 2, 3, 4]);
    await place('64.72', 7);
    expect(await members(memory)).toEqual([0, 1, 2, 3, 7]);
  });

  test('knows one commodity from another whose name it begins', async () => {
    const row = { id: 'off_1', scheme: 'purchase', commodity: 'rice-bran' } as OfferRow;
    await rewriteBucket(store.table, offerBucket('purchase', 'rice-bran'), () => [row]);
    const seen = await readMarketVersions(store.table, [offerBuckets('purchase')]);
    const memory = new MarketMemory(store.table);
    expect(await memory.offers('purchase', ['rice'], seen)).toEqual([]);
    expect(await memory.offers('purchase', ['rice-bran'], seen)).toEqual([row]);
  });
});
