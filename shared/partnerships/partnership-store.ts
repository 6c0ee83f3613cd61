/** Where partnerships lie: each under its id, listed below both sides, its offer and its province, with the counts of partners. */
import { fillPage, placesFilled, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  openPartnershipKey,
  partnersKey,
  partnershipKey,
  partnershipPlaceKey,
  partnershipsForOffer,
  partnershipsIn,
  partnershipsOf,
} from '../table/keys.ts';
import type { Action, Item, QueryResult, Table } from '../table/table.ts';
import { isOpen, isPartner, type Partnership } from './partnership.ts';

/** As stored; `asOf` tells what time has made of it. One round trip. */
export async function readPartnership(table: Table, id: string): Promise<Stored<Partnership> | undefined> {
  return partnershipFrom(await table.get(partnershipKey(id)));
}

/** The partnership in an item of the table or of the change feed. */
export function partnershipFrom(item: Item | null | undefined): Stored<Partnership> | undefined {
  return storedFrom<Partnership>(item ?? undefined);
}

/** The id in an item under `openPartnershipKey`. */
export const heldIn = (item: Item | undefined): string | undefined =>
  item?.['partnershipId'] as string | undefined;

/** The count in an item under `partnersKey`. */
export const partnersIn = (item: Item | undefined): number => (item?.['partners'] as number | undefined) ?? 0;

/**
 * Which of these cooperatives have a partner: a partnership from MoU on that is not over; paused ones count. One round trip
 * for every hundred.
 */
export async function partnersOf(table: Table, cooperativeIds: readonly string[]): Promise<Set<string>> {
  const counts = await table.getMany(cooperativeIds.map(partnersKey));
  return new Set(cooperativeIds.filter((_, at) => partnersIn(counts[at]) > 0));
}

/**
 * What to write for a new partnership, at whatever stage. `lapsed` is the one that held its place and that time has closed.
 * Fails where another is open between the same offer and cooperative. At most six actions.
 */
export function newPartnershipWrites(
  after: Partnership,
  lapsed: { before: Stored<Partnership>; after: Partnership } | undefined,
  stamp: Stamp,
  partnersWanted: number | undefined,
): Action[] {
  const { id, offerId, cooperativeId, buyerId, createdAt } = after;
  const proposed = `${createdAt}#${id}`;
  const places = {
    listPk: partnershipsForOffer(offerId),
    listSk: proposed,
    ownerPk: partnershipsOf(buyerId),
    ownerSk: proposed,
  };
  return [
    { do: 'put', item: profileOf(after, 1, stamp), when: { is: 'absent' } },
    { do: 'put', item: { ...partnershipPlaceKey(id), ...places } },
    {
      do: 'put',
      item: { ...openPartnershipKey(offerId, cooperativeId), partnershipId: id },
      when: lapsed ? { is: 'equal', attribute: 'partnershipId', value: lapsed.after.id } : { is: 'absent' },
    },
    ...counted(after, false, partnersWanted),
    ...(lapsed ? [profileWrite(lapsed.after, lapsed.before, stamp)] : []),
  ];
}

/**
 * What to write so that `after` takes the place of `before`. One action, two when it is over, two more when it becomes or ceases
 * to be a partner. Fails where that would be one more partner than the offer wants.
 */
export function partnershipWrites(
  after: Partnership,
  before: Stored<Partnership>,
  stamp: Stamp,
  partnersWanted: number | undefined,
): Action[] {
  const isOver = isOpen(before.value) && !isOpen(after);
  return [
    profileWrite(after, before, stamp),
    ...counted(after, isPartner(before.value), partnersWanted),
    ...(isOver
      ? [{ do: 'delete', key: openPartnershipKey(after.offerId, after.cooperativeId) } as const]
      : []),
  ];
}

/**
 * What to write so that a partnership goes on with another cooperative. At most five actions. Fails where that one has an open
 * partnership for the same offer.
 */
