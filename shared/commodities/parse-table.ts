/** Reads the commodity tables of `data/`: plain text that people can correct, checked while it is read. */
import { dimensionOf, UNITS, type Dimension, type Unit } from '../units.ts';
import { COMMODITY_FLAGS, PERISHABLE_DAYS, TYPICAL_CERTIFICATES, type Commodity } from './commodity.ts';

export type Sector = { code: string; name: { id: string; en: string }; groups: Group[] };
export type Group = { code: string; name: { id: string; en: string }; commodities: Commodity[] };

/**
 * Lines: `== sector | id | en`, `-- group | id | en`, and one commodity each:
 * code | Indonesian | English | default unit, other dimensions or units | HS | certificates | days ambient/cold | months | flags | aliases.
 * `-` is "none", `all` is every month, `10-3` runs over the new year. Throws an Error that names the line which it cannot read.
 */
export function parseCommodityTable(table: string): Sector[] {
  const sectors: Sector[] = [];
  for (const line of table.split('\n')) {
    if (line.trim() === '') continue;
    const cells = line.split('|').map((cell) => cell.trim());
    const sector = sectors.at(-1);
    const group = sector?.groups.at(-1);
    if (line.startsWith('== ')) sectors.push({ ...heading(cells), groups: [] });
    else if (line.startsWith('-- ') && sector) sector.groups.push({ ...heading(cells), commodities: [] });
    else if (sector && group) group.commodities.push(commodity(cells, sector.code, group.code));
    else throw new Error(`A commodity stands outside a sector and a group: ${line}`);
  }
  return sectors;
}

function heading([first = '', id = '', en = '']: string[]): {
  code: string;
  name: { id: string; en: string };
} {
  return { code: first.slice(3), name: { id, en } };
}

function commodity(cells: string[], sector: string, group: string): Commodity {
  const [code, id, en, units, hs, certificates, days, months, flags, aliases, ...rest] = cells;
  if (!code || !id || !en || !units || !days || !months || aliases === undefined || rest.length > 0) {
    throw new Error(`A commodity needs ten cells: ${cells.join(' | ')}`);
  }
  const [unitName, ...others] = words(units);
  const unit = oneOf(UNITS, unitName ?? '', code);
  const [ambient, cold] = days.split('/').map((part) => (part === '-' ? null : wholeNumber(part, code)));
  const shelfLife = { ambientDays: ambient ?? null, coldDays: cold ?? null };
  const measured = [unit, ...others];
  return {
    code,
    name: { id, en },
    aliases: words(aliases),
    sector,
    group,
    unit,
    dimensions: [...new Set(measured.map((word) => dimensionNamed(word, code)))].filter(isMeasured),
    bareUnits: measured.filter((word): word is Unit => isUnit(word) && !isMeasured(dimensionOf(word))),
    hsCode: hs === '' || hs === undefined ? null : hs,
    typicalCertificates: words(certificates).map((word) => oneOf(TYPICAL_CERTIFICATES, word, code)),
    shelfLife,
    perishable: shelfLife.ambientDays !== null && shelfLife.ambientDays <= PERISHABLE_DAYS,
    months: monthList(months, code),
    flags: words(flags).map((word) => oneOf(COMMODITY_FLAGS, word, code)),
  };
}

const MEASURED: readonly string[] = ['mass', 'volume', 'count', 'area'] satisfies Dimension[];
const isMeasured = (dimension: Dimension): boolean => MEASURED.includes(dimension);
const isUnit = (word: string): word is Unit => UNITS.some((unit) => unit === word);

const dimensionNamed = (word: string, code: string): Dimension =>
  MEASURED.includes(word) ? (word as Dimension) : dimensionOf(oneOf(UNITS, word, code));

const words = (cell: string | undefined): string[] =>
  cell ? cell.split(/,\s+/).filter((word) => word !== '') : [];

function monthList(text: string, code: string): number[] {
  if (text === 'all') return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const months = new Set<number>();
  for (const range of words(text)) {
    const [first = 0, last = first] = range.split('-').map((month) => wholeNumber(month, code));
    for (let month = first; ; month = (month % 12) + 1) {
      months.add(month);
      if (month === last) break;
      if (month < 1 || month > 12 || last < 1 || last > 12)
        throw new Error(`${code}: no such months: ${range}`);
    }
  }
  return [...months].sort((a, b) => a - b);
}

function wholeNumber(text: string, code: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${code}: not a whole number: ${text}`);
  return Number(text);
}

function oneOf<T extends string>(known: readonly T[], word: string, code: string): T {
  const found = known.find((candidate) => candidate === word);
  if (found === undefined) throw new Error(`${code}: unknown word: ${word}`);
  return found;
}
