/** Pooling: which suppliers fill a quantity together at the least delivered cost. Exact, or with a bound that says how far off. */
import { cheapest } from './pool-cheapest.ts';
import { largestOf, mostFilled } from './pool-fill.ts';
import { amountsOf, byCost, everyone, planOf, type Budget, type Columns, type Market } from './pool-plan.ts';
import { sumOfLargest } from './pool-select.ts';

/** One who could supply; amounts in the unit of the quantity, prices in rupiah for one unit. */
export type PoolSupplier = {
  readonly id: string;
  readonly available: number;
  readonly unitPrice: number;
  readonly distanceKm: number;
  /** Takes no smaller order; none when left out. */
  readonly minimumOrder?: number | undefined;
};

export type PoolDemand = {
  readonly quantity: number;
  /** As many as it takes when left out. */
  readonly maxSuppliers?: number | undefined;
  /** Rupiah for one unit over one km. */
  readonly freightPerUnitKm: number;
  /** Rupiah for each supplier that is used. */
  readonly stopCost: number;
  readonly suppliers: readonly PoolSupplier[];
};

export type Pool = {
  /** Who gives how much, in the order of ids; nobody who gives nothing. */
  readonly suppliers: readonly { readonly id: string; readonly quantity: number }[];
  readonly filled: number;
  readonly shortfall: number;
  /** Rupiah: goods, freight and stops. */
  readonly deliveredCost: number;
  /** No plan that fills as much costs less; equal to `deliveredCost` when that is proven to be the least. */
  readonly lowerBound: number;
  /** Nobody can fill more than this; equal to `filled` when that is proven to be the most. */
  readonly mostFillable: number;
};

/** Steps of search granted by default: some seconds on a slow machine, and a thousand times what the usual case takes. */
const STEPS = 20_000_000;
/** Beyond this a power of ten is no exact number. */
const MOST_SCALE = 1e22;
/** Amounts are rounded to such a part of the quantity, or not at all. */
const ROUNDABLE = 1e9;
const MOST_ROUNDED = 1e9;

/**
 * The plan that fills most of the quantity, and among these the cheapest. The same suppliers in any order give the same plan.
 * `steps` bounds the search and not a clock, so that the same input gives the same answer on every machine; when they run out
 * the answer is the best so far with its bound. Numbers must be finite and not negative, the quantity positive, ids distinct.
 * Usually O(suppliers); the worst case is exponential, hence the bound on steps.
 */
export function pool(demand: PoolDemand, steps = STEPS): Pool {
  const question = counted(demand);
  const { quantity, candidates, columns } = question;
  const market: Market = { columns, idOf: (at) => candidates[at]!.id, stop: demand.stopCost };
  const most = Math.min(demand.maxSuppliers ?? Infinity, candidates.length);
  return answer(demand, market, question, fillMost(market, quantity, most, { steps }));
}

type Solved = {
  readonly chosen: Int32Array;
  readonly filled: number;
  readonly mostFillable: number;
  /** Below zero infinity when the plan is the cheapest. */
  readonly bound: number;
};

/** First the most that can be filled, then the least cost of filling it. */
function fillMost(market: Market, quantity: number, most: number, budget: Budget): Solved {
  const { columns } = market;
  const all = everyone(columns);
  const reach = sumOfLargest(columns.available, most);
  if (reach <= quantity) {
    // Everybody in the plan gives all: no choice is left but among equals, where the cheapest is taken.
    const chosen = largestOf(market, all, most);
    return { chosen, filled: reach, mostFillable: reach, bound: Infinity };
  }

  const first = cheapest(market, all, quantity, most, undefined, budget);
  if (first.plan) {
    return { chosen: first.plan.chosen, filled: quantity, mostFillable: quantity, bound: first.bound };
  }
  const filling = mostFilled(market, all, quantity, most, budget);
  if (filling.filled === 0) {
    const mostFillable = filling.proven ? 0 : quantity;
    return { chosen: new Int32Array(), filled: 0, mostFillable, bound: Infinity };
  }
  const { filled } = filling;
  const able = all.filter((at) => columns.minimum[at]! <= filled);
  const capped = { ...columns, available: columns.available.map((amount) => Math.min(amount, filled)) };
  const start = planOf(capped, market.stop, filling.chosen, filled);
  const second = cheapest({ ...market, columns: capped }, able, filled, most, start, budget);
  return {
    chosen: (second.plan ?? start).chosen,
    filled,
    mostFillable: filling.proven ? filled : quantity,
    bound: second.bound,
  };
}

