/** Amounts of goods in totals: whole millionths of a base unit, since an entered amount has six decimals at most. */
import { exactly, fraction, rounded, times } from '../exact.ts';

const MILLION = 1_000_000;

/** An amount in millionths, rounded where it has more than six decimals. */
export function millionths(amount: number): bigint {
  const { numerator, denominator } = times(exactly(amount), fraction(MILLION));
  return (2n * numerator + denominator) / (2n * denominator);
}

/** The number that is nearest to so many millionths; exact as far as a number goes. */
export const inUnits = (amount: bigint): number => rounded(fraction(amount, MILLION), 6);
