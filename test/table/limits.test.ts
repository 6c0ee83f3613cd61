/** DynamoDB's limits, the same on every store, and how an item's size is counted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attributesBytes, ItemTooLarge, limits } from '../../shared/table/limits.ts';
import { TableMisuse } from '../../shared/table/table.ts';
import type { Action, Item, Value } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const key = { pk: 'COOP#1', sk: 'PROFILE' };
/** The greatest text that fits beside the key: 400 KB less names, key and the 31 bytes set aside. */
const room = limits.itemBytes - attributesBytes({ ...key, text: '' }) - 31;

onEveryStore('a limit', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test('an item of just 400 KB is stored, and one byte more is too large', async () => {
    await store.table.write({ do: 'put', item: { ...key, text: 'x'.repeat(room) } });
    await store.table.transact([{ do: 'put', item: { ...key, sk: 'SECOND.', text: 'é'.repeat(room / 2) } }]);
    const larger = { ...key, text: 'x'.repeat(room + 1) };
    await expect(store.table.write({ do: 'put', item: larger })).rejects.toThrow(ItemTooLarge);
    await expect(store.table.transact([{ do: 'put', item: larger }])).rejects.toThrow(ItemTooLarge);
    expect(Object.values((await store.table.get(key)) ?? {})).toContain('x'.repeat(room));
  });

  test('an update that makes an item too large is refused and changes nothing', async () => {
    const half = 'x'.repeat(250_000);
    await store.table.write({ do: 'put', item: { ...key, first: half } });
    const update: Action = { do: 'update', key, set: { second: half } };
    await expect(store.table.write(update)).rejects.toThrow(ItemTooLarge);
    await expect(store.table.transact([update])).rejects.toThrow(ItemTooLarge);
    expect(await store.table.get(key)).toEqual({ ...key, first: half });
  });

  test('the items of a transaction have 4 MB together', async () => {
    const puts = Array.from({ length: 11 }, (_, n): Action => ({
      do: 'put',
      item: { pk: 'BIG', sk: `${n}`, text: 'x'.repeat(390_000) },
    }));
    await expect(store.table.transact(puts)).rejects.toThrow(ItemTooLarge);
    await store.table.transact(puts.slice(1));
  });

  test('keys may be as long as DynamoDB lets them', async () => {
    const longest = { pk: 'p'.repeat(2048), sk: 's'.repeat(1024) };
    const item = { ...longest, listPk: 'l'.repeat(2048), listSk: 'm'.repeat(1024) };
    await store.table.write({ do: 'put', item });
    expect(await store.table.get(longest)).toEqual(item);
    await expect(store.table.get({ ...longest, pk: 'p'.repeat(2049) })).rejects.toThrow(TableMisuse);
    await expect(store.table.getMany([key, { ...key, sk: '' }])).rejects.toThrow(TableMisuse);
  });

  test.each([
    ['sets the key', { do: 'update', key, set: { pk: 'COOP#2' } }],
    ['removes the key', { do: 'update', key, remove: ['sk'] }],
    ['sets and removes the same', { do: 'update', key, set: { a: 1 }, remove: ['a'] }],
    ['sets an empty index key', { do: 'update', key, set: { listSk: '' } }],
    ['sets an index key that is no text', { do: 'update', key, set: { listSk: 7 } }],
    ['counts in fractions', { do: 'add', key, attribute: 'n', by: 0.5 }],
    ['counts the key', { do: 'add', key, attribute: 'pk', by: 1 }],
    [
      'counts between bounds that leave nothing',
      { do: 'add', key, attribute: 'n', by: 1, atMost: 1, atLeast: 2 },
    ],
    ['names an attribute with nothing', { do: 'update', key, set: { '': 1 } }],
    ['uses the hidden attribute', { do: 'update', key, set: { opStamp: 'x' } }],
    ['expires at a fraction of a second', { do: 'update', key, set: { expiresAt: 1.5 } }],
    ['holds not a number', { do: 'update', key, set: { n: [Number.NaN] } }],
  ] as [string, Action][])('an action that %s is a defect', async (_what, action) => {
    await expect(store.table.write(action)).rejects.toThrow(TableMisuse);
    await expect(store.table.transact([action])).rejects.toThrow(TableMisuse);
    expect(await store.table.get(key)).toBeUndefined();
  });

  const values: Value[] = [
    '',
    'padi – ケダイ – 𝄞 – "quoted" \\ud800 \u0000 \u2028',
    0,
    -1,
    0.1,
    1e-7,
    123456.789,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    1e-130,
    true,
    false,
    null,
    [],
    {},
    ['', null, [1, [2]], { a: { b: [] } }],
    { 'with space': 1, '#n0': 2, ':v0': 3, size: 4 },
  ];
  test.each(values)('a value comes back as it went: %j', async (value) => {
    await store.table.write({ do: 'put', item: { ...key, value } });
    expect(await store.table.get(key)).toStrictEqual({ ...key, value });
    await store.table.write({ do: 'update', key, set: { 'value two': value } });
    expect(await store.table.get(key)).toStrictEqual({ ...key, value, 'value two': value });
  });

  test('what UTF-8 cannot hold is replaced, and minus zero is zero', async () => {
    await store.table.write({ do: 'put', item: { ...key, text: 'half \ud800 a pair', zero: -0 } });
    expect(await store.table.get(key)).toStrictEqual({ ...key, text: 'half \ufffd a pair', zero: 0 });
  });

  test('keys beyond ASCII, and with nothing printable in them, are told apart', async () => {
    const sorts = ['𝄞', 'ﬀ', 'é', 'e\u0301', '\u0000', '\u0000\u0000', ' ', '%'];
    const items = sorts.map((sk): Item => ({ pk: 'K', sk, listPk: 'L', listSk: sk }));
    for (const item of items) await store.table.write({ do: 'put', item });
    expect(await store.table.getMany(items)).toEqual(items);
    const { items: found } = await store.table.query({ index: 'list', pk: 'L', limit: 100 });
    expect(found.map(({ sk }) => sk)).toEqual(['\u0000', '\u0000\u0000', ' ', '%', 'e\u0301', 'é', 'ﬀ', '𝄞']);
  });
});

describe('the size of an item', () => {
  test.each([
    [{ pk: 'a', sk: 'b' }, 6],
    [{ pk: 'a', sk: 'b', name: 'désa' }, 15],
    [{ pk: 'a', sk: 'b', none: null, yes: true }, 15],
    [{ pk: 'a', sk: 'b', list: ['x', 'y'] }, 6 + 4 + 3 + 2 * 2],
    [{ pk: 'a', sk: 'b', map: { k: 'v' } }, 6 + 3 + 3 + 1 + 2],
    [{ pk: 'a', sk: 'b', n: 1234 }, 6 + 1 + 3],
  ])('counts names and values as DynamoDB does: %j is %i bytes', (item, bytes) => {
    expect(attributesBytes(item)).toBe(bytes);
  });
});
