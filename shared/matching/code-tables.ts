/**
 * What codes of a shelf mean to a demand, written into a room's words at the beginning of a question: a shelf has some hundreds of different
 * amounts, prices, minimum orders and masks of months, and far more rows. The same curves as in `goods-factors.ts` and `feasibility.ts`.
 */
import { BESIDE_UNPRICED, COLD, UNKNOWN_SILENCE, type Shelf } from './columns.ts';
import { countMonths, lookUp } from './curve.ts';
import { WORDS as ALL_WORDS } from './engine.ts';
import { silence, UNCOMPARABLE_UNITS as OF_OTHER_UNITS } from './feasibility.ts';
import { UNKNOWN_AMOUNT, UNKNOWN_PRICE as OF_UNKNOWN_PRICE } from './goods-factors.ts';
import type { Pair, Supply } from './pair.ts';
import { COVERS_AT, MINIMUMS_AT, PRICES_AT, SEASONS_AT, SILENCES_AT, WORTHS_AT } from './search-layout.ts';
import * as tables from './tables.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const WORDS = ALL_WORDS;
const { COVERED, COVERED_WORTH, FULL, MINIMUM, PRICE, PRICE_WORTH, SEASON, bothOf, least, most } = tables;
const UNCOMPARABLE_UNITS = OF_OTHER_UNITS;
const UNKNOWN_PRICE = OF_UNKNOWN_PRICE;

const PRICES = bothOf(PRICE, PRICE_WORTH);
const UNPRICED = (FULL << 16) | UNKNOWN_PRICE;
const COVERED_WORTHS = Int32Array.from(COVERED_WORTH);
const UNKNOWN_WORTHS = new Int32Array(COVERED_WORTH.length).fill(UNKNOWN_AMOUNT);
const COUNT = Uint8Array.from({ length: 1 << 12 }, (_, mask) => countMonths(mask));
/** By months of silence, the last for unknown. */
const SILENCE = Int32Array.from({ length: UNKNOWN_SILENCE + 1 }, (_, months) =>
  silence.points({
    supply: { monthsSilent: months === UNKNOWN_SILENCE ? null : months } as Supply,
  } as Pair),
);

/** What hardly differs from question to question: written where the one before had something else. */
export function writeSilencesAndWorths(room: number, comparable: boolean): void {
  const worths = comparable ? COVERED_WORTHS : UNKNOWN_WORTHS;
  if (WRITTEN.get(room) === worths) return;
  WORDS.set(SILENCE, room + SILENCES_AT);
  WORDS.set(worths, room + WORTHS_AT);
  WRITTEN.set(room, worths);
}
const WRITTEN = new Map<number, Int32Array>();

/** `need` of a month, above 0. */
export function writeAmounts(room: number, { amounts }: Shelf, comparable: boolean, need: number): void {
  const covers = room + COVERS_AT;
  const count = amounts.length;
  for (let code = 0; code < count; code += 1) {
    const covered = Math.min((1000 * amounts[code]!) / need, FULL) | 0;
    const volume = comparable ? COVERED[least(covered, COVERED.length - 1)]! : UNCOMPARABLE_UNITS;
    const both = (volume << 16) | covered;
    if (covered === FULL) {
      // Amounts rise, and more than the need is no better.
      WORDS.fill(both, covers + code, covers + count);
      return;
    }
    WORDS[covers + code] = both;
  }
}

/** `target`: NaN where prices do not compare. */
export function writePrices(room: number, { prices: asked }: Shelf, target: number): void {
  const prices = room + PRICES_AT;
  for (let code = 0; code < asked.length; code += 1) {
    const ratio = (1000 * asked[code]!) / target;
    // Not a number where one is not stated.
    const both = ratio >= 0 ? PRICES[Math.min(ratio, PRICES.length - 1) | 0]! : UNPRICED;
    WORDS[prices + 2 * code] = both;
    WORDS[prices + 2 * code + BESIDE_UNPRICED] = (FULL << 16) | most(both & 0xffff, UNKNOWN_PRICE);
  }
}

/** By what the buyer can use at once of goods that are stored warm, and cold. */
export function writeMinimums(
  room: number,
  { minimums: stated }: Shelf,
  comparable: boolean,
  usableWarm: number,
  usableCold: number,
): void {
  const minimums = room + MINIMUMS_AT;
  for (let code = 0; code < stated.length; code += 1) {
    const minimum = comparable ? stated[code]! : 0;
    WORDS[minimums + 2 * code] = minimumPoints(minimum, usableWarm);
    WORDS[minimums + 2 * code + COLD] = minimumPoints(minimum, usableCold);
  }
}

/** The obstacle of a minimum order, 0 for none. */
function minimumPoints(minimum: number, usable: number): number {
  const ratio = (1000 * minimum) / usable;
  return ratio >= 0 ? MINIMUM[Math.min(ratio, MINIMUM.length - 1) | 0]! : FULL;
}

/**
 * Thousandths of the wanted months that are served (a month served from store counts half), the obstacle, no less than kinship, and the
 * weighed points of goods that are so `related`.
 */
export function writeSeasons(
  room: number,
  { months, warm, cold }: Shelf,
  wanted: number,
  kinship: number,
  related: number,
  weight: number,
): void {
  const seasons = room + SEASONS_AT;
  const count = COUNT[wanted]!;
  for (let code = 0; code < months.length; code += 1) {
    const direct = 500 * COUNT[wanted & months[code]!]!;
    for (let isCold = 0; isCold < 2; isCold += 1) {
      const served = COUNT[wanted & (isCold === COLD ? cold : warm).atHand[code]!]!;
      const share = count === 0 ? 0 : ((direct + 500 * served) / count) | 0;
      const at = seasons + 2 * (2 * code + isCold);
      WORDS[at] = (least(kinship, lookUp(SEASON, share)) << 16) | share;
      WORDS[at + 1] = weight * (((share * related) / 1000) | 0);
    }
  }
}
