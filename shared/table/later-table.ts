/** A table that is opened when it is first used, so that a function answers before it has loaded what it may not need. */
import type { Table } from './table.ts';

/** Opens once; when that fails, the next call tries again. Closing an unopened table does nothing. */
export function openLater(open: () => Promise<Table>): Table {
  let opened: Promise<Table> | undefined;
  const table = (): Promise<Table> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    get: async (key) => (await table()).get(key),
    getMany: async (keys) => (await table()).getMany(keys),
    query: async (query) => (await table()).query(query),
    write: async (action) => (await table()).write(action),
    transact: async (actions) => (await table()).transact(actions),
    close: async () => (await opened)?.close(),
  };
}
