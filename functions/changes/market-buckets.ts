/** Keeps the market index: each cooperative, potential and offer has its row in the one bucket where it belongs now. */
import { placeRow, placeRows, type BucketName } from '../../shared/market/bucket-store.ts';
import type { Row } from '../../shared/market/bucket.ts';
import { placedCooperative, placedOffer, placedPotential, type Placed } from '../../shared/market/rows.ts';
import { storedFrom } from '../../shared/stored.ts';
import { cooperativeKey, offerKey, potentialKey } from '../../shared/table/keys.ts';
import type { Item, Key, Table } from '../../shared/table/table.ts';
import { asItIsNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of anything that stands in the market. It takes from the record only which thing changed and where
 * it stood; what is true it reads itself, and writes only while that is still true. So repeats, old news and news out of order
 * all lead to the same bytes. One read, then a query and a transaction for each bucket that is not right yet.
 */
export function marketBuckets(table: Table): Reaction {
  return async ({ key, before, after }) => {
    const placed = placingOf(key);
    if (placed === undefined) return;
    await keepInPlace(table, key, [placed(before)?.bucket, placed(after)?.bucket]);
  };
}

/** Puts the thing under `key` where it belongs now, and takes it out of the other buckets named. */
export async function keepInPlace(
  table: Table,
  key: Key,
  elsewhere: readonly (BucketName | undefined)[],
): Promise<void> {
  const placed = placingOf(key);
  if (placed === undefined) return;
  await asItIsNow(table, key, async (item, guard) => {
    const now = placed(item);
    const buckets = new Map<string, BucketName>();
    for (const bucket of [...elsewhere, now?.bucket]) {
      if (bucket !== undefined) buckets.set(`${bucket.pk}#${bucket.name}`, bucket);
    }
    for (const [name, bucket] of buckets) {
      const isHere = now !== undefined && name === `${now.bucket.pk}#${now.bucket.name}`;
      await placeRow(table, bucket, idIn(key), isHere ? now.row : undefined, [guard]);
    }
  });
}

/**
 * Puts many stored things into a market that nobody else writes to meanwhile, as on the first start: what the reactions would
 * do one by one, with a query and a transaction for each bucket instead of each thing.
 */
export async function placeAll(table: Table, items: readonly Item[]): Promise<void> {
  const buckets = new Map<string, { bucket: BucketName; rows: Map<string, Row> }>();
  for (const item of items) {
    const placed = placingOf(item)?.(item);
    if (placed === undefined) continue;
    const name = `${placed.bucket.pk}#${placed.bucket.name}`;
    const found = buckets.get(name) ?? { bucket: placed.bucket, rows: new Map() };
    buckets.set(name, found);
    found.rows.set(placed.row.id, placed.row);
  }
  await Promise.all([...buckets.values()].map(({ bucket, rows }) => placeRows(table, bucket, rows, [])));
}

/** What stands in the market, by the key it is stored under. */
const placings: readonly { keyOf: (id: string) => Key; placed: (value: never) => Placed<Row> | undefined }[] =
  [
    { keyOf: cooperativeKey, placed: placedCooperative },
    { keyOf: potentialKey, placed: placedPotential },
    { keyOf: offerKey, placed: placedOffer },
  ];

/** How an item under this key is placed; `undefined` for keys of no concern to the market. */
function placingOf(key: Key): ((item: Item | null | undefined) => Placed<Row> | undefined) | undefined {
  const id = idIn(key);
  const placing = placings.find(({ keyOf }) => keyOf(id).pk === key.pk && keyOf(id).sk === key.sk);
  if (placing === undefined) return undefined;
  return (item) => {
    const stored = storedFrom<never>(item ?? undefined);
    return stored && placing.placed(stored.value);
  };
}

const idIn = ({ pk }: Key): string => pk.slice(pk.indexOf('#') + 1);
