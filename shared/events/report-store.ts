/** All that is kept of an event, in one reading of its partition. */
import { storedFrom } from '../stored.ts';
import {
  eventKey,
  followUpPrefix,
  outcomePrefix,
  participantPrefix,
  planKey,
  sheetPrefix,
} from '../table/keys.ts';
import type { Item, Table } from '../table/table.ts';
import type { Event } from './event.ts';
import { queryAll } from './event-store.ts';
import type { FollowUp } from './follow-up.ts';
import type { Sheet } from './meeting.ts';
import type { Outcome } from './outcome.ts';
import type { Participant } from './participant.ts';
import type { Kept } from './report.ts';
import type { StoredPlan } from './schedule.ts';

/** What a report is made of. A round trip for each megabyte: two for 365 cooperatives. */
export async function readKept(table: Table, event: Event): Promise<Kept> {
  const items = await queryAll(table, eventKey(event.id).pk);
  const plan = items.find(({ sk }) => sk === planKey(event.id).sk);
  return {
    event,
    participants: valuesIn<Participant>(items, participantPrefix),
    meetings: valuesIn<Sheet>(items, sheetPrefix).flatMap(({ meetings }) => meetings),
    outcomes: valuesIn<Outcome>(items, outcomePrefix),
    tasks: valuesIn<FollowUp>(items, followUpPrefix),
    unplaced: storedFrom<StoredPlan>(plan)?.value.unplaced ?? [],
  };
}

function valuesIn<T>(items: readonly Item[], prefix: string): T[] {
  return items.flatMap((item) => (item.sk.startsWith(prefix) ? (storedFrom<T>(item)?.value ?? []) : []));
}
