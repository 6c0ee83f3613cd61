/**
 * The points of packed rows, and of a node's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. Curves become tables, since their arguments are whole numbers.
 */
import {
  COLD_BIT,
  MONTHS,
  MONTHS_CODE,
  NODE,
  POINTS,
  QUALITY_SHIFT,
  READY_SHIFT,
  RECORD_SHIFT,
  ROW,
  SILENT,
  UNPRICED_BIT,
  type Shelf,
} from './columns.ts';
import { countMonths, pointsOn, type Curve } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';
import { monthsKept, usableAtOnce } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import type { Demand, Kinship, Link, Pair, Supply } from './pair.ts';
import { freshness, localPoints } from './party-factors.ts';
import { FREIGHT_A_TON, MOST_KM, waysFor, type Ways } from './ways.ts';
import type { FactorName, Weights } from './weights.ts';

export type Way = Pick<Link, 'km' | 'sea'>;

/** The way from every spot of an atlas to where the demand is. */
export type Approach = {
  /** Whole kilometres to the nearest place of the spot that is reached by road, and over the sea; `NO_WAY` where there is none. */
  readonly road: Uint16Array;
  readonly sea: Uint16Array;
  /** 1 where regions of a single place lie differently (the demand's own regency, islands): then `wayTo` is asked for each row. */
  readonly uneven: Uint8Array;
  /** For a government buyer: 2 where some place of the spot is its own, 1 where one is of its province. */
  readonly local: Uint8Array;
  readonly wayTo: (region: string) => Way;
};

export const NO_WAY = 0xffff;

/** Points for every whole x from 0 to the last knot, beyond which a curve is flat. */
function tableOf(curve: Curve): Uint16Array {
  const last = curve[curve.length - 1]![0];
  return Uint16Array.from({ length: last + 1 }, (_, x) => pointsOn(curve, x));
}

const SEASON = tableOf(OBSTACLES.season);
const COVERED = tableOf(OBSTACLES.covered);
const COVERED_WORTH = tableOf(WORTH.covered);
const MINIMUM = tableOf(OBSTACLES.minimumOrder);
const SPOILAGE = tableOf(OBSTACLES.spoilage);
const FREIGHT = tableOf(OBSTACLES.freight);
const FREIGHT_WORTH = tableOf(WORTH.freight);
const BURDEN = tableOf(WORTH.burden);
const COUNT = Uint8Array.from({ length: MONTHS + 1 }, (_, mask) => countMonths(mask));
/** Obstacle and worth of a price in two halves, by thousandths of the target. */
const HIGHEST_RATIO = OBSTACLES.price[OBSTACLES.price.length - 1]![0];
const PRICE = Uint32Array.from(
  { length: HIGHEST_RATIO + 1 },
  (_, ratio) => (pointsOn(OBSTACLES.price, ratio) << 16) | pointsOn(WORTH.price, ratio),
);
const UNPRICED = (1000 << 16) | UNKNOWN_PRICE;

/** By months of silence, the last for unknown. */
const silenceTable = (of: { points: (pair: Pair) => number }): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, months) =>
    of.points({ supply: { monthsSilent: months === 255 ? null : months } as Supply } as Pair),
  );
const SILENCE = silenceTable(obstacles.silence);
const FRESHNESS = silenceTable(freshness);

/** A value of the table, the last one beyond its end. */
function lookUp(table: Uint16Array, x: number): number {
  return table[x < table.length ? x : table.length - 1]!;
}

/** What the way from each spot does, kept from question to question so that nothing is allocated: valid where the stamp is this question's. */
class Reached {
  stamp = 0;
  readonly stamps: Uint32Array;
  readonly freight: Uint16Array;
  /** Without and with a cold room: the obstacle of spoilage, and the weighed points of distance and locality. */
  readonly spoilage: Uint16Array;
  readonly worth: Int32Array;

  constructor(spots: number) {
    this.stamps = new Uint32Array(spots);
    this.freight = new Uint16Array(spots);
    this.spoilage = new Uint16Array(2 * spots);
    this.worth = new Int32Array(2 * spots);
  }
}

