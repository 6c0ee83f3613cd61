/**
 * The exact best purchases for a supply, seen from the cooperative. Purchases are looked at by kinship, and within it by destination:
 * what the way does is worked out once for each, and what lies too far is left out. The same points as `scorePoints`, to the
 * last one.
 */
import { BestRows, type Best } from './best-rows.ts';
import { lookUp, tableOf, thousandths } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';
import { freightFor, keepMilliDays, outletShare, seasonShare, travelFor } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, halfReachMilliDays, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import { mostPoints, NEAREST_FIRST } from './most-points.ts';
import type { OutletShelf } from './pack-outlets.ts';
import type { Demand, Kinship, Pair, Supply, SupplyGoods } from './pair.ts';
import * as party from './party-factors.ts';
import { unmetRequirements } from './requirements.ts';
import { NO_WAY, type Approach } from './shelf-scorer.ts';
import { WEIGHTS, type FactorName, type Weights } from './weights.ts';

/** A shelf, and how near the goods asked for are to the supply's. */
export type Outlet = { readonly shelf: OutletShelf; readonly kinship: Kinship };

/** Weights for purchases, and for those of government buyers. */
export type OutletWeights = { readonly usual: Weights; readonly government: Weights };

type Asked = { readonly limit?: number; readonly weights?: OutletWeights };

const SELLING: OutletWeights = { usual: WEIGHTS.selling, government: WEIGHTS.sellingToGovernment };

