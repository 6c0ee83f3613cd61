/** A day sheet for each party: when it meets whom, at which table, and about what; to be read standing, in a hall. */
import { dayInWords, jamOf, zoneName } from '../../shared/local-time.ts';
import type { EventView } from '../../shared/events/event.ts';
import type { MeetingView } from '../../shared/events/meeting.ts';
import { partnerIdOf, partnerOf, placeOf, topicsOf } from '../../shared/events/paper.ts';
import type { DaySheet, PrintJob } from '../../shared/events/print-job.ts';
import { fullName } from '../../shared/regions/regions.ts';
import { agendaOf, type Entry } from './agenda.ts';
import { BLACK, GREY, type Paper, type Style } from './paper.ts';

const MARGIN = 48;
const TABLE_AT = 172;
const PARTNER_AT = 250;
const ROW_PADDING = 9;
/** Room for the head of a further page, and for the foot of each. */
const CONTINUATION = 51;
const FOOT = 74;

const label: Style = { font: 'bold', size: 10, colour: GREY };
const small: Style = { font: 'regular', size: 10.5, colour: GREY };
const time: Style = { font: 'bold', size: 16 };
const tableNumber: Style = { font: 'bold', size: 24 };
const topic: Style = { font: 'regular', size: 11.5 };
const sides = { cooperative: 'Koperasi', buyer: 'Pembeli' } as const;

export type Print = Pick<PrintJob, 'event' | 'titles' | 'origins' | 'asOf'>;

/** Draws the sheet of one party on pages of its own. */
export function drawDaySheet(paper: Paper, print: Print, sheet: DaySheet): void {
  // What follows is measured against this page.
  paper.page('portrait');
  const head = headOf(paper, print.event, sheet);
  const entries = agendaOf(print.event, sheet.meetings, { free: false });
  const rows = entries.map((entry) => rowOf(paper, print, sheet, entry));
  const pages = pagesOf(rows, paper.height - FOOT, head.height);
  for (const [at, page] of pages.entries()) {
    if (at === 0) head.draw(MARGIN);
    else {
      paper.continue();
      drawContinuation(paper, sheet);
    }
    let y = MARGIN + (at === 0 ? head.height : CONTINUATION);
    drawColumnTitles(paper, y);
    if (entries.length === 0) drawNothing(paper, print.event, y + 34);
    for (const row of page) {
      row.draw(y);
      y += row.height;
    }
    drawFoot(paper, print, sheet, `hal. ${at + 1}${pages.length > 1 ? ` dari ${pages.length}` : ''}`);
  }
}

/** A part of the sheet with its height; `keepsNext`: it never stands alone at the foot of a page. */
type Row = { height: number; keepsNext?: true; draw: (top: number) => void };

/** The rows of each page; one page at least. */
function pagesOf(rows: readonly Row[], bottom: number, headHeight: number): Row[][] {
  const pages: Row[][] = [[]];
  let y = MARGIN + headHeight;
  for (const [at, row] of rows.entries()) {
    const next = row.keepsNext ? (rows[at + 1]?.height ?? 0) : 0;
    if (y + row.height + next > bottom) {
      pages.push([]);
      y = MARGIN + CONTINUATION;
    }
    pages.at(-1)!.push(row);
    y += row.height;
  }
  return pages;
}

function rowOf(paper: Paper, print: Print, sheet: DaySheet, entry: Entry): Row {
  const zone = print.event.timeZone;
  const width = paper.width - 2 * MARGIN;
  switch (entry.is) {
    case 'day':
      return {
        height: 30,
        keepsNext: true,
        draw: (top) =>
          paper.say('H2', () => paper.text(entry.day, MARGIN, top + 20, { font: 'bold', size: 12.5 })),
      };
    case 'break':
      return {
        height: 26,
        draw: (top) => {
          paper.decorate(() => paper.shade(MARGIN, top, width, 25));
          paper.say('P', () => {
            paper.text(
              `${jamOf(entry.startsAt, zone)}–${jamOf(entry.endsAt, zone)}`,
              MARGIN + 4,
              top + 17,
              small,
            );
            paper.text('Istirahat', PARTNER_AT, top + 17, small);
          });
        },
      };
    case 'meeting':
      return meetingRow(paper, print, sheet, entry.meeting);
    case 'free':
      return { height: 0, draw: () => undefined };
  }
}

