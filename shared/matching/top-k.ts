/**
 * The exact best supplies for a purchase, without looking at most of them: buckets are visited by what they could reach at best
 * and left out when that is strictly below the k-th best so far. The same points as `scorePoints`, to the last one.
 */
import { BOUND, EXPORT_BIT, GRADE_RANK, GRADE_SHIFT, ROW, type Shelf } from './columns.ts';
import { Frontier } from './frontier.ts';
import { isWithin } from './requirements.ts';
import type { Demand, Kinship } from './pair.ts';
import { ShelfScorer, type Way } from './shelf-scorer.ts';
import { weightsFor, type Weights } from './weights.ts';

/** A shelf and how near its goods are to the demand's. */
export type Aisle = { readonly shelf: Shelf; readonly kinship: Kinship };

/** All places from the nearest to where the demand is, ties in any order. */
export type Approach = {
  readonly places: Uint16Array;
  /** Never falling. Where a place is uneven, its least. */
  readonly km: Float64Array;
  readonly sea: Uint8Array;
  /** 1 where regions of the place lie differently (the demand's own regency, islands): then `wayTo` is asked for each row. */
  readonly uneven: Uint8Array;
  readonly wayTo: (region: string) => Way;
};

export type Best = { readonly id: string; readonly points: number };

export type Asked = { readonly limit?: number; readonly weights?: Weights };

/**
 * The `limit` best supplies that meet every hard requirement, best first, equals by id: what `rankPairs` gives for all pairs of
 * the demand with the supplies of `aisles`. Only for purchases of stated goods, else a RangeError. No allocation for each row or
 * bucket; at worst O(rows log rows), when nothing can be left out.
 */
export function bestSupplies(
  demand: Demand,
  aisles: readonly Aisle[],
  approach: Approach,
  { limit = 20, weights = weightsFor(demand, 'offer') }: Asked = {},
): Best[] {
  const best = new BestRows(limit);
  if (limit < 1) return [];
  const visits = aisles.map((aisle, at) => new Visit(demand, aisle, at, approach, weights));
  FRONTIER.size = 0;
  for (const visit of visits) if (visit.isPossible) visit.enter(FRONTIER);
  while (FRONTIER.size > 0 && FRONTIER.bounds[0]! >= best.threshold) {
    const { bounds, visit, place, bucket } = FRONTIER;
    const [reach, one, at, found] = [bounds[0]!, visits[visit[0]!]!, place[0]!, bucket[0]!];
    FRONTIER.drop();
    if (found === ALL_FARTHER) {
      one.walk(at, FRONTIER, best);
    } else if (reach > best.threshold || best.takes(reach, one.leastId(found))) {
      one.lookInto(at, found, FRONTIER, best);
    }
  }
  return best.listed();
}

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

/** Stands for the places that were not walked to yet, in place of a bucket. */
const ALL_FARTHER = 0xffff_ffff;
/** Places walked to at a time, before it is asked again what all farther ones could reach. */
const PLACES_A_WALK = 48;

/** Kept for the next question: nothing is asked while another is being answered. */
const FRONTIER = new Frontier();

/** One demand at one shelf. */
class Visit {
  readonly demand: Demand;
  /** Which of the visits it is. */
  readonly number: number;
  readonly shelf: Shelf;
  readonly approach: Approach;
  readonly scorer: ShelfScorer;
  /** Bits of the papers that are required. */
  readonly needed: number;
  readonly leastGrade: number;
  /** False when nothing on the shelf meets the hard requirements. */
  readonly isPossible: boolean;
  /** Whether rows differ in requirements that their bits do not tell. */
  readonly asksMore: boolean;

  constructor(
    demand: Demand,
    { shelf, kinship }: Aisle,
    number: number,
    approach: Approach,
    weights: Weights,
  ) {
    this.number = number;
    const { requirements } = demand;
    this.demand = demand;
    this.shelf = shelf;
    this.approach = approach;
    this.scorer = new ShelfScorer(demand, shelf, kinship, weights);
    const papers = requiredPapers(demand);
    this.needed = papers.reduce((mask, type) => mask | (1 << (shelf.papers.get(type) ?? 0)), 0) >>> 0;
    this.leastGrade = requirements.minGrade === null ? 0 : GRADE_RANK[requirements.minGrade];
    this.asksMore =
      requirements.kbli.length > 0 ||
      requirements.units.length > 0 ||
      requirements.minStorage !== null ||
      requirements.minReadiness !== null ||
      demand.regions.length > 0;
    const whole = shelf.firstRow.length - 1;
    this.isPossible = papers.every((type) => shelf.papers.has(type)) && this.couldMeet(whole);
  }

  enter(frontier: Frontier): void {
    frontier.add(this.anywhereFrom(0), this.number, 0, ALL_FARTHER);
  }

