/** Where follow-up tasks lie: beside their event, in the order in which they were set; and over all events, by their last day. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  eventKey,
  followUpKey,
  followUpPrefix,
  followUpsIn,
  followUpsOf,
  participantKey,
} from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { Event } from './event.ts';
import type { Participant } from './participant.ts';
import type { FollowUp } from './follow-up.ts';

/** One round trip. */
export async function readFollowUp(
  table: Table,
  eventId: string,
  id: string,
): Promise<Stored<FollowUp> | undefined> {
  return storedFrom<FollowUp>(await table.get(followUpKey(eventId, id)));
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function followUpWrites(
  after: FollowUp,
  before: Stored<FollowUp> | undefined,
  stamp: Stamp,
): Action[] {
  const { organizationId } = after;
  const isDone = after.doneOn !== undefined;
  const byDay = `${after.dueOn}#${after.id}`;
  const placement = {
    listPk: followUpsIn(after.regionCode.slice(0, 2), isDone),
    listSk: byDay,
    ...(organizationId === undefined ? {} : { ownerPk: followUpsOf(organizationId, isDone), ownerSk: byDay }),
  };
  return [
    {
      do: 'put',
      item: itemOf(followUpKey(after.eventId, after.id), placement, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/** The tasks of an event, the oldest first, that `keep` lets through. One query a page. */
export function listFollowUps<T>(
  table: Table,
  eventId: string,
  page: PageRequest,
  keep: (stored: Stored<FollowUp>) => T | undefined,
): Promise<Page<T>> {
  const { pk } = eventKey(eventId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: followUpPrefix }),
    (item) => {
      const stored = storedFrom<FollowUp>(item);
      return stored && keep(stored);
    },
  );
}

/** The tasks of an organization, or of all events in a province, that are done or not, by their last day. One query a page. */
export function listFollowUpsByDay<T>(
  table: Table,
  wanted: { organizationId: string } | { province: string },
  isDone: boolean,
  page: PageRequest,
  keep: (task: FollowUp) => T | undefined,
): Promise<Page<T>> {
  const [index, pk] =
    'province' in wanted
      ? (['list', followUpsIn(wanted.province, isDone)] as const)
      : (['owner', followUpsOf(wanted.organizationId, isDone)] as const);
  return fillPage(
    page,
    index,
    (part) => table.query({ ...part, index, pk }),
    (item) => {
      const stored = storedFrom<FollowUp>(item);
      return stored && keep(stored.value);
    },
  );
}

/** What the events of tasks are called, and whose they are, in their order. One batch read. */
export async function namesBehind(
  table: Table,
  tasks: readonly FollowUp[],
): Promise<{ eventName: string; organizationName: string | undefined }[]> {
  const keys = tasks.flatMap(({ eventId, organizationId }) => [
    eventKey(eventId),
    participantKey(eventId, organizationId ?? ''),
  ]);
  const items = await table.getMany(keys);
  return tasks.map((_, at) => ({
    eventName: storedFrom<Event>(items[2 * at])?.value.name ?? '',
    organizationName: storedFrom<Participant>(items[2 * at + 1])?.value.name,
  }));
}
