/** Whether the price of a trade can be true: it is held against what the same goods cost elsewhere, and only ever warns. */
import { dividedBy, exactly, fraction, rounded, compare, times } from '../exact.ts';
import { formatRupiah } from '../money.ts';
import type { Unit } from '../units.ts';
import type { TradeWarning } from './trade.ts';

/** So few prices are chance. */
export const LEAST_PRICES = 5;
/** As many of the latest prices as are compared. */
export const MOST_PRICES = 50;
/**
 * How many times dearer or cheaper than the median looks wrong. Chilli costs four times as much after bad weather as in the
 * harvest (our estimate); a price per sack entered per kilogram, or a zero too many, is further off.
 */
const FACTOR = 4;

/** A price in rupiah for one base unit. */
export type UnitPrice = { readonly amount: number; readonly per: Unit };

/** The warnings that a unit price earns beside those of the same goods. */
export function warningsOn(unitPrice: UnitPrice, others: readonly UnitPrice[]): TradeWarning[] {
  const warning = priceWarning(unitPrice, others);
  return warning === undefined ? [] : [warning];
}

/**
 * What is odd about a unit price beside those of the same goods; undefined where it is within a quarter and four times their
 * median, and where fewer than five can be compared.
 */
function priceWarning(unitPrice: UnitPrice, others: readonly UnitPrice[]): TradeWarning | undefined {
  const comparable = others.filter(({ per }) => per === unitPrice.per).map(({ amount }) => amount);
  if (comparable.length < LEAST_PRICES) return undefined;
  const middle = medianOf(comparable);
  const [price, usual, factor] = [exactly(unitPrice.amount), exactly(middle), fraction(FACTOR)];
  const isHigh = compare(price, times(usual, factor)) > 0;
  const isLow = compare(times(price, factor), usual) < 0;
  if (!isHigh && !isLow) return undefined;
  const [more, less] = isHigh ? [price, usual] : [usual, price];
  const ratio = less.numerator === 0n ? undefined : rounded(dividedBy(more, less), 1);
  return {
    kind: 'unit-price',
    median: middle,
    compared: comparable.length,
    detail: wordsFor(unitPrice, middle, comparable.length, isHigh, ratio),
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

function wordsFor(
  { amount, per }: UnitPrice,
  median: number,
  count: number,
  isHigh: boolean,
  ratio: number | undefined,
): TradeWarning['detail'] {
  const [paid, usual] = [formatRupiah(amount), formatRupiah(median)];
  if (ratio === undefined) {
    return {
      id: `${paid} per ${per}, sedangkan ${count} harga lain bernilai tengah ${usual}; periksa jumlah dan harganya`,
      en: `${paid} per ${per}, while ${count} other prices have a median of ${usual}; check amount and price`,
    };
  }
  const times = { id: String(ratio).replace('.', ','), en: String(ratio) };
  return {
    id: `${paid} per ${per}: ${times.id} kali ${isHigh ? 'di atas' : 'di bawah'} nilai tengah ${usual} dari ${count} harga lain; periksa jumlah dan harganya`,
    en: `${paid} per ${per}: ${times.en} times ${isHigh ? 'above' : 'below'} the median ${usual} of ${count} other prices; check amount and price`,
  };
}
