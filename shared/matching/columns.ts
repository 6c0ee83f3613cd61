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
  /** Halves a row: four rows fill what memory brings at once. */
  size: 8,
  /** Indexes into the shelf's `amounts`, `prices`, `minimums`. */
  amount: 0,
  price: 1,
  minimum: 2,
  facts: 3,
  /** Weighed points of its standing, by the usual weights. */
  usual: 4,
  /** The lower half of its standing; the rest of it follows from `usual` and the quality. */
  standing: 5,
  /** An index into `papersHeld`. */
  held: 6,
  /** The spot of its place, and above it an index into `qualities`. */
  spot: 7,
} as const;

/** The same for what few rows are asked for: indexes into `profiles` and `regions`. */
export const REST = { size: 2, profile: 0, region: 1 } as const;

/**
 * Where a node's facts stand among its words. A node stands for its rows: its facts are the best of each among them, so that no row
 * scores more than a row that had all of them. Two views of one buffer: amount, price and minimum order are floats, the rest whole.
 */
export const NODE = {
  /** Words a node. */
  size: 8,
  /** Never below the greatest. */
  amount: 0,
  /** Never above the least; NaN when none is stated. */
  price: 1,
  /** Never above the least; NaN when some row has none. */
  minimum: 2,
  /** Verified papers of any of them, a bit for each in `papers`. */
  held: 3,
  /** The lower half as in the rows; the upper one is the spot that all of them lie in. */
  facts: 4,
  /** As in the rows, the best of each. */
  standing: 5,
  /**
   * In the lower half the row of the least id, which decides when points are equal; in the upper one whether some row is unpriced, and
   * the most that a row has as its usual points.
   */
  leastRow: 6,
  /** The first child or row, five bits of how many less one, and above them whether it has rows. */
  below: 7,
} as const;

/** In `facts`: an index into `months`, the grade (0 none, 1 C, 2 B, 3 A), ready for export, a cold room. */
export const MONTHS_CODE = 0xfff;
export const GRADE_SHIFT = 12;
export const EXPORT_BIT = 14;
export const COLD_BIT = 15;
/** In `standing`: months of silence, an index into `readies`, points of the track record, and an index into `qualities`. */
export const SILENT = 0xff;
export const READY_SHIFT = 8;
export const READY = 0xff;
export const RECORD_SHIFT = 16;
export const RECORD = 0x3ff;
export const QUALITY_SHIFT = 26;
export const QUALITY = 0xf;
/** In `leastRow`. */
export const UNPRICED_BIT = 16;
export const USUAL_SHIFT = 17;
/** In a row's `spot`. */
export const SPOT_BITS = 12;
export const SPOT = 0xfff;
/** In `below`. */
export const COUNT_SHIFT = 26;
export const COUNT = 0x1f;
export const BELOW = 0x3ff_ffff;
export const LEAF_BIT = 31;

/** Months of silence: so many at most, or unknown. */
export const LONGEST_SILENCE = 254;
export const UNKNOWN_SILENCE = 255;
export const MONTHS = 0xfff;
export const GRADE_RANK: Record<Grade, number> = { A: 3, B: 2, C: 1 };

/** Rows of one commodity, base unit and keeping time, as a tree of nodes. */
export type Shelf = {
  readonly keeping: Keeping;
  readonly atlas: Atlas;
  readonly ids: readonly string[];
  /** `ROW.size` halves for each row: what is read together lies together. */
  readonly rows: Uint16Array;
  /** `REST.size` halves for each row. */
  readonly rest: Uint16Array;
  /** `NODE.size` words for each node, the root first, children of one node side by side; as floats and as whole numbers. */
  readonly floats: Float32Array;
  readonly words: Uint32Array;
  readonly amounts: Float64Array;
  /** Rupiah per base unit; NaN when none is stated. */
  readonly prices: Float64Array;
  /** NaN when there is none. */
  readonly minimums: Float64Array;
  /** Different masks of months, those of nodes included. */
  readonly months: Uint16Array;
  /** Different points of quality and of readiness, rising. */
  readonly qualities: Uint16Array;
  readonly readies: Uint16Array;
  /** Different sets of verified papers, a bit for each in `papers`. */
  readonly papersHeld: Uint32Array;
  readonly papers: ReadonlyMap<string, number>;
  readonly profiles: readonly Profile[];
  readonly regions: readonly string[];
};
