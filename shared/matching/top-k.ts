/**
 * The exact best supplies for a purchase, without looking at most of them: nodes are visited by what they could reach at best
 * and left out when that is strictly below the k-th best so far. The same points as `scorePoints`, to the last one.
 */
import { BestRows, type Best } from './best-rows.ts';
import { bitsIn } from './bits.ts';
import {
  BELOW,
  COUNT,
  COUNT_SHIFT,
  EXPORT_BIT,
  GRADE_RANK,
  GRADE_SHIFT,
  LEAF_BIT,
  NODE,
  READY,
  READY_SHIFT,
  REST,
  ROW,
  SPOT,
  USUAL_SHIFT,
  type Shelf,
} from './columns.ts';
import { boundOf, Frontier, referenceOf } from './frontier.ts';
import { mostPoints, NEAREST_FIRST } from './most-points.ts';
import type { Demand, Kinship } from './pair.ts';
import { leastReadinessPoints } from './party-factors.ts';
import { isWithin, meetsProfile, requiredPapers } from './requirements.ts';
import type { Approach } from './approach.ts';
import { ShelfScorer } from './shelf-scorer.ts';
import { weightsFor, type Weights } from './weights.ts';

/** A shelf and how near its goods are to the demand's. */
export type Aisle = { readonly shelf: Shelf; readonly kinship: Kinship };

export type Asked = { readonly limit?: number; readonly weights?: Weights };

/**
 * The `limit` best supplies that meet every hard requirement, best first, equals by id: what `rankPairs` gives for all pairs of
 * the demand with the supplies of `aisles`. Only for purchases of stated goods, else a RangeError. No allocation for each row or
 * node; at worst O(rows log rows), when nothing can be left out.
 */
export function bestSupplies(
  demand: Demand,
  aisles: readonly Aisle[],
  approach: Approach,
  { limit = 20, weights = weightsFor(demand, 'offer') }: Asked = {},
): Best[] {
  const best = new BestRows<Visit>(limit);
  if (limit < 1) return [];
  const visits: Visit[] = [];
  FRONTIER.size = 0;
  const most = mostPoints(weights);
  for (const kinship of NEAREST_FIRST) {
    if (most[kinship] < best.threshold) break;
    for (const { shelf, kinship: own } of aisles) {
      if (own !== kinship) continue;
      const visit = new Visit(demand, shelf, kinship, visits.length, approach, weights);
      visits.push(visit);
      if (visit.isPossible) visit.offer(0, FRONTIER, best);
    }
    search(visits, best);
  }
  return best.listed();
}

function search(visits: readonly Visit[], best: BestRows<Visit>): void {
  for (;;) {
    const key = FRONTIER.take();
    const bound = boundOf(key);
    if (key < 0 || bound < best.threshold) return;
    const reference = referenceOf(key, bound);
    const visit = visits[reference >>> NODE_BITS]!;
    const node = reference & ((1 << NODE_BITS) - 1);
    if (bound > best.threshold || best.takes(bound, visit, visit.leastRow(node)))
      visit.open(node, bound, FRONTIER, best);
  }
}

/** Bits of a frontier's reference that number the node; the others number the visit. A shelf of 65,536 rows has fewer nodes. */
const NODE_BITS = 18;

/** Kept for the next question: nothing is asked while another is being answered. */
const FRONTIER = new Frontier();

/** One demand at one shelf. */
class Visit {
  readonly demand: Demand;
  /** Which of the visits it is, in the upper bits of a reference. */
  readonly reference: number;
  readonly shelf: Shelf;
  readonly approach: Approach;
  readonly scorer: ShelfScorer;
  /** Bits of the papers that are required. */
  readonly needed: number;
  readonly leastGrade: number;
  readonly exportBit: number;
  /** Points of readiness without which the readiness score cannot be met. */
  readonly leastReady: number;
  /** False when nothing on the shelf has all required papers. */
  readonly isPossible: boolean;
  /** Whether rows differ in requirements that their bits do not tell. */
  readonly asksMore: boolean;

  constructor(
    demand: Demand,
    shelf: Shelf,
    kinship: Kinship,
    number: number,
    approach: Approach,
    weights: Weights,
  ) {
    this.reference = number << NODE_BITS;
    const { requirements } = demand;
    this.demand = demand;
    this.shelf = shelf;
    this.approach = approach;
    this.scorer = new ShelfScorer(demand, shelf, kinship, weights, approach, number);
    const needed = bitsIn(shelf.papers, requiredPapers(requirements));
    this.isPossible = needed !== null;
    this.needed = needed ?? 0;
    this.leastGrade = requirements.minGrade === null ? 0 : GRADE_RANK[requirements.minGrade];
    this.exportBit = requirements.exportReady ? 1 << EXPORT_BIT : 0;
    this.leastReady = leastReadinessPoints(requirements.minReadiness);
    this.asksMore =
      requirements.kbli.length > 0 ||
      requirements.units.length > 0 ||
      requirements.minStorage !== null ||
      requirements.minReadiness !== null ||
      requirements.membersOnly !== null ||
      demand.regions.length > 0;
  }

