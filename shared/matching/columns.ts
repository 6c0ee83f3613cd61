/**
 * How supplies of one commodity lie in memory, so that a ranking can skip most of them by bounds and score the rest without
 * allocating. Byte sizes and reasons: README.md, "Columns".
 */
import type { BaseAmount, Grade, SupplyGoods } from './pair.ts';

/** What all rows of a shelf have in common; amounts and prices compare, and goods keep equally long. */
type Keeping = Pick<SupplyGoods, 'baseUnit' | 'ambientDays' | 'coldDays'>;

/** What only hard requirements ask for, shared by the rows that agree in all of it. */
export type Profile = {
  readonly kbli: readonly string[];
  readonly units: readonly string[];
  readonly storage: readonly BaseAmount[];
  readonly readiness: number | null;
};

/**
 * The best of each fact among the rows of one bucket: no row scores more than a row that had all of them. 48 bytes a bucket, side
 * by side so that one is read at once, and a last one for the whole shelf. Three views of one buffer; where in them: `BOUND`.
 */
export type Bounds = {
  readonly numbers: Float64Array;
  readonly words: Uint32Array;
  readonly halves: Uint16Array;
};

/** Where a bucket's facts stand, counted in the items of their view. */
export const BOUND = {
  /** Items a bucket. */
  numbers: 6,
  words: 12,
  halves: 24,

  amount: 0,
  /** Least asked price; infinite when none is stated. */
  price: 1,
  /** Least minimum order; NaN when some row has none. */
  minimum: 2,

  held: 6,
  /** The row with the least id: what decides when points are equal. */
  leastRow: 7,

  /** Bits as in the rows' `facts`, united; the grade is the best one. */
  facts: 16,
  /** 1 when some row states no price. */
  unpriced: 17,
  /** Points, as the rows have them. */
  quality: 18,
  readiness: 19,
  trackRecord: 20,
  freshness: 21,
  /** Points of silence as an obstacle. */
  silence: 22,
} as const;

/** Where a row's facts stand in its 24 bytes, in halves of a word. */
export const ROW = {
  /** Halves a row. */
  size: 12,
  /** Indexes into the shelf's `amounts`, `prices`, `minimums`. */
  amount: 0,
  price: 1,
  minimum: 2,
  /** Bits 0–11 months, 12–13 grade (0 none, 1 C, 2 B, 3 A), 14 ready for export, 15 a cold room. */
  facts: 3,
  /** Points of the factors that no demand changes. */
  quality: 4,
  readiness: 5,
  trackRecord: 6,
  /** Whole months, 254 at most; 255 when unknown. */
  silent: 7,
  /** Verified papers, a bit for each in `papers`: the lower sixteen, then the upper. */
  heldLow: 8,
  heldHigh: 9,
  /** Indexes into `profiles` and `regions`. */
  profile: 10,
  region: 11,
} as const;

/** Rows of one commodity, base unit and keeping time, by place. */
export type Shelf = {
  readonly keeping: Keeping;
  readonly ids: readonly string[];
  /** `ROW.size` halves for each row: what is read together lies together. */
  readonly rows: Uint16Array;
  readonly amounts: Float64Array;
  /** Rupiah per base unit; NaN when none is stated. */
  readonly prices: Float64Array;
  /** NaN when there is none. */
  readonly minimums: Float64Array;
  readonly profiles: readonly Profile[];
  readonly regions: readonly string[];
  readonly papers: ReadonlyMap<string, number>;
  /**
   * Buckets of place p: from `firstBucket[p]` up to `firstBucket[p + 1]`; rows of bucket b: from `firstRow[b]` likewise. Where a
   * place has several, the first of them has no rows and the bounds of all the others.
   */
  readonly firstBucket: Uint32Array;
  readonly firstRow: Uint32Array;
  readonly bounds: Bounds;
};

export const UNKNOWN_SILENCE = 255;
export const COLD_BIT = 15;
export const EXPORT_BIT = 14;
export const GRADE_SHIFT = 12;
export const MONTHS = 0xfff;
export const GRADE_RANK: Record<Grade, number> = { A: 3, B: 2, C: 1 };
