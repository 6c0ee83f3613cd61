/**
 * `npm run bench:matching`: the exact twenty best of 400,000 potentials, warm and from stored buckets, beside a scan of the same columns, a
 * filter-and-sort of plain objects, SQLite and DuckDB, which must give the same ids; and of a tenth and ten times as many. Prints a table, then one line of JSON; what was not measured
 * is null there. `POTENTIALS`, `GROWN` (0: leave growth out), `PEERS` (0: leave the databases out) and `SEED` change what is measured;
 * `AGREE=100000` also asks so many random offers of small markets, and counts where scoring every pair gives another list.
 */
import { approachTo, atlas, placeOf } from '../../shared/market/approach.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import type { Shelf } from '../../shared/matching/columns.ts';
import { packShelves } from '../../shared/matching/pack-shelves.ts';
import type { Supply } from '../../shared/matching/pair.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import { bestSupplies, pointsOnShelf, type Aisle } from '../../shared/matching/top-k.ts';
import { WEIGHTS, weightsFor, type Weights } from '../../shared/matching/weights.ts';
import { distanceBetween } from '../../shared/regions/distance.ts';
import { Nation, type Wanted } from '../support/nation.ts';
import { disagreements } from './agreement.ts';
import { answerCold, storedBuckets } from './cold-buckets.ts';
import {
  BATCH_TRIES,
  measurePeers,
  middle,
  timesOf,
  type BatchBeside,
  type Beside,
  type Times,
} from './peers.ts';

const SEED = process.env['SEED'] ?? '2026';
const POTENTIALS = Number(process.env['POTENTIALS'] ?? 400_000);
const GROWN = Number(process.env['GROWN'] ?? 10 * POTENTIALS);
const OFFERS = 10_000;
const TIMED = 1000;
/** Slow peers see every so many of the timed offers. */
const PEER_EVERY = 25;
/** DuckDB sees every so many of all offers in its one query. */
const BATCH_EVERY = 50;
const LIMIT = 20;
const AGREE = Number(process.env['AGREE'] ?? 0);

/** Every factor of a purchase alike. */
const FLAT = Object.fromEntries(Object.keys(WEIGHTS.purchase).map((factor) => [factor, 10])) as Weights;

type Stock = {
  readonly shelves: Map<string, Shelf[]>;
  readonly supplies: Map<string, Supply[]>;
  /** By commodity, what comes into question for it: put together once, as the market does. */
  readonly aisles: Map<string, readonly Aisle[]>;
};

function stockOf(nation: Nation, keepsObjects: boolean): Stock & { packMs: number } {
  const shelves = new Map<string, Shelf[]>();
  const supplies = new Map<string, Supply[]>();
  let packMs = 0;
  for (const code of nation.codes) {
    const own = nation.supplies(code);
    nation.note(own);
    const start = performance.now();
    shelves.set(code, packShelves(own, atlas(), placeOf));
    packMs += performance.now() - start;
    if (keepsObjects) supplies.set(code, own);
  }
  return { shelves, supplies, aisles: new Map(), packMs };
}

function aislesFor({ kin }: Wanted, { shelves, aisles }: Stock): readonly Aisle[] {
  const { code: wanted } = kin[0]!;
  let own = aisles.get(wanted);
  if (own === undefined) {
    own = kin.flatMap(({ code, kinship }) => (shelves.get(code) ?? []).map((shelf) => ({ shelf, kinship })));
    aisles.set(wanted, own);
  }
  return own;
}

function byBounds(wanted: Wanted, stock: Stock, weights?: Weights): Best[] {
  const { demand } = wanted;
  const asked = { limit: LIMIT, weights: weights ?? weightsFor(demand, 'offer') };
  return bestSupplies(demand, aislesFor(wanted, stock), approachTo(demand), asked);
}

const inOrder = (a: Best, b: Best): number => b.points - a.points || (a.id < b.id ? -1 : 1);

/** All objects of the related commodities: filter, score, sort. */
function byObjects({ demand, kin }: Wanted, { supplies }: Stock, weights?: Weights): Best[] {
  const found: Best[] = [];
  for (const { code, kinship } of kin) {
    for (const supply of supplies.get(code) ?? []) {
      if (unmetRequirements(demand, supply).length > 0) continue;
      const link = { kinship, ...distanceBetween(supply.region, demand.deliverTo) };
      const points = scorePoints({ demand, supply, link, viewpoint: 'offer' }, weights);
      found.push({ id: supply.id, points });
    }
  }
  return found.sort(inOrder).slice(0, LIMIT);
}