  /** Puts a node on the frontier, unless its bounds tell that none of its rows reaches the k-th. */
  offer(node: number, frontier: Frontier, best: BestRows<Visit>): void {
    const { words } = this.shelf;
    const at = NODE.size * node;
    const facts = words[at + NODE.facts]!;
    if (!this.meets(words[at + NODE.held]!, facts)) return;
    const ready = (words[at + NODE.standing]! >>> READY_SHIFT) & READY;
    if (this.leastReady > 0 && this.shelf.readies[ready]! < this.leastReady) return;
    const { inside } = this.approach;
    if (inside !== null && inside[facts >>> 16] === 0) return;
    const bound = this.scorer.boundOf(node);
    if (bound >= best.threshold) frontier.add(bound, this.reference + node);
  }

  /** A node whose turn has come: its children or its rows. */
  open(node: number, bound: number, frontier: Frontier, best: BestRows<Visit>): void {
    const { words } = this.shelf;
    const at = NODE.size * node;
    const below = words[at + NODE.below]!;
    const first = below & BELOW;
    const end = first + 1 + ((below >>> COUNT_SHIFT) & COUNT);
    if (below >>> LEAF_BIT === 0) {
      for (let child = first; child < end; child += 1) this.offer(child, frontier, best);
      return;
    }
    // What a row's standing lacks of the leaf's best, it lacks of the leaf's bound.
    const enough = this.scorer.isUsual ? (words[at + NODE.leastRow]! >>> USUAL_SHIFT) - bound : -bound;
    this.scan(first, end, words[at + NODE.facts]! >>> 16, enough, best);
  }

  /** Rows of a leaf that lies in a spot, left out where the points of their standing are less than `enough` and the threshold. */
  scan(first: number, end: number, spot: number, enough: number, best: BestRows<Visit>): void {
    const { scorer } = this;
    const { rows } = this.shelf;
    for (let row = first; row < end; row += 1) {
      if (rows[ROW.size * row + ROW.usual]! < enough + best.threshold) continue;
      const points = scorer.pointsOf(row, spot);
      if (points >= best.threshold) this.consider(row, points, spot, best);
    }
  }

  /** A row that would come in if it lay in that spot as well as can be. */
  consider(row: number, bound: number, within: number, best: BestRows<Visit>): void {
    const { shelf, scorer } = this;
    const { rows } = shelf;
    const at = ROW.size * row;
    if (!this.meets(shelf.papersHeld[rows[at + ROW.held]!]!, rows[at + ROW.facts]!)) return;
    if (this.leastReady > 0) {
      const ready = (rows[at + ROW.standing]! >>> READY_SHIFT) & READY;
      if (shelf.readies[ready]! < this.leastReady) return;
    }
    const spot = rows[at + ROW.spot]! & SPOT;
    const { inside } = this.approach;
    if (inside !== null && inside[spot] === 0) return;
    let points = spot === within ? bound : scorer.pointsOf(row, spot);
    if (!best.takes(points, this, row)) return;
    if (this.asksMore && !this.meetsMore(row)) return;
    if (this.approach.uneven[spot] === 1) {
      // So far scored as at the nearest point of the place, which bounds it.
      points = scorer.pointsAlong(row, spot, this.approach.wayTo(this.regionOf(row)));
      if (!best.takes(points, this, row)) return;
    }
    best.add(points, this, row);
  }

  regionOf(row: number): string {
    return this.shelf.regions[this.shelf.rest[REST.size * row + REST.region]!]!;
  }

  meets(held: number, facts: number): boolean {
    return (
      (held & this.needed) === this.needed &&
      ((facts >>> GRADE_SHIFT) & 3) >= this.leastGrade &&
      (facts & this.exportBit) === this.exportBit
    );
  }

  /** The other hard requirements, for the few rows that would come in. */
  meetsMore(row: number): boolean {
    const { demand, shelf } = this;
    const { requirements } = demand;
    const profile = shelf.profiles[shelf.rest[REST.size * row + REST.profile]!]!;
    if (!meetsProfile(requirements, profile)) return false;
    if (!requirements.units.every((unit) => profile.units.includes(unit))) return false;
    const { inside } = this.approach;
    if (inside === null || inside[shelf.rows[ROW.size * row + ROW.spot]! & SPOT] === 2) return true;
    const region = this.regionOf(row);
    return demand.regions.some((prefix) => isWithin(region, prefix));
  }

  leastRow(node: number): number {
    return this.shelf.words[NODE.size * node + NODE.leastRow]! & 0xffff;
  }
}
