/**
 * Reads the first sheet of an XLSX file as text. Our own, and small: it is bounded in what it unpacks and in how far a sheet may
 * reach (one cell in the last corner asks for 17 billion), and a cell that holds an error spoils its row, not the file.
 */
import { invalid } from '../../shared/errors.ts';
import { openZip } from './unzip.ts';

const MOST_UNPACKED_BYTES = 48 * 1024 * 1024;
const MOST_ROW = 10_000;
const MOST_COLUMN = 702; // ZZ

/** Cells as text, trimmed; a formula counts as its last result. Refuses (422) what cannot be read. O(bytes unpacked). */
export async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  try {
    const part = openZip(bytes, MOST_UNPACKED_BYTES);
    const sheet = part(firstSheet(part('xl/workbook.xml'), part('xl/_rels/workbook.xml.rels')));
    if (sheet === undefined) throw new RangeError('no sheet');
    return rowsOf(sheet, sharedTexts(part('xl/sharedStrings.xml') ?? ''));
  } catch (error) {
    // Node's buffers throw a RangeError too, where a torn archive points outside of itself.
    if (!(error instanceof RangeError)) throw error;
    throw invalid([], 'The file is no intact XLSX file, or unpacks to far more than a sheet of 2,000 rows.');
  }
}

/** One tag, and the text that follows it up to the next. */
type Tag = { name: string; closes: boolean; isEmpty: boolean; attributes: string; text: string };

/** The tags of a document in order, without prefixes of namespaces. Linear, whatever the input. */
function* tagsOf(xml: string): Generator<Tag> {
  for (let start = xml.indexOf('<'); start >= 0;) {
    const end = xml.indexOf('>', start);
    if (end < 0) return;
    const next = xml.indexOf('<', end);
    const tag = /^(\/?)(?:[\w.-]{1,40}:)?([\w.-]{1,40})/.exec(
      xml.slice(start + 1, Math.min(end, start + 90)),
    );
    if (tag) {
      yield {
        name: tag[2]!,
        closes: tag[1] === '/',
        isEmpty: xml[end - 1] === '/',
        attributes: xml.slice(start + 1 + tag[0].length, Math.min(end, start + 1000)),
        text: xml.slice(end + 1, next < 0 ? undefined : next),
      };
    }
    start = next;
  }
}

function attribute({ attributes }: Tag, name: string): string | undefined {
  const found = new RegExp(`\\s(?:[\\w-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? decoded(found[1] ?? found[2]!) : undefined;
}

/** The path of the first sheet in the order of its tabs. */
function firstSheet(workbook = '', relations = ''): string {
  const first = [...tagsOf(workbook)].find(({ name, closes }) => name === 'sheet' && !closes);
  const id = first && attribute(first, 'id');
  for (const tag of tagsOf(relations)) {
    const target = tag.name === 'Relationship' && attribute(tag, 'Id') === id && attribute(tag, 'Target');
    if (target) return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

/** Texts that cells point at by number; the reading aid of East Asian scripts (`rPh`) is no part of one. */
function sharedTexts(xml: string): string[] {
  const texts: string[] = [];
  let isAid = false;
  for (const { name, closes, text } of tagsOf(xml)) {
    if (name === 'si' && !closes) texts.push('');
    else if (name === 'rPh') isAid = !closes;
    else if (name === 't' && !closes && !isAid && texts.length > 0) texts[texts.length - 1] += decoded(text);
  }
  return texts;
}

function rowsOf(xml: string, shared: readonly string[]): string[][] {
  const rows: string[][] = [];
  let row = 0;
  let column = 0;
  let type = 'n';
  for (const tag of tagsOf(xml)) {
    if (tag.closes) continue;
    if (tag.name === 'row') {
      row = Number(attribute(tag, 'r') ?? row + 1);
      column = 0;
      checkReach(row, column);
      while (rows.length < row) rows.push([]);
    } else if (tag.name === 'c') {
      const letters = /^[A-Z]{1,3}/.exec(attribute(tag, 'r') ?? '')?.[0];
      column = letters === undefined ? column + 1 : columnOf(letters);
      type = attribute(tag, 't') ?? 'n';
      checkReach(row, column);
    } else if ((tag.name === 'v' || tag.name === 't') && row > 0 && column > 0 && !tag.isEmpty) {
      const cells = rows[row - 1]!;
      while (cells.length < column) cells.push('');
      cells[column - 1] += textOf(tag.text, type, shared);
    }
  }
  return rows.map((cells) => cells.map((cell) => cell.trim()));
}

function textOf(raw: string, type: string, shared: readonly string[]): string {
  const text = decoded(raw);
  if (type === 's') return shared[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? 'ya' : 'tidak';
  // Excel writes long numbers as `1.234567890123E12`; a business number is digits.
  return type === 'n' && /e/i.test(text) ? String(Number(text)) : text;
}

const columnOf = (letters: string): number =>
  Array.from(letters).reduce((column, letter) => 26 * column + letter.charCodeAt(0) - 64, 0);

function checkReach(row: number, column: number): void {
  if (Number.isInteger(row) && row >= 0 && row <= MOST_ROW && column <= MOST_COLUMN) return;
  throw invalid(
    [],
    `The sheet reaches to row ${row}, column ${column}; delete what lies beyond row ${MOST_ROW} and column ZZ.`,
  );
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
