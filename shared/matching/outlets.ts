/**
 * The exact best purchases for a supply, seen from the cooperative. Purchases are looked at by kinship, and within it by destination:
 * what the way does is worked out once for each, and what lies too far is left out. The same points as `scorePoints`, to the
 * last one.
 */
import { BestRows, type Best } from './best-rows.ts';
import { lookUp, tableOf, thousandths } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';
import { freightPerTon, keepMilliDays, outletShare, seasonShare, travelMilliDays } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, halfReachMilliDays, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import { mostPoints, NEAREST_FIRST } from './most-points.ts';
import type { OutletShelf } from './pack-outlets.ts';
import type { Demand, Kinship, Pair, Supply, SupplyGoods } from './pair.ts';
import * as party from './party-factors.ts';
import { countUnmet } from './requirements.ts';
import { isUneven, type Approach } from './approach.ts';
import { NO_WAY } from './search-layout.ts';
import {
  BURDEN,
  FREIGHT,
  FREIGHT_WORTH,
  FULL,
  MINIMUM,
  NEARNESS,
  PRICE,
  PRICE_WORTH,
  SEASON,
  SPOILAGE,
  least,
} from './tables.ts';
import { WEIGHTS, type FactorName, type Weights } from './weights.ts';

/** A shelf, and how near the goods asked for are to the supply's. */
export type Outlet = { readonly shelf: OutletShelf; readonly kinship: Kinship };

/** Weights for purchases, and for those of government buyers. */
export type OutletWeights = { readonly usual: Weights; readonly government: Weights };

type Asked = {
  readonly limit?: number;
  readonly weights?: OutletWeights;
  /** Whether a purchase counts now, by its id; asked only of those that would come in. All count when left out. */
  readonly counts?: (id: string) => boolean;
};

const SELLING: OutletWeights = { usual: WEIGHTS.selling, government: WEIGHTS.sellingToGovernment };

const TAKEN = tableOf(OBSTACLES.taken);
const TAKEN_WORTH = tableOf(WORTH.taken);

/** By mask of months, share and obstacle of the season in ten bits each; -1 before the first use. Kept for the next question. */
const SEASONS = new Int32Array(4096);

/**
 * The `limit` best purchases that the supply meets every hard requirement of, best first, equals by id: what `rankPairs` gives for all
 * pairs of the supply with the purchases of `outlets`, seen from the supply. `approach` tells the way from everywhere to where the
 * supply is. A RangeError without goods. No allocation for each row; at worst O(rows).
 */
export function bestOutlets(
  supply: Supply,
  outlets: readonly Outlet[],
  approach: Approach,
  { limit = 20, weights = SELLING, counts }: Asked = {},
): Best[] {
  const { goods } = supply;
  if (goods === null) throw new RangeError(`${supply.id} offers no goods: nobody can buy them.`);
  if (limit < 1) return [];
  SEASONS.fill(-1);
  const best = new BestRows<Outlet>(limit);
  const [usual, government] = [weighed(weights.usual), weighed(weights.government)];
  const [mostUsual, mostGovernment] = [mostPoints(weights.usual), mostPoints(weights.government)];
  for (const [near, kinship] of NEAREST_FIRST.entries()) {
    if (Math.max(mostUsual[near]!, mostGovernment[near]!) < best.threshold) break;
    for (const outlet of outlets) {
      if (outlet.kinship !== kinship) continue;
      new Visit(supply, goods, outlet, approach, usual, government, counts).look(best);
    }
  }
  return best.listed();
}

/** Every factor of selling, the numbers side by side. */
type Weighed = Readonly<Record<(typeof OF_SELLING)[number], number>>;

const OF_SELLING = [
  'feasibility',
  'commodity',
  'quantity',
  'distance',
  'price',
  'season',
  'terms',
  'place',
  'local',
] as const satisfies FactorName[];

function weighed(weights: Weights): Weighed {
  const factors: readonly string[] = OF_SELLING;
  const other = Object.keys(weights).find((factor) => !factors.includes(factor));
  if (other !== undefined) throw new RangeError(`${other} is no factor of selling.`);
  return {
    feasibility: weights.feasibility ?? 0,
    commodity: weights.commodity ?? 0,
    quantity: weights.quantity ?? 0,
    distance: weights.distance ?? 0,
    price: weights.price ?? 0,
    season: weights.season ?? 0,
    terms: weights.terms ?? 0,
    place: weights.place ?? 0,
    local: weights.local ?? 0,
  };
}

