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

/** A peer, and ours beside it: asked the same in the same moments, since a machine is not always as fast. */
export type Beside = { readonly peer: Times; readonly ours: Times };

/** Milliseconds: `many` of the peer, and all of ours. */
export type BatchBeside = { readonly peerMs: number; readonly oursMs: number };

/** After each question to a peer ours is asked all of them in turn, so often to be warm and so often timed. */
const WARM_UPS = 2;
const ROUNDS = 3;
/** Of so many the middle one counts. */
export const BATCH_TRIES = 3;

type Rank = (wanted: Wanted, weights?: Weights) => Best[] | Promise<Best[]>;

export type Asked = {
  readonly limit: number;
  /** Asked one by one and timed, after a round to warm up; after each question to a peer ours is asked all of them. */
  readonly few: readonly Wanted[];
  /** Asked all at once. */
  readonly many: readonly Wanted[];
  /** Ours asks the whole batch, of which `many` are some; gives milliseconds. Called after each time that DuckDB was asked. */
  readonly oursAll: () => number;
  /** Also asked with these weights, for the answers alone. */
  readonly weights: Weights;
  readonly ours: (wanted: Wanted, weights?: Weights) => Best[];
};

export type Measured = {
  /** By the name of the peer. */
  readonly times: ReadonlyMap<string, Times>;
  readonly duckdb: Beside;
  readonly sqlite: Beside;
  readonly objects: Beside;
  /** `many` in one query of DuckDB: on one core, as ours, and on all. */
  readonly batch: { readonly oneCore: BatchBeside; readonly allCores: BatchBeside };
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
  const besideObjects = await timed(asked, byObjects);
  times.set('plain objects in stages', besideObjects.peer);
  const besideSqlite = await timed(asked, bySqlite);
  times.set('SQLite in stages', besideSqlite.peer);
  const besideDuckdb: Beside[] = [];
  const batches: BatchBeside[] = [];
  for (const cores of new Set([1, availableParallelism()])) {
    await duckdb.useThreads(cores);
    const beside = await timed(asked, byDuckDB);
    besideDuckdb.push(beside);
    times.set(`DuckDB, ${cores} ${cores === 1 ? 'core' : 'cores'}`, beside.peer);
    const tries: BatchBeside[] = [];
    for (let once = 0; once < BATCH_TRIES; once += 1) {
      const { best, milliseconds } = await duckdb.bestOfAll(asked.many, asked.limit);
      for (const [at, wanted] of asked.many.entries()) {
        if (!agrees(best[at]!, asked.ours(wanted))) mismatches += 1;
      }
      tries.push({ peerMs: milliseconds, oursMs: asked.oursAll() });
    }
    const middleOf = (side: keyof BatchBeside): number => middle(tries.map((each) => each[side]));
    batches.push({ peerMs: middleOf('peerMs'), oursMs: middleOf('oursMs') });
  }
  sqlite.close();
  duckdb.close();
  return {
    times,
    duckdb: besideDuckdb.toSorted((a, b) => a.peer.p50 - b.peer.p50)[0]!,
    sqlite: besideSqlite,
    objects: besideObjects,
    batch: { oneCore: batches[0]!, allCores: batches.at(-1)! },
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

/** Of ours each question counts by its middle; what a peer leaves of the processor's caches is for the rounds before to make good. */
async function timed({ few, ours }: Asked, rank: Rank): Promise<Beside> {
  const theirs: number[] = [];
  const own = few.map((): number[] => []);
  for (const wanted of few) {
    const start = performance.now();
    await rank(wanted);
    theirs.push(1000 * (performance.now() - start));
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      for (const [at, one] of few.entries()) {
        const began = performance.now();
        ours(one);
        if (round >= 0) own[at]!.push(1000 * (performance.now() - began));
      }
    }
  }
  return { peer: timesOf(theirs), ours: timesOf(own.map((each) => middle(each))) };
}

/** Of so many microseconds each. */
export function timesOf(micros: readonly number[]): Times {
  return { p50: middle(micros), p99: middle(micros, 0.99) };
}

/** The middle one, or the one at another share of the way up. */
export const middle = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!;
