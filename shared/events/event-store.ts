/** Where events lie: everything of one in one partition; listed by its province, and by whoever takes part. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  eventKey,
  eventsIn,
  participantKey,
  participantPrefix,
  participationsOf,
  planKey,
  sheetKey,
  sheetPrefix,
} from '../table/keys.ts';
import type { Action, Item, Key, QueryResult, Table } from '../table/table.ts';
import { MOST_SLOTS, type Event } from './event.ts';
import type { Sheet } from './meeting.ts';
import { isTakingPart, type Participant } from './participant.ts';
import type { StoredPlan } from './schedule.ts';

/** Items read in one round trip where all of them are wanted. */
const READ_AT_ONCE = 1000;

/** An event, and one organization as its participant if it is one (withdrawn ones included). One round trip. */
export async function readEventWith(
  table: Table,
  id: string,
  organizationId: string | undefined,
): Promise<{ event: Stored<Event> | undefined; participant: Stored<Participant> | undefined }> {
  const keys = [eventKey(id), ...(organizationId === undefined ? [] : [participantKey(id, organizationId)])];
  const [event, participant] = await table.getMany(keys);
  return { event: storedFrom<Event>(event), participant: storedFrom<Participant>(participant) };
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function eventWrites(after: Event, before: Stored<Event> | undefined, stamp: Stamp): Action[] {
  const placement = {
    listPk: eventsIn(after.regionCode.slice(0, 2)),
    // Instants come with and without fractions of a second: one form of them sorts.
    listSk: `${new Date(after.startsAt).toISOString()}#${after.id}`,
  };
  return [put(eventKey(after.id), placement, after, before?.version, stamp)];
}

/** What to write to take an event away; a tombstone in no index stays, which tells who took it away, when and where. One action. */
export function eventRemoval(before: Stored<Event>, stamp: Stamp): Action[] {
  const { version } = before;
  const { id, regionCode } = before.value;
  return [
    {
      do: 'put',
      item: { ...eventKey(id), version: version + 1, changed: stamp, regionCode },
      when: { is: 'version', version },
    },
  ];
}

/**
 * Events of a province, the latest first, that start between two moments (inclusive) and that `keep` lets through.
 * One query a page.
 */
export function listEventsIn<T>(
  table: Table,
  province: string,
  { from, until }: { from: Date; until: Date },
  page: PageRequest,
  keep: (stored: Stored<Event>) => T | undefined,
): Promise<Page<T>> {
  // `~` sorts behind every id.
  const between: [string, string] = [from.toISOString(), `${until.toISOString()}#~`];
  return fillPage(
    page,
    'list',
    (part) => table.query({ ...part, index: 'list', pk: eventsIn(province), between, descending: true }),
    (item) => {
      const stored = storedFrom<Event>(item);
      return stored && keep(stored);
    },
  );
}

/** The events that an organization takes part in, the latest set up first, that `keep` lets through. Two round trips a page. */
export function listEventsOf<T>(
  table: Table,
  organizationId: string,
  page: PageRequest,
  keep: (stored: Stored<Event>) => T | undefined,
): Promise<Page<T>> {
  const found = new Map<string, Stored<Event>>();
  return fillPage(
    page,
    'owner',
    async (part) => {
      const pk = participationsOf(organizationId);
      const result = await table.query({ ...part, index: 'owner', pk, descending: true });
      const ids = result.items.flatMap((item) => storedFrom<Participant>(item)?.value.eventId ?? []);
      const events = ids.length === 0 ? [] : await table.getMany(ids.map(eventKey));
      for (const item of events) {
        const stored = storedFrom<Event>(item);
        if (stored) found.set(stored.value.id, stored);
      }
      return result;
    },
    (item) => {
      const participant = storedFrom<Participant>(item)?.value;
      const stored = participant && isTakingPart(participant) ? found.get(participant.eventId) : undefined;
      return stored && keep(stored);
    },
  );
}

/** One round trip. One that withdrew is given too. */
export async function readParticipant(
  table: Table,
  eventId: string,
  organizationId: string,
): Promise<Stored<Participant> | undefined> {
  return storedFrom<Participant>(await table.get(participantKey(eventId, organizationId)));
}

/** In the order of `organizationIds`, those that withdrew included. One round trip for every hundred. */
export async function readParticipantsBy(
  table: Table,
  eventId: string,
  organizationIds: readonly string[],
): Promise<(Stored<Participant> | undefined)[]> {
  const keys = organizationIds.map((organizationId) => participantKey(eventId, organizationId));
  return (await table.getMany(keys)).map(storedFrom<Participant>);
}

/** All that take part, by id; `withdrawn` gives those that withdrew as well. A round trip for each megabyte or thousand. */
export async function readParticipants(
  table: Table,
  eventId: string,
  { withdrawn = false }: { withdrawn?: boolean } = {},
): Promise<Stored<Participant>[]> {
  const items = await queryAll(table, eventKey(eventId).pk, participantPrefix);
  return items.flatMap((item) => {
    const stored = storedFrom<Participant>(item);
    return stored && (withdrawn || isTakingPart(stored.value)) ? [stored] : [];
  });
}

/** Those that take part, in the order of their ids, that `keep` lets through. One query a page. */
export function listParticipants<T>(
  table: Table,
  eventId: string,
  page: PageRequest,
  keep: (stored: Stored<Participant>) => T | undefined,
): Promise<Page<T>> {
  const { pk } = eventKey(eventId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: participantPrefix }),
    (item) => {
      const stored = storedFrom<Participant>(item);
      return stored && isTakingPart(stored.value) ? keep(stored) : undefined;
    },
  );
}