/** All packed rows of the related commodities, none left out; requirements are looked up for what would come in. */
function byScan(wanted: Wanted, stock: Stock, objects: Map<string, Supply>): Best[] {
  const { demand } = wanted;
  const best: Best[] = [];
  for (const { shelf, kinship } of aislesFor(wanted, stock)) {
    const approach = approachTo(demand);
    const pointsOf = pointsOnShelf(demand, { shelf, kinship }, approach);
    for (let row = 0; row < shelf.ids.length; row += 1) {
      const points = pointsOf(row);
      const last = best[LIMIT - 1];
      if (last !== undefined && points < last.points) continue;
      const one = { id: shelf.ids[row]!, points };
      if (last !== undefined && inOrder(last, one) < 0) continue;
      if (unmetRequirements(demand, objects.get(one.id)!).length > 0) continue;
      best.push(one);
      best.sort(inOrder);
      if (best.length > LIMIT) best.pop();
    }
  }
  return best;
}

/** After rounds to warm up. */
function timed(wanted: readonly Wanted[], rank: (one: Wanted) => unknown, { warmUps = 2 } = {}): Times {
  for (let round = 0; round < warmUps; round += 1) for (const one of wanted) rank(one);
  const micros = wanted.map((one) => {
    const start = performance.now();
    rank(one);
    return 1000 * (performance.now() - start);
  });
  return timesOf(micros);
}

