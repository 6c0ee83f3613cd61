/** The market's buckets as this process last read them: what has not been rewritten since is not read again. */
import { children } from '../regions/regions.ts';
import type { Table } from '../table/table.ts';
import type { Row } from './bucket.ts';
import { readBuckets, type BucketName, type MarketVersions } from './bucket-store.ts';
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

/** From so many missing buckets of a partition on, the whole of it is read: one query in place of many. */
const WHOLE_PARTITION_FROM = 3;
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
    const { pk, counter } = supplyBucket(commodity, '');
    if (this.#stands(counter, versions)) return this.#recall(counter) as readonly PotentialRow[];
    // The count was read before the rows: these may be newer than it says, which costs one more reading and nothing else.
    const version = versions(counter);
    const rows = (await readBuckets<PotentialRow>(this.#table, pk)).flatMap((bucket) => bucket.rows);
    this.#remember(counter, { version, rows });
    return rows;
  }

  /** Offers of a scheme for these commodities (`undefined` stands for none). One query when several changed since they were read. */
  async offers(
    scheme: OfferRow['scheme'],
    wanted: readonly (string | undefined)[],
    versions: MarketVersions,
  ): Promise<OfferRow[]> {
    const buckets = wanted.map((commodity) => offerBucket(scheme, commodity));
    return (await this.#buckets<OfferRow>(buckets, versions)).flat();
  }

  /**
   * The cooperatives of regencies, by id. A query for each regency that changed since it was read; one for the whole province
   * where several did.
   */
  async cooperatives(
    regencies: Iterable<string>,
    versions: MarketVersions,
  ): Promise<Map<string, CooperativeRow>> {
    const byProvince = Map.groupBy([...new Set(regencies)].sort(), (regency) => regency.slice(0, 2));
    const read = await Promise.all(
      [...byProvince.values()].map((own) =>
        this.#buckets<CooperativeRow>(own.map(cooperativeBucket), versions),
      ),
    );
    return new Map(read.flat(2).map((row) => [row.id, row]));
  }

  /** Buckets of one partition, in the order asked. */
  async #buckets<R extends Row>(
    wanted: readonly BucketName[],
    versions: MarketVersions,
  ): Promise<(readonly R[])[]> {
    const found = new Map<string, readonly R[]>();
    const missing = wanted.filter(({ counter }) => {
      if (!this.#stands(counter, versions)) return true;
      found.set(counter, this.#recall(counter) as readonly R[]);
      return false;
    });
    const isMany = missing.length >= WHOLE_PARTITION_FROM;
    const read = isMany
      ? await readBuckets<R>(this.#table, missing[0]!.pk)
      : (await Promise.all(missing.map(({ pk, name }) => readBuckets<R>(this.#table, pk, name)))).flat();
    const fresh = new Map(read.map(({ name, rows }) => [name, rows]));
    for (const { name, counter } of missing) {
      // A bucket without any rows is remembered as well, or it would be asked for again and again.
      const rows = fresh.get(name) ?? [];
      found.set(counter, rows);
      this.#remember(counter, { version: versions(counter), rows });
    }
    return wanted.map(({ counter }) => found.get(counter)!);
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
