/** Reads the first sheet of an XLSX file, after making sure that it unpacks to something a sheet may be. */
import { inflateRawSync } from 'node:zlib';
import { invalid } from '../../shared/errors.ts';

/** A file of 5 MB may unpack to gigabytes, and one cell in the last corner may ask for 17 billion: both are looked for first. */
const MOST_UNPACKED_BYTES = 48 * 1024 * 1024;
const MOST_ROW = 10_000;

/** Whether bytes begin as a zip archive does, as every XLSX file is one. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** Cells as text, trimmed; formulas count as the text of their last result. Refuses (422) what cannot be read. */
export async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  for (const { name, text } of parts(bytes)) if (name.startsWith('xl/worksheets/')) checkExtent(text);
  const { readSheet } = await import('read-excel-file/universal');
  try {
    const rows = await readSheet(new Uint8Array(bytes).buffer, { parseNumber: plainNumber });
    return rows.map((row) => row.map(textOf));
  } catch (error) {
    const where = error instanceof Error ? /at row \d+, col \d+/.exec(error.message)?.[0] : undefined;
    const why = where === undefined ? '' : `: the cell ${where} holds an error`;
    throw invalid([], `The file cannot be read as a spreadsheet${why}. Mend it, or save it as CSV.`);
  }
}

/** Excel writes long numbers as `1.234567890123E12`; a business number is digits. */
const plainNumber = (text: string): string => (/e/i.test(text) ? String(Number(text)) : text);

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? 'ya' : 'tidak';
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
}

/** Every cell and row states where it stands; beyond the limit, or where that cannot be told, the sheet is not read. */
function checkExtent(sheet: string): void {
  for (const [, place = ''] of sheet.matchAll(/\sr\s*=\s*["']([^"']*)["']/g)) {
    const row = /^[A-Z]{0,2}(\d{1,7})$/.exec(place)?.[1];
    if (row === undefined || Number(row) > MOST_ROW) {
      throw invalid(
        [],
        `The sheet reaches to ${place.slice(0, 20)}; delete what lies beyond column ZZ and row ${MOST_ROW}.`,
      );
    }
  }
}

/** The XML parts of the archive, unpacked within the limit. */
function parts(bytes: Uint8Array): { name: string; text: string }[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
    const unpacked: { name: string; text: string }[] = [];
    let left = MOST_UNPACKED_BYTES;
    let at = file.readUInt32LE(end + 16);
    for (let entries = file.readUInt16LE(end + 10); entries > 0; entries -= 1) {
      const nameLength = file.readUInt16LE(at + 28);
      const name = file.toString('utf8', at + 46, at + 46 + nameLength);
      const content = contentAt(file, at, left);
      left -= content.length;
      if (/\.(?:xml|rels)$/.test(name)) unpacked.push({ name, text: content.toString('utf8') });
      at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    }
    return unpacked;
  } catch (error) {
    if (!(error instanceof RangeError || (error instanceof Error && 'code' in error))) throw error;
    throw invalid([], 'The file is no intact XLSX file, or unpacks to far more than a sheet of 2,000 rows.');
  }
}

/** One entry's bytes, by its line in the archive's directory; a RangeError when they are more than `most`. */
function contentAt(file: Buffer, line: number, most: number): Buffer {
  const header = file.readUInt32LE(line + 42);
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
  const packed = file.subarray(start, start + file.readUInt32LE(line + 20));
  if (file.readUInt16LE(line + 10) === 0) return packed;
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
}
