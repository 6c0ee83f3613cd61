/** Where the market's buckets lie, and how one row is put right without ever undoing what came later. */
import { createHash } from 'node:crypto';
import { marketVersionsKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import { holdsAlready, partsOf, rowsOf, withRows, type Part, type Row } from './bucket.ts';

/** A bucket's partition and its name there; `counter` counts the rewrites of all that is read together with it. */
export type BucketName = { readonly pk: string; readonly name: string; readonly counter: string };

/** Parts of one bucket lie under `NAME#PATH`; no name holds `#`. */
const sortKeyOf = (name: string, path: string): string => `${name}#${path}`;

/**
 * Puts one row into a bucket, or takes it out (`undefined`), in one transaction with `guards`: checks that what the row was made
 * from still stands. Throws `ConditionFailed` when it does not, or when someone rewrote the same part meanwhile: read again, try
 * again. A row that is in place already costs no write. One query (more beyond 1 MB) and one transaction.
 */
export function placeRow(
  table: Table,
  bucket: BucketName,
  id: string,
  row: Row | undefined,
  guards: readonly Action[],
): Promise<void> {
  return placeRows(table, bucket, new Map([[id, row]]), guards);
}

/** The same for many rows of one bucket, by their ids, at the cost of one. */
export async function placeRows(
  table: Table,
  bucket: BucketName,
  changed: ReadonlyMap<string, Row | undefined>,
  guards: readonly Action[],
): Promise<void> {
  const stored = await readParts(table, bucket.pk, sortKeyOf(bucket.name, ''));
  const rows = rowsOf(stored);
  if (holdsAlready(rows, changed)) return;
  const before = new Map(stored.map((part) => [part.path, part]));
  const after = new Map(partsOf(withRows(rows, changed)).map((part) => [part.path, part]));
  const writes: Action[] = [];
  for (const part of after.values()) {
    if (before.get(part.path)?.body !== part.body) writes.push(put(bucket, part, before.get(part.path)));
  }
  for (const part of before.values()) {
    if (!after.has(part.path)) {
      const key = { pk: bucket.pk, sk: sortKeyOf(bucket.name, part.path) };
      writes.push({ do: 'delete', key, when: unchanged(part) });
    }
  }
  if (writes.length === 0) return;
  writes.push({ do: 'add', key: marketVersionsKey, attribute: bucket.counter, by: 1 });
  await table.transact([...writes, ...guards]);
}

/** A bucket as stored: its name and its rows. */
export type StoredBucket<R extends Row = Row> = { readonly name: string; readonly rows: readonly R[] };

/** The buckets of a partition, or only the one of this name, in the order of names. One query, more beyond 1 MB. */
export async function readBuckets<R extends Row>(
  table: Table,
  pk: string,
  name?: string,
): Promise<StoredBucket<R>[]> {
  const parts = await readParts(table, pk, name === undefined ? undefined : sortKeyOf(name, ''));
  return [...Map.groupBy(parts, (part) => part.bucket)].map(([bucket, own]) => ({
    name: bucket,
    rows: rowsOf<R>(own),
  }));
}

/** How often each counter's buckets were rewritten. Part of another batch read where the caller has one. */
export function marketVersionsFrom(item: Item | undefined): MarketVersions {
  return (counter) => (item?.[counter] as number | undefined) ?? 0;
}
export type MarketVersions = (counter: string) => number;

async function readParts(
  table: Table,
  pk: string,
  beginsWith: string | undefined,
): Promise<(Part & { bucket: string })[]> {
  const parts: (Part & { bucket: string })[] = [];
  for (let after = {}; ;) {
    const found = await table.query({ pk, limit: 1000, ...(beginsWith && { beginsWith }), ...after });
    for (const item of found.items) {
      const [bucket, path] = item.sk.split('#') as [string, string];
      parts.push({ bucket, path, body: item['body'] as string });
    }
    if (found.next === null) return parts;
    after = { after: found.next };
  }
}

function put({ pk, name }: BucketName, part: Part, before: Part | undefined): Action {
  const item = { pk, sk: sortKeyOf(name, part.path), body: part.body, digest: digestOf(part) };
  return { do: 'put', item, when: before ? unchanged(before) : { is: 'absent' } };
}

/** By content and not by a count: a part that was removed and made again is the same when it says the same. */
function unchanged(part: Part): NonNullable<Action['when']> {
  return { is: 'equal', attribute: 'digest', value: digestOf(part) };
}

const digestOf = ({ body }: Part): string => createHash('sha256').update(body).digest('base64url');
