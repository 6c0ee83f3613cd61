/**
 * `npm run bench:pooling`: the pooling solver beside HiGHS and beside the greedy way, on the same made-up demands in the same run.
 * Prints a table, then one line of JSON. HiGHS gets 20 seconds for an instance (`HIGHS_SECONDS`) and works to the same precision.
 */
import { pool, type PoolDemand } from '../../shared/matching/pool.ts';
import { byHighs, unitCost } from '../matching/pool-reference.ts';
import { alike, villages } from '../matching/pool-instances.ts';
import { drawsFrom } from '../support/effort.ts';

const SEED = process.env['SEED'] ?? '2026';
const HIGHS_SECONDS = Number(process.env['HIGHS_SECONDS'] ?? 20);
const INSTANCES = 20;
/** HiGHS takes seconds for each of the large ones: it looks at so many of the first. */
const FOR_HIGHS = { 200: 20, 2000: 20, 20000: 4 } as const;
const ROUNDS = 5;
/** Need in kg; half of the instances allow so few suppliers that only large ones will do. */
const NEED = 20_000;
const FEW = { 200: 10, 2000: 8, 20000: 8 } as const;

const draw = drawsFrom(`pooling ${SEED}`);
const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The cheapest with its stop spread over what it has, one after another: what a spreadsheet would do. */
function greedy(demand: PoolDemand): { filled: number; cost: number } {
  let [filled, cost, used] = [0, 0, 0];
  const spread = (at: PoolDemand['suppliers'][number]): number =>
    unitCost(demand, at) + demand.stopCost / at.available;
  for (const supplier of demand.suppliers.toSorted((a, b) => spread(a) - spread(b))) {
    const amount = Math.min(supplier.available, demand.quantity - filled);
    if (amount <= 0 || amount < (supplier.minimumOrder ?? 0)) continue;
    if (used === (demand.maxSuppliers ?? Infinity)) break;
    filled += amount;
    used += 1;
    cost += amount * unitCost(demand, supplier) + demand.stopCost;
  }
  return { filled, cost };
}

/** The median of some rounds: the machine is shared. */
function timed(demand: PoolDemand): { milliseconds: number; planned: ReturnType<typeof pool> } {
  const times: number[] = [];
  let planned = pool(demand);
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    planned = pool(demand);
    times.push(performance.now() - start);
  }
  return { milliseconds: median(times), planned };
}

for (let round = 0; round < 30; round += 1) pool(villages(draw, 400, { need: 5_000, maxSuppliers: 5 }));

const table: Record<string, Record<string, number | string>> = {};
const all: {
  size: number;
  milliseconds: number;
  highs: number | undefined;
  proven: boolean;
  over: number;
}[] = [];
for (const size of [200, 2000, 20000] as const) {
  for (const binds of [false, true]) {
    const own: typeof all = [];
    const greedyOver: number[] = [];
    let greedyShort = 0;
    let notProven = 0;
    for (let instance = 0; instance < INSTANCES; instance += 1) {
      const asked = { need: NEED, ...(binds ? { maxSuppliers: FEW[size] } : {}) };
      const demand = (instance % 2 === 0 ? villages : alike)(draw, size, asked);
      const { milliseconds, planned } = timed(demand);
      const proven = planned.lowerBound === planned.deliveredCost && planned.filled === demand.quantity;
      const highs =
        instance < FOR_HIGHS[size] ? byHighs(demand, { isEnough: true, seconds: HIGHS_SECONDS }) : undefined;
      if (highs && !highs.isProven) notProven += 1;
      const optimum = highs?.isProven ? highs.deliveredCost : planned.lowerBound;
      own.push({
        size,
        milliseconds,
        highs: highs?.milliseconds,
        proven,
        over: planned.deliveredCost / optimum,
      });
      const plain = greedy(demand);
      if (plain.filled < demand.quantity) greedyShort += 1;
      else greedyOver.push(plain.cost / planned.deliveredCost);
    }
    all.push(...own);
    const times = own.map(({ milliseconds }) => milliseconds);
    const highsTimes = own.flatMap(({ highs }) => highs ?? []);
    table[`${size}${binds ? `, at most ${FEW[size]}` : ''}`] = {
      instances: own.length,
      'ms median': Number(median(times).toFixed(2)),
      'ms worst': Number(Math.max(...times).toFixed(2)),
      proven: own.filter(({ proven }) => proven).length,
      'HiGHS asked': highsTimes.length,
      'HiGHS ms median': Math.round(median(highsTimes)),
      'HiGHS out of time': notProven,
      'greedy falls short': greedyShort,
      'greedy dearer by %':
        greedyOver.length === 0 ? '-' : Number((100 * (median(greedyOver) - 1)).toFixed(2)),
    };
  }
}

console.table(table);
const of = (size: number): number[] =>
  all.filter((each) => each.size === size).map((each) => each.milliseconds);
const ratios = [200, 2000, 20000].map((size) => {
  const both = all.filter((each) => each.size === size && each.highs !== undefined);
  return median(both.map(({ highs }) => highs!)) / median(both.map(({ milliseconds }) => milliseconds));
});
console.log(
  JSON.stringify({
    ms2000: Number(median(of(2000)).toFixed(3)),
    ms20000: Number(median(of(20000)).toFixed(3)),
    // The least of the ratios of medians, one for each size.
    vsHighs: Math.round(Math.min(...ratios)),
    instances: all.length,
    proven: all.filter(({ proven }) => proven).length,
    worstVsOptimum: Number(Math.max(...all.map(({ over }) => over)).toFixed(9)),
  }),
);