/** The question in whole amounts, and the way back: what an amount is in the caller's unit. */
type Counted = {
  readonly quantity: number;
  readonly candidates: readonly PoolSupplier[];
  readonly columns: Columns;
  readonly amountOf: (whole: number, of?: PoolSupplier) => number;
};

/**
 * Amounts as whole numbers, so that sums are exact; without those who cannot serve: nothing to give, or a minimum above what they
 * have or above the whole quantity.
 */
function counted({ quantity, freightPerUnitKm, suppliers }: PoolDemand): Counted {
  const able: PoolSupplier[] = [];
  for (const supplier of suppliers) {
    const { available, minimumOrder = 0 } = supplier;
    if (available > 0 && minimumOrder <= available && minimumOrder <= quantity) able.push(supplier);
  }
  const scale = scaleOf(quantity, able);
  const whole = (amount: number): number => (scale === 1 ? amount : Math.round(amount * scale));
  const candidates = able.filter(({ available }) => whole(available) > 0);
  const size = candidates.length;
  const columns = {
    cost: new Float64Array(size),
    available: new Float64Array(size),
    minimum: new Float64Array(size),
  };
  const wanted = whole(quantity);
  for (let at = 0; at < size; at += 1) {
    const { available, unitPrice, distanceKm, minimumOrder } = candidates[at]!;
    columns.cost[at] = (unitPrice + freightPerUnitKm * distanceKm) / scale;
    columns.available[at] = Math.min(whole(available), wanted);
    columns.minimum[at] = whole(minimumOrder ?? 0);
  }
  const amountOf = (amount: number, of?: PoolSupplier): number => {
    if (amount === wanted) return quantity;
    // What was rounded on the way comes back as it was.
    const stated = [of?.available, of?.minimumOrder].find(
      (each) => each !== undefined && whole(each) === amount,
    );
    return stated ?? amount / scale;
  };
  return { quantity: wanted, candidates, columns, amountOf };
}

/**
 * The power of ten that makes all amounts whole. Where none does, the largest with which sums are exact: what is rounded is then
 * next to nothing. 1 where there is no room for either, which leaves amounts as they are.
 */
function scaleOf(quantity: number, suppliers: readonly PoolSupplier[]): number {
  const fits = (scale: number): boolean => quantity * scale * suppliers.length <= Number.MAX_SAFE_INTEGER;
  let scale = 1;
  const raise = (amount: number): boolean => {
    while (!isWhole(amount, scale) && fits(scale * 10) && scale < MOST_SCALE) scale *= 10;
    return isWhole(amount, scale);
  };
  let isExact = raise(quantity);
  for (const { available, minimumOrder = 0 } of suppliers) {
    if (!Number.isInteger(available) && !raise(available)) isExact = false;
    if (!Number.isInteger(minimumOrder) && !raise(minimumOrder)) isExact = false;
  }
  return isExact || quantity * scale >= ROUNDABLE ? scale : 1;
}

/** Whether a decimal was written with so many places: 0.29 x 100 is 28.999..., and yet 29 hundredths. */
const isWhole = (amount: number, scale: number): boolean => Math.round(amount * scale) / scale === amount;

function answer(
  { stopCost, freightPerUnitKm }: PoolDemand,
  { columns, idOf }: Market,
  { quantity, candidates, amountOf }: Counted,
  { chosen, filled, mostFillable, bound }: Solved,
): Pool {
  const amounts = amountsOf(columns, chosen.toSorted(byCost(columns, idOf)), filled);
  const suppliers = [...amounts]
    .map(([at, amount]) => ({ at, id: idOf(at), quantity: amountOf(amount, candidates[at]) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const cost = suppliers.reduce((sum, { at, quantity: amount }) => {
    const { unitPrice, distanceKm } = candidates[at]!;
    return sum + amount * (unitPrice + freightPerUnitKm * distanceKm) + stopCost;
  }, 0);
  const deliveredCost = rounded(cost);
  return {
    suppliers: suppliers.map(({ id, quantity: amount }) => ({ id, quantity: amount })),
    filled: amountOf(filled),
    shortfall: amountOf(quantity - filled),
    deliveredCost,
    lowerBound: Math.min(deliveredCost, rounded(bound)),
    mostFillable: amountOf(mostFillable),
  };
}

/** To a millionth of a rupiah where a double holds it. */
function rounded(rupiah: number): number {
  return Math.abs(rupiah) < MOST_ROUNDED ? Math.round(rupiah * 1e6) / 1e6 : rupiah;
}
