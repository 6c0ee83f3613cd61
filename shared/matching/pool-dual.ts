/**
 * Lower bounds for pooling: what the quantity and a place among the suppliers are worth, as prices that let each supplier decide
 * alone. Minimum orders do not loosen them; any pair of prices bounds the cost of every plan from below.
 */

import { SAME, type Columns, type Market, type Plan } from './pool-plan.ts';
import { middleOf } from './pool-select.ts';

/** What is wanted of a plan with a number of suppliers; `stop` is the cost of each. */
export type Wish = { readonly quantity: number; readonly stop: number };

/** `unit`: what one more unit is worth; `place`: what one place more among the suppliers is worth. */
export type Prices = { readonly unit: number; readonly place: number };

/** Plans of `fewest` to `most` suppliers, none of which costs less than `bound`. */
export type Class = {
  readonly fewest: number;
  readonly most: number;
  readonly prices: Prices;
  readonly bound: number;
};

/** Halvings of the price of a place: more change nothing that a double can tell. */
const HALVINGS = 48;
/** A price a million times what goods are worth would drown the bound in rounding. */
const DOUBLINGS = 20;

/**
 * What a supplier adds to the bound when it is taken: below zero when it pays. With x between its minimum and what it has, that is
 * the least of stop + place + (cost - unit) x.
 */
export function reducedCost(
  { cost, available, minimum }: Columns,
  at: number,
  stop: number,
  { unit, place }: Prices,
): number {
  const margin = cost[at]! - unit;
  return stop + place + margin * (margin < 0 ? available[at]! : minimum[at]!);
}

/** Who may be in a better plan than the one in hand; nobody else need be looked at. O(suppliers). */
export function ableFor(
  { columns, stop }: Market,
  among: Int32Array,
  { prices, bound }: Class,
  { cost }: Plan,
): Int32Array {
  const gap = cost * (1 - SAME) - bound;
  const dearest = dearestNeeded(columns, among, prices, gap);
  return among.filter((at) => columns.cost[at]! <= dearest && reducedCost(columns, at, stop, prices) < gap);
}

/**
 * The unit cost of the dearest who is needed to close a gap. Whoever takes any order, costs more than a unit is worth, and has so much
 * that all of it would cost the gap, can give what anybody dearer would have to: alone, or on top of what it gives anyway.
 */
export function dearestNeeded(
  { cost, available, minimum }: Columns,
  among: Int32Array,
  { unit }: Prices,
  gap: number,
): number {
  let dearest = Infinity;
  for (let next = 0; next < among.length; next += 1) {
    const at = among[next]!;
    const margin = cost[at]! - unit;
    if (minimum[at] === 0 && margin > 0 && margin * available[at]! >= gap && cost[at]! < dearest) {
      dearest = cost[at]!;
    }
  }
  return dearest;
}

/** No plan of `count` suppliers costs less (nor one of fewer, when a place is worth nothing or more). O(suppliers). */
export function lowerBound(
  columns: Columns,
  among: Int32Array,
  { quantity, stop }: Wish,
  count: number,
  prices: Prices,
): number {
  let sum = prices.unit * quantity - prices.place * count;
  for (let next = 0; next < among.length; next += 1) {
    const reduced = reducedCost(columns, among[next]!, stop, prices);
    if (reduced < 0) sum += reduced;
  }
  return sum;
}

/**
 * Prices whose bound is (nearly) the best for plans of `count` suppliers among these: the price of a place is halved until the
 * cheapest cover takes `count` of them. A place is worth `leastPlace` at least (0 when fewer are allowed too). O(suppliers), about.
 */
