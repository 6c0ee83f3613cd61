/** What those who take part in an event are told of it: invited, published, and what becomes of a published meeting. Pure: words. */
import { dateOf, hourOf, jamOf, momentSaid, zoneName } from '../local-time.ts';
import type { Notice } from '../notices/notice.ts';
import { zoneAt } from '../regions/region-code.ts';
import type { Wording } from '../wording.ts';
import { slotTimes, type Event } from './event.ts';
import { takesSeat, type Meeting } from './meeting.ts';
import { isTakingPart, sides, type Participant } from './participant.ts';
import type { MeetingChange } from './schedule-changes.ts';

/** A notice without the one who is told. */
export type News = Omit<Notice, 'id' | 'organizationId'>;

/** As many of its meetings as the notice of a schedule lists; the schedule has them all. */
const MOST_LISTED = 5;

/** The last moment of an event: what is over is put right without a word. */
export const isOver = (event: Event, now: Date): boolean =>
  slotTimes(event).at(-1)!.endsAt < now.toISOString();

/** When an event begins, as the clocks at its place say it. */
export const startOf = ({ startsAt, regionCode }: Event): Wording => momentSaid(startsAt, zoneAt(regionCode));

/** To whom the office entered: the first it hears of the event. Nothing for who stood at the desk, and nothing once it is over. */
export function invitedNews(event: Event, { invitedAt, walkIn }: Participant, now: Date): News | undefined {
  if (walkIn === true || isOver(event, now)) return undefined;
  const { id, name, venue } = event;
  const start = startOf(event);
  return {
    kind: 'event-invited',
    at: invitedAt,
    about: { eventId: id },
    text: {
      id: `Anda diundang ke “${name}”: ${start.id} di ${venue}`,
      en: `You are invited to “${name}”: ${start.en} at ${venue}`,
    },
  };
}

/** To one of those who take part, when the schedule is published: its `own` meetings, in the order of time. `names` by organization. */
export function publishedNews(
  event: Event,
  organizationId: string,
  own: readonly Meeting[],
  names: ReadonlyMap<string, string>,
): News {
  const seated = own.filter(takesSeat).toSorted((a, b) => a.slot - b.slot || a.table - b.table);
  const listed = seated.slice(0, MOST_LISTED);
  const whens = whensSaid(event, listed);
  const items = listed.map((meeting, at): Wording => {
    const partner = partnerIn(meeting, organizationId, names);
    return {
      id: `${whens[at]!.id}, meja ${meeting.table}, dengan ${partner}`,
      en: `${whens[at]!.en}, table ${meeting.table}, with ${partner}`,
    };
  });
  const more = seated.length - listed.length;
  if (more > 0)
    items.push({ id: `dan ${more} lagi; lihat jadwal`, en: `and ${more} more; look at the schedule` });
  const text =
    seated.length === 0
      ? {
          id: `Jadwal “${event.name}” sudah terbit: belum ada pertemuan untuk Anda; tanyakan kepada panitia`,
          en: `The schedule of “${event.name}” is published: there is no meeting for you yet; ask the organizer`,
        }
      : {
          id: `Jadwal “${event.name}” sudah terbit, ${seated.length} pertemuan untuk Anda: ${items.map(({ id }) => id).join('; ')}`,
          en: `The schedule of “${event.name}” is published, ${seated.length} ${seated.length === 1 ? 'meeting' : 'meetings'} for you: ${items.map(({ en }) => en).join('; ')}`,
        };
  return { kind: 'event-published', at: event.publishedAt!, about: { eventId: event.id }, text };
}

/** Each meeting's time: the day where it is another one than before, else the hour alone. */
function whensSaid(event: Event, meetings: readonly Meeting[]): Wording[] {
  const zone = zoneAt(event.regionCode);
  let day = '';
  return meetings.map(({ slot }) => {
    const at = timeOf(event, slot);
    const before = day;
    day = dateOf(at, zone);
    if (day !== before) return momentSaid(at, zone);
    return { id: `${jamOf(at, zone)} ${zoneName(zone)}`, en: `${hourOf(at, zone)} ${zoneName(zone)}` };
  });
}

