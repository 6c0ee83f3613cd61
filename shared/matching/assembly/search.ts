/**
 * The search of `top-k.ts`, compiled to WebAssembly: here nothing is allocated, nothing is checked twice, and a minimum is one instruction. A
 * question begins, enters the shelves it may look into and looks through them. Written in AssemblyScript.
 */
import { CANDIDATES_AT, INSIDE_AT, NO_WAY } from '../search-layout.ts';
import * as best from './best.ts';
import * as frontier from './frontier.ts';
import { nodeIn, rowIn, Node, Packed } from './packed.ts';
import { pointsBy, standingOfNode, standingOfRow } from './points.ts';
import { isUneven, visitIn, Visit } from './visit.ts';
import { reach, wayFrom } from './ways.ts';

/** Whether a row meets what its bits, readiness and spot do not tell of. */
declare function meetsMore(holder: i32, row: i32): bool;
/** The way from a row's own region: kilometres, and above sixteen bits whether they lead over the sea. */
declare function wayOf(holder: i32, row: i32): i32;

let scored = 0;
/** Rows that were scored since the question began. */
export function rowsScored(): i32 {
  return scored;
}

/** Room for columns, of so many bytes; 16-byte aligned. */
export function take(bytes: usize): usize {
  return heap.alloc(bytes);
}

export function give(at: usize): void {
  heap.free(at);
}

/** A question for so many rows. */
export function begin(limit: i32): void {
  best.expect(limit);
  frontier.clear();
  scored = 0;
}

export function threshold(): i32 {
  return best.threshold;
}

/** How many rows were found, and each of them. */
export function found(): i32 {
  return best.size;
}
export function pointsAt(at: i32): i32 {
  return best.foundAt(at).points;
}
export function holderAt(at: i32): i32 {
  return best.foundAt(at).holder;
}
export function rowAt(at: i32): i32 {
  return best.foundAt(at).row;
}

/** Takes a room for a shelf; what codes mean is written there beforehand. Parameters: fields of `Visit`. */
export function enter(
  room: i32,
  holder: i32,
  rows: usize,
  nodes: usize,
  heldMore: usize,
  needed: u32,
  leastReady: i32,
  asksMore: bool,
  excludes: bool,
  base: i32,
  ofFeasibility: i32,
  ofQuantity: i32,
  ofPrice: i32,
  ofDistance: i32,
  ofLocality: i32,
  isUsual: bool,
  worthATon: f64,
  related: i32,
  keep: i32,
  half: i32,
  coldKeep: i32,
  coldHalf: i32,
): void {
  const visit = visitIn(room);
  visit.question += 1;
  visit.holder = holder;
  visit.rows = rows;
  visit.nodes = nodes;
  visit.heldMore = heldMore;
  visit.needed = needed;
  visit.leastReady = leastReady;
  visit.asksMore = asksMore;
  visit.excludes = excludes;
  visit.base = base;
  visit.ofFeasibility = ofFeasibility;
  visit.ofQuantity = ofQuantity;
  visit.ofPrice = ofPrice;
  visit.ofDistance = ofDistance;
  visit.ofLocality = ofLocality;
  visit.isUsual = isUsual;
  visit.worthATon = worthATon;
  visit.related = related;
  visit.keep = keep;
  visit.half = half;
  visit.coldKeep = coldKeep;
  visit.coldHalf = coldHalf;
}

/** Looks through the shelves in the first rooms, and leaves what cannot come in. */
export function lookThrough(rooms: i32): void {
  for (let room = 0; room < rooms; room += 1) offer(visitIn(room), room, 0, 1);
  while (frontier.take(best.threshold)) {
    const bound = frontier.bound;
    if (bound < best.threshold) continue;
    const visit = visitIn(frontier.room);
    const node = nodeIn(visit.nodes, frontier.node);
    if (bound == best.threshold && !best.takes(bound, visit.holder, node.leastRow)) continue;
    if (node.isLeaf) scan(visit, node, bound);
    else offer(visit, frontier.room, node.first, node.end);
  }
}

