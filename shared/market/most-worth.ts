/**
 * The most points that a supply of given figures could have, whoever supplies it: what leaves out parts and rows before anything is made
 * of them. What many rows share (the way, how long goods keep, papers) is asked of the scorer's own factors once; the rest is
 * looked up. Equal to the scorer's points where the cooperative is all that is assumed of it (`test/matching/most-worth.test.ts`).
 */
import { lookUp, pointsOn, tableOf, thousandths } from '../matching/curve.ts';
import { OBSTACLES, WORTH } from '../matching/curves.ts';
import * as facts from '../matching/facts.ts';
import { kinshipPoints, relatedPoints, UNCOMPARABLE_UNITS } from '../matching/feasibility.ts';
import { distance, quality, UNKNOWN_AMOUNT, UNKNOWN_PRICE } from '../matching/goods-factors.ts';
import type { Demand, Kinship, Pair, Supply } from '../matching/pair.ts';
import { leastReadinessPoints, local, readiness, trackRecord } from '../matching/party-factors.ts';
import { FULL_SCORE } from '../matching/score.ts';
import { COVERED, COVERED_WORTH, MINIMUM, PRICE, PRICE_WORTH, SEASON } from '../matching/tables.ts';
import { weightsFor, type FactorName, type Weights } from '../matching/weights.ts';
import type { Way } from './least-ways.ts';
import { remembered } from './remembered.ts';
import { COLD_ROOM, GRADES, papersIn } from './supply-bounds.ts';
import { goodsFrom } from './supply.ts';

/** The best that is known of who supplies: papers as `paperMask` has them, readiness out of 100. */
export type Standing = {
  readonly papers: number;
  readonly readiness: number;
  readonly hasColdRoom: boolean;
};

/** What supplies from one place and of one standing have in common, in points. */
export type Ground = {
  /** Of the factors in which they do not differ, weighted. */
  readonly sure: number;
  readonly way: WayWorth;
  /** Of grade and certificates by the grade's place in `GRADES`, weighted. */
  readonly quality: readonly number[];
  readonly keeping: Keeping;
};

/** What the way from a region is worth, where there are several the best of each. */
type WayWorth = {
  /** Nearness, and locality for a government, weighted. */
  readonly sure: number;
  /** As far as the way leaves goods of use. */
  readonly usable: number;
  /** As far as freight leaves the trade feasible. */
  readonly feasible: number;
};

/** What depends on how long the goods keep: with a cold room or without one. */
type Keeping = {
  /** Somebody who keeps them so. */
  readonly keeper: Pair;
  /** Base units that the buyer can use before they spoil. */
  readonly usableAtOnce: number;
  /** Thousandths of the wanted months that a harvest serves, by its months; below 0 where nobody has asked. */
  readonly served: Int16Array;
  /** By region. */
  readonly ways: Map<string, WayWorth>;
};

/** What differs from row to row: figures as in `SupplyColumns`, a grade as its place in `GRADES`, whole months of silence. */
export type AtMost = (
  ground: Ground,
  perMonth: number,
  price: number,
  minimumOrder: number,
  months: number,
  grade: number,
  silent: number,
  /** Whether it counts in the demand's unit. */
  isComparable: boolean,
) => number;

const SILENCE = tableOf(OBSTACLES.silence);
const SILENCE_WORTH = tableOf(WORTH.silence);
const NOT_ASKED = -1;
const KEPT = [[], [COLD_ROOM]] as const;

/**
 * For the goods of one commodity. `groundOf`: no place in the region has a better way than one of these; some microseconds for
 * each region and set of papers, then next to nothing. `atMost`: no fewer than any supply has that offers no more, no
 * cheaper, and so on; a hundredth of a microsecond or two.
 */
