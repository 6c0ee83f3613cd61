/** Opens stores for tests: whatever touches storage runs on every store, and reads its changes the same way on each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Clock } from '../../shared/clock.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { SqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Change, Table } from '../../shared/table/table.ts';

export type OpenTable<T extends Table = Table> = {
  table: T;
  /** The changes since the last call, in commit order (on DynamoDB: for each item). */
  drainChanges(): Promise<Change[]>;
  /** Closes the table and removes what it left behind. */
  close(): Promise<void>;
};

export type OpenOptions = { clock?: Clock };
export type Open = (options?: OpenOptions) => Promise<OpenTable>;

/**
 * `describe` for every store: `onEveryStore('a potential', (open) => { test(…) })`.
 * Open in `beforeEach` or in the test, and `close()` what you opened.
 */
export function onEveryStore(title: string, body: (open: Open, store: string) => void): void {
  describe(`${title} (SQLite)`, () => {
    body(openSqlite, 'SQLite');
  });
}

/** A new SQLite store in a directory of its own. */
export async function openSqlite({ clock }: OpenOptions = {}): Promise<OpenTable<SqliteTable>> {
  const directory = await mkdtemp(join(tmpdir(), 'titik-temu-'));
  const table = openSqliteTable(join(directory, 'store.db'), clock ? { clock } : {});
  let last: string | null = null;
  return {
    table,
    async drainChanges() {
      const drained: Change[] = [];
      for (;;) {
        const changes = await table.changes.read(last, 1000);
        if (changes.length === 0) return drained;
        drained.push(...changes);
        last = changes.at(-1)!.id;
      }
    },
    async close() {
      await table.close();
      await rm(directory, { recursive: true });
    },
  };
}

export type RoundTrips = { get: number; getMany: number; query: number; write: number; transact: number };

/** A table that counts its round trips, for budgets: "a warm read costs at most two". `getMany` costs one for every 100 keys. */
export function countingTable(table: Table): { table: Table; calls: RoundTrips; reset(): void } {
  const calls: RoundTrips = { get: 0, getMany: 0, query: 0, write: 0, transact: 0 };
  const counting: Table = {
    get: (key) => ((calls.get += 1), table.get(key)),
    getMany: (keys) => ((calls.getMany += Math.ceil(keys.length / 100)), table.getMany(keys)),
    query: (query) => ((calls.query += 1), table.query(query)),
    write: (action) => ((calls.write += 1), table.write(action)),
    transact: (actions) => ((calls.transact += 1), table.transact(actions)),
    close: () => table.close(),
  };
  return {
    table: counting,
    calls,
    reset: () => void Object.assign(calls, { get: 0, getMany: 0, query: 0, write: 0, transact: 0 }),
  };
}
