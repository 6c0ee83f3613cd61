/**
 * How a database ranks without scoring all: it guesses what the k-th best will have, which tells the least that each fact must be,
 * looks for rows that are so good in every fact, scores those, and guesses lower until enough came out above the guess. Exact: a
 * row with as many points as guessed cannot lose more by one fact than is missing to the best there could be.
 */
import { pointsOn, type Curve } from '../../shared/matching/curve.ts';
import { OBSTACLES, WORTH } from '../../shared/matching/curves.ts';
import { freightShare, keepingUsed } from '../../shared/matching/facts.ts';
import { UNCOMPARABLE_UNITS } from '../../shared/matching/feasibility.ts';
import { distance, UNKNOWN_PRICE } from '../../shared/matching/goods-factors.ts';
import type { Demand, Pair, Supply, SupplyGoods } from '../../shared/matching/pair.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import type { FACTORS, Kin } from './peer-question.ts';

export type FactorWeights = Readonly<Record<(typeof FACTORS)[number], number>>;

/** What every row has that reaches the points guessed. */
export type Cutoffs = {
  /** The points guessed; -1: all rows are asked for. */
  readonly points: number;
  /** In the offer's own regency all count, whatever this says. */
  readonly mostKm: number;
  readonly leastAmount: number;
  /** The asked price lies below; rows without one only if `unpriced`. */
  readonly belowPrice: number;
  readonly unpriced: boolean;
  readonly leastSilence: number;
};

/** Shares of the best there could be, guessed one after the other. */
const GUESSES = [0.92, 0.84, 0.75, 0.64, 0.5] as const;
const EVERYTHING: Cutoffs = {
  points: -1,
  mostKm: Infinity,
  leastAmount: 0,
  belowPrice: Infinity,
  unpriced: true,
  leastSilence: 0,
};
const MOST_KM = 6000;
/** Prices beyond four times the target count alike. */
const LAST_RATIO = 4000;
/** Amounts and prices are compared as decimals: a hair below what is needed. */
const HAIR = 1 - 1e-9;

/** The best of all goods in question, each asked for with cutoffs: `ask` gives the `limit` best of those that are so good. */
export function bestInStages(
  demand: Demand,
  kin: readonly Kin[],
  { weights, limit }: { weights: FactorWeights; limit: number },
  ask: (kin: Kin, cutoffs: Cutoffs) => Best[],
): Best[] {
  let best: Best[] = [];
  for (const one of kin.toSorted((a, b) => b.kin - a.kin || b.related - a.related)) {
    const most = mostPoints(one, weights);
    const guesses = [...GUESSES.map((share) => Math.floor(share * most)), -1];
    let threshold = best[limit - 1]?.points ?? -1;
    for (;;) {
      const guess = Math.max(threshold, guesses.shift() ?? -1);
      if (guess > most) break;
      const found = ask(one, guess < 0 ? EVERYTHING : cutoffsFor(guess, { demand, kin: one, weights }));
      const merged = [...best, ...found].sort(inOrder).slice(0, limit);
      threshold = Math.max(threshold, merged[limit - 1]?.points ?? -1);
      if (guess <= threshold) {
        best = merged;
        break;
      }
    }
  }
  return best;
}

const inOrder = (a: Best, b: Best): number => b.points - a.points || (a.id < b.id ? -1 : 1);

/** Points that nothing of this kinship exceeds. */
function mostPoints({ kin, related }: Kin, weights: FactorWeights): number {
  const { feasibility, commodity, quantity, price, distance: way, season, quality } = weights;
  const { freshness, readiness, trackRecord, local } = weights;
  return (
    kin * (feasibility + commodity + quantity + price) +
    related * (way + season + quality) +
    1000 * (freshness + readiness + trackRecord + local)
  );
}

type Guessed = { readonly demand: Demand; readonly kin: Kin; readonly weights: FactorWeights };

function cutoffsFor(points: number, { demand, kin: one, weights }: Guessed): Cutoffs {
  const { kin, related } = one;
  const loss = mostPoints(one, weights) - points;
  const leastOf = (weight: number, most: number): number =>
    weight === 0 ? 0 : Math.max(0, most - Math.floor(loss / weight));
  const link = leastOf(weights.feasibility, kin);
  const goods = demand.goods!;
  const cutoffs = {
    ...EVERYTHING,
    points,
    mostKm: mostKm(demand, one, { link, points: leastOf(weights.distance, related) }),
    leastSilence: link,
  };
  // What is counted in other units has no amount and no price to go by.
  if (link <= UNCOMPARABLE_UNITS) return cutoffs;
  const amount = leastOf(weights.quantity, kin);
  const price = leastOf(weights.price, kin);
  const counted = (curve: Curve, x: number): number => Math.floor((pointsOn(curve, x) * kin) / 1000);
  const covers = (x: number): boolean =>
    pointsOn(OBSTACLES.covered, x) >= link && counted(WORTH.covered, Math.min(1000, x)) >= amount;
  const isFair = (x: number): boolean =>
    pointsOn(OBSTACLES.price, x) >= link && counted(WORTH.price, x) >= price;
  const target = goods.price !== null && goods.price > 0 ? goods.price : null;
  return {
    ...cutoffs,
    leastAmount: goods.perMonth <= 0 ? 0 : (HAIR * goods.perMonth * firstThat(covers, 1000)) / 1000,
    belowPrice:
      target === null || isFair(LAST_RATIO)
        ? Infinity
        : (target * firstThat((x) => !isFair(x), LAST_RATIO)) / 1000 / HAIR,
    unpriced: target === null || Math.floor((UNKNOWN_PRICE * kin) / 1000) >= price,
  };
}

/** The farthest that goods may come from, even if they keep for years, by road or by sea. */
function mostKm(demand: Demand, { kin, related }: Kin, least: { link: number; points: number }): number {
  const keeping = { ambientDays: Infinity, coldDays: null } as SupplyGoods;
  const supply = { units: [] as readonly string[], goods: keeping } as Supply;
  const kinship = ({ 1000: 'same', 800: 'close', 150: 'group', 50: 'sector' } as const)[related] ?? 'none';
  const isNear = (km: number): boolean =>
    kin >= least.link &&
    [false, true].some((sea) => {
      const pair: Pair = { demand, supply, link: { kinship, km, sea }, viewpoint: 'offer' };
      return (
        distance.points(pair) >= least.points &&
        pointsOn(OBSTACLES.spoilage, keepingUsed(pair)) >= least.link &&
        pointsOn(OBSTACLES.freight, freightShare(pair) ?? 0) >= least.link
      );
    });
  return firstThat((km) => !isNear(km), MOST_KM) - 1;
}

/** The least x from 0 to `last` for which it holds; it holds for all beyond, at `last` at the latest. */
function firstThat(holds: (x: number) => boolean, last: number): number {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