  /** Walks on from the approach's place `next`, and puts what lies there on the frontier. */
  walk(next: number, frontier: Frontier, best: BestRows): void {
    const { approach, shelf, number } = this;
    const { firstBucket } = shelf;
    let room = PLACES_A_WALK;
    for (let at = next; at < approach.places.length; at += 1) {
      const place = approach.places[at]!;
      const bucket = firstBucket[place]!;
      if (bucket === firstBucket[place + 1]!) continue;
      if (room === 0) {
        const reach = this.anywhereFrom(approach.km[at]!);
        if (reach >= best.threshold) frontier.add(reach, number, at, ALL_FARTHER);
        return;
      }
      room -= 1;
      this.goTo(at, bucket);
      this.offer(at, bucket, frontier, best);
    }
  }

  /** A bucket whose turn has come: its rows, or the buckets that it stands for. */
  lookInto(at: number, bucket: number, frontier: Frontier, best: BestRows): void {
    const { firstBucket } = this.shelf;
    const place = this.approach.places[at]!;
    const end = firstBucket[place + 1]!;
    this.goTo(at, bucket);
    if (bucket !== firstBucket[place]! || bucket + 1 === end) {
      this.scan(bucket, this.approach.uneven[at] === 1, best);
    } else {
      for (let own = bucket + 1; own < end; own += 1) this.offer(at, own, frontier, best);
    }
  }

  goTo(at: number, bucket: number): void {
    const { approach, scorer } = this;
    // Rows of one place agree in all of the region that locality asks for.
    const row = scorer.weighLocal === 0 ? 0 : this.shelf.firstRow[bucket]!;
    if (approach.uneven[at] === 1) scorer.goBeyond(approach.km[at]!, row);
    else scorer.goTo(approach.km[at]!, approach.sea[at] === 1, row);
  }

  /** Puts a bucket on the frontier, unless its bounds tell that none of its rows reaches the k-th. */
  offer(at: number, bucket: number, frontier: Frontier, best: BestRows): void {
    if (!this.couldMeet(bucket)) return;
    const reach = this.scorer.boundOf(bucket);
    if (reach >= best.threshold) frontier.add(reach, this.number, at, bucket);
  }

  /** The rows of a bucket on the way last gone. */
  scan(bucket: number, isUneven: boolean, best: BestRows): void {
    const { shelf, scorer } = this;
    const { rows } = shelf;
    const end = shelf.firstRow[bucket + 1]!;
    for (let row = shelf.firstRow[bucket]!; row < end; row += 1) {
      const from = ROW.size * row;
      const held = (rows[from + ROW.heldLow]! | (rows[from + ROW.heldHigh]! << 16)) >>> 0;
      if (!this.meets(held, rows[from + ROW.facts]!)) continue;
      let points = scorer.pointsOf(row);
      if (points < best.threshold || !best.takes(points, shelf.ids[row]!)) continue;
      if (this.asksMore && !this.meetsMore(row)) continue;
      if (isUneven) {
        // So far scored as at the nearest point of the place, which bounds it.
        points = scorer.pointsAlong(row, this.approach.wayTo(scorer.regionOf(row)));
        if (!best.takes(points, shelf.ids[row]!)) continue;
      }
      best.add(points, shelf.ids[row]!);
    }
  }

  /** What no row can exceed that lies so far away or farther. */
  anywhereFrom(km: number): number {
    this.scorer.goBeyond(km, null);
    return this.scorer.boundOf(this.shelf.firstRow.length - 1);
  }

  /** Whether some row of the bucket may meet the hard requirements that bits tell. */
  couldMeet(bucket: number): boolean {
    const { words, halves } = this.shelf.bounds;
    return this.meets(
      words[BOUND.words * bucket + BOUND.held]!,
      halves[BOUND.halves * bucket + BOUND.facts]!,
    );
  }

  meets(held: number, facts: number): boolean {
    return (
      (held & this.needed) >>> 0 === this.needed &&
      ((facts >>> GRADE_SHIFT) & 3) >= this.leastGrade &&
      (!this.demand.requirements.exportReady || (facts & (1 << EXPORT_BIT)) !== 0)
    );
  }

  /** The other hard requirements, for the few rows that would come in. */
  meetsMore(row: number): boolean {
    const { demand, shelf } = this;
    const { kbli, units, minStorage, minReadiness } = demand.requirements;
    const profile = shelf.profiles[shelf.rows[ROW.size * row + ROW.profile]!]!;
    if (!kbli.every((code) => profile.kbli.includes(code))) return false;
    if (!units.every((unit) => profile.units.includes(unit))) return false;
    if (minReadiness !== null && (profile.readiness ?? -1) < minReadiness) return false;
    if (minStorage !== null) {
      const rooms = profile.storage.filter((room) => room.unit === minStorage.unit);
      if (rooms.reduce((sum, room) => sum + room.amount, 0) < minStorage.amount) return false;
    }
    const region = this.scorer.regionOf(row);
    return demand.regions.length === 0 || demand.regions.some((prefix) => isWithin(region, prefix));
  }

  leastId(bucket: number): string {
    return this.shelf.ids[this.shelf.bounds.words[BOUND.words * bucket + BOUND.leastRow]!]!;
  }
}

const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;

function requiredPapers({ requirements }: Demand): string[] {
  return [...PAPERS.filter((paper) => requirements[paper]), ...requirements.certifications];
}
