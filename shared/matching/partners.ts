/**
 * The exact best partners for an offer that ranks cooperatives (distribution, consignment, financing). What no demand changes is
 * summed beforehand and stands in falling order, place by place, so that a ranking reads the heads of lists. The same points
 * as `scorePoints`, to the last one.
 */
import { BestRows, type Best } from './best-rows.ts';
import { bitsIn } from './bits.ts';
import { PARTNER, placeOf, type PartnerShelf } from './pack-partners.ts';
import type { BaseAmount, Demand, Pair } from './pair.ts';
import { sequenceOf, withLot, type Handling, type Partners, type Standings } from './partner-standings.ts';
import * as party from './party-factors.ts';
import { isWithin, requiredPapers, meetsProfile, storageIn } from './requirements.ts';
import { weightsFor, type Weights } from './weights.ts';

type Asked = { readonly limit?: number; readonly weights?: Weights };

/**
 * The `limit` best cooperatives that meet every hard requirement, best first, equals by id: what `rankPairs` gives for all pairs of the
 * demand with the packed cooperatives. A RangeError for a purchase, which ranks goods, and for weights that count locality. No
 * allocation for each row; at worst O(rows), when nobody meets the requirements. The first question by other weights sorts all.
 */
export function bestPartners(
  demand: Demand,
  partners: Partners,
  { limit = 20, weights = weightsFor(demand, 'offer') }: Asked = {},
): Best[] {
  if (demand.scheme === 'purchase') {
    throw new RangeError(`${demand.id} is a purchase: it ranks goods, not cooperatives.`);
  }
  if ((weights.local ?? 0) > 0) throw new RangeError('Locality is no factor of a partner.');
  const { minGrade, exportReady } = demand.requirements;
  // Without goods nobody has a grade or is ready for export.
  if (limit < 1 || minGrade !== null || exportReady) return [];

  const search = new Search(demand, weights, limit);
  const { order, heads, standings } = sequenceOf(partners, weights, search.handling);
  const { places, provinces, byPlace } = partners;
  const inside = demand.regions.length === 0 ? null : insideOf(partners, demand.regions);
  const home = byPlace.get(placeOf(demand.deliverTo)) ?? [];
  const province = demand.deliverTo.split('.', 1)[0]!;

  // From the nearest: who lies there earns most.
  const most = search.base + 1000 * search.weighPlace;
  for (const at of home) if (inside?.[at] !== 0) search.scan(places[at]!, standings[at]!, most, true);
  for (const isNear of [true, false]) {
    const earned = search.base + search.placeWorth(isNear ? province : '');
    for (const at of order) {
      if (heads[at]! + earned < search.best.threshold) break;
      if (home.includes(at) || (provinces[at] === province) !== isNear || inside?.[at] === 0) continue;
      search.scan(places[at]!, standings[at]!, earned, false);
    }
  }
  return search.best.listed();
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

/** What a row is found in. */
type Place = Partners['places'][number];

/** One demand, and the best so far. */
class Search {
  readonly demand: Demand;
  readonly best: BestRows<Place>;
  readonly handling: Handling;
  readonly papers: readonly string[];
  readonly lot: BaseAmount | null;
  readonly asksMore: boolean;
  readonly weighFacilities: number;
  readonly weighPlace: number;
  /** What everyone earns. */
  readonly base: number;
  /** Bits of the shelf that is looked through. */
  papersNeeded = 0;
  unitsNeeded = 0;
  readonly #asked: { readonly demand: Demand; readonly supply: { region: string } };

  constructor(demand: Demand, weights: Weights, limit: number) {
    const { requirements, goods, regions } = demand;
    this.demand = demand;
    this.best = new BestRows(limit);
    this.lot = goods?.quotaLot ?? null;
    this.handling = { cold: goods?.coldOnly === true, lots: this.lot !== null };
    this.papers = requiredPapers(requirements);
    const { kbli, minStorage, minReadiness, membersOnly } = requirements;
    this.asksMore =
      kbli.length > 0 ||
      minStorage !== null ||
      minReadiness !== null ||
      membersOnly !== null ||
      regions.length > 0;
    this.weighFacilities = weights.facilities ?? 0;
    this.weighPlace = weights.place ?? 0;
    this.base = (weights.terms ?? 0) * party.terms.points({ demand } as Pair);
    this.#asked = { demand, supply: { region: '' } };
  }

  placeWorth(region: string): number {
    if (this.weighPlace === 0) return 0;
    this.#asked.supply.region = region;
    return this.weighPlace * party.place.points(this.#asked as Pair);
  }

  /**
   * Rows of a place from the best down, until the next cannot come in even if it earned `most` besides its standing. All of them earn
   * just that, but those of the place of destination, who may lie nearer to it or less near.
   */
  scan(place: Place, { rows, points }: Standings, most: number, isHome: boolean): void {
    const { best } = this;
    const { shelf } = place;
    if (!this.couldMeet(shelf)) return;
    const { papersNeeded, unitsNeeded } = this;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      // Those that follow stand no higher, and equals have greater ids.
      if (!best.takes(points[at]! + most, place, row)) return;
      if ((shelf.papers[row]! & papersNeeded) !== papersNeeded) continue;
      if ((shelf.units[row]! & unitsNeeded) !== unitsNeeded) continue;
      const earned = isHome ? this.base + this.placeWorth(shelf.regions[row]!) : most;
      const reached = points[at]! + earned - this.lackOfRoom(shelf, row);
      if (!best.takes(reached, place, row)) continue;
      if (this.asksMore && !this.meetsMore(shelf, row)) continue;
      best.add(reached, place, row);
    }
  }

  /** Whether each requirement is met by somebody on the shelf; if so, which bits tell the papers and units. */
  couldMeet({ paperBits, unitBits, classes, rooms, readiest }: PartnerShelf): boolean {
    const { units, kbli, minStorage, minReadiness } = this.demand.requirements;
    const papers = bitsIn(paperBits, this.papers);
    const outlets = bitsIn(unitBits, units);
    if (papers === null || outlets === null) return false;
    this.papersNeeded = papers;
    this.unitsNeeded = outlets;
    return (
      (minReadiness === null || readiest >= minReadiness) &&
      (minStorage === null || (rooms.get(minStorage.unit) ?? 0) >= minStorage.amount) &&
      kbli.every((code) => classes.has(code))
    );
  }

  /** What a row's standing promised for storing a lot that it cannot store. */
  lackOfRoom(shelf: PartnerShelf, row: number): number {
    const { lot } = this;
    if (lot === null || storageIn(shelf.profiles[row]!, lot.unit) >= lot.amount) return 0;
    const facilities = shelf.points[PARTNER.size * row + PARTNER.facilities + Number(this.handling.cold)]!;
    return this.weighFacilities * (withLot(facilities) - facilities);
  }

  /** The hard requirements that bits do not tell, for the few rows that would come in. */
  meetsMore(shelf: PartnerShelf, row: number): boolean {
    const { regions, requirements } = this.demand;
    if (!meetsProfile(requirements, shelf.profiles[row]!)) return false;
    return regions.length === 0 || regions.some((prefix) => isWithin(shelf.regions[row]!, prefix));
  }
}
