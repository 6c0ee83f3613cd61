/** What every way does to goods, worked out once for each keeping time: days on the road depend on nothing else. */
import type { Keeping } from './columns.ts';
import { pointsOn } from './curve.ts';
import { WORTH } from './curves.ts';
import { keepingUsed, keepMilliDays } from './facts.ts';
import { onTheWay } from './goods-factors.ts';
import type { Link, Pair, Supply } from './pair.ts';

/** Kilometres for which ways are worked out beforehand; nothing in the country lies farther apart. */
export const MOST_KM = 5500;

/**
 * By twice the km, one more over the sea: points of nearness lost in the upper half of the word, and in the lower one the
 * thousandths of the keeping time that are used up.
 */
export type Ways = Uint32Array;
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
  const ways = new Uint32Array(2 * MOST_KM);
  for (let at = 0; at < ways.length; at += 1) {
    link.sea = at % 2 === 1;
    link.km = at >> 1;
    const far = 1000 - pointsOn(WORTH.nearness, onTheWay(pair));
    ways[at] = (far << 16) | Math.min(1000, keepingUsed(pair));
  }
  if (WAYS.size >= MOST_KEEPINGS) WAYS.clear();
  WAYS.set(keep, ways);
  return ways;
}

type Changeable<T> = { -readonly [Name in keyof T]: T[Name] };
