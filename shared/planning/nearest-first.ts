/** Nodes by distance: a binary heap that knows where each node lies, so that a shorter way moves it up. Equal distances: less fuss first. */

export type NearestFirst = {
  /** Distances and, among equal ones, what to avoid; valid for nodes that were labelled since `clear`. */
  readonly keys: Float64Array;
  readonly fuss: Int32Array;
  readonly clear: () => void;
  readonly isLabelled: (node: number) => boolean;
  /** True when this way is better than the one known; a settled node takes none. */
  readonly offer: (node: number, key: number, fuss: number) => boolean;
  /** Settles and returns the nearest node, or -1. */
  readonly next: () => number;
  /** Nodes settled since `clear`, nearest first, in the first `settledCount()` places. */
  readonly settled: Int32Array;
  readonly settledCount: () => number;
};

const UNSEEN = -1;
const SETTLED = -2;

export function createNearestFirst(size: number): NearestFirst {
  const keys = new Float64Array(size);
  const fuss = new Int32Array(size);
  const places = new Int32Array(size).fill(UNSEEN);
  const heap = new Int32Array(size);
  const seen = new Int32Array(size);
  const settled = new Int32Array(size);
  let [count, seenCount, settledCount] = [0, 0, 0];

  const isBefore = (a: number, b: number): boolean =>
    keys[a]! < keys[b]! || (keys[a] === keys[b] && (fuss[a]! < fuss[b]! || (fuss[a] === fuss[b] && a < b)));

  function rise(node: number, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above]!;
      if (!isBefore(node, other)) break;
      heap[at] = other;
      places[other] = at;
      at = above;
    }
    heap[at] = node;
    places[node] = at;
  }

  function sink(node: number): void {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      const other = heap[below]!;
      if (!isBefore(other, node)) break;
      heap[at] = other;
      places[other] = at;
      at = below;
    }
    heap[at] = node;
    places[node] = at;
  }

  return {
    keys,
    fuss,
    settled,
    settledCount: () => settledCount,
    isLabelled: (node) => places[node] !== UNSEEN,
    clear() {
      for (let at = 0; at < seenCount; at += 1) places[seen[at]!] = UNSEEN;
      count = 0;
      seenCount = 0;
      settledCount = 0;
    },
    offer(node, key, burden) {
      const place = places[node]!;
      if (place === SETTLED) return false;
      if (place === UNSEEN) {
        seen[seenCount] = node;
        seenCount += 1;
        keys[node] = key;
        fuss[node] = burden;
        count += 1;
        rise(node, count - 1);
        return true;
      }
      if (key > keys[node]! || (key === keys[node] && burden >= fuss[node]!)) return false;
      keys[node] = key;
      fuss[node] = burden;
      rise(node, place);
      return true;
    },
    next() {
      if (count === 0) return -1;
      const nearest = heap[0]!;
      count -= 1;
      places[nearest] = SETTLED;
      settled[settledCount] = nearest;
      settledCount += 1;
      if (count > 0) sink(heap[count]!);
      return nearest;
    },
  };
}