function meetingRow(
  paper: Paper,
  { event, titles, origins }: Print,
  sheet: DaySheet,
  meeting: MeetingView,
): Row {
  const zone = event.timeZone;
  const width = paper.width - MARGIN - PARTNER_AT;
  const partner = paper.fit(partnerOf(meeting, sheet.organizationId), width, {
    font: 'bold',
    sizes: [15, 13],
    most: 3,
  });
  const { wanted, offered } = topicsOf(meeting, titles);
  const place = placeOf(partnerIdOf(meeting, sheet.organizationId), origins);
  const [from] = place === undefined ? [] : paper.wrap(place, width, small, 1);
  const topics = [
    ...(wanted === undefined ? [] : paper.wrap(`Penawaran: ${wanted}`, width, topic, 2)),
    ...(offered === undefined ? [] : paper.wrap(`Potensi: ${offered}`, width, topic, 2)),
  ];
  const textHeight = partner.lines.length * 18 + (from === undefined ? 0 : 14) + topics.length * 14.5;
  const height = Math.max(textHeight, 30) + 2 * ROW_PADDING;
  return {
    height,
    draw: (top) => {
      const first = top + ROW_PADDING + 14;
      paper.say('P', () => {
        paper.text(`${jamOf(meeting.startsAt, zone)}–${jamOf(meeting.endsAt, zone)}`, MARGIN, first, time);
        paper.text(`Sesi ${meeting.slot}`, MARGIN, first + 16, small);
        paper.text(String(meeting.table), TABLE_AT + 22, first + 9, tableNumber, 'centre');
        let y = first;
        for (const each of partner.lines) {
          paper.text(each, PARTNER_AT, y, partner.style);
          y += 18;
        }
        y -= 2;
        if (from !== undefined) {
          paper.text(from, PARTNER_AT, y, small);
          y += 15;
        }
        for (const each of topics) {
          paper.text(each, PARTNER_AT, y, topic);
          y += 14.5;
        }
      });
      paper.decorate(() => {
        paper.frame(TABLE_AT - 6, top + ROW_PADDING - 2, 56, 34);
        paper.rule(MARGIN, top + height, paper.width - 2 * MARGIN);
      });
    },
  };
}

/** The head of a party's first page: the event, then the party in large letters. */
function headOf(paper: Paper, event: EventView, { name, side, regionCode }: DaySheet): Row {
  const width = paper.width - 2 * MARGIN;
  const zone = event.timeZone;
  const plain: Style = { font: 'regular', size: 12 };
  const title = paper.fit(event.name, width, { font: 'bold', sizes: [13, 11], most: 2 });
  const where = [
    ...paper.wrap(event.venue, width, plain, 2),
    `${dayInWords(event.startsAt, zone)}, waktu ${zoneName(zone)}`,
  ];
  const party = paper.fit(name, width, { font: 'bold', sizes: [28, 24, 20], most: 2 });
  const partyLine = party.style.size * 1.15;
  const [place = ''] = paper.wrap(`${sides[side]} · ${fullName(regionCode) ?? regionCode}`, width, plain, 1);
  const ruleAt = title.lines.length * 16 + where.length * 15 + 6;
  const placeAt = ruleAt + 6 + party.lines.length * partyLine + 18;
  return {
    height: placeAt + 41,
    draw: (top) => {
      paper.say('P', () => {
        for (const [at, each] of title.lines.entries())
          paper.text(each, MARGIN, top + 8 + at * 16, title.style);
        const from = top + 8 + title.lines.length * 16;
        for (const [at, each] of where.entries()) paper.text(each, MARGIN, from + at * 15, plain);
      });
      paper.decorate(() => paper.rule(MARGIN, top + ruleAt, width));
      paper.say('H1', () => {
        for (const [at, each] of party.lines.entries()) {
          paper.text(each, MARGIN, top + ruleAt + 2 + (at + 1) * partyLine, party.style);
        }
      });
      paper.say('P', () => paper.text(place, MARGIN, top + placeAt, { ...plain, colour: GREY }));
    },
  };
}

function drawContinuation(paper: Paper, { name }: DaySheet): void {
  const [line = ''] = paper.wrap(
    `${name} (lanjutan)`,
    paper.width - 2 * MARGIN,
    { font: 'bold', size: 16 },
    1,
  );
  paper.say('P', () => paper.text(line, MARGIN, MARGIN + 14, { font: 'bold', size: 16 }));
}

/** The titles of the columns stand on the line that the rows hang from. */
function drawColumnTitles(paper: Paper, y: number): void {
  paper.decorate(() => {
    paper.text('PUKUL', MARGIN, y - 7, label);
    paper.text('MEJA', TABLE_AT, y - 7, label);
    paper.text('BERTEMU DENGAN', PARTNER_AT, y - 7, label);
    paper.rule(MARGIN, y, paper.width - 2 * MARGIN, BLACK, 1.25);
  });
}

function drawNothing(paper: Paper, { cancellationReason }: EventView, y: number): void {
  const plain: Style = { font: 'regular', size: 12 };
  const [what, why] =
    cancellationReason === undefined
      ? [
          'Belum ada pertemuan dalam jadwal.',
          'Silakan bertanya di meja panitia: tempat dapat kosong pada hari itu.',
        ]
      : ['Acara ini dibatalkan.', `Alasan: ${cancellationReason}`];
  paper.say('P', () => {
    paper.text(what, MARGIN, y, { font: 'bold', size: 15 });
    for (const [at, line] of paper.wrap(why, paper.width - 2 * MARGIN, plain, 4).entries()) {
      paper.text(line, MARGIN, y + 22 + at * 16, plain);
    }
  });
}

function drawFoot(paper: Paper, { event, asOf }: Print, { name }: DaySheet, page: string): void {
  const zone = event.timeZone;
  const y = paper.height - 46;
  paper.decorate(() => {
    paper.rule(MARGIN, y - 14, paper.width - 2 * MARGIN);
    paper.text(
      'Datanglah ke meja lima menit lebih awal. Jadwal dapat berubah: yang terbaru ada di meja panitia.',
      MARGIN,
      y,
      small,
    );
    const state = `Keadaan ${dayInWords(asOf, zone)} pukul ${jamOf(asOf, zone)} ${zoneName(zone)}`;
    paper.text(state, MARGIN, y + 14, small);
    const [party = ''] = paper.wrap(name, 180, small, 1);
    paper.text(`${party} · ${page}`, paper.width - MARGIN, y + 14, small, 'right');
  });
}
