/** A purchase as it is asked of stored parts and of shelves: the demand, what is sought for it, and the ways to it. */
import type { Demand } from '../matching/pair.ts';
import { distanceBetween } from '../regions/distance.ts';
import { leastWays, type Way } from './least-ways.ts';
import { askedOnce } from './remembered.ts';

export type PurchaseAsked = {
  readonly demand: Demand;
  /** What nothing blocks, or near misses: what something blocks, those that lack least first. */
  readonly seeks: 'eligible' | 'blocked';
  readonly limit: number;
  readonly now: Date;
  /** Whoever posted the offer does not supply itself. */
  readonly posterId: string;
  readonly wayTo: (region: string) => Way;
  /** No region of the regency has a better way than one of these; a single one is that of all its regions. */
  readonly leastWays: (regency: string) => readonly Way[];
};

/** Each way is worked out once. */
export function purchaseAsked(
  demand: Demand,
  rest: Pick<PurchaseAsked, 'seeks' | 'limit' | 'now' | 'posterId'>,
): PurchaseAsked {
  return {
    demand,
    ...rest,
    wayTo: askedOnce((region) => distanceBetween(region, demand.deliverTo)),
    leastWays: askedOnce((regency) => leastWays(regency, demand.deliverTo)),
  };
}
