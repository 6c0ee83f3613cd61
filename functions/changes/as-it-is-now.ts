/** What makes reactions indifferent to repeats and old news: they look at things as they are now, and write only while they still are. */
import {
  ConditionFailed,
  TableBusy,
  type Action,
  type Item,
  type Key,
  type Table,
} from '../../shared/table/table.ts';

/** How often it is looked at again because someone wrote meanwhile; after that the change is asked for again later. */
const MOST_TRIES = 8;

/**
 * Reads the items and hands them to `work` with checks that they are still the same, to be part of every transaction of `work`;
 * again when a condition failed. Throws `TableBusy` when others do not stop writing. One read, and what `work` takes.
 */
export async function asTheyAreNow(
  table: Table,
  keys: readonly Key[],
  work: (items: readonly (Item | undefined)[], guards: Action[]) => Promise<void>,
): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const items = await table.getMany(keys);
    try {
      return await work(
        items,
        keys.map((key, at) => stillAs(key, items[at])),
      );
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
  throw new TableBusy(`${keys.map(({ pk }) => pk).join(' and ')} are being rewritten by others all the time`);
}

function stillAs(key: Key, item: Item | undefined): Action {
  if (item === undefined) return { do: 'check', key, when: { is: 'absent' } };
  if (item.version === undefined) throw new Error(`${key.pk} has no version to hold on to`);
  return { do: 'check', key, when: { is: 'version', version: item.version } };
}
