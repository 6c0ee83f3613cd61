/** One key of every kind that the lists of keys can make: for tests that no kind of item is forgotten. */
import * as keys from '../../shared/table/keys.ts';
import * as webhookKeys from '../../shared/table/webhook-keys.ts';
import type { Key } from '../../shared/table/table.ts';

/** What a key looks like: pk and sk with a blank between. */
export const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** By the names of the functions that make them; what is derived is not among them. */
export const everyKey = (): Map<string, Key> =>
  new Map(
    Object.entries({ ...keys, ...webhookKeys })
      .filter(([name, value]) => name.endsWith('Key') && name !== 'isSameKey' && typeof value === 'function')
      .map(([name, value]) => {
        const make = value as (...parts: unknown[]) => Key;
        // The few that take another key, or a number.
        if (name === 'releaseKey') return [name, make(keys.offerKey('off_1'))];
        if (name === 'sheetKey') return [name, make('evt_1', 3)];
        const quota = keys.quotaPeriod('off_1', '2025-W45', 'kg');
        if (name === 'shareKey' || name === 'quotaTotalKey') return [name, make(quota, 'part_1')];
        return [name, make('of', 'part', 'last')];
      }),
  );
