/**
 * The points of packed rows, and of a node's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. What a code of the shelf means to the demand is looked up in tables that are made
 * at the beginning, so the loop over rows and nodes (`score-rows.ts`) has neither divisions nor branches.
 */
import { BESIDE_UNPRICED, COLD, MONTHS, NODE, ROW, SPOT, UNKNOWN_SILENCE, type Shelf } from './columns.ts';
import { kmAtHand, NO_WAY, type Approach, type Way } from './approach.ts';
import { countMonths, lookUp, tableOf } from './curve.ts';
import { WORTH } from './curves.ts';
import {
  roadFreightPerTon,
  roadMilliDays,
  seaFreightPerTon,
  seaMilliDays,
  usableAtOnce,
} from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import type { Demand, Kinship, Pair, Supply } from './pair.ts';
import { REACHED, ROOM, roomFor, WORDS as ROOMS } from './room.ts';
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
import { OWN_SPOTS, SCORED, scoreRows } from './score-rows.ts';
import { isUsual, OtherStanding } from './standing.ts';
import type { Weights } from './weights.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const IN_ROW = ROW;
const IN_NODE = NODE;
const IN_REACHED = REACHED;
const IN_ROOM = ROOM;
const WORDS = ROOMS;
const POINTS = SCORED;
const NONE = NO_WAY;
const [daysByRoad, daysBySea] = [roadMilliDays, seaMilliDays];
const [freightByRoad, freightBySea] = [roadFreightPerTon, seaFreightPerTon];
const worthOf = distanceWorth;
const larger = most;
const smaller = least;
const SPOILAGES = SPOILAGE;
const NEARNESSES = NEARNESS;
const BURDENS = BURDEN;
const COVEREDS = COVERED;
const MINIMUMS = MINIMUM;
const SEASONS = SEASON;
const COVERS_OF_OTHERS = obstacles.UNCOMPARABLE_UNITS;

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
const UNPRICED_OBSTACLE = FULL << 16;

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
  /** Where its words begin among those of all rooms. */
  readonly room: number;
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
    const room = roomFor(number);
    this.room = room;
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
    WORDS[room + IN_ROOM.base] = (weights.commodity ?? 0) * kin;
    WORDS[room + IN_ROOM.weighFeasibility] = weights.feasibility ?? 0;
    WORDS[room + IN_ROOM.weighQuantity] = weights.quantity ?? 0;
    WORDS[room + IN_ROOM.weighPrice] = weights.price ?? 0;
    this.otherStanding = isUsual(weights, this.related)
      ? null
      : OtherStanding.of(shelf, weights, this.related);
    WORDS[room + IN_ROOM.usual] = this.otherStanding === null ? 0xffff : 0;
    keepTables(room, comparable ? COVERED_WORTHS : UNKNOWN_WORTHS);
    // What needs nothing is covered by nothing.
    this.readAmounts(comparable, goods.perMonth > 0 ? goods.perMonth : Infinity);
    this.readPrices(comparable && price !== null && price > 0 ? price : NaN);
    this.readMinimums(comparable, usableAtOnce(warm), usableAtOnce(cold));
    this.readSeasons(demand.months & MONTHS, kin, weights.season ?? 0);
  }

  readAmounts(comparable: boolean, need: number): void {
    const { amounts } = this.shelf;
    const covers = this.room + IN_ROOM.covers;
    for (let code = 0; code < amounts.length; code += 1) {
      const covered = thousandthsUpTo(1000, amounts[code]!, need);
      const volume = comparable ? COVEREDS[smaller(covered, COVEREDS.length - 1)]! : COVERS_OF_OTHERS;
      WORDS[covers + code] = (volume << 16) | covered;
    }
  }

  /** `target`: NaN where prices do not compare. */
  readPrices(target: number): void {
    const { prices: asked } = this.shelf;
    const prices = this.room + IN_ROOM.prices;
    for (let code = 0; code < asked.length; code += 1) {
      const ratio = (1000 * asked[code]!) / target;
      // Not a number where one is not stated.
      const both = ratio >= 0 ? PRICES[Math.min(ratio, PRICES.length - 1) | 0]! : UNPRICED;
      WORDS[prices + 2 * code] = both;
      WORDS[prices + 2 * code + BESIDE_UNPRICED] = UNPRICED_OBSTACLE | larger(both & 0xffff, 500);
    }
  }

  readMinimums(comparable: boolean, usableWarm: number, usableCold: number): void {
    const { minimums: stated } = this.shelf;
    const minimums = this.room + IN_ROOM.minimums;
    for (let code = 0; code < stated.length; code += 1) {
      const minimum = comparable ? stated[code]! : 0;
      WORDS[minimums + 2 * code] = minimumPoints(minimum, usableWarm);
      WORDS[minimums + 2 * code + COLD] = minimumPoints(minimum, usableCold);
    }
  }

  /** Thousandths of the wanted months that are served (a month served from store counts half), and the obstacle, no less than kinship. */
  readSeasons(wanted: number, kin: number, weight: number): void {
    const { months, warm, cold } = this.shelf;
    const seasons = this.room + IN_ROOM.seasons;
    const count = COUNT[wanted]!;
    for (let code = 0; code < months.length; code += 1) {
      const direct = 500 * COUNT[wanted & months[code]!]!;
      for (let isCold = 0; isCold < 2; isCold += 1) {
        const served = COUNT[wanted & (isCold === COLD ? cold : warm).atHand[code]!]!;
        const share = count === 0 ? 0 : ((direct + 500 * served) / count) | 0;
        const at = seasons + 2 * (2 * code + isCold);
        WORDS[at] = (smaller(kin, lookUp(SEASONS, share)) << 16) | share;
        WORDS[at + 1] = weight * (((share * this.related) / 1000) | 0);
      }
    }
  }

  /** Puts what no row of each of these nodes exceeds into `SCORED`. */
  boundNodes(first: number, end: number): void {
    const { shelf, room, otherStanding } = this;
    const { nodes } = shelf;
    const spots = room + IN_ROOM.spots;
    const stamp = WORDS[room + IN_ROOM.stamp]!;
    for (let node = first; node < end; node += 1) {
      const spot = nodes[IN_NODE.halves * node + IN_ROW.spot]! & SPOT;
      if (WORDS[spots + IN_REACHED.size * spot] !== stamp) this.reachNearest(spot);
      if (otherStanding !== null) POINTS[node - first] = otherStanding.ofNode(shelf, node);
    }
    scoreRows(room, shelf.words, IN_NODE.words, IN_NODE.words * first, end - first, OWN_SPOTS);
  }

  /** Puts points of rows as if they lay in that spot into `SCORED`: exact in their own single place, a bound in a larger one. */
  scoreIn(first: number, end: number, spot: number): void {
    const { shelf, room, otherStanding } = this;
    this.keepReached(spot);
    if (otherStanding !== null) {
      for (let row = first; row < end; row += 1) POINTS[row - first] = otherStanding.ofRow(shelf, row);
    }
    scoreRows(room, shelf.rowWords, IN_ROW.words, IN_ROW.words * first, end - first, spot);
  }

  /** Points of a row as if it lay in that spot; leaves `SCORED` as it is. */
  pointsOf(row: number, spot: number): number {
    const first = POINTS[0]!;
    this.scoreIn(row, row + 1, spot);
    const points = POINTS[0]!;
    POINTS[0] = first;
    return points;
  }

  /**
   * Points of a row in a spot that lies within another, where it has `bound`: exact if they are `enough`, else a bound below that. Mostly
   * the nearness alone is less there, and the row need not be scored again.
   */
  pointsWithin(row: number, spot: number, bound: number, around: number, enough: number): number {
    this.keepReached(spot);
    const spots = this.room + IN_ROOM.spots;
    const wide = spots + IN_REACHED.size * around;
    const own = spots + IN_REACHED.size * spot;
    const isCold = this.shelf.rows[IN_ROW.size * row + IN_ROW.season]! & COLD;
    const less = WORDS[wide + IN_REACHED.worth + isCold]! - WORDS[own + IN_REACHED.worth + isCold]!;
    const isExact =
      WORDS[wide + IN_REACHED.freight] === WORDS[own + IN_REACHED.freight] &&
      WORDS[wide + IN_REACHED.spoilage + isCold] === WORDS[own + IN_REACHED.spoilage + isCold];
    const points = bound - less;
    return isExact || points < enough ? points : this.pointsOf(row, spot);
  }

  /** Points of a row of an uneven place, by its own way. */
  pointsAlong(row: number, spot: number, { km, sea }: Way): number {
    this.reach(spot, sea ? NO_WAY : km, sea ? km : NO_WAY);
    const points = this.pointsOf(row, spot);
    WORDS[this.room + IN_ROOM.spots + IN_REACHED.size * spot] = -1;
    return points;
  }

  keepReached(spot: number): void {
    const { room } = this;
    if (WORDS[room + IN_ROOM.spots + IN_REACHED.size * spot] !== WORDS[room + IN_ROOM.stamp])
      this.reachNearest(spot);
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
    const { room } = this;
    const at = room + IN_ROOM.spots + IN_REACHED.size * spot;
    WORDS[at + IN_REACHED.stamp] = WORDS[room + IN_ROOM.stamp]!;
    for (let word: number = IN_REACHED.freight; word < IN_REACHED.worth + 2; word += 1) WORDS[at + word] = 0;
    if (road !== NONE) this.along(at, spot, road, daysByRoad(road), freightByRoad(road));
    // A road that is no longer than the crossing costs no more (`freightPerTon`); most are no slower either.
    if (sea !== NONE && !(road <= sea && daysByRoad(road) <= daysBySea(sea)))
      this.along(at, spot, sea, daysBySea(sea), freightBySea(sea));
  }

  /** What one way of so many km, thousandths of a day and rupiah a ton does, where it is better than what is known of the spot. */
  along(at: number, spot: number, km: number, travel: number, freightPerTon: number): void {
    const { worthATon } = this;
    const { warm, cold } = this.shelf;
    let share = 1000;
    let freight = 1000;
    let left = 1000;
    if (worthATon > 0) {
      // As a float: it may be beyond what a whole number holds.
      share = Math.min((1000 * freightPerTon) / worthATon, FREIGHTS.length - 1) | 0;
      const both = FREIGHTS[share]!;
      freight = both >> 16;
      left = both & 0xffff;
    }
    WORDS[at + IN_REACHED.freight] = larger(WORDS[at + IN_REACHED.freight]!, freight);
    const local = this.weighLocal === 0 ? 0 : this.localWorth(spot, km);
    let used = usedUp(travel, warm.keep);
    let spoilage = SPOILAGES[used]!;
    let worth = local + this.distanceOf(travel, warm.half, larger(used, share), left);
    WORDS[at + IN_REACHED.spoilage] = larger(WORDS[at + IN_REACHED.spoilage]!, spoilage);
    WORDS[at + IN_REACHED.worth] = larger(WORDS[at + IN_REACHED.worth]!, worth);
    if (cold.keep !== warm.keep) {
      used = usedUp(travel, cold.keep);
      spoilage = SPOILAGES[used]!;
      worth = local + this.distanceOf(travel, cold.half, larger(used, share), left);
    }
    WORDS[at + IN_REACHED.spoilage + COLD] = larger(WORDS[at + IN_REACHED.spoilage + COLD]!, spoilage);
    WORDS[at + IN_REACHED.worth + COLD] = larger(WORDS[at + IN_REACHED.worth + COLD]!, worth);
  }

  /** Weighed points of a way: of nearness as far as the way burdens the goods, and of what freight leaves. */
  distanceOf(travel: number, half: number, burden: number, left: number): number {
    const far = 1000 - NEARNESSES[smaller(((1000 * travel) / half) | 0, NEARNESSES.length - 1)]!;
    const counted = BURDENS[smaller(burden, BURDENS.length - 1)]!;
    return this.weighDistance * (((worthOf(far, counted, left) * this.related) / 1000) | 0);
  }

  localWorth(spot: number, km: number): number {
    const where = this.approach.local[spot]!;
    if (where === 0) return 0;
    return this.weighLocal * (where === 2 ? FULL : lookUp(SAME_PROVINCE, km));
  }
}

/** Puts what hardly differs from question to question among a room's words. */
function keepTables(room: number, worths: Int32Array): void {
  if (KEPT[room / IN_ROOM.size] === worths) return;
  WORDS.set(SILENCE, room + IN_ROOM.silences);
  WORDS.set(worths, room + IN_ROOM.worths);
  KEPT[room / IN_ROOM.size] = worths;
}
const KEPT: Int32Array[] = [];

/** Thousandths of the keeping time, all of it at most. */
function usedUp(travel: number, keep: number): number {
  return smaller(((1000 * travel) / keep) | 0, 1000);
}

/** `part / whole` in whole thousandths, so many at most; both above 0. */
function thousandthsUpTo(end: number, part: number, whole: number): number {
  return Math.min((1000 * part) / whole, end) | 0;
}

/** The obstacle of a minimum order, 0 for none. */
function minimumPoints(minimum: number, usable: number): number {
  const ratio = (1000 * minimum) / usable;
  return ratio >= 0 ? MINIMUMS[Math.min(ratio, MINIMUMS.length - 1) | 0]! : 1000;
}

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;
