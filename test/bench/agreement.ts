/**
 * Whether ranking by bounds gives what scoring every pair gives, over as many random offers as one has patience for: small nations, some
 * of many equals, some crowded into one regency, asked for the best one to hundred.
 */
import { approachTo, atlas, placeOf } from '../../shared/market/approach.ts';
import { packShelves } from '../../shared/matching/pack-shelves.ts';
import type { Supply } from '../../shared/matching/pair.ts';
import { bestSupplies } from '../../shared/matching/top-k.ts';
import { weightsFor, type Weights } from '../../shared/matching/weights.ts';
import { scoredAll } from '../matching/markets.ts';
import { drawsFrom, type Draws } from '../support/effort.ts';
import { Nation } from '../support/nation.ts';

const POTENTIALS = 3000;
const OFFERS_A_MARKET = 1000;
const MOST_PLACES = 100;

/** How many of so many offers are ranked otherwise than by scoring every pair. About a millisecond each. */
export function disagreements(offers: number, seed: string, flat: Weights): number {
  let unlike = 0;
  for (let asked = 0, market = 0; asked < offers; asked += OFFERS_A_MARKET, market += 1) {
    unlike += disagreementsIn(
      `${seed} agreement ${market}`,
      Math.min(OFFERS_A_MARKET, offers - asked),
      flat,
      SHAPES[market % SHAPES.length]!,
    );
  }
  return unlike;
}

/** What becomes of a commodity's supplies. */
type Shape = (supplies: readonly Supply[], draws: Draws) => Supply[];

/** As they are; all like one of a few, so that ties abound; and as they are, in one regency of two islands. */
const SHAPES: readonly Shape[] = [
  (supplies) => [...supplies],
  (supplies, draws) => {
    const few = Math.min(supplies.length, draws.between(1, 12));
    return supplies.map(({ id }, at) => ({ ...supplies[at % few]!, id }));
  },
  (supplies, draws) =>
    supplies.map((supply) => ({ ...supply, region: draws.one(['35.29.01.2001', '35.29.24.2001']) })),
];

function disagreementsIn(seed: string, offers: number, flat: Weights, shape: Shape): number {
  const draws = drawsFrom(seed);
  const nation = new Nation(seed, POTENTIALS);
  const stock = new Map(nation.codes.map((code) => [code, shape(nation.supplies(code), draws)]));
  const shelves = new Map([...stock].map(([code, own]) => [code, packShelves(own, atlas(), placeOf)]));
  let unlike = 0;
  for (const { demand, kin } of nation.offers(offers)) {
    const limit = draws.between(1, MOST_PLACES);
    const weights = draws.happens(0.3) ? flat : weightsFor(demand, 'offer');
    const aisles = kin.flatMap(({ code, kinship }) =>
      (shelves.get(code) ?? []).map((shelf) => ({ shelf, kinship })),
    );
    const shops = kin.map(({ code, kinship }) => ({ kinship, supplies: stock.get(code) ?? [] }));
    const ours = bestSupplies(demand, aisles, approachTo(demand), { limit, weights });
    const all = scoredAll(demand, shops, limit, weights);
    if (JSON.stringify(ours) !== JSON.stringify(all)) unlike += 1;
  }
  return unlike;
}