export function mostWorth(demand: Demand, commodity: string, kinship: Kinship) {
  const weights: Weights = weightsFor(demand, 'offer');
  const weight = (factor: FactorName): number => weights[factor] ?? 0;
  const somebody = pairOf({});
  const graded = GRADES.map((_, grade) => pairOf({}, 0, grade));
  const kin = kinshipPoints(somebody);
  const related = relatedPoints(somebody);
  const sureOfAll = weight('commodity') * kin + weight('trackRecord') * trackRecord.points(somebody);
  const keepings = KEPT.map((units): Keeping => {
    const keeper = pairOf({ units });
    const served = new Int16Array(1 << 12).fill(NOT_ASKED);
    return { keeper, usableAtOnce: facts.usableAtOnce(keeper), served, ways: new Map() };
  });
  const papers = new Map<number, { ready: number; quality: readonly number[] }>();

  function pairOf(supply: Partial<Supply>, months = 0, grade = 0): Pair {
    const figures = { unit: 'kg', perMonth: 0, price: null, exportReady: false, minimumOrder: null } as const;
    const goods = goodsFrom(commodity, { ...figures, months, grade: GRADES[grade]! });
    const link = { kinship, km: 0, sea: false };
    return { demand, supply: { ...NOBODY, ...supply, goods }, link, viewpoint: 'offer' };
  }

  function worthOfWays(region: string, leastWays: readonly Way[], { keeper }: Keeping): WayWorth {
    const supply = { ...keeper.supply, region };
    let sure = 0;
    let usable = 0;
    let feasible = 0;
    for (const { km, sea } of leastWays) {
      const own: Pair = { demand, supply, link: { kinship, km, sea }, viewpoint: 'offer' };
      sure = Math.max(sure, weight('distance') * distance.points(own) + weight('local') * local.points(own));
      usable = Math.max(usable, Math.min(kin, pointsOn(OBSTACLES.spoilage, facts.keepingUsed(own))));
      feasible = Math.max(feasible, pointsOn(OBSTACLES.freight, facts.freightShare(own) ?? 0));
    }
    return { sure, usable, feasible };
  }

  function worthOfPapers(mask: number) {
    const credentials = Object.fromEntries(papersIn(mask).map((type) => [type, 'verified' as const]));
    const holding = (pair: Pair): Pair => ({
      ...pair,
      supply: { ...pair.supply, credentials, readiness: 0 },
    });
    return {
      ready: readiness.points(holding(somebody)),
      quality: graded.map((pair) => weight('quality') * quality.points(holding(pair))),
    };
  }

  function groundOf(region: string, leastWays: readonly Way[], standing: Standing): Ground {
    const keeping = keepings[Number(standing.hasColdRoom)]!;
    const way = remembered(keeping.ways, region, () => worthOfWays(region, leastWays, keeping));
    const held = remembered(papers, standing.papers, worthOfPapers);
    return {
      sure:
        sureOfAll + way.sure + weight('readiness') * (held.ready + leastReadinessPoints(standing.readiness)),
      way,
      quality: held.quality,
      keeping,
    };
  }

  const wanted = demand.goods;
  const [ofUse, ofAmount, ofPrice, ofSeason, ofFreshness] = [
    weight('feasibility'),
    weight('quantity'),
    weight('price'),
    weight('season'),
    weight('freshness'),
  ];
  const servedBy = (months: number, { keeper, served }: Keeping): number =>
    (served[months] = facts.seasonShare(pairOf(keeper.supply, months)));

  const atMost: AtMost = (ground, perMonth, price, least, months, grade, silent, isComparable) => {
    // Nothing is known to be out of question where the demand states no goods.
    if (wanted === null) return FULL_SCORE;
    const { served, usableAtOnce } = ground.keeping;
    const known = served[months]!;
    const share = known === NOT_ASKED ? servedBy(months, ground.keeping) : known;
    let usable = Math.min(ground.way.usable, lookUp(SEASON, share));
    let feasible = Math.min(ground.way.feasible, lookUp(SILENCE, silent));
    let amountPoints = UNKNOWN_AMOUNT;
    let pricePoints = UNKNOWN_PRICE;
    if (isComparable) {
      const covered = wanted.perMonth > 0 ? thousandths(perMonth, wanted.perMonth) : 0;
      feasible = Math.min(feasible, lookUp(COVERED, covered));
      amountPoints = lookUp(COVERED_WORTH, Math.floor((Math.min(1000, covered) * share) / 1000));
      if (!Number.isNaN(price) && wanted.price !== null && wanted.price > 0) {
        const ratio = thousandths(price, wanted.price);
        feasible = Math.min(feasible, lookUp(PRICE, ratio));
        pricePoints = lookUp(PRICE_WORTH, ratio);
      }
      if (!Number.isNaN(least)) {
        const ratio = usableAtOnce <= 0 ? Infinity : thousandths(least, usableAtOnce);
        usable = Math.min(usable, lookUp(MINIMUM, ratio));
      }
    } else {
      feasible = Math.min(feasible, UNCOMPARABLE_UNITS);
    }
    return (
      ground.sure +
      ground.quality[grade]! +
      ofUse * Math.min(usable, feasible) +
      ofAmount * Math.floor((amountPoints * usable) / 1000) +
      ofPrice * Math.floor((pricePoints * usable) / 1000) +
      ofSeason * Math.floor((share * related) / 1000) +
      ofFreshness * lookUp(SILENCE_WORTH, silent)
    );
  };
  return { groundOf, atMost };
}

const NOBODY: Supply = {
  id: '',
  region: '',
  credentials: {},
  kbli: [],
  units: [],
  storage: [],
  memberCount: null,
  readiness: null,
  monthsSilent: 0,
  deliveries: 0,
  onTime: 0,
  memberOf: null,
  goods: null,
};
