/** Where follow-up tasks lie: beside their event, in the order in which they were set. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { eventKey, followUpKey, followUpPrefix } from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { FollowUp } from './follow-up.ts';

/** One round trip. */
export async function readFollowUp(
  table: Table,
  eventId: string,
  id: string,
): Promise<Stored<FollowUp> | undefined> {
  return storedFrom<FollowUp>(await table.get(followUpKey(eventId, id)));
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function followUpWrites(
  after: FollowUp,
  before: Stored<FollowUp> | undefined,
  stamp: Stamp,
): Action[] {
  return [
    {
      do: 'put',
      item: itemOf(followUpKey(after.eventId, after.id), {}, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/** The tasks of an event, the oldest first, that `keep` lets through. One query a page. */
export function listFollowUps<T>(
  table: Table,
  eventId: string,
  page: PageRequest,
  keep: (stored: Stored<FollowUp>) => T | undefined,
): Promise<Page<T>> {
  const { pk } = eventKey(eventId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: followUpPrefix }),
    (item) => {
      const stored = storedFrom<FollowUp>(item);
      return stored && keep(stored);
    },
  );
}
