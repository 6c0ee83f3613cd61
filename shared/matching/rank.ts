/** Ranks pairs by scoring every one: slow, plain, and the reference for anything faster. */
import type { Pair } from './pair.ts';
import { countUnmet, unmetRequirements, type Blocked } from './requirements.ts';
import { scorePoints } from './score.ts';

export type Ranked<P extends Pair> = {
  readonly pair: P;
  /** 0..100,000. */
  readonly points: number;
  readonly blockedBy: readonly Blocked[];
};

/**
 * The best `limit` pairs, best first, equals by id (of the supply when ranking for an offer, of the demand otherwise).
 * Blocked pairs are left out; with `includeBlocked` they follow after all eligible ones, those that lack least first.
 * The order of `pairs` does not matter. O(n log n).
 */
export function rankPairs<P extends Pair>(
  pairs: Iterable<P>,
  { limit = 20, includeBlocked = false }: { limit?: number; includeBlocked?: boolean } = {},
): Ranked<P>[] {
  const ranked: Judged<P>[] = [];
  for (const pair of pairs) {
    const missing = countUnmet(pair.demand, pair.supply);
    if (missing === 0 || includeBlocked) ranked.push({ pair, points: scorePoints(pair), missing });
  }
  return ranked
    .sort(before)
    .slice(0, limit)
    .map(({ pair, points }) => ({ pair, points, blockedBy: unmetRequirements(pair.demand, pair.supply) }));
}

type Judged<P extends Pair> = { readonly pair: P; readonly points: number; readonly missing: number };

function before(a: Judged<Pair>, b: Judged<Pair>): number {
  if (a.missing !== b.missing) return a.missing - b.missing;
  if (a.points !== b.points) return b.points - a.points;
  const left = idOf(a.pair);
  const right = idOf(b.pair);
  return left < right ? -1 : left > right ? 1 : 0;
}

function idOf(pair: Pair): string {
  return pair.viewpoint === 'offer' ? pair.supply.id : pair.demand.id;
}
