/** The embedded store's change feed: every committed write, before and after, stored in the same transaction as the write itself. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { GroupCommit } from './group-commit.ts';
import { lastChange } from './sqlite-guard.ts';
import { damaged } from './sqlite-rows.ts';
import type { Change } from './table.ts';

/** What a consumer on one machine reads instead of DynamoDB's stream. */
export interface ChangeFeed {
  /** The changes after the one with this id (`null`: from the oldest kept), in commit order, at most `limit`. */
  read(after: string | null, limit: number): Promise<Change[]>;
  /** The id of the newest change; `null` when there never was one. */
  last(): Promise<string | null>;
  /** The id this consumer saved last; `null` when it is new. */
  checkpoint(consumer: string): Promise<string | null>;
  /** Saves durably that everything up to this id is done. What every known consumer has passed is trimmed. */
  saveCheckpoint(consumer: string, id: string): Promise<void>;
  /** Calls back after each commit that wrote something; gives the function that ends it. */
  onCommit(listener: () => void): () => void;
}

/** Ids are sequence numbers, padded so that they sort as texts. */
const idOf = (seq: number): string => String(seq).padStart(16, '0');
const trimAtOnce = 1000;

export class SqliteChanges implements ChangeFeed {
  readonly #insert: StatementSync;
  readonly #read: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #save: StatementSync;
  readonly #trim: StatementSync;
  readonly #writes: GroupCommit;
  readonly #listeners = new Set<() => void>();
  /** The last number given out; ahead of the committed one only inside a transaction. */
  #seq: number;
  #committedSeq: number;

  constructor(db: DatabaseSync, writes: GroupCommit) {
    this.#writes = writes;
    this.#insert = db.prepare('INSERT INTO change (seq, body, sum) VALUES (?, ?, ?)');
    this.#read = db.prepare('SELECT seq, body, sum FROM change WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#checkpoint = db.prepare('SELECT seq, sum FROM consumer WHERE name = ?');
    this.#save = db.prepare(
      'INSERT INTO consumer (name, seq, sum) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET seq = ?2, sum = ?3',
    );
    this.#trim = db.prepare(
      `DELETE FROM change WHERE seq IN (
         SELECT seq FROM change WHERE seq <= (SELECT min(seq) FROM consumer) ORDER BY seq LIMIT ${trimAtOnce})`,
    );
    this.#seq = lastChange(db);
    this.#committedSeq = this.#seq;
  }

  /** The number of the last committed change: it only grows, also when changes are trimmed. */
  get lastSeq(): number {
    return this.#committedSeq;
  }

  /** Called inside a transaction. `key`, `before` and `after` are JSON already, so nothing is serialised twice. */
  append(at: string, key: string, before: string | null, after: string | null): void {
    this.#seq += 1;
    const body = `{"at":"${at}","key":${key},"before":${before ?? 'null'},"after":${after ?? 'null'}}`;
    this.#insert.run(this.#seq, body, crc32(body, this.#seq));
  }

  /** Called after every commit or rollback; tells the listeners when something was written, and gives whether it was. */
  settled(committed: boolean): boolean {
    if (!committed) this.#seq = this.#committedSeq;
    if (this.#seq === this.#committedSeq) return false;
    this.#committedSeq = this.#seq;
    for (const listener of this.#listeners) queueMicrotask(listener);
    return true;
  }

  async read(after: string | null, limit: number): Promise<Change[]> {
    return this.#read.all(after === null ? 0 : Number(after), limit).map(changeOf);
  }

  async last(): Promise<string | null> {
    return this.#committedSeq === 0 ? null : idOf(this.#committedSeq);
  }

  async checkpoint(consumer: string): Promise<string | null> {
    const found = this.#checkpoint.get(consumer) as { seq: number; sum: number } | undefined;
    if (!found) return null;
    if (crc32(consumer, found.seq) !== found.sum) throw damaged(`the checkpoint of ${consumer}`);
    return idOf(found.seq);
  }

  saveCheckpoint(consumer: string, id: string): Promise<void> {
    const seq = Number(id);
    return this.#writes.submit(() => () => {
      this.#save.run(consumer, seq, crc32(consumer, seq));
      this.#trim.run();
    });
  }

  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function changeOf(found: Record<string, unknown>): Change {
  const { seq, body, sum } = found as { seq: number; body: string; sum: number };
  if (typeof body !== 'string' || crc32(body, seq) !== sum)
    throw damaged(`change ${seq} does not match its checksum`);
  return { id: idOf(seq), ...(JSON.parse(body) as Omit<Change, 'id'>) };
}
