/** Scores one pair of demand and supply in whole numbers, and says why, sentence by sentence. */
import { feasibility, kinship, relatedPoints, unusableBecause, usablePoints } from './feasibility.ts';
import * as goods from './goods-factors.ts';
import type { Factor, Pair, Wording } from './pair.ts';
import * as party from './party-factors.ts';
import { unmetRequirements, type Blocked } from './requirements.ts';
import { WEIGHTS_VERSION, weightsFor, type FactorName, type Weights } from './weights.ts';
import { percent } from './wording.ts';

/** A score of this many points is perfect. */
export const FULL_SCORE = 100_000;

/** One factor as the contract shows it: `contribution` is `value` × `weight`, and contributions sum to the score. */
export type FactorShare = {
  readonly factor: FactorName;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
  readonly reason: Wording;
};

export type Explained = {
  /** 0..100,000. */
  readonly points: number;
  /** 0..1, `points` / 100,000. */
  readonly score: number;
  /** Which weights and curves gave the score. */
  readonly weightsVersion: string;
  readonly factors: readonly FactorShare[];
  /** Empty when the pair is eligible. */
  readonly blockedBy: readonly Blocked[];
};

const FACTORS: Record<FactorName, Factor> = {
  feasibility,
  commodity: goods.commodity,
  quantity: goods.quantity,
  distance: goods.distance,
  price: goods.price,
  season: goods.season,
  quality: goods.quality,
  readiness: party.readiness,
  freshness: party.freshness,
  trackRecord: party.trackRecord,
  local: party.local,
  place: party.place,
  facilities: party.facilities,
  members: party.members,
  businessPlan: party.businessPlan,
  terms: party.terms,
};

/** Factors that compare the goods of both sides; without goods on one of them they are worth nothing. */
const OF_GOODS = new Set<FactorName>(['commodity', 'quantity', 'distance', 'price', 'season', 'quality']);

function withoutGoods(factor: FactorName, { demand, supply }: Pair): boolean {
  if (demand.goods !== null && supply.goods !== null) return false;
  return OF_GOODS.has(factor) || (factor === 'feasibility' && demand.scheme === 'purchase');
}

function pointsOf(factor: FactorName, pair: Pair): number {
  return withoutGoods(factor, pair) ? 0 : FACTORS[factor].points(pair);
}

function reasonOf(factor: FactorName, pair: Pair): Wording {
  if (!withoutGoods(factor, pair)) return counted(factor, pair);
  return {
    id: 'Belum ada potensi yang dapat dibandingkan dengan permintaan ini',
    en: 'There is no potential yet to compare with this demand',
  };
}

/** A factor's reason; where its worth was cut because the goods are of less use, that too. */
function counted(factor: FactorName, pair: Pair): Wording {
  const { id, en } = FACTORS[factor].reason(pair);
  const isOfUse = factor === 'quantity' || factor === 'price';
  const isRelated = OF_GOODS.has(factor) && factor !== 'commodity' && !isOfUse;
  const share = isOfUse ? usablePoints(pair) : isRelated ? relatedPoints(pair) : 1000;
  if (share === 1000) return { id, en };
  const why = isOfUse ? unusableBecause(pair) : kinship.reason(pair);
  return {
    id: `${id} (nilainya hanya ${percent(share)}: ${why.id})`,
    en: `${en} (counts only ${percent(share)}: ${why.en})`,
  };
}

/**
 * Points of an eligible pair, 0..100,000: the sum of weight × factor points. Says nothing of hard requirements.
 * O(factors), allocates next to nothing.
 */
export function scorePoints(pair: Pair, weights: Weights = weightsFor(pair.demand, pair.viewpoint)): number {
  let points = 0;
  for (const name in weights) {
    const factor = name as FactorName;
    points += weights[factor]! * pointsOf(factor, pair);
  }
  return points;
}

/** The same score with its factors and reasons, and the hard requirements that stand in the way. */
export function explain(pair: Pair): Explained {
  const weights = weightsFor(pair.demand, pair.viewpoint);
  const points = scorePoints(pair);
  const factors = (Object.keys(weights) as FactorName[]).map((name) => {
    const value = pointsOf(name, pair);
    const weight = weights[name]!;
    return {
      factor: name,
      value: value / 1000,
      weight: weight / 100,
      contribution: (weight * value) / FULL_SCORE,
      reason: reasonOf(name, pair),
    };
  });
  return {
    points,
    score: points / FULL_SCORE,
    weightsVersion: WEIGHTS_VERSION,
    factors,
    blockedBy: unmetRequirements(pair.demand, pair.supply),
  };
}
