/** The market's buckets as this process last read them: what has not been rewritten since is not read again. */
import { children } from '../regions/regions.ts';
import { cooperativeBuckets } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import type { Row } from './bucket.ts';
import { readBuckets, type BucketName, type MarketVersions, type StoredBucket } from './bucket-store.ts';
import {
  cooperativeBucket,
  offerBucket,
  supplyBucket,
  type CooperativeRow,
  type OfferRow,
  type PotentialRow,
} from './rows.ts';

/** What was read together, and the count of rewrites that it is still right for. */
type Memory = { readonly version: number; readonly rows: readonly Row[] };

/** From so many missing regencies of a province on, its whole partition is read: one query in place of many. */
const WHOLE_PROVINCE_FROM = 3;
/** About 200 MB of rows at most; beyond it, what was used longest ago is forgotten. */
const MOST_ROWS = 300_000;

export class MarketMemory {
  readonly #table: Table;
  readonly #mostRows: number;
  /** In the order of use. */
  readonly #known = new Map<string, Memory>();
  #rows = 0;

  constructor(table: Table, mostRows = MOST_ROWS) {
    this.#table = table;
    this.#mostRows = mostRows;
  }

  /** What is supplied of a commodity, in the whole country. No round trip when it was read since it last changed, else one query. */
  async supply(commodity: string, versions: MarketVersions): Promise<readonly PotentialRow[]> {
    const bucket = supplyBucket(commodity, '');
    return this.#remembered(bucket.counter, versions, () => this.#wholePartition(bucket));
  }

  /** Offers of a scheme for a commodity (`undefined` for a scheme without). At most one query. */
  async offers(
    scheme: OfferRow['scheme'],
    commodity: string | undefined,
    versions: MarketVersions,
  ): Promise<readonly OfferRow[]> {
    const bucket = offerBucket(scheme, commodity);
    return this.#remembered(bucket.counter, versions, async () =>
      rowsIn<OfferRow>(await readBuckets(this.#table, bucket.pk, bucket.name)),
    );
  }

  /**
   * The cooperatives of regencies, by id. A query for each regency that changed since it was read; one for the whole province
   * where several did.
   */
  async cooperatives(
    regencies: Iterable<string>,
    versions: MarketVersions,
  ): Promise<Map<string, CooperativeRow>> {
    const wanted = [...new Set(regencies)].sort();
    const missing = wanted.filter((regency) => !this.#stands(cooperativeBucket(regency).counter, versions));
    const byProvince = Map.groupBy(missing, (regency) => regency.slice(0, 2));
    const fresh = new Map<string, readonly CooperativeRow[]>();
    await Promise.all(
      [...byProvince].map(async ([province, own]) => {
        for (const [regency, rows] of await this.#cooperativesOf(province, own, versions)) {
          fresh.set(regency, rows);
        }
      }),
    );
    const found = new Map<string, CooperativeRow>();
    for (const regency of wanted) {
      const rows = fresh.get(regency) ?? this.#recall(cooperativeBucket(regency).counter);
      for (const row of rows as readonly CooperativeRow[]) found.set(row.id, row);
    }
    return found;
  }

  async #cooperativesOf(
    province: string,
    missing: readonly string[],
    versions: MarketVersions,
  ): Promise<Map<string, readonly CooperativeRow[]>> {
    const isWhole = missing.length >= WHOLE_PROVINCE_FROM;
    const read = isWhole
      ? await readBuckets<CooperativeRow>(this.#table, cooperativeBuckets(province))
      : (
          await Promise.all(
            missing.map((name) =>
              readBuckets<CooperativeRow>(this.#table, cooperativeBuckets(province), name),
            ),
          )
        ).flat();
    const stored = new Map(read.map(({ name, rows }) => [name, rows]));
    // A regency without any cooperative is remembered as well, or it would be asked for again and again.
    const learnt = isWhole ? [...new Set([...missing, ...stored.keys()])] : missing;
    for (const regency of learnt) {
      const { counter } = cooperativeBucket(regency);
      this.#remember(counter, { version: versions(counter), rows: stored.get(regency) ?? [] });
    }
    return new Map(missing.map((regency) => [regency, stored.get(regency) ?? []]));
  }

  async #wholePartition({ pk }: BucketName): Promise<PotentialRow[]> {
    return rowsIn(await readBuckets<PotentialRow>(this.#table, pk));
  }

  async #remembered<R extends Row>(
    counter: string,
    versions: MarketVersions,
    read: () => Promise<readonly R[]>,
  ): Promise<readonly R[]> {
    if (this.#stands(counter, versions)) return this.#recall(counter) as readonly R[];
    // The count was read before the rows: these may be newer than it says, which costs one more reading and nothing else.
    const version = versions(counter);
    const rows = await read();
    this.#remember(counter, { version, rows });
    return rows;
  }

  #stands(counter: string, versions: MarketVersions): boolean {
    return this.#known.get(counter)?.version === versions(counter);
  }

  #recall(counter: string): readonly Row[] {
    const memory = this.#known.get(counter);
    if (memory === undefined) return [];
    this.#known.delete(counter);
    this.#known.set(counter, memory);
    return memory.rows;
  }

  #remember(counter: string, memory: Memory): void {
    this.#rows += memory.rows.length - (this.#known.get(counter)?.rows.length ?? 0);
    this.#known.delete(counter);
    this.#known.set(counter, memory);
    for (const [oldest, { rows }] of this.#known) {
      if (this.#rows <= this.#mostRows || oldest === counter) return;
      this.#known.delete(oldest);
      this.#rows -= rows.length;
    }
  }
}

/** The bucket names that lie in region codes of any level: their regencies, and their provinces for what is not below one. */
export function bucketNamesIn(codes: readonly string[]): string[] {
  return [
    ...new Set(codes.flatMap((code) => (code.length === 2 ? [code, ...children(code)] : [code.slice(0, 5)]))),
  ];
}

function rowsIn<R extends Row>(buckets: readonly StoredBucket<R>[]): R[] {
  return buckets.flatMap(({ rows }) => rows);
}