/** Packed bytes besides the ids: columns, dictionaries of numbers, nodes. Profiles, names of regions and the one atlas apart. */
function bytesOf(shelf: Shelf): number {
  const columns = Object.values(shelf).filter((part) => ArrayBuffer.isView(part));
  // Views of the same bytes begin at the same place of the search's memory.
  const places = new Map(columns.map((view) => [view.byteOffset || view.buffer, view.byteLength]));
  return [...places.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Everything of one commodity in one regency, all alike and all different: places leave nothing out. The worse of both. */
function worstVsScan(own: readonly Supply[], wanted: Wanted): number {
  const different = own.map((supply) => ({ ...supply, region: '35.79.02.2008' }));
  const alike = own.map(({ id }) => ({ ...different[0]!, id }));
  const offer: Wanted = {
    demand: { ...wanted.demand, deliverTo: '51.71' },
    kin: [{ code: 'one', kinship: 'same' }],
  };
  const ratios = [alike, different].map((supplies) => {
    const alone: Stock = {
      shelves: new Map([['one', packShelves(supplies, atlas(), placeOf)]]),
      supplies: new Map(),
      aisles: new Map(),
    };
    const byId = new Map<string, Supply>(supplies.map((supply) => [supply.id, supply]));
    const repeated = Array.from({ length: 15 }, () => offer);
    const bounded = timed(repeated, (asked) => byBounds(asked, alone));
    return bounded.p50 / timed(repeated, (asked) => byScan(asked, alone, byId)).p50;
  });
  return Math.max(...ratios);
}

const nation = new Nation(SEED, POTENTIALS);
const stock = stockOf(nation, true);
const offers = nation.offers(OFFERS);
const some = offers.slice(0, TIMED);
const few = some.filter((_, at) => at % PEER_EVERY === 0);
const rows = [...stock.shelves.values()].flat().reduce((sum, { ids }) => sum + ids.length, 0);
const bytes = [...stock.shelves.values()].flat().reduce((sum, shelf) => sum + bytesOf(shelf), 0) / rows;
console.log(
  `${rows} potentials, ${offers.length} offers, seed ${SEED}, checksum ${nation.checksum()}; packed in ${stock.packMs.toFixed(0)} ms`,
);

const objects = new Map([...stock.supplies.values()].flat().map((supply) => [supply.id, supply]));
const agrees = (a: Best[], b: Best[]): boolean => JSON.stringify(a) === JSON.stringify(b);
const wrong = (
  asked: readonly Wanted[],
  rank: (one: Wanted) => Best[],
  peer: (one: Wanted) => Best[],
): number => asked.filter((one) => !agrees(rank(one), peer(one))).length;
const ours = (one: Wanted): Best[] => byBounds(one, stock);
const flat = (one: Wanted): Best[] => byBounds(one, stock, FLAT);
const unlike =
  wrong(few, ours, (one) => byObjects(one, stock)) +
  wrong(few, flat, (one) => byObjects(one, stock, FLAT)) +
  wrong(some, ours, (one) => byScan(one, stock, objects));

const buckets = storedBuckets(nation);
const cold = timed(some, (one) => answerCold(buckets, one, LIMIT), { warmUps: 1 });
buckets.clear();
const bounds = timed(some, ours);
const flatBounds = timed(some, flat);
const scan = timed(few, (one) => byScan(one, stock, objects), { warmUps: 1 });
const plain = timed(few, (one) => byObjects(one, stock), { warmUps: 0 });
// Ways from everywhere are known beforehand, as they are to the peers.
for (const { demand } of offers) approachTo(demand);
// As a batch would be asked: what one commodity needs stays at hand.
const inTurn = [...Map.groupBy(offers, ({ kin }) => kin[0]!.code).values()].flat();
function tryBatch(): number {
  const start = performance.now();
  for (const one of inTurn) byBounds(one, stock);
  return performance.now() - start;
}
tryBatch();
const sample = offers.filter((_, at) => at % BATCH_EVERY === 0);
const peers =
  process.env['PEERS'] === '0'
    ? null
    : await measurePeers(stock.supplies, {
        limit: LIMIT,
        few,
        many: sample,
        oursAll: tryBatch,
        weights: FLAT,
        ours: (one, weights) => byBounds(one, stock, weights),
      });
const batchMs = peers?.batch.oneCore.oursMs ?? middle(Array.from({ length: BATCH_TRIES }, tryBatch));
const duckdbMs = ({ peerMs }: BatchBeside): number => peerMs * BATCH_EVERY;
const common = [...stock.supplies].toSorted(([, a], [, b]) => b.length - a.length)[0]!;
const worst = worstVsScan(
  common[1],
  some.find(({ kin }) => kin[0]!.code === common[0])!,
);

const pairsASecond = (OFFERS * rows) / (batchMs / 1000);
const micros = ({ p50, p99 }: Times) => ({ 'p50 µs': p50.toFixed(1), 'p99 µs': p99.toFixed(1) });
console.table({
  'by bounds': micros(bounds),
  'by bounds, flat weights': micros(flatBounds),
  'from stored buckets, none looked into yet': micros(cold),
  'scan of columns': micros(scan),
  'plain objects: filter, score, sort': micros(plain),
  ...Object.fromEntries([...(peers?.times ?? [])].map(([name, times]) => [name, micros(times)])),
});
const disagreeing = disagreements(AGREE, SEED, FLAT);
const mismatches = unlike + (peers?.mismatches ?? 0) + disagreeing;
if (AGREE > 0)
  console.log(`${AGREE} random offers, the best 1 to 100: ${disagreeing} disagree with scoring every pair`);
console.log(
  `all ${OFFERS} offers: ${batchMs.toFixed(0)} ms, ${pairsASecond.toPrecision(2)} pairs a second; ${bytes.toFixed(1)} bytes a potential; ${mismatches} mismatches`,
);
if (peers !== null) {
  const { oneCore, allCores } = peers.batch;
  console.log(
    `DuckDB, ${sample.length} of the ${OFFERS} offers in one query: ${oneCore.peerMs.toFixed(0)} ms on one core, ${allCores.peerMs.toFixed(0)} ms on all, so all of them ${duckdbMs(oneCore).toFixed(0)} and ${duckdbMs(allCores).toFixed(0)} ms; ours beside them ${oneCore.oursMs.toFixed(0)} and ${allCores.oursMs.toFixed(0)} ms`,
  );
}

objects.clear();
stock.supplies.clear();
/** Questions to a nation of another size, and how many times as long as here they take: in turn, since a machine is not always as fast. */
function grownTo(potentials: number): number {
  const other = new Nation(SEED, potentials);
  const there = stockOf(other, false);
  const asked = other.offers(TIMED);
  const rounds = Array.from({ length: 5 }, () => ({
    here: timed(some, ours, { warmUps: 1 }),
    there: timed(asked, (one) => byBounds(one, there), { warmUps: 1 }),
  }));
  const ratios = rounds.map((round) => round.there.p50 / round.here.p50).sort((a, b) => a - b);
  const { p50, p99 } = rounds.at(-1)!.there;
  console.log(`${potentials} potentials: p50 ${p50.toFixed(1)} µs, p99 ${p99.toFixed(1)} µs`);
  return ratios[Math.floor(ratios.length / 2)]!;
}

let growth: number | null = null;
if (GROWN > 0) for (const potentials of [POTENTIALS / 10, GROWN]) growth = grownTo(potentials);

const timesAsFast = ({ peer, ours: own }: Beside, at: keyof Times = 'p50'): number => peer[at] / own[at];
const batchTimesAsFast = (beside: BatchBeside): number => duckdbMs(beside) / beside.oursMs;
const figure = (value: number): number => Number(value.toPrecision(4));
console.log(
  JSON.stringify({
    p50Micros: figure(bounds.p50),
    p99Micros: figure(bounds.p99),
    flatP50Micros: figure(flatBounds.p50),
    flatP99Micros: figure(flatBounds.p99),
    vsDuckDB: peers === null ? null : figure(timesAsFast(peers.duckdb)),
    vsSqlite: peers === null ? null : figure(timesAsFast(peers.sqlite)),
    vsObjects: peers === null ? null : figure(timesAsFast(peers.objects)),
    vsObjectsP99: peers === null ? null : figure(timesAsFast(peers.objects, 'p99')),
    batchMs: figure(batchMs),
    batchVsDuckDB: peers === null ? null : figure(batchTimesAsFast(peers.batch.oneCore)),
    batchVsDuckDBOnAllCores: peers === null ? null : figure(batchTimesAsFast(peers.batch.allCores)),
    growth: growth === null ? null : figure(growth),
    worstVsScan: figure(worst),
    bytesPerPotential: figure(bytes),
    mismatches,
  }),
);
