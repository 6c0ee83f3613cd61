/** What a bucket of packed rows could reach at best: the reason why most of the country need not be scored. */
import { BOUND, GRADE_SHIFT, ROW, type Bounds } from './columns.ts';
import type { Supply, SupplyGoods } from './pair.ts';

/** A supply on its way into columns, with the points of the factors that no demand changes. */
export type Row = {
  readonly supply: Supply;
  readonly goods: SupplyGoods;
  readonly place: number;
  readonly quality: number;
  readonly readiness: number;
  readonly trackRecord: number;
  readonly freshness: number;
  readonly silence: number;
};

const NO_ROW = 0xffff_ffff;

/** The bounds of every bucket, rows `firstRow[b]` up to `lastRow[b]`, and of all rows. `packed` are the same rows as `ROW` lays them. */
export function boundsOf(
  rows: readonly Row[],
  packed: Uint16Array,
  firstRow: Uint32Array,
  lastRow: readonly number[],
): Bounds {
  const whole = firstRow.length - 1;
  const buffer = new ArrayBuffer(8 * BOUND.numbers * (whole + 1));
  const bounds: Bounds = {
    numbers: new Float64Array(buffer),
    words: new Uint32Array(buffer),
    halves: new Uint16Array(buffer),
  };
  for (let bucket = 0; bucket <= whole; bucket += 1) {
    bounds.numbers[BOUND.numbers * bucket + BOUND.price] = Infinity;
    bounds.numbers[BOUND.numbers * bucket + BOUND.minimum] = Infinity;
    bounds.words[BOUND.words * bucket + BOUND.leastRow] = NO_ROW;
  }
  for (let bucket = 0; bucket < whole; bucket += 1) {
    for (let row = firstRow[bucket]!; row < lastRow[bucket]!; row += 1) {
      widen(bounds, bucket, rows, row, packed);
    }
  }
  for (let row = 0; row < rows.length; row += 1) widen(bounds, whole, rows, row, packed);
  return bounds;
}

/** Lets the bounds of a bucket reach one more row. */
function widen(bounds: Bounds, at: number, rows: readonly Row[], row: number, packed: Uint16Array): void {
  const facts = rows[row]!;
  const from = ROW.size * row;
  const { numbers, words, halves } = bounds;
  const number = BOUND.numbers * at;
  const word = BOUND.words * at;
  const half = BOUND.halves * at;
  const raise = (place: number, value: number): void => {
    halves[half + place] = Math.max(halves[half + place]!, value);
  };
  const lower = (place: number, value: number): void => {
    numbers[number + place] = Math.min(numbers[number + place]!, value);
  };
  const { perMonth, price, minimumOrder } = facts.goods;
  numbers[number + BOUND.amount] = Math.max(numbers[number + BOUND.amount]!, perMonth);
  if (price !== null) lower(BOUND.price, price);
  // NaN wins over every number: a row without a minimum order is bound by none.
  lower(BOUND.minimum, minimumOrder ?? NaN);
  const held = packed[from + ROW.heldLow]! | (packed[from + ROW.heldHigh]! << 16);
  words[word + BOUND.held] = (words[word + BOUND.held]! | held) >>> 0;
  const least = words[word + BOUND.leastRow]!;
  if (least === NO_ROW || facts.supply.id < rows[least]!.supply.id) words[word + BOUND.leastRow] = row;
  raise(BOUND.unpriced, Number(price === null));
  raise(BOUND.quality, facts.quality);
  raise(BOUND.readiness, facts.readiness);
  raise(BOUND.trackRecord, facts.trackRecord);
  raise(BOUND.freshness, facts.freshness);
  raise(BOUND.silence, facts.silence);
  const [one, other] = [halves[half + BOUND.facts]!, packed[from + ROW.facts]!];
  const grade = 3 << GRADE_SHIFT;
  halves[half + BOUND.facts] = ((one | other) & ~grade) | Math.max(one & grade, other & grade);
}
