/**
 * Places halved again and again by where they lie, so that a group of neighbours has one name: a *spot*. A bound holds for a whole
 * spot at once, and the last spots are single places.
 */

/** All spots, the whole country as spot 0. Places of spot s: `order[from[s]]` up to `order[to[s]]`. */
export type Atlas = {
  readonly spots: number;
  /** Places in the order of the spots. */
  readonly order: Uint16Array;
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** The first of a spot's two halves, the other is the next; 0 where a spot is one place. */
  readonly halves: Uint16Array;
  /** Where each place stands in `order`. */
  readonly rank: Uint16Array;
  /** The spot of each single place. */
  readonly leaf: Uint16Array;
  /** Kilometres across, roughly. */
  readonly across: Float64Array;
};

export type Point = { readonly lat: number; readonly lng: number };

const KM_A_DEGREE = 111;

/** The spots of at least one place and at most 32,000, numbered as `points` are. O(n log² n). */
export function atlasOf(points: readonly Point[]): Atlas {
  const spots = 2 * points.length - 1;
  const atlas = {
    spots,
    order: Uint16Array.from(points.keys()),
    from: new Uint16Array(spots),
    to: new Uint16Array(spots),
    halves: new Uint16Array(spots),
    rank: new Uint16Array(points.length),
    leaf: new Uint16Array(points.length),
    across: new Float64Array(spots),
  };
  atlas.to[0] = points.length;
  let next = 1;
  for (let spot = 0; spot < spots; spot += 1) {
    const [from, to] = [atlas.from[spot]!, atlas.to[spot]!];
    const own = [...atlas.order.subarray(from, to)];
    const [lat, lng] = [
      spread(own, (place) => points[place]!.lat),
      spread(own, (place) => points[place]!.lng),
    ];
    atlas.across[spot] = KM_A_DEGREE * Math.hypot(lat, lng);
    if (own.length === 1) {
      atlas.leaf[own[0]!] = spot;
      atlas.rank[own[0]!] = from;
      continue;
    }
    const along = lng >= lat ? (place: number) => points[place]!.lng : (place: number) => points[place]!.lat;
    atlas.order.set(
      own.sort((a, b) => along(a) - along(b) || a - b),
      from,
    );
    const middle = (from + to) >> 1;
    atlas.halves[spot] = next;
    atlas.from.set([from, middle], next);
    atlas.to.set([middle, to], next);
    next += 2;
  }
  return atlas;
}

function spread(places: readonly number[], of: (place: number) => number): number {
  const all = places.map(of);
  return Math.max(...all) - Math.min(...all);
}
