/** CSV for desks and reports: opens in any spreadsheet, and what people typed stays text, whichever separator the program expects. */
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf, type Separator } from '../../shared/csv.ts';
import { readCsv } from '../../functions/api/read-csv.ts';
import { hostileTexts } from '../support/hostile-texts.ts';

const signs = [
  '=',
  '+',
  '-',
  '@',
  '\uFF1D',
  '\uFF0B',
  '\uFF0D',
  '\uFF20',
  '\u2212',
  '\t=',
  '\r-',
  ' \u3000@',
];

/** Texts as attackers build them: signs, separators, quotes, blanks and breaks among words. */
const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        ...signs,
        ',',
        ';',
        '|',
        '"',
        "'",
        '\n',
        '\r\n',
        '\u2028',
        ' ',
        '\u200b',
        'Bulukerto',
        '1+1',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const rows = fc.array(
  fc.array(fc.oneof(text, fc.nat(), fc.constant(undefined)), { minLength: 2, maxLength: 4 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

/** What is left of a text in a cell: one line, with an apostrophe before whatever would begin a formula. */
const withoutMarks = (cell: string) => cell.replaceAll("'", '');
const oneLine = (cell: string | number | undefined) =>
  String(cell ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

/**
 * The cells that a forgiving program makes of a line when it expects `separator`: quotes count at the start of a cell only, and
 * what follows a closing quote is taken along.
 */
function cellsIn(line: string, separator: string): string[] {
  const cells = [''];
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (quoted && sign === '"' && line[at + 1] === '"') cells[cells.length - 1] += line[++at]!;
    else if (quoted && sign === '"') quoted = false;
    else if (!quoted && sign === '"' && cells.at(-1) === '') quoted = true;
    else if (!quoted && sign === separator) cells.push('');
    else cells[cells.length - 1] += sign;
  }
  return cells;
}

const linesOf = (csv: string) => csv.slice(1, -2).split('\r\n');

describe('CSV for people', () => {
  test('is UTF-8 with a mark, texts quoted and numbers bare, lines ending in CRLF', () => {
    const csv = csvOf([
      ['Meja', 'Koperasi', 'Catatan'],
      [12, 'KDMP "Sumber Brantas", Batu', undefined],
    ]);
    expect(csv).toBe('\uFEFF"Meja","Koperasi","Catatan"\r\n12,"KDMP ""Sumber Brantas"", Batu",\r\n');
  });

  test('has a cell for each title in every line, however few a line has to say', () => {
    const csv = csvOf([['Bagian', 'Nilai', 'Keterangan'], ['seluruhnya', 24], []]);
    expect(linesOf(csv)).toEqual(['"Bagian","Nilai","Keterangan"', '"seluruhnya",24,', ',,']);
  });

  test('has semicolons for an Excel with Indonesian regional settings', () => {
    expect(
      csvOf(
        [
          ['Meja', 'Pukul'],
          [3, '09.30'],
        ],
        'semicolon',
      ),
    ).toBe('\uFEFF"Meja";"Pukul"\r\n3;"09.30"\r\n');
  });

  test.each([
    ['=HYPERLINK("http://x.example")', `'=HYPERLINK("http://x.example")`],
    ['+62 812-0000-0000', "'+62 812-0000-0000"],
    [' \t@SUM(1+1)', "'  @SUM(1+1)"],
    ['" =1+1', `'" =1+1`],
    ['Kentang;=1+1', "Kentang;'=1+1"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['Kentang A - 2 ton', 'Kentang A - 2 ton'],
  ])('shows %j as the text it is', (typed, kept) => {
    expect(parse(csvOf([[typed]]), { bom: true, relax_quotes: true })).toEqual([[kept]]);
  });

  test('comes back as it was, row by row and cell by cell, from what our own import reads', () => {
    const sheet = [
      ['Koperasi', 'Meja'],
      ['KDMP Bulukerto', 7],
    ];
    for (const separator of ['comma', 'semicolon'] as const) {
      const read = readCsv(new TextEncoder().encode(csvOf(sheet, separator)));
      expect(read).toEqual([
        ['Koperasi', 'Meja'],
        ['KDMP Bulukerto', '7'],
      ]);
    }
  });

  test('of 10,000 sheets of hostile texts none loses a cell, and none begins a formula in any program', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom<Separator>('comma', 'semicolon'), (sheet, separator) => {
        const csv = csvOf(sheet, separator);
        const delimiter = separator === 'comma' ? ',' : ';';
        const read = parse(csv, { bom: true, delimiter, relax_column_count: true });
        const filled = sheet.map((row) => [...row, ...sheet[0]!.slice(row.length).map(() => undefined)]);
        expect(read.map((row) => row.map(withoutMarks))).toEqual(
          filled.map((row) => row.map((cell) => withoutMarks(oneLine(cell)))),
        );
        const lines = linesOf(csv);
        expect(lines).toHaveLength(sheet.length);
        for (const program of [',', ';', '\t', '|']) {
          for (const cell of lines.flatMap((line) => cellsIn(line, program))) {
            expect(cell, JSON.stringify({ cell, program, csv })).not.toMatch(
              /^[\s\p{Cf}"`]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/u,
            );
          }
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
