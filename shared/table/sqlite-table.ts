/** The embedded store: the whole table in one durable file of Node's own SQLite, for one machine and one process. */
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { GroupCommit } from './group-commit.ts';
import {
  attributesBytes,
  checkItemSize,
  checkKey,
  keyOf,
  storableAction,
  storableTransaction,
} from './limits.ts';
import { isVisible, outcomeOf } from './outcome.ts';
import { SqliteChanges } from './sqlite-changes.ts';
import type { ChangeFeed } from './sqlite-changes.ts';
import { DamagedStore } from './sqlite-errors.ts';
import { openSqliteFile } from './sqlite-file.ts';
import type { SqliteGuard } from './sqlite-guard.ts';
import { SqliteQueries } from './sqlite-query.ts';
import { SqliteRows } from './sqlite-rows.ts';
import type { Row } from './sqlite-rows.ts';
import { ConditionFailed } from './table.ts';
import type { Action, Item, Key, Query, QueryResult, Table } from './table.ts';

export type SqliteOptions = {
  clock?: Clock;
  /** Expired items are removed this often; reads never see them anyway. */
  sweepEverySeconds?: number;
  /** The log is moved into the file when it has grown to this; default 4 MB, about 10 ms of work. */
  checkpointBytes?: number;
};

const sweepAtOnce = 500;
const readAtOnce = 500;
/** The log holds the whole file while it is written anew, and is read into memory at once. */
const MOST_COMPACTED = 1024 ** 3;

/**
 * Opens the store, or creates it. `file` may be `:memory:`.
 * Throws `StoreInUse` when another process has it, `DamagedStore` when its file cannot be trusted.
 */
export const openSqliteTable = (file: string, options: SqliteOptions = {}): SqliteTable =>
  new SqliteTable(file, options);

/** A process that ends without closing would let SQLite empty its log without page checksums: seen as damage next time. */
const openTables = new Set<SqliteTable>();
process.on('exit', () => {
  for (const table of openTables) table.closeNow();
});

export class SqliteTable implements Table {
  readonly #db: DatabaseSync;
  readonly #clock: Clock;
  readonly #rows: SqliteRows;
  readonly #queries: SqliteQueries;
  readonly #writes: GroupCommit;
  readonly #changes: SqliteChanges;
  readonly #sweeper: NodeJS.Timeout;
  readonly #scrubber: NodeJS.Timeout;
  readonly #guard: SqliteGuard | undefined;
  /** Damage that was found while running; from then on nothing is served. */
  #damage: unknown;

