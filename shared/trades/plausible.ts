/** Whether the price of a trade can be true: it is held against what the same goods cost elsewhere, and only ever warns. */
import { dividedBy, exactly, fraction, rounded, compare, times } from '../exact.ts';
import { rupiahSaid } from '../money.ts';
import type { Unit } from '../units.ts';
import { numberSaid } from '../wording.ts';
import type { TradeWarning } from './trade.ts';

/** Fewer prices may be chance: of these, only what is far from each of them looks wrong. */
export const LEAST_PRICES = 5;
/** As many of the latest prices as are compared. */
export const MOST_PRICES = 50;
/**
 * How many times dearer or cheaper than the median looks wrong. Chilli costs four times as much after bad weather as in the
 * harvest (our estimate); a price per sack entered per kilogram, or a zero too many, is further off.
 */
const FACTOR = 4;
/** How many times dearer than the dearest or cheaper than the cheapest of fewer than five looks wrong: a zero too many. */
const FACTOR_OF_FEW = 10;

/** A price in rupiah for one base unit. */
export type UnitPrice = { readonly amount: number; readonly per: Unit };

/** What a price is held against: what both sides have agreed for these goods, if anything, and what the same goods cost elsewhere. */
export type KnownPrices = { readonly agreed?: UnitPrice | undefined; readonly others: readonly UnitPrice[] };

/** The warnings that a unit price earns: beside the agreed price, which is no chance, or else beside those of the same goods. */
export function warningsOn(unitPrice: UnitPrice, { agreed, others }: KnownPrices): TradeWarning[] {
  const comparable = others.filter(({ per }) => per === unitPrice.per).map(({ amount }) => amount);
  const warning =
    agreed?.per === unitPrice.per
      ? priceWarning(unitPrice, [agreed.amount], FACTOR, true)
      : priceWarning(unitPrice, comparable, comparable.length < LEAST_PRICES ? FACTOR_OF_FEW : FACTOR, false);
  return warning === undefined ? [] : [warning];
}

/**
 * What is odd about a unit price beside others; undefined where it is within `factor` times their median, of fewer than five
 * within `factor` times one of them, and where there are none.
 */
function priceWarning(
  unitPrice: UnitPrice,
  prices: readonly number[],
  factor: number,
  isAgreed: boolean,
): TradeWarning | undefined {
  if (prices.length === 0) return undefined;
  const middle = medianOf(prices);
  const isFew = prices.length < LEAST_PRICES;
  const [most, least] = isFew ? [Math.max(...prices), Math.min(...prices)] : [middle, middle];
  const [price, usual] = [exactly(unitPrice.amount), exactly(middle)];
  const isHigh = compare(price, times(exactly(most), fraction(factor))) > 0;
  const isLow = compare(times(price, fraction(factor)), exactly(least)) < 0;
  if (!isHigh && !isLow) return undefined;
  const [more, less] = isHigh ? [price, usual] : [usual, price];
  const ratio = less.numerator === 0n ? undefined : rounded(dividedBy(more, less), 1);
  return {
    kind: 'unit-price',
    median: middle,
    compared: prices.length,
    detail: wordsFor(unitPrice, usualIn(middle, prices.length, isAgreed), isHigh, ratio),
  };
}

/** The middle of a list that is not empty; of an even count the mean of the two middle ones, to 6 decimals. */
function medianOf(amounts: readonly number[]): number {
  const sorted = amounts.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]!;
  const [a, b] = [exactly(lower), exactly(upper)];
  const sum = fraction(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
  return rounded(dividedBy(sum, fraction(2)), 6);
}

/** The price that another is held against, in words. */
function usualIn(middle: number, count: number, isAgreed: boolean): TradeWarning['detail'] {
  const usual = rupiahSaid(middle);
  if (isAgreed) return { id: `harga yang disepakati, ${usual.id}`, en: `the agreed price, ${usual.en}` };
  if (count === 1)
    return { id: `satu-satunya harga lain, ${usual.id}`, en: `the only other price, ${usual.en}` };
  return {
    id: `nilai tengah ${usual.id} dari ${count} harga lain`,
    en: `the median ${usual.en} of ${count} other prices`,
  };
}

function wordsFor(
  { amount, per }: UnitPrice,
  usual: TradeWarning['detail'],
  isHigh: boolean,
  ratio: number | undefined,
): TradeWarning['detail'] {
  const paid = rupiahSaid(amount);
  if (ratio === undefined) {
    return {
      id: `${paid.id} per ${per}, jauh dari ${usual.id}; periksa jumlah dan harganya`,
      en: `${paid.en} per ${per}, far from ${usual.en}; check amount and price`,
    };
  }
  const times = numberSaid(ratio);
  return {
    id: `${paid.id} per ${per}: ${times.id} kali ${isHigh ? 'di atas' : 'di bawah'} ${usual.id}; periksa jumlah dan harganya`,
    en: `${paid.en} per ${per}: ${times.en} times ${isHigh ? 'above' : 'below'} ${usual.en}; check amount and price`,
  };
}
