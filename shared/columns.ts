/** The columns of a spreadsheet by what their titles mean, wherever the header stands and however its words are spelt. */
import { squeezed } from './spelling.ts';

/** `row` counts from 0; `ignored` are titles that mean nothing here. */
export type Header<F extends string> = { row: number; columns: Map<number, F>; ignored: string[] };

/** A running number is expected and carries nothing. */
const numbering = new Set(['no', 'nomor', 'nourut', 'nomorurut', 'nr', 'number', '']);

/** Rows of titles above the header that are read past. */
const MOST_TITLES = 15;

/** Fields by the words that a title may be: case, dots, slashes and spaces do not matter. */
export function titlesOf<F extends string>(names: Record<F, readonly string[]>): ReadonlyMap<string, F> {
  return new Map(
    Object.entries<readonly string[]>(names).flatMap(([field, words]) =>
      words.map((word) => [squeezed(word), field as F] as const),
    ),
  );
}

/**
 * The header: the first row that names one of `keys`, and one thing more unless that is all it has. Of two columns with one meaning
 * the first counts. Undefined when there is none.
 */
export function headerIn<F extends string>(
  rows: readonly string[][],
  titles: ReadonlyMap<string, F>,
  keys: readonly F[],
): Header<F> | undefined {
  for (const [row, cells] of rows.slice(0, MOST_TITLES).entries()) {
    const columns = new Map<number, F>();
    const ignored: string[] = [];
    for (const [column, title] of cells.entries()) {
      const field = titles.get(squeezed(title));
      if (field !== undefined && ![...columns.values()].includes(field)) columns.set(column, field);
      else if (!numbering.has(squeezed(title))) ignored.push(title.slice(0, 100));
    }
    const found = new Set(columns.values());
    if (keys.some((key) => found.has(key)) && (found.size > 1 || cells.length === 1)) {
      return { row, columns, ignored };
    }
  }
  return undefined;
}

/** The apostrophe with which people, and our own CSV, keep a program from reading a text as a formula. */
const TYPED_AS_TEXT = /^'(?=[=+\-@])/;

/** Strokes and dots that fill a cell of which nothing is known; a word processor makes long strokes of short ones. */
const FILLS_NOTHING = /^[-–—_.…]*$/;

/** A row's cells under a header; empty ones are left out. */
export function cellsUnder<F extends string>(
  row: readonly string[],
  { columns }: Header<F>,
): Partial<Record<F, string>> {
  const cells: Partial<Record<F, string>> = {};
  for (const [column, field] of columns) {
    const text = row[column]?.trim().replace(TYPED_AS_TEXT, '');
    if (text !== undefined && !FILLS_NOTHING.test(text)) cells[field] = text;
  }
  return cells;
}
