/** What cooperatives stand for by themselves, in falling order: worked out once for a shelf, and kept as long as the shelf is. */
import { PARTNER, type PartnerShelf } from './pack-partners.ts';
import { LOT_STORAGE_POINTS } from './party-factors.ts';
import type { Weights } from './weights.ts';

/** What of a demand changes standings: whether its goods must stay cold, and whether a lot of them is to be stored. */
export type Handling = { readonly cold: boolean; readonly lots: boolean };

/**
 * Rows from the best down, equals by id, and their weighed points: all but the place. Storage for a lot is taken to be there, so
 * that with lots they are bounds.
 */
export type Standings = { readonly rows: Uint32Array; readonly points: Int32Array };

/** Shelves that are asked together. What is worked out for them is kept as long as they are. */
export type Partners = {
  readonly places: readonly { readonly shelf: PartnerShelf }[];
  /** Which shelves are of a place. */
  readonly byPlace: ReadonlyMap<string, readonly number[]>;
  /** By shelf. */
  readonly provinces: readonly string[];
  readonly sequences: PerQuestion<Sequence>;
};

/** Shelves from the highest head down; and by shelf its standings. */
export type Sequence = {
  readonly order: Uint16Array;
  readonly heads: Int32Array;
  readonly standings: readonly Standings[];
};

/** By weights, then by handling. */
type PerQuestion<T> = WeakMap<Weights, (T | undefined)[]>;

/** Standings outlive a gathering, so that one changed place costs no more than its own rows. */
const STANDINGS = new WeakMap<PartnerShelf, PerQuestion<Standings>>();

/** At most 65,536 shelves; a place may have several. */
export function gatherPartners(shelves: readonly PartnerShelf[]): Partners {
  return {
    places: shelves.map((shelf) => ({ shelf })),
    byPlace: Map.groupBy(shelves.keys(), (at) => shelves[at]!.place),
    provinces: shelves.map(({ place }) => place.split('.', 1)[0]!),
    sequences: new WeakMap(),
  };
}

/** Sorts every row at the first question of its kind, else takes no time. */
export function sequenceOf(partners: Partners, weights: Weights, handling: Handling): Sequence {
  return remembered(partners.sequences, weights, handling, () => {
    const standings = partners.places.map(({ shelf }) => standingsOf(shelf, weights, handling));
    const heads = Int32Array.from(standings, ({ points }) => points[0] ?? -1);
    const order = Uint16Array.from(heads.keys()).sort((a, b) => heads[b]! - heads[a]! || a - b);
    return { order, heads, standings };
  });
}

function standingsOf(shelf: PartnerShelf, weights: Weights, handling: Handling): Standings {
  let known = STANDINGS.get(shelf);
  if (known === undefined) {
    known = new WeakMap();
    STANDINGS.set(shelf, known);
  }
  return remembered(known, weights, handling, () => sortStandings(shelf, weights, handling));
}

function remembered<T>(known: PerQuestion<T>, weights: Weights, { cold, lots }: Handling, make: () => T): T {
  const made = known.get(weights) ?? [];
  known.set(weights, made);
  return (made[2 * Number(cold) + Number(lots)] ??= make());
}

/** Above every sum of points, and above every row. */
const MOST_POINTS = 2 ** 20;
const SPACE = 2 ** 32;

function sortStandings(shelf: PartnerShelf, weights: Weights, { cold, lots }: Handling): Standings {
  const { points } = shelf;
  const room = Number(cold);
  // Numbers sort faster than rows by a comparison: the best first, among equals the lower row, which has the lesser id.
  const keys = Float64Array.from(shelf.ids, (_, row) => {
    const at = PARTNER.size * row;
    const held = points[at + PARTNER.facilities + room]!;
    const standing =
      (weights.readiness ?? 0) * points[at + PARTNER.readiness]! +
      (weights.freshness ?? 0) * points[at + PARTNER.freshness]! +
      (weights.trackRecord ?? 0) * points[at + PARTNER.trackRecord]! +
      (weights.members ?? 0) * points[at + PARTNER.members]! +
      (weights.businessPlan ?? 0) * points[at + PARTNER.businessPlan]! +
      (weights.feasibility ?? 0) * points[at + PARTNER.feasibility + room]! +
      (weights.facilities ?? 0) * (lots ? withLot(held) : held);
    return (MOST_POINTS - standing) * SPACE + row;
  }).sort();
  const rows = Uint32Array.from(keys, (key) => key % SPACE);
  return { rows, points: Int32Array.from(keys, (key) => MOST_POINTS - Math.floor(key / SPACE)) };
}

/** Points of facilities that can store a lot besides. */
export const withLot = (facilities: number): number => Math.min(1000, facilities + LOT_STORAGE_POINTS);
