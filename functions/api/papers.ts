/** What everything that people hold is made of: an event's day as the caller may see it, read at once. */
import { slotTimes, viewEvent, type Event, type EventView } from '../../shared/events/event.ts';
import { readParticipants, readParticipantsBy, readSheets } from '../../shared/events/event-store.ts';
import { viewMeeting, type Meeting, type MeetingView } from '../../shared/events/meeting.ts';
import { isOfParty, type Titles } from '../../shared/events/paper.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { offerKey, potentialKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { notFound, type Ask } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { partyResource } from './participants.ts';

/** The day of a whole event, or of one party (`whose`). */
export type Papers = {
  event: EventView;
  seating: NonNullable<Event['seating']>;
  whose: Participant | undefined;
  /** Everybody who takes part or took part; of one party's day, itself and whom it meets. */
  parties: Participant[];
  meetings: MeetingView[];
  titles: Titles;
};

type AnyAsk = Ask<unknown, unknown, unknown>;

/**
 * The papers that a caller asks for: of one organization, else its own, and of an office the whole. Refuses (404) a stranger and
 * whoever asks for another's; what is not published yet is empty for a party. Two round trips, of four reads.
 */
export async function papersFor(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller' | 'permit'>,
  eventId: string,
  organizationId: string | undefined,
): Promise<Papers> {
  const [{ event, resource }, meetings] = await Promise.all([
    existingEvent(table, ask, eventId),
    readMeetings(table, eventId),
  ]);
  const isOffice = ask.may('updateEvent', resource);
  const whose = organizationId ?? (isOffice ? undefined : ask.caller.organizationId);
  const isShown = isOffice || event.value.publishedAt !== undefined;
  const papers = await assembled(table, event.value, isShown ? meetings : [], whose);
  ask.permit(papers.whose === undefined ? resource : partyResource(event.value, papers.whose));
  return papers;
}

/** All meetings of an event, cancelled ones too. One round trip. */
export async function readMeetings(table: Table, eventId: string): Promise<Meeting[]> {
  return meetingsOn(await readSheets(table, eventId));
}

/** The papers of an event, or of one of its parties (404 when it never was one). One round trip, of two reads. */
export async function assembled(
  table: Table,
  event: Event,
  all: readonly Meeting[],
  whose: string | undefined,
): Promise<Papers> {
  const meetings = whose === undefined ? all : all.filter((meeting) => isOfParty(meeting, whose));
  const [parties, titles] = await Promise.all([
    whose === undefined
      ? readParticipants(table, event.id, { withdrawn: true })
      : readParticipantsBy(table, event.id, partiesOf(whose, meetings)),
    readTitles(table, meetings),
  ]);
  const known = parties.flatMap((stored) => stored?.value ?? []);
  const own = known.find(({ organizationId }) => organizationId === whose);
  if (whose !== undefined && own === undefined) throw notFound();
  const names = new Map(known.map(({ organizationId, name }) => [organizationId, name]));
  const times = slotTimes(event);
  return {
    event: viewEvent(event),
    seating: event.seating ?? {},
    whose: own,
    parties: known,
    meetings: meetings.map((meeting) => viewMeeting(meeting, times, names)),
    titles,
  };
}

const partiesOf = (whose: string, meetings: readonly Meeting[]): string[] => [
  ...new Set([whose, ...meetings.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId])]),
];

/** Titles of the offers and potentials that the meetings are about. One round trip for every hundred of them, none without. */
async function readTitles(table: Table, meetings: readonly Meeting[]): Promise<Titles> {
  const offers = new Set(meetings.flatMap(({ offerId }) => offerId ?? []));
  const potentials = new Set(meetings.flatMap(({ potentialId }) => potentialId ?? []));
  const keys = [...[...offers].map(offerKey), ...[...potentials].map(potentialKey)];
  if (keys.length === 0) return new Map();
  const items = await table.getMany(keys);
  const found = [
    ...items.slice(0, offers.size).map(offerFrom),
    ...items.slice(offers.size).map(potentialFrom),
  ];
  return new Map(found.flatMap((stored) => (stored ? [[stored.value.id, stored.value.title]] : [])));
}
