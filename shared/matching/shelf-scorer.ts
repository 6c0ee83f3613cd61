/**
 * The points of packed rows, and of a bucket's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. Curves become tables, since their arguments are whole numbers.
 */
import { BOUND, COLD_BIT, MONTHS, ROW, type Shelf } from './columns.ts';
import { countMonths, pointsOn, thousandths, type Curve } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';
import { freightShare, monthsKept, usableAtOnce } from './facts.ts';
import * as obstacles from './feasibility.ts';
import { distanceWorth, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from './goods-factors.ts';
import type { Demand, Kinship, Link, Pair, Supply, SupplyGoods } from './pair.ts';
import { freshness, local } from './party-factors.ts';
import { MOST_KM, waysFor, type Movable, type Ways } from './ways.ts';
import type { FactorName, Weights } from './weights.ts';

export type Way = Pick<Link, 'km' | 'sea'>;

/** Points for every whole x from 0 to the last knot, beyond which a curve is flat. */
function tableOf(curve: Curve): Uint16Array {
  const last = curve[curve.length - 1]![0];
  return Uint16Array.from({ length: last + 1 }, (_, x) => pointsOn(curve, x));
}

const SEASON = tableOf(OBSTACLES.season);
const COVERED = tableOf(OBSTACLES.covered);
const COVERED_WORTH = tableOf(WORTH.covered);
const PRICE = tableOf(OBSTACLES.price);
const PRICE_WORTH = tableOf(WORTH.price);
const MINIMUM = tableOf(OBSTACLES.minimumOrder);
const SPOILAGE = tableOf(OBSTACLES.spoilage);
const FREIGHT = tableOf(OBSTACLES.freight);
const FREIGHT_WORTH = tableOf(WORTH.freight);
const BURDEN = tableOf(WORTH.burden);
const COUNT = Uint8Array.from({ length: MONTHS + 1 }, (_, mask) => countMonths(mask));

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

export class ShelfScorer {
  readonly shelf: Shelf;
  readonly months: number;
  readonly monthCount: number;
  readonly need: number;
  /** NaN where prices do not compare. */
  readonly target: number;
  readonly comparable: boolean;
  readonly kinship: number;
  readonly related: number;
  /** Of goods without and with a cold room: months in store, what the buyer can use at once. */
  readonly kept: readonly [number, number];
  readonly usable: readonly [number, number];

  readonly weighFeasibility: number;
  readonly weighQuantity: number;
  readonly weighDistance: number;
  readonly weighPrice: number;
  readonly weighSeason: number;
  readonly weighQuality: number;
  readonly weighFreshness: number;
  readonly weighReadiness: number;
  readonly weighTrackRecord: number;
  readonly weighLocal: number;
  /** What every row earns by its kinship. */
  readonly base: number;

  /** A pair of which only the way and the cold room change, for the factors that depend on nothing else of a row. */
  readonly warm: Movable;
  readonly cold: Movable;
  readonly warmWays: Ways;
  readonly coldWays: Ways;
  readonly link: Movable['link'];
  readonly party: { -readonly [Name in keyof Supply]: Supply[Name] };

  /** What the way is worth: the weakest link so far and the points of distance, without and with a cold room; and locality. */
  spoilageWarm = 0;
  spoilageCold = 0;
  distanceWarm = 0;
  distanceCold = 0;
  freight = 0;
  place = 0;

  constructor(demand: Demand, shelf: Shelf, kinship: Kinship, weights: Weights) {
    const goods = demand.goods;
    if (demand.scheme !== 'purchase' || goods === null) {
      throw new RangeError(`${demand.id} is no purchase of stated goods: rank it by scoring all.`);
    }
    this.shelf = shelf;
    this.months = demand.months & MONTHS;
    this.monthCount = countMonths(demand.months);
    this.need = goods.perMonth;
    this.comparable = shelf.keeping.baseUnit === goods.baseUnit;
    this.target = this.comparable && goods.price !== null && goods.price > 0 ? goods.price : NaN;
    const weigh = (factor: FactorName): number => weights[factor] ?? 0;
    this.weighFeasibility = weigh('feasibility');
    this.weighQuantity = weigh('quantity');
    this.weighDistance = weigh('distance');
    this.weighPrice = weigh('price');
    this.weighSeason = weigh('season');
    this.weighQuality = weigh('quality');
    this.weighFreshness = weigh('freshness');
    this.weighReadiness = weigh('readiness');
    this.weighTrackRecord = weigh('trackRecord');
    this.weighLocal = weigh('local');

    this.link = { kinship, km: 0, sea: false };
    this.party = { region: '', units: [], goods: shelf.keeping as SupplyGoods } as unknown as Supply;
    const cooled = { ...this.party, units: ['cold-storage'] };
    this.warm = { demand, supply: this.party, link: this.link, viewpoint: 'offer' };
    this.cold = { demand, supply: cooled, link: this.link, viewpoint: 'offer' };
    this.kinship = obstacles.kinshipPoints(this.warm);
    this.related = obstacles.relatedPoints(this.warm);
    this.kept = [monthsKept(this.warm), monthsKept(this.cold)];
    this.usable = [usableAtOnce(this.warm), usableAtOnce(this.cold)];
    this.base = weigh('commodity') * this.kinship;
    this.warmWays = waysFor(this.warm);
    this.coldWays = waysFor(this.cold);
  }

  /** Everything asked from now on lies this way, in the region of a row. O(1). */
  goTo(km: number, sea: boolean, row: number): void {
    const { warm, link, party, warmWays, coldWays } = this;
    link.km = km;
    link.sea = sea;
    if (!(km < MOST_KM) || !Number.isInteger(km))
      throw new RangeError(`${km} km: a whole number below ${MOST_KM} is needed.`);
    const at = sea ? km + MOST_KM : km;
    const share = freightShare(warm);
    this.freight = lookUp(FREIGHT, share ?? 0);
    const freight = lookUp(FREIGHT_WORTH, share ?? 0);
    this.spoilageWarm = lookUp(SPOILAGE, warmWays.used[at]!);
    this.distanceWarm = this.distancePoints(
      warmWays.far[at]!,
      Math.max(warmWays.used[at]!, share ?? 1000),
      freight,
    );
    if (warmWays === coldWays) {
      this.spoilageCold = this.spoilageWarm;
      this.distanceCold = this.distanceWarm;
    } else {
      this.spoilageCold = lookUp(SPOILAGE, coldWays.used[at]!);
      this.distanceCold = this.distancePoints(
        coldWays.far[at]!,
        Math.max(coldWays.used[at]!, share ?? 1000),
        freight,
      );
    }
    if (this.weighLocal === 0) return;
    party.region = this.regionOf(row);
    this.place = local.points(warm);
  }

  regionOf(row: number): string {
    return this.shelf.regions[this.shelf.rows[ROW.size * row + ROW.region]!]!;
  }

  distancePoints(far: number, burden: number, freight: number): number {
    return Math.floor((distanceWorth(far, lookUp(BURDEN, burden), freight) * this.related) / 1000);
  }

  /**
   * Everything asked from now on lies so far away or farther, in the region of a row or (`null`) anywhere, by road or by sea: ships overtake
   * trucks beyond some distance, so neither bounds the other.
   */
  goBeyond(km: number, row: number | null): void {
    this.goTo(km, true, row ?? 0);
    const { spoilageWarm, spoilageCold, distanceWarm, distanceCold, freight } = this;
    this.goTo(km, false, row ?? 0);
    this.spoilageWarm = Math.max(this.spoilageWarm, spoilageWarm);
    this.spoilageCold = Math.max(this.spoilageCold, spoilageCold);
    this.distanceWarm = Math.max(this.distanceWarm, distanceWarm);
    this.distanceCold = Math.max(this.distanceCold, distanceCold);
    this.freight = Math.max(this.freight, freight);
    if (row === null) this.place = 1000;
  }

  /** Points of a row that lies on the way last gone. */
  pointsOf(row: number): number {
    const { rows, amounts, prices, minimums } = this.shelf;
    const from = ROW.size * row;
    const silent = rows[from + ROW.silent]!;
    const price = this.ratioOf(prices[rows[from + ROW.price]!]!);
    const isUnpriced = price < 0;
    return this.sum(
      rows[from + ROW.facts]!,
      amounts[rows[from + ROW.amount]!]!,
      isUnpriced ? 1000 : lookUp(PRICE, price),
      isUnpriced ? UNKNOWN_PRICE : lookUp(PRICE_WORTH, price),
      minimums[rows[from + ROW.minimum]!]!,
      SILENCE[silent]!,
      this.standing(
        rows[from + ROW.quality]!,
        FRESHNESS[silent]!,
        rows[from + ROW.readiness]!,
        rows[from + ROW.trackRecord]!,
      ),
    );
  }

  /** The same row on another way; the way last gone stays what it was. */
  pointsAlong(row: number, { km, sea }: Way): number {
    const { link, spoilageWarm, spoilageCold, distanceWarm, distanceCold, freight, place } = this;
    const { km: lastKm, sea: lastSea } = link;
    this.goTo(km, sea, row);
    const points = this.pointsOf(row);
    link.km = lastKm;
    link.sea = lastSea;
    this.spoilageWarm = spoilageWarm;
    this.spoilageCold = spoilageCold;
    this.distanceWarm = distanceWarm;
    this.distanceCold = distanceCold;
    this.freight = freight;
    this.place = place;
    return points;
  }

  /** What no row of the bucket exceeds on the way last gone. */
  boundOf(bucket: number): number {
    const { numbers, halves } = this.shelf.bounds;
    const number = BOUND.numbers * bucket;
    const half = BOUND.halves * bucket;
    const price = this.ratioOf(numbers[number + BOUND.price]!);
    const isSomeUnpriced = price < 0 || halves[half + BOUND.unpriced] === 1;
    const worth = price < 0 ? 0 : lookUp(PRICE_WORTH, price);
    return this.sum(
      halves[half + BOUND.facts]!,
      numbers[number + BOUND.amount]!,
      isSomeUnpriced ? 1000 : lookUp(PRICE, price),
      isSomeUnpriced ? Math.max(UNKNOWN_PRICE, worth) : worth,
      numbers[number + BOUND.minimum]!,
      halves[half + BOUND.silence]!,
      this.standing(
        halves[half + BOUND.quality]!,
        halves[half + BOUND.freshness]!,
        halves[half + BOUND.readiness]!,
        halves[half + BOUND.trackRecord]!,
      ),
    );
  }

  standing(quality: number, fresh: number, ready: number, record: number): number {
    return (
      this.weighQuality * Math.floor((quality * this.related) / 1000) +
      this.weighFreshness * fresh +
      this.weighReadiness * ready +
      this.weighTrackRecord * record
    );
  }

  /** Asked price against the target in thousandths; -1 where one is not stated or they do not compare. */
  ratioOf(asked: number): number {
    const ratio = Math.floor((1000 * asked) / this.target);
    if (Number.isNaN(ratio)) return -1;
    return Math.min(1_000_000, Math.max(0, ratio));
  }

  sum(
    facts: number,
    amount: number,
    priceObstacle: number,
    priceWorth: number,
    minimum: number,
    silence: number,
    standing: number,
  ): number {
    const isCold = facts >>> COLD_BIT === 1;
    const share = this.seasonShare(facts & MONTHS, isCold);
    const spoilage = isCold ? this.spoilageCold : this.spoilageWarm;
    let usable = Math.min(this.kinship, lookUp(SEASON, share), spoilage);
    if (this.comparable && !Number.isNaN(minimum)) {
      const atOnce = isCold ? this.usable[1] : this.usable[0];
      usable = Math.min(usable, lookUp(MINIMUM, atOnce <= 0 ? 1_000_000 : thousandths(minimum, atOnce)));
    }
    let volume: number = obstacles.UNCOMPARABLE_UNITS;
    let worth: number = UNKNOWN_AMOUNT;
    if (this.comparable) {
      const covered = this.need <= 0 ? 0 : thousandths(amount, this.need);
      volume = lookUp(COVERED, covered);
      worth = lookUp(COVERED_WORTH, Math.floor((Math.min(1000, covered) * share) / 1000));
    }
    const feasible = Math.min(usable, this.freight, priceObstacle, volume, silence);
    return (
      this.base +
      this.weighFeasibility * feasible +
      this.weighQuantity * Math.floor((worth * usable) / 1000) +
      this.weighDistance * (isCold ? this.distanceCold : this.distanceWarm) +
      this.weighPrice * Math.floor((priceWorth * usable) / 1000) +
      this.weighSeason * Math.floor((share * this.related) / 1000) +
      this.weighLocal * this.place +
      standing
    );
  }

  /** Thousandths of the wanted months that are served; a month served from store counts half. */
  seasonShare(harvest: number, isCold: boolean): number {
    if (this.monthCount === 0) return 0;
    const direct = this.months & harvest;
    if (direct === this.months) return 1000;
    let reach = harvest;
    for (let i = isCold ? this.kept[1] : this.kept[0]; i > 0; i -= 1) {
      reach |= ((reach << 1) | (reach >> 11)) & MONTHS;
    }
    const stored = COUNT[this.months & reach & ~direct]!;
    return Math.floor((1000 * COUNT[direct]! + 500 * stored) / this.monthCount);
  }
}
