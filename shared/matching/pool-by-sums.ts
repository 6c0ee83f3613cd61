/**
 * The exact plan by sums: the least cost of each amount that suppliers can come to together. For what the search leaves open while
 * amounts are not too finely divided: whole lots of odd sizes, suppliers of whom none stands out.
 */
import { ableFor, reducedCost, type Class, type Prices } from './pool-dual.ts';
import { planOf, SAME, type Budget, type Columns, type Found, type Market } from './pool-plan.ts';
import { nthSmallest } from './pool-select.ts';
import { Sums, type Offered } from './pool-sums.ts';

/** Sums are looked at among so many suppliers of the least clear case, then among all. */
const CORES = [60, 250, Infinity] as const;
/** The most sums at a time (three numbers each), and in all (two bits each, until the plan is known). */
const MOST_SUMS = 3_000_000;
const MOST_CELLS = 200_000_000;
/** A sum is looked at so many times faster than a supplier in the search. */
const CELLS_A_STEP = 16;

/** What is wanted of a plan. */
type SumWish = {
  readonly quantity: number;
  readonly stop: number;
  /** Prices of the bound by which sums are left out. */
  readonly prices: Prices;
  /** Plans have to cost less, the price of a place for each supplier counted too. */
  readonly limit: number;
  /** A plan of this cost, counted so, ends the search. */
  readonly enough: number;
  /** At most so many suppliers; any number of them when left out, which is that much faster. */
  readonly most?: number;
  /** Whether the most that can be given will do when the quantity cannot. */
  readonly orLess?: boolean;
};

/**
 * Improves a plan by sums: of the least clear cases, the others in or out, for a good one; then of all who may be in a better one.
 */
export function bySums(
  market: Market,
  cheapestFirst: Int32Array,
  quantity: number,
  whole: Class,
  open: Found,
  budget: Budget,
): Found {
  const { columns, stop } = market;
  const { most, prices } = whole;
  let { plan } = open;
  for (const size of CORES) {
    const able = ableFor(market, cheapestFirst, whole, plan);
    const reduced = Float64Array.from(able, (at) => reducedCost(columns, at, stop, prices));
    const edge = size < able.length ? nthSmallest(reduced.map(Math.abs), size - 1) : Infinity;
    const certain = able.filter((_, next) => reduced[next]! < -edge);
    const doubtful = able.filter((_, next) => Math.abs(reduced[next]!) <= edge);
    const isAll = doubtful.length === able.length;

    let rest = quantity;
    let spent = -prices.place * most;
    for (const at of certain) {
      rest -= columns.available[at]!;
      spent += columns.available[at]! * columns.cost[at]! + stop + prices.place;
    }
    if (rest <= 0) continue;
    const limit = plan.cost * (1 - SAME) - spent;
    const wish = { quantity: rest, stop, prices, limit, enough: open.bound * (1 + SAME) - spent };
    const places = most - certain.length;
    let found = cheapestBySums(columns, doubtful, wish, budget);
    const used = found.chosen?.length ?? places;
    if (used > places || (used < places && prices.place > 0)) {
      found = cheapestBySums(columns, doubtful, { ...wish, most: places }, budget);
    }
    if (found.chosen !== undefined) {
      const chosen = new Int32Array(certain.length + found.chosen.length);
      chosen.set(certain);
      chosen.set(found.chosen, certain.length);
      const better = planOf(columns, stop, chosen, quantity);
      if (better.cost < plan.cost) plan = better;
    }
    if (isAll && found.complete) return { plan, bound: Infinity };
    if (plan.cost * (1 - SAME) <= open.bound) return { plan, bound: Infinity };
  }
  return { plan, bound: open.bound };
}

/**
 * The cheapest suppliers that give the quantity. Undefined when none fulfil the wish; `complete` is false when that is not known, since
 * amounts are not whole or there are more sums than the budget allows. O(suppliers x sums that can win), times `most` when given.
 */
export function cheapestBySums(
  columns: Columns,
  cheapestFirst: Int32Array,
  { quantity, stop, prices, limit, enough, most, orLess = false }: SumWish,
  budget: Budget,
): { readonly chosen: Int32Array | undefined; readonly complete: boolean } {
  const lot = commonLot(columns, cheapestFirst, quantity);
  const goal = quantity / lot;
  const rows = most === undefined ? 1 : most + 1;
  if (!(rows * (goal + 1) <= MOST_SUMS)) return { chosen: undefined, complete: false };
  const size = cheapestFirst.length;
  const offered = Array.from(cheapestFirst, (at): Offered => ({
    has: columns.available[at]! / lot,
    least: columns.minimum[at]! / lot,
    margin: (columns.cost[at]! - prices.unit) * lot,
    each: stop + prices.place,
  }));
  // What a sum may cost at most, and come to at least, for the suppliers after it to make a plan of it.
  const allowed = new Float64Array(size + 1).fill(limit - prices.unit * quantity);
  const needed = new Float64Array(size + 1).fill(orLess ? 0 : goal);
  for (let depth = size - 1; depth >= 0; depth -= 1) {
    const reduced = reducedCost(columns, cheapestFirst[depth]!, stop, prices);
    allowed[depth] = allowed[depth + 1]! - Math.min(0, reduced);
    needed[depth] = Math.max(0, needed[depth + 1]! - offered[depth]!.has);
  }

  const [place, places] = most === undefined ? [0, 0] : [prices.place, prices.place * most];
  const sums = new Sums(rows, goal, place);
  const cells = Math.min(MOST_CELLS, budget.steps * CELLS_A_STEP);
  const isDone = (): boolean =>
    sums.depth === size || sums.leastAt(goal) <= enough - places - prices.unit * quantity;
  while (!isDone() && sums.cells <= cells) {
    const next = sums.depth + 1;
    sums.add(offered[sums.depth]!);
    sums.keep(allowed[next]!, needed[next]!);
  }
  budget.steps = Math.max(0, budget.steps - Math.ceil(sums.cells / CELLS_A_STEP));
  if (!isDone()) return { chosen: undefined, complete: false };
  const again = (depth: number): Sums => {
    const first = new Sums(rows, goal, place);
    while (first.depth < depth) {
      const next = first.depth + 1;
      first.addAll(offered[first.depth]!);
      first.keep(allowed[next]!, needed[next]!);
    }
    return first;
  };
  let sum = goal;
  while (sum > 0 && sums.leastAt(sum) === Infinity) sum = orLess ? sum - 1 : 0;
  if (sum === 0) return { chosen: undefined, complete: true };
  const chosen = sums.traced(sum, offered, again).map((at) => cheapestFirst[at]!);
  return { chosen: chosen.sort(), complete: true };
}

/** The largest lot of which all amounts are multiples; `NaN` when not all are whole. */
function commonLot({ available, minimum }: Columns, among: Int32Array, quantity: number): number {
  let lot = Number.isInteger(quantity) ? quantity : NaN;
  for (const at of among) {
    if (!Number.isInteger(available[at]) || !Number.isInteger(minimum[at])) return NaN;
    if (lot > 1) lot = divisorOf(divisorOf(available[at]!, minimum[at]!), lot);
  }
  return lot;
}

/** The greatest common divisor, by Euclid. */
function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b);
}