const REACHED: Reached[] = [];

/** For the n-th scorer of a question; scorers of one number share their room, so only the latest may be asked. */
function reachedFor(number: number, spots: number): Reached {
  let reached = REACHED[number];
  if (reached === undefined || reached.stamps.length < spots) {
    reached = new Reached(spots);
    REACHED[number] = reached;
  }
  reached.stamp += 1;
  return reached;
}

export class ShelfScorer {
  readonly shelf: Shelf;
  readonly approach: Approach;
  readonly months: number;
  readonly monthCount: number;
  readonly need: number;
  /** NaN where prices do not compare. */
  readonly target: number;
  /** What freight is compared with; 0 where it is unknown. */
  readonly worthATon: number;
  readonly comparable: boolean;
  readonly kinship: number;
  readonly related: number;
  /** Without and with a cold room: months in store, and what the buyer can use at once. */
  readonly keptWarm: number;
  readonly keptCold: number;
  readonly usableWarm: number;
  readonly usableCold: number;
  readonly waysWarm: Ways;
  readonly waysCold: Ways;
  readonly reached: Reached;
  /** By code of months, without and with a cold room: share and obstacle of the season in ten bits each, -1 before the first use. */
  readonly seasons: Int32Array;
  /** Weighed points by code of quality. */
  readonly qualities: Int32Array;

  readonly weighFeasibility: number;
  readonly weighQuantity: number;
  readonly weighDistance: number;
  readonly weighPrice: number;
  readonly weighSeason: number;
  readonly weighFreshness: number;
  readonly weighReadiness: number;
  readonly weighTrackRecord: number;
  readonly weighLocal: number;
  /** What every row earns by its kinship. */
  readonly base: number;

  /** `number`: which scorer of the question it is. */
  constructor(
    demand: Demand,
    shelf: Shelf,
    kinship: Kinship,
    weights: Weights,
    approach: Approach,
    number = 0,
  ) {
    const { goods } = demand;
    if (demand.scheme !== 'purchase' || goods === null) {
      throw new RangeError(`${demand.id} is no purchase of stated goods: rank it by scoring all.`);
    }
    this.shelf = shelf;
    this.approach = approach;
    this.months = demand.months & MONTHS;
    this.monthCount = countMonths(demand.months);
    this.need = goods.perMonth;
    this.comparable = shelf.keeping.baseUnit === goods.baseUnit;
    const { price } = goods;
    this.target = this.comparable && price !== null && price > 0 ? price : NaN;
    const isWeighed = goods.baseUnit === 'kg' || goods.baseUnit === 'liter';
    this.worthATon = price !== null && price > 0 && isWeighed ? 1000 * price : 0;
    const weigh = (factor: FactorName): number => weights[factor] ?? 0;
    this.weighFeasibility = weigh('feasibility');
    this.weighQuantity = weigh('quantity');
    this.weighDistance = weigh('distance');
    this.weighPrice = weigh('price');
    this.weighSeason = weigh('season');
    this.weighFreshness = weigh('freshness');
    this.weighReadiness = weigh('readiness');
    this.weighTrackRecord = weigh('trackRecord');
    this.weighLocal = weigh('local');

    const link = { kinship, km: 0, sea: false };
    const warm = { demand, supply: partyOf(shelf, []), link, viewpoint: 'offer' } as const;
    const cold = { ...warm, supply: partyOf(shelf, ['cold-storage']) };
    this.kinship = obstacles.kinshipPoints(warm);
    this.related = obstacles.relatedPoints(warm);
    this.keptWarm = monthsKept(warm);
    this.keptCold = monthsKept(cold);
    this.usableWarm = usableAtOnce(warm);
    this.usableCold = usableAtOnce(cold);
    this.base = weigh('commodity') * this.kinship;
    this.waysWarm = waysFor(shelf.keeping, false);
    this.waysCold = waysFor(shelf.keeping, true);
    this.reached = reachedFor(number, shelf.atlas.spots);
    this.seasons = new Int32Array(2 * shelf.months.length).fill(-1);
    const { related } = this;
    this.qualities = new Int32Array(16);
    for (let code = 0; code < shelf.qualities.length; code += 1) {
      this.qualities[code] = weigh('quality') * Math.floor((shelf.qualities[code]! * related) / 1000);
    }
  }

