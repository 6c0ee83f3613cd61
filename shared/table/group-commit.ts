/**
 * Group commit: writes asked for at the same time share one SQLite transaction and one wait for the disk.
 * A single writer waits a disk's sync for each write; sixty-four callers wait for the same one.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import type { DatabaseSync } from 'node:sqlite';
import { TableBusy } from './table.ts';

/** Reads what it needs and throws to refuse; gives back the writing, which may not refuse any more. */
export type Plan<T> = () => () => T;

type Waiting = { plan: Plan<unknown>; resolve: (value: never) => void; reject: (error: unknown) => void };

/** A group is kept open for at most this long while every turn of the event loop brings something new. */
const LONGEST_OPEN_MS = 5;

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
      this.#flushWhenQuiet(performance.now());
    });
  }

  /**
   * Commits after the first turn of the event loop in which nothing came in: a commit stops the loop until the disk has it, and the
   * loop takes one new connection a turn. Whoever is at the door is let in first, and what they write joins the group.
   */
  #flushWhenQuiet(since: number, seen = eventsSoFar()): void {
    setImmediate(() => {
      const events = eventsSoFar();
      if (events === seen || performance.now() - since > LONGEST_OPEN_MS) this.flush();
      else this.#flushWhenQuiet(since, events);
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

/** How many events the event loop has handed out: connections, bytes, finished work. */
const eventsSoFar = (): number => performance.nodeTiming.uvMetricsInfo.events;

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
