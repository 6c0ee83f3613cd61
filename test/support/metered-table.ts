/** A table that counts what DynamoDB would count: round trips with their pages, and capacity units by the bytes that went over. */
import { attributesBytes } from '../../shared/table/limits.ts';
import type { Action, Item, Table } from '../../shared/table/table.ts';

/** Round trips count a page of a query each. Units as for strongly consistent reads; half of them in an index. */
export type Meter = { trips: number; readUnits: number; bytes: number; writeUnits: number };

/** AWS, "Read and write operations": a unit for each 4 KB read, a KB written, twice that in a transaction; 1 MB a page. */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
const PAGE = 1024 * 1024;

export function meteredTable(table: Table): { table: Table; meter: Meter; reset: () => void } {
  const none: Meter = { trips: 0, readUnits: 0, bytes: 0, writeUnits: 0 };
  const meter = { ...none };
  const sizeOf = (item: Item | undefined): number => (item === undefined ? 0 : attributesBytes(item));
  const read = (item: Item | undefined): void => {
    meter.bytes += sizeOf(item);
    meter.readUnits += Math.max(1, Math.ceil(sizeOf(item) / READ_UNIT));
  };
  const written = async (action: Action): Promise<number> => {
    const key = action.do === 'put' ? { pk: action.item.pk, sk: action.item.sk } : action.key;
    const sizes = [sizeOf(await table.get(key)), action.do === 'put' ? sizeOf(action.item) : 0];
    return Math.max(1, Math.ceil(Math.max(...sizes) / WRITE_UNIT));
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
    async write(action) {
      meter.trips += 1;
      meter.writeUnits += await written(action);
      return table.write(action);
    },
    async transact(actions) {
      meter.trips += 1;
      for (const action of actions) meter.writeUnits += 2 * (await written(action));
      return table.transact(actions);
    },
    close: () => table.close(),
  };
  return { table: metered, meter, reset: () => void Object.assign(meter, none) };
}