export function bestPrices(
  columns: Columns,
  among: Int32Array,
  wish: Wish,
  count: number,
  leastPlace: number,
): Prices & { readonly taken: number } {
  const cover = new Cover(columns, among, wish);
  let low = { place: leastPlace, ...cover.at(leastPlace) };
  if (low.taken <= count) return low;
  let step = Math.max(wish.stop, low.unit * cover.mean, Number.MIN_VALUE) / 8;
  let high = low;
  for (let doubled = 0; doubled < DOUBLINGS && high.taken > count; doubled += 1) {
    low = high;
    const place = leastPlace + step;
    high = { place, ...cover.at(place) };
    step *= 2;
  }
  for (let halved = 0; halved < HALVINGS; halved += 1) {
    cover.narrow(low, high);
    const place = (low.place + high.place) / 2;
    if (place <= low.place || place >= high.place) break;
    const middle = { place, ...cover.at(place) };
    if (middle.taken > count) low = middle;
    else high = middle;
  }
  return high;
}

/** The cheapest cover of the quantity when each place costs something, the last supplier taken in part. */
class Cover {
  readonly #columns: Columns;
  readonly #stop: number;
  /** Suppliers that may or may not be in the cover, for the prices that still matter. */
  #open: Int32Array;
  /** Rest to cover, and how many are in for sure. */
  #rest: number;
  #sure = 0;
  readonly #keys: Float64Array;
  /** What a supplier of the list has, on the average. */
  readonly mean: number;

  constructor(columns: Columns, among: Int32Array, { quantity, stop }: Wish) {
    this.#columns = columns;
    this.#stop = stop;
    this.#open = among.slice();
    this.#rest = quantity;
    this.#keys = new Float64Array(columns.cost.length);
    let sum = 0;
    for (let next = 0; next < among.length; next += 1) sum += columns.available[among[next]!]!;
    this.mean = sum / Math.max(1, among.length);
  }

  /** The price of a unit at which the cover is complete, and how many suppliers (the last in part) are in it. */
  at(place: number): { unit: number; taken: number } {
    const { available } = this.#columns;
    const keys = this.#keys;
    const open = this.#open;
    for (let next = 0; next < open.length; next += 1) keys[open[next]!] = this.#key(open[next]!, place);
    let [from, to] = [0, open.length];
    let rest = this.#rest;
    let taken = this.#sure;
    while (to - from > 1) {
      const pivot = middleOf(keys[open[from]!]!, keys[open[(from + to) >> 1]!]!, keys[open[to - 1]!]!);
      // Three parts: below the pivot, equal to it, above it.
      let [below, next, above, sum, same] = [from, from, to, 0, 0];
      while (next < above) {
        const at = open[next]!;
        const key = keys[at]!;
        if (key < pivot) {
          sum += available[at]!;
          open[next] = open[below]!;
          open[below] = at;
          below += 1;
          next += 1;
        } else if (key > pivot) {
          above -= 1;
          open[next] = open[above]!;
          open[above] = at;
        } else {
          same += available[at]!;
          next += 1;
        }
      }
      if (sum >= rest) to = below;
      else if (sum + same >= rest || above === to) {
        return { unit: pivot, taken: taken + (below - from) + ((rest - sum) * (above - below)) / same };
      } else {
        rest -= sum + same;
        taken += above - from;
        from = above;
      }
    }
    const last = open[from];
    if (last === undefined) return { unit: 0, taken };
    return { unit: keys[last]!, taken: taken + rest / available[last]! };
  }

  /** Settles all suppliers that are in, or out, at every price of a place between the two. */
  narrow(low: Prices, high: Prices): void {
    const { available } = this.#columns;
    let kept = 0;
    for (let next = 0; next < this.#open.length; next += 1) {
      const at = this.#open[next]!;
      if (this.#key(at, low.place) > high.unit) continue;
      if (this.#key(at, high.place) < low.unit) {
        this.#rest -= available[at]!;
        this.#sure += 1;
      } else {
        this.#open[kept] = at;
        kept += 1;
      }
    }
    this.#open = this.#open.subarray(0, kept);
  }

  #key(at: number, place: number): number {
    return this.#columns.cost[at]! + (this.#stop + place) / this.#columns.available[at]!;
  }
}
