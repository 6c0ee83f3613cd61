/** Random markets of all shapes, what a purchase asks of them, and the two ways to rank: by bounds, and by scoring every pair. */
import * as fc from 'fast-check';
import { approachTo, atlas, placeOf } from '../../shared/market/approach.ts';
import { packShelves } from '../../shared/matching/pack-shelves.ts';
import type { Demand, Kinship, Supply } from '../../shared/matching/pair.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import { bestSupplies } from '../../shared/matching/top-k.ts';
import { WEIGHTS, type Weights } from '../../shared/matching/weights.ts';
import { distanceBetween } from '../../shared/regions/distance.ts';
import type { Nation, Wanted } from '../support/nation.ts';
import { anyPair } from './pairs.ts';

/** Batu and its neighbours, the islands of Sumenep and Halmahera Selatan, Samarinda, the far ends, and a holding of East Java. */
const REGIONS = [
  '35.79.02.2008',
  '35.79.02.2005',
  '35.79.01.1004',
  '35.07.24.2001',
  '35.73.01.1001',
  '35.29.01.2001',
  '35.29.24.2001',
  '82.04.05.2001',
  '82.04.10.2001',
  '64.72.01.1001',
  '11.06.01.2001',
  '91.03.01.2001',
  '35',
];

const ALL_KIN: readonly Kinship[] = ['same', 'close', 'group', 'sector', 'none'];

/** Every factor that ranks a purchase alike. */
export const FLAT: Weights = {
  feasibility: 9,
  commodity: 9,
  quantity: 9,
  distance: 9,
  price: 9,
  season: 9,
  quality: 9,
  freshness: 9,
  readiness: 9,
  trackRecord: 9,
  local: 10,
};

export type Shop = { readonly kinship: Kinship; readonly supplies: readonly Supply[] };

/** Score every pair, sort: slow and obvious. */
export function scoredAll(demand: Demand, shops: readonly Shop[], limit: number, weights?: Weights): Best[] {
  return shops
    .flatMap(({ kinship, supplies }) =>
      supplies.map((supply) => {
        const link = { kinship, ...distanceBetween(supply.region, demand.deliverTo) };
        return { demand, supply, link, viewpoint: 'offer' as const };
      }),
    )
    .filter((pair) => unmetRequirements(demand, pair.supply).length === 0)
    .map((pair) => ({ id: pair.supply.id, points: scorePoints(pair, weights) }))
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

export function ranked(demand: Demand, shops: readonly Shop[], limit: number, weights?: Weights): Best[] {
  const aisles = shops.flatMap(({ kinship, supplies }) =>
    packShelves(supplies, atlas(), placeOf).map((shelf) => ({ kinship, shelf })),
  );
  const asked = weights === undefined ? { limit } : { limit, weights };
  return bestSupplies(demand, aisles, approachTo(demand), asked);
}

const region = fc.constantFrom(...REGIONS);

export const anyDemand = fc
  .record({
    pair: anyPair.filter(({ demand }) => demand.scheme === 'purchase'),
    deliverTo: region,
    buyerRegion: region,
    perMonth: fc.constantFrom(0, 1, 900, 5000, 200_000),
  })
  .map(({ pair: { demand }, deliverTo, buyerRegion, perMonth }): Demand => ({
    ...demand,
    deliverTo,
    buyerRegion,
    goods: { ...demand.goods!, perMonth },
  }));

const offered = fc.record({ pair: anyPair.filter(({ supply }) => supply.goods !== null), region });

/** Supplies that differ in much, or in so little that many are equal. */
const anyShop = fc.oneof(
  fc.array(offered, { maxLength: 60 }),
  fc
    .record({ few: fc.array(offered, { minLength: 1, maxLength: 3 }), times: fc.nat(150) })
    .map(({ few, times }) => Array.from({ length: times }, (_, i) => few[i % few.length]!)),
);

export const anyShops: fc.Arbitrary<Shop[]> = fc
  .array(fc.record({ kinship: fc.constantFrom(...ALL_KIN), drawn: anyShop }), { minLength: 1, maxLength: 4 })
  .map((shops) =>
    shops.map(({ kinship, drawn }, shop) => ({
      kinship,
      // Ids in an order that has nothing to do with the order of drawing.
      supplies: drawn.map(({ pair: { supply }, region: code }, i) => {
        return { ...supply, region: code, id: `pot_${(7919 * (1000 * shop + i)) % 10_007}` };
      }),
    })),
  );

export const anyWeights = fc.constantFrom(undefined, FLAT, WEIGHTS.purchase, WEIGHTS.governmentPurchase);
export const anyLimit = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2, 5));

/** What a nation has of the goods that come into question. */
export const shopsOf = (nation: Nation, kin: Wanted['kin']): Shop[] =>
  kin
    .filter(({ code }) => nation.codes.includes(code))
    .map(({ code, kinship }) => ({ kinship, supplies: nation.supplies(code) }));
