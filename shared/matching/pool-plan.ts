/** What the parts of pooling share: the suppliers as columns, a plan, and the amounts and the cost that belong to it. */

/** Suppliers as columns. Amounts in any one unit, `cost` in rupiah for one of it. */
export type Columns = {
  readonly cost: Float64Array;
  readonly available: Float64Array;
  readonly minimum: Float64Array;
};

/** All suppliers, by their place in the columns; `stop` is the cost of using one. Ids break ties. */
export type Market = {
  readonly columns: Columns;
  readonly stop: number;
  readonly idOf: (at: number) => string;
};

/** A plan by its suppliers; `cost` in rupiah, with the amounts that suit it best. */
export type Plan = { readonly chosen: Int32Array; readonly cost: number };

/** What is left of the steps a caller grants; a step is a supplier put in or left out. */
export type Budget = { steps: number };

/** Does something that may take so many steps of a budget at most. */
export function within<T>(steps: number, budget: Budget, act: (share: Budget) => T): T {
  const share = { steps: Math.min(steps, budget.steps) };
  budget.steps -= share.steps;
  const done = act(share);
  budget.steps += share.steps;
  return done;
}

/** A plan and what no better one can fall below; infinite when there is no better one. */
export type Found = { readonly plan: Plan; readonly bound: number };

/** Plans that differ by less than this share of their cost are equal: doubles can tell no better. */
export const SAME = 1e-12;

/** All places of the columns. */
export function everyone({ cost }: Columns): Int32Array {
  const all = new Int32Array(cost.length);
  for (let at = 0; at < all.length; at += 1) all[at] = at;
  return all;
}

/**
 * How much each of the chosen gives, cheapest first: its minimum, then the cheapest all they have. The minimums must not exceed the
 * quantity, nor the quantity what they have together.
 */
export function amountsOf(
  { available, minimum }: Columns,
  cheapestFirst: Int32Array,
  quantity: number,
): Map<number, number> {
  const amounts = new Map<number, number>();
  let rest = quantity;
  for (const at of cheapestFirst) rest -= minimum[at]!;
  for (const at of cheapestFirst) {
    const more = Math.max(0, Math.min(rest, available[at]! - minimum[at]!));
    rest -= more;
    const amount = minimum[at]! + more;
    if (amount > 0) amounts.set(at, amount);
  }
  return amounts;
}

/** The plan of these suppliers. */
export function planOf(columns: Columns, stop: number, chosen: Int32Array, quantity: number): Plan {
  const { cost } = columns;
  const cheapestFirst = chosen.toSorted((a, b) => cost[a]! - cost[b]!);
  let sum = 0;
  for (const [at, amount] of amountsOf(columns, cheapestFirst, quantity)) sum += amount * cost[at]! + stop;
  return { chosen, cost: sum };
}

/** Whether two suppliers differ by nothing but their ids. */
export function isAlike({ cost, available, minimum }: Columns, a: number, b: number): boolean {
  return cost[a] === cost[b] && available[a] === available[b] && minimum[a] === minimum[b];
}

/** The cheapest unit first; among equals the larger, then the one of the smaller minimum, then by id. */
export function byCost({ cost, available, minimum }: Columns, idOf: Market['idOf']) {
  return (a: number, b: number): number =>
    cost[a]! - cost[b]! ||
    available[b]! - available[a]! ||
    minimum[a]! - minimum[b]! ||
    (idOf(a) < idOf(b) ? -1 : 1);
}
