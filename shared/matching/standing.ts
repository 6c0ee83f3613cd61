/**
 * The points that rows and nodes earn by what no demand changes: quality, freshness, readiness and track record. They carry them summed
 * by the usual weights; for other weights the sum is turned into theirs, so that no row needs its track record beside it.
 */
import {
  NODE,
  QUALITY,
  READY,
  READY_SHIFT,
  ROW,
  SILENT,
  SPOT_BITS,
  UNKNOWN_SILENCE,
  type Shelf,
} from './columns.ts';
import type { Pair, Supply } from './pair.ts';
import { freshness } from './party-factors.ts';
import { FULL } from './tables.ts';
import { WEIGHTS, type Weights } from './weights.ts';

/** What loops read, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const IN_ROW = ROW;
const IN_NODE = NODE;

const USUAL = WEIGHTS.purchase;
const OF_STANDING = ['quality', 'freshness', 'readiness', 'trackRecord'] as const;
type Factor = (typeof OF_STANDING)[number];

const FRESHNESS = Array.from({ length: UNKNOWN_SILENCE + 1 }, (_, months) =>
  freshness.points({
    supply: { monthsSilent: months === UNKNOWN_SILENCE ? null : months } as Supply,
  } as Pair),
);

/** Points by the usual weights, of goods that quality counts for in full. */
export function usualPoints(points: Readonly<Record<Factor, number>>): number {
  return OF_STANDING.reduce((sum, factor) => sum + USUAL[factor] * points[factor], 0);
}

/** Whether a standing earns what rows carry: with the usual weights, for goods that are asked for. */
export function isUsual(weights: Weights, related: number): boolean {
  return (
    related === FULL &&
    weights.quality === USUAL.quality &&
    weights.freshness === USUAL.freshness &&
    weights.readiness === USUAL.readiness &&
    weights.trackRecord === USUAL.trackRecord
  );
}

/** What one set of weights makes of the standings of a shelf: a part of the usual sum, and what each factor weighs beyond that. */
class OtherWeights {
  readonly #part: number;
  /** By code of quality, of readiness, and by months of silence. */
  readonly #qualities: Float64Array;
  readonly #readies: Float64Array;
  readonly #silences: Float64Array;
  readonly #perRecord: number;

  constructor(shelf: Shelf, weights: Weights, part: number, quality: (points: number) => number) {
    const beyond = (factor: Factor, points: number, counted = points): number =>
      (weights[factor] ?? 0) * counted - part * USUAL[factor] * points;
    this.#part = part;
    this.#qualities = Float64Array.from(shelf.qualities, (points) =>
      beyond('quality', points, quality(points)),
    );
    this.#readies = Float64Array.from(shelf.readies, (points) => beyond('readiness', points));
    this.#silences = Float64Array.from(FRESHNESS, (points) => beyond('freshness', points));
    this.#perRecord = beyond('trackRecord', 1);
  }

  /** Whole points of what stands at `at`; exact for a row where nothing of the track record is beyond the part, else a bound for a node. */
  pointsAt(halves: Uint16Array, at: number, record: number): number {
    const standing = halves[at + IN_ROW.standing]!;
    const sum =
      this.#part * halves[at + IN_ROW.usual]! +
      this.#perRecord * record +
      this.#qualities[(halves[at + IN_ROW.spot]! >>> SPOT_BITS) & QUALITY]! +
      this.#readies[(standing >>> READY_SHIFT) & READY]! +
      this.#silences[standing & SILENT]!;
    return Math.floor(sum + ROUNDING);
  }
}

/** More than sums of some products of floats are off, and less than a point. */
const ROUNDING = 1e-6;

/** The points of standings by weights that are not the usual ones. */
export class OtherStanding {
  readonly #rows: OtherWeights;
  readonly #nodes: OtherWeights;

  private constructor(shelf: Shelf, weights: Weights, related: number) {
    const ratio = (factor: Factor): number => (weights[factor] ?? 0) / USUAL[factor];
    // So that nothing has to be known of a row's track record but what is in the sum.
    const ofRows = (points: number): number => Math.floor((points * related) / FULL);
    this.#rows = new OtherWeights(shelf, weights, ratio('trackRecord'), ofRows);
    // So that nothing beyond counts against a node: the most of sums is less than the sum of the most.
    const least = Math.min(...OF_STANDING.map(ratio), (ratio('quality') * related) / FULL);
    const atMost = (points: number): number => (points * related) / FULL;
    this.#nodes = new OtherWeights(shelf, weights, least, atMost);
  }

  /** Made once for a shelf. */
  static of(shelf: Shelf, weights: Weights, related: number): OtherStanding {
    const known = KNOWN.get(shelf) ?? new Map<string, OtherStanding>();
    KNOWN.set(shelf, known);
    const name = `${related} ${OF_STANDING.map((factor) => weights[factor] ?? 0).join(' ')}`;
    let standing = known.get(name);
    if (standing === undefined) {
      standing = new OtherStanding(shelf, weights, related);
      known.set(name, standing);
    }
    return standing;
  }

  ofRow({ rows }: Shelf, row: number): number {
    return this.#rows.pointsAt(rows, IN_ROW.size * row, 0);
  }

  /** At least what each of its rows has. */
  ofNode({ nodes }: Shelf, node: number): number {
    const at = IN_NODE.halves * node;
    return this.#nodes.pointsAt(nodes, at, nodes[at + IN_NODE.record]!);
  }
}

const KNOWN = new WeakMap<Shelf, Map<string, OtherStanding>>();
