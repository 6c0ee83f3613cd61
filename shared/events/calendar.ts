/** The calendar of one party at an event, or of its desk: meetings under ids that never change, moves and cancellations included. */
import { icalendar, type Property } from '../icalendar.ts';
import { dayInWords, hourOf, jamOf, zoneName } from '../local-time.ts';
import type { EventView } from './event.ts';
import type { MeetingView } from './meeting.ts';
import { isOfParty, partnerOf, topicsOf, type Titles } from './paper.ts';
import type { Participant } from './participant.ts';

type Party = Pick<Participant, 'organizationId' | 'withdrawnAt' | 'updatedAt'>;

/** How often an app may ask for news: a schedule changes while the hall is full. RFC 7986 5.7. */
const REFRESH_EVERY = 'PT15M';

/**
 * The calendar as text: a party's, or of the desk (`whose` is undefined) that of all tables. `meetings` may be those of everybody: only the
 * party's are taken, and of the cancelled ones those that it may have seen, which is after publishing. The same input gives the same bytes. An event that is no temu bisnis has no meetings and stands
 * in the calendar itself.
 */
export function calendarOf(
  event: EventView,
  whose: Party | undefined,
  meetings: readonly MeetingView[],
  titles: Titles,
): string {
  const { publishedAt } = event;
  const organizationId = whose?.organizationId;
  const wasSeen = ({ state, changedAt }: MeetingView) =>
    state !== 'cancelled' || (publishedAt !== undefined && Date.parse(changedAt) >= Date.parse(publishedAt));
  const isOwn = (meeting: MeetingView) => organizationId === undefined || isOfParty(meeting, organizationId);
  const own = meetings.filter((meeting) => isOwn(meeting) && wasSeen(meeting));
  const entries =
    event.kind === 'business-matching'
      ? own.map((meeting) => meetingEntry(event, organizationId, meeting, titles))
      : [eventEntry(event, whose)];
  return icalendar(
    [
      ['PRODID', { word: '-//Titik Temu//Temu Bisnis 1.0//ID' }],
      ['CALSCALE', { word: 'GREGORIAN' }],
      // A published calendar tells of cancellations by the status of each entry (RFC 5546 3.2.1); CANCEL is for invitations.
      ['METHOD', { word: 'PUBLISH' }],
      ['NAME', { text: event.name }],
      ['X-WR-CALNAME', { text: event.name }],
      ['REFRESH-INTERVAL;VALUE=DURATION', { word: REFRESH_EVERY }],
      ['X-PUBLISHED-TTL', { word: REFRESH_EVERY }],
    ],
    entries,
  );
}

const CANCELLED = 'BATAL/CANCELLED: ';

/** Why the whole event was called off; nothing where it was not. */
const whyCancelled = ({ cancellationReason }: EventView): string[] =>
  cancellationReason === undefined ? [] : [`Acara dibatalkan/Event cancelled: ${cancellationReason}`];

function meetingEntry(
  event: EventView,
  organizationId: string | undefined,
  meeting: MeetingView,
  titles: Titles,
): Property[] {
  const { id, table, startsAt, endsAt, state } = meeting;
  const who =
    organizationId === undefined
      ? `${meeting.buyerName} – ${meeting.cooperativeName}`
      : partnerOf(meeting, organizationId);
  const isCancelled = state === 'cancelled';
  return [
    ...identity(id, later(meeting.changedAt, event.updatedAt), meeting.sequence + event.sequence),
    ['DTSTART', { at: startsAt }],
    ['DTEND', { at: endsAt }],
    ['SUMMARY', { text: isCancelled ? `${CANCELLED}${who}` : `Meja/Table ${table}: ${who}` }],
    ['LOCATION', { text: `${event.venue}, meja/table ${table}` }],
    ['DESCRIPTION', { text: describe(event, meeting, titles) }],
    [
      'STATUS',
      { word: isCancelled ? 'CANCELLED' : isAgreed(meeting, organizationId) ? 'CONFIRMED' : 'TENTATIVE' },
    ],
    ['TRANSP', { word: isCancelled ? 'TRANSPARENT' : 'OPAQUE' }],
  ];
}

/** For who withdrew it is off: the stamp says that this is newer, since nobody else's entry changes. */
function eventEntry(event: EventView, whose: Party | undefined): Property[] {
  const isCancelled = event.cancelledAt !== undefined || whose?.withdrawnAt !== undefined;
  const changedAt = later(event.updatedAt, whose?.updatedAt ?? event.updatedAt);
  const description = [...whyCancelled(event), ...(event.description ? [event.description] : [])].join('\n');
  return [
    ...identity(event.id, changedAt, event.sequence),
    ['DTSTART', { at: event.startsAt }],
    ['DTEND', { at: event.endsAt }],
    ['SUMMARY', { text: `${isCancelled ? CANCELLED : ''}${event.name}` }],
    ['LOCATION', { text: event.venue }],
    ...(description === '' ? [] : [['DESCRIPTION', { text: description }] as const]),
    ['STATUS', { word: isCancelled ? 'CANCELLED' : 'CONFIRMED' }],
    ['TRANSP', { word: isCancelled ? 'TRANSPARENT' : 'OPAQUE' }],
  ];
}

/** What tells an app which entry it is and whether it is newer. The stamp is that of the last change, so that nothing depends on the clock. */
function identity(id: string, changedAt: string, sequence: number): Property[] {
  return [
    ['UID', { word: `${id}@titik-temu` }],
    ['DTSTAMP', { at: changedAt }],
    ['LAST-MODIFIED', { at: changedAt }],
    ['SEQUENCE', { count: sequence }],
  ];
}

function describe(event: EventView, meeting: MeetingView, titles: Titles): string {
  const { startsAt, endsAt, slot, buyerName, cooperativeName } = meeting;
  const zone = event.timeZone;
  const { wanted, offered } = topicsOf(meeting, titles);
  return [
    event.name,
    ...(meeting.cancelledBecause === 'event-cancelled' ? whyCancelled(event) : []),
    `${dayInWords(startsAt, zone)}, ${jamOf(startsAt, zone)}–${jamOf(endsAt, zone)} ${zoneName(zone)}, sesi ${slot}`,
    `${dayInWords(startsAt, zone, 'en')}, ${hourOf(startsAt, zone)}–${hourOf(endsAt, zone)} ${zoneName(zone)}, slot ${slot}`,
    `Pembeli/Buyer: ${buyerName}`,
    ...(wanted === undefined ? [] : [`Penawaran/Offer: ${wanted}`]),
    `Koperasi/Cooperative: ${cooperativeName}`,
    ...(offered === undefined ? [] : [`Potensi/Potential: ${offered}`]),
  ].join('\n');
}

/** Whether the party itself, for the desk both, has said yes, or the meeting took place: until then it must not look as if it had. */
function isAgreed(
  { answers, cooperativeId, state }: MeetingView,
  organizationId: string | undefined,
): boolean {
  if (state === 'held') return true;
  const { cooperative, buyer } = answers;
  if (organizationId === undefined) return cooperative === 'accepted' && buyer === 'accepted';
  return (cooperativeId === organizationId ? cooperative : buyer) === 'accepted';
}

const later = (one: string, other: string): string => (Date.parse(one) >= Date.parse(other) ? one : other);