/** Why a published meeting does not take place, for both: never more than who may know it is told, and no reasons. */
const whyCancelled: { [Because in NonNullable<Meeting['cancelledBecause']>]?: Wording } = {
  declined: { id: 'pihak lain tidak bersedia', en: 'the other side declines' },
  'no-show': { id: 'salah satu pihak tidak datang', en: 'one side has not come' },
  late: { id: 'salah satu pihak datang terlambat', en: 'one side comes late' },
  replanned: { id: 'jadwal disusun ulang', en: 'the schedule was planned anew' },
  withdrawn: { id: 'pihak lain mengundurkan diri', en: 'the other side has withdrawn' },
};

/** Whether the change of a published meeting is said to people: not what is over, nor called off with its event, nor that it was held. */
export const isToldInWords = (event: Event, { was, is }: MeetingChange, now: Date): boolean =>
  event.cancelledAt === undefined &&
  (slotTimes(event)[is.slot - 1]?.endsAt ?? '') >= now.toISOString() &&
  changeSaid(event, was, is) !== undefined;

/**
 * What the two of a published meeting are told of its change, where that is told in words: another time, table or partner, cancelled,
 * taken up again. Nobody is told of what itself declined or withdrew from. `parties`: both as participants, those that withdrew included.
 */
export function meetingNews(
  event: Event,
  { was, is }: MeetingChange,
  parties: ReadonlyMap<string, Participant>,
): { organizationId: string; news: News }[] {
  const said = changeSaid(event, was, is);
  if (said === undefined) return [];
  const names = new Map([...parties].map(([id, { name }]) => [id, name]));
  return sides.flatMap((side) => {
    const organizationId = is[`${side}Id`];
    const party = parties.get(organizationId);
    const isOwnWord = is.cancelledBecause === 'declined' && is.answers[side] === 'declined';
    if (party === undefined || !isTakingPart(party) || isOwnWord) return [];
    const text = said(partnerIn(is, organizationId, names));
    const about = { eventId: event.id, meetingId: is.id };
    return [{ organizationId, news: { kind: 'meeting-changed', at: is.changedAt, about, text } }];
  });
}

/** The sentence about a change, given the partner's name; undefined for what is no news. */
function changeSaid(
  event: Event,
  was: Meeting | undefined,
  is: Meeting,
): ((partner: string) => Wording) | undefined {
  const [place, name] = [placeSaid(event, is), event.name];
  if (!takesSeat(is)) {
    const why = is.cancelledBecause && whyCancelled[is.cancelledBecause];
    if (why === undefined || (was !== undefined && !takesSeat(was))) return undefined;
    return (partner) => ({
      id: `Pertemuan dengan ${partner} di “${name}” batal (${place.id}): ${why.id}`,
      en: `The meeting with ${partner} at “${name}” is cancelled (${place.en}): ${why.en}`,
    });
  }
  if (is.state !== 'planned') return undefined;
  if (was === undefined && is.revision === 1) {
    return (partner) => ({
      id: `Pertemuan baru di “${name}”: dengan ${partner}, ${place.id}`,
      en: `A new meeting at “${name}”: with ${partner}, ${place.en}`,
    });
  }
  if (was !== undefined && !takesSeat(was)) {
    return (partner) => ({
      id: `Pertemuan dengan ${partner} di “${name}” jadi diadakan: ${place.id}`,
      en: `The meeting with ${partner} at “${name}” takes place after all: ${place.en}`,
    });
  }
  if (was !== undefined && was.slot === is.slot && was.table === is.table) return undefined;
  const before = was === undefined ? { id: '', en: '' } : placeSaid(event, was);
  return (partner) => ({
    id: `Pertemuan dengan ${partner} di “${name}” pindah: kini ${place.id}${before.id && ` (sebelumnya ${before.id})`}`,
    en: `The meeting with ${partner} at “${name}” has moved: now ${place.en}${before.en && ` (before: ${before.en})`}`,
  });
}

function placeSaid(event: Event, { slot, table }: Meeting): Wording {
  const when = momentSaid(timeOf(event, slot), zoneAt(event.regionCode));
  return { id: `${when.id}, meja ${table}`, en: `${when.en}, table ${table}` };
}

/** An event whose slots were cut keeps its cancelled meetings: they count from its end. */
function timeOf(event: Event, slot: number): string {
  const times = slotTimes(event);
  return (times[slot - 1] ?? times.at(-1)!).startsAt;
}

const partnerIn = (
  { cooperativeId, buyerId }: Meeting,
  organizationId: string,
  names: ReadonlyMap<string, string>,
): string => {
  const partner = organizationId === cooperativeId ? buyerId : cooperativeId;
  return names.get(partner) ?? partner;
};
