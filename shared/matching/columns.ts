/**
 * How supplies of one commodity lie in memory, so that a ranking can skip most of them by bounds and score the rest without
 * allocating. Byte sizes and reasons: README.md, "Columns".
 */
import type { Atlas } from './atlas.ts';
import type { BaseAmount, Grade, SupplyGoods } from './pair.ts';

/** What all rows of a shelf have in common; amounts and prices compare, and goods keep equally long. */
export type Keeping = Pick<SupplyGoods, 'baseUnit' | 'ambientDays' | 'coldDays'>;

/** What only hard requirements ask for, shared by the rows that agree in all of it. */
export type Profile = {
  readonly kbli: readonly string[];
  readonly units: readonly string[];
  readonly storage: readonly BaseAmount[];
  readonly readiness: number | null;
  readonly memberOf: string | null;
};

/** Where a row's facts stand among its halves of a word. */
export const ROW = {
  /** Halves a row, and words: four rows fill what memory brings at once. */
  size: 8,
  words: 4,
  /** Indexes into the shelf's `amounts`, `prices`, `minimums`: the rising order of codes is that of values. */
  amount: 0,
  /** Above a bit that only nodes have: whether some row is unpriced. */
  price: 1,
  /** Above a bit that tells whether there is a cold room. */
  minimum: 2,
  /** An index into `months`, and in the lowest bit whether there is a cold room. */
  season: 3,
  /** Weighed points of its standing, by the usual weights. */
  usual: 4,
  /** Months of silence, and above them an index into `readies`. */
  standing: 5,
  /** The spot of its place, and above it an index into `qualities`. */
  spot: 6,
  /** What it holds: a bit for each of the first sixteen names in `held`. */
  held: 7,
} as const;

/** The same for what few rows are asked for: indexes into `profiles` and `regions`. */
export const REST = { size: 2, profile: 0, region: 1 } as const;

/**
 * A node stands for the rows below it: its halves are those of a row that had the best of each fact among them, so that none of them
 * scores more; its spot is the one that all of them lie in. What only nodes have is in its further words.
 */
export const NODE = {
  /** Words a node, and halves. */
  words: 8,
  halves: 16,
  /** A half: the best points of the track record. */
  record: 7,
  /** A word: what any of the rows holds, a bit for each in `held`. */
  held: 4,
  /** A word: the first child or row, five bits of how many less one, and above them whether it has rows. */
  below: 5,
  /** A word: the row of the least id, which decides when points are equal. */
  leastRow: 6,
} as const;

/** In `price` and `minimum`: what is left is the index. */
export const CODE_SHIFT = 1;
/** In a node's `price`. */
export const BESIDE_UNPRICED = 1;
/** In `season` and `minimum`. */
export const COLD = 1;
export const MONTHS_SHIFT = 1;
/** In `standing`. */
export const SILENT = 0xff;
export const READY_SHIFT = 8;
export const READY = 0xff;
/** In `spot`. */
export const SPOT_BITS = 12;
export const SPOT = 0xfff;
export const QUALITY = 0xf;
/** In a node's `below`. */
export const COUNT_SHIFT = 26;
export const BELOW = 0x3ff_ffff;
export const LEAF_BIT = 31;

/** Months of silence: so many at most, or unknown. */
export const LONGEST_SILENCE = 254;
export const UNKNOWN_SILENCE = 255;
export const MONTHS = 0xfff;

/** What a row holds besides its papers, as a demand may require it: a grade also counts as each lower one. */
export const gradesHeld = (grade: Grade | null): readonly string[] =>
  grade === null ? [] : GRADES.slice(GRADES.indexOf(grade)).map((each) => `grade ${each}`);
export const EXPORT_READY = 'ready for export';
const GRADES: readonly Grade[] = ['A', 'B', 'C'];

/** What is known of a shelf's goods without and with a cold room. */
export type Storing = {
  /** In thousandths of a day: how long the goods keep, and after what travel half of nearness is lost. */
  readonly keep: number;
  readonly half: number;
  /** By code of months: those in which the goods are at hand, from store or freshly harvested. */
  readonly atHand: Uint16Array;
};

/** Rows of one commodity, base unit and keeping time, as a tree of nodes. */
export type Shelf = {
  readonly keeping: Keeping;
  readonly warm: Storing;
  readonly cold: Storing;
  readonly atlas: Atlas;
  readonly ids: readonly string[];
  /** What is read together lies together; rows of a leaf by falling `usual`. In the memory of the search, as nodes are (`columnsOf`). */
  readonly rows: Uint16Array;
  /** `REST.size` halves for each row. */
  readonly rest: Uint16Array;
  /** The nodes, the root first, children of one node side by side: two views of one buffer. */
  readonly nodes: Uint16Array;
  readonly words: Int32Array;
  readonly amounts: Float64Array;
  /** Rupiah per base unit; NaN, the last, when none is stated. */
  readonly prices: Float64Array;
  /** 0 when there is none. */
  readonly minimums: Float64Array;
  /** Different masks of months, those of nodes included. */
  readonly months: Uint16Array;
  /** Different points of quality and of readiness, rising. */
  readonly qualities: Uint16Array;
  readonly readies: Uint16Array;
  /** Papers, grades and readiness for export by their bits. */
  readonly held: ReadonlyMap<string, number>;
  /** The bits of each row beyond the sixteenth, in the same memory; empty where there are none. */
  readonly heldMore: Uint16Array;
  readonly profiles: readonly Profile[];
  readonly regions: readonly string[];
};
