/** What a node of packed rows could reach at best: the reason why most of the country need not be scored. */
import {
  BELOW,
  BESIDE_UNPRICED,
  CODE_SHIFT,
  COLD,
  COUNT_SHIFT,
  LEAF_BIT,
  MONTHS_SHIFT,
  NODE,
  QUALITY,
  READY,
  READY_SHIFT,
  ROW,
  SILENT,
  SPOT,
  SPOT_BITS,
  UNKNOWN_SILENCE,
  type Shelf,
} from './columns.ts';
import type { Tree } from './grow-tree.ts';

/** Bounds that are being widened, and how masks of months are numbered. */
export type Widening = Pick<Shelf, 'rows' | 'nodes' | 'words' | 'ids' | 'heldMore'> & {
  /** The points of each row's track record. */
  readonly records: Uint16Array;
  /** The code of what is unpriced. */
  readonly unpriced: number;
  readonly monthMasks: readonly number[];
  readonly codeOfMonths: (mask: number) => number;
};

/** Silence of so many months is no worse than unknown silence in either of its two uses (`OBSTACLES.silence`, `WORTH.silence`). */
export const AS_GOOD_AS_UNKNOWN = 6;

/** Fills the shelf's nodes, children before their parents. Rows stand in the tree's order. O(rows). */
export function writeBounds(shelf: Widening, tree: Tree): void {
  for (let node = tree.from.length - 1; node >= 0; node -= 1) {
    const isLeaf = tree.count[node] === 0;
    const first = isLeaf ? tree.from[node]! : tree.first[node]!;
    const count = isLeaf ? tree.to[node]! - first : tree.count[node]!;
    for (let below = first; below < first + count; below += 1) {
      const one = isLeaf ? nodeOfRow(shelf, below) : nodeAt(shelf, below);
      write(shelf, node, below === first ? one : better(nodeAt(shelf, node), one, shelf));
    }
    const at = NODE.halves * node + ROW.spot;
    shelf.nodes[at] = (shelf.nodes[at]! & ~SPOT) | tree.spot[node]!;
    shelf.words[NODE.words * node + NODE.below] =
      (first & BELOW) | ((count - 1) << COUNT_SHIFT) | (Number(isLeaf) << LEAF_BIT);
  }
}

/** The facts of a node, each apart. */
type Facts = {
  readonly amount: number;
  readonly price: number;
  readonly isUnpriced: boolean;
  readonly minimum: number;
  readonly months: number;
  readonly isCold: number;
  readonly usual: number;
  readonly silent: number;
  readonly ready: number;
  readonly quality: number;
  readonly record: number;
  readonly held: number;
  readonly leastRow: number;
};

function nodeOfRow({ rows, records, heldMore, unpriced }: Widening, row: number): Facts {
  const at = ROW.size * row;
  const facts = factsIn(rows, at);
  return {
    ...facts,
    isUnpriced: facts.price === unpriced,
    record: records[row]!,
    held: rows[at + ROW.held]! | ((heldMore[row] ?? 0) << 16),
    leastRow: row,
  };
}

function nodeAt({ nodes, words }: Widening, node: number): Facts {
  const at = NODE.halves * node;
  return {
    ...factsIn(nodes, at),
    isUnpriced: (nodes[at + ROW.price]! & BESIDE_UNPRICED) !== 0,
    record: nodes[at + NODE.record]!,
    held: words[NODE.words * node + NODE.held]!,
    leastRow: words[NODE.words * node + NODE.leastRow]!,
  };
}

/** What nodes and rows have alike. */
function factsIn(
  halves: Uint16Array,
  at: number,
): Omit<Facts, 'isUnpriced' | 'record' | 'held' | 'leastRow'> {
  const season = halves[at + ROW.season]!;
  const standing = halves[at + ROW.standing]!;
  return {
    amount: halves[at + ROW.amount]!,
    price: halves[at + ROW.price]! >>> CODE_SHIFT,
    minimum: halves[at + ROW.minimum]! >>> CODE_SHIFT,
    months: season >>> MONTHS_SHIFT,
    isCold: season & COLD,
    usual: halves[at + ROW.usual]!,
    silent: standing & SILENT,
    ready: (standing >>> READY_SHIFT) & READY,
    quality: (halves[at + ROW.spot]! >>> SPOT_BITS) & QUALITY,
  };
}

function write({ nodes, words }: Widening, node: number, facts: Facts): void {
  const at = NODE.halves * node;
  nodes[at + ROW.amount] = facts.amount;
  nodes[at + ROW.price] = (facts.price << CODE_SHIFT) | (facts.isUnpriced ? BESIDE_UNPRICED : 0);
  nodes[at + ROW.minimum] = (facts.minimum << CODE_SHIFT) | facts.isCold;
  nodes[at + ROW.season] = (facts.months << MONTHS_SHIFT) | facts.isCold;
  nodes[at + ROW.usual] = facts.usual;
  nodes[at + ROW.standing] = facts.silent | (facts.ready << READY_SHIFT);
  nodes[at + ROW.spot] = facts.quality << SPOT_BITS;
  nodes[at + NODE.record] = facts.record;
  words[NODE.words * node + NODE.held] = facts.held;
  words[NODE.words * node + NODE.leastRow] = facts.leastRow;
}

/** The best of both in each fact. Codes of amounts, prices and minimum orders rise with what they stand for; what is unpriced is the last. */
function better(one: Facts, other: Facts, { ids, monthMasks, codeOfMonths }: Widening): Facts {
  return {
    amount: Math.max(one.amount, other.amount),
    price: Math.min(one.price, other.price),
    isUnpriced: one.isUnpriced || other.isUnpriced,
    minimum: Math.min(one.minimum, other.minimum),
    months:
      one.months === other.months
        ? one.months
        : codeOfMonths(monthMasks[one.months]! | monthMasks[other.months]!),
    isCold: one.isCold | other.isCold,
    usual: Math.max(one.usual, other.usual),
    silent: leastSilence(one.silent, other.silent),
    ready: Math.max(one.ready, other.ready),
    quality: Math.max(one.quality, other.quality),
    record: Math.max(one.record, other.record),
    held: one.held | other.held,
    leastRow: ids[other.leastRow]! < ids[one.leastRow]! ? other.leastRow : one.leastRow,
  };
}

function leastSilence(one: number, other: number): number {
  if (one === other) return one;
  const known = Math.min(one, other);
  return Math.max(one, other) === UNKNOWN_SILENCE ? Math.min(known, AS_GOOD_AS_UNKNOWN) : known;
}
