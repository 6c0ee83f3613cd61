/** Where notices lie: all of an organization in one partition, by the moment from which they show. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp } from '../stored.ts';
import { noticeKey, noticesReadKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import { firstIdAfter, type Notice } from './notice.ts';

/** Notices are gone after a year: what happened stays in the history of the thing itself. */
const KEPT_DAYS = 366;

/** What to write to tell these, to be part of the transaction of what they tell. One action each; the same again changes nothing. */
export const noticeWrites = (notices: readonly Notice[], stamp: Stamp): Action[] =>
  notices.map((notice) => {
    const expiresAt = Math.floor(Date.parse(notice.at) / 1000) + KEPT_DAYS * 24 * 60 * 60;
    const item = itemOf(noticeKey(notice.organizationId, notice.id), { expiresAt }, notice, 1, stamp);
    return { do: 'put', item };
  });

/**
 * What to write to tell some things now or from a moment on, and to take back what was to be told later. One action each, to be
 * part of the transaction of what they tell.
 */
export const tellingWrites = (
  { told, withdrawn }: { told: readonly Notice[]; withdrawn: readonly Notice[] },
  stamp: Stamp,
): Action[] => [
  ...noticeWrites(told, stamp),
  ...withdrawn.map(
    ({ organizationId, id }) => ({ do: 'delete', key: noticeKey(organizationId, id) }) as const,
  ),
];

/** The notice in an item of the table or of the change feed. */
export const noticeFrom = (item: Item | null | undefined): Notice | undefined =>
  storedFrom<Notice>(item ?? undefined)?.value;

/** The notices of an organization that show at a moment, the newest first, as far as `keep` lets them through. One query a page. */
export function listNotices<T>(
  table: Table,
  organizationId: string,
  now: Date,
  page: PageRequest,
  keep: (notice: Notice) => T | undefined,
): Promise<Page<T>> {
  const { pk } = noticeKey(organizationId, '');
  const between: [string, string] = ['ntc_', firstIdAfter(now)];
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, between, descending: true }),
    (item) => {
      const notice = noticeFrom(item);
      return notice && keep(notice);
    },
  );
}

/** Until when an organization has read its notices; undefined before the first time. One round trip. */
export async function readUntil(table: Table, organizationId: string): Promise<string | undefined> {
  return (await table.get(noticesReadKey(organizationId)))?.['until'] as string | undefined;
}

/** What to write when an organization has read what showed until a moment. One action. */
export const readWrites = (organizationId: string, until: string): Action[] => [
  { do: 'put', item: { ...noticesReadKey(organizationId), until } },
];
