/** A card for each table of the hall: its number to be seen from afar, whose table it is, and who comes when. */
import { dayInWords, jamOf, zoneName } from '../../shared/local-time.ts';
import { placeOf, type Origins } from '../../shared/events/paper.ts';
import type { TableCard } from '../../shared/events/print-job.ts';
import { agendaOf, type Entry } from './agenda.ts';
import type { Print } from './day-sheets.ts';
import { GREY, type Paper, type Style } from './paper.ts';

const MARGIN = 42;
const LIST_AT = 372;
const MOST_ROWS_IN_A_COLUMN = 34;
const TALLEST_ROW = 27;

/** Draws the card of one table on a page of its own, across. */
export function drawTableCard(paper: Paper, print: Print, card: TableCard): void {
  paper.page('landscape');
  drawTable(paper, print, card);
  drawList(paper, print, agendaOf(print.event, card.meetings, { free: true }));
}

/** Left: the number and the buyer. */
function drawTable(paper: Paper, { event, asOf }: Print, { table, buyerName }: TableCard): void {
  const width = LIST_AT - MARGIN - 36;
  const number = paper.fit(String(table), width, { font: 'bold', sizes: [230, 180, 120], most: 1 });
  const buyer = paper.fit(buyerName, width, { font: 'bold', sizes: [34, 28, 22], most: 4 });
  const venue = [event.name, event.venue].flatMap((text) =>
    paper.wrap(text, width, { font: 'regular', size: 11.5 }, 2),
  );
  paper.say('H1', () => {
    paper.text('MEJA', MARGIN, MARGIN + 26, { font: 'bold', size: 26, colour: GREY });
    paper.text(number.lines[0] ?? '', MARGIN - 8, MARGIN + 206, number.style);
  });
  paper.say('H2', () => {
    for (const [at, line] of buyer.lines.entries()) {
      paper.text(line, MARGIN, MARGIN + 262 + at * buyer.style.size * 1.15, buyer.style);
    }
  });
  paper.say('P', () => {
    const zone = event.timeZone;
    const day = `${dayInWords(event.startsAt, zone)}, waktu ${zoneName(zone)}`;
    const state = `Keadaan ${dayInWords(asOf, zone)}, ${jamOf(asOf, zone)} ${zoneName(zone)}`;
    for (const [at, line] of [...venue, day, state].reverse().entries()) {
      paper.text(line, MARGIN, paper.height - MARGIN - at * 15, {
        font: 'regular',
        size: 11.5,
        colour: GREY,
      });
    }
  });
}

/** Right: every slot, in two columns where the day is long. What is free stays blank, for a walk-in to be written in. */
function drawList(paper: Paper, { event, origins }: Print, entries: readonly Entry[]): void {
  const columns = entries.length > MOST_ROWS_IN_A_COLUMN ? 2 : 1;
  const rows = Math.ceil(entries.length / columns);
  const height = Math.min(TALLEST_ROW, (paper.height - 2 * MARGIN) / rows);
  const gap = 18;
  const width = (paper.width - MARGIN - LIST_AT - (columns - 1) * gap) / columns;
  const size = Math.min(13.5, height * 0.62);
  for (const [at, entry] of entries.entries()) {
    const x = LIST_AT + Math.floor(at / rows) * (width + gap);
    const top = MARGIN + (at % rows) * height;
    drawEntry(paper, event.timeZone, origins, entry, { x, top, width, height, size });
  }
}

type Place = { x: number; top: number; width: number; height: number; size: number };

function drawEntry(
  paper: Paper,
  zone: string,
  origins: Origins,
  entry: Entry,
  { x, top, width, height, size }: Place,
): void {
  const y = top + height * 0.7;
  const nameAt = x + size * 6.2;
  const hours = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
    `${jamOf(startsAt, zone)}–${jamOf(endsAt, zone)}`;
  if (entry.is === 'break') paper.decorate(() => paper.shade(x, top, width, height - 0.75));
  paper.say('P', () => {
    switch (entry.is) {
      case 'day':
        paper.text(entry.day, x, y, { font: 'bold', size });
        return;
      case 'break':
        paper.text(hours(entry), x, y, { font: 'regular', size, colour: GREY });
        paper.text('Istirahat', nameAt, y, { font: 'regular', size, colour: GREY });
        return;
      case 'free':
        paper.text(hours(entry.time), x, y, { font: 'bold', size });
        return;
      case 'meeting': {
        const plain: Style = { font: 'regular', size };
        const room = x + width - nameAt;
        const [name = ''] = paper.wrap(entry.meeting.cooperativeName, room, plain, 1);
        paper.text(hours(entry.meeting), x, y, { font: 'bold', size });
        paper.text(name, nameAt, y, plain);
        const after = paper.measure(name, plain) + size * 0.8;
        const from: Style = { ...plain, size: size * 0.75, colour: GREY };
        const place = placeOf(entry.meeting.cooperativeId, origins) ?? '';
        if (paper.measure(place, from) <= room - after) paper.text(place, nameAt + after, y, from);
      }
    }
  });
  paper.decorate(() => paper.rule(x, top + height, width));
}
