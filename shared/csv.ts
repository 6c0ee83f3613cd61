/**
 * CSV for spreadsheets, written so that text of users stays text: in Excel, LibreOffice and Google Sheets, whichever separator the
 * program expects. The one writer of CSV in the house.
 */

/** A text is always quoted; a number is written as it is; undefined is an empty cell. */
export type Cell = string | number | undefined;

/** The comma is the one of RFC 4180; Excel with Indonesian regional settings expects the semicolon. */
export const separators = { comma: ',', semicolon: ';' } as const;
export type Separator = keyof typeof separators;

/** Without it Excel reads UTF-8 as an old code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where a program would begin a formula: a sign at the start of a text or after anything that another program takes for the end of a
 * cell, whatever blanks and quotes stand between. The wide forms count, as some programs fold them.
 */
const FORMULA = /(^|[,;|])(?=[\s\p{Cf}"'`]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212])/gu;

/**
 * Rows of cells, the first one the titles: UTF-8 with a mark, lines ending in CRLF, one line a row, each with as many cells as there
 * are titles (RFC 4180; a database refuses others). What would begin a formula gets an apostrophe before it, as a person would type
 * it; line breaks and other control characters become a space.
 */
export function csvOf(rows: readonly (readonly Cell[])[], separator: Separator = 'comma'): string {
  const titles = rows[0]?.length ?? 0;
  const lines = rows.map((row) => {
    const missing = Array.from({ length: Math.max(0, titles - row.length) }, () => '');
    return `${[...row.map(written), ...missing].join(separators[separator])}\r\n`;
  });
  return BYTE_ORDER_MARK + lines.join('');
}

function written(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  return `"${inert(cell).replaceAll('"', '""')}"`;
}

function inert(text: string): string {
  const oneLine = text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return oneLine.replaceAll(FORMULA, "$1'");
}
