/** The report as rows of a spreadsheet: one figure a row, so that an office can filter and sum; titles in both languages. */
import type { Cell } from '../csv.ts';
import type { Report } from './report.ts';

type Row = readonly Cell[];

/** Section, code, name, figure, number, remark. */
const TITLES: Row = [
  'bagian (section)',
  'kode (code)',
  'nama (name)',
  'ukuran (figure)',
  'nilai (value)',
  'keterangan (remark)',
];

const figures = {
  invited: 'diundang (invited)',
  came: 'hadir (came)',
  expected: 'masih ditunggu (expected)',
  absent: 'tidak hadir (absent)',
  noShows: 'ditandai tidak datang (no-shows)',
  walkIns: 'datang tanpa undangan (walk-ins)',
  withdrew: 'mengundurkan diri (withdrew)',
  open: 'terbuka (open)',
  overdue: 'lewat waktu (overdue)',
  done: 'selesai (done)',
  planned: 'dijadwalkan (planned)',
  held: 'terlaksana (held)',
  missed: 'terlewat (missed)',
  unmarked: 'belum ditandai (unmarked)',
  cancelled: 'dibatalkan (cancelled)',
  cooperatives: 'koperasi (cooperatives)',
  buyers: 'pembeli (buyers)',
  deal: 'transaksi (deal)',
  mou: 'MoU',
  lead: 'prospek (lead)',
  'no-interest': 'tidak berminat (no interest)',
  unrecorded: 'hasil belum dicatat (unrecorded)',
  outcomes: 'hasil (outcomes)',
  signed: 'ditandatangani, rupiah (signed)',
  estimated: 'perkiraan, rupiah (estimated)',
} as const;

const sides = { cooperative: 'koperasi (cooperatives)', buyer: 'pembeli (buyers)' } as const;
const directions = {
  sold: 'dijual koperasi (sold)',
  bought: 'dibeli koperasi (bought)',
  financed: 'pembiayaan (financed)',
} as const;

/** Titles first. Every number of the report stands in one row; who met nobody has a row each, with the reason. */
export function rowsOf(report: Report): Row[] {
  const { attendance, followUps, meetings, metSomebody, outcomes, values } = report;
  return [
    TITLES,
    ['acara (event)', report.eventId, report.name, report.kind, undefined, report.startsAt],
    ...(report.cancelledAt === undefined
      ? []
      : [
          [
            'acara (event)',
            report.eventId,
            report.name,
            figures.cancelled,
            undefined,
            `${report.cancelledAt}: ${report.cancellationReason}`,
          ],
        ]),
    ...(['cooperative', 'buyer'] as const).flatMap((side) =>
      numbers('kehadiran (attendance)', side, sides[side], attendance[side]),
    ),
    ...numbers('pertemuan (meetings)', undefined, undefined, meetings),
    ...numbers('bertemu seseorang (met somebody)', undefined, undefined, metSomebody),
    ...numbers('hasil (outcomes)', undefined, undefined, { ...outcomes, ...values }),
    ...(report.bySector ?? []).flatMap(({ sector, name, ...own }) =>
      numbers('sektor (sector)', sector ?? undefined, `${name.id} (${name.en})`, own),
    ),
    ...(report.byBuyer ?? []).flatMap(({ buyerId, name, ...own }) =>
      numbers('pembeli (buyer)', buyerId, name, own),
    ),
    ...Object.entries(report.byDirection ?? {}).flatMap(([direction, own]) =>
      numbers('arah (direction)', direction, directions[direction as keyof typeof directions], own),
    ),
    ...(report.partnerships === undefined
      ? []
      : [
          [
            'kemitraan (partnerships)',
            undefined,
            undefined,
            'jumlah (number)',
            report.partnerships,
            undefined,
          ],
        ]),
    ...numbers('tindak lanjut (follow-ups)', undefined, undefined, followUps),
    ...(report.metNobody ?? []).map(({ organizationId, name, side, detail }) => [
      'tidak bertemu siapa pun (met nobody)',
      organizationId,
      name,
      sides[side],
      undefined,
      `${detail.id} (${detail.en})`,
    ]),
  ];
}

function numbers(
  section: string,
  code: string | undefined,
  name: string | undefined,
  own: Partial<Record<keyof typeof figures, number>> | undefined,
): Row[] {
  return Object.entries(own ?? {}).map(([figure, value]) => [
    section,
    code,
    name,
    figures[figure as keyof typeof figures],
    value,
    undefined,
  ]);
}
