/** What the operations of an event's day read before they decide: a meeting with its event, its sheets and its parties. */
import { slotTimes, type Event } from '../../shared/events/event.ts';
import { readParticipantsBy, readSheets } from '../../shared/events/event-store.ts';
import { viewMeeting, type Meeting, type MeetingView, type Sheet } from '../../shared/events/meeting.ts';
import type { Day, Obstacle } from '../../shared/events/obstacles.ts';
import { sides, type Participant } from '../../shared/events/participant.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { notFound, type Ask } from './endpoint.ts';
import { existingEvent } from './events.ts';
import type { Resource } from './policy.ts';

type AnyAsk = Ask<unknown, unknown, unknown>;

/** A meeting with everything that its rules look at. */
export type FoundMeeting = {
  event: Stored<Event>;
  sheets: Stored<Sheet>[];
  meeting: Meeting;
  parties: Stored<Participant>[];
  day: Day;
  resource: Resource;
};

/** What the policy needs to know of a meeting: its two parties, once they may know of it, and the office of its event. */
export function meetingResource(
  event: Event,
  { cooperativeId, buyerId }: Pick<Meeting, 'cooperativeId' | 'buyerId'>,
): Resource {
  const owners = event.publishedAt === undefined ? [] : [cooperativeId, buyerId];
  return { owners, regionCode: event.regionCode, open: false };
}

/** A meeting of an event, or a refusal (404). Two round trips, one after the other: event beside sheets, then the parties. */
export async function existingMeeting(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller'>,
  { eventId, meetingId }: { eventId: string; meetingId: string },
): Promise<FoundMeeting> {
  const [{ event }, sheets] = await Promise.all([
    existingEvent(table, ask, eventId),
    readSheets(table, eventId),
  ]);
  const all = meetingsOn(sheets);
  const meeting = all.find(({ id }) => id === meetingId);
  if (!meeting) throw notFound();
  const resource = meetingResource(event.value, meeting);
  if (!ask.may('getMeeting', resource)) throw notFound();
  const read = await readParticipantsBy(table, eventId, [meeting.cooperativeId, meeting.buyerId]);
  const parties = read.flatMap((party) => party ?? []);
  const day = { event: event.value, meetings: all, participants: byId(parties) };
  return { event, sheets, meeting, parties, day, resource };
}

/** The day with the names of those who are in the way. A round trip for every hundred; none when nobody is. */
export async function withNames(
  table: Table,
  { event, day }: Pick<FoundMeeting, 'event' | 'day'>,
  obstacles: readonly Obstacle[],
): Promise<Day> {
  const ids = new Set(obstacles.flatMap(({ meetingId }) => meetingId ?? []));
  const parties = day.meetings
    .filter(({ id }) => ids.has(id))
    .flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]);
  const unknown = [...new Set(parties)].filter((id) => !day.participants.has(id));
  if (unknown.length === 0) return day;
  const read = await readParticipantsBy(table, event.value.id, unknown);
  return {
    ...day,
    participants: new Map([...day.participants, ...byId(read.flatMap((party) => party ?? []))]),
  };
}

/** Participants by their ids. */
export const byId = (parties: readonly Stored<Participant>[]): Map<string, Participant> =>
  new Map(parties.map(({ value }) => [value.organizationId, value]));

/** The meeting as the caller sees it: each side its own reason, the organizer both. */
export function shownTo(
  ask: AnyAsk,
  { event, day, resource }: Pick<FoundMeeting, 'event' | 'day' | 'resource'>,
  meeting: Meeting,
): MeetingView {
  const names = new Map([...day.participants].map(([id, { name }]) => [id, name]));
  const reasonsOf = sides.filter(
    (side) => meeting[`${side}Id`] === ask.caller.organizationId || ask.may('moveMeeting', resource),
  );
  return viewMeeting(meeting, slotTimes(event.value), names, reasonsOf);
}
