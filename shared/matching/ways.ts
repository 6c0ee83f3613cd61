/** What every way does to goods by how long they keep, worked out once: days on the road depend on nothing else. */
import { pointsOn } from './curve.ts';
import { WORTH } from './curves.ts';
import { keepingUsed, keepMilliDays } from './facts.ts';
import { onTheWay } from './goods-factors.ts';
import type { Link, Pair } from './pair.ts';

/** A pair whose way may be changed: kept for many questions. */
export type Movable = Omit<Pair, 'link'> & { readonly link: Changeable<Link> };
type Changeable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Kilometres for which ways are worked out beforehand; nothing in the country lies farther apart. */
export const MOST_KM = 5500;

/** What every way, by road and (from `MOST_KM` on) by sea, does to goods that keep equally long. */
export type Ways = { readonly far: Uint16Array; readonly used: Uint16Array };
const WAYS = new Map<number, Ways>();
/** More than the catalogue has; a bound for callers with other goods. */
const MOST_KEEPINGS = 200;

/** 44 KB and about a millisecond for each keeping time, at its first question. */
export function waysFor(pair: Movable): Ways {
  const keep = keepMilliDays(pair, pair.supply.goods!);
  const known = WAYS.get(keep);
  if (known !== undefined) return known;
  const { link } = pair;
  const ways = { far: new Uint16Array(2 * MOST_KM), used: new Uint16Array(2 * MOST_KM) };
  for (let at = 0; at < 2 * MOST_KM; at += 1) {
    link.sea = at >= MOST_KM;
    link.km = at % MOST_KM;
    ways.far[at] = farness(pair);
    ways.used[at] = Math.min(1000, keepingUsed(pair));
  }
  if (WAYS.size >= MOST_KEEPINGS) WAYS.clear();
  WAYS.set(keep, ways);
  return ways;
}

const farness = (pair: Pair): number => 1000 - pointsOn(WORTH.nearness, onTheWay(pair));