/** Puts nodes on the frontier, but those whose bounds tell that none of their rows reaches the k-th. */
function offer(visit: Visit, room: i32, first: i32, end: i32): void {
  frontier.expectMore(end - first);
  const least = best.threshold;
  // Of equals the frontier gives the latest first: here the first of the shelf's order.
  for (let at = end - 1; at >= first; at -= 1) {
    const node = nodeIn(visit.nodes, at);
    const bound = pointsBy(visit, node, wayFrom(visit, node.spot), standingOfNode(visit, node));
    frontier.add(bound, room, at, (bound >= least) & meets(visit, node.held, node));
  }
}

/** Scores the rows of a leaf, as if all lay in its spot: exact in their own single place, a bound in a larger one. */
function scan(visit: Visit, leaf: Node, bound: i32): void {
  const spot = leaf.spot;
  const way = wayFrom(visit, spot);
  const first = leaf.first;
  let end = leaf.end;
  // What a row's standing lacks of the leaf's best, it lacks of the leaf's bound. Rows stand by falling standing.
  const enough = best.threshold - bound + (visit.isUsual ? <i32>leaf.usual : 0);
  while (<i32>rowIn(visit.rows, end - 1).usual < enough) end -= 1;
  scored += end - first;
  const least = best.threshold;
  const needed: u16 = <u16>visit.needed;
  let last: usize = CANDIDATES_AT;
  for (let at = first; at < end; at += 1) {
    const row = rowIn(visit.rows, at);
    const points = pointsBy(visit, row, way, standingOfRow(visit, row));
    // Written whether it counts or not, since a processor cannot foresee which.
    store<i32>(last, at);
    store<i32>(last, points, 4);
    last += (<usize>i32((points >= least) & ((row.heldOrRecord & needed) == needed))) << 3;
  }
  for (let one: usize = CANDIDATES_AT; one < last; one += 8) {
    const points = load<i32>(one, 4);
    if (points >= best.threshold) consider(visit, load<i32>(one), points, spot);
  }
}

/** A row that would come in if it lay in that spot as well as can be. */
function consider(visit: Visit, at: i32, bound: i32, within: i32): void {
  const row = rowIn(visit.rows, at);
  const holder = visit.holder;
  if (!meets(visit, heldBy(visit, row, at), row)) return;
  const spot = row.spot;
  let points = spot == within ? bound : pointsBy(visit, row, wayFrom(visit, spot), standingOfRow(visit, row));
  if (!best.takes(points, holder, at)) return;
  if (visit.asksMore && !meetsMore(holder, at)) return;
  if (isUneven(spot)) {
    // So far scored as at the nearest point of the place, which bounds it.
    points = pointsAlong(visit, row, spot, wayOf(holder, at));
    if (!best.takes(points, holder, at)) return;
  }
  best.add(points, holder, at);
}

/** Points of a row of an uneven place, by its own way. */
function pointsAlong(visit: Visit, row: Packed, spot: i32, own: i32): i32 {
  const way = visit.wayFrom(spot);
  const km = own & 0xffff;
  const isOverSea = own >> 16 != 0;
  reach(visit, way, spot, isOverSea ? NO_WAY : km, isOverSea ? km : NO_WAY);
  const points = pointsBy(visit, row, way, standingOfRow(visit, row));
  // It is not the way from all of the place.
  way.question -= 1;
  return points;
}

function heldBy(visit: Visit, row: Packed, at: i32): u32 {
  const held: u32 = row.heldOrRecord;
  if (visit.needed >> 16 == 0) return held;
  return held | ((<u32>load<u16>(visit.heldMore + ((<usize>at) << 1))) << 16);
}

/** Whether a row, or the best of a node's, meets what its bits, its readiness and its spot tell of. */
function meets(visit: Visit, held: u32, one: Packed): bool {
  const isAllowed = !visit.excludes || load<u8>(<usize>INSIDE_AT + one.spot) != 0;
  return ((held & visit.needed) == visit.needed) & (<i32>one.ready >= visit.leastReady) & isAllowed;
}

/** Points of one row of the shelf in a room, whatever others have. */
export function pointsOf(room: i32, at: i32): i32 {
  const visit = visitIn(room);
  const row = rowIn(visit.rows, at);
  const spot = row.spot;
  if (isUneven(spot)) return pointsAlong(visit, row, spot, wayOf(visit.holder, at));
  return pointsBy(visit, row, wayFrom(visit, spot), standingOfRow(visit, row));
}
