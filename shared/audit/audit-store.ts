/** Where the audit trail lies: below each thing by moment, and by the same moments listed for every organization and every province. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { auditKey, auditIn, auditOf } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { AuditEntry } from './audit-entry.ts';

/** Five years: the term of a cooperative's board (UU 25/1992, article 29), so that the next one can see what this one did. */
const KEPT_DAYS = 5 * 366;

/** Where no province can be told: what concerns the whole country. */
const NATION = '00';

/** Provinces in which one entry is listed; what reaches further concerns the whole country. */
const MOST_PROVINCES = 3;

/**
 * What to write to keep an entry; the same again changes nothing. One action, and one more for each further organization or province: an item
 * stands in each index once, and a copy of what never changes is cheaper to read than a place that leads to it.
 */
export function auditWrites(entry: AuditEntry): Action[] {
  const { id, thing, organizationIds } = entry;
  const provinces = provincesOf(entry);
  const expiresAt = Math.floor(Date.parse(entry.at) / 1000) + KEPT_DAYS * 24 * 60 * 60;
  const copies = Math.max(organizationIds.length, provinces.length);
  return Array.from({ length: copies }, (_, at): Action => {
    const [owner, province] = [organizationIds[at], provinces[at]];
    const item = {
      ...auditKey(thing.id, at === 0 ? id : `copy${at}#${id}`),
      ...(owner !== undefined && { ownerPk: auditOf(owner), ownerSk: id }),
      ...(province !== undefined && { listPk: auditIn(province), listSk: id }),
      expiresAt,
      version: 1,
      data: entry as unknown as { [name: string]: string },
    };
    return { do: 'put', item };
  });
}

function provincesOf({ regionCodes }: AuditEntry): string[] {
  const provinces = [...new Set(regionCodes.map((code) => code.slice(0, 2)))];
  return provinces.length === 0 || provinces.length > MOST_PROVINCES ? [NATION] : provinces;
}

/** The entry in an item of the table. */
const entryFrom = (item: Item): AuditEntry | undefined => item['data'] as unknown as AuditEntry | undefined;

/** Whose trail: of a thing with all its parts, of what is an organization's, or of what lies in a province. */
export type TrailWanted = { thing: string } | { organizationId: string } | { province: string };

/** Ids of the first and the last entry that are wanted. */
type Between = readonly [string, string];

/** Entries that `keep` lets through, the newest first. One query a page. */
export function listTrail<T>(
  table: Table,
  wanted: TrailWanted,
  [first, last]: Between,
  page: PageRequest,
  keep: (entry: AuditEntry) => T | undefined,
): Promise<Page<T>> {
  const from = placeOf(wanted);
  return fillPage(
    page,
    from.index,
    (part) => table.query({ ...part, ...from, between: [first, last], descending: true }),
    (item) => {
      const entry = entryFrom(item);
      return entry && keep(entry);
    },
  );
}

/**
 * The same of the whole country: a query for each province and one for what has none, side by side; the newest of all of them. A page may be
 * short, even empty, with `next` set.
 */
export async function listTrailOfAll<T>(
  table: Table,
  provinces: readonly string[],
  [first, last]: Between,
  { limit, after, isFiltered }: PageRequest,
  keep: (entry: AuditEntry) => T | undefined,
): Promise<Page<T>> {
  const before = after?.['before'];
  const each = { limit: (isFiltered ? Math.max(limit, 100) : limit) + 1, descending: true } as const;
  const found = await Promise.all(
    [...provinces, NATION].map((province) =>
      table.query({ ...each, ...placeOf({ province }), between: [first, before ?? last] }),
    ),
  );
  // Beyond the last one read of a province there may be others of it: what is older is for the next page.
  const reached = found
    .flatMap(({ items, next }) => (next === null ? [] : [items.at(-1)!.listSk!]))
    .reduce((a, b) => (a > b ? a : b), '');
  // What concerns two provinces is found in both.
  const newest = new Map(found.flatMap(({ items }) => items.map((item) => [item.listSk!, item] as const)));
  const ids = [...newest.keys()]
    .filter((id) => id !== before && id >= reached)
    .sort()
    .reverse();
  const items: T[] = [];
  for (const [at, id] of ids.entries()) {
    const kept = keep(entryFrom(newest.get(id)!)!);
    if (kept === undefined) continue;
    items.push(kept);
    const more = at + 1 < ids.length || reached !== '';
    if (items.length === limit) return { items, next: more ? { before: id } : null };
  }
  return { items, next: reached === '' ? null : { before: ids.at(-1) ?? reached } };
}

function placeOf(wanted: TrailWanted) {
  if ('thing' in wanted) return { index: undefined, pk: auditKey(wanted.thing, '').pk };
  if ('organizationId' in wanted) return { index: 'owner' as const, pk: auditOf(wanted.organizationId) };
  return { index: 'list' as const, pk: auditIn(wanted.province) };
}
