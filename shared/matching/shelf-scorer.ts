/**
 * The points of packed rows, and of a node's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. Curves become tables, since their arguments are whole numbers.
 */
import {
  COLD_BIT,
  MONTHS,
  MONTHS_CODE,
  NODE,
  QUALITY_SHIFT,
  READY,
  READY_SHIFT,
  RECORD,
  RECORD_SHIFT,
  ROW,
  SILENT,
  SPOT_BITS,
  UNPRICED_BIT,
  USUAL_SHIFT,
  type Shelf,
} from './columns.ts';
import { NO_WAY, type Approach, type Way } from './approach.ts';
import { countMonths, lookUp, pointsOn, tableOf, type Curve } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';
import { freightPerTon, keepMilliDays, monthsKept, travelMilliDays, usableAtOnce } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, halfReachMilliDays, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import type { Demand, Kinship, Pair, Supply } from './pair.ts';
import { freshness } from './party-factors.ts';
import { REACHED, roomFor, type Room } from './room.ts';
import { BURDEN, FULL, least, MINIMUM, most, NEARNESS, SEASON, SPOILAGE } from './tables.ts';
import { WEIGHTS, type FactorName, type Weights } from './weights.ts';

const COVERED = tableOf(OBSTACLES.covered);
const COVERED_WORTH = tableOf(WORTH.covered);
const SAME_PROVINCE = tableOf(WORTH.sameProvince);
const COUNT = Uint8Array.from({ length: MONTHS + 1 }, (_, mask) => countMonths(mask));

/** Obstacle and worth, in two halves of a word, for every whole x up to the last knot of the first. */
const pairTable = (obstacle: Curve, worth: Curve): Uint32Array =>
  Uint32Array.from(
    { length: obstacle[obstacle.length - 1]![0] + 1 },
    (_, x) => (pointsOn(obstacle, x) << 16) | pointsOn(worth, x),
  );
/** By thousandths of the target price, and by freight in thousandths of the goods' worth. */
const PRICE = pairTable(OBSTACLES.price, WORTH.price);
const FREIGHT = pairTable(OBSTACLES.freight, WORTH.freight);
/** Factors that no demand changes, and what they weigh in rows and nodes. */
const OF_STANDING = ['quality', 'freshness', 'readiness', 'trackRecord'] as const;
const USUAL = WEIGHTS.purchase;
const UNPRICED = (FULL << 16) | UNKNOWN_PRICE;

/** By months of silence, the last for unknown. */
const silenceTable = (of: { points: (pair: Pair) => number }): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, months) =>
    of.points({ supply: { monthsSilent: months === 255 ? null : months } as Supply } as Pair),
  );
