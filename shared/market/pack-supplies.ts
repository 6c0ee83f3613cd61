/**
 * A commodity's potentials of one regency as bytes: what each part could reach at best, its cooperatives, and the potentials column
 * by column. Layout and sizes: README.md.
 */
import { credentialTypes } from '../credentials/credential.ts';
import { readinessOf } from '../readiness/readiness.ts';
import { UNITS, type Unit } from '../units.ts';
import type { Packing } from './bucket.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { checkLayout, LAYOUT } from './layout.ts';
import { MEMBER, QUALITY_PASS } from '../matching/requirements.ts';
import {
  dayNumber,
  dayText,
  readCooperative,
  readRegion,
  writeCooperative,
  writeRegion,
} from './pack-cooperatives.ts';
import type { CooperativeRow, QualityRow, SupplyRow } from './rows.ts';

/** Every change of a potential writes a part anew, and DynamoDB charges by the kilobyte. */
const MOST_PART_BYTES = 4 * 1024;
/** The business unit that keeps goods longer. */
export const COLD_ROOM = 'cold-storage';

/** The best of each fact among the rows of a part, whatever the day: no row scores more than one that had all of them. */
export type SupplyBounds = {
  /** All base units in use: amounts and prices below are those of any. */
  readonly units: readonly Unit[];
  readonly perMonth: number;
  /** Least asked price; null when none is stated. */
  readonly price: number | null;
  readonly isSomeUnpriced: boolean;
  /** Least minimum order; null when some row has none. */
  readonly minimumOrder: number | null;
  readonly months: number;
  readonly grade: SupplyRow['goods']['grade'];
  readonly exportReady: boolean;
  /** Papers that somebody has or had verified, and what counts like one: a passed check, membership of a holding. */
  readonly papers: readonly string[];
  readonly hasColdRoom: boolean;
  readonly readiness: number;
  /** Milliseconds. */
  readonly confirmedAt: number;
};

/** In the order of their codes. */
const GRADES = [null, 'C', 'B', 'A'] as const;
const PRICED_ALL = 1;
const EXPORT = 2;
const COLD = 4;
const PASSED = 8;
const MEMBERS = 16;
/** Above the months. */
const GRADE_SHIFT = 12;
const EXPORT_SHIFT = 14;
const CHECK_SHIFT = 15;
/** In the place of the last day that a pass counts. */
const FAILED = 0;

export function supplyPacking(commodity: string): Packing<SupplyRow> {
  return {
    pack: packSupplies,
    unpack: (body, place) => unpackSupplies(body, place, commodity),
    // One cooperative's potentials lie together, so that what it is stands there once.
    togetherBy: ({ cooperativeId }) => cooperativeId,
    mostPartBytes: MOST_PART_BYTES,
  };
}

function packSupplies(rows: readonly SupplyRow[], place: string): string {
  const owners = new Map(rows.map((row) => [row.cooperativeId, row]));
  const ids = [...owners.keys()].sort();
  const units = [...new Set(rows.map(({ goods }) => goods.unit))].sort();
  const bytes = new ByteWriter();
  bytes.byte(LAYOUT);
  bytes.whole(rows.length);
  writeBounds(bytes, boundsOf(rows, units));
  bytes.whole(ids.length);
  for (const id of ids) {
    const { regionCode, cooperative } = owners.get(id)!;
    bytes.id('coop_', id);
    writeRegion(bytes, regionCode, place);
    bytes.byte(Number(cooperative !== null));
    if (cooperative !== null) writeCooperative(bytes, cooperative);
  }
  const codes = new Map(ids.map((id, at) => [id, at]));
  for (const { id } of rows) bytes.id('pot_', id);
  for (const { cooperativeId } of rows) bytes.whole(codes.get(cooperativeId)!);
  if (units.length > 1) for (const { goods } of rows) bytes.byte(units.indexOf(goods.unit));
  for (const { goods } of rows) bytes.number(goods.perMonth);
  for (const { goods } of rows) bytes.number(goods.price);
  for (const { goods } of rows) bytes.number(goods.minimumOrder);
  for (const { goods, quality } of rows) {
    const grade = GRADES.indexOf(goods.grade) << GRADE_SHIFT;
    const isChecked = Number(quality !== null) << CHECK_SHIFT;
    bytes.half(goods.months | grade | (Number(goods.exportReady) << EXPORT_SHIFT) | isChecked);
  }
  for (const { confirmedAt } of rows) bytes.word(confirmedAt / 1000);
  for (const { quality } of rows) {
    if (quality !== null) bytes.half(quality === 'failed' ? FAILED : dayNumber(quality.passedUntil));
  }
  return bytes.toText();
}

function unpackSupplies(body: string, place: string, commodity: string): SupplyRow[] {
  const bytes = new ByteReader(body);
  const { count, units } = readHead(bytes);
  const owners = Array.from({ length: bytes.whole() }, () => {
    const id = bytes.id('coop_');
    const regionCode = readRegion(bytes, place);
    const cooperative = bytes.byte() === 0 ? null : readCooperative(bytes, id, regionCode);
    return { id, regionCode, cooperative };
  });
  const column = <T>(read: () => T): T[] => {
    const values: T[] = [];
    for (let row = 0; row < count; row += 1) values.push(read());
    return values;
  };
  const ids = column(() => bytes.id('pot_'));
  const owner = column(() => owners[bytes.whole()]!);
  const unit = units.length > 1 ? column(() => units[bytes.byte()]!) : undefined;
  const perMonth = column(() => bytes.number()!);
  const price = column(() => bytes.number());
  const minimumOrder = column(() => bytes.number());
  const facts = column(() => bytes.half());
  const confirmed = column(() => 1000 * bytes.word());
  const quality = facts.map((bits) => ((bits >>> CHECK_SHIFT) & 1 ? readQuality(bytes) : null));
  return ids.map((id, row) => ({
    id,
    cooperativeId: owner[row]!.id,
    regionCode: owner[row]!.regionCode,
    commodity,
    goods: {
      unit: unit?.[row] ?? units[0]!,
      perMonth: perMonth[row]!,
      months: facts[row]! & 0xfff,
      price: price[row]!,
      grade: GRADES[(facts[row]! >>> GRADE_SHIFT) & 3]!,
      exportReady: ((facts[row]! >>> EXPORT_SHIFT) & 1) === 1,
      minimumOrder: minimumOrder[row]!,
    },
    confirmedAt: confirmed[row]!,
    quality: quality[row]!,
    cooperative: owner[row]!.cooperative,
  }));
}

