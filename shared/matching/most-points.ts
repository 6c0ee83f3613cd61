/** What goods of another kind could reach at best: the reason why most of the kin need not be looked at. */
import { kinshipPoints, relatedPoints } from './feasibility.ts';
import type { Kinship, Pair } from './pair.ts';
import type { Weights } from './weights.ts';

export const NEAREST_FIRST: readonly Kinship[] = ['same', 'close', 'group', 'sector', 'none'];

const MOST_POINTS = new WeakMap<Weights, readonly number[]>();

/** What no goods of each kinship exceed, in the order of `NEAREST_FIRST`; falls with the kinship. */
export function mostPoints(weights: Weights): readonly number[] {
  let most = MOST_POINTS.get(weights);
  if (most === undefined) {
    const of = (kinship: Kinship): number => {
      const pair = { link: { kinship } } as Pair;
      const [own, related] = [kinshipPoints(pair), relatedPoints(pair)];
      return Object.entries(weights).reduce(
        (sum, [factor, weight]) =>
          sum + weight * (BY_KINSHIP.has(factor) ? own : BY_RELATION.has(factor) ? related : 1000),
        0,
      );
    };
    most = NEAREST_FIRST.map(of);
    MOST_POINTS.set(weights, most);
  }
  return most;
}

/** Factors that goods of another kind hold back, at most as far as their kinship or as they are related. */
const BY_KINSHIP: ReadonlySet<string> = new Set(['feasibility', 'commodity', 'quantity', 'price']);
const BY_RELATION: ReadonlySet<string> = new Set(['distance', 'season', 'quality']);
