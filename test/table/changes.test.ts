/** What the stream tells of every committed write, on every store; and how one machine's consumer keeps its place. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeFromStreamRecord } from '../../shared/table/dynamo-table.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { TableMisuse } from '../../shared/table/table.ts';
import type { Change, Item } from '../../shared/table/table.ts';
import { onEveryStore, openSqlite } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const potential: Item = { pk: 'POT#pot_milk', sk: 'POTENTIAL', title: 'Fresh milk', litres: 400, version: 1 };
const key = { pk: potential.pk, sk: potential.sk };

onEveryStore('a change', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  const images = async (): Promise<Pick<Change, 'key' | 'before' | 'after'>[]> =>
    (await store.drainChanges()).map(({ key, before, after }) => ({ key, before, after }));

  test('carries the item before and after every write, in their order', async () => {
    await store.table.write({ do: 'put', item: potential });
    await store.table.write({ do: 'update', key, set: { litres: 500 }, remove: ['title'] });
    await store.table.write({ do: 'add', key, attribute: 'litres', by: 20 });
    await store.table.write({ do: 'delete', key });
    const states = [
      null,
      potential,
      { ...key, litres: 500, version: 1 },
      { ...key, litres: 520, version: 1 },
      null,
    ];
    expect(await images()).toEqual(
      states.slice(1).map((after, position) => ({ key, before: states[position], after })),
    );
    expect(await images()).toEqual([]);
  });

  test('comes once for each item of a transaction', async () => {
    const other: Item = { pk: 'AUDIT#1', sk: 'AUDIT', what: 'listed' };
    await store.table.write({ do: 'put', item: { pk: 'COOP#1', sk: 'PROFILE' } });
    await store.drainChanges();
    await store.table.transact([
      { do: 'put', item: potential },
      { do: 'put', item: other },
      { do: 'check', key: { pk: 'COOP#1', sk: 'PROFILE' }, when: { is: 'present' } },
    ]);
    const changes = await images();
    expect(changes).toHaveLength(2);
    expect(changes).toEqual(
      expect.arrayContaining([
        { key, before: null, after: potential },
        { key: { pk: 'AUDIT#1', sk: 'AUDIT' }, before: null, after: other },
      ]),
    );
  });

  test('comes also for a write that leaves the item as it was: who wrote may matter', async () => {
    await store.table.write({ do: 'put', item: potential });
    await store.table.write({ do: 'put', item: potential });
    await store.table.transact([{ do: 'put', item: potential }]);
    expect(await images()).toEqual(
      [null, potential, potential].map((before) => ({ key, before, after: potential })),
    );
  });

  test('does not come for what was refused, checked, or deleted without having been', async () => {
    await store.table.write({ do: 'put', item: potential });
    await store.drainChanges();
    await expect(store.table.write({ do: 'put', item: potential, when: { is: 'absent' } })).rejects.toThrow(
      'refused',
    );
    await store.table.write({ do: 'check', key, when: { is: 'present' } });
    await store.table.write({ do: 'delete', key: { ...key, sk: 'NONE' } });
    expect(await images()).toEqual([]);
  });

  test('has an id that is its own and sorts in the order of commits, and the moment', async () => {
    for (let litres = 0; litres < 12; litres += 1)
      await store.table.write({ do: 'put', item: { ...potential, litres } });
    const changes = await store.drainChanges();
    const ids = changes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(12);
    expect(ids).toEqual(ids.toSorted());
    expect(changes.map(({ after }) => after?.['litres'])).toEqual([...Array(12).keys()]);
    for (const { at } of changes) expect(new Date(at).toISOString()).toBe(at);
  });

  test('chains without a gap for one item under 32 writers', async () => {
    await Promise.all(
      Array.from({ length: 32 }, () => store.table.write({ do: 'add', key, attribute: 'litres', by: 1 })),
    );
    const litres = (await store.drainChanges()).map(({ before, after }) => [
      before?.['litres'],
      after?.['litres'],
    ]);
    expect(litres).toEqual(Array.from({ length: 32 }, (_, n) => [n === 0 ? undefined : n, n + 1]));
  });
});

describe('the change feed of the embedded store', () => {
  test('calls back once for a group of writes, and not for what changed nothing', async () => {
    const { table, close } = await openSqlite();
    let calls = 0;
    const end = table.changes.onCommit(() => (calls += 1));
    await Promise.all(['a', 'b', 'c'].map((sk) => table.write({ do: 'put', item: { pk: 'X', sk } })));
    expect(calls).toBe(1);
    await table.write({ do: 'check', key: { pk: 'X', sk: 'a' }, when: { is: 'present' } });
    expect(calls).toBe(1);
    end();
    await table.write({ do: 'put', item: potential });
    expect(calls).toBe(1);
    await close();
  });

  test('hands out changes from any id on, a few at a time', async () => {
    const { table, close } = await openSqlite();
    for (let n = 0; n < 5; n += 1) await table.write({ do: 'put', item: { pk: 'X', sk: `${n}` } });
    const first = await table.changes.read(null, 3);
    expect(first.map(({ key }) => key.sk)).toEqual(['0', '1', '2']);
    const rest = await table.changes.read(first[2]!.id, 3);
    expect(rest.map(({ key }) => key.sk)).toEqual(['3', '4']);
    await close();
  });

  test('remembers where each consumer is, and keeps what the slowest has still to read', async () => {
    const { table, close } = await openSqlite();
    for (let n = 0; n < 4; n += 1) await table.write({ do: 'put', item: { pk: 'X', sk: `${n}` } });
    const ids = (await table.changes.read(null, 10)).map(({ id }) => id);
    expect(await table.changes.checkpoint('market')).toBeNull();
    await table.changes.saveCheckpoint('webhooks', ids[0]!);
    await table.changes.saveCheckpoint('market', ids[3]!);
    expect(await table.changes.checkpoint('market')).toBe(ids[3]);
    expect((await table.changes.read(null, 10)).map(({ id }) => id)).toEqual(ids.slice(1));
    await table.changes.saveCheckpoint('webhooks', ids[3]!);
    expect(await table.changes.read(null, 10)).toEqual([]);
    await close();
  });

  test('never gives an id twice, also after everything was trimmed and the file opened again', async () => {
    const { table, file, close } = await openSqlite();
    await table.write({ do: 'put', item: potential });
    const [only] = await table.changes.read(null, 10);
    await table.changes.saveCheckpoint('market', only!.id);
    await table.close();
    const again = openSqliteTable(file);
    expect(await again.changes.checkpoint('market')).toBe(only!.id);
    await again.write({ do: 'put', item: potential });
    const [next] = await again.changes.read(only!.id, 10);
    expect(next!.id > only!.id).toBe(true);
    expect(next).toMatchObject({ before: potential, after: potential });
    await again.close();
    await close();
  });
});

describe('a record as Lambda is handed it', () => {
  const image = {
    pk: { S: 'POT#1' },
    sk: { S: 'POTENTIAL' },
    months: { L: [{ N: '1' }] },
    opStamp: { S: 'hidden' },
  };
  const dynamodb = { Keys: { pk: image.pk, sk: image.sk }, SequenceNumber: '4421584500000000017450439091' };

  test('becomes a change, without what only the store knows', () => {
    const record = { dynamodb: { ...dynamodb, NewImage: image, ApproximateCreationDateTime: 1_767_355_200 } };
    expect(changeFromStreamRecord(record)).toEqual({
      id: '0000000000004421584500000000017450439091',
      at: '2026-01-02T12:00:00.000Z',
      key: { pk: 'POT#1', sk: 'POTENTIAL' },
      before: null,
      after: { pk: 'POT#1', sk: 'POTENTIAL', months: [1] },
    });
  });

  test('that names no key is a defect', () => {
    expect(() => changeFromStreamRecord({ dynamodb: { SequenceNumber: '1' } })).toThrow(TableMisuse);
  });
});
