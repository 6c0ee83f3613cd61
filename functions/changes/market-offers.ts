/** Keeps the offers of the market index: each stands in the one bucket where it belongs now, with what stands behind it as that is now. */
import { isDeepStrictEqual } from 'node:util';
import {
  behindFrom,
  behindKeys,
  bucketsBehind,
  notesBehind,
  sideUnder,
  withSide,
} from '../../shared/market/behind.ts';
import { rewriteBucket } from '../../shared/market/bucket-store.ts';
import { withRows } from '../../shared/market/bucket.ts';
import { offerBucket, placedOffer } from '../../shared/market/placed.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import { idIn, isSameKey, offerKey } from '../../shared/table/keys.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of an offer, or of who or what stands behind offers: an organization, a programme, a record of payments.
 * As in `market-buckets.ts`, what is true is read as it is now and written only while it still is: a row is placed only while all
 * that it tells is as read, so that whoever places an offer and whoever changes what stands behind it cannot miss each other. One
 * read, then a query and a transaction for each bucket that is not right yet. Of an organization's changes, only those cost
 * anything that ranking can tell.
 */
export function marketOffers(table: Table): Reaction {
  return async ({ key, before, after }) => {
    const id = idIn(key);
    if (isSameKey(key, offerKey(id))) return keepOffer(table, id, [before, after]);
    const side = sideUnder(key, id);
    if (side === undefined || isDeepStrictEqual(side.factsIn(before), side.factsIn(after))) return;
    await asTheyAreNow(table, [key], async ([item], guards) => {
      const buckets = await bucketsBehind(table, id);
      await Promise.all(
        buckets.map((bucket) =>
          rewriteBucket(table, bucket, (rows) => withSide(rows, side, id, item), guards),
        ),
      );
    });
  };
}

async function keepOffer(
  table: Table,
  id: string,
  images: readonly (Item | null | undefined)[],
): Promise<void> {
  const stood = images.flatMap((image) => offerFrom(image)?.value ?? []);
  const last = stood.at(-1);
  if (last === undefined) return;
  await asTheyAreNow(table, [offerKey(id), ...behindKeys(last)], async ([item, ...behind], guards) => {
    const now = offerFrom(item)?.value;
    // It has come under another programme since.
    if (now !== undefined && now.programmeId !== last.programmeId)
      return keepOffer(table, id, [...images, item]);
    const placed = now && placedOffer(now, behindFrom(now, behind));
    // Where it belongs now first, so that it is not missing meanwhile; whoever meets it twice counts it once.
    const buckets = [...(now ? [now] : []), ...stood].map((one) => offerBucket(one.scheme, one.commodity));
    for (const bucket of new Map(buckets.map((one) => [`${one.pk}#${one.name}`, one])).values()) {
      const isHere = bucket.pk === placed?.bucket.pk && bucket.name === placed.bucket.name;
      const row = isHere ? placed.row : undefined;
      await rewriteBucket(table, bucket, (rows) => withRows(rows, new Map([[id, row]])), guards, notesBehind);
    }
  });
}
