/**
 * The exact search of pooling: depth first over the suppliers that are still in doubt, those with the clearest case first, cut
 * off wherever a bound shows that nothing better lies below.
 */
import { bestPrices, reducedCost, type Prices, type Wish } from './pool-dual.ts';
import { isAlike, SAME, type Budget, type Columns, type Plan } from './pool-plan.ts';

/** Which suppliers are in for certain, which are in doubt, and how many there are to be. */
export type Question = {
  readonly certain: Int32Array;
  /** Each with its reduced cost at `prices`, in the order of the search. */
  readonly doubtful: Int32Array;
  /** How many suppliers there are to be, at least and at most. With room between them a place is worth nothing or less. */
  readonly fewest: number;
  readonly most: number;
  readonly prices: Prices;
};

/** Amounts and bounds of both sides of the best prices, for what is left when some suppliers are decided. */
const SHIFTS: readonly (readonly [amounts: number, places: number])[] = [
  [0.5, 0],
  [-0.5, 0],
  [1.5, 0],
  [-1.5, 0],
  [0, 1],
  [0, -1],
];

/**
 * A cheaper plan than `best` with so many suppliers, if there is one (of the plans met on the way also one of fewer). `complete`
 * says that all were looked at within the steps granted and the budget.
 */
export function search(
  columns: Columns,
  wish: Wish,
  { certain, doubtful, fewest, most, prices }: Question,
  best: Plan | undefined,
  budget: Budget,
  granted: number,
): { readonly best: Plan | undefined; readonly complete: boolean } {
  const { cost, available, minimum } = columns;
  const { quantity, stop } = wish;
  const size = doubtful.length;
  const all = new Int32Array(certain.length + size);
  all.set(certain);
  all.set(doubtful, certain.length);
  const pairs = pricesAround(columns, all, wish, fewest, most, prices, doubtful);
  const width = pairs.length;

  const adds = new Float64Array(size * width);
  const below = new Float64Array((size + 1) * width);
  const amountBelow = new Float64Array(size + 1);
  const largestBelow = new Float64Array(size + 1);
  const isTwin = new Uint8Array(size + 1);
  for (let depth = size - 1; depth >= 0; depth -= 1) {
    const at = doubtful[depth]!;
    amountBelow[depth] = amountBelow[depth + 1]! + available[at]!;
    largestBelow[depth] = Math.max(largestBelow[depth + 1]!, available[at]!);
    const before = doubtful[depth - 1];
    isTwin[depth] = before !== undefined && isAlike(columns, at, before) ? 1 : 0;
    for (let pair = 0; pair < width; pair += 1) {
      const add = reducedCost(columns, at, stop, pairs[pair]!);
      adds[depth * width + pair] = add;
      below[depth * width + pair] = below[(depth + 1) * width + pair]! + Math.min(0, add);
    }
  }

  const spent = new Float64Array((size + 1) * width);
  const amount = new Float64Array(size + 1);
  const least = new Float64Array(size + 1);
  const full = new Float64Array(size + 1);
  const number = new Int32Array(size + 1);
  const state = new Uint8Array(size + 1);
  const isIn = new Uint8Array(cost.length);
  for (const at of certain) {
    isIn[at] = 1;
    amount[0] = amount[0]! + available[at]!;
    least[0] = least[0]! + minimum[at]!;
    full[0] = full[0]! + cost[at]! * available[at]! + stop;
    number[0] = number[0]! + 1;
    for (let pair = 0; pair < width; pair += 1) {
      spent[pair] = spent[pair]! + reducedCost(columns, at, stop, pairs[pair]!);
    }
  }
  for (let pair = 0; pair < width; pair += 1) {
    spent[pair] = spent[pair]! + pairs[pair]!.unit * quantity - pairs[pair]!.place * fewest;
  }
  const dearestFirst = all.slice().sort((a, b) => cost[b]! - cost[a]! || a - b);

  let limit = best === undefined ? Infinity : best.cost * (1 - SAME);
  /** The cost of the suppliers that are in, when they can give the quantity and no more: the dearest give less. */
  const price = (depth: number): void => {
    let surplus = amount[depth]! - quantity;
    let total = full[depth]!;
    for (let next = 0; surplus > 0 && next < dearestFirst.length; next += 1) {
      const at = dearestFirst[next]!;
      if (isIn[at] === 0) continue;
      const less = Math.min(surplus, available[at]! - minimum[at]!);
      total -= less * cost[at]!;
      surplus -= less;
    }
    if (total >= limit) return;
    best = { chosen: all.filter((at) => isIn[at] === 1), cost: total };
    limit = total * (1 - SAME);
  };
  const canWin = (depth: number): boolean => {
    const places = most - number[depth]!;
    if (places < 0 || fewest - number[depth]! > size - depth || least[depth]! > quantity) return false;
    const reach = Math.min(amountBelow[depth]!, places * largestBelow[depth]!);
    if (amount[depth]! + reach < quantity) return false;
    const row = depth * width;
    for (let pair = 0; pair < width; pair += 1) {
      if (spent[row + pair]! + below[row + pair]! >= limit) return false;
    }
    return true;
  };
  const isCover = (depth: number): boolean =>
    number[depth]! <= most && amount[depth]! >= quantity && least[depth]! <= quantity;

  if (isCover(0)) price(0);
  let left = Math.min(granted, budget.steps);
  const had = left;
  let depth = 0;
  while (depth >= 0 && left > 0) {
    if (depth === size || state[depth] === 2 || (state[depth] === 0 && !canWin(depth))) {
      if (depth < size && isIn[doubtful[depth]!] === 1) isIn[doubtful[depth]!] = 0;
      state[depth] = 0;
      depth -= 1;
      continue;
    }
    left -= 1;
    const at = doubtful[depth]!;
    const row = depth * width;
    const prefersIn = adds[row]! <= 0;
    const takes = (state[depth] === 0) === prefersIn;
    state[depth] = state[depth]! + 1;
    isIn[at] = takes ? 1 : 0;
    const next = depth + 1;
    number[next] = number[depth]!;
    amount[next] = amount[depth]!;
    least[next] = least[depth]!;
    full[next] = full[depth]!;
    for (let pair = 0; pair < width; pair += 1) spent[row + width + pair] = spent[row + pair]!;
    if (takes) {
      // Of two alike the later is in only when the earlier is.
      if (isTwin[depth] === 1 && isIn[doubtful[depth - 1]!] === 0) continue;
      if (number[depth]! >= most) continue;
      number[next] = number[depth]! + 1;
      amount[next] = amount[depth]! + available[at]!;
      least[next] = least[depth]! + minimum[at]!;
      full[next] = full[depth]! + cost[at]! * available[at]! + stop;
      for (let pair = 0; pair < width; pair += 1) {
        spent[row + width + pair] = spent[row + pair]! + adds[row + pair]!;
      }
      if (isCover(next)) price(next);
    }
    depth = next;
  }
  budget.steps -= had - left;
  return { best, complete: depth < 0 };
}

/** The best prices, and those that are best for a little more or less: each bounds another part of the tree best. */
function pricesAround(
  columns: Columns,
  among: Int32Array,
  wish: Wish,
  fewest: number,
  most: number,
  prices: Prices,
  doubtful: Int32Array,
): Prices[] {
  const { available } = columns;
  let sum = 0;
  for (const at of doubtful) sum += available[at]!;
  const mean = doubtful.length === 0 ? 0 : sum / doubtful.length;
  let supply = 0;
  for (const at of among) supply += available[at]!;
  const around = SHIFTS.flatMap(([amounts, places]) => {
    const quantity = wish.quantity + amounts * mean;
    if (quantity <= 0 || quantity > supply || fewest + places < 1) return [];
    const wanted = fewest + places;
    const { unit, place, taken } = bestPrices(columns, among, { ...wish, quantity }, wanted, -wish.stop);
    return taken > wanted || (fewest < most && place > 0) ? [] : [{ unit, place }];
  });
  return [prices, ...around];
}