  constructor(file: string, options: SqliteOptions) {
    this.#clock = options.clock ?? systemClock;
    const { db, guard } = openSqliteFile(file, options.checkpointBytes);
    this.#db = db;
    this.#guard = guard;
    openTables.add(this);
    this.#rows = new SqliteRows(this.#db);
    this.#queries = new SqliteQueries(this.#db);
    this.#writes = new GroupCommit(db, {
      settled: (committed) => this.#settled(committed),
      afterwards: () => this.#checkpoint(),
    });
    this.#changes = new SqliteChanges(this.#db, this.#writes);
    this.#sweeper = setInterval(
      () => {
        // A sweep that the disk refuses is repeated by the next one; reads do not depend on it.
        this.sweep().catch(() => undefined);
      },
      (options.sweepEverySeconds ?? 60) * 1000,
    ).unref();
    this.#scrubber = setInterval(() => this.scrub(), 1000).unref();
  }

  get changes(): ChangeFeed {
    return this.#changes;
  }

  /** SQLite transactions committed so far: far fewer than writes when callers come together. */
  get commits(): number {
    return this.#writes.commits;
  }

  async get(key: Key): Promise<Item | undefined> {
    this.#refuseDamage();
    checkKey(key);
    return this.#visible(this.#rows.get(key));
  }

  async getMany(keys: readonly Key[]): Promise<(Item | undefined)[]> {
    this.#refuseDamage();
    return keys.map((key) => {
      checkKey(key);
      return this.#visible(this.#rows.get(key));
    });
  }

  async query(query: Query): Promise<QueryResult> {
    this.#refuseDamage();
    return this.#queries.run(query, this.#nowSeconds());
  }

  /** Every item, in no order that means anything; for moving a store. */
  async *everything(): AsyncGenerator<Item> {
    for (let last = 0; ;) {
      this.#refuseDamage();
      const rows = this.#rows.following(last, readAtOnce);
      for (const row of rows) {
        const item = this.#visible(row);
        if (item) yield item;
      }
      if (rows.length < readAtOnce) return;
      last = rows.at(-1)!.id;
    }
  }

  async write(action: Action): Promise<Item | undefined> {
    const storable = storableAction(action);
    return this.#writes.submit(() => {
      const write = this.#planned(storable, 0);
      return () => write();
    });
  }

  async transact(actions: readonly Action[]): Promise<void> {
    const storable = storableTransaction(actions);
    return this.#writes.submit(() => {
      const writes = storable.map((action, index) => this.#planned(action, index));
      return () => {
        for (const write of writes) write();
      };
    });
  }

  /** Removes what has expired, each with its change, some hundred in a commit so that others get between; gives how many. */
  async sweep(): Promise<number> {
    for (let swept = 0; ;) {
      const count = await this.#writes.submit(() => {
        this.#refuseDamage();
        const rows = this.#rows.expired(this.#nowSeconds(), sweepAtOnce);
        return () => {
          for (const row of rows) this.#store(row.item, row, undefined);
          return rows.length;
        };
      });
      swept += count;
      if (count < sweepAtOnce) return swept;
    }
  }

  /**
   * Writes the whole file anew and empties the log, so that nothing is left of what was deleted or replaced; SQLite leaves copies of
   * rows behind in pages that it splits. Nothing else is answered meanwhile: a second for about a hundred megabytes.
   * Gives false, and does nothing, for a file of more than a gigabyte.
   */
  async compact(): Promise<boolean> {
    this.#refuseDamage();
    await this.sweep();
    try {
      if (this.#guard && this.#guard.bytes > MOST_COMPACTED) return false;
      this.#guard?.checkpoint();
      this.#db.exec('VACUUM');
      this.#guard?.checkpoint();
      return true;
    } catch (error) {
      if (error instanceof DamagedStore) this.#damage = error;
      throw error;
    }
  }

  /** Compares the next pages of the file (all: `Infinity`) with their checksums; after a difference nothing is served any more. */
  scrub(pages?: number): void {
    try {
      this.#guard?.scrub(pages);
    } catch (error) {
      this.#damage ??= error;
    }
  }

  /** Commits what waits and closes the file. */
  async close(): Promise<void> {
    this.closeNow();
  }

  /** The same without waiting, for a process that ends. */
  closeNow(): void {
    if (!openTables.delete(this)) return;
    clearInterval(this.#sweeper);
    clearInterval(this.#scrubber);
    this.#writes.close();
    try {
      this.#guard?.close();
    } finally {
      this.#db.close();
    }
  }

  /** Decides the action on what is stored now, and throws its refusal; gives back the writing. */
  #planned(action: Action, index: number): () => Item | undefined {
    this.#refuseDamage();
    const key = keyOf(action);
    const row = this.#rows.get(key);
    const outcome = outcomeOf(action, this.#visible(row));
    if (outcome.refused) throw action.refusal ?? new ConditionFailed(index, key, action.when);
    const { after } = outcome;
    if (after && action.do !== 'put') checkItemSize(key, attributesBytes(after));
    if (action.do === 'check' || (!after && !row)) return () => undefined;
    return () => {
      this.#store(key, row, after);
      return after;
    };
  }

  #store({ pk, sk }: Key, before: Row | undefined, after: Item | undefined): void {
    let body: string | null = null;
    if (after) body = this.#rows.write(before, after);
    else if (before) this.#rows.delete(before);
    this.#changes.append(this.#clock().toISOString(), JSON.stringify({ pk, sk }), before?.body ?? null, body);
  }

  #settled(committed: boolean): void {
    if (!this.#changes.settled(committed)) return;
    try {
      this.#guard?.acknowledge(this.#changes.lastSeq);
    } catch {
      // The writes themselves are on disk; a mark that lags only notices less.
    }
  }

  #checkpoint(): void {
    try {
      this.#guard?.checkpointIfDue();
    } catch (error) {
      // A full disk: the log keeps everything, and the next commit tries again. Damage is another matter.
      if (error instanceof DamagedStore) this.#damage = error;
    }
  }

  #refuseDamage(): void {
    if (this.#damage) throw this.#damage;
  }

  #visible(row: Row | undefined): Item | undefined {
    return row && isVisible(row.item, this.#nowSeconds()) ? row.item : undefined;
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock().getTime() / 1000);
  }
}
