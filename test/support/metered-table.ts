/** A table that counts what DynamoDB would count: round trips with their pages, and capacity units by the bytes that went over. */
import { isDeepStrictEqual } from 'node:util';
import { announcedPrefixes, idempotencyKey, indexes } from '../../shared/table/keys.ts';
import { attributesBytes, keyOf } from '../../shared/table/limits.ts';
import type { Action, Item, Table } from '../../shared/table/table.ts';

/**
 * Round trips count a page of a query each. Units as for strongly consistent reads; half of them in an index. `indexUnits` are what
 * the writes cost in the indexes, which AWS bills as write units too; `storedBytes` what lies in the table and its indexes more than
 * before (answers kept for a day are left out); `announced` the changes that wake the change feed.
 */
export type Meter = {
  trips: number;
  readUnits: number;
  bytes: number;
  writeUnits: number;
  indexUnits: number;
  storedBytes: number;
  announced: number;
};

/** AWS, "Read and write operations": a unit for each 4 KB read, a KB written, twice that in a transaction; 1 MB a page. */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const PAGE = 1024 * 1024;
/** AWS bills this much for an item beside its own bytes, in the table and in each index. */
const ITEM_OVERHEAD = 100;
const SHORT_LIVED = idempotencyKey('', '').pk.split('#')[0]!;

const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_UNIT));

const sizeOf = (item: Item | undefined): number => (item === undefined ? 0 : attributesBytes(item));

/** The keys of an item in an index; undefined when it is not in it. */
const placeIn = (item: Item | undefined, { partition, sort }: { partition: string; sort: string }) =>
  item?.[partition] === undefined || item[sort] === undefined
    ? undefined
    : JSON.stringify([item[partition], item[sort]]);

/** An entry that stays in its place is written once, one that moves is taken away and written. */
function indexUnitsOf(before: Item | undefined, after: Item | undefined): number {
  let units = 0;
  for (const index of Object.values(indexes)) {
    const [from, to] = [placeIn(before, index), placeIn(after, index)];
    if (from !== undefined && from !== to) units += unitsOf(sizeOf(before));
    if (to !== undefined) units += unitsOf(sizeOf(after));
  }
  return units;
}

/** In the table and in each index that it stands in. */
function storedBytesOf(item: Item | undefined): number {
  if (item === undefined) return 0;
  const places = 1 + Object.values(indexes).filter((index) => placeIn(item, index) !== undefined).length;
  return places * (sizeOf(item) + ITEM_OVERHEAD);
}

/** A meter before the first count. */
export const NOTHING_COUNTED: Meter = {
  trips: 0,
  readUnits: 0,
  bytes: 0,
  writeUnits: 0,
  indexUnits: 0,
  storedBytes: 0,
  announced: 0,
};

export function meteredTable(table: Table): { table: Table; meter: Meter; reset: () => void } {
  const meter = { ...NOTHING_COUNTED };
  const read = (item: Item | undefined): void => {
    meter.bytes += sizeOf(item);
    meter.readUnits += Math.max(1, Math.ceil(sizeOf(item) / READ_UNIT));
  };
  /** Does some actions, and counts them, each so many `times`. What is refused is paid for as well. */
  const count = async <T>(actions: readonly Action[], times: 1 | 2, act: () => Promise<T>): Promise<T> => {
    meter.trips += 1;
    const keys = actions.map(keyOf);
    const before = await table.getMany(keys);
    for (const [at, action] of actions.entries()) {
      const bytes = Math.max(sizeOf(before[at]), action.do === 'put' ? sizeOf(action.item) : 0);
      meter.writeUnits += times * unitsOf(bytes);
    }
    const done = await act();
    for (const [at, after] of (await table.getMany(keys)).entries()) {
      if (isDeepStrictEqual(before[at], after)) continue;
      const { pk } = keys[at]!;
      meter.indexUnits += indexUnitsOf(before[at], after);
      if (!pk.startsWith(SHORT_LIVED)) meter.storedBytes += storedBytesOf(after) - storedBytesOf(before[at]);
      if (announcedPrefixes.some((prefix) => pk.startsWith(prefix))) meter.announced += 1;
    }
    return done;
  };
  const metered: Table = {
    async get(key) {
      meter.trips += 1;
      const item = await table.get(key);
      read(item);
      return item;
    },
    async getMany(keys) {
      const items = await table.getMany(keys);
      meter.trips += Math.ceil(keys.length / 100);
      for (const item of items) read(item);
      return items;
    },
    async query(query) {
      const found = await table.query(query);
      const bytes = found.items.reduce((sum, item) => sum + sizeOf(item), 0);
      meter.trips += Math.max(1, Math.ceil(bytes / PAGE));
      meter.bytes += bytes;
      meter.readUnits += Math.max(1, Math.ceil(bytes / READ_UNIT)) / (query.index === undefined ? 1 : 2);
      return found;
    },
    write: (action) => count([action], 1, () => table.write(action)),
    transact: (actions) => count(actions, 2, () => table.transact(actions)),
    close: () => table.close(),
  };
  return { table: metered, meter, reset: () => void Object.assign(meter, NOTHING_COUNTED) };
}
