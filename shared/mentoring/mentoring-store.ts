/** Where mentoring sessions lie: below their cooperative, in the order of their days, and listed by region. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { mentoringIn, mentoringKey, mentoringPrefix } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { Mentoring } from './mentoring.ts';

/** The session in an item of the table or of the change feed. */
export function mentoringFrom(item: Item | null | undefined): Stored<Mentoring> | undefined {
  return storedFrom<Mentoring>(item ?? undefined);
}

/** One round trip. */
export async function readMentoring(
  table: Table,
  cooperativeId: string,
  id: string,
): Promise<Stored<Mentoring> | undefined> {
  return mentoringFrom(await table.get(mentoringKey(cooperativeId, id)));
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function mentoringWrites(
  after: Mentoring,
  before: Stored<Mentoring> | undefined,
  stamp: Stamp,
): Action[] {
  const placement = {
    listPk: mentoringIn(after.regionCode.slice(0, 2)),
    listSk: `${after.regionCode}#${after.date}#${after.id}`,
  };
  const key = mentoringKey(after.cooperativeId, after.id);
  return [
    {
      do: 'put',
      item: itemOf(key, placement, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/** The sessions of a cooperative that `keep` lets through, the latest entered first. One query a page. */
export function listMentoringOf<T>(
  table: Table,
  cooperativeId: string,
  page: PageRequest,
  keep: (stored: Stored<Mentoring>) => T | undefined,
): Promise<Page<T>> {
  const { pk } = mentoringKey(cooperativeId, '');
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: mentoringPrefix, descending: true }),
    keepStored(keep),
  );
}

/** The sessions in a region, in the order of region codes, then of days. One query a page. */
export function listMentoringIn<T>(
  table: Table,
  region: string,
  page: PageRequest,
  keep: (stored: Stored<Mentoring>) => T | undefined,
): Promise<Page<T>> {
  const pk = mentoringIn(region.slice(0, 2));
  return fillPage(
    page,
    'list',
    (part) => table.query({ ...part, index: 'list', pk, beginsWith: region }),
    keepStored(keep),
  );
}

function keepStored<T>(keep: (stored: Stored<Mentoring>) => T | undefined): (item: Item) => T | undefined {
  return (item) => {
    const stored = mentoringFrom(item);
    return stored && keep(stored);
  };
}
