/** Keeps counts and sums: each thing is counted once as it is now, whatever is repeated, reordered, cut off or done by two at once. */
import { countedKey } from '../../shared/table/derived-keys.ts';
import type { Key, Table } from '../../shared/table/table.ts';
import { differences, ledgerOf } from '../../shared/totals/entry.ts';
import { countedIn, countedWrite, totalsOf, totalWrites } from '../../shared/totals/total-store.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import { entriesUnder } from './counted.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of anything that is counted. Nothing is looked up when the thing adds what it added before: the change
 * that made a difference is another one. Else two reads, a third when it was counted elsewhere last, and one transaction: that
 * the thing is still as read, what it is counted with now, and the totals where that makes a difference.
 */
export function totals(table: Table): Reaction {
  return async ({ key, before, after }) => {
    const entriesOf = entriesUnder(key);
    if (entriesOf === undefined) return;
    const [former, latter] = [entriesOf(before), entriesOf(after)];
    if (ledgerOf(former) !== ledgerOf(latter))
      await keepCounted(table, key, totalsOf([...former, ...latter]));
  };
}

/** Counts the thing under `key` as it is now. `likely`: the totals that it probably has to do with, read in the same breath. */
async function keepCounted(table: Table, key: Key, likely: ReadonlyMap<string, Key>): Promise<void> {
  const entriesOf = entriesUnder(key)!;
  await asTheyAreNow(table, [key], async ([item], guards) => {
    const now = entriesOf(item);
    const wanted = new Map([...likely, ...totalsOf(now)]);
    const [record, ...read] = await table.getMany([countedKey(key), ...wanted.values()]);
    const further = differences(countedIn(record), now);
    if (further.length === 0) return;
    const totalItems = new Map([...wanted.keys()].map((name, at) => [name, read[at]]));
    const elsewhere = [...totalsOf(further)].filter(([name]) => !wanted.has(name));
    const others = elsewhere.length > 0 ? await table.getMany(elsewhere.map(([, other]) => other)) : [];
    for (const [at, [name]] of elsewhere.entries()) totalItems.set(name, others[at]);
    await table.transact([
      ...guards,
      countedWrite(key, record, ledgerOf(now)),
      ...totalWrites(further, totalItems),
    ]);
  });
}
