/**
 * The points that rows and nodes earn by what no demand changes: quality, freshness, readiness and track record. They carry them summed
 * by the usual weights; for other weights the sum is turned into theirs, so that no row needs its track record beside it.
 */
import { UNKNOWN_SILENCE, type Shelf } from './columns.ts';
import { FLOATS } from './engine.ts';
import type { Pair, Supply } from './pair.ts';
import { freshness } from './party-factors.ts';
import {
  NODES_STAND_AT,
  PART,
  QUALITIES,
  READIES,
  RECORD,
  ROWS_STAND_AT,
  STAND_SILENCES,
} from './search-layout.ts';
import { FULL } from './tables.ts';
import { WEIGHTS, type Weights } from './weights.ts';

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

/** What one set of weights makes of the standings of a shelf: as `ROWS_STAND_AT` is laid out. */
function standings(
  shelf: Shelf,
  weights: Weights,
  part: number,
  quality: (points: number) => number,
): Float64Array {
  const beyond = (factor: Factor, points: number, counted = points): number =>
    (weights[factor] ?? 0) * counted - part * USUAL[factor] * points;
  const floats = new Float64Array((NODES_STAND_AT - ROWS_STAND_AT) / 2);
  floats[PART] = part;
  floats[RECORD] = beyond('trackRecord', 1);
  shelf.qualities.forEach(
    (points, code) => (floats[QUALITIES + code] = beyond('quality', points, quality(points))),
  );
  shelf.readies.forEach((points, code) => (floats[READIES + code] = beyond('readiness', points)));
  FRESHNESS.forEach((points, months) => (floats[STAND_SILENCES + months] = beyond('freshness', points)));
  return floats;
}

type Standings = { readonly rows: Float64Array; readonly nodes: Float64Array };

function standingsOf(shelf: Shelf, weights: Weights, related: number): Standings {
  const ratio = (factor: Factor): number => (weights[factor] ?? 0) / USUAL[factor];
  // So that nothing beyond counts against a node: the most of sums is less than the sum of the most.
  const least = Math.min(...OF_STANDING.map(ratio), (ratio('quality') * related) / FULL);
  return {
    // So that nothing has to be known of a row's track record but what is in the sum.
    rows: standings(shelf, weights, ratio('trackRecord'), (points) => Math.floor((points * related) / FULL)),
    nodes: standings(shelf, weights, least, (points) => (points * related) / FULL),
  };
}

/** Writes what standings earn by weights that are not the usual ones. Made once for a shelf. */
export function writeStandings(room: number, shelf: Shelf, weights: Weights, related: number): void {
  const known = KNOWN.get(shelf) ?? new Map<string, Standings>();
  KNOWN.set(shelf, known);
  const name = `${related} ${OF_STANDING.map((factor) => weights[factor] ?? 0).join(' ')}`;
  let made = known.get(name);
  if (made === undefined) {
    made = standingsOf(shelf, weights, related);
    known.set(name, made);
  }
  FLOATS.set(made.rows, (room + ROWS_STAND_AT) / 2);
  FLOATS.set(made.nodes, (room + NODES_STAND_AT) / 2);
}

const KNOWN = new WeakMap<Shelf, Map<string, Standings>>();
