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
  EXPORT_READY,
  gradesHeld,
  LEAF_BIT,
  NODE,
  READY,
  READY_SHIFT,
  REST,
  ROW,
  SPOT,
  type Shelf,
} from './columns.ts';
import { Frontier } from './frontier.ts';
import { mostPoints, NEAREST_FIRST } from './most-points.ts';
import type { Demand, Kinship, Requirements } from './pair.ts';
import { leastReadinessPoints } from './party-factors.ts';
import { isWithin, meetsProfile, requiredPapers } from './requirements.ts';
import { isUneven, type Approach } from './approach.ts';
import { SCORED } from './score-rows.ts';
import { ROOMS } from './room.ts';
import { ShelfScorer } from './shelf-scorer.ts';
import { weightsFor, type Weights } from './weights.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const IN_ROW = ROW;
const IN_NODE = NODE;
const IN_REST = REST;

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
  FRONTIER.clear();
  const most = mostPoints(weights);
  for (const [near, kinship] of NEAREST_FIRST.entries()) {
    if (most[near]! < best.threshold) break;
    for (const { shelf, kinship: own } of aisles) {
      if (own !== kinship) continue;
      if (visits.length === ROOMS) {
        // What is left of them cannot come in any more, so others may have their rooms.
        search(visits, best);
        visits.length = 0;
      }
      const visit = new Visit(demand, shelf, kinship, visits.length, approach, weights);
      visits.push(visit);
      if (visit.isPossible) visit.offer(0, 1, FRONTIER, best);
    }
    search(visits, best);
  }
  return best.listed();
}

function search(visits: readonly Visit[], best: BestRows<Visit>): void {
  while (FRONTIER.take(best.threshold)) {
    const { bound, reference } = FRONTIER;
    if (bound < best.threshold) continue;
    const visit = visits[reference >>> NODE_BITS]!;
    const node = reference & ((1 << NODE_BITS) - 1);
    if (bound > best.threshold || best.takes(bound, visit, visit.leastRow(node)))
      visit.open(node, bound, FRONTIER, best);
  }
}

/** Bits of a frontier's reference that number the node; the others number the visit. A shelf has fewer nodes (`MOST_ROWS`). */
const NODE_BITS = 18;

/** Kept for the next question: nothing is asked while another is being answered. */
const FRONTIER = new Frontier();

const POINTS = SCORED;

