/** Where cooperatives lie: each under its id, listed by region within its province, and below its holding. */
import { endedSince, type Membership } from '../holdings/membership.ts';
import { nibWrites } from '../nib.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { cooperativeKey, cooperativesOf, formerMemberKey, formerMembers, membersOf } from '../table/keys.ts';
import { withContactBy } from '../persons/contact.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { Cooperative } from './cooperative.ts';

/** One round trip. */
export async function readCooperative(table: Table, id: string): Promise<Stored<Cooperative> | undefined> {
  return cooperativeFrom(await table.get(cooperativeKey(id)));
}

/** In the order of `ids`. One round trip for every hundred. */
export async function readCooperatives(
  table: Table,
  ids: readonly string[],
): Promise<(Stored<Cooperative> | undefined)[]> {
  return (await table.getMany(ids.map(cooperativeKey))).map(cooperativeFrom);
}

/** The cooperative in an item of the table or of the change feed. */
export function cooperativeFrom(item: Item | null | undefined): Stored<Cooperative> | undefined {
  return storedFrom<Cooperative>(item ?? undefined);
}

/**
 * What to write so that `after` takes the place of `before` (nothing, for a new one). Refuses in the transaction when the NIB
 * belongs to someone else (pointing at `nibPath`, where the number stood in the request). One action, two when a NIB comes or goes, three when it changes, one
 * more when it leaves a holding, which remembers it.
 */
export function cooperativeWrites(
  after: Cooperative,
  before: Stored<Cooperative> | undefined,
  stamp: Stamp,
  nibPath: readonly string[] = ['nib'],
): Action[] {
  const province = after.regionCode.slice(0, 2);
  const placement = {
    listPk: cooperativesOf(province),
    listSk: `${after.regionCode}#${after.id}`,
    ...(after.holdingId === undefined ? {} : { ownerPk: membersOf(after.holdingId), ownerSk: after.id }),
  };
  const version = (before?.version ?? 0) + 1;
  return [
    ...nibWrites(after.id, before?.value.nib, after.nib, nibPath),
    {
      do: 'put',
      item: itemOf(
        cooperativeKey(after.id),
        placement,
        withContactBy(after, before?.value, stamp),
        version,
        stamp,
      ),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
    ...endedSince(before?.value, after).map((stay) => formerMemberWrite(after, stay, stamp)),
  ];
}

/** A stay that has ended, with the cooperative's name and place as they were. */
export type FormerMember = Pick<Cooperative, 'id' | 'name' | 'regionCode'> & { stay: Membership };

function formerMemberWrite({ id, name, regionCode }: Cooperative, stay: Membership, stamp: Stamp): Action {
  const former: FormerMember = { id, name, regionCode, stay };
  return { do: 'put', item: itemOf(formerMemberKey(stay.holdingId, stay.until!, id), {}, former, 1, stamp) };
}

/**
 * Cooperatives whose region code starts with `prefix`, in the order of their region codes, that `keep` lets through.
 * One query a page within a province.
 */
export function listCooperativesIn<T>(
  table: Table,
  prefix: string,
  page: PageRequest,
  keep: (stored: Stored<Cooperative>) => T | undefined,
): Promise<Page<T>> {
  return fillPage(
    page,
    'list',
    (part) =>
      table.query({ ...part, index: 'list', pk: cooperativesOf(prefix.slice(0, 2)), beginsWith: prefix }),
    keepStored(keep),
  );
}

/** As many as one query gives. */
const AT_ONCE = 999;

/** Every cooperative of a regency or of what lies in one, in the order of region codes. One query for every thousand, or megabyte. */
export async function everyCooperativeIn(table: Table, region: string): Promise<Stored<Cooperative>[]> {
  const all: Stored<Cooperative>[] = [];
  let after: PageRequest['after'];
  do {
    const page = { limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { items, next } = await listCooperativesIn(table, region, page, (stored) => stored);
    all.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return all;
}

/** The members of a holding, in the order of their ids. */
export function listMembers<T>(
  table: Table,
  holdingId: string,
  page: PageRequest,
  keep: (stored: Stored<Cooperative>) => T | undefined,
): Promise<Page<T>> {
  return fillPage(
    page,
    'owner',
    (part) => table.query({ ...part, index: 'owner', pk: membersOf(holdingId) }),
    keepStored(keep),
  );
}

/** Those that have left a holding, the last to leave first, each with its dates. One query a page. */
export function listFormerMembers<T>(
  table: Table,
  holdingId: string,
  page: PageRequest,
  show: (former: FormerMember) => T,
): Promise<Page<T>> {
  const { pk, beginsWith } = formerMembers(holdingId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith, descending: true }),
    (item) => {
      const stored = storedFrom<FormerMember>(item);
      return stored && show(stored.value);
    },
  );
}

function keepStored<T>(keep: (stored: Stored<Cooperative>) => T | undefined): (item: Item) => T | undefined {
  return (item) => {
    const stored = cooperativeFrom(item);
    return stored && keep(stored);
  };
}
