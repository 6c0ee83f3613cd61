/** Where programmes lie: each under its id, listed by the time it was set up. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { allProgrammes, programmeKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { Programme } from './programme.ts';

/** One round trip. */
export async function readProgramme(table: Table, id: string): Promise<Stored<Programme> | undefined> {
  return programmeFrom(await table.get(programmeKey(id)));
}

/** The programme in an item of the table or of the change feed. */
export function programmeFrom(item: Item | null | undefined): Stored<Programme> | undefined {
  return storedFrom<Programme>(item ?? undefined);
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function programmeWrites(
  after: Programme,
  before: Stored<Programme> | undefined,
  stamp: Stamp,
): Action[] {
  const placement = { listPk: allProgrammes, listSk: `${after.createdAt}#${after.id}` };
  return [
    {
      do: 'put',
      item: itemOf(programmeKey(after.id), placement, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/** Programmes, the newest first, that `keep` lets through. One query a page. */
export function listProgrammes<T>(
  table: Table,
  page: PageRequest,
  keep: (stored: Stored<Programme>) => T | undefined,
): Promise<Page<T>> {
  return fillPage(
    page,
    'list',
    (part) => table.query({ ...part, index: 'list', pk: allProgrammes, descending: true }),
    (item) => {
      const stored = programmeFrom(item);
      return stored && keep(stored);
    },
  );
}
