/** On one machine, erasures that were cut short are gone on with, and what was erased is taken out of the store's file as well. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { compactedUntil, lastDone, noteCompacted, openErasures } from '../../shared/persons/erasure-store.ts';
import type { SqliteTable } from '../../shared/table/sqlite-table.ts';
import { erase } from '../changes/persons.ts';
import { dropTaken } from './change-loop.ts';
import { repeated, type Repeated } from './repeated.ts';

/**
 * Looks every so many seconds: works off what is still open, then, once the change feed no longer holds what was erased, compacts the
 * file, once for all that was done since the last time. A look costs two queries, nothing else while there is nothing to do.
 */
export function startForgetting(table: SqliteTable, clock: Clock, log: Log, everySeconds: number): Repeated {
  /** What was the newest change when an erasure was first seen to be done: the feed must have got beyond it. */
  let seen: { done: string; change: string | null } | undefined;

  const look = async (): Promise<void> => {
    for (const { value } of await openErasures(table)) await erase(table, value.id, clock);
    const done = await lastDone(table);
    if (done === undefined || done <= ((await compactedUntil(table)) ?? '')) return;
    if (seen?.done !== done) seen = { done, change: await table.changes.last() };
    await dropTaken(table);
    const [oldest] = await table.changes.read(null, 1);
    if (oldest && oldest.id <= (seen.change ?? '')) return;
    const began = clock().getTime();
    if (!(await table.compact())) {
      log.error('the store is too large to be written anew; see the runbook: erased remains', { done });
    } else log.info('what was erased is out of the file', { ms: clock().getTime() - began });
    await noteCompacted(table, done);
  };

  return repeated(look, { everyMs: 1000 * Math.max(0.1, everySeconds) }, (error) =>
    log.error('what was erased could not be taken out of the file; trying again', { error }),
  );
}
