/** Lists in order, in pages, and by range, on the table and on both indexes of every store. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { afterPrefix } from '../../shared/table/sqlite-query.ts';
import { TableMisuse } from '../../shared/table/table.ts';
import type { Item, Position, Query, Table } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

/** Every item of a query, page by page. */
async function all(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  let after: Position | null = null;
  do {
    const page = await table.query({ ...query, ...(after ? { after } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(query.limit);
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

// In the order of UTF-8 bytes; the last two would swap places in the order of UTF-16.
const sortKeys = ['35', '35.14', '35.14.05', '35.15', '64', 'Ampelsari', 'ampelsari', 'ampél', 'ﬀ', '𝄞'];

onEveryStore('a query', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
    for (const sk of sortKeys.toReversed()) {
      const item = {
        pk: 'LIST',
        sk,
        listPk: 'POT',
        listSk: sk,
        ownerPk: 'COOP#1',
        ownerSk: sk,
        title: `at ${sk}`,
      };
      await store.table.write({ do: 'put', item });
    }
    await store.table.write({ do: 'put', item: { pk: 'OTHER', sk: '35', listPk: 'OFFER', listSk: '35' } });
    await store.table.write({ do: 'put', item: { pk: 'HALF', sk: '35', listPk: 'POT' } });
  });
  afterEach(() => store.close());

  for (const [where, at] of [
    ['the table', { pk: 'LIST' }],
    ['the list index', { index: 'list', pk: 'POT' }],
    ['the owner index', { index: 'owner', pk: 'COOP#1' }],
  ] as const) {
    const found = async (query: Partial<Query>): Promise<string[]> =>
      (await all(store.table, { ...at, limit: 1000, ...query })).map(({ sk }) => sk);

    test(`on ${where} comes in the byte order of UTF-8, or backwards`, async () => {
      expect(await found({})).toEqual(sortKeys);
      expect(await found({ descending: true })).toEqual(sortKeys.toReversed());
    });

    test(`on ${where} gives the same in pages of any size, and the last page says that it is the last`, async () => {
      for (const limit of [1, 2, 3, 7, 10, 11]) {
        expect(await found({ limit })).toEqual(sortKeys);
        expect(await found({ limit, descending: true })).toEqual(sortKeys.toReversed());
      }
      expect((await store.table.query({ ...at, limit: 10 })).next).toBeNull();
      expect((await store.table.query({ ...at, limit: 9 })).next).not.toBeNull();
    });

    test(`on ${where} takes a prefix or an inclusive range`, async () => {
      expect(await found({ beginsWith: '35.' })).toEqual(['35.14', '35.14.05', '35.15']);
      expect(await found({ beginsWith: 'amp' })).toEqual(['ampelsari', 'ampél']);
      expect(await found({ beginsWith: '𝄞' })).toEqual(['𝄞']);
      expect(await found({ beginsWith: '' })).toEqual(sortKeys);
      expect(await found({ between: ['35.14', '35.15'] })).toEqual(['35.14', '35.14.05', '35.15']);
      expect(await found({ between: ['35.14', '35.15'], descending: true, limit: 2 })).toEqual([
        '35.15',
        '35.14.05',
        '35.14',
      ]);
      expect(await found({ between: ['', '35'] })).toEqual(['35']);
      expect(await found({ between: ['64', '35'] })).toEqual([]);
      expect(await found({ between: ['', ''] })).toEqual([]);
      expect(await found({ beginsWith: 'none' })).toEqual([]);
    });

    test(`on ${where} gives whole items`, async () => {
      const { items } = await store.table.query({ ...at, beginsWith: '64', limit: 1 });
      expect(items).toEqual([
        {
          pk: 'LIST',
          sk: '64',
          listPk: 'POT',
          listSk: '64',
          ownerPk: 'COOP#1',
          ownerSk: '64',
          title: 'at 64',
        },
      ]);
    });
  }

  test('on an index tells apart items with equal index keys, over pages too', async () => {
    for (let n = 0; n < 7; n += 1) {
      await store.table.write({
        do: 'put',
        item: { pk: `SAME#${n}`, sk: 'X', listPk: 'SAME', listSk: '35.14' },
      });
    }
    for (const limit of [1, 3, 7]) {
      const items = await all(store.table, { index: 'list', pk: 'SAME', limit });
      expect(items.map(({ pk }) => pk).toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => `SAME#${n}`));
    }
  });

  test('on an index follows an item that moves, loses a key, or is deleted', async () => {
    const keys = async (pk: string): Promise<string[]> =>
      (await all(store.table, { index: 'list', pk, limit: 100 })).map(({ sk }) => sk);
    await store.table.write({ do: 'update', key: { pk: 'LIST', sk: '35' }, set: { listPk: 'STALE' } });
    await store.table.write({ do: 'update', key: { pk: 'LIST', sk: '64' }, remove: ['listSk'] });
    await store.table.write({ do: 'delete', key: { pk: 'LIST', sk: '35.14' } });
    expect(await keys('STALE')).toEqual(['35']);
    expect(await keys('POT')).toEqual(sortKeys.filter((sk) => !['35', '64', '35.14'].includes(sk)));
  });

  test.each([
    ['a limit of 0', { limit: 0 }],
    ['a limit above 1,000', { limit: 1001 }],
    ['a prefix and a range together', { limit: 1, beginsWith: 'a', between: ['a', 'b'] }],
    ['a position of another partition', { limit: 1, after: { pk: 'OTHER', sk: '35' } }],
    ['a position without a sort key', { limit: 1, after: { pk: 'LIST' } }],
    ['a position of an index', { limit: 1, after: { pk: 'LIST', sk: '35', listPk: 'POT', listSk: '35' } }],
    ['an empty partition', { limit: 1, pk: '' }],
  ] as [string, Partial<Query> & { limit: number }][])('refuses %s', async (_what, query) => {
    await expect(store.table.query({ pk: 'LIST', ...query })).rejects.toThrow(TableMisuse);
  });

  test('goes on from a position whose item is gone', async () => {
    const { next } = await store.table.query({ pk: 'LIST', limit: 4 });
    await store.table.write({ do: 'delete', key: { pk: 'LIST', sk: '35.15' } });
    const rest = await all(store.table, { pk: 'LIST', limit: 3, after: next! });
    expect(rest.map(({ sk }) => sk)).toEqual(sortKeys.slice(4));
  });
});

describe('the end of a prefix', () => {
  test('lies above every text that begins with it and above nothing else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary' }),
        (prefix, other) => {
          const end = afterPrefix(prefix);
          const below = (text: string): boolean => end === undefined || byBytes(text, end) < 0;
          expect(below(prefix + other)).toBe(true);
          const inside = byBytes(other, prefix) >= 0 && below(other);
          expect(inside).toBe(other.startsWith(prefix));
        },
      ),
    );
  });

  test('skips what is no code point, and there is none above the last', () => {
    expect(afterPrefix('a\uD7FF')).toBe('a\uE000');
    expect(afterPrefix('a\u{10FFFF}\u{10FFFF}')).toBe('b');
    expect(afterPrefix('\u{10FFFF}')).toBeUndefined();
  });
});
