/**
 * What is still to be looked at, the highest bound first up to a few points: lists by bound, for bounds fall as a search goes on, so the
 * next list is never far.
 */
import { LISTS_AT, MOST_POINTS, WIDTH_SHIFT } from '../search-layout.ts';
import { wordAt } from './tables.ts';

@unmanaged
class Entry {
  next!: i32;
  bound!: i32;
  room!: i32;
  node!: i32;
}

/** Of what was taken away. */
export let bound = 0;
export let room = 0;
export let node = 0;

let entries: usize = heap.alloc(2048 << 4);
let capacity = 2048;
/** Entries are never used again within a question; the first stands for none. */
let count = 1;
/** No list above it has entries. */
let highest = 0;

function entryAt(at: i32): Entry {
  return changetype<Entry>(entries + ((<usize>at) << 4));
}

function listAt(list: i32): usize {
  return <usize>LISTS_AT + ((<usize>list) << 2);
}

function listOf(points: i32): usize {
  return listAt(points >> WIDTH_SHIFT);
}

/** Empties it. O(lists used). */
export function clear(): void {
  for (let at = 1; at < count; at += 1) store<i32>(listOf(entryAt(at).bound), 0);
  count = 1;
  highest = 0;
}

/** Makes room for so many more. */
export function expectMore(nodes: i32): void {
  if (count + nodes < capacity) return;
  capacity = 2 * (count + nodes);
  entries = heap.realloc(entries, (<usize>capacity) << 4);
}

/** Room has been made for it. Written also if it does not belong there, so that what is a coin toss to a processor takes no branch. */
export function add(points: i32, ofRoom: i32, ofNode: i32, belongs: bool): void {
  const entry = entryAt(count);
  // In the last list nobody looks.
  const list = listOf(belongs ? points : MOST_POINTS);
  entry.next = load<i32>(list);
  entry.bound = points;
  entry.room = ofRoom;
  entry.node = ofNode;
  store<i32>(list, count);
  count += i32(belongs);
  highest = max(highest, belongs ? points >> WIDTH_SHIFT : 0);
}

/**
 * Takes away one of the highest; false when none can reach `least`. Others may have a slightly higher bound, all that are left have
 * less than what was looked for once it is false.
 */
export function take(least: i32): bool {
  const lowest = max(least, 0) >> WIDTH_SHIFT;
  let list = highest;
  while (list >= lowest && wordAt(LISTS_AT, list) == 0) list -= 1;
  if (list < lowest) return false;
  highest = list;
  const entry = entryAt(wordAt(LISTS_AT, list));
  store<i32>(listAt(list), entry.next);
  bound = entry.bound;
  room = entry.room;
  node = entry.node;
  return true;
}