const SEASON = tableOf(OBSTACLES.season);
const TAKEN = tableOf(OBSTACLES.taken);
const TAKEN_WORTH = tableOf(WORTH.taken);
const PRICE = tableOf(OBSTACLES.price);
const PRICE_WORTH = tableOf(WORTH.price);
const FREIGHT = tableOf(OBSTACLES.freight);
const FREIGHT_WORTH = tableOf(WORTH.freight);
const MINIMUM = tableOf(OBSTACLES.minimumOrder);
const SPOILAGE = tableOf(OBSTACLES.spoilage);
const NEARNESS = tableOf(WORTH.nearness);
const BURDEN = tableOf(WORTH.burden);
const FULL = 1000;

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
  { limit = 20, weights = SELLING }: Asked = {},
): Best[] {
  const { goods } = supply;
  if (goods === null) throw new RangeError(`${supply.id} offers no goods: nobody can buy them.`);
  if (limit < 1) return [];
  SEASONS.fill(-1);
  const best = new BestRows<Outlet>(limit);
  const [usual, government] = [weighed(weights.usual), weighed(weights.government)];
  for (const kinship of NEAREST_FIRST) {
    const most = Math.max(mostPoints(weights.usual)[kinship], mostPoints(weights.government)[kinship]);
    if (most < best.threshold) break;
    for (const outlet of outlets) {
      if (outlet.kinship !== kinship) continue;
      new Visit(supply, goods, outlet, approach, usual, government).look(best);
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
  return Object.fromEntries(OF_SELLING.map((factor) => [factor, weights[factor] ?? 0])) as Weighed;
}

/** One supply at one shelf. */
class Visit {
  readonly supply: Supply;
  readonly goods: SupplyGoods;
  readonly outlet: Outlet;
  readonly shelf: OutletShelf;
  readonly approach: Approach;
  readonly usual: Weighed;
  readonly government: Weighed;
  /** Papers that the supply lacks. */
  readonly lacking: number;
  readonly comparable: boolean;
  /** Whether freight and worth compare. */
  readonly isWeighed: boolean;
  readonly keep: number;
  readonly half: number;
  readonly kinship: number;
  readonly related: number;
  readonly silence: number;
  readonly #asked: { demand: { deliverTo: string }; supply: Supply };

  /** What the way to the destination in hand does. */
  km = 0;
  used = 0;
  far = 0;
  spoilage = 0;
  freight = 0;
  place = 0;

  constructor(
    supply: Supply,
    goods: SupplyGoods,
    outlet: Outlet,
    approach: Approach,
    usual: Weighed,
    government: Weighed,
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
    let lacking = 0;
    for (const [type, bit] of shelf.papers) if (supply.credentials[type] !== 'verified') lacking |= 1 << bit;
    this.lacking = lacking;
    this.comparable = goods.baseUnit === shelf.baseUnit;
    this.isWeighed = shelf.baseUnit === 'kg' || shelf.baseUnit === 'liter';
    this.keep = keepMilliDays(pair, goods);
    this.half = halfReachMilliDays(this.keep);
    this.kinship = obstacles.kinshipPoints(pair);
    this.related = obstacles.relatedPoints(pair);
    this.silence = obstacles.silence.points(pair);
    this.#asked = { demand: { deliverTo: '' }, supply };
  }

  look(best: BestRows<Outlet>): void {
    const { destinations, from } = this.shelf;
    for (let at = 0; at < destinations.length; at += 1) {
      this.goTo(at);
      for (let row = from[at]!; row < from[at + 1]!; row += 1) {
        if ((this.shelf.needed[row]! & this.lacking) !== 0) continue;
        const points = this.pointsOf(row);
        if (!best.takes(points, this.outlet, row)) continue;
        if (unmetRequirements(this.shelf.demands[row]!, this.supply).length > 0) continue;
        best.add(points, this.outlet, row);
      }
    }
  }

  /** Works out what the way to a destination does. */
  goTo(destination: number): void {
    const { approach, shelf, keep } = this;
    const code = shelf.destinations[destination]!;
    const spot = shelf.spots[destination]!;
    let km = approach.km[2 * spot]!;
    let sea = km === NO_WAY;
    if (sea) km = approach.km[2 * spot + 1]!;
    if (approach.uneven[spot] === 1) ({ km, sea } = approach.wayTo(code));
    const travel = travelFor(km, sea);
    this.km = km;
    this.used = thousandths(travel, keep);
    this.far = FULL - lookUp(NEARNESS, thousandths(travel, this.half));
    this.spoilage = lookUp(SPOILAGE, this.used);
    this.freight = freightFor(km, sea);
    this.#asked.demand.deliverTo = code;
    this.place = party.place.points(this.#asked as Pair);
  }

  /** Points of a row at the destination in hand. */
  pointsOf(row: number): number {
    const { shelf, goods, kinship, related } = this;
    const weigh = shelf.government[row] === 1 ? this.government : this.usual;
    const need = shelf.amounts[row]!;
    const target = shelf.prices[row]!;
    const season = this.seasonOf(shelf.months[row]!);
    const share = season & 0x3ff;

    let usable = Math.min(kinship, season >> 10, this.spoilage);
    let volume: number = obstacles.UNCOMPARABLE_UNITS;
    let amount: number = UNKNOWN_AMOUNT;
    let price = FULL;
    let priceWorth = UNKNOWN_PRICE;
    if (this.comparable) {
      const taken = goods.perMonth <= 0 ? 0 : thousandths(need, goods.perMonth);
      volume = lookUp(TAKEN, taken);
      amount = lookUp(TAKEN_WORTH, Math.floor((Math.min(FULL, taken) * share) / 1000));
      if (goods.minimumOrder !== null) usable = Math.min(usable, this.minimumPoints(row, goods.minimumOrder));
      if (goods.price !== null && target > 0) {
        const ratio = thousandths(goods.price, target);
        price = lookUp(PRICE, ratio);
        priceWorth = lookUp(PRICE_WORTH, ratio);
      }
    }
    let freight = FULL;
    let left = FULL;
    let burden = FULL;
    if (this.isWeighed && target > 0) {
      burden = thousandths(this.freight, 1000 * target);
      freight = lookUp(FREIGHT, burden);
      left = lookUp(FREIGHT_WORTH, burden);
    }
    const near = distanceWorth(this.far, lookUp(BURDEN, Math.max(this.used, burden)), left);
    const feasible = Math.min(usable, freight, price, volume, this.silence);
    return (
      weigh.commodity * kinship +
      weigh.terms * shelf.terms[row]! +
      weigh.place * this.place +
      (weigh.local === 0 ? 0 : weigh.local * this.localPoints(row)) +
      weigh.feasibility * feasible +
      weigh.quantity * Math.floor((amount * usable) / 1000) +
      weigh.price * Math.floor((priceWorth * usable) / 1000) +
      weigh.distance * Math.floor((near * related) / 1000) +
      weigh.season * Math.floor((share * related) / 1000)
    );
  }

  localPoints(row: number): number {
    return party.localPoints(party.locality(this.shelf.demands[row]!, this.supply.region), this.km);
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