const SILENCE = silenceTable(obstacles.silence);
const FRESHNESS = silenceTable(freshness);

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
  /** In thousandths of a day: how long the goods keep, and after what travel half of nearness is lost. */
  readonly keepWarm: number;
  readonly keepCold: number;
  readonly halfWarm: number;
  readonly halfCold: number;
  readonly room: Room;

  readonly weighFeasibility: number;
  readonly weighQuantity: number;
  readonly weighDistance: number;
  readonly weighPrice: number;
  readonly weighSeason: number;
  readonly weighFreshness: number;
  readonly weighTrackRecord: number;
  readonly weighLocal: number;
  /** What every row earns by its kinship. */
  readonly base: number;
  /** Whether the points of a standing are those that rows and nodes carry. */
  readonly isUsual: boolean;

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
    // What needs nothing is covered by nothing.
    this.need = goods.perMonth > 0 ? goods.perMonth : Infinity;
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
    this.isUsual = this.related === FULL && OF_STANDING.every((factor) => weigh(factor) === USUAL[factor]);
    this.keepWarm = keepMilliDays(warm, warm.supply.goods!);
    this.keepCold = keepMilliDays(cold, cold.supply.goods!);
    this.halfWarm = halfReachMilliDays(this.keepWarm);
    this.halfCold = halfReachMilliDays(this.keepCold);
    this.room = roomFor(number, shelf.atlas.spots);
    this.room.seasons.fill(-1, 0, 2 * shelf.months.length);
    const { related } = this;
    for (let code = 0; code < shelf.qualities.length; code += 1) {
      this.room.qualities[code] = weigh('quality') * Math.floor((shelf.qualities[code]! * related) / 1000);
    }
    for (let code = 0; code < shelf.readies.length; code += 1) {
      this.room.readies[code] = weigh('readiness') * shelf.readies[code]!;
    }
  }

  /** What no row of the node exceeds. */
  boundOf(node: number): number {
    const { floats, words } = this.shelf;
    const at = NODE.size * node;
    const facts = words[at + NODE.facts]!;
    const isCold = (facts >>> COLD_BIT) & 1;
    const asked = floats[at + NODE.price]!;
    let price = this.priceOf(asked);
    if (((words[at + NODE.leastRow]! >>> UNPRICED_BIT) & 1) === 1) {
      const worth = price & 0xffff;
      price = asked === asked && worth > UNKNOWN_PRICE ? (FULL << 16) | worth : UNPRICED;
    }
    const standing = words[at + NODE.standing]!;
    return this.sum(
      facts & MONTHS_CODE,
      isCold,
      facts >>> 16,
      this.coveredBy(floats[at + NODE.amount]!),
      price,
      this.minimumPoints(floats[at + NODE.minimum]!, isCold),
      standing & SILENT,
      this.isUsual ? words[at + NODE.leastRow]! >>> USUAL_SHIFT : this.standingWorth(standing),
    );
  }

  /** Points of a row as if it lay in that spot: exact in its own single place, a bound in a larger one. */
  pointsOf(row: number, spot: number): number {
    const { rows, amounts, prices, minimums } = this.shelf;
    const at = ROW.size * row;
    const facts = rows[at + ROW.facts]!;
    const isCold = facts >>> COLD_BIT;
    const standing = rows[at + ROW.standing]!;
    return this.sum(
      facts & MONTHS_CODE,
      isCold,
      spot,
      this.coveredBy(amounts[rows[at + ROW.amount]!]!),
      this.priceOf(prices[rows[at + ROW.price]!]!),
      this.minimumPoints(minimums[rows[at + ROW.minimum]!]!, isCold),
      standing & SILENT,
      this.isUsual ? rows[at + ROW.usual]! : this.standingWorth(this.standingOf(row)),
    );
  }

  /** Points of a row of an uneven place, by its own way. */
  pointsAlong(row: number, spot: number, { km, sea }: Way): number {
    this.reach(spot, sea ? NO_WAY : km, sea ? km : NO_WAY);
    const points = this.pointsOf(row, spot);
    this.room.spots[REACHED.size * spot] = -1;
    return points;
  }

  /** Obstacle and worth of an asked price in two halves; NaN is none. */
  priceOf(asked: number): number {
    const ratio = (1000 * asked) / this.target;
    if (ratio < PRICE.length) return PRICE[ratio | 0]!;
    return ratio >= PRICE.length ? PRICE[PRICE.length - 1]! : UNPRICED;
  }

  /** Thousandths of the need, 1000 at most. */
  coveredBy(amount: number): number {
    const covered = (1000 * amount) / this.need;
    return covered < FULL ? covered | 0 : FULL;
  }

  /** The obstacle of a minimum order; NaN is none. */
  minimumPoints(minimum: number, isCold: number): number {
    if (minimum !== minimum) return FULL;
    const ratio = (1000 * minimum) / (isCold === 1 ? this.usableCold : this.usableWarm);
    return ratio < MINIMUM.length ? MINIMUM[ratio | 0]! : MINIMUM[MINIMUM.length - 1]!;
  }

  /** The whole standing of a row: its track record is what the others leave of its usual points. */
  standingOf(row: number): number {
    const { rows, qualities, readies } = this.shelf;
    const at = ROW.size * row;
    const low = rows[at + ROW.standing]!;
    const quality = rows[at + ROW.spot]! >>> SPOT_BITS;
    const record =
      rows[at + ROW.usual]! -
      USUAL.quality * qualities[quality]! -
      USUAL.readiness * readies[low >>> READY_SHIFT]! -
      USUAL.freshness * FRESHNESS[low & SILENT]!;
    return low | ((record / USUAL.trackRecord) << RECORD_SHIFT) | (quality << QUALITY_SHIFT);
  }

  /** Weighed points of a standing. */
  standingWorth(standing: number): number {
    return (
      this.room.qualities[standing >>> QUALITY_SHIFT]! +
      this.room.readies[(standing >>> READY_SHIFT) & READY]! +
      this.weighTrackRecord * ((standing >>> RECORD_SHIFT) & RECORD) +
      this.weighFreshness * FRESHNESS[standing & SILENT]!
    );
  }

  /** Whole numbers below 2³⁰ throughout, so that none is ever put on the heap. */
  sum(
    months: number,
    isCold: number,
    spot: number,
    covered: number,
    price: number,
    minimum: number,
    silent: number,
    standing: number,
  ): number {
    const { room } = this;
    const { spots } = room;
    const at = REACHED.size * spot;
    if (spots[at] !== room.stamp)
      this.reach(spot, this.approach.km[2 * spot]!, this.approach.km[2 * spot + 1]!);
    let season = room.seasons[2 * months + isCold]!;
    if (season < 0) season = this.seasonOf(months, isCold);
    const share = season & 0x3ff;
    let usable = least(this.kinship, least(season >> 10, spots[at + REACHED.spoilage + isCold]!));
    let volume: number = obstacles.UNCOMPARABLE_UNITS;
    let worth: number = UNKNOWN_AMOUNT;
    if (this.comparable) {
      usable = least(usable, minimum);
      volume = COVERED[least(covered, COVERED.length - 1)]!;
      worth = COVERED_WORTH[((covered * share) / 1000) | 0]!;
    }
    const feasible = least(
      least(usable, spots[at + REACHED.freight]!),
      least(least(price >> 16, volume), SILENCE[silent]!),
    );
    return (
      this.base +
      standing +
      spots[at + REACHED.worth + isCold]! +
      this.weighFeasibility * feasible +
      this.weighQuantity * (((worth * usable) / 1000) | 0) +
      this.weighPrice * ((((price & 0xffff) * usable) / 1000) | 0) +
      this.weighSeason * (((share * this.related) / 1000) | 0)
    );
  }

  /** Share and obstacle of the season in ten bits each, worked out at the first use. */
  seasonOf(code: number, isCold: number): number {
    const share = this.seasonShare(this.shelf.months[code]!, isCold === 1 ? this.keptCold : this.keptWarm);
    const season = (lookUp(SEASON, share) << 10) | share;
    this.room.seasons[2 * code + isCold] = season;
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

  /**
   * Works out what the way to a spot does at best, by a road or over a sea of so many km: ships overtake trucks beyond some
   * distance, so neither bounds the other.
   */
  reach(spot: number, road: number, sea: number): void {
    const { room, worthATon, keepWarm, keepCold } = this;
    const isSame = keepWarm === keepCold;
    let freight = 0;
    let warm = 0;
    let cold = 0;
    let worthWarm = 0;
    let worthCold = 0;
    for (let isSea = 0; isSea < 2; isSea += 1) {
      const km = isSea === 1 ? sea : road;
      if (km === NO_WAY) continue;
      let share = FULL;
      let left = FULL;
      if (worthATon === 0) freight = FULL;
      else {
        const whole = (1000 * freightPerTon(km, isSea === 1)) / worthATon;
        share = whole < FREIGHT.length ? whole | 0 : FREIGHT.length - 1;
        const both = FREIGHT[share]!;
        freight = most(freight, both >> 16);
        left = both & 0xffff;
      }
      const local = this.weighLocal === 0 ? 0 : this.localWorth(spot, km);
      const travel = travelMilliDays(km, isSea === 1);
      const used = usedUp(travel, keepWarm);
      warm = most(warm, lookUp(SPOILAGE, used));
      worthWarm = most(worthWarm, local + this.distanceOf(travel, this.halfWarm, most(used, share), left));
      if (isSame) continue;
      const usedCold = usedUp(travel, keepCold);
      cold = most(cold, lookUp(SPOILAGE, usedCold));
      worthCold = most(
        worthCold,
        local + this.distanceOf(travel, this.halfCold, most(usedCold, share), left),
      );
    }
    const { spots } = room;
    const at = REACHED.size * spot;
    spots[at + REACHED.stamp] = room.stamp;
    spots[at + REACHED.freight] = freight;
    spots[at + REACHED.spoilage] = warm;
    spots[at + REACHED.spoilage + 1] = isSame ? warm : cold;
    spots[at + REACHED.worth] = worthWarm;
    spots[at + REACHED.worth + 1] = isSame ? worthWarm : worthCold;
  }

  /** Weighed points of a way: of nearness as far as the way burdens the goods, and of what freight leaves. */
  distanceOf(travel: number, half: number, burden: number, left: number): number {
    const far = FULL - lookUp(NEARNESS, ((1000 * travel) / half) | 0);
    return (
      this.weighDistance * (((distanceWorth(far, lookUp(BURDEN, burden), left) * this.related) / 1000) | 0)
    );
  }

  localWorth(spot: number, km: number): number {
    const where = this.approach.local[spot]!;
    if (where === 0) return 0;
    return this.weighLocal * (where === 2 ? FULL : lookUp(SAME_PROVINCE, km));
  }
}

/** Thousandths of the keeping time, all of it at most. */
function usedUp(travel: number, keep: number): number {
  const used = (1000 * travel) / keep;
  return used < FULL ? used | 0 : FULL;
}

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;
