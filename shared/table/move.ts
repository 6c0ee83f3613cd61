/** Moves a whole store into another one, item by item, and proves that both hold the same. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Item, Table } from './table.ts';

/** A table that can be read as a whole. */
export type WholeTable = Table & { everything(): AsyncGenerator<Item> };

/** How many items a store holds, and a sum over them that does not depend on their order. */
export type Contents = { items: number; digest: string };

/** A move that is not begun: its target holds something already, and two stores are never mixed. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}

const WRITTEN_AT_ONCE = 25;

/**
 * Copies every item with its version, and compares what arrived. Nothing may write to either store meanwhile. A move that broke
 * off is begun anew with an empty target. Two reads and one write for each item.
 */
export async function moveStore(from: WholeTable, to: WholeTable): Promise<Contents> {
  for await (const item of to.everything()) {
    throw new MoveRefused(`The target holds items already, such as ${item.pk}: choose an empty one.`);
  }
  let batch: Item[] = [];
  const writeBatch = async (): Promise<void> => {
    await Promise.all(batch.map((item) => to.write({ do: 'put', item, when: { is: 'absent' } })));
    batch = [];
  };
  for await (const item of from.everything()) {
    batch.push(item);
    if (batch.length === WRITTEN_AT_ONCE) await writeBatch();
  }
  await writeBatch();
  const [sent, arrived] = [await contentsOf(from), await contentsOf(to)];
  if (!isDeepStrictEqual(sent, arrived)) {
    throw new Error(`The stores differ: ${JSON.stringify(sent)} left, ${JSON.stringify(arrived)} arrived.`);
  }
  return arrived;
}

/** Reads everything. The digest adds up a hash of each item, so it is the same in any order. */
export async function contentsOf(table: WholeTable): Promise<Contents> {
  let items = 0;
  let sum = 0n;
  for await (const item of table.everything()) {
    items += 1;
    const hash = createHash('sha256')
      .update(JSON.stringify(inOrder(item)))
      .digest('hex');
    sum = (sum + BigInt(`0x${hash}`)) % 2n ** 256n;
  }
  return { items, digest: sum.toString(16).padStart(64, '0') };
}

/** The value with the members of every object sorted by name: stores keep values, not the order of names. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, inOrder(each)]));
}
