/** The databases, and plain objects in stages, beside which the matcher is measured: filled with the same market, asked the same, their answers compared with ours. */
import { availableParallelism } from 'node:os';
import type { Supply } from '../../shared/matching/pair.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import type { Weights } from '../../shared/matching/weights.ts';
import type { Wanted } from '../support/nation.ts';
import { DuckDBPeer } from './duckdb-peer.ts';
import { ObjectsPeer } from './objects-peer.ts';
import { PeerColumns } from './peer-columns.ts';
import { SqlitePeer } from './sqlite-peer.ts';

/** Microseconds. */
export type Times = { readonly p50: number; readonly p99: number };

/** Of so many the middle one counts. */
const BATCH_TRIES = 3;

type Rank = (wanted: Wanted, weights?: Weights) => Best[] | Promise<Best[]>;

export type Asked = {
  readonly limit: number;
  /** Asked one by one and timed, after a round to warm up. */
  readonly few: readonly Wanted[];
  /** Asked all at once. */
  readonly many: readonly Wanted[];
  /** Also asked with these weights, for the answers alone. */
  readonly weights: Weights;
  readonly ours: (wanted: Wanted, weights?: Weights) => Best[];
};

export type Measured = {
  /** By the name of the peer. */
  readonly times: ReadonlyMap<string, Times>;
  readonly duckdb: Times;
  readonly sqlite: Times;
  readonly objects: Times;
  /** `many` in one query of DuckDB, milliseconds: on one core, as ours, and on all. */
  readonly batchMs: { readonly oneCore: number; readonly allCores: number };
  readonly mismatches: number;
};

/** Plain objects, SQLite, and DuckDB on one core and on all (`duckdb` is the faster). Takes about a gigabyte for 400,000 supplies. */
export async function measurePeers(
  stock: ReadonlyMap<string, readonly Supply[]>,
  asked: Asked,
): Promise<Measured> {
  const columns = new PeerColumns(stock);
  const objects = new ObjectsPeer(stock, columns);
  const sqlite = new SqlitePeer(columns);
  const duckdb = await DuckDBPeer.of(columns);
  const byObjects: Rank = (wanted, weights) => objects.best(wanted, asked.limit, weights);
  const bySqlite: Rank = (wanted, weights) => sqlite.best(wanted, asked.limit, weights);
  const byDuckDB: Rank = (wanted, weights) => duckdb.best(wanted, asked.limit, weights);

  const times = new Map<string, Times>();
  let mismatches = 0;
  for (const rank of [byObjects, bySqlite, byDuckDB]) mismatches += await wrong(asked, rank);
  const objectsTimes = await timed(asked.few, byObjects);
  times.set('plain objects in stages', objectsTimes);
  const sqliteTimes = await timed(asked.few, bySqlite);
  times.set('SQLite in stages', sqliteTimes);
  const duckdbTimes: Times[] = [];
  const batchMs: number[] = [];
  for (const cores of new Set([1, availableParallelism()])) {
    await duckdb.useThreads(cores);
    const measured = await timed(asked.few, byDuckDB);
    duckdbTimes.push(measured);
    times.set(`DuckDB, ${cores} ${cores === 1 ? 'core' : 'cores'}`, measured);
    const tries: number[] = [];
    for (let once = 0; once < BATCH_TRIES; once += 1) {
      const { best, milliseconds } = await duckdb.bestOfAll(asked.many, asked.limit);
      tries.push(milliseconds);
      for (const [at, wanted] of asked.many.entries()) {
        if (!agrees(best[at]!, asked.ours(wanted))) mismatches += 1;
      }
    }
    batchMs.push(tries.toSorted((a, b) => a - b)[BATCH_TRIES >> 1]!);
  }
  sqlite.close();
  duckdb.close();
  return {
    times,
    duckdb: duckdbTimes.toSorted((a, b) => a.p50 - b.p50)[0]!,
    sqlite: sqliteTimes,
    objects: objectsTimes,
    batchMs: { oneCore: batchMs[0]!, allCores: batchMs.at(-1)! },
    mismatches,
  };
}

const agrees = (a: readonly Best[], b: readonly Best[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Answers that differ from ours, with each offer's own weights and with those asked for. Serves to warm up, too. */
async function wrong({ few, weights, ours }: Asked, rank: Rank): Promise<number> {
  let count = 0;
  for (const wanted of few) {
    if (!agrees(await rank(wanted), ours(wanted))) count += 1;
    if (!agrees(await rank(wanted, weights), ours(wanted, weights))) count += 1;
  }
  return count;
}

async function timed(few: readonly Wanted[], rank: Rank): Promise<Times> {
  const micros: number[] = [];
  for (const wanted of few) {
    const start = performance.now();
    await rank(wanted);
    micros.push(1000 * (performance.now() - start));
  }
  micros.sort((a, b) => a - b);
  const at = (share: number): number => micros[Math.floor(share * micros.length)]!;
  return { p50: at(0.5), p99: at(0.99) };
}
