/**
 * Worth in whole numbers, so that every sum and comparison is exact: scores times a power of ten (or of two, when their digits do not
 * end), the shares of `diminishing` as whole numbers, and bonuses so large that a goal always outweighs all goals after it.
 */
import type { Hall, Scale } from './hall.ts';
import type { PlanInput } from './plan.ts';

/** Below this, sums of whole numbers are exact; distances in the flow may be eight bonuses long. */
const EXACT = 2 ** 53 / 16;
const DECIMALS = 9;
const MOST_SHARE = 2 ** 20;

/** Replaces what is possible (-1 where it is not) by whole worths, and says what they stand for. */
export function worthsOf(
  possible: Float64Array,
  hall: Pick<Hall, 'slots' | 'cooperatives' | 'buyers' | 'hasPartner' | 'lockedCount' | 'scores' | 'locks'>,
  input: Pick<PlanInput, 'diminishing' | 'previous'>,
): { readonly worths: Float64Array; readonly scale: Scale } {
  const shares = wholeShares(input.diminishing ?? [1]);
  // A way through the flow passes each seat and pool at most once, and gains or loses at most a best meeting at each; twice that is safe.
  const longest = 2 * (hall.buyers * (hall.slots + 1) + 2);
  const hasPrevious = (input.previous ?? []).length > 0;
  const bonuses = 6 * longest * (hasPrevious ? 2 * longest + 1 : 1);
  const mostWorth = EXACT / bonuses / Math.max(1, shares.whole[0]!);

  let greatest = 0;
  for (let pair = 0; pair < hall.scores.length; pair += 1) {
    if (hall.scores[pair]! > greatest) greatest = hall.scores[pair]!;
  }
  const scorePoint = pointOf(hall.scores, greatest, mostWorth);
  const worths = possible;
  for (let pair = 0; pair < worths.length; pair += 1) {
    if (worths[pair]! >= 0) worths[pair] = Math.round(worths[pair]! * scorePoint);
  }

  const best = Math.max(1, Math.round(greatest * scorePoint) * shares.whole[0]!);
  const stay = hasPrevious ? 2 * longest * best : 0;
  const bonus = 2 * longest * (stay + best);
  const first = new Float64Array(hall.cooperatives);
  for (let at = 0; at < hall.cooperatives; at += 1) {
    if (hall.lockedCount[at] === 0) first[at] = hall.hasPartner[at] === 1 ? bonus : 2 * bonus;
  }
  const valuePoint = scorePoint * shares.point;
  return { worths, scale: { scorePoint, shares: shares.whole, valuePoint, first, bonus, stay } };
}

/** The power of ten that makes every score whole, while worths stay small enough; else the largest power of two that fits. */
function pointOf(scores: Float64Array, greatest: number, mostWorth: number): number {
  if (greatest === 0) return 1;
  let point = 1;
  for (let decimals = 0; decimals <= DECIMALS; decimals += 1, point *= 10) {
    if (greatest * point > mostWorth) break;
    if (scores.every((score) => score <= 0 || isWhole(score * point))) return point;
  }
  return 2 ** Math.min(1023, Math.floor(Math.log2(mostWorth / greatest)));
}

/** Whole but for the last digits of a product of two doubles. */
const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) <= value * Number.EPSILON * 2;

function wholeShares(given: readonly number[]): { readonly whole: Float64Array; readonly point: number } {
  const shares = Float64Array.from(given);
  const most = shares[0]!;
  let point = most > 0 ? pointOf(shares, most, MOST_SHARE) : 1;
  const whole = shares.map((share) => Math.round(share * point));
  const divisor = whole.reduce(greatestCommonDivisor, 0) || 1;
  point /= divisor;
  return { whole: whole.map((share) => share / divisor), point };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
