/** Keeps the supply of the market index: each cooperative and potential has its row in the one bucket where it belongs now. */
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { rewriteBucket } from '../../shared/market/bucket-store.ts';
import { withRows } from '../../shared/market/bucket.ts';
import {
  cooperativeBucket,
  placedCooperative,
  placedPotential,
  supplyBucket,
} from '../../shared/market/placed.ts';
import { cooperativeRow, regencyOf } from '../../shared/market/rows.ts';
import { commoditiesOf, notesFor, withOwners, type Owners } from '../../shared/market/supplies.ts';
import type { Potential } from '../../shared/potentials/potential.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { cooperativeKey, idIn, isSameKey, potentialKey } from '../../shared/table/keys.ts';
import type { Change, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/**
 * As many changes are taken together: each brings two checks at most into every transaction, which has room for a hundred actions.
 */
const MOST_TOGETHER = 20;

/**
 * The reaction to a change of a cooperative or a potential. It takes from the record only which thing changed and where
 * it stood; what is true it reads itself, and writes only while that is still true. So repeats, old news and news out of order
 * all lead to the same bytes. One read, then a query and a transaction for each bucket that is not right yet; a cooperative stands
 * in the buckets of all that it supplies. Changes to the same bucket that come next are taken with it, so that it is written once for
 * all of them; where that fails, each by itself.
 */
export function marketBuckets(table: Table): Reaction {
  /** Those that were taken with one before them. */
  const taken = new WeakSet<Change>();
  return async (change, next = []) => {
    const place = placeOf(change);
    if (place === undefined || taken.delete(change)) return;
    const others = next.filter((one) => placeOf(one) === place).slice(0, MOST_TOGETHER - 1);
    if (others.length > 0) {
      try {
        await keepAll(table, [change, ...others]);
        for (const one of others) taken.add(one);
        return;
      } catch {
        // Which of them it is, is seen when each comes in its turn.
      }
    }
    await keepAll(table, [change]);
  };
}

/** Changes that agree in it are of the same kind and go to the same bucket. */
function placeOf({ key, before, after }: Change): string | undefined {
  const id = idIn(key);
  if (isSameKey(key, cooperativeKey(id))) {
    const cooperative = cooperativeFrom(after)?.value;
    return cooperative && regencyOf(cooperative.regionCode);
  }
  if (!isSameKey(key, potentialKey(id))) return undefined;
  // Of one that was removed an item stays.
  const potential = (potentialFrom(after) ?? potentialFrom(before))?.value;
  return potential && bucketOf(potential);
}

/** A merger over the border of a regency takes a potential to another bucket, as another commodity does. */
const bucketOf = ({ commodity, regionCode }: Potential): string => `${commodity} ${regencyOf(regionCode)}`;

/** Changes of one kind in one place. */
async function keepAll(table: Table, changes: readonly Change[]): Promise<void> {
  const potentials = new Map<string, Potential[]>();
  const cooperatives = new Set<string>();
  for (const { key, before, after } of changes) {
    const id = idIn(key);
    if (isSameKey(key, cooperativeKey(id))) cooperatives.add(id);
    else {
      const stood = [before, after].flatMap((image) => potentialFrom(image)?.value ?? []);
      potentials.set(id, [...(potentials.get(id) ?? []), ...stood]);
    }
  }
  if (potentials.size > 0) await keepPotentials(table, potentials);
  if (cooperatives.size > 0) await keepCooperatives(table, [...cooperatives]);
}

/** Potentials by id, as each of them stood. */
async function keepPotentials(table: Table, stood: ReadonlyMap<string, readonly Potential[]>): Promise<void> {
  const ids = [...stood.keys()];
  const ownerIds = [...new Set(ids.map((id) => stood.get(id)!.at(-1)!.cooperativeId))];
  const keys = [...ids.map(potentialKey), ...ownerIds.map(cooperativeKey)];
  await asTheyAreNow(table, keys, async (items, guards) => {
    const cooperatives = new Map(
      ownerIds.map((id, at) => [id, cooperativeFrom(items[ids.length + at])?.value]),
    );
    const asNow = new Map(
      ids.map((id, at): [string, Potential[]] => {
        const now = potentialFrom(items[at])?.value;
        return [id, now ? [now] : []];
      }),
    );
    // A merger has moved one since: its row stands beside its owner of now.
    if ([...asNow.values()].some(([now]) => now && !cooperatives.has(now.cooperativeId)))
      return keepPotentials(table, new Map(ids.map((id) => [id, [...stood.get(id)!, ...asNow.get(id)!]])));
    const owners: Owners = new Map(
      [...cooperatives].map(([id, one]) => [id, (one && cooperativeRow(one)) ?? null]),
    );
    // Where they belong now first, so that none is missing meanwhile; whoever meets one twice counts it once.
    const all = ids.flatMap((id) => [...asNow.get(id)!, ...stood.get(id)!]);
    for (const [name, { commodity, regionCode }] of new Map(all.map((one) => [bucketOf(one), one]))) {
      const rows = new Map(
        [...asNow].map(([id, [now]]) => {
          const isHere = now !== undefined && bucketOf(now) === name;
          return [id, isHere ? placedPotential(now, cooperatives.get(now.cooperativeId)).row : undefined];
        }),
      );
      await rewriteBucket(
        table,
        supplyBucket(commodity, regencyOf(regionCode)),
        (before) => withOwners(withRows(before, rows), owners),
        guards,
        (before, after) => notesFor(commodity, before, after),
      );
    }
  });
}

/** Cooperatives of one regency. */
async function keepCooperatives(table: Table, ids: readonly string[]): Promise<void> {
  await asTheyAreNow(table, ids.map(cooperativeKey), async (items, guards) => {
    // Nobody takes a cooperative away, and where it stands is for life.
    const cooperatives = items.flatMap((item) => cooperativeFrom(item)?.value ?? []);
    const [first] = cooperatives;
    if (first === undefined) return;
    const regency = regencyOf(first.regionCode);
    const rows = new Map(cooperatives.map((one) => [one.id, placedCooperative(one)?.row]));
    await rewriteBucket(table, cooperativeBucket(regency), (before) => withRows(before, rows), guards);
    const owners: Owners = new Map([...rows].map(([id, row]) => [id, row ?? null]));
    const commodities = await Promise.all(ids.map((id) => commoditiesOf(table, id)));
    await Promise.all(
      [...new Set(commodities.flat())].map((commodity) =>
        rewriteBucket(
          table,
          supplyBucket(commodity, regency),
          (before) => withOwners(before, owners),
          guards,
        ),
      ),
    );
  });
}
