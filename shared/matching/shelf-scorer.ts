/**
 * The points of packed rows, and of a node's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. What a code of the shelf means to the demand is looked up in tables that are made
 * at the beginning, so the loop over rows and nodes (`score-rows.ts`) has neither divisions nor branches.
 */
import { COLD, MONTHS, NODE, ROW, SPOT, UNKNOWN_SILENCE, type Shelf } from './columns.ts';
import { kmAtHand, NO_WAY, type Approach, type Way } from './approach.ts';
import { countMonths, lookUp, tableOf } from './curve.ts';
import { WORTH } from './curves.ts';
import { freightPerTon, travelMilliDays, usableAtOnce } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import type { Demand, Kinship, Pair, Supply } from './pair.ts';
import { REACHED, roomFor, type Room } from './room.ts';
import {
  BURDEN,
  COVERED,
  COVERED_WORTH,
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
  most,
} from './tables.ts';
import { scoreRows } from './score-rows.ts';
import { isUsual, OtherStanding } from './standing.ts';
import type { Weights } from './weights.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const IN_ROW = ROW;
const IN_NODE = NODE;
const IN_REACHED = REACHED;

const COVERED_WORTHS = Int32Array.from(COVERED_WORTH);
const UNKNOWN_WORTHS = new Int32Array(COVERED_WORTH.length).fill(UNKNOWN_AMOUNT);
const SAME_PROVINCE = tableOf(WORTH.sameProvince);
const COUNT = Uint8Array.from({ length: 1 << 12 }, (_, mask) => countMonths(mask));

/** Obstacle and worth, in two halves of a word, for every whole x up to the last knot of the first. */
const bothOf = (obstacle: Uint16Array, worth: Uint16Array): Int32Array =>
  Int32Array.from(obstacle, (points, x) => (points << 16) | lookUp(worth, x));
const PRICES = bothOf(PRICE, PRICE_WORTH);
const FREIGHTS = bothOf(FREIGHT, FREIGHT_WORTH);
const UNPRICED = (FULL << 16) | UNKNOWN_PRICE;

/** By months of silence, the last for unknown. */
const SILENCE = Int32Array.from({ length: UNKNOWN_SILENCE + 1 }, (_, months) =>
  obstacles.silence.points({
    supply: { monthsSilent: months === UNKNOWN_SILENCE ? null : months } as Supply,
  } as Pair),
);

export class ShelfScorer {
  readonly shelf: Shelf;
  readonly approach: Approach;
  readonly km: Uint16Array;
  readonly room: Room;
  /** What freight is compared with; 0 where it is unknown. */
  readonly worthATon: number;
  readonly related: number;

  readonly weighDistance: number;
  readonly weighLocal: number;
  /** `null` where the points of a standing are those that rows and nodes carry. */
  readonly otherStanding: OtherStanding | null;

