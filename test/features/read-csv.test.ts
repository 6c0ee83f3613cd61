/** CSV as offices send it, read by our own short reader and held against `csv-parse`. */
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../functions/api/read-csv.ts';
import { Refusal } from '../../shared/errors.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What a reader makes of a text, `refused` where it takes none of it. Rows without anything do not count. */
function readBy(reader: () => string[][]): string[][] | 'refused' {
  try {
    return reader().filter((row) => row.some((cell) => cell !== ''));
  } catch {
    return 'refused';
  }
}

/** Files in which everything that means something stands everywhere. */
const files = fc
  .array(fc.constantFrom('"', '""', ',', '\r\n', '\n', '\r', ' ', '  ', 'KDMP', 'Beji', '1.250'), {
    maxLength: 30,
  })
  .map((parts) => `nama,desa\n${parts.join('')}`);

const peer = {
  relax_column_count: true,
  trim: true,
  delimiter: ',',
  record_delimiter: ['\r\n', '\n', '\r'],
};

/** Cells of anything, never a whole row of nothing, in two columns. */
const sheets = fc.array(
  fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'x') })),
  { minLength: 1, maxLength: 5 },
);

describe('a CSV file', () => {
  test('of 20,000 that it reads it makes what csv-parse makes of them', () => {
    fc.assert(
      fc.property(files, (file) => {
        const ours = readBy(() => readCsv(bytesOf(file)));
        fc.pre(ours !== 'refused');
        const theirs = readBy(() => parse(file, peer));
        expect(ours, JSON.stringify(file)).toEqual(theirs);
      }),
      { numRuns: 20_000 },
    );
  });

  test('of 10,000 that are well written none is refused, and every cell comes back', () => {
    fc.assert(
      fc.property(sheets, fc.constantFrom('\r\n', '\n', '\r'), (sheet, lineEnd) => {
        const file = sheet
          .map((row) => row.map((cell) => ` "${cell.replaceAll('"', '""')}" `).join(','))
          .join(lineEnd);
        expect(readCsv(bytesOf(file))).toEqual(sheet);
      }),
      { numRuns: 10_000 },
    );
  });

  test('may hold separators, quotes and line breaks inside quotes, blanks around cells and any line ends', () => {
    const file =
      'nama ; alamat\r\n"KDMP ""Maju"" Beji";"Jl. Raya 1;\r\nBeji"\n  KDMP Tlekung ; " Dusun Gangsiran "\r;\r\nPendem;';
    expect(readCsv(bytesOf(file))).toEqual([
      ['nama', 'alamat'],
      ['KDMP "Maju" Beji', 'Jl. Raya 1;\r\nBeji'],
      ['KDMP Tlekung', ' Dusun Gangsiran '],
      ['', ''],
      ['Pendem', ''],
    ]);
  });

  test('is read no further than 10,000 rows', () => {
    expect(readCsv(bytesOf('\n'.repeat(5_000_000)))).toHaveLength(10_000);
  });

  test.each([
    ['nama,desa\n"KDMP,Beji\n', 'row 2 has a quote that is never closed.'],
    ['nama,desa\nKDMP "Maju",Beji\n', 'row 2 has a quote inside a cell; put the cell in quotes'],
    ['nama,desa\nA,B\n"KDMP" Maju,Beji\n', 'row 3 has something after a closing quote.'],
    ['nama,desa\n"KDMP "Maju"",Beji\n', 'row 2 has a quote inside a cell'],
    [`nama,desa\n${'x'.repeat(5_000_000)}`, 'row 2 has more than 100000 characters.'],
    [`nama,desa\n"${'""'.repeat(2_000_000)}`, 'row 2 has more than 100000 characters.'],
  ])('that is none says where and why: %#', (file, why) => {
    expect(() => readCsv(bytesOf(file))).toThrow(Refusal);
    expect(() => readCsv(bytesOf(file))).toThrow(why);
  });
});
