/**
 * A commodity's potentials of one regency as bytes: what each part could reach at best, then the potentials column by column, then
 * whose they are. Layout and sizes: README.md.
 */
import type { Unit } from '../units.ts';
import type { Packing } from './bucket.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import {
  dayNumber,
  dayText,
  lastSignOf,
  readCooperative,
  readRegion,
  writeCooperative,
  writeRegion,
} from './pack-cooperatives.ts';
import type { CooperativeRow, QualityRow, SupplyRow } from './rows.ts';
import { boundsOf, GRADES, readBounds, writeBounds } from './supply-bounds.ts';

/** Every change of a potential writes a part anew, and DynamoDB charges by the kilobyte: with its key and its digest a part is 4 KB at most. */
const MOST_PART_BYTES = 4 * 1024 - 128;

/** Of each row, above the place of its grade. */
export const GRADE = 3;
export const EXPORT = 4;
const CHECKED = 8;
const LEAST_ORDER = 16;
/** It is of the same cooperative as the row before. */
const SAME_OWNER = 32;
const SEASON_SHIFT = 6;
/** In the place of the last day that a pass counts. */
const FAILED = 0;
/** Seconds before the latest confirmation: the lower sixteen bits, and above them as many as it takes. */
const HALF = 65_536;

export function supplyPacking(commodity: string): Packing<SupplyRow> {
  return {
    pack: packSupplies,
    unpack(body, place) {
      const { columns, rowAt } = openSupplies(body, place, commodity);
      return columns.facts.map((_, at) => rowAt(at));
    },
    // One cooperative's potentials lie together, so that what it is stands there once.
    togetherBy: ({ cooperativeId }) => cooperativeId,
    mostPartBytes: MOST_PART_BYTES,
  };
}