  /** `number`: which scorer of the question it is. O(codes of the shelf). */
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
    this.km = kmAtHand(approach);
    this.room = roomFor(number, shelf, SILENCE, COVERED_WORTH.length);
    const { price } = goods;
    const isWeighed = goods.baseUnit === 'kg' || goods.baseUnit === 'liter';
    this.worthATon = price !== null && price > 0 && isWeighed ? 1000 * price : 0;
    this.weighDistance = weights.distance ?? 0;
    this.weighLocal = weights.local ?? 0;
    const link = { kinship, km: 0, sea: false };
    const warm = { demand, supply: partyOf(shelf, []), link, viewpoint: 'offer' } as const;
    const cold = { ...warm, supply: partyOf(shelf, ['cold-storage']) };
    const comparable = shelf.keeping.baseUnit === goods.baseUnit;
    this.related = obstacles.relatedPoints(warm);
    const kin = obstacles.kinshipPoints(warm);
    this.room.base = (weights.commodity ?? 0) * kin;
    this.room.weighFeasibility = weights.feasibility ?? 0;
    this.room.weighQuantity = weights.quantity ?? 0;
    this.room.weighPrice = weights.price ?? 0;
    this.otherStanding = isUsual(weights, this.related)
      ? null
      : OtherStanding.of(shelf, weights, this.related);
    this.room.keepWorths(comparable ? COVERED_WORTHS : UNKNOWN_WORTHS);
    // What needs nothing is covered by nothing.
    this.readAmounts(comparable, goods.perMonth > 0 ? goods.perMonth : Infinity);
    this.readPrices(comparable && price !== null && price > 0 ? price : NaN);
    this.readMinimums(comparable, usableAtOnce(warm), usableAtOnce(cold));
    this.readSeasons(demand.months & MONTHS, kin, weights.season ?? 0);
  }

  readAmounts(comparable: boolean, need: number): void {
    const { amounts } = this.shelf;
    const { words, covers } = this.room;
    for (let code = 0; code < amounts.length; code += 1) {
      const covered = thousandthsUpTo(FULL, amounts[code]!, need);
      const volume = comparable ? COVERED[least(covered, COVERED.length - 1)]! : obstacles.UNCOMPARABLE_UNITS;
      words[covers + code] = (volume << 16) | covered;
    }
  }

  /** `target`: NaN where prices do not compare. */
  readPrices(target: number): void {
    const { prices: asked } = this.shelf;
    const { words, prices } = this.room;
    for (let code = 0; code < asked.length; code += 1) {
      const ratio = (1000 * asked[code]!) / target;
      // Not a number where one is not stated.
      words[prices + code] = ratio >= 0 ? PRICES[Math.min(ratio, PRICES.length - 1) | 0]! : UNPRICED;
    }
  }

  readMinimums(comparable: boolean, usableWarm: number, usableCold: number): void {
    const { minimums: stated } = this.shelf;
    const { words, minimums } = this.room;
    for (let code = 0; code < stated.length; code += 1) {
      const minimum = comparable ? stated[code]! : 0;
      words[minimums + 2 * code] = minimumPoints(minimum, usableWarm);
      words[minimums + 2 * code + COLD] = minimumPoints(minimum, usableCold);
    }
  }

  /** Thousandths of the wanted months that are served (a month served from store counts half), and the obstacle, no less than kinship. */
  readSeasons(wanted: number, kin: number, weight: number): void {
    const { months, warm, cold } = this.shelf;
    const { words, seasons } = this.room;
    const count = COUNT[wanted]!;
    for (let code = 0; code < months.length; code += 1) {
      const direct = 500 * COUNT[wanted & months[code]!]!;
      for (let isCold = 0; isCold < 2; isCold += 1) {
        const served = COUNT[wanted & (isCold === COLD ? cold : warm).atHand[code]!]!;
        const share = count === 0 ? 0 : ((direct + 500 * served) / count) | 0;
        const at = seasons + 2 * (2 * code + isCold);
        words[at] = (least(kin, lookUp(SEASON, share)) << 16) | share;
        words[at + 1] = weight * (((share * this.related) / 1000) | 0);
      }
    }
  }

  /** What no row of each of these nodes exceeds. */
  boundNodes(first: number, end: number, into: Int32Array): void {
    const { shelf, room, otherStanding } = this;
    const { nodes } = shelf;
    const { words, stamp } = room;
    for (let node = first; node < end; node += 1) {
      const spot = nodes[IN_NODE.halves * node + IN_ROW.spot]! & SPOT;
      if (words[IN_REACHED.size * spot] !== stamp) this.reachNearest(spot);
      if (otherStanding !== null) into[node - first] = otherStanding.ofNode(shelf, node);
    }
    const from = IN_NODE.words * first;
    scoreRows(room, shelf.words, IN_NODE.words, from, end - first, -1, otherStanding !== null, into);
  }

  /** Points of rows as if they lay in that spot: exact in their own single place, a bound in a larger one. */
  scoreIn(first: number, end: number, spot: number, into: Int32Array): void {
    const { shelf, room, otherStanding } = this;
    if (room.words[IN_REACHED.size * spot] !== room.stamp) this.reachNearest(spot);
    if (otherStanding !== null) {
      for (let row = first; row < end; row += 1) into[row - first] = otherStanding.ofRow(shelf, row);
    }
    const from = IN_ROW.words * first;
    scoreRows(room, shelf.rowWords, IN_ROW.words, from, end - first, spot, otherStanding !== null, into);
  }

  /** Points of a row as if it lay in that spot. */
  pointsOf(row: number, spot: number): number {
    this.scoreIn(row, row + 1, spot, ONE);
    return ONE[0]!;
  }

  /** Points of a row of an uneven place, by its own way. */
  pointsAlong(row: number, spot: number, { km, sea }: Way): number {
    this.reach(spot, sea ? NO_WAY : km, sea ? km : NO_WAY);
    const points = this.pointsOf(row, spot);
    this.room.words[IN_REACHED.size * spot] = -1;
    return points;
  }

  /** What the way to a spot does at best. */
  reachNearest(spot: number): void {
    this.reach(spot, this.km[2 * spot]!, this.km[2 * spot + 1]!);
  }

  /**
   * Works out what the way to a spot does at best, by a road or over a sea of so many km: ships overtake trucks beyond some
   * distance, so neither bounds the other.
   */
  reach(spot: number, road: number, sea: number): void {
    const { room, worthATon } = this;
    const { warm: stored, cold: cooled } = this.shelf;
    const keepWarm = stored.keep;
    const keepCold = cooled.keep;
    const isSame = keepWarm === keepCold;
    let freight = 0;
    let warm = 0;
    let cold = 0;
    let worthWarm = 0;
    let worthCold = 0;
    // A road that is no longer than the crossing costs no more (`freightPerTon`); most are no slower either.
    const isRoadBest = road <= sea && travelMilliDays(road, false) <= travelMilliDays(sea, true);
    for (let isSea = 0; isSea < 2; isSea += 1) {
      const km = isSea === 1 ? sea : road;
      if (km === NO_WAY || (isSea === 1 && isRoadBest)) continue;
      let share = FULL;
      let left = FULL;
      if (worthATon === 0) freight = FULL;
      else {
        // As a float: it may be beyond what a whole number holds.
        share = Math.min((1000 * freightPerTon(km, isSea === 1)) / worthATon, FREIGHTS.length - 1) | 0;
        const both = FREIGHTS[share]!;
        freight = most(freight, both >> 16);
        left = both & 0xffff;
      }
      const local = this.weighLocal === 0 ? 0 : this.localWorth(spot, km);
      const travel = travelMilliDays(km, isSea === 1);
      const used = usedUp(travel, keepWarm);
      warm = most(warm, SPOILAGE[used]!);
      worthWarm = most(worthWarm, local + this.distanceOf(travel, stored.half, most(used, share), left));
      if (isSame) continue;
      const usedCold = usedUp(travel, keepCold);
      cold = most(cold, SPOILAGE[usedCold]!);
      worthCold = most(worthCold, local + this.distanceOf(travel, cooled.half, most(usedCold, share), left));
    }
    const spots = room.words;
    const at = IN_REACHED.size * spot;
    spots[at + IN_REACHED.stamp] = room.stamp;
    spots[at + IN_REACHED.freight] = freight;
    spots[at + IN_REACHED.spoilage] = warm;
    spots[at + IN_REACHED.spoilage + 1] = isSame ? warm : cold;
    spots[at + IN_REACHED.worth] = worthWarm;
    spots[at + IN_REACHED.worth + 1] = isSame ? worthWarm : worthCold;
  }

  /** Weighed points of a way: of nearness as far as the way burdens the goods, and of what freight leaves. */
  distanceOf(travel: number, half: number, burden: number, left: number): number {
    const far = FULL - NEARNESS[least(((1000 * travel) / half) | 0, NEARNESS.length - 1)]!;
    const counted = BURDEN[least(burden, BURDEN.length - 1)]!;
    return this.weighDistance * (((distanceWorth(far, counted, left) * this.related) / 1000) | 0);
  }

  localWorth(spot: number, km: number): number {
    const where = this.approach.local[spot]!;
    if (where === 0) return 0;
    return this.weighLocal * (where === 2 ? FULL : lookUp(SAME_PROVINCE, km));
  }
}

/** Thousandths of the keeping time, all of it at most. */
function usedUp(travel: number, keep: number): number {
  return least(((1000 * travel) / keep) | 0, FULL);
}

/** `part / whole` in whole thousandths, so many at most; both above 0. */
function thousandthsUpTo(end: number, part: number, whole: number): number {
  return Math.min((1000 * part) / whole, end) | 0;
}

/** The obstacle of a minimum order, 0 for none. */
function minimumPoints(minimum: number, usable: number): number {
  const ratio = (1000 * minimum) / usable;
  return ratio >= 0 ? MINIMUM[Math.min(ratio, MINIMUM.length - 1) | 0]! : FULL;
}

/** For the points of a single row. */
const ONE = new Int32Array(1);

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;