  /** What no row of the node exceeds. */
  boundOf(node: number): number {
    const { floats, words } = this.shelf;
    const at = NODE.size * node;
    const facts = words[at + NODE.facts]!;
    let price = this.priceOf(floats[at + NODE.price]!);
    if (((words[at + NODE.leastRow]! >>> UNPRICED_BIT) & 1) === 1) {
      price =
        (1000 << 16) | Math.max(UNKNOWN_PRICE, Number.isNaN(floats[at + NODE.price]!) ? 0 : price & 0xffff);
    }
    return this.sum(
      facts & 0xffff,
      floats[at + NODE.amount]!,
      price,
      floats[at + NODE.minimum]!,
      words[at + NODE.standing]!,
      facts >>> 16,
    );
  }

  /** Points of a row as if it lay in that spot: exact in its own single place, a bound in a larger one. */
  pointsOf(row: number, spot: number): number {
    const { rows, amounts, prices, minimums } = this.shelf;
    const at = ROW.size * row;
    return this.sum(
      rows[at + ROW.facts]!,
      amounts[rows[at + ROW.amount]!]!,
      this.priceOf(prices[rows[at + ROW.price]!]!),
      minimums[rows[at + ROW.minimum]!]!,
      rows[at + ROW.standing]! | (rows[at + ROW.standing + 1]! << 16),
      spot,
    );
  }

  /** Points of a row of an uneven place, by its own way. */
  pointsAlong(row: number, spot: number, { km, sea }: Way): number {
    const { freight, spoilage, worth, stamps } = this.reached;
    freight[spot] = 0;
    spoilage.fill(0, 2 * spot, 2 * spot + 2);
    worth.fill(0, 2 * spot, 2 * spot + 2);
    this.travel(spot, sea ? km + MOST_KM : km);
    stamps[spot] = this.reached.stamp;
    const points = this.pointsOf(row, spot);
    stamps[spot] = 0;
    return points;
  }

  /** Obstacle and worth of an asked price in two halves. */
  priceOf(asked: number): number {
    const ratio = (1000 * asked) / this.target;
    if (ratio >= HIGHEST_RATIO) return PRICE[HIGHEST_RATIO]!;
    return ratio >= 0 ? PRICE[ratio | 0]! : UNPRICED;
  }

  sum(facts: number, amount: number, price: number, minimum: number, standing: number, spot: number): number {
    const { reached } = this;
    if (reached.stamps[spot] !== reached.stamp) this.reach(spot);
    const isCold = (facts >>> COLD_BIT) & 1;
    const season = this.seasonOf(facts & MONTHS_CODE, isCold);
    const share = season & 0x3ff;
    let usable = Math.min(this.kinship, season >> 10, reached.spoilage[2 * spot + isCold]!);
    let volume: number = obstacles.UNCOMPARABLE_UNITS;
    let worth: number = UNKNOWN_AMOUNT;
    if (this.comparable) {
      // A minimum of NaN is none.
      if (minimum === minimum) usable = Math.min(usable, this.minimumPoints(minimum, isCold));
      const need = this.need > 0 ? (1000 * amount) / this.need : 0;
      const covered = need < 1000 ? need | 0 : 1000;
      volume = lookUp(COVERED, covered);
      worth = COVERED_WORTH[((covered * share) / 1000) | 0]!;
    }
    const silent = standing & SILENT;
    const feasible = Math.min(usable, reached.freight[spot]!, price >>> 16, volume, SILENCE[silent]!);
    return (
      this.base +
      reached.worth[2 * spot + isCold]! +
      this.qualities[standing >>> QUALITY_SHIFT]! +
      this.weighFeasibility * feasible +
      this.weighQuantity * (((worth * usable) / 1000) | 0) +
      this.weighPrice * ((((price & 0xffff) * usable) / 1000) | 0) +
      this.weighSeason * (((share * this.related) / 1000) | 0) +
      this.weighFreshness * FRESHNESS[silent]! +
      this.weighReadiness * ((standing >>> READY_SHIFT) & POINTS) +
      this.weighTrackRecord * ((standing >>> RECORD_SHIFT) & POINTS)
    );
  }

