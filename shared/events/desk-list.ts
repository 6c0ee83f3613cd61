/** The desk's list: who sits where and when, a line a meeting, for a spreadsheet. */
import type { Cell } from '../csv.ts';
import { dateOf, hourOf, zoneName } from '../local-time.ts';
import type { EventView } from './event.ts';
import { takesSeat, type MeetingView } from './meeting.ts';
import { inOrderOfTheDay, placeOf, topicsOf, type Origins, type Titles } from './paper.ts';

const states = {
  planned: 'direncanakan',
  held: 'terlaksana',
  missed: 'tidak hadir',
  cancelled: 'batal',
} as const;
const answers = { accepted: 'setuju', declined: 'menolak' } as const;

/**
 * Titles and one row for each meeting that takes a seat, or fell with the whole event, in the order of the day. Hours are those of the
 * place, with a colon and the date as in ISO 8601, since those are what every spreadsheet reads as time.
 */
export function deskList(
  event: EventView,
  meetings: readonly MeetingView[],
  titles: Titles,
  origins: Origins,
): Cell[][] {
  const zone = event.timeZone;
  const head = [
    'Sesi',
    'Tanggal',
    `Mulai (${zoneName(zone)})`,
    `Selesai (${zoneName(zone)})`,
    'Meja',
    'Pembeli',
    'Koperasi',
    'Wilayah koperasi',
    'Penawaran',
    'Potensi',
    'Keadaan',
    'Jawaban pembeli',
    'Jawaban koperasi',
    'Dikunci',
    'Nomor pertemuan',
  ];
  const rows = inOrderOfTheDay(meetings.filter(isListed)).map((meeting): Cell[] => {
    const { wanted, offered } = topicsOf(meeting, titles);
    const answer = (of: 'buyer' | 'cooperative') => {
      const given = meeting.answers[of];
      return given && answers[given];
    };
    return [
      meeting.slot,
      dateOf(meeting.startsAt, zone),
      hourOf(meeting.startsAt, zone),
      hourOf(meeting.endsAt, zone),
      meeting.table,
      meeting.buyerName,
      meeting.cooperativeName,
      placeOf(meeting.cooperativeId, origins),
      wanted,
      offered,
      states[meeting.state],
      answer('buyer'),
      answer('cooperative'),
      meeting.locked ? 'ya' : undefined,
      meeting.id,
    ];
  });
  return [head, ...rows];
}

const isListed = (meeting: MeetingView): boolean =>
  takesSeat(meeting) || meeting.cancelledBecause === 'event-cancelled';
