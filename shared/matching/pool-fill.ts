/** How much of a quantity can be filled at all: what supply, a limit on suppliers, and minimum orders leave possible. */
import { cheapestBySums } from './pool-by-sums.ts';
import { byCost, within, type Budget, type Columns, type Market } from './pool-plan.ts';
import { nthSmallest } from './pool-select.ts';

/** Steps after which the search gives way to sums. */
const HASTY_STEPS = 100_000;

/** Sums are looked at among so many suppliers of all sizes, in the end among all. */
const SIZES = [100, 1000, Infinity] as const;

/** Who fills how much; `proven` is false when the steps ran out before it was known to be the most. */
type Filling = { readonly chosen: Int32Array; readonly filled: number; readonly proven: boolean };

/** The suppliers that give most together, `most` of them; among equals the cheapest. O(n) usually. */
export function largestOf({ columns, idOf }: Market, among: Int32Array, most: number): Int32Array {
  if (most >= among.length) return among;
  const { available } = columns;
  const edge = nthSmallest(
    Float64Array.from(among, (at) => available[at]!),
    among.length - most,
  );
  const above = among.filter((at) => available[at]! > edge);
  const level = among.filter((at) => edge === available[at]).sort(byCost(columns, idOf));
  const largest = new Int32Array(most);
  largest.set(above);
  largest.set(level.subarray(0, most - above.length), above.length);
  return largest;
}

/**
 * The most that can be filled, and by whom, when minimum orders stand in the way: a whole lot may be too much. Of several that
 * fill as much the first found.
 */
export function mostFilled(
  market: Market,
  among: Int32Array,
  quantity: number,
  most: number,
  budget: Budget,
): Filling {
  const { columns, idOf } = market;
  const { available, minimum } = columns;
  const cheaper = byCost(columns, idOf);
  const largestFirst = among.toSorted(
    (a, b) => available[b]! - available[a]! || minimum[a]! - minimum[b]! || cheaper(a, b),
  );
  const lot = lotOf(columns, among);
  const goal = lot === undefined ? quantity : quantity - (quantity % lot);
  const search = (share: Budget): Filling => bySearch(columns, largestFirst, goal, most, share);
  const first = within(HASTY_STEPS, budget, search);
  if (first.proven) return first;
  const better = (a: Filling, b: Filling): Filling => (b.filled > a.filled || b.proven ? b : a);
  // By sums, as if nobody cost more than a place: of some of all sizes, then of everybody.
  let best = first;
  const free = { ...columns, cost: new Float64Array(available.length) };
  const prices = { unit: 0, place: 0 };
  const wish = { quantity: goal, stop: 1, prices, limit: most + 0.5, enough: most, orLess: true };
  for (const size of SIZES) {
    const stride = Math.max(1, Math.ceil(largestFirst.length / size));
    const some = largestFirst.filter((_, rank) => rank % stride === 0);
    const { chosen } = cheapestBySums(free, some, wish, budget);
    if (chosen === undefined) continue;
    const sum = chosen.reduce((total, at) => total + available[at]!, 0);
    const filled = Math.min(sum, goal);
    best = better(best, { chosen, filled, proven: filled === goal || stride === 1 });
    if (best.proven) return best;
  }
  // Half of the steps that are left, so that some remain for the cost.
  return better(best, within(Math.floor(budget.steps / 2), budget, search));
}

/** Depth first, as far as the steps go. */
function bySearch(columns: Columns, sorted: Int32Array, goal: number, most: number, budget: Budget): Filling {
  const { available, minimum } = columns;
  const size = sorted.length;
  const before = new Float64Array(size + 1);
  for (let depth = 0; depth < size; depth += 1) {
    before[depth + 1] = before[depth]! + available[sorted[depth]!]!;
  }
  const isTwin = (depth: number): boolean =>
    depth > 0 &&
    available[sorted[depth]!] === available[sorted[depth - 1]!] &&
    minimum[sorted[depth]!] === minimum[sorted[depth - 1]!];

  const taken: number[] = [];
  let [amount, least, filled, kept] = [0, 0, 0, 0];
  let chosen = new Int32Array();
  /** The best so far, copied only when a supplier of it is about to go. */
  const keep = (): void => {
    if (filled > kept) chosen = Int32Array.from(taken, (place) => sorted[place]!);
    kept = filled;
  };
  let depth = 0;
  let afterLeaving = false;
  for (;;) {
    if (budget.steps <= 0 || filled === goal) {
      keep();
      return { chosen, filled, proven: filled === goal };
    }
    budget.steps -= 1;
    const furthest = Math.min(size, depth + most - taken.length);
    const hopeless = Math.min(goal, amount + before[furthest]! - before[depth]!) <= filled;
    if (depth === size || hopeless) {
      // Back to the last one taken, which is now left out.
      keep();
      const last = taken.pop();
      if (last === undefined) return { chosen, filled, proven: true };
      amount -= available[sorted[last]!]!;
      least -= minimum[sorted[last]!]!;
      depth = last + 1;
      afterLeaving = true;
      continue;
    }
    const at = sorted[depth]!;
    const fits = least + minimum[at]! <= goal && !(afterLeaving && isTwin(depth));
    if (fits) {
      taken.push(depth);
      amount += available[at]!;
      least += minimum[at]!;
      filled = Math.max(filled, Math.min(amount, goal));
      afterLeaving = false;
    } else {
      // Left out, and so are all alike: what does not fit now fits no better the second time.
      afterLeaving = true;
    }
    depth += 1;
  }
}

/** What every amount is a multiple of when all give whole lots only; undefined when somebody gives parts of one. */
function lotOf({ available, minimum }: Columns, among: Int32Array): number | undefined {
  let common = 0;
  for (const at of among) {
    const lot = available[at]!;
    if (minimum[at] !== lot || !Number.isInteger(lot)) return undefined;
    common = divisorOf(common, lot);
  }
  return common;
}

/** The greatest common divisor, by Euclid. */
function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b);
}
