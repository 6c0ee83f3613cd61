/** What every search among packed partners shares: in which order places are looked through, and what a cooperative earns there. */
import { BestRows } from './best-rows.ts';
import { PARTNER, placeOf, type PartnerShelf } from './pack-partners.ts';
import type { BaseAmount, Demand, Pair } from './pair.ts';
import { sequenceOf, withLot, type Handling, type Partners, type Standings } from './partner-standings.ts';
import * as party from './party-factors.ts';
import { isWithin, storageIn } from './requirements.ts';
import { weightsFor, type Weights } from './weights.ts';

export type PartnersAsked = { readonly limit?: number; readonly weights?: Weights };

/** What a row is found in. */
export type Place = Partners['places'][number];

/**
 * Looks through the rows of a place from the best down, until the next cannot come in even if it earned `most` besides its standing. All
 * of them earn just that, but those of the place of destination, who may lie nearer to it or less near.
 */
export type Scan = (place: Place, standings: Standings, most: number, isHome: boolean) => void;

/** One demand, and the best so far. */
export class PartnerSearch {
  readonly demand: Demand;
  readonly best: BestRows<Place>;
  readonly #weights: Weights;
  readonly #handling: Handling;
  readonly #lot: BaseAmount | null;
  readonly #weighFacilities: number;
  readonly #weighPlace: number;
  /** What everyone earns. */
  readonly #base: number;
  readonly #asked: { readonly demand: Demand; readonly supply: { region: string } };

  /** A RangeError for a purchase, which ranks goods, and for weights that count locality. */
  constructor(demand: Demand, { limit = 20, weights = weightsFor(demand, 'offer') }: PartnersAsked) {
    if (demand.scheme === 'purchase') {
      throw new RangeError(`${demand.id} is a purchase: it ranks goods, not cooperatives.`);
    }
    if ((weights.local ?? 0) > 0) throw new RangeError('Locality is no factor of a partner.');
    this.demand = demand;
    this.best = new BestRows(limit);
    this.#weights = weights;
    this.#lot = demand.goods?.quotaLot ?? null;
    this.#handling = { cold: demand.goods?.coldOnly === true, lots: this.#lot !== null };
    this.#weighFacilities = weights.facilities ?? 0;
    this.#weighPlace = weights.place ?? 0;
    this.#base = (weights.terms ?? 0) * party.terms.points({ demand } as Pair);
    this.#asked = { demand, supply: { region: '' } };
  }

  /**
   * The nearest places first, since who lies there earns most; the rest of the country from the highest head down, up to the first that
   * could not come in even with `most` points more than it earns. Without places where nobody lies in one of the demand's regions.
   */
  lookThrough(partners: Partners, most: number, scan: Scan): void {
    const { order, heads, standings } = sequenceOf(partners, this.#weights, this.#handling);
    const { places, provinces, byPlace } = partners;
    const { deliverTo, regions } = this.demand;
    const inside = regions.length === 0 ? null : insideOf(partners, regions);
    const home = byPlace.get(placeOf(deliverTo)) ?? [];
    const province = deliverTo.split('.', 1)[0]!;
    const nearest = this.#base + 1000 * this.#weighPlace;
    for (const at of home) if (inside?.[at] !== 0) scan(places[at]!, standings[at]!, nearest, true);
    for (const isNear of [true, false]) {
      const earned = this.#base + this.#placeWorth(isNear ? province : '');
      for (const at of order) {
        if (heads[at]! + earned + most < this.best.threshold) break;
        if (home.includes(at) || (provinces[at] === province) !== isNear || inside?.[at] === 0) continue;
        scan(places[at]!, standings[at]!, earned, false);
      }
    }
  }

  /** What a row earns besides its standing; `most` away from the place of destination. */
  earned(shelf: PartnerShelf, row: number, most: number, isHome: boolean): number {
    const near = isHome ? this.#base + this.#placeWorth(shelf.regions[row]!) : most;
    return near - this.#lackOfRoom(shelf, row);
  }

  #placeWorth(region: string): number {
    if (this.#weighPlace === 0) return 0;
    this.#asked.supply.region = region;
    return this.#weighPlace * party.place.points(this.#asked as Pair);
  }

  /** What a row's standing promised for storing a lot that it cannot store. */
  #lackOfRoom(shelf: PartnerShelf, row: number): number {
    const lot = this.#lot;
    if (lot === null || storageIn(shelf.profiles[row]!, lot.unit) >= lot.amount) return 0;
    const facilities = shelf.points[PARTNER.size * row + PARTNER.facilities + Number(this.#handling.cold)]!;
    return this.#weighFacilities * (withLot(facilities) - facilities);
  }
}

/** 1 for each shelf where somebody may lie in one of the regions. */
function insideOf({ byPlace, provinces }: Partners, regions: readonly string[]): Uint8Array {
  const inside = new Uint8Array(provinces.length);
  for (const region of regions) {
    for (const at of byPlace.get(placeOf(region)) ?? []) inside[at] = 1;
    if (region.includes('.')) continue;
    for (let at = 0; at < inside.length; at += 1) if (provinces[at] === region) inside[at] = 1;
  }
  return inside;
}

/** Whether a region lies in one of those asked for; with none, all are. */
export const isAmong = (regions: readonly string[], region: string): boolean =>
  regions.length === 0 || regions.some((prefix) => isWithin(region, prefix));
