/**
 * Group commit: writes asked for at the same time share one SQLite transaction and one wait for the disk.
 * A single writer waits a disk's sync for each write; sixty-four callers wait for the same one.
 */
import { setImmediate } from 'node:timers';
import type { DatabaseSync } from 'node:sqlite';
import { TableBusy } from './table.ts';

/** Reads what it needs and throws to refuse; gives back the writing, which may not refuse any more. */
export type Plan<T> = () => () => T;

type Waiting = { plan: Plan<unknown>; resolve: (value: never) => void; reject: (error: unknown) => void };

export class GroupCommit {
  /** Transactions committed so far. */
  commits = 0;

  readonly #db: DatabaseSync;
  readonly #settled: (committed: boolean) => void;
  readonly #afterwards: () => void;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;

  /** `settled` runs after every commit or rollback, before anyone is told; `afterwards` when all were told. */
  constructor(db: DatabaseSync, hooks: { settled: (committed: boolean) => void; afterwards: () => void }) {
    this.#db = db;
    this.#settled = hooks.settled;
    this.#afterwards = hooks.afterwards;
  }

  /** Resolves once the plan's writing is on disk; rejects with what the plan threw, or `TableBusy` when the disk refused. */
  submit<T>(plan: Plan<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new TableBusy('the store is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ plan, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      // The next macrotask: everything that this turn of the event loop asks for joins the group.
      setImmediate(() => this.flush());
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    let outcomes: (() => void)[];
    try {
      this.#db.exec('BEGIN');
      outcomes = group.map(attempt);
      this.#db.exec('COMMIT');
      this.commits += 1;
    } catch (error) {
      this.#rollBack(group, error);
      return;
    }
    this.#settled(true);
    // Refusals too are told only now: they may rest on a write of the same group, which until here could fail.
    for (const tell of outcomes) tell();
    this.#afterwards();
  }

  close(): void {
    this.flush();
    this.#closed = true;
  }

  #rollBack(group: Waiting[], cause: unknown): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    } catch {
      // A transaction that stays open refuses every later group as well; the callers below still have to hear of this one.
    }
    this.#settled(false);
    const busy = new TableBusy('the store could not commit; nothing of this was written', { cause });
    for (const { reject } of group) reject(busy);
  }
}

function attempt({ plan, resolve, reject }: Waiting): () => void {
  let writing: () => unknown;
  try {
    writing = plan();
  } catch (refusal) {
    return () => reject(refusal);
  }
  const value = writing() as never;
  return () => resolve(value);
}
