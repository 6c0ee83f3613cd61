/** What makes reactions indifferent to repeats and old news: they look at a thing as it is now, and write only while it still is. */
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
 * Reads the item and hands it to `work` with a check that it is still the same, to be part of every transaction of `work`; again
 * when a condition failed. Throws `TableBusy` when others do not stop writing. One read, and what `work` takes.
 */
export async function asItIsNow(
  table: Table,
  key: Key,
  work: (item: Item | undefined, guard: Action) => Promise<void>,
): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const item = await table.get(key);
    try {
      return await work(item, stillAs(key, item));
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
  throw new TableBusy(`${key.pk} is being rewritten by others all the time`);
}

function stillAs(key: Key, item: Item | undefined): Action {
  if (item === undefined) return { do: 'check', key, when: { is: 'absent' } };
  if (item.version === undefined) throw new Error(`${key.pk} has no version to hold on to`);
  return { do: 'check', key, when: { is: 'version', version: item.version } };
}
