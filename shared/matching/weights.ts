/** The weights as data with a version: what each factor counts, by scheme and by the side that asks. */
import type { Demand, Viewpoint } from './pair.ts';

/** Changes whenever a weight or a curve changes; every match says which one ranked it. */
export const WEIGHTS_VERSION = '3';

export type FactorName =
  | 'feasibility'
  | 'commodity'
  | 'quantity'
  | 'distance'
  | 'price'
  | 'season'
  | 'quality'
  | 'readiness'
  | 'freshness'
  | 'trackRecord'
  | 'local'
  | 'place'
  | 'facilities'
  | 'members'
  | 'businessPlan'
  | 'terms';

/** Whole weights that sum to 100; the order is the order in which factors are listed. */
export type Weights = Partial<Readonly<Record<FactorName, number>>>;

export const WEIGHTS = {
  purchase: {
    feasibility: 36,
    commodity: 8,
    quantity: 15,
    distance: 14,
    price: 11,
    season: 4,
    quality: 4,
    freshness: 3,
    readiness: 3,
    trackRecord: 2,
  },
  governmentPurchase: {
    feasibility: 34,
    commodity: 7,
    quantity: 12,
    distance: 11,
    price: 8,
    season: 4,
    quality: 4,
    freshness: 3,
    readiness: 3,
    trackRecord: 2,
    local: 12,
  },
  distribution: {
    feasibility: 25,
    facilities: 15,
    members: 16,
    readiness: 16,
    freshness: 10,
    trackRecord: 8,
    place: 10,
  },
  consignment: {
    feasibility: 25,
    facilities: 15,
    members: 14,
    readiness: 16,
    freshness: 10,
    trackRecord: 12,
    place: 8,
  },
  financing: {
    feasibility: 20,
    businessPlan: 22,
    readiness: 20,
    members: 12,
    freshness: 10,
    trackRecord: 12,
    facilities: 4,
  },
  selling: {
    feasibility: 36,
    commodity: 8,
    quantity: 15,
    distance: 16,
    price: 14,
    season: 5,
    terms: 4,
    place: 2,
  },
  sellingToGovernment: {
    feasibility: 36,
    commodity: 8,
    quantity: 13,
    distance: 14,
    price: 12,
    season: 5,
    terms: 4,
    local: 8,
  },
  carrying: { feasibility: 35, facilities: 10, members: 5, readiness: 10, terms: 25, place: 15 },
  borrowing: { feasibility: 30, businessPlan: 25, readiness: 20, members: 5, terms: 20 },
} as const satisfies Record<string, Weights>;

/** The table of weights that a demand is scored by, from either side. */
export function weightsFor(demand: Pick<Demand, 'scheme' | 'buyerKind'>, viewpoint: Viewpoint): Weights {
  const government = demand.buyerKind === 'government';
  if (viewpoint === 'offer') {
    return demand.scheme === 'purchase' && government ? WEIGHTS.governmentPurchase : WEIGHTS[demand.scheme];
  }
  switch (demand.scheme) {
    case 'purchase':
      return government ? WEIGHTS.sellingToGovernment : WEIGHTS.selling;
    case 'financing':
      return WEIGHTS.borrowing;
    case 'distribution':
    case 'consignment':
      return WEIGHTS.carrying;
  }
}
