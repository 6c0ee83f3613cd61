/** Packs open purchases of one commodity by where they deliver to, so that a ranking for a supply reads numbers side by side. */
import type { Atlas } from './atlas.ts';
import { givenBits } from './bits.ts';
import type { Demand, Pair } from './pair.ts';
import { terms } from './party-factors.ts';
import { requiredPapers } from './requirements.ts';

/** Purchases of one commodity and base unit. Rows of one destination stand together: `from[d]` up to `from[d + 1]`. */
export type OutletShelf = {
  readonly baseUnit: string;
  readonly ids: readonly string[];
  readonly demands: readonly Demand[];
  /** In the base unit. */
  readonly amounts: Float64Array;
  /** Rupiah per base unit; NaN when none is stated. */
  readonly prices: Float64Array;
  /** Days between two deliveries. */
  readonly rhythms: Float64Array;
  readonly months: Uint16Array;
  /** Points of what the offer itself is worth. */
  readonly terms: Uint16Array;
  /** 1 for a government buyer, which is weighed otherwise. */
  readonly government: Uint8Array;
  /** Papers required, a bit for each in `papers`. */
  readonly needed: Uint32Array;
  readonly papers: ReadonlyMap<string, number>;
  readonly destinations: readonly string[];
  /** By province its first destination. */
  readonly provinces: ReadonlyMap<string, number>;
  readonly spots: Uint16Array;
  readonly from: Uint32Array;
};

/**
 * A shelf for each base unit. Only purchases of stated goods, else a RangeError; they belong to one commodity. `placeOf` numbers
 * the atlas's places. O(n log n), about a microsecond an offer.
 */
export function packOutlets(
  demands: Iterable<Demand>,
  atlas: Atlas,
  placeOf: (region: string) => number,
): OutletShelf[] {
  const groups = Map.groupBy(demands, ({ id, scheme, goods }) => {
    if (scheme !== 'purchase' || goods === null)
      throw new RangeError(`${id} is no purchase of stated goods.`);
    return goods.baseUnit;
  });
  return [...groups.keys()]
    .sort()
    .map((unit) => packShelf(unit, groups.get(unit)!, (code) => atlas.leaf[placeOf(code)]!));
}

function packShelf(
  baseUnit: string,
  unsorted: readonly Demand[],
  spotOf: (region: string) => number,
): OutletShelf {
  const byDestination = Map.groupBy(unsorted, ({ deliverTo }) => deliverTo);
  const destinations = [...byDestination.keys()].sort();
  const demands = destinations.flatMap((code) => byDestination.get(code)!);
  const papers = new Map<string, number>();
  const from = new Uint32Array(destinations.length + 1);
  for (const [at, code] of destinations.entries()) from[at + 1] = from[at]! + byDestination.get(code)!.length;
  return {
    baseUnit,
    ids: demands.map(({ id }) => id),
    demands,
    amounts: Float64Array.from(demands, ({ goods }) => goods!.perMonth),
    prices: Float64Array.from(demands, ({ goods }) => {
      return goods!.price === null || goods!.price <= 0 ? NaN : goods!.price;
    }),
    rhythms: Float64Array.from(demands, ({ goods }) => goods!.rhythmDays),
    months: Uint16Array.from(demands, ({ months }) => months & 0xfff),
    terms: Uint16Array.from(demands, (demand) => terms.points({ demand } as Pair)),
    government: Uint8Array.from(demands, ({ buyerKind }) => Number(buyerKind === 'government')),
    needed: Uint32Array.from(demands, ({ requirements }) => givenBits(requiredPapers(requirements), papers)),
    papers,
    destinations,
    // Of the same keys the last one stays.
    provinces: new Map(destinations.map((code, at) => [code.split('.', 1)[0]!, at] as const).toReversed()),
    spots: Uint16Array.from(destinations, spotOf),
    from,
  };
}
