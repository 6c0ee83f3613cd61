/**
 * The exact best supplies for a purchase, without looking at most of them: nodes are visited by what they could reach at best
 * and left out when that is strictly below the k-th best so far. The same points as `scorePoints`, to the last one.
 */
import {
  BELOW,
  COUNT_SHIFT,
  EXPORT_BIT,
  GRADE_RANK,
  GRADE_SHIFT,
  LEAF_BIT,
  NODE,
  REST,
  ROW,
  type Shelf,
} from './columns.ts';
import { boundOf, Frontier, referenceOf } from './frontier.ts';
import type { Demand, Kinship } from './pair.ts';
import { isWithin } from './requirements.ts';
import { ShelfScorer, type Approach } from './shelf-scorer.ts';
import { weightsFor, type Weights } from './weights.ts';

/** A shelf and how near its goods are to the demand's. */
export type Aisle = { readonly shelf: Shelf; readonly kinship: Kinship };

export type Best = { readonly id: string; readonly points: number };

export type Asked = { readonly limit?: number; readonly weights?: Weights };

const NEAREST_FIRST: readonly Kinship[] = ['same', 'close', 'group', 'sector', 'none'];

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
  const best = new BestRows(limit);
  if (limit < 1) return [];
  const visits: Visit[] = [];
  FRONTIER.size = 0;
  for (const kinship of NEAREST_FIRST) {
    for (const { shelf, kinship: own } of aisles) {
      if (own !== kinship) continue;
      const visit = new Visit(demand, shelf, kinship, visits.length, approach, weights);
      visits.push(visit);
      visit.offer(0, FRONTIER, best);
    }
    search(visits, best);
  }
  return best.listed();
}

function search(visits: readonly Visit[], best: BestRows): void {
  for (;;) {
    const key = FRONTIER.take();
    const bound = boundOf(key);
    if (key < 0 || bound < best.threshold) return;
    const reference = referenceOf(key);
    const visit = visits[reference >>> NODE_BITS]!;
    const node = reference & ((1 << NODE_BITS) - 1);
    if (bound > best.threshold || best.takes(bound, visit.leastId(node))) visit.open(node, FRONTIER, best);
  }
}

/** Bits of a frontier's reference that number the node; the others number the visit. A shelf of 65,536 rows has fewer nodes. */
const NODE_BITS = 18;

/** Kept for the next question: nothing is asked while another is being answered. */
const FRONTIER = new Frontier();

/** The best rows so far, best first, equals by id. */
class BestRows {
  readonly limit: number;
  readonly points: Int32Array;
  readonly ids: string[] = [];
  /** Points that a row must reach to come in; the least while there is room. */
  threshold = -1;

  constructor(limit: number) {
    this.limit = limit;
    this.points = new Int32Array(limit);
  }

  /** Whether a row of so many points, and this id among equals, would come in. */
  takes(points: number, id: string): boolean {
    return points > this.threshold || (points === this.threshold && id < this.ids[this.limit - 1]!);
  }

  /** Only for what it `takes`. */
  add(points: number, id: string): void {
    let at = Math.min(this.ids.length, this.limit - 1);
    while (at > 0 && this.comesBefore(points, id, at - 1)) {
      this.points[at] = this.points[at - 1]!;
      this.ids[at] = this.ids[at - 1]!;
      at -= 1;
    }
    this.points[at] = points;
    this.ids[at] = id;
    if (this.ids.length === this.limit) this.threshold = this.points[this.limit - 1]!;
  }

  comesBefore(points: number, id: string, at: number): boolean {
    return points > this.points[at]! || (points === this.points[at]! && id < this.ids[at]!);
  }

