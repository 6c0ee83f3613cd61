/** What every way does to goods, worked out once: days on the road by how long the goods keep, and freight by the ton. */
import { pointsOn } from './curve.ts';
import { WORTH } from './curves.ts';
import { freightPerTon, keepingUsed, keepMilliDays } from './facts.ts';
import { onTheWay } from './goods-factors.ts';
import type { Keeping } from './columns.ts';
import type { Link, Pair, Supply } from './pair.ts';

/** Kilometres for which ways are worked out beforehand; nothing in the country lies farther apart. */
export const MOST_KM = 5500;

/** By km, and by km + `MOST_KM` where the sea lies between: points of nearness lost, and thousandths of the keeping time used up. */
export type Ways = { readonly far: Uint16Array; readonly used: Uint16Array };
const WAYS = new Map<number, Ways>();
/** More than the catalogue has; a bound for callers with other goods. */
const MOST_KEEPINGS = 200;

/** 44 KB and about a millisecond for each keeping time, at its first question. */
export function waysFor(keeping: Keeping, cooled: boolean): Ways {
  const supply = { goods: keeping, units: cooled ? ['cold-storage'] : [] } as unknown as Supply;
  const link: Changeable<Link> = { kinship: 'same', km: 0, sea: false };
  const pair = { supply, link } as Pair;
  const keep = keepMilliDays(pair, supply.goods!);
  const known = WAYS.get(keep);
  if (known !== undefined) return known;
  const ways = { far: new Uint16Array(2 * MOST_KM), used: new Uint16Array(2 * MOST_KM) };
  for (let at = 0; at < 2 * MOST_KM; at += 1) {
    link.sea = at >= MOST_KM;
    link.km = at % MOST_KM;
    ways.far[at] = 1000 - pointsOn(WORTH.nearness, onTheWay(pair));
    ways.used[at] = Math.min(1000, keepingUsed(pair));
  }
  if (WAYS.size >= MOST_KEEPINGS) WAYS.clear();
  WAYS.set(keep, ways);
  return ways;
}

type Changeable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Rupiah to bring a ton over each way, numbered likewise. */
export const FREIGHT_A_TON = Float64Array.from({ length: 2 * MOST_KM }, (_, at) =>
  freightPerTon({ km: at % MOST_KM, sea: at >= MOST_KM } as Link),
);
