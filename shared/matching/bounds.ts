/** What a node of packed rows could reach at best: the reason why most of the country need not be scored. */
import {
  BELOW,
  COUNT_SHIFT,
  GRADE_SHIFT,
  LEAF_BIT,
  MONTHS_CODE,
  NODE,
  QUALITY,
  QUALITY_SHIFT,
  READY,
  READY_SHIFT,
  RECORD,
  RECORD_SHIFT,
  ROW,
  SILENT,
  UNKNOWN_SILENCE,
  UNPRICED_BIT,
  USUAL_SHIFT,
  type Shelf,
} from './columns.ts';
import type { Tree } from './grow-tree.ts';

/** Bounds that are being widened, and how masks of months are numbered. */
export type Widening = Omit<Shelf, 'months'> & {
  /** The whole standing of each row, as in nodes. */
  readonly standings: Uint32Array;
  readonly monthMasks: readonly number[];
  readonly codeOfMonths: (mask: number) => number;
};

/** Silence of so many months is no worse than unknown silence in either of its two uses (`OBSTACLES.silence`, `WORTH.silence`). */
export const AS_GOOD_AS_UNKNOWN = 6;

/** Fills the shelf's nodes, children before their parents. Rows stand in the tree's order. O(rows). */
export function writeBounds(shelf: Widening, tree: Tree): void {
  for (let node = tree.from.length - 1; node >= 0; node -= 1) {
    const at = NODE.size * node;
    const isLeaf = tree.count[node] === 0;
    const first = isLeaf ? tree.from[node]! : tree.first[node]!;
    const count = isLeaf ? tree.to[node]! - first : tree.count[node]!;
    shelf.floats[at + NODE.price] = NaN;
    for (let below = first; below < first + count; below += 1) {
      const isFirst = below === first;
      if (isLeaf) widenByRow(shelf, at, below, isFirst);
      else widenByNode(shelf, at, NODE.size * below, isFirst);
    }
    shelf.words[at + NODE.facts] = (shelf.words[at + NODE.facts]! & 0xffff) | (tree.spot[node]! << 16);
    shelf.words[at + NODE.below] =
      (first & BELOW) | ((count - 1) << COUNT_SHIFT) | (Number(isLeaf) << LEAF_BIT);
  }
}

function widenByRow(shelf: Widening, at: number, row: number, isFirst: boolean): void {
  const { rows, standings } = shelf;
  const own = ROW.size * row;
  const price = shelf.prices[rows[own + ROW.price]!]!;
  widen(
    shelf,
    at,
    isFirst,
    upwards(shelf.amounts[rows[own + ROW.amount]!]!),
    downwards(price),
    downwards(shelf.minimums[rows[own + ROW.minimum]!]!),
    shelf.papersHeld[rows[own + ROW.held]!]!,
    rows[own + ROW.facts]!,
    standings[row]!,
    row,
    Number(Number.isNaN(price)) | (rows[own + ROW.usual]! << 1),
  );
}

function widenByNode(shelf: Widening, at: number, from: number, isFirst: boolean): void {
  const { floats, words } = shelf;
  widen(
    shelf,
    at,
    isFirst,
    floats[from + NODE.amount]!,
    floats[from + NODE.price]!,
    floats[from + NODE.minimum]!,
    words[from + NODE.held]!,
    words[from + NODE.facts]! & 0xffff,
    words[from + NODE.standing]!,
    words[from + NODE.leastRow]! & 0xffff,
    words[from + NODE.leastRow]! >>> UNPRICED_BIT,
  );
}

function widen(
  { floats, words, ids, monthMasks, codeOfMonths }: Widening,
  at: number,
  isFirst: boolean,
  amount: number,
  price: number,
  minimum: number,
  held: number,
  facts: number,
  standing: number,
  row: number,
  /** Whether it is unpriced, and above that its usual points. */
  pricing: number,
): void {
  if (isFirst) {
    floats[at + NODE.amount] = amount;
    floats[at + NODE.price] = price;
    floats[at + NODE.minimum] = minimum;
    words[at + NODE.held] = held;
    words[at + NODE.facts] = facts;
    words[at + NODE.standing] = standing;
    words[at + NODE.leastRow] = row | (pricing << UNPRICED_BIT);
    return;
  }
  if (amount > floats[at + NODE.amount]!) floats[at + NODE.amount] = amount;
  if (!(price >= floats[at + NODE.price]!) && !Number.isNaN(price)) floats[at + NODE.price] = price;
  // NaN wins over every number: a row without a minimum order is bound by none.
  floats[at + NODE.minimum] = Math.min(floats[at + NODE.minimum]!, minimum);
  words[at + NODE.held] = words[at + NODE.held]! | held;
  words[at + NODE.facts] = bestFacts(words[at + NODE.facts]!, facts, monthMasks, codeOfMonths);
  words[at + NODE.standing] = bestStanding(words[at + NODE.standing]!, standing);
  const least = words[at + NODE.leastRow]! & 0xffff;
  const isLess = ids[row]! < ids[least]!;
  const known = words[at + NODE.leastRow]! >>> UNPRICED_BIT;
  const usual = Math.max(known >>> 1, pricing >>> 1);
  words[at + NODE.leastRow] =
    (isLess ? row : least) | (((known | pricing) & 1) << UNPRICED_BIT) | (usual << USUAL_SHIFT);
}

function bestFacts(
  one: number,
  other: number,
  masks: readonly number[],
  codeOfMonths: (mask: number) => number,
): number {
  const [ours, theirs] = [one & MONTHS_CODE, other & MONTHS_CODE];
  const months = ours === theirs ? ours : codeOfMonths(masks[ours]! | masks[theirs]!);
  const grade = 3 << GRADE_SHIFT;
  const flags = (one | other) & ~grade & ~MONTHS_CODE;
  return months | flags | Math.max(one & grade, other & grade);
}

function bestStanding(one: number, other: number): number {
  const most = (shift: number, mask: number): number =>
    Math.max((one >>> shift) & mask, (other >>> shift) & mask) << shift;
  const silent = leastSilence(one & SILENT, other & SILENT);
  return most(QUALITY_SHIFT, QUALITY) | most(READY_SHIFT, READY) | most(RECORD_SHIFT, RECORD) | silent;
}

function leastSilence(one: number, other: number): number {
  if (one === other) return one;
  const known = Math.min(one, other);
  return Math.max(one, other) === UNKNOWN_SILENCE ? Math.min(known, AS_GOOD_AS_UNKNOWN) : known;
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The least float of 32 bits that is not below a number from 0 on. */
function upwards(value: number): number {
  FLOAT[0] = value;
  if (FLOAT[0] < value) BITS[0] = BITS[0]! + 1;
  return FLOAT[0];
}

/** The greatest float of 32 bits that is not above a number from 0 on; NaN for NaN. */
function downwards(value: number): number {
  FLOAT[0] = value;
  if (FLOAT[0] > value) BITS[0] = BITS[0]! - 1;
  return FLOAT[0];
}
