/** Buckets that are split or joined while they are being read: a query is no snapshot, and yet each row is read once. */
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { partsOf, rowsOf, withRows, type Part, type Row } from '../../shared/market/bucket.ts';
import {
  readMarketVersions,
  readParts,
  rewriteBucket,
  versionOf,
  type BucketName,
  type MarketVersions,
} from '../../shared/market/bucket-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { cooperativeBucket, offerBucket, supplyBucket } from '../../shared/market/placed.ts';
import { type DemandRow } from '../../shared/market/rows.ts';
import type { Query, Table } from '../../shared/table/table.ts';
import { bareCooperative } from '../support/bare-cooperative.ts';
import { supplied } from '../support/supplied-potatoes.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

const wanted = (number: number): DemandRow =>
  ({
    id: `off_${number}`,
    scheme: 'purchase',
    commodity: 'potato',
    deliverTo: 'x'.repeat(4000),
  }) as DemandRow;

/** Business classes, so many that few cooperatives fill a part. */
const classes = Array.from({ length: 60 }, (_, at) => `${10_000 + at}`);

/** A kind of bucket, rows for it, and the ids that its reader finds. */
type Kind = {
  readonly bucket: BucketName<Row>;
  readonly rowOf: (number: number) => Row;
  readonly read: (memory: MarketMemory, versions: MarketVersions) => Promise<string[]>;
};

const kindOf = <R extends Row>(
  bucket: BucketName<R>,
  rowOf: (number: number) => R,
  read: Kind['read'],
): Kind => ({ bucket, rowOf, read });

const kinds: [string, Kind][] = [
  [
    'potentials',
    kindOf(supplyBucket('potato', '35.79'), supplied, async (memory, versions) =>
      (await memory.supply('potato', versions)).flatMap(({ rows }) => rows.map(({ id }) => id)),
    ),
  ],
  [
    'cooperatives',
    kindOf(
      cooperativeBucket('35.79'),
      (number) => ({ ...bareCooperative(`coop_${number}`, '35.79.02.2008', number), kbli: classes }),
      async (memory, versions) =>
        (await memory.cooperativeParts(['35.79'], versions)).flatMap(({ rows }) => rows.map(({ id }) => id)),
    ),
  ],
  [
    'offers',
    kindOf(offerBucket('purchase', 'potato'), wanted, async (memory, versions) =>
      (await memory.offers('purchase', ['potato'], versions)).map(({ id }) => id),
    ),
  ],
];

/** Row counts at which one row more splits the whole bucket, and then one of its parts. */
function splits({ bucket, rowOf }: Kind): number[] {
  const pathsAt = (count: number) =>
    partsOf(bucket.packing, rowsUpTo(count, rowOf), bucket.name).map(({ path }) => path);
  const found: number[] = [];
  for (let count = 2; found.length < 2; count += 1) {
    if (pathsAt(count).length !== pathsAt(count + 1).length) found.push(count);
  }
  return found;
}

const rowsUpTo = (count: number, rowOf: Kind['rowOf']): Row[] =>
  Array.from({ length: count }, (_, number) => rowOf(number));

/** The same table, an item in each page of a query; `meanwhile` happens once, after so many pages. */
function interrupted(table: Table, afterPages: number, meanwhile: () => Promise<void>): Table {
  let pages = 0;
  return {
    ...countingTable(table).table,
    async query(query: Query) {
      if (pages === afterPages) await meanwhile();
      pages += 1;
      return table.query({ ...query, limit: 1 });
    },
  };
}

const textOf = ({ path, body }: Part): string => `${path} ${body}`;

/** A bucket before and after somebody else's change, and after how many of its pages that comes; each up to the end of the reading. */
type Tear = { readonly from: number; readonly to: number; readonly stop: number };

onEveryStore('a bucket that changes its parts while it is being read', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe.each(kinds)('of %s', (_, kind) => {
    const { bucket, rowOf, read } = kind;
    const counts = splits(kind);
    const fill = (count: number) => rewriteBucket(store.table, bucket, () => rowsUpTo(count, rowOf));

    /** Tears the reading of a bucket in every way; gives those after which something was wrong. */
    async function wrongAmong(
      isRight: (torn: Table, count: () => number) => Promise<boolean>,
    ): Promise<Tear[]> {
      const wrong: Tear[] = [];
      for (const count of counts) {
        for (const [from, to] of [
          [count, count + 1],
          [count + 1, count],
        ] as const) {
          let isTorn = true;
          for (let stop = 0; isTorn; stop += 1) {
            await fill(from);
            isTorn = false;
            const torn = interrupted(store.table, stop, async () => {
              isTorn = true;
              const other = new Map([[rowOf(count).id, to > from ? rowOf(count) : undefined]]);
              await rewriteBucket(store.table, bucket, (rows) => withRows(rows, other));
            });
            if (!(await isRight(torn, () => (isTorn ? to : from)))) wrong.push({ from, to, stop });
          }
        }
      }
      return wrong;
    }

    test('gives each row once, wherever the reader is stopped', async () => {
      const wrong = await wrongAmong(async (torn, count) => {
        const found = await read(new MarketMemory(torn), () => undefined);
        // Who comes or goes meanwhile may be seen or not.
        const isThere = ({ id }: Row): boolean => found.includes(id);
        const [certain, possible] = [count(), count() + 1].map((most) => rowsUpTo(most, rowOf));
        return (
          new Set(found).size === found.length &&
          certain!.slice(0, -1).every(isThere) &&
          found.length <= possible!.length
        );
      });
      expect(wrong).toEqual([]);
    }, 120_000);

    test('is rewritten as if nobody had touched it meanwhile', async () => {
      const [gone, come] = [rowOf(0), rowOf(10_000)];
      const changed = new Map([
        [gone.id, undefined],
        [come.id, come],
      ]);
      const change = (rows: readonly Row[]): Row[] => withRows(rows, changed);
      const rewrite = (table: Table) => rewriteBucket(table, bucket, change);
      const wrong = await wrongAmong(async (torn, count) => {
        await rewrite(torn).catch(() => rewrite(store.table));
        const stored = await readParts(store.table, bucket.pk, undefined);
        const right = partsOf(bucket.packing, change(rowsUpTo(count(), rowOf)), bucket.name);
        const versions = await readMarketVersions(store.table, [bucket.pk]);
        return (
          isDeepStrictEqual(stored.map(textOf), right.map(textOf)) &&
          versions(bucket.pk, bucket.group) === versionOf(stored)
        );
      });
      expect(wrong).toEqual([]);
    }, 120_000);

    test('is left by whoever goes, though the reading was torn', async () => {
      const goes = new Map([[rowOf(0).id, undefined]]);
      const remove = (table: Table) => rewriteBucket(table, bucket, (rows) => withRows(rows, goes));
      const wrong = await wrongAmong(async (torn) => {
        await remove(torn).catch(() => remove(store.table));
        const stored = await readParts(store.table, bucket.pk, undefined);
        return !rowsOf(bucket.packing, stored, bucket.name).some(({ id }) => goes.has(id));
      });
      expect(wrong).toEqual([]);
    }, 120_000);
  });
});
