/** Makes all totals anew from the things that are counted: after a parked change, a restored backup, or other rules of counting. */
import {
  countedKey,
  countedPrefix,
  totalKey,
  totalPrefix,
  totalsRulesKey,
} from '../../shared/table/derived-keys.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import { transactAll, type Action, type Item, type Key, type Table } from '../../shared/table/table.ts';
import { added, ledgerOf, nameOf, textOf, type Amounts, type Entry } from '../../shared/totals/entry.ts';
import { textIn, textItem } from '../../shared/totals/total-store.ts';
import { entriesUnder, RULES } from './counted.ts';

/** How many things are counted, in how many totals; `wrong`: keys of what did not say what it must. */
export type Recounted = { readonly things: number; readonly totals: number; readonly wrong: Key[] };

/**
 * Compares everything that is kept of totals with a count from nothing and, with `mend`, puts right what differs. For a store that
 * nobody writes to meanwhile. Reads the whole store once.
 */
export async function recount(table: WholeTable, mend: boolean): Promise<Recounted> {
  const count = new Count();
  const kept = new Map<string, Item>();
  for await (const item of table.everything()) {
    if (isKept(item)) kept.set(lineOf(item), item);
    else count.add(item);
  }
  const wanted = count.items();
  const writes: Action[] = [];
  for (const item of wanted) {
    const before = kept.get(lineOf(item));
    kept.delete(lineOf(item));
    if (before === undefined || textIn(before) !== textIn(item)) writes.push({ do: 'put', item });
  }
  for (const { pk, sk } of kept.values()) writes.push({ do: 'delete', key: { pk, sk } });
  if (mend) {
    await transactAll(table, writes);
    await table.write({ do: 'put', item: { ...totalsRulesKey, rules: RULES } });
  }
  const wrong = writes.map((write) => (write.do === 'put' ? write.item : (write as { key: Key }).key));
  return {
    things: count.things,
    totals: wanted.length - count.things,
    wrong: wrong.map(({ pk, sk }) => ({ pk, sk })),
  };
}

/** Makes totals anew when another version of the service counted by other rules. One read when not. For a store in nobody's use. */
export async function keepRules(table: WholeTable): Promise<Recounted | undefined> {
  const marker = await table.get(totalsRulesKey);
  return marker?.['rules'] === RULES ? undefined : recount(table, true);
}

/** Counts many stored things at once in a store that nobody else writes to and where nothing is counted, as on the first start. */
export async function countAll(table: Table, items: readonly Item[]): Promise<void> {
  const count = new Count();
  for (const item of items) count.add(item);
  await transactAll(
    table,
    count.items().map((item) => ({ do: 'put', item })),
  );
}

/** What must be kept of totals, worked out from the things alone. */
export class Count {
  things = 0;
  readonly #totals = new Map<string, { key: Key; amounts: Amounts }>();
  readonly #ledgers: Item[] = [];

  add(item: Item): void {
    const entries = entriesUnder(item)?.(item) ?? [];
    const ledger = textItem(countedKey(item), ledgerOf(entries));
    if (ledger === undefined) return;
    this.things += 1;
    this.#ledgers.push(ledger);
    for (const [name, own] of Map.groupBy(entries, nameOf)) this.#addTo(name, own);
  }

  #addTo(name: string, entries: readonly Entry[]): void {
    const known = this.#totals.get(name);
    const key = known?.key ?? totalKey(entries[0]!);
    this.#totals.set(name, { key, amounts: added(known?.amounts ?? new Map<string, bigint>(), entries) });
  }

  items(): Item[] {
    const totals = [...this.#totals.values()].flatMap(
      ({ key, amounts }) => textItem(key, textOf(amounts)) ?? [],
    );
    return [...this.#ledgers, ...totals];
  }
}

const isKept = ({ pk }: Item): boolean => pk.startsWith(totalPrefix) || pk.startsWith(countedPrefix);

const lineOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
