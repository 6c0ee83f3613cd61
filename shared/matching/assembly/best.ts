/** The best rows so far, best first, equals by id. */

/** Whether the id of one row of a holder comes before that of another's: ids are texts, which the caller keeps. */
export declare function isBefore(holder: i32, row: i32, otherHolder: i32, otherRow: i32): bool;

@unmanaged
class Found {
  points!: i32;
  holder!: i32;
  row!: i32;
  unused!: i32;

  /** Field by field: copied as a block it would be a call. */
  takeOver(other: Found): void {
    this.points = other.points;
    this.holder = other.holder;
    this.row = other.row;
  }
}

let list: usize = 0;
let capacity = 0;
let limit = 0;
export let size = 0;
/** Points that a row must reach to come in; the least while there is room. */
export let threshold = -1;

export function expect(most: i32): void {
  if (most > capacity) {
    if (capacity > 0) heap.free(list);
    list = heap.alloc((<usize>most) << 4);
    capacity = most;
  }
  limit = most;
  size = 0;
  threshold = -1;
}

export function foundAt(at: i32): Found {
  return changetype<Found>(list + ((<usize>at) << 4));
}

/** Whether a row of so many points, and its id among equals, would come in. */
export function takes(points: i32, holder: i32, row: i32): bool {
  if (points != threshold) return points > threshold;
  const last = foundAt(limit - 1);
  return isBefore(holder, row, last.holder, last.row);
}

/** Only for what it takes. */
export function add(points: i32, holder: i32, row: i32): void {
  let at = size < limit ? size : limit - 1;
  if (size < limit) size += 1;
  for (; at > 0; at -= 1) {
    const before = foundAt(at - 1);
    if (before.points > points) break;
    if (before.points == points && isBefore(before.holder, before.row, holder, row)) break;
    foundAt(at).takeOver(before);
  }
  const found = foundAt(at);
  found.points = points;
  found.holder = holder;
  found.row = row;
  if (size == limit) threshold = foundAt(limit - 1).points;
}
