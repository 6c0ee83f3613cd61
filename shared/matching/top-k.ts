/**
 * The exact best supplies for a purchase, without looking at most of them: nodes are visited by what they could reach at best
 * and left out when that is strictly below the k-th best so far. The same points as `scorePoints`, to the last one.
 */
import type { Approach } from './approach.ts';
import { INSIDE_AT, KM_AT, LOCAL_AT, MOST_POINTS, ROOMS } from './search-layout.ts';
import type { Best } from './best-rows.ts';
import type { Shelf } from './columns.ts';
import { answerFrom, BYTES, HALVES, search } from './engine.ts';
import { mostPoints, NEAREST_FIRST } from './most-points.ts';
import type { Demand, Kinship } from './pair.ts';
import { ShelfVisit } from './shelf-visit.ts';
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
  if (limit < 1) return [];
  const most = mostPoints(weights);
  if (most[0]! >= MOST_POINTS)
    throw new RangeError(`A search counts to ${MOST_POINTS} points, not ${most[0]}.`);
  const visits: ShelfVisit[] = [];
  search.begin(limit);
  answerFrom(visits);
  writeDestination(approach);
  let rooms = 0;
  for (const [near, kinship] of NEAREST_FIRST.entries()) {
    if (most[near]! < search.threshold()) break;
    for (const { shelf, kinship: own } of aisles) {
      if (own !== kinship) continue;
      if (rooms === ROOMS) {
        // What is left of them cannot come in any more, so others may have their rooms.
        search.lookThrough(rooms);
        rooms = 0;
      }
      const visit = new ShelfVisit(demand, shelf, approach);
      if (!visit.enter(rooms, visits.length, kinship, weights)) continue;
      visits.push(visit);
      rooms += 1;
    }
    search.lookThrough(rooms);
    rooms = 0;
  }
  return Array.from({ length: search.found() }, (_, at) => ({
    id: visits[search.holderAt(at)]!.idOf(search.rowAt(at)),
    points: search.pointsAt(at),
  }));
}

/** The points of each row of one shelf, whatever others have and whatever is required; until the next question. */
export function pointsOnShelf(
  demand: Demand,
  { shelf, kinship }: Aisle,
  approach: Approach,
  weights = weightsFor(demand, 'offer'),
): (row: number) => number {
  const visit = new ShelfVisit(demand, shelf, approach);
  search.begin(0);
  answerFrom([visit]);
  writeDestination(approach);
  visit.enter(0, 0, kinship, weights);
  return (row) => search.pointsOf(0, row);
}

/** Says where the demand is. Thousands of bytes are copied in one go, where a search asks for some dozens all over. */
function writeDestination({ km, local, inside }: Approach): void {
  HALVES.set(km, KM_AT / 2);
  BYTES.set(local, LOCAL_AT);
  if (inside !== null) BYTES.set(inside, INSIDE_AT);
}
