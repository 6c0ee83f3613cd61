/**
 * Plain objects as a peer of the matcher, in stages: what no offer changes is worked out beforehand for each supply, a cheap bound is
 * taken of all that are related, and pairs are scored from the highest bound down, until it lies below the last place.
 */
import { thousandths } from '../../shared/matching/curve.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import { distance } from '../../shared/matching/goods-factors.ts';
import type { Demand, Kinship, Supply } from '../../shared/matching/pair.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import { weightsFor, type FactorName, type Weights } from '../../shared/matching/weights.ts';
import { distanceBetween } from '../../shared/regions/distance.ts';
import { landmassOf } from '../../shared/regions/landmass.ts';
import type { Wanted } from '../support/nation.ts';
import type { PeerColumns, PeerRow, Shore } from './peer-columns.ts';
import { curvePoints } from './peer-curves.ts';
import { questionOf, type Kin } from './peer-question.ts';

/** A supply and what is known of it beforehand. */
type Held = { readonly supply: Supply; readonly row: PeerRow };

/** Points of a step when pairs are taken from the highest bound down. */
const STEP = 500;
/** At x + 1; at 0 where nothing compares. */
const COVERED = curvePoints('covered');
const COVERED_WORTH = curvePoints('covered_worth');
const PRICE = curvePoints('price');
const PRICE_WORTH = curvePoints('price_worth');

export class ObjectsPeer {
  readonly #columns: PeerColumns;
  readonly #held = new Map<string, Held[]>();

  constructor(stock: ReadonlyMap<string, readonly Supply[]>, columns: PeerColumns) {
    this.#columns = columns;
    let at = 0;
    for (const [code, supplies] of stock) {
      const offered = supplies.filter(({ goods }) => goods !== null);
      this.#held.set(
        code,
        offered.map((supply) => ({ supply, row: columns.rows[at++]! })),
      );
    }
  }

  /** The best of one purchase, in order. */
  best(wanted: Wanted, limit: number, weights: Weights = weightsFor(wanted.demand, 'offer')): Best[] {
    const { demand } = wanted;
    const question = questionOf(this.#columns, wanted, weights);
    if (question === null) return [];
    const steps: { held: Held; kinship: Kinship; bound: number }[][] = [];
    const { needed, least_grade: leastGrade, least_score: leastScore, unit_no: unitNo } = question.numbers;
    for (const { code, kinship } of wanted.kin) {
      const kin = question.kin.find(({ commodityNo }) => this.#columns.commodities.all[commodityNo] === code);
      if (kin === undefined) continue;
      const boundOf = boundsFor(demand, {
        kin,
        kinship,
        weights,
        unitNo: unitNo!,
        shores: this.#columns.shores.all,
      });
      for (const held of this.#held.get(code)!) {
        const { row } = held;
        if (row.grade < leastGrade! || row.score < leastScore!) continue;
        if (needed !== 0 && !holds(row.held, needed!)) continue;
        const bound = boundOf(row);
        (steps[Math.floor(bound / STEP)] ??= []).push({ held, kinship, bound });
      }
    }
    return scoredDownwards(demand, steps, { limit, weights });
  }
}

type Asked = { readonly limit: number; readonly weights: Weights };

function scoredDownwards(
  demand: Demand,
  steps: readonly ({ held: Held; kinship: Kinship; bound: number }[] | undefined)[],
  { limit, weights }: Asked,
): Best[] {
  const best: Best[] = [];
  for (let step = steps.length - 1; step >= 0; step -= 1) {
    const least = best[limit - 1]?.points ?? -1;
    if ((step + 1) * STEP <= least) break;
    for (const { held, kinship, bound } of steps[step] ?? []) {
      const last = best[limit - 1];
      if (last !== undefined && bound < last.points) continue;
      const { supply } = held;
      if (unmetRequirements(demand, supply).length > 0) continue;
      const link = { kinship, ...distanceBetween(supply.region, demand.deliverTo) };
      const one = {
        id: supply.id,
        points: scorePoints({ demand, supply, link, viewpoint: 'offer' }, weights),
      };
      if (last !== undefined && inOrder(last, one) < 0) continue;
      best.push(one);
      best.sort(inOrder);
      if (best.length > limit) best.pop();
    }
  }
  return best;
}

const inOrder = (a: Best, b: Best): number => b.points - a.points || (a.id < b.id ? -1 : 1);

/** Masks wider than the bits that `&` sees. */
function holds(held: number, needed: number): boolean {
  const [high, low] = [Math.floor(needed / 2 ** 31), needed % 2 ** 31];
  return ((held % 2 ** 31) & low) === low && (Math.floor(held / 2 ** 31) & high) === high;
}

type Bounding = {
  readonly kin: Kin;
  readonly kinship: Kinship;
  readonly weights: Weights;
  readonly unitNo: number;
  readonly shores: readonly Shore[];
};

/** What a supply could reach at most: sound, in season, and local; the way as if it kept for years. */
function boundsFor(
  demand: Demand,
  { kin: one, kinship, weights, unitNo, shores }: Bounding,
): (row: PeerRow) => number {
  const goods = demand.goods!;
  const { kin, related } = one;
  const weigh = (factor: FactorName): number => weights[factor] ?? 0;
  const base = weigh('commodity') * kin + weigh('season') * related + weigh('local') * 1000;
  const [feasibility, quantity, price] = [weigh('feasibility'), weigh('quantity'), weigh('price')];
  const [quality, freshness, readiness] = [weigh('quality'), weigh('freshness'), weigh('readiness')];
  const record = weigh('trackRecord');
  const ways = new Int32Array(shores.length).fill(-1);
  const target = goods.price !== null && goods.price > 0 ? goods.price : null;
  return (row) => {
    let way = ways[row.shore_no]!;
    if (way < 0) {
      way =
        weigh('distance') *
        (isOwn(demand, shores[row.shore_no]!) ? related : wayPoints(demand, shores[row.shore_no]!, kinship));
      ways[row.shore_no] = way;
    }
    const isCompared = row.unit_no === unitNo;
    const covered = isCompared
      ? 1 + Math.min(1000, goods.perMonth > 0 ? thousandths(row.amount, goods.perMonth) : 0)
      : 0;
    const isPriced = isCompared && target !== null && row.price !== null;
    const ratio = isPriced ? 1 + Math.min(4000, thousandths(row.price, target)) : 0;
    return (
      base +
      way +
      quality * related * (row.quality / 1000) +
      freshness * row.fresh +
      readiness * row.ready +
      record * row.record +
      feasibility * Math.min(kin, row.silence, COVERED[covered]!, PRICE[ratio]!) +
      quantity * Math.min(kin, COVERED_WORTH[covered]!) +
      price * Math.min(kin, PRICE_WORTH[ratio]!)
    );
  };
}

/** Inside the own regency the way may be shorter than from its centre. */
const isOwn = ({ deliverTo }: Demand, { place }: Shore): boolean => deliverTo.startsWith(place);

function wayPoints(demand: Demand, { place, land }: Shore, kinship: Kinship): number {
  const { km } = distanceBetween(place, demand.deliverTo);
  const sea = land !== landmassOf(demand.deliverTo);
  return distance.points({ demand, supply: KEEPS_FOR_YEARS, link: { kinship, km, sea }, viewpoint: 'offer' });
}

const KEEPS_FOR_YEARS = {
  units: [] as readonly string[],
  goods: { ambientDays: Infinity, coldDays: null },
} as Supply;
