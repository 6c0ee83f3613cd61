/** Keeps the supply of the market index: each cooperative and potential has its row in the one bucket where it belongs now. */
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { rewriteBucket } from '../../shared/market/bucket-store.ts';
import { withRows } from '../../shared/market/bucket.ts';
import {
  cooperativeBucket,
  cooperativeRow,
  placedPotential,
  regencyOf,
  supplyBucket,
} from '../../shared/market/rows.ts';
import { commoditiesOf, notesFor, withOwner, withSupply } from '../../shared/market/supplies.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { cooperativeKey, idIn, isSameKey, potentialKey } from '../../shared/table/keys.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/** An item as it was or is, from a change; null for none. */
type Image = Item | null | undefined;

/**
 * The reaction to a change of a cooperative or a potential. It takes from the record only which thing changed and where
 * it stood; what is true it reads itself, and writes only while that is still true. So repeats, old news and news out of order
 * all lead to the same bytes. One read, then a query and a transaction for each bucket that is not right yet; a cooperative stands
 * in the buckets of all that it supplies.
 */
export function marketBuckets(table: Table): Reaction {
  return async ({ key, before, after }) => {
    const id = idIn(key);
    if (isSameKey(key, potentialKey(id))) await keepPotential(table, id, [before, after]);
    else if (isSameKey(key, cooperativeKey(id))) await keepCooperative(table, id);
  };
}

async function keepPotential(table: Table, id: string, images: readonly Image[]): Promise<void> {
  const stood = images.flatMap((image) => potentialFrom(image)?.value ?? []);
  const ownerId = stood.at(-1)?.cooperativeId;
  if (ownerId === undefined) return;
  await asTheyAreNow(table, [potentialKey(id), cooperativeKey(ownerId)], async ([item, owner], guards) => {
    const cooperative = cooperativeFrom(owner)?.value;
    const now = potentialFrom(item)?.value;
    // A merger has moved it since: its row stands beside its owner of now.
    if (now !== undefined && now.cooperativeId !== ownerId)
      return keepPotential(table, id, [...images, item]);
    const row = now && placedPotential(now, cooperative).row;
    const ownerNow = { id: ownerId, row: (cooperative && cooperativeRow(cooperative)) ?? null };
    for (const commodity of new Set([...stood, ...(now ? [now] : [])].map((one) => one.commodity))) {
      await rewriteBucket(
        table,
        supplyBucket(commodity, regencyOf(stood[0]!.regionCode)),
        (rows) => withSupply(rows, id, commodity === now?.commodity ? row : undefined, ownerNow),
        guards,
        (before, after) => notesFor(commodity, before, after),
      );
    }
  });
}

async function keepCooperative(table: Table, id: string): Promise<void> {
  await asTheyAreNow(table, [cooperativeKey(id)], async ([item], guards) => {
    const cooperative = cooperativeFrom(item)?.value;
    // Nobody takes a cooperative away, and where it stands is for life.
    if (cooperative === undefined) return;
    const row = cooperativeRow(cooperative);
    const regency = regencyOf(cooperative.regionCode);
    const own = new Map([[id, row]]);
    await rewriteBucket(table, cooperativeBucket(regency), (rows) => withRows(rows, own), guards);
    const commodities = await commoditiesOf(table, id);
    await Promise.all(
      commodities.map((commodity) =>
        rewriteBucket(
          table,
          supplyBucket(commodity, regency),
          (rows) => withOwner(rows, { id, row: row ?? null }),
          guards,
        ),
      ),
    );
  });
}