/** What the way to a destination does. */
type Reached = {
  km: number;
  /** Thousandths of the keeping time. */
  used: number;
  /** Points of nearness lost. */
  far: number;
  spoilage: number;
  /** Rupiah a ton. */
  freight: number;
  place: number;
};

/** As if the buyer sat at the door: what no way exceeds. */
const AT_THE_DOOR: Reached = { km: 0, used: 0, far: 0, spoilage: FULL, freight: 0, place: FULL };

/** One supply at one shelf. */
class Visit {
  readonly supply: Supply;
  readonly goods: SupplyGoods;
  readonly outlet: Outlet;
  readonly shelf: OutletShelf;
  readonly approach: Approach;
  readonly usual: Weighed;
  readonly government: Weighed;
  readonly counts: Asked['counts'];
  /** Papers that the supply lacks. */
  readonly lacking: number;
  readonly comparable: boolean;
  /** In the base unit a month; of nothing, any need takes nothing. */
  readonly capacity: number;
  /** Whether freight and worth compare. */
  readonly isWeighed: boolean;
  readonly keep: number;
  readonly half: number;
  readonly kinship: number;
  readonly related: number;
  readonly silence: number;
  readonly #asked: { demand: { deliverTo: string }; supply: Supply };

  /** The destination in hand. */
  readonly there: Reached = { ...AT_THE_DOOR };

  constructor(
    supply: Supply,
    goods: SupplyGoods,
    outlet: Outlet,
    approach: Approach,
    usual: Weighed,
    government: Weighed,
    counts: Asked['counts'],
  ) {
    const { shelf, kinship } = outlet;
    const link = { kinship, km: 0, sea: false };
    const pair = { supply, link } as Pair;
    this.supply = supply;
    this.goods = goods;
    this.outlet = outlet;
    this.shelf = shelf;
    this.approach = approach;
    this.usual = usual;
    this.government = government;
    this.counts = counts;
    let lacking = 0;
    for (const [type, bit] of shelf.papers) if (supply.credentials[type] !== 'verified') lacking |= 1 << bit;
    this.lacking = lacking;
    this.comparable = goods.baseUnit === shelf.baseUnit;
    this.capacity = goods.perMonth > 0 ? goods.perMonth : Infinity;
    this.isWeighed = shelf.baseUnit === 'kg' || shelf.baseUnit === 'liter';
    this.keep = keepMilliDays(pair, goods);
    this.half = halfReachMilliDays(this.keep);
    this.kinship = obstacles.kinshipPoints(pair);
    this.related = obstacles.relatedPoints(pair);
    this.silence = obstacles.silence.points(pair);
    this.#asked = { demand: { deliverTo: '' }, supply };
  }

  /** From the supply's own province on, once around the country. */
  look(best: BestRows<Outlet>): void {
    const { destinations, provinces } = this.shelf;
    const first = provinces.get(this.supply.region.split('.', 1)[0]!) ?? 0;
    for (let at = first; at < destinations.length; at += 1) this.lookAt(at, best);
    for (let at = 0; at < first; at += 1) this.lookAt(at, best);
  }

  lookAt(destination: number, best: BestRows<Outlet>): void {
    const { outlet, shelf, supply, there, counts } = this;
    const end = shelf.from[destination + 1]!;
    let isThere = false;
    for (let row = shelf.from[destination]!; row < end; row += 1) {
      if ((shelf.needed[row]! & this.lacking) !== 0) continue;
      if (this.pointsOf(row, AT_THE_DOOR) < best.threshold) continue;
      if (!isThere) this.goTo(destination);
      isThere = true;
      const points = this.pointsOf(row, there);
      if (!best.takes(points, outlet, row)) continue;
      if (countUnmet(shelf.demands[row]!, supply) > 0) continue;
      if (counts !== undefined && !counts(shelf.ids[row]!)) continue;
      best.add(points, outlet, row);
    }
  }

