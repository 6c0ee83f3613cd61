/** Where outcomes lie: in the partition of their event, which a report reads as a whole. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { outcomeKey } from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { Outcome } from './outcome.ts';

/** One round trip. */
export async function readOutcome(
  table: Table,
  eventId: string,
  meetingId: string,
): Promise<Stored<Outcome> | undefined> {
  return storedFrom<Outcome>(await table.get(outcomeKey(eventId, meetingId)));
}

/** What to write so that `after` takes the place of `before` (nothing, for the first word on a meeting). One action. */
export function outcomeWrites(after: Outcome, before: Stored<Outcome> | undefined, stamp: Stamp): Action[] {
  const key = outcomeKey(after.eventId, after.meetingId);
  const item = itemOf(key, {}, after, (before?.version ?? 0) + 1, stamp);
  return [{ do: 'put', item, when: before ? { is: 'version', version: before.version } : { is: 'absent' } }];
}
