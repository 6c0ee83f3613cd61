/** A bucket's bytes: the same rows give the same parts, however they came together, and no part grows too large. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOST_PART_BYTES, partsOf, rowsOf, withRow, type Row } from '../../shared/market/bucket.ts';
import { marketVersionsFrom, placeRow, readBuckets } from '../../shared/market/bucket-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { cooperativeBucket, supplyBucket } from '../../shared/market/rows.ts';
import { marketVersionsKey } from '../../shared/table/keys.ts';
import { ConditionFailed } from '../../shared/table/table.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

type Supply = Row & { readonly title: string };
const supply = (number: number): Supply => ({ id: `pot_${number}`, title: 'Kentang granola '.repeat(8) });

describe('the parts of a bucket', () => {
  const rows = fc.uniqueArray(fc.nat(500).map(supply), { selector: ({ id }) => id, maxLength: 80 });

  test('depend on nothing but the rows', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(500)), (wanted, detours) => {
        let built: Supply[] = [];
        for (const row of wanted) built = withRow(built, row.id, row);
        // Rows that come and go again leave no trace.
        for (const number of detours) {
          const row = supply(number + 1000);
          built = withRow(rowsOf<Supply>(partsOf(withRow(built, row.id, row), 1000)), row.id, undefined);
        }
        expect(partsOf(built, 1000)).toEqual(partsOf(wanted.toReversed(), 1000));
      }),
    );
  });

  test('hold every row once, and stay below the bound unless one row alone is above it', () => {
    fc.assert(
      fc.property(rows, (wanted) => {
        const parts = partsOf(wanted, 1000);
        expect(rowsOf(parts)).toEqual(wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
        for (const { body } of parts) expect(body.length).toBeLessThanOrEqual(1000);
      }),
    );
  });

  test('are the same for members in another order, as another store may give them back', () => {
    const one = { id: 'pot_1', capacity: { amount: 2, unit: 'ton' } };
    const other = { capacity: { unit: 'ton', amount: 2 }, id: 'pot_1' };
    expect(partsOf([one])).toEqual(partsOf([other]));
  });
});

onEveryStore('a bucket in the table', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  const bucket = supplyBucket('potato', '35.79');
  const stored = async () => (await store.table.query({ pk: bucket.pk, limit: 1000 })).items;

  test('splits before it outgrows an item, comes together again, and loses nothing on the way', async () => {
    const large = (number: number) => ({ id: `pot_${number}`, title: 'x'.repeat(9000) });
    const count = Math.ceil((3 * MOST_PART_BYTES) / 9000);
    for (let number = 0; number < count; number += 1) {
      await placeRow(store.table, bucket, `pot_${number}`, large(number), []);
    }
    expect((await stored()).length).toBeGreaterThan(3);
    const [whole] = await readBuckets(store.table, bucket.pk);
    expect(whole!.rows.map(({ id }) => id).toSorted()).toEqual(
      Array.from({ length: count }, (_, number) => `pot_${number}`).toSorted(),
    );
    for (let number = count - 1; number > 0; number -= 1) {
      await placeRow(store.table, bucket, `pot_${number}`, undefined, []);
    }
    const [rest] = partsOf([large(0)]);
    expect(await stored()).toMatchObject([{ sk: '35.79#', body: rest!.body }]);
    await placeRow(store.table, bucket, 'pot_0', undefined, []);
    expect(await stored()).toEqual([]);
  });

  test('is written only while what the row was made from still stands', async () => {
    const guard = { do: 'check', key: { pk: 'POT#pot_1', sk: 'PROFILE' }, when: { is: 'present' } } as const;
    await expect(placeRow(store.table, bucket, 'pot_1', supply(1), [guard])).rejects.toThrow(ConditionFailed);
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
    const row = { id: `coop_${regency}`, regionCode: `${regency}.01.2001`, credentials: {}, memberCount };
    return placeRow(store.table, cooperativeBucket(regency), row.id, row, []);
  };
  const versions = async () => marketVersionsFrom(await store.table.get(marketVersionsKey));
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

  test('answers in full also when it can keep next to nothing', async () => {
    const memory = new MarketMemory(store.table, 1);
    for (const [at, regency] of regencies.entries()) await place(regency, at);
    expect(await members(memory)).toEqual([0, 1, 2, 3, 4]);
    await place('64.72', 7);
    expect(await members(memory)).toEqual([0, 1, 2, 3, 7]);
  });
});
