/** Two referees of pooling: one that looks at every set of suppliers, and the solver HiGHS. */
import * as solver from 'highs';
import type { PoolDemand, PoolSupplier } from '../../shared/matching/pool.ts';

/** What a plan comes to. */
export type Outcome = { readonly filled: number; readonly deliveredCost: number };

/** Rupiah for one unit at the door. */
export const unitCost = ({ freightPerUnitKm }: PoolDemand, { unitPrice, distanceKm }: PoolSupplier): number =>
  unitPrice + freightPerUnitKm * distanceKm;

/** Slow and plain: all sets of suppliers, each filled cheapest first after its minimums. For a dozen suppliers at most. */
export function bruteForce(demand: PoolDemand): Outcome {
  const able = demand.suppliers
    .filter(({ available, minimumOrder = 0 }) => available > 0 && minimumOrder <= available)
    .sort((a, b) => unitCost(demand, a) - unitCost(demand, b));
  let best: Outcome = { filled: 0, deliveredCost: 0 };
  for (let set = 1; set < 1 << able.length; set += 1) {
    const chosen = able.filter((_, at) => (set & (1 << at)) !== 0);
    if (chosen.length > (demand.maxSuppliers ?? Infinity)) continue;
    const least = sum(chosen.map(({ minimumOrder = 0 }) => minimumOrder));
    if (least > demand.quantity + 1e-9) continue;
    const filled = Math.min(demand.quantity, sum(chosen.map(({ available }) => available)));
    let rest = filled - least;
    let deliveredCost = 0;
    for (const supplier of chosen) {
      const { available, minimumOrder = 0 } = supplier;
      const more = Math.min(rest, available - minimumOrder);
      rest -= more;
      deliveredCost += (minimumOrder + more) * unitCost(demand, supplier) + demand.stopCost;
    }
    const isMore = filled > best.filled + 1e-9;
    const isCheaper = filled > best.filled - 1e-9 && deliveredCost < best.deliveredCost;
    if (isMore || isCheaper) best = { filled, deliveredCost };
  }
  return best;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Its types are written for CommonJS, where the loader is the module itself. */
const loadHighs = solver.default as unknown as typeof solver.default.default;
const highs = await loadHighs();

/**
 * By mixed-integer programming: first the most that can be filled, then the least cost of it. With `isEnough` the whole quantity is
 * taken to be possible, and the first model is left out. `milliseconds` is the solving of the last model, from its text;
 * `isProven` is false when it took longer than `seconds`.
 */
export function byHighs(
  demand: PoolDemand,
  { isEnough = false, seconds = 60 }: { isEnough?: boolean; seconds?: number } = {},
): Outcome & { readonly milliseconds: number; readonly isProven: boolean } {
  const able = demand.suppliers.filter(
    ({ available, minimumOrder = 0 }) => available > 0 && minimumOrder <= available,
  );
  const options = { output_flag: false, mip_rel_gap: 1e-9, time_limit: seconds };
  const amounts = able.map((_, at) => `x${at}`).join(' + ');
  const model = (goal: string, fill: string): string =>
    [
      goal,
      'Subject To',
      ` fill: ${amounts} ${fill}`,
      ...able.flatMap(({ available, minimumOrder = 0 }, at) => [
        ` most${at}: x${at} - ${Math.min(available, demand.quantity)} z${at} <= 0`,
        ...(minimumOrder > 0 ? [` least${at}: x${at} - ${minimumOrder} z${at} >= 0`] : []),
      ]),
      ...(demand.maxSuppliers === undefined
        ? []
        : [` places: ${able.map((_, at) => `z${at}`).join(' + ')} <= ${demand.maxSuppliers}`]),
      'Binary',
      able.map((_, at) => ` z${at}`).join('\n'),
      'End',
    ].join('\n');
  const filled = isEnough
    ? demand.quantity
    : highs.solve(model(`Maximize\n obj: ${amounts}`, `<= ${demand.quantity}`), options).ObjectiveValue;
  const cost = able.map((supplier, at) => `${unitCost(demand, supplier)} x${at} + ${demand.stopCost} z${at}`);
  const text = model(`Minimize\n obj: ${cost.join(' + ')}`, `= ${filled}`);
  const start = performance.now();
  const solved = highs.solve(text, options);
  return {
    filled,
    deliveredCost: solved.ObjectiveValue,
    milliseconds: performance.now() - start,
    isProven: solved.Status === 'Optimal',
  };
}