  minimumPoints(minimum: number, isCold: number): number {
    const atOnce = isCold === 1 ? this.usableCold : this.usableWarm;
    if (atOnce <= 0) return MINIMUM[MINIMUM.length - 1]!;
    const ratio = (1000 * minimum) / atOnce;
    return ratio < MINIMUM.length ? MINIMUM[ratio | 0]! : MINIMUM[MINIMUM.length - 1]!;
  }

  /** Share and obstacle of the season in ten bits each. */
  seasonOf(code: number, isCold: number): number {
    const at = 2 * code + isCold;
    const known = this.seasons[at]!;
    if (known >= 0) return known;
    const share = this.seasonShare(this.shelf.months[code]!, isCold === 1 ? this.keptCold : this.keptWarm);
    const season = (lookUp(SEASON, share) << 10) | share;
    this.seasons[at] = season;
    return season;
  }

  /** Thousandths of the wanted months that are served; a month served from store counts half. */
  seasonShare(harvest: number, kept: number): number {
    if (this.monthCount === 0) return 0;
    const direct = this.months & harvest;
    let reach = harvest;
    for (let i = kept; i > 0; i -= 1) reach |= ((reach << 1) | (reach >> 11)) & MONTHS;
    const stored = COUNT[this.months & reach & ~direct]!;
    return Math.floor((1000 * COUNT[direct]! + 500 * stored) / this.monthCount);
  }

  /** Works out what the way from a spot does at best, by road or by sea: ships overtake trucks beyond some distance, so neither bounds the other. */
  reach(spot: number): void {
    const { approach, reached } = this;
    reached.stamps[spot] = reached.stamp;
    reached.freight[spot] = 0;
    reached.spoilage.fill(0, 2 * spot, 2 * spot + 2);
    reached.worth.fill(0, 2 * spot, 2 * spot + 2);
    const road = approach.road[spot]!;
    const sea = approach.sea[spot]!;
    if (road !== NO_WAY) this.travel(spot, road);
    if (sea !== NO_WAY) this.travel(spot, sea + MOST_KM);
  }

  /** Raises what is known of a spot to what one way does; `at` as in `Ways`. */
  travel(spot: number, at: number): void {
    const { reached, worthATon } = this;
    const share =
      worthATon === 0 ? -1 : Math.min(1_000_000, Math.floor((1000 * FREIGHT_A_TON[at]!) / worthATon));
    const freight = share < 0 ? 1000 : lookUp(FREIGHT, share);
    if (freight > reached.freight[spot]!) reached.freight[spot] = freight;
    const left = share < 0 ? 1000 : lookUp(FREIGHT_WORTH, share);
    const local =
      this.weighLocal === 0
        ? 0
        : this.weighLocal * localPoints(this.approach.local[spot]!, at < MOST_KM ? at : at - MOST_KM);
    for (let isCold = 0; isCold < 2; isCold += 1) {
      const { used, far } = isCold === 1 ? this.waysCold : this.waysWarm;
      const spoilage = lookUp(SPOILAGE, used[at]!);
      if (spoilage > reached.spoilage[2 * spot + isCold]!) reached.spoilage[2 * spot + isCold] = spoilage;
      const burden = lookUp(BURDEN, Math.max(used[at]!, share < 0 ? 1000 : share));
      const near = Math.floor((distanceWorth(far[at]!, burden, left) * this.related) / 1000);
      const worth = this.weighDistance * near + local;
      if (worth > reached.worth[2 * spot + isCold]!) reached.worth[2 * spot + isCold] = worth;
    }
  }
}

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;
