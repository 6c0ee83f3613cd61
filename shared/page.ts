/** One page of a longer list: how stores fill it, and where the next one starts. */
import type { IndexName, Item, Position, QueryResult, Table } from './table/table.ts';

/**
 * What a list operation asks of a store. `isFiltered`: most items may be left out, so that more are looked at in one go, and
 * the one that was looked for is on the first page.
 */
export type PageRequest = { limit: number; after?: Position; isFiltered?: boolean };

/** `next` is where the following page starts, or null at the end. */
export type Page<T> = { items: T[]; next: Position | null };

/** Rounds of store queries that one page may cost when most items are filtered away; the page then ends early, with `next` set. */
const MOST_ROUNDS = 8;

/** Items looked at in one round trip when a filter may leave out most of them; about 300 KB. */
const FILTERED_CHUNK = 200;

/**
 * Fills one page from a query, keeping what `keep` returns. A page may be short (even empty) with `next` set when the filter
 * removes almost everything: the caller goes on from there. At most {@link MOST_ROUNDS} round trips.
 */
export async function fillPage<T>(
  page: PageRequest,
  index: IndexName | undefined,
  query: (page: { limit: number; after?: Position }) => Promise<QueryResult>,
  keep: (item: Item) => T | undefined,
): Promise<Page<T>> {
  const items: T[] = [];
  let after = page.after;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // One more than needed tells whether anything follows, without a query that finds nothing.
    const needed = page.limit - items.length + 1;
    const limit = page.isFiltered ? Math.max(needed, FILTERED_CHUNK) : needed;
    const found = await query({ limit, ...(after === undefined ? {} : { after }) });
    for (const [at, item] of found.items.entries()) {
      const kept = keep(item);
      if (kept === undefined) continue;
      items.push(kept);
      if (items.length === page.limit) {
        const more = at + 1 < found.items.length || found.next !== null;
        return { items, next: more ? positionOf(item, index) : null };
      }
    }
    if (found.next === null) return { items, next: null };
    after = found.next;
  }
  return { items, next: after ?? null };
}

/** The position just after an item, in the form every adapter takes: the key attributes of the table and of the index. */
export function positionOf(item: Item, index: IndexName | undefined): Position {
  const position: Position = { pk: item.pk, sk: item.sk };
  if (index === undefined) return position;
  const [pk, sk] =
    index === 'list' ? ([item.listPk, item.listSk] as const) : ([item.ownerPk, item.ownerSk] as const);
  if (pk === undefined || sk === undefined) throw new Error(`${item.pk} is not in index ${index}`);
  return { ...position, [`${index}Pk`]: pk, [`${index}Sk`]: sk };
}

/** One page of what is at hand as a whole. The next one starts at a place in it, so that it may miss what changes meanwhile. */
export function pageOf<T>(items: readonly T[], { limit, after }: PageRequest): Page<T> {
  const from = Number(after?.['from'] ?? 0);
  const until = from + limit;
  return { items: items.slice(from, until), next: until < items.length ? { from: String(until) } : null };
}

/**
 * Fills one page from several partitions in order, such as the provinces of the country. The position remembers which
 * partition it is in. One query for each partition that is empty, so at most as many as there are partitions.
 */
export async function fillPageAcross<T>(
  partitions: readonly string[],
  page: PageRequest,
  listIn: (partition: string, page: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = [];
  const resumed = page.after?.['partition'];
  const first = resumed === undefined ? 0 : partitions.indexOf(resumed);
  let after = page.after;
  for (let at = Math.max(first, 0); at < partitions.length; at += 1) {
    const partition = partitions[at]!;
    const { partition: _, ...position } = after ?? {};
    const { after: __, ...request } = page;
    const rest: PageRequest = { ...request, limit: page.limit - items.length };
    if (Object.keys(position).length > 0) rest.after = position;
    const found = await listIn(partition, rest);
    items.push(...found.items);
    if (found.next !== null) return { items, next: { ...found.next, partition } };
    const following = partitions[at + 1];
    if (items.length === page.limit) {
      return { items, next: following === undefined ? null : { partition: following } };
    }
    after = undefined;
  }
  return { items, next: null };
}

/**
 * What a query found, with the value of the profile in each item that is only a place of one: whoever stands in more lists than
 * an item has indexes. One batch read where there are any.
 */
export async function placesFilled(table: Table, { items, next }: QueryResult): Promise<QueryResult> {
  const places = items.filter((item) => item['data'] === undefined);
  if (places.length === 0) return { items, next };
  const read = await table.getMany(places.map(({ pk }) => ({ pk, sk: 'PROFILE' })));
  const found = new Map(read.map((item) => [item?.pk, item]));
  const joined = items.map((item) => {
    const { data, version } = found.get(item.pk) ?? item;
    return {
      ...item,
      ...(data === undefined ? {} : { data }),
      ...(version === undefined ? {} : { version }),
    };
  });
  return { items: joined, next };
}
