/** Where potentials lie: each under its id, listed by commodity, by province and by cooperative. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  potentialKey,
  potentialPlaceKey,
  potentialsIn,
  potentialsOf,
  potentialsOfCommodity,
} from '../table/keys.ts';
import type { Action, Item, QueryResult, Table } from '../table/table.ts';
import type { Potential } from './potential.ts';

/** One round trip. */
export async function readPotential(table: Table, id: string): Promise<Stored<Potential> | undefined> {
  return potentialFrom(await table.get(potentialKey(id)));
}

/** The potential in an item of the table or of the change feed; `undefined` for a removed one. */
export function potentialFrom(item: Item | null | undefined): Stored<Potential> | undefined {
  return storedFrom<Potential>(item ?? undefined);
}

/** What to write so that `after` takes the place of `before`. Two actions for a new one, one for a change. */
export function potentialWrites(
  after: Potential,
  before: Stored<Potential> | undefined,
  stamp: Stamp,
): Action[] {
  const place = `${after.regionCode}#${after.cooperativeId}#${after.id}`;
  const placement = {
    listPk: potentialsOfCommodity(after.commodity),
    listSk: place,
    ownerPk: potentialsOf(after.cooperativeId),
    ownerSk: after.id,
  };
  const item = itemOf(potentialKey(after.id), placement, after, (before?.version ?? 0) + 1, stamp);
  if (before) return [{ do: 'put', item, when: { is: 'version', version: before.version } }];
  const inProvince = { listPk: potentialsIn(after.regionCode.slice(0, 2)), listSk: place };
  return [
    { do: 'put', item, when: { is: 'absent' } },
    { do: 'put', item: { ...potentialPlaceKey(after.id), ...inProvince } },
  ];
}

/** What to write so that a potential becomes another cooperative's, of the same regency. Two actions. */
export function potentialMoveWrites(after: Potential, before: Stored<Potential>, stamp: Stamp): Action[] {
  const { id, regionCode, cooperativeId } = after;
  const listPk = potentialsIn(regionCode.slice(0, 2));
  const listSk = `${regionCode}#${cooperativeId}#${id}`;
  return [
    ...potentialWrites(after, before, stamp),
    { do: 'put', item: { ...potentialPlaceKey(id), listPk, listSk } },
  ];
}

/** Takes a potential out of every list; a tombstone with the next version stays, so that late repeats of the past stay past. */
export function potentialRemoval(before: Stored<Potential>, stamp: Stamp): Action[] {
  const { id } = before.value;
  const tombstone: Item = {
    ...potentialKey(id),
    version: before.version + 1,
    changed: stamp,
  };
  return [
    { do: 'put', item: tombstone, when: { is: 'version', version: before.version } },
    { do: 'delete', key: potentialPlaceKey(id) },
  ];
}

/** Potentials of a commodity, in a region when named, in the order of region codes. One query a page. */
export function listPotentialsOfCommodity<T>(
  table: Table,
  commodity: string,
  region: string | undefined,
  page: PageRequest,
  keep: (stored: Stored<Potential>) => T | undefined,
): Promise<Page<T>> {
  const pk = potentialsOfCommodity(commodity);
  const prefix = region === undefined ? {} : { beginsWith: region };
  const query = (part: PageRequest) => table.query({ ...part, index: 'list', pk, ...prefix });
  return fillPage(page, 'list', query, keepStored(keep));
}

/** Potentials in a region, whatever the commodity, in the order of region codes. A query and a batch read a page. */
export function listPotentialsIn<T>(
  table: Table,
  region: string,
  page: PageRequest,
  keep: (stored: Stored<Potential>) => T | undefined,
): Promise<Page<T>> {
  const pk = potentialsIn(region.slice(0, 2));
  return fillPage(
    page,
    'list',
    async (part) => filled(table, await table.query({ ...part, index: 'list', pk, beginsWith: region })),
    keepStored(keep),
  );
}

/** The potentials of a cooperative, oldest first. One query a page. */
export function listPotentialsOf<T>(
  table: Table,
  cooperativeId: string,
  page: PageRequest,
  keep: (stored: Stored<Potential>) => T | undefined,
): Promise<Page<T>> {
  const pk = potentialsOf(cooperativeId);
  const query = (part: PageRequest) => table.query({ ...part, index: 'owner', pk });
  return fillPage(page, 'owner', query, keepStored(keep));
}

/**
 * Who has a potential of a commodity, each cooperative once, in the order of region codes; `read` gives what stands behind the
 * ids, `keep` chooses. The list is ordered by cooperative within a region, so a page remembers nobody but the last one.
 * A query and a batch read a page.
 */
export function listSuppliersOf<S, T>(
  table: Table,
  { commodity, region }: { commodity: string; region?: string | undefined },
  page: PageRequest,
  read: (cooperativeIds: string[]) => Promise<(S | undefined)[]>,
  keep: (supplier: S) => T | undefined,
): Promise<Page<T>> {
  const pk = potentialsOfCommodity(commodity);
  const prefix = region === undefined ? {} : { beginsWith: region };
  const after = page.after?.['listSk'];
  let last = after === undefined ? undefined : supplierIn(after);
  const suppliers = new Map<Item, S>();
  return fillPage(
    page,
    'list',
    async (part) => {
      const found = await table.query({ ...part, index: 'list', pk, ...prefix });
      const firsts: Item[] = [];
      for (const item of found.items) {
        const supplier = supplierIn(item.listSk!);
        if (supplier !== last) firsts.push(item);
        last = supplier;
      }
      const behind = await read(firsts.map((item) => supplierIn(item.listSk!)));
      for (const [at, item] of firsts.entries()) {
        const supplier = behind[at];
        if (supplier !== undefined) suppliers.set(item, supplier);
      }
      return { items: firsts, next: found.next };
    },
    (item) => {
      const supplier = suppliers.get(item);
      return supplier === undefined ? undefined : keep(supplier);
    },
  );
}

const supplierIn = (listSk: string): string => listSk.split('#')[1]!;

/** Places with the potentials that they stand for. */
async function filled(table: Table, { items, next }: QueryResult): Promise<QueryResult> {
  const ids = items.map((place) => place.pk.slice(potentialKey('').pk.length));
  const potentials = await table.getMany(ids.map(potentialKey));
  const joined = items.map((place, at) => {
    const potential = potentials[at];
    // Removed since the index was read: nothing to show.
    if (potential?.['data'] === undefined || potential.version === undefined) return place;
    return { ...place, data: potential['data'], version: potential.version };
  });
  return { items: joined, next };
}

function keepStored<T>(keep: (stored: Stored<Potential>) => T | undefined): (item: Item) => T | undefined {
  return (item) => {
    const stored = potentialFrom(item);
    return stored && keep(stored);
  };
}
