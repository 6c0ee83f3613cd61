/**
 * The cheapest plan that fills a quantity to the full. One number of suppliers after another, the likeliest first: a bound for
 * each says which numbers can still win, reduced costs say who is in or out for certain, and the few in doubt are searched. What
 * that leaves open is settled by sums.
 */
import { bySums } from './pool-by-sums.ts';
import { ableFor, bestPrices, dearestNeeded, lowerBound, reducedCost, type Class } from './pool-dual.ts';
import { nthSmallest, sumOfLargest } from './pool-select.ts';
import {
  byCost,
  everyone,
  isAlike,
  SAME,
  within,
  type Budget,
  type Found,
  type Market,
  type Plan,
} from './pool-plan.ts';
import { search } from './pool-search.ts';

/** The search starts among so many suppliers of the least clear case, to have a good plan before it looks at more. */
const CORES = [24, 48, 96, 192] as const;
/** Steps in which such a core is searched, before a larger one is tried. */
const CORE_STEPS = 3_000;
/** The same for a first plan; without one after these it is in doubt whether the quantity can be filled at all. */
const SEED_CORES = [24, 96] as const;
/** Steps after which the search gives way to sums: those take longer than most searches, and end nearly all others. */
const HASTY_STEPS = 250_000;

/** All plans, the number of suppliers of which is likeliest the best. */
type Whole = Class & { readonly likeliest: number };

/**
 * The cheapest plan of at most `most` suppliers, or the best found when the steps ran out; `bound` is infinite when it is proven to
 * be the cheapest, else what no plan can fall below. Without `start` there may be no plan: then `plan` is undefined, whatever the
 * reason. `most` suppliers must have enough together.
 */
export function cheapest(
  market: Market,
  among: Int32Array,
  quantity: number,
  most: number,
  start: Plan | undefined,
  budget: Budget,
): { readonly plan: Plan | undefined; readonly bound: number } {
  const { columns, stop } = market;
  const wish = { quantity, stop };
  const root = bestPrices(columns, among, wish, most, 0);
  const bound = lowerBound(columns, among, wish, most, root);
  const likeliest = Math.min(most, Math.max(1, Math.ceil(root.taken - 1e-9)));
  const whole = { fewest: 1, most, prices: root, bound, likeliest };
  const best = seed(market, among, quantity, whole, start, budget);
  if (best === undefined) return { plan: undefined, bound };
  const first = within(HASTY_STEPS, budget, (hasty) => bySearch(market, among, quantity, whole, best, hasty));
  if (first.bound === Infinity) return first;
  const able = withoutSpare(market, ableFor(market, among, whole, first.plan), quantity);
  const second = bySums(market, able, quantity, whole, first, budget);
  return second.bound === Infinity ? second : bySearch(market, able, quantity, whole, second.plan, budget);
}

/**
 * Of many that are alike only the first: two of them who give no more together than one has are one stop too many, so all of a plan
 * but one give more than half of what they have. The cheapest first.
 */
function withoutSpare({ columns, idOf }: Market, among: Int32Array, quantity: number): Int32Array {
  let alike = 0;
  return among.toSorted(byCost(columns, idOf)).filter((at, rank, sorted) => {
    alike = rank > 0 && isAlike(columns, at, sorted[rank - 1]!) ? alike + 1 : 0;
    return (alike - 1) * columns.available[at]! < 2 * quantity;
  });
}

/** Improves a plan by searching; those who may be in a better one go close together. */
function bySearch(
  market: Market,
  among: Int32Array,
  quantity: number,
  whole: Whole,
  plan: Plan,
  budget: Budget,
): Found {
  const able = ableFor(market, among, whole, plan);
  const found = eachNumber(only(market, able), quantity, whole, plan.cost, budget);
  if (found.plan === undefined) return { plan, bound: found.bound };
  return { plan: { ...found.plan, chosen: found.plan.chosen.map((at) => able[at]!) }, bound: found.bound };
}

/** The best plan of at most `most` suppliers that costs less than `ceiling`, if there is one: each number of suppliers that can win. */
function eachNumber(
  market: Market,
  quantity: number,
  root: Whole,
  ceiling: number,
  budget: Budget,
): { readonly plan: Plan | undefined; readonly bound: number } {
  const { columns, stop } = market;
  const { most, likeliest } = root;
  const wish = { quantity, stop };
  const all = everyone(columns);
  let best: Plan = { chosen: new Int32Array(), cost: ceiling };
  let bound = Infinity;

  const classOf = (count: number): Class | undefined => {
    if (sumOfLargest(columns.available, count) < quantity) return undefined;
    if (count === most && root.prices.place > 0) return { ...root, fewest: most };
    const { unit, place } = bestPrices(columns, all, wish, count, -stop);
    const prices = { unit, place };
    // When not even a place for nothing is wanted, all larger numbers are one class.
    const last = place <= -stop ? most : count;
    return { fewest: count, most: last, prices, bound: lowerBound(columns, all, wish, count, prices) };
  };
  const tryClass = (own: Class | undefined): own is Class => {
    if (own === undefined || own.bound >= best.cost * (1 - SAME)) return false;
    if (budget.steps <= 0) {
      bound = Math.min(bound, own.bound);
      return false;
    }
    const found = searchClass(market, all, quantity, own, best, budget);
    // Its bounds have taken about a step for each supplier.
    budget.steps = Math.max(0, budget.steps - all.length);
    best = found.best ?? best;
    if (!found.complete) bound = Math.min(bound, own.bound);
    return true;
  };

  // The bounds are convex in the number: the first that cannot win ends its direction.
  const first = classOf(likeliest);
  tryClass(first);
  for (let count = likeliest - 1; count >= 1; count -= 1) if (!tryClass(classOf(count))) break;
  for (let count = (first?.most ?? likeliest) + 1; count <= most;) {
    const next = classOf(count);
    if (!tryClass(next)) break;
    count = next.most + 1;
  }
  return { plan: best.chosen.length === 0 ? undefined : best, bound };
}