function readQuality(bytes: ByteReader): QualityRow {
  const day = bytes.half();
  return day === FAILED ? 'failed' : { passedUntil: dayText(day) };
}

/** What a part's rows could reach at best, and how many they are, without unpacking them. */
export function supplyBounds(body: string): SupplyBounds & { readonly count: number } {
  // The head is a few dozen bytes; four characters are three of them.
  return readHead(new ByteReader(body.slice(0, HEAD_CHARACTERS)));
}

const HEAD_CHARACTERS = 160;

function boundsOf(rows: readonly SupplyRow[], units: readonly Unit[]): SupplyBounds {
  const cooperatives = new Set(rows.flatMap(({ cooperative }) => cooperative ?? []));
  const goods = rows.map((row) => row.goods);
  const prices = goods.flatMap(({ price }) => price ?? []);
  const minimums = goods.flatMap(({ minimumOrder }) => minimumOrder ?? []);
  const verified = new Set<string>();
  let readiness = 0;
  let hasColdRoom = false;
  let hasMembers = false;
  for (const cooperative of cooperatives) {
    hasMembers ||= cooperative.memberOf !== null;
    for (const [type, { status }] of Object.entries(cooperative.credentials)) {
      if (status === 'verified') verified.add(type);
    }
    readiness = Math.max(readiness, bestReadiness(cooperative));
    hasColdRoom ||= cooperative.units.includes(COLD_ROOM);
  }
  return {
    units,
    perMonth: Math.max(0, ...goods.map(({ perMonth }) => perMonth)),
    price: prices.length === 0 ? null : Math.min(...prices),
    isSomeUnpriced: prices.length < rows.length,
    minimumOrder: minimums.length < rows.length ? null : Math.min(...minimums),
    months: goods.reduce((mask, { months }) => mask | months, 0),
    grade: GRADES[Math.max(0, ...goods.map(({ grade }) => GRADES.indexOf(grade)))]!,
    exportReady: goods.some(({ exportReady }) => exportReady),
    papers: [
      ...credentialTypes.filter((type) => verified.has(type)),
      ...(rows.some(({ quality }) => quality !== null && quality !== 'failed') ? [QUALITY_PASS] : []),
      ...(hasMembers ? [MEMBER] : []),
    ],
    hasColdRoom,
    readiness,
    confirmedAt: Math.max(0, ...rows.map(({ confirmedAt }) => confirmedAt)),
  };
}

/** On no later day is a cooperative readier than on the day of its last sign: papers and trainings expire, silence grows. */
const bestReadiness = (cooperative: CooperativeRow): number =>
  readinessOf(cooperative, cooperative.lastActive);

function writeBounds(bytes: ByteWriter, bounds: SupplyBounds): void {
  bytes.whole(bounds.units.length);
  for (const unit of bounds.units) bytes.byte(UNITS.indexOf(unit));
  bytes.number(bounds.perMonth);
  bytes.number(bounds.price);
  bytes.number(bounds.minimumOrder);
  bytes.half(bounds.months | (GRADES.indexOf(bounds.grade) << GRADE_SHIFT));
  bytes.byte(
    (bounds.isSomeUnpriced ? 0 : PRICED_ALL) |
      (bounds.exportReady ? EXPORT : 0) |
      (bounds.hasColdRoom ? COLD : 0) |
      (bounds.papers.includes(QUALITY_PASS) ? PASSED : 0) |
      (bounds.papers.includes(MEMBER) ? MEMBERS : 0),
  );
  bytes.whole(
    credentialTypes.reduce((mask, type, bit) => (bounds.papers.includes(type) ? mask | (1 << bit) : mask), 0),
  );
  bytes.byte(bounds.readiness);
  bytes.word(bounds.confirmedAt / 1000);
}

function readHead(bytes: ByteReader): SupplyBounds & { readonly count: number } {
  checkLayout(bytes.byte());
  const count = bytes.whole();
  const units = Array.from({ length: bytes.whole() }, () => UNITS[bytes.byte()]!);
  const perMonth = bytes.number()!;
  const price = bytes.number();
  const minimumOrder = bytes.number();
  const facts = bytes.half();
  const flags = bytes.byte();
  const papers = bytes.whole();
  return {
    count,
    units,
    perMonth,
    price,
    isSomeUnpriced: (flags & PRICED_ALL) === 0,
    minimumOrder,
    months: facts & 0xfff,
    grade: GRADES[facts >>> GRADE_SHIFT]!,
    exportReady: (flags & EXPORT) !== 0,
    papers: [
      ...credentialTypes.filter((_, bit) => (papers >>> bit) & 1),
      ...(flags & PASSED ? [QUALITY_PASS] : []),
      ...(flags & MEMBERS ? [MEMBER] : []),
    ],
    hasColdRoom: (flags & COLD) !== 0,
    readiness: bytes.byte(),
    confirmedAt: 1000 * bytes.word(),
  };
}