/** One demand at one shelf. */
class Visit {
  readonly demand: Demand;
  /** Which of the visits it is, in the upper bits of a reference. */
  readonly reference: number;
  readonly shelf: Shelf;
  readonly approach: Approach;
  readonly scorer: ShelfScorer;
  /** Bits of what is required of papers, grade and readiness for export. */
  readonly needed: number;
  /** Points of readiness without which the readiness score cannot be met. */
  readonly leastReady: number;
  /** False when nothing on the shelf has all that is required. */
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
    const needed = bitsIn(shelf.held, neededOf(requirements));
    this.isPossible = needed !== null;
    this.needed = needed ?? 0;
    this.leastReady = leastReadinessPoints(requirements.minReadiness);
    this.asksMore =
      requirements.kbli.length > 0 ||
      requirements.units.length > 0 ||
      requirements.minStorage !== null ||
      requirements.minReadiness !== null ||
      requirements.membersOnly !== null ||
      demand.regions.length > 0;
  }

  /** Puts nodes on the frontier, but those whose bounds tell that none of their rows reaches the k-th. */
  offer(first: number, end: number, frontier: Frontier, best: BestRows<Visit>): void {
    const { words, nodes } = this.shelf;
    this.scorer.boundNodes(first, end);
    // Of equals the frontier gives the latest first: here the first of the shelf's order.
    for (let node = end - 1; node >= first; node -= 1) {
      const bound = POINTS[node - first]!;
      if (bound < best.threshold) continue;
      const at = IN_NODE.halves * node;
      const held = words[IN_NODE.words * node + IN_NODE.held]!;
      if (this.meets(held, nodes[at + IN_ROW.standing]!, nodes[at + IN_ROW.spot]! & SPOT))
        frontier.add(bound, this.reference + node);
    }
  }

  /** A node whose turn has come: its children or its rows. */
  open(node: number, bound: number, frontier: Frontier, best: BestRows<Visit>): void {
    const { words, nodes } = this.shelf;
    const below = words[IN_NODE.words * node + IN_NODE.below]!;
    const first = below & BELOW;
    const end = first + 1 + ((below >>> COUNT_SHIFT) & COUNT);
    if (below >>> LEAF_BIT === 0) {
      this.offer(first, end, frontier, best);
      return;
    }
    const at = IN_NODE.halves * node;
    // What a row's standing lacks of the leaf's best, it lacks of the leaf's bound.
    const enough = this.scorer.otherStanding === null ? nodes[at + IN_ROW.usual]! - bound : -bound;
    this.scan(first, end, nodes[at + IN_ROW.spot]! & SPOT, enough, best);
  }

  /** Rows of a leaf that lies in a spot, up to the first whose standing has less than `enough` and the threshold. */
  scan(first: number, end: number, spot: number, enough: number, best: BestRows<Visit>): void {
    const { rows } = this.shelf;
    const least = enough + best.threshold;
    while (rows[IN_ROW.size * (end - 1) + IN_ROW.usual]! < least) end -= 1;
    this.scorer.scoreIn(first, end, spot);
    for (let row = first; row < end; row += 1) {
      const points = POINTS[row - first]!;
      if (points >= best.threshold) this.consider(row, points, spot, best);
    }
  }

  /** A row that would come in if it lay in that spot as well as can be. */
  consider(row: number, bound: number, within: number, best: BestRows<Visit>): void {
    const { shelf, scorer } = this;
    const { rows } = shelf;
    const at = IN_ROW.size * row;
    const spot = rows[at + IN_ROW.spot]! & SPOT;
    if (!this.meets(this.heldBy(row), rows[at + IN_ROW.standing]!, spot)) return;
    let points = spot === within ? bound : scorer.pointsWithin(row, spot, bound, within, best.threshold);
    if (!best.takes(points, this, row)) return;
    if (this.asksMore && !this.meetsMore(row)) return;
    if (isUneven(scorer.ways.km, spot)) {
      // So far scored as at the nearest point of the place, which bounds it.
      points = scorer.pointsAlong(row, spot, this.approach.wayTo(this.regionOf(row)));
      if (!best.takes(points, this, row)) return;
    }
    best.add(points, this, row);
  }

  heldBy(row: number): number {
    const { rows, heldMore } = this.shelf;
    const held = rows[IN_ROW.size * row + IN_ROW.held]!;
    return this.needed >>> 16 > 0 ? held | (heldMore[row]! << 16) : held;
  }

  regionOf(row: number): string {
    return this.shelf.regions[this.shelf.rest[IN_REST.size * row + IN_REST.region]!]!;
  }

  /** Whether a row, or the best of a node's, meets what its bits, its readiness and its spot tell of. */
  meets(held: number, standing: number, spot: number): boolean {
    if ((held & this.needed) !== this.needed) return false;
    if (this.leastReady > 0 && this.shelf.readies[(standing >>> READY_SHIFT) & READY]! < this.leastReady)
      return false;
    const { inside } = this.approach;
    return inside === null || inside[spot] !== 0;
  }

  /** The other hard requirements, for the few rows that would come in. */
  meetsMore(row: number): boolean {
    const { demand, shelf } = this;
    const { requirements } = demand;
    const profile = shelf.profiles[shelf.rest[IN_REST.size * row + IN_REST.profile]!]!;
    if (!meetsProfile(requirements, profile)) return false;
    if (!requirements.units.every((unit) => profile.units.includes(unit))) return false;
    const { inside } = this.approach;
    if (inside === null || inside[shelf.rows[IN_ROW.size * row + IN_ROW.spot]! & SPOT] === 2) return true;
    const region = this.regionOf(row);
    return demand.regions.some((prefix) => isWithin(region, prefix));
  }

  leastRow(node: number): number {
    return this.shelf.words[IN_NODE.words * node + IN_NODE.leastRow]!;
  }
}

/** What a row must hold, by the names under which shelves know it. */
function neededOf(requirements: Requirements): string[] {
  const { minGrade, exportReady } = requirements;
  return [
    ...requiredPapers(requirements),
    ...gradesHeld(minGrade).slice(0, 1),
    ...(exportReady ? [EXPORT_READY] : []),
  ];
}
