/** Why a party that took part held no meeting: from what happened on the day, or else from what the plan said. */
import type { Meeting } from './meeting.ts';
import type { Participant } from './participant.ts';
import { unplacedReasons, type WhyUnplaced } from './schedule.ts';

type Wording = { id: string; en: string };

const ofTheDay = {
  'no-show': { id: 'Ditandai tidak datang', en: 'Marked as not having come' },
  'not-checked-in': { id: 'Tidak melapor di meja penerimaan', en: 'Never checked in' },
  declined: { id: 'Menolak pertemuannya sendiri', en: 'Declined its meetings itself' },
  'declined-by-other': { id: 'Pihak lain menolak bertemu', en: 'The other side declined' },
  'other-did-not-come': { id: 'Pihak lain tidak datang', en: 'The other side did not come' },
  missed: { id: 'Pertemuannya terlewat', en: 'Its meetings were missed' },
  ahead: {
    id: 'Pertemuannya belum berlangsung atau belum ditandai',
    en: 'Its meetings are still to come, or not marked yet',
  },
  unmarked: {
    id: 'Pertemuannya belum ditandai terlaksana atau terlewat',
    en: 'Nobody said whether its meetings took place',
  },
  cancelled: { id: 'Pertemuannya dibatalkan', en: 'Its meetings were cancelled' },
  'event-cancelled': { id: 'Acaranya dibatalkan', en: 'The event was cancelled' },
  'not-planned': { id: 'Tidak mendapat jadwal', en: 'It was given no meeting' },
} as const satisfies { [reason: string]: Wording };

type WhyNobody = WhyUnplaced | keyof typeof ofTheDay;

const inWords: Record<WhyNobody, Wording> = { ...unplacedReasons, ...ofTheDay };

/** Every reason, as a word for programs. */
export const whyNobodyReasons = Object.keys(inWords) as [WhyNobody, ...WhyNobody[]];

/**
 * Whether the event is over, before which nothing is said to have been missed; whether it was cancelled; and whether anybody
 * checked in at all.
 */
type Day = { isOver: boolean; isCancelled: boolean; isKept: boolean };

/**
 * The nearest reason, what the party did itself first, as a word and as a sentence. `planned` is what the plan says of a party
 * without a meeting; `own` are its meetings.
 */
export function whyNobody(
  party: Participant,
  own: readonly Meeting[],
  planned: WhyUnplaced | undefined,
  day: Day,
): { reason: WhyNobody; detail: Wording } {
  const reason = reasonOf(party, own, planned, day);
  return { reason, detail: { ...inWords[reason] } };
}

function reasonOf(
  { side, checkedInAt, noShowAt }: Participant,
  own: readonly Meeting[],
  planned: WhyUnplaced | undefined,
  { isOver, isCancelled, isKept }: Day,
): WhyNobody {
  if (noShowAt !== undefined) return 'no-show';
  if (isOver && !isCancelled && isKept && checkedInAt === undefined) return 'not-checked-in';
  if (own.some(({ state }) => state === 'planned')) return isOver ? 'unmarked' : 'ahead';
  if (own.some(({ state }) => state === 'missed')) return 'missed';
  if (isCancelled) return 'event-cancelled';
  const [last] = own.toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
  if (last === undefined) return planned ?? 'not-planned';
  if (last.cancelledBecause === 'no-show') return 'other-did-not-come';
  if (last.cancelledBecause !== 'declined') return planned ?? 'cancelled';
  return last.answers[side] === 'declined' ? 'declined' : 'declined-by-other';
}