function packSupplies(inOrder: readonly SupplyRow[], place: string): string {
  const rows = inOrder.toSorted((a, b) => compare(a.cooperativeId, b.cooperativeId));
  const isOfSameOwner = rows.map(({ cooperativeId }, at) => rows[at - 1]?.cooperativeId === cooperativeId);
  const owners = rows.filter((_, at) => !isOfSameOwner[at]);
  const seasons = [...new Set(rows.map(({ goods }) => goods.months))].sort((a, b) => a - b);
  const bounds = boundsOf(rows);
  const { units, confirmedAt: latest } = bounds;
  const bytes = new ByteWriter();
  writeBounds(bytes, bounds);
  bytes.whole(seasons.length);
  if (seasons.length > 1) for (const months of seasons) bytes.half(months);
  for (const [at, { goods, quality }] of rows.entries()) {
    bytes.whole(
      GRADES.indexOf(goods.grade) |
        (goods.exportReady ? EXPORT : 0) |
        (quality === null ? 0 : CHECKED) |
        (goods.minimumOrder === null ? 0 : LEAST_ORDER) |
        (isOfSameOwner[at] ? SAME_OWNER : 0) |
        (seasons.indexOf(goods.months) << SEASON_SHIFT),
    );
  }
  if (units.length > 1) for (const { goods } of rows) bytes.byte(units.indexOf(goods.unit));
  for (const { goods } of rows) bytes.number(goods.perMonth);
  for (const { goods } of rows) bytes.number(goods.price);
  for (const { goods } of rows) if (goods.minimumOrder !== null) bytes.number(goods.minimumOrder);
  for (const { confirmedAt } of rows) {
    const before = (latest - confirmedAt) / 1000;
    bytes.half(before % HALF);
    bytes.whole(Math.floor(before / HALF));
  }
  for (const { quality } of rows) {
    if (quality !== null) bytes.half(quality === 'failed' ? FAILED : dayNumber(quality.passedUntil));
  }
  bytes.ids(
    'pot_',
    rows.map(({ id }) => id),
  );
  const lastSign = lastSignOf(owners.map(({ cooperative }) => cooperative));
  bytes.half(lastSign);
  bytes.ids(
    'coop_',
    owners.map(({ cooperativeId }) => cooperativeId),
  );
  bytes.blocks(
    owners.map(({ regionCode, cooperative }) => {
      const block = new ByteWriter();
      writeRegion(block, regionCode, place);
      writeCooperative(block, cooperative, lastSign);
      return block;
    }),
  );
  return bytes.toText();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What bounds are worked out from, a number for each row; NaN where nothing is stated. */
export type SupplyColumns = {
  /** Grade and flags. */
  readonly facts: readonly number[];
  readonly months: readonly number[];
  readonly units: readonly Unit[];
  readonly perMonth: readonly number[];
  readonly price: readonly number[];
  readonly minimumOrder: readonly number[];
  /** Milliseconds. */
  readonly confirmedAt: readonly number[];
};

/** A part's columns, and its rows where they are asked for. */
export type OpenSupplies = { readonly columns: SupplyColumns; readonly rowAt: (at: number) => SupplyRow };

/** Columns alone take some thirty nanoseconds a row; whatever is of a row's cooperative is read when the row is asked for. */
export function openSupplies(body: string, place: string, commodity: string): OpenSupplies {
  const bytes = ByteReader.of(body);
  const { count, units, months: allMonths, confirmedAt: latest } = readBounds(bytes);
  const seasons = readSeasons(bytes, allMonths);
  const facts = bytes.wholes(count);
  const columns: SupplyColumns = {
    facts,
    months: facts.map((own) => seasons[own >>> SEASON_SHIFT]!),
    units: facts.map(() => units[units.length > 1 ? bytes.byte() : 0]!),
    perMonth: bytes.numbers(count),
    price: bytes.numbers(count),
    minimumOrder: facts.map((own) => (own & LEAST_ORDER ? bytes.number()! : NaN)),
    confirmedAt: facts.map(() => latest - 1000 * (bytes.half() + HALF * bytes.whole())),
  };
  const checked = facts.map((own) => (own & CHECKED ? bytes.half() : FAILED));
  let rest: ReturnType<typeof readRest> | undefined;
  const rowAt = (at: number): SupplyRow => {
    const { idAt, ownerAt } = (rest ??= readRest(bytes, facts, place));
    const owner = ownerAt(at);
    const own = facts[at]!;
    return {
      id: idAt(at),
      cooperativeId: owner.id,
      regionCode: owner.regionCode,
      commodity,
      goods: {
        unit: columns.units[at]!,
        perMonth: columns.perMonth[at]!,
        months: columns.months[at]!,
        price: stated(columns.price[at]!),
        grade: GRADES[own & GRADE]!,
        exportReady: (own & EXPORT) !== 0,
        minimumOrder: stated(columns.minimumOrder[at]!),
      },
      confirmedAt: columns.confirmedAt[at]!,
      quality: own & CHECKED ? qualityOf(checked[at]!) : null,
      cooperative: owner.cooperative,
    };
  };
  return { columns, rowAt };
}

/** A single one is that of all rows, which bounds tell. */
function readSeasons(bytes: ByteReader, allMonths: number): number[] {
  const count = bytes.whole();
  return count === 1 ? [allMonths] : Array.from({ length: count }, () => bytes.half());
}

type Owner = {
  readonly id: string;
  readonly regionCode: string;
  readonly cooperative: CooperativeRow | null;
};

/** Ids, and cooperatives where they are asked for. */
function readRest(bytes: ByteReader, facts: readonly number[], place: string) {
  const idAt = bytes.ids('pot_', facts.length);
  const lastSign = bytes.half();
  let count = 0;
  const ownerOf = facts.map((own) => (own & SAME_OWNER ? count : ++count) - 1);
  const ownerIdAt = bytes.ids('coop_', count);
  const blockAt = bytes.blocks(count);
  const owners: Owner[] = [];
  const ownerAt = (row: number): Owner => {
    const at = ownerOf[row]!;
    const known = owners[at];
    if (known !== undefined) return known;
    const id = ownerIdAt(at);
    const block = blockAt(at);
    const regionCode = readRegion(block, place);
    return (owners[at] = { id, regionCode, cooperative: readCooperative(block, id, regionCode, lastSign) });
  };
  return { idAt, ownerAt };
}

const stated = (number: number): number | null => (Number.isNaN(number) ? null : number);

const qualityOf = (day: number): QualityRow => (day === FAILED ? 'failed' : { passedUntil: dayText(day) });