/** A good plan to begin with, from small cores around the prices that are best for any number of suppliers. */
function seed(
  market: Market,
  among: Int32Array,
  quantity: number,
  whole: Class,
  start: Plan | undefined,
  budget: Budget,
): Plan | undefined {
  let best = start;
  for (const size of SEED_CORES) {
    best = within(CORE_STEPS, budget, (hasty) =>
      searchCore(market, among, quantity, whole, size, best, hasty),
    ).best;
    if (best !== undefined) break;
  }
  return best;
}

/** Searches one class: ever larger cores for a good plan, then everybody whom it leaves in doubt. */
function searchClass(
  market: Market,
  among: Int32Array,
  quantity: number,
  own: Class,
  start: Plan,
  budget: Budget,
): { readonly best: Plan | undefined; readonly complete: boolean } {
  let best: Plan | undefined = start;
  for (const size of CORES) {
    const found = searchCore(market, among, quantity, own, size, best, budget);
    best = found.best;
    if (found.complete) return found;
  }
  return searchCore(market, among, quantity, own, Infinity, best, budget);
}

/**
 * Searches among the `size` suppliers of the least clear case, the others in or out as their reduced costs say. `complete`: nobody
 * who may be in a better plan was left aside, and all were looked through.
 */
function searchCore(
  market: Market,
  among: Int32Array,
  quantity: number,
  { fewest, most, prices, bound }: Class,
  size: number,
  best: Plan | undefined,
  budget: Budget,
): { readonly best: Plan | undefined; readonly complete: boolean } {
  const { columns, stop, idOf } = market;
  const gap = best === undefined ? Infinity : best.cost * (1 - SAME) - bound;
  if (gap <= 0) return { best, complete: true };
  const dearest = dearestNeeded(columns, among, prices, gap);
  const count = columns.cost.length;
  const reduced = new Float64Array(count);
  /** How far each is from doubt; whoever is not needed is never in it. */
  const apart = new Float64Array(count);
  const doubt = new Float64Array(count);
  let inDoubt = 0;
  for (let next = 0; next < among.length; next += 1) {
    const at = among[next]!;
    const own = reducedCost(columns, at, stop, prices);
    const distance = columns.cost[at]! <= dearest ? Math.abs(own) : Infinity;
    reduced[at] = own;
    apart[at] = distance;
    if (distance < gap) doubt[inDoubt++] = distance;
  }
  const isAll = inDoubt <= size;
  const cheaper = byCost(columns, idOf);
  const edge = isAll ? gap : nthSmallest(doubt.subarray(0, inDoubt), size - 1);
  const doubtful = new Int32Array(isAll ? inDoubt : size);
  const level: number[] = [];
  let below = 0;
  for (let next = 0; next < among.length; next += 1) {
    const at = among[next]!;
    if (apart[at]! < edge) doubtful[below++] = at;
    else if (!isAll && apart[at] === edge) level.push(at);
  }
  doubtful.set(cheapestOf(market, Int32Array.from(level), doubtful.length - below), below);
  doubtful.sort((a, b) => Math.abs(reduced[b]!) - Math.abs(reduced[a]!) || cheaper(a, b));
  const isDoubtful = new Uint8Array(count);
  for (const at of doubtful) isDoubtful[at] = 1;
  const certain = among.filter((at) => reduced[at]! < 0 && isDoubtful[at] === 0);
  const question = { certain, doubtful, fewest, most, prices };
  const granted = isAll ? budget.steps : CORE_STEPS;
  const found = search(columns, { quantity, stop }, question, best, budget, granted);
  return { best: found.best, complete: isAll && found.complete };
}

/** The `count` cheapest, without sorting them all: where stops are free, thousands are out by nothing. */
function cheapestOf({ columns, idOf }: Market, among: Int32Array, count: number): Int32Array {
  if (count >= among.length) return among;
  const edge = nthSmallest(
    Float64Array.from(among, (at) => columns.cost[at]!),
    count - 1,
  );
  const near = among.filter((at) => columns.cost[at]! <= edge);
  return near.sort(byCost(columns, idOf)).subarray(0, count);
}

/** The market with these suppliers only, in this order. */
function only({ columns, stop, idOf }: Market, among: Int32Array): Market {
  const pick = (column: Float64Array): Float64Array => {
    const picked = new Float64Array(among.length);
    for (let at = 0; at < among.length; at += 1) picked[at] = column[among[at]!]!;
    return picked;
  };
  const { cost, available, minimum } = columns;
  return {
    columns: { cost: pick(cost), available: pick(available), minimum: pick(minimum) },
    stop,
    idOf: (at) => idOf(among[at]!),
  };
}