export function partnershipMoveWrites(
  after: Partnership,
  before: Stored<Partnership>,
  stamp: Stamp,
): Action[] {
  const { id, offerId, cooperativeId } = after;
  const count = { do: 'add', attribute: 'partners' } as const;
  return [
    profileWrite(after, before, stamp),
    { do: 'delete', key: openPartnershipKey(offerId, before.value.cooperativeId) },
    {
      do: 'put',
      item: { ...openPartnershipKey(offerId, cooperativeId), partnershipId: id },
      when: { is: 'absent' },
    },
    ...(isPartner(after)
      ? [
          { ...count, key: partnersKey(before.value.cooperativeId), by: -1 },
          { ...count, key: partnersKey(cooperativeId), by: 1 },
        ]
      : []),
  ];
}

function profileWrite(after: Partnership, before: Stored<Partnership>, stamp: Stamp): Action {
  const item = profileOf(after, before.version + 1, stamp);
  return { do: 'put', item, when: { is: 'version', version: before.version } };
}

function profileOf(partnership: Partnership, version: number, stamp: Stamp): Item {
  const { id, cooperativeId, regionCodes, createdAt } = partnership;
  const placement = {
    listPk: partnershipsIn(regionCodes.cooperative.slice(0, 2)),
    listSk: `${regionCodes.cooperative}#${createdAt}#${id}`,
    ownerPk: partnershipsOf(cooperativeId),
    ownerSk: `${createdAt}#${id}`,
  };
  return itemOf(partnershipKey(id), placement, partnership, version, stamp);
}

/** The counts of the offer's and the cooperative's partners, where this makes one more or one less. */
function counted(after: Partnership, was: boolean, partnersWanted: number | undefined): Action[] {
  const is = isPartner(after);
  if (is === was) return [];
  const count = { do: 'add', attribute: 'partners', by: is ? 1 : -1 } as const;
  const bound = is && partnersWanted !== undefined ? { atMost: partnersWanted } : {};
  return [
    { ...count, key: partnersKey(after.offerId), ...bound },
    { ...count, key: partnersKey(after.cooperativeId) },
  ];
}

/** Ids of all partnerships of a cooperative, on its side of them. A query for every hundred. */
export async function* partnershipsOfCooperative(
  table: Table,
  cooperativeId: string,
): AsyncGenerator<string> {
  let after: QueryResult['next'] = null;
  do {
    const pk = partnershipsOf(cooperativeId);
    const found: QueryResult = await table.query({ index: 'owner', pk, limit: 100, ...(after && { after }) });
    for (const item of found.items) {
      const stored = partnershipFrom(item);
      if (stored?.value.cooperativeId === cooperativeId) yield stored.value.id;
    }
    after = found.next;
  } while (after !== null);
}

/** Partnerships of an offer, the newest first. A query and a batch read. */
export async function partnershipsOfOffer(
  table: Table,
  offerId: string,
  page: Pick<PageRequest, 'limit' | 'after'>,
): Promise<Page<Partnership>> {
  const { items, next } = await placesFilled(
    table,
    await table.query({ ...page, index: 'list', pk: partnershipsForOffer(offerId), descending: true }),
  );
  return { items: items.flatMap((item) => partnershipFrom(item)?.value ?? []), next };
}

/** Which partnerships to list: those of an organization, or of an offer, or with the cooperatives of a region. */
export type PartnershipsWanted = { organizationId: string } | { offerId: string } | { region: string };

/**
 * Partnerships that `keep` lets through: the newest first, in a region by region codes. A query and a batch read a page.
 */
export function listPartnerships<T>(
  table: Table,
  wanted: PartnershipsWanted,
  page: PageRequest,
  keep: (stored: Stored<Partnership>) => T | undefined,
): Promise<Page<T>> {
  const from = listOf(wanted);
  return fillPage(
    page,
    from.index,
    async (part) => placesFilled(table, await table.query({ ...part, ...from })),
    (item) => {
      const stored = partnershipFrom(item);
      return stored && keep(stored);
    },
  );
}

function listOf(wanted: PartnershipsWanted) {
  if ('organizationId' in wanted) {
    return { index: 'owner', pk: partnershipsOf(wanted.organizationId), descending: true } as const;
  }
  if ('offerId' in wanted) {
    return { index: 'list', pk: partnershipsForOffer(wanted.offerId), descending: true } as const;
  }
  const { region } = wanted;
  return { index: 'list', pk: partnershipsIn(region.slice(0, 2)), beginsWith: region } as const;
}
