/** Reads CSV as offices export it: comma, semicolon or tab, UTF-8 with or without a mark, or the old Windows code page. */
import { invalid } from '../../shared/errors.ts';

/** Far more than an import takes; beyond it nothing is read, so that a file of line breaks costs nothing. */
const MOST_LINES = 10_000;
const MOST_LINE_CHARACTERS = 100_000;

/** Cells as text, trimmed; the first row is row 1 of the sheet. Refuses (422) what cannot be read. */
export async function readCsv(bytes: Uint8Array): Promise<string[][]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const { separator, text } = dialectOf(decoded(bytes));
  try {
    return parse(text, {
      delimiter: separator,
      relax_column_count: true,
      trim: true,
      to: MOST_LINES,
      max_record_size: MOST_LINE_CHARACTERS,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid([], `The file is not valid CSV: ${error.message}`);
  }
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
