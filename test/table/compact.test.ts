/**
 * What was deleted is out of the embedded store's files once it is compacted, and the change feed lets go of what was taken. Overwriting
 * what is deleted, and writing the file anew, would each do for these rows; decision 0019 says why there are both.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countAsTaken, dropTaken } from '../../functions/server/change-loop.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import { transactAll } from '../../shared/table/table.ts';

const MARK = 'Canary Ibu Sri';
/** More than the feed lets go of with one checkpoint. */
const ROWS = 2000;
const keys = Array.from({ length: ROWS }, (_, n) => ({
  pk: `COOP#coop_${(n * 7919) % ROWS}`,
  sk: 'PROFILE',
}));

let directory: string;
let table: SqliteTable;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'titik-temu-compact-'));
  table = openSqliteTable(join(directory, 'titik-temu.db'));
});
afterEach(async () => {
  await table.close();
  rmSync(directory, { recursive: true });
});

const traces = (): number =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1').split(MARK).length - 1)
    .reduce((sum, found) => sum + found, 0);

test('nothing of deleted rows is left in the files of the store, and the others are as they were', async () => {
  const kept = { pk: 'COOP#kept', sk: 'PROFILE', name: 'KDMP Sumberejo' };
  await table.write({ do: 'put', item: kept });
  for (const [n, key] of keys.entries()) {
    // One by one and of different lengths, as people write.
    await table.write({ do: 'put', item: { ...key, contact: `${MARK} ${'x'.repeat((n * 37) % 300)}` } });
  }
  await transactAll(
    table,
    keys.map((key) => ({ do: 'delete', key })),
  );
  await countAsTaken(table);
  await dropTaken(table);
  expect(await table.changes.read(null, 1)).toEqual([]);
  expect(traces()).toBeGreaterThan(0);
  expect(await table.compact()).toBe(true);
  expect(traces()).toBe(0);
  expect(await table.get({ pk: kept.pk, sk: kept.sk })).toEqual(kept);
  expect(await table.get(keys[0]!)).toBeUndefined();
});

test('what is still to be taken stays in the feed', async () => {
  await transactAll(
    table,
    keys.map((key) => ({ do: 'put', item: { ...key, contact: MARK } })),
  );
  await countAsTaken(table);
  await table.write({ do: 'delete', key: keys[0]! });
  await dropTaken(table);
  const left = await table.changes.read(null, 10);
  expect(left.map(({ key, after }) => [key, after])).toEqual([[keys[0], null]]);
});
