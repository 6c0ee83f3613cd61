/** Prints a job: the only door to the PDF library, opened when somebody prints for the first time. */
import { setImmediate } from 'node:timers/promises';
import type { PrintJob, Printer } from '../../shared/events/print-job.ts';
import { drawDaySheet } from './day-sheets.ts';
import type { Fonts } from './fonts.ts';
import { Paper, type Style } from './paper.ts';
import { drawTableCard } from './table-cards.ts';

const SHEETS_AT_ONCE = 8;

/** A printer with its letters. 365 day sheets take less than a second and a megabyte. */
export function printerWith(fonts: Fonts): Printer {
  return async (job) => {
    const paper = new Paper(fonts, { title: titleOf(job), at: job.asOf });
    for (const card of job.tableCards) drawTableCard(paper, job, card);
    for (const [at, sheet] of job.daySheets.entries()) {
      drawDaySheet(paper, job, sheet);
      // A pile takes a second: whoever else asks this process for something need not wait for it.
      if (at % SHEETS_AT_ONCE === 0) await setImmediate();
    }
    if (job.tableCards.length + job.daySheets.length === 0) drawNothing(paper, job);
    return paper.finish();
  };
}

function titleOf({ event, daySheets, tableCards }: PrintJob): string {
  if (daySheets.length === 0 && tableCards.length > 0) return `Kartu meja: ${event.name}`;
  const [only, second] = daySheets;
  return only && !second ? `Jadwal: ${only.name}, ${event.name}` : `Jadwal: ${event.name}`;
}

/** A file without a page is none that a viewer opens. */
function drawNothing(paper: Paper, { event }: PrintJob): void {
  const margin = 48;
  paper.page('portrait');
  paper.say('P', () => {
    for (const [at, line] of paper.wrap(event.name, paper.width - 2 * margin, bold, 3).entries()) {
      paper.text(line, margin, margin + 20 + at * 18, bold);
    }
    paper.text('Belum ada yang dapat dicetak: belum ada peserta.', margin, margin + 90, bold);
  });
}

const bold: Style = { font: 'bold', size: 14 };
