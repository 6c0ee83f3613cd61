/** A spreadsheet as it is sent: CSV or XLSX, by itself or as a form's file. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid, Refusal } from '../../shared/errors.ts';
import { FORM } from './operation.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { isZip } from './unzip.ts';

/** Rows with something in them, below the header. */
export const MOST_ROWS = 2000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What an operation that takes a spreadsheet says of its body. */
export const spreadsheetBody = {
  'text/csv': { description: 'Comma, semicolon or tab; UTF-8 or Windows-1252; at most 5 MB, 2,000 rows' },
  [XLSX]: { description: 'The first sheet; at most 5 MB, 2,000 rows' },
  [FORM]: { description: 'One of the two as the field `file`, as a form sends it' },
};

/** Cells as text, row by row. By what the bytes are first, by what they are called second: browsers call an XLSX file many things. */
export async function sheetOf({
  bytes,
  contentType,
}: {
  bytes: Uint8Array;
  contentType: string;
}): Promise<string[][]> {
  if (bytes.length === 0) throw invalid([], 'The file is empty.');
  if (isZip(bytes)) return readXlsx(bytes);
  if (contentType === XLSX || (bytes[0] === 0xd0 && bytes[1] === 0xcf)) {
    throw new Refusal('invalid', 'This is no XLSX file; save it as XLSX or as CSV.', [
      { pointer: '#', detail: 'is no XLSX file', in: 'body' },
    ]);
  }
  return readCsv(bytes);
}

export const tooManyRows = (): Refusal => invalid([], `A file may have at most ${MOST_ROWS} rows; split it.`);

const ROWS_IN_ONE_TURN = 20;

/** Looking for misspelt places takes up to a millisecond a row: others on this machine get their turn in between. */
export async function othersTurn(row: number): Promise<void> {
  if (row % ROWS_IN_ONE_TURN === 0) await nextTurn();
}
