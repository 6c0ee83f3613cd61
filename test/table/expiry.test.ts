/** Items with an end: from their second of expiry nothing sees them, although the store may keep them for a while. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConditionFailed } from '../../shared/table/table.ts';
import type { Action } from '../../shared/table/table.ts';
import { onEveryStore, openSqlite } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const noon = Date.UTC(2026, 0, 2, 12);
const seconds = noon / 1000;
const key = { pk: 'IDEMPOTENCY#req_1', sk: 'RECORD' };
const record = {
  ...key,
  listPk: 'RECORDS',
  listSk: '1',
  answer: '201',
  count: 5,
  version: 1,
  expiresAt: seconds + 60,
};

onEveryStore('an item that expires', (open) => {
  let now: number;
  let store: OpenTable;
  beforeEach(async () => {
    now = noon;
    store = await open({ clock: () => new Date(now) });
    await store.table.write({ do: 'put', item: record });
  });
  afterEach(() => store.close());
  const expire = (): void => {
    now = noon + 60_000;
  };

  test('is there until the second before', async () => {
    now = noon + 59_999;
    expect(await store.table.get(key)).toEqual(record);
  });

  test('is in no read from then on', async () => {
    const lasting = { pk: 'IDEMPOTENCY#req_2', sk: 'RECORD', listPk: 'RECORDS', listSk: '2' };
    await store.table.write({ do: 'put', item: lasting });
    expire();
    expect(await store.table.get(key)).toBeUndefined();
    expect(await store.table.getMany([key, lasting])).toEqual([undefined, lasting]);
    expect((await store.table.query({ pk: key.pk, limit: 10 })).items).toEqual([]);
    expect((await store.table.query({ index: 'list', pk: 'RECORDS', limit: 10 })).items).toEqual([lasting]);
  });

  test.each([
    { do: 'update', key, set: { seen: true }, when: { is: 'present' } },
    { do: 'put', item: record, when: { is: 'version', version: 1 } },
    { do: 'delete', key, when: { is: 'equal', attribute: 'answer', value: '201' } },
    { do: 'check', key, when: { is: 'present' } },
    { do: 'add', key, attribute: 'count', by: 1, when: { is: 'present' } },
    { do: 'add', key, attribute: 'count', by: -1, atLeast: 0 },
  ] as Action[])('is absent to a condition: %j is refused, alone and in a transaction', async (action) => {
    expire();
    await expect(store.table.write(action)).rejects.toThrow(ConditionFailed);
    const audit: Action = { do: 'put', item: { pk: 'AUDIT#1', sk: 'AUDIT' } };
    await expect(store.table.transact([audit, action])).rejects.toThrow(ConditionFailed);
    expect(await store.table.getMany([key, audit.item])).toEqual([undefined, undefined]);
  });

  const fresh: [Action, object][] = [
    [
      { do: 'put', item: { ...key, answer: '200' }, when: { is: 'absent' } },
      { ...key, answer: '200' },
    ],
    [
      { do: 'update', key, set: { answer: '200' } },
      { ...key, answer: '200' },
    ],
    [
      { do: 'update', key, set: { answer: '200' }, when: { is: 'absent' } },
      { ...key, answer: '200' },
    ],
    [
      { do: 'add', key, attribute: 'count', by: 2, atMost: 3 },
      { ...key, count: 2 },
    ],
  ];
  test.each(fresh)('is begun anew by %j, and nothing old shines through', async (action, expected) => {
    expire();
    expect(await store.table.write(action)).toEqual(expected);
    expect(await store.table.get(key)).toEqual(expected);
    expect((await store.table.query({ index: 'list', pk: 'RECORDS', limit: 10 })).items).toEqual([]);
  });

  test.each(fresh)('is begun anew by %j in a transaction too', async (action, expected) => {
    expire();
    const audit = { pk: 'AUDIT#1', sk: 'AUDIT' };
    await store.table.transact([action, { do: 'put', item: audit }]);
    expect(await store.table.getMany([key, audit])).toEqual([expected, audit]);
  });
});

describe('the sweep of the embedded store', () => {
  test('removes what has expired, tells it as a change, and leaves the rest', async () => {
    let now = noon;
    const { table, drainChanges, close } = await openSqlite({ clock: () => new Date(now) });
    await table.write({ do: 'put', item: record });
    await table.write({ do: 'put', item: { pk: 'A', sk: 'LATER', expiresAt: seconds + 61 } });
    await table.write({ do: 'put', item: { pk: 'A', sk: 'NEVER' } });
    await drainChanges();
    expect(await table.sweep()).toBe(0);
    now = noon + 60_000;
    expect(await table.sweep()).toBe(1);
    expect(await drainChanges()).toMatchObject([
      { key, before: record, after: null, at: '2026-01-02T12:01:00.000Z' },
    ]);
    expect(await table.sweep()).toBe(0);
    await close();
  });

  test('keeps up with any number of them', async () => {
    let now = noon;
    const { table, close } = await openSqlite({ clock: () => new Date(now) });
    const put = (n: number) =>
      table.write({ do: 'put', item: { pk: 'R', sk: `${n}`, expiresAt: seconds + 1 + (n % 2) * 60 } });
    await Promise.all(Array.from({ length: 2400 }, (_, n) => put(n)));
    now = noon + 1000;
    expect(await table.sweep()).toBe(1200);
    expect((await table.query({ pk: 'R', limit: 1000 })).items).toHaveLength(1000);
    await close();
  });
});