/** What to write so that `after` takes the place of `before` (nothing, for one who was never there). One action. */
export function participantWrites(
  after: Participant,
  before: Stored<Participant> | undefined,
  stamp: Stamp,
): Action[] {
  const { eventId, organizationId } = after;
  const placement = { ownerPk: participationsOf(organizationId), ownerSk: eventId };
  return [put(participantKey(eventId, organizationId), placement, after, before?.version, stamp)];
}

/** The sheets of all slots that ever held a meeting, slot 1 first. A round trip for each megabyte. */
export async function readSheets(table: Table, eventId: string): Promise<Stored<Sheet>[]> {
  const items = await queryAll(table, eventKey(eventId).pk, sheetPrefix);
  return items.flatMap((item) => storedFrom<Sheet>(item) ?? []);
}

/** An unwritten sheet: version 0, so that {@link sheetWrites} asks for its absence. */
export const emptySheet = (slot: number): Stored<Sheet> => ({ value: { slot, meetings: [] }, version: 0 });

/** What to write so that a sheet holds `meetings`. One action; it fails when anybody has changed the sheet since. */
export function sheetWrites(
  eventId: string,
  before: Stored<Sheet>,
  meetings: Sheet['meetings'],
  stamp: Stamp,
): Action[] {
  const { slot } = before.value;
  if (slot < 1 || slot > MOST_SLOTS) throw new Error(`there is no slot ${slot}`);
  const version = before.version === 0 ? undefined : before.version;
  return [put(sheetKey(eventId, slot), {}, { slot, meetings }, version, stamp)];
}

/** That a sheet is still as it was read: for who decides on all slots and leaves this one as it is. One action. */
export function sheetStands(eventId: string, { value, version }: Stored<Sheet>): Action {
  const when = version === 0 ? ({ is: 'absent' } as const) : ({ is: 'version', version } as const);
  return { do: 'check', key: sheetKey(eventId, value.slot), when };
}

/** What is kept of the latest plan. One round trip. */
export async function readPlan(table: Table, eventId: string): Promise<StoredPlan | undefined> {
  return storedFrom<StoredPlan>(await table.get(planKey(eventId)))?.value;
}

/** What to write to keep a plan. One action without a condition of its own: it goes with the event, whose version guards it. */
export function planWrites(eventId: string, plan: StoredPlan, stamp: Stamp): Action[] {
  return [{ do: 'put', item: itemOf(planKey(eventId), {}, plan, 1, stamp) }];
}

function put(
  key: Key,
  placement: Partial<Item>,
  value: object,
  version: number | undefined,
  stamp: Stamp,
): Action {
  return {
    do: 'put',
    item: itemOf(key, placement, value, (version ?? 0) + 1, stamp),
    when: version === undefined ? { is: 'absent' } : { is: 'version', version },
  };
}

/** All items of a partition, or those whose sort key begins so. A round trip for each megabyte or thousand. */
export async function queryAll(table: Table, pk: string, beginsWith?: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: QueryResult['next'] | undefined;
  do {
    const found = await table.query({
      pk,
      ...(beginsWith === undefined ? {} : { beginsWith }),
      limit: READ_AT_ONCE,
      ...(after ? { after } : {}),
    });
    items.push(...found.items);
    after = found.next;
  } while (after);
  return items;
}