  /** Works out what the way to a destination does. */
  goTo(destination: number): void {
    const { approach, shelf, there } = this;
    const code = shelf.destinations[destination]!;
    const spot = shelf.spots[destination]!;
    let km = approach.km[2 * spot]!;
    let sea = km === NO_WAY;
    if (sea) km = approach.km[2 * spot + 1]!;
    if (isUneven(approach.km, spot)) ({ km, sea } = approach.wayTo(code));
    const travel = travelMilliDays(km, sea);
    there.km = km;
    there.used = thousandths(travel, this.keep);
    there.far = FULL - lookUp(NEARNESS, thousandths(travel, this.half));
    there.spoilage = lookUp(SPOILAGE, there.used);
    there.freight = freightPerTon(km, sea);
    this.#asked.demand.deliverTo = code;
    there.place = party.place.points(this.#asked as Pair);
  }

  /** Points of a row if it is reached so. */
  pointsOf(row: number, way: Reached): number {
    const { shelf, goods, kinship, related } = this;
    const weigh = shelf.government[row] === 1 ? this.government : this.usual;
    const need = shelf.amounts[row]!;
    const target = shelf.prices[row]!;
    const season = this.seasonOf(shelf.months[row]!);
    const share = season & 0x3ff;

    let usable = least(kinship, least(season >> 10, way.spoilage));
    let volume: number = obstacles.UNCOMPARABLE_UNITS;
    let amount: number = UNKNOWN_AMOUNT;
    let price = FULL;
    let priceWorth = UNKNOWN_PRICE;
    if (this.comparable) {
      const taken = (1000 * need) / this.capacity;
      volume = lookUp(TAKEN, taken);
      amount = lookUp(TAKEN_WORTH, ((taken < FULL ? taken | 0 : FULL) * share) / 1000);
      if (goods.minimumOrder !== null) usable = least(usable, this.minimumPoints(row, goods.minimumOrder));
      if (goods.price !== null && target > 0) {
        const ratio = (1000 * goods.price) / target;
        price = lookUp(PRICE, ratio);
        priceWorth = lookUp(PRICE_WORTH, ratio);
      }
    }
    let freight = FULL;
    let left = FULL;
    let burden = FULL;
    if (this.isWeighed && target > 0) {
      const ofWorth = (1000 * way.freight) / (1000 * target);
      burden = ofWorth < FULL ? ofWorth | 0 : FULL;
      freight = lookUp(FREIGHT, ofWorth);
      left = lookUp(FREIGHT_WORTH, ofWorth);
    }
    const near = distanceWorth(way.far, lookUp(BURDEN, burden > way.used ? burden : way.used), left);
    const feasible = least(least(usable, freight), least(least(price, volume), this.silence));
    return (
      weigh.commodity * kinship +
      weigh.terms * shelf.terms[row]! +
      weigh.place * way.place +
      (weigh.local === 0 ? 0 : weigh.local * this.localPoints(row, way)) +
      weigh.feasibility * feasible +
      weigh.quantity * (((amount * usable) / 1000) | 0) +
      weigh.price * (((priceWorth * usable) / 1000) | 0) +
      weigh.distance * (((near * related) / 1000) | 0) +
      weigh.season * (((share * related) / 1000) | 0)
    );
  }

  localPoints(row: number, way: Reached): number {
    if (way === AT_THE_DOOR) return FULL;
    return party.localPoints(party.locality(this.shelf.demands[row]!, this.supply.region), way.km);
  }

  minimumPoints(row: number, minimum: number): number {
    const { amounts, rhythms } = this.shelf;
    const days = Math.min(30, Math.max(rhythms[row]!, this.keep / 1000));
    const atOnce = (amounts[row]! * days) / 30;
    return lookUp(MINIMUM, atOnce <= 0 ? Infinity : thousandths(minimum, atOnce));
  }

  /** The share of the harvest that finds the buyer, and the obstacle of what the buyer misses, for a mask of wanted months. */
  seasonOf(wanted: number): number {
    let season = SEASONS[wanted]!;
    if (season < 0) {
      const demand = { months: wanted } as Demand;
      const pair = { demand, supply: this.supply } as Pair;
      season = (lookUp(SEASON, seasonShare(pair)) << 10) | outletShare(pair);
      SEASONS[wanted] = season;
    }
    return season;
  }
}
