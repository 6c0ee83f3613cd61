/**
 * The points of packed rows, and of a node's best values, for one demand at one shelf: `scorePoints` with everything that does
 * not change from row to row worked out beforehand. What a code of the shelf means to the demand stands in tables that are made
 * at the beginning (`code-tables.ts`), what a way does is worked out when it is first asked (`way-scorer.ts`), and the loop over rows and nodes
 * (`score-rows.ts`) looks both up.
 */
import type { Approach, Way } from './approach.ts';
import { writeAmounts, writeCurves, writeMinimums, writePrices, writeSeasons } from './code-tables.ts';
import { COLD, MONTHS, NODE, ROW, SPOT, type Shelf } from './columns.ts';
import { usableAtOnce } from './facts.ts';
import { kinshipPoints, relatedPoints } from './feasibility.ts';
import type { Demand, Kinship, Supply } from './pair.ts';
import { REACHED, ROOM, roomFor, WORDS as ALL_WORDS } from './room.ts';
import { OWN_SPOTS, SCORED, scoreRows } from './score-rows.ts';
import { isUsual, OtherStanding } from './standing.ts';
import { WayScorer } from './way-scorer.ts';
import type { Weights } from './weights.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const IN_ROW = ROW;
const IN_NODE = NODE;
const IN_REACHED = REACHED;
const IN_ROOM = ROOM;
const WORDS = ALL_WORDS;
const POINTS = SCORED;

export class ShelfScorer {
  readonly shelf: Shelf;
  readonly ways: WayScorer;
  /** Where its words begin among those of all rooms. */
  readonly room: number;
  /** `null` where the points of a standing are those that rows and nodes carry. */
  readonly otherStanding: OtherStanding | null;

  /**
   * `number`: which scorer of the question it is, below `ROOMS`; scorers of one number share their room, so only the latest may be asked.
   * O(codes of the shelf).
   */
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
    const room = roomFor(number);
    const link = { kinship, km: 0, sea: false };
    const warm = { demand, supply: partyOf(shelf, UNCOOLED), link, viewpoint: 'offer' } as const;
    const cold = { demand, supply: partyOf(shelf, COOLED), link, viewpoint: 'offer' } as const;
    const kin = kinshipPoints(warm);
    const related = relatedPoints(warm);
    const comparable = shelf.keeping.baseUnit === goods.baseUnit;
    const price = comparable && goods.price !== null && goods.price > 0 ? goods.price : NaN;
    this.shelf = shelf;
    this.room = room;
    this.ways = new WayScorer(room, approach, shelf, goods, related, weights);
    this.otherStanding = isUsual(weights, related) ? null : OtherStanding.of(shelf, weights, related);
    WORDS[room + IN_ROOM.base] = (weights.commodity ?? 0) * kin;
    WORDS[room + IN_ROOM.weighFeasibility] = weights.feasibility ?? 0;
    WORDS[room + IN_ROOM.weighQuantity] = weights.quantity ?? 0;
    WORDS[room + IN_ROOM.weighPrice] = weights.price ?? 0;
    WORDS[room + IN_ROOM.usual] = this.otherStanding === null ? 0xffff : 0;
    writeCurves(room, comparable);
    // What needs nothing is covered by nothing.
    writeAmounts(room, shelf, comparable, goods.perMonth > 0 ? goods.perMonth : Infinity);
    writePrices(room, shelf, price);
    writeMinimums(room, shelf, comparable, usableAtOnce(warm), usableAtOnce(cold));
    writeSeasons(room, shelf, demand.months & MONTHS, kin, related, weights.season ?? 0);
  }

  /** Puts what no row of each of these nodes exceeds into `SCORED`. */
  boundNodes(first: number, end: number): void {
    const { shelf, room, otherStanding } = this;
    const { nodes } = shelf;
    for (let node = first; node < end; node += 1) {
      this.ways.keepReached(nodes[IN_NODE.halves * node + IN_ROW.spot]! & SPOT);
      if (otherStanding !== null) POINTS[node - first] = otherStanding.ofNode(shelf, node);
    }
    scoreRows(room, shelf.words, IN_NODE.words, IN_NODE.words * first, end - first, OWN_SPOTS);
  }

  /** Puts points of rows as if they lay in that spot into `SCORED`: exact in their own single place, a bound in a larger one. */
  scoreIn(first: number, end: number, spot: number): void {
    const { shelf, room, otherStanding } = this;
    this.ways.keepReached(spot);
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
   * only its nearness is less there, and the row need not be scored again.
   */
  pointsWithin(row: number, spot: number, bound: number, around: number, enough: number): number {
    this.ways.keepReached(spot);
    const spots = this.room + IN_ROOM.spots;
    const wide = spots + IN_REACHED.size * around;
    const own = spots + IN_REACHED.size * spot;
    const cold = this.shelf.rows[IN_ROW.size * row + IN_ROW.season]! & COLD;
    const points = bound - WORDS[wide + IN_REACHED.worth + cold]! + WORDS[own + IN_REACHED.worth + cold]!;
    const isExact =
      WORDS[wide + IN_REACHED.freight] === WORDS[own + IN_REACHED.freight] &&
      WORDS[wide + IN_REACHED.spoilage + cold] === WORDS[own + IN_REACHED.spoilage + cold];
    return isExact || points < enough ? points : this.pointsOf(row, spot);
  }

  /** Points of a row of an uneven place, by its own way. */
  pointsAlong(row: number, spot: number, way: Way): number {
    this.ways.reachBy(spot, way);
    const points = this.pointsOf(row, spot);
    this.ways.forget(spot);
    return points;
  }
}

const UNCOOLED: readonly string[] = [];
const COOLED: readonly string[] = ['cold-storage'];

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;
