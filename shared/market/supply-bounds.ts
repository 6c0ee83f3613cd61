/** What a part of a commodity's supply could reach at best, as it stands at the part's head: most parts are never looked into. */
import { credentialTypes } from '../credentials/credential.ts';
import { MEMBER, QUALITY_PASS } from '../matching/requirements.ts';
import { readinessOf } from '../readiness/readiness.ts';
import { UNITS, type Unit } from '../units.ts';
import { ByteReader, type ByteWriter } from './bytes.ts';
import { checkLayout, LAYOUT } from './layout.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';

/** The business unit that keeps goods longer. */
export const COLD_ROOM = 'cold-storage';

/** The best of each fact among the rows of a part, whatever the day: no row scores more than one that had all of them. */
export type SupplyBounds = {
  /** Rows in the part. */
  readonly count: number;
  /** All base units in use: amounts and prices below are those of any. */
  readonly units: readonly Unit[];
  readonly perMonth: number;
  /** Least asked price; null when none is stated. */
  readonly price: number | null;
  readonly isSomeUnpriced: boolean;
  /** Least minimum order; null when some row has none. */
  readonly minimumOrder: number | null;
  /** All months in which some row is at hand. */
  readonly months: number;
  /** A place in {@link GRADES}. */
  readonly grade: number;
  readonly exportReady: boolean;
  /** Papers that somebody has or had verified, and what counts like one: a passed check, membership of a holding. See {@link paperMask}. */
  readonly papers: number;
  readonly hasColdRoom: boolean;
  readonly readiness: number;
  /** Milliseconds. */
  readonly confirmedAt: number;
};

/** The better the later. */
export const GRADES = [null, 'C', 'B', 'A'] as const;

const PAPERS = [...credentialTypes, QUALITY_PASS, MEMBER];
const PAPER_BITS = new Map<string, number>(PAPERS.map((paper, bit) => [paper, 1 << bit]));

/** Every paper that bounds tell of. */
export const ALL_PAPERS = (1 << PAPERS.length) - 1;

/** A bit for each paper that bounds tell of; none for others. */
export const paperMask = (papers: Iterable<string>): number => {
  let mask = 0;
  for (const paper of papers) mask |= PAPER_BITS.get(paper) ?? 0;
  return mask;
};

export const papersIn = (mask: number): string[] => PAPERS.filter((_, bit) => (mask >>> bit) & 1);

/** Below them the best grade. */
const PRICED_ALL = 4;
const EXPORT = 8;
const COLD = 16;
const PASSED = 32;
const MEMBERS = 64;
const PAPERS_OF_OWNERS = (1 << credentialTypes.length) - 1;

export function boundsOf(rows: readonly SupplyRow[]): SupplyBounds {
  const cooperatives = new Set(rows.flatMap(({ cooperative }) => cooperative ?? []));
  const goods = rows.map((row) => row.goods);
  const prices = goods.flatMap(({ price }) => price ?? []);
  const minimums = goods.flatMap(({ minimumOrder }) => minimumOrder ?? []);
  const papers = new Set<string>();
  let readiness = 0;
  let hasColdRoom = false;
  for (const cooperative of cooperatives) {
    if (cooperative.memberOf !== null) papers.add(MEMBER);
    for (const [type, { status }] of Object.entries(cooperative.credentials)) {
      if (status === 'verified') papers.add(type);
    }
    readiness = Math.max(readiness, bestReadiness(cooperative));
    hasColdRoom ||= cooperative.units.includes(COLD_ROOM);
  }
  if (rows.some(({ quality }) => quality !== null && quality !== 'failed')) papers.add(QUALITY_PASS);
  return {
    count: rows.length,
    units: [...new Set(goods.map(({ unit }) => unit))].sort(),
    perMonth: Math.max(0, ...goods.map(({ perMonth }) => perMonth)),
    price: prices.length === 0 ? null : Math.min(...prices),
    isSomeUnpriced: prices.length < rows.length,
    minimumOrder: minimums.length < rows.length ? null : Math.min(...minimums),
    months: goods.reduce((mask, { months }) => mask | months, 0),
    grade: Math.max(0, ...goods.map(({ grade }) => GRADES.indexOf(grade))),
    exportReady: goods.some(({ exportReady }) => exportReady),
    papers: paperMask(papers),
    hasColdRoom,
    readiness,
    confirmedAt: Math.max(0, ...rows.map(({ confirmedAt }) => confirmedAt)),
  };
}

/** On no later day is a cooperative readier than on the day of its last sign: papers and trainings expire, silence grows. */
const bestReadiness = (cooperative: CooperativeRow): number =>
  readinessOf(cooperative, cooperative.lastActive);

export function writeBounds(bytes: ByteWriter, bounds: SupplyBounds): void {
  bytes.byte(LAYOUT);
  bytes.whole(bounds.count);
  bytes.whole(bounds.units.length);
  for (const unit of bounds.units) bytes.byte(UNITS.indexOf(unit));
  bytes.number(bounds.perMonth);
  bytes.number(bounds.price);
  bytes.number(bounds.minimumOrder);
  bytes.half(bounds.months);
  bytes.byte(
    bounds.grade |
      (bounds.isSomeUnpriced ? 0 : PRICED_ALL) |
      (bounds.exportReady ? EXPORT : 0) |
      (bounds.hasColdRoom ? COLD : 0) |
      (bounds.papers & PAPER_BITS.get(QUALITY_PASS)! ? PASSED : 0) |
      (bounds.papers & PAPER_BITS.get(MEMBER)! ? MEMBERS : 0),
  );
  bytes.whole(bounds.papers & PAPERS_OF_OWNERS);
  bytes.byte(bounds.readiness);
  bytes.word(bounds.confirmedAt / 1000);
}

export function readBounds(bytes: ByteReader): SupplyBounds {
  checkLayout(bytes.byte());
  const count = bytes.whole();
  const units: Unit[] = [];
  for (let left = bytes.whole(); left > 0; left -= 1) units.push(UNITS[bytes.byte()]!);
  const perMonth = bytes.number()!;
  const price = bytes.number();
  const minimumOrder = bytes.number();
  const months = bytes.half();
  const flags = bytes.byte();
  const papers = bytes.whole();
  return {
    count,
    units,
    perMonth,
    price,
    isSomeUnpriced: (flags & PRICED_ALL) === 0,
    minimumOrder,
    months,
    grade: flags & 3,
    exportReady: (flags & EXPORT) !== 0,
    papers:
      papers |
      (flags & PASSED ? PAPER_BITS.get(QUALITY_PASS)! : 0) |
      (flags & MEMBERS ? PAPER_BITS.get(MEMBER)! : 0),
    hasColdRoom: (flags & COLD) !== 0,
    readiness: bytes.byte(),
    confirmedAt: 1000 * bytes.word(),
  };
}

/** The bounds of a part, the rest of which is not even decoded. */
export const boundsIn = (body: string): SupplyBounds => readBounds(ByteReader.of(body, HEAD_CHARACTERS));

/** A head is a few dozen bytes; four characters are three of them. */
const HEAD_CHARACTERS = 160;
