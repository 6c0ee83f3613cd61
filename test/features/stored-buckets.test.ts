/** Buckets in the table and in memory: rewritten by many at once without losing a row, and read no more than what changed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partsOf, rowsOf, withRows } from '../../shared/market/bucket.ts';
import { readMarketVersions, readParts, rewriteBucket } from '../../shared/market/bucket-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { cooperativeBucket, offerBucket, supplyBucket } from '../../shared/market/placed.ts';
import { type OfferRow, type SupplyRow } from '../../shared/market/rows.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../../shared/table/derived-keys.ts';
import { attributesBytes } from '../../shared/table/limits.ts';
import { ConditionFailed, type Action } from '../../shared/table/table.ts';
import { bareCooperative } from '../support/bare-cooperative.ts';
import { supplied } from '../support/supplied-potatoes.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

const { packing } = supplyBucket('potato', '35.79');
const inOrder = (rows: readonly SupplyRow[]): SupplyRow[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

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
    const [, ...parts] = partsOf(packing, left(count), '35.79');
    const halves = parts.map(({ body }) => packing.unpack(body, '35.79'));
    const [one, other] = halves.map((half) => Number(half.at(-1)!.id.slice('pot_'.length))) as [
      number,
      number,
    ];
    while (pathsOf(left(count, one)).length === 1) count += 1;
    expect([one, other].map((gone) => pathsOf(left(count, gone)))).toEqual([
      ['', '0', '1'],
      ['', '0', '1'],
    ]);
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