  listed(): Best[] {
    return this.ids.map((id, at) => ({ id, points: this.points[at]! }));
  }
}

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
    let needed = 0;
    let isPossible = true;
    for (const paper of requiredPapers(demand)) {
      const bit = shelf.papers.get(paper);
      if (bit === undefined) isPossible = false;
      else needed |= 1 << bit;
    }
    this.needed = needed;
    this.isPossible = isPossible;
    this.leastGrade = requirements.minGrade === null ? 0 : GRADE_RANK[requirements.minGrade];
    this.exportBit = requirements.exportReady ? 1 << EXPORT_BIT : 0;
    this.asksMore =
      requirements.kbli.length > 0 ||
      requirements.units.length > 0 ||
      requirements.minStorage !== null ||
      requirements.minReadiness !== null ||
      demand.regions.length > 0;
  }

  /** Puts a node on the frontier, unless its bounds tell that none of its rows reaches the k-th. */
  offer(node: number, frontier: Frontier, best: BestRows): void {
    const { words } = this.shelf;
    const at = NODE.size * node;
    if (!this.isPossible || !this.meets(words[at + NODE.held]!, words[at + NODE.facts]!)) return;
    const bound = this.scorer.boundOf(node);
    if (bound >= best.threshold) frontier.add(bound, this.reference + node);
  }

  /** A node whose turn has come: its children or its rows. */
  open(node: number, frontier: Frontier, best: BestRows): void {
    const below = this.shelf.words[NODE.size * node + NODE.below]!;
    const first = below & BELOW;
    const end = first + 1 + ((below >>> COUNT_SHIFT) & 0xf);
    if (below >>> LEAF_BIT === 1)
      this.scan(first, end, this.shelf.words[NODE.size * node + NODE.facts]! >>> 16, best);
    else for (let child = first; child < end; child += 1) this.offer(child, frontier, best);
  }

  /** Rows of a leaf that lies in a spot. */
  scan(first: number, end: number, spot: number, best: BestRows): void {
    const { shelf, scorer } = this;
    for (let row = first; row < end; row += 1) {
      if (scorer.pointsOf(row, spot) < best.threshold) continue;
      this.consider(row, best);
    }
  }

  /** A row that its spot does not exclude. */
  consider(row: number, best: BestRows): void {
    const { shelf, scorer } = this;
    const rest = REST.size * row;
    const held = shelf.papersHeld[shelf.rest[rest + REST.held]!]!;
    if (!this.meets(held, shelf.rows[ROW.size * row + ROW.facts]!)) return;
    const region = shelf.rest[rest + REST.region]!;
    const spot = shelf.spots[region]!;
    const id = shelf.ids[row]!;
    let points = scorer.pointsOf(row, spot);
    if (points < best.threshold || !best.takes(points, id)) return;
    if (this.asksMore && !this.meetsMore(row)) return;
    if (this.approach.uneven[spot] === 1) {
      // So far scored as at the nearest point of the place, which bounds it.
      points = scorer.pointsAlong(row, spot, this.approach.wayTo(shelf.regions[region]!));
      if (!best.takes(points, id)) return;
    }
    best.add(points, id);
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
    const { kbli, units, minStorage, minReadiness } = demand.requirements;
    const profile = shelf.profiles[shelf.rest[REST.size * row + REST.profile]!]!;
    if (!kbli.every((code) => profile.kbli.includes(code))) return false;
    if (!units.every((unit) => profile.units.includes(unit))) return false;
    if (minReadiness !== null && (profile.readiness ?? -1) < minReadiness) return false;
    if (minStorage !== null) {
      const rooms = profile.storage.filter((room) => room.unit === minStorage.unit);
      if (rooms.reduce((sum, room) => sum + room.amount, 0) < minStorage.amount) return false;
    }
    const region = shelf.regions[shelf.rest[REST.size * row + REST.region]!]!;
    return demand.regions.length === 0 || demand.regions.some((prefix) => isWithin(region, prefix));
  }

  leastId(node: number): string {
    return this.shelf.ids[this.shelf.words[NODE.size * node + NODE.leastRow]! & 0xffff]!;
  }
}

const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;

function requiredPapers({ requirements }: Demand): string[] {
  return [...PAPERS.filter((paper) => requirements[paper]), ...requirements.certifications];
}
