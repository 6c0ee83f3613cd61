/** How much of a quantity can be filled at all: what supply, a limit on suppliers, and minimum orders leave possible. */
import { byCost, type Budget, type Columns, type Market } from './pool-plan.ts';
import { nthSmallest } from './pool-select.ts';

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
 * The most that can be filled, and by whom, when minimum orders stand in the way: a whole lot may be too much. Depth first, the
 * largest first; of several that fill as much the first found. `proven` is false when the steps ran out.
 */
export function mostFilled(
  { columns, idOf }: Market,
  among: Int32Array,
  quantity: number,
  most: number,
  budget: Budget,
): { readonly chosen: Int32Array; readonly filled: number; readonly proven: boolean } {
  const { available, minimum } = columns;
  const cheaper = byCost(columns, idOf);
  const sorted = among.toSorted(
    (a, b) => available[b]! - available[a]! || minimum[a]! - minimum[b]! || cheaper(a, b),
  );
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
  const lot = lotOf(columns, among);
  const goal = lot === undefined ? quantity : quantity - (quantity % lot);
  let [amount, least, filled] = [0, 0, 0];
  let chosen = new Int32Array();
  let depth = 0;
  let afterLeaving = false;
  for (;;) {
    if (budget.steps <= 0) return { chosen, filled, proven: false };
    budget.steps -= 1;
    const furthest = Math.min(size, depth + most - taken.length);
    const hopeless = Math.min(goal, amount + before[furthest]! - before[depth]!) <= filled;
    if (depth === size || hopeless) {
      // Back to the last one taken, which is now left out.
      const last = taken.pop();
      if (last === undefined) return { chosen, filled, proven: true };
      amount -= available[sorted[last]!]!;
      least -= minimum[sorted[last]!]!;
      depth = last + 1;
      afterLeaving = true;
      continue;
    }
    const at = sorted[depth]!;
    const fits = least + minimum[at]! <= quantity && !(afterLeaving && isTwin(depth));
    if (fits) {
      taken.push(depth);
      amount += available[at]!;
      least += minimum[at]!;
      if (Math.min(amount, goal) > filled) {
        filled = Math.min(amount, goal);
        chosen = Int32Array.from(taken, (place) => sorted[place]!);
        if (filled === goal) return { chosen, filled, proven: true };
      }
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
