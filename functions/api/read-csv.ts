/** Reads CSV as offices export it: comma, semicolon or tab, UTF-8 with or without a mark, or the old Windows code page. */
import { invalid } from '../../shared/errors.ts';

/** Far more than an import takes; beyond it nothing is read, so that a file of line breaks costs nothing. */
const MOST_ROWS = 10_000;
const MOST_ROW_CHARACTERS = 100_000;

/** Cells as text, trimmed; the first row is row 1 of the sheet. Refuses (422) what cannot be read. */
export function readCsv(bytes: Uint8Array): string[][] {
  const { separator, text } = dialectOf(decoded(bytes));
  return cellsOf(text, separator);
}

/** Marked UTF-16 and UTF-8 as marked; what is no UTF-8 comes from an older Excel in the Windows code page. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator that stands most often outside quotes in the first lines; Excel's own `sep=;` line stays as an empty row. */
function dialectOf(text: string): { separator: string; text: string } {
  const stated = /^sep=(.)\r?\n/i.exec(text);
  if (stated) return { separator: stated[1]!, text: text.slice(stated[0].length - 1) };
  const start = text.slice(0, 4000).replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => start.split(separator).length;
  const [separator = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return { separator, text };
}

/**
 * RFC 4180, from mark to mark: a quote, a separator or a line's end (of Windows, Unix or an old Mac, also mixed). Blanks around a cell
 * are left out, those inside its quotes stay. Linear in the text, whatever it holds.
 */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  /** What stands between quotes; `undefined` where the cell has none. */
  let quoted: string | undefined;
  let isOpen = false;
  let from = 0;
  let rowFrom = 0;
  const refuse = (what: string) => invalid([], `The file is not valid CSV: row ${rows.length + 1} ${what}.`);

  for (const { 0: mark, index } of text.matchAll(
    new RegExp(`"|\\r\\n|\\r|\\n|${RegExp.escape(separator)}|$`, 'g'),
  )) {
    const isEnd = mark === '';
    const piece = text.slice(from, index);
    from = index + mark.length;
    if (from - rowFrom > MOST_ROW_CHARACTERS) throw refuse(`has more than ${MOST_ROW_CHARACTERS} characters`);
    if (isOpen) {
      if (isEnd) throw refuse('has a quote that is never closed');
      quoted += mark === '"' ? piece : piece + mark;
      isOpen = mark !== '"';
    } else if (mark === '"') {
      // Two quotes inside quotes are one.
      if (quoted !== undefined && piece === '') quoted += '"';
      else if (quoted === undefined && piece.trim() === '') quoted = '';
      else throw refuse('has a quote inside a cell; put the cell in quotes and double the one inside');
      isOpen = true;
    } else {
      const outside = piece.trim();
      if (quoted !== undefined && outside !== '') throw refuse('has something after a closing quote');
      row.push(quoted ?? outside);
      quoted = undefined;
      if (mark === separator) continue;
      // The end of the last line begins no row.
      if (isEnd && row.length === 1 && row[0] === '') break;
      rows.push(row);
      if (rows.length === MOST_ROWS) break;
      row = [];
      rowFrom = from;
    }
  }
  return rows;
}
