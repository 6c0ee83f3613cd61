/** Where totals lie, what each thing was last counted with, and how both are rewritten without ever undoing what came between. */
import { countedKey, totalKey } from '../table/derived-keys.ts';
import type { Action, Condition, Item, Key, Table } from '../table/table.ts';
import {
  added,
  amountsIn,
  entriesIn,
  nameOf,
  textOf,
  type Amounts,
  type Entry,
  type Total,
} from './entry.ts';

/** A total with its place in its part. */
export type PlacedAmounts = { readonly at: string; readonly amounts: Amounts };

/** Totals of one part whose place begins so, in the order of their places. One query, more beyond 1 MB. */
export async function readTotals(
  table: Table,
  total: string,
  part: string,
  beginsWith = '',
): Promise<PlacedAmounts[]> {
  const { pk } = totalKey({ total, part, at: '' });
  const found: PlacedAmounts[] = [];
  for (let after = {}; ;) {
    const page = await table.query({ pk, limit: 1000, ...(beginsWith && { beginsWith }), ...after });
    for (const item of page.items) found.push({ at: item.sk, amounts: amountsOf(item) });
    if (page.next === null) return found;
    after = { after: page.next };
  }
}

/** These totals, in order; one of which nothing is counted has no fields. One round trip for every hundred. */
export async function readTotalsAt(table: Table, totals: readonly Total[]): Promise<PlacedAmounts[]> {
  const items = await table.getMany(totals.map(totalKey));
  return totals.map(({ at }, index) => ({ at, amounts: amountsOf(items[index]) }));
}

/** The fields in an item under `totalKey`. */
const amountsOf = (item: Item | undefined): Amounts => amountsIn(textIn(item));

/** What a thing was last counted with, in the item under `countedKey`. */
export const countedIn = (item: Item | undefined): Entry[] => entriesIn(textIn(item));

/** What is to be read before {@link totalWrites}: each total once. */
export function totalsOf(entries: readonly Entry[]): Map<string, Key> {
  return new Map(entries.map((entry) => [nameOf(entry), totalKey(entry)]));
}

/**
 * What to write so that totals hold these further entries. `items` are the totals as read, by name. Fails when one of them
 * was rewritten meanwhile. One action for each total.
 */
export function totalWrites(
  entries: readonly Entry[],
  items: ReadonlyMap<string, Item | undefined>,
): Action[] {
  return [...Map.groupBy(entries, nameOf)].map(([name, own]) => {
    const item = items.get(name);
    return textWrite(totalKey(own[0]!), item, textOf(added(amountsOf(item), own)));
  });
}

/** What to write so that a thing is known to be counted with `ledger`. Fails when that was rewritten since `item` was read. */
export const countedWrite = (key: Key, item: Item | undefined, ledger: string): Action =>
  textWrite(countedKey(key), item, ledger);

/** The item that holds a text; undefined for an empty one, which is not stored. */
export const textItem = (key: Key, text: string): Item | undefined =>
  text === '' ? undefined : { ...key, text };

/** The text in an item that {@link textItem} made. */
export const textIn = (item: Item | undefined): string => (item?.['text'] as string | undefined) ?? '';

function textWrite(key: Key, before: Item | undefined, text: string): Action {
  // By content, not by a count: what was removed and made again is the same when it says the same.
  const when: Condition =
    before === undefined ? { is: 'absent' } : { is: 'equal', attribute: 'text', value: textIn(before) };
  const item = textItem(key, text);
  return item === undefined ? { do: 'delete', key, when } : { do: 'put', item, when };
}
