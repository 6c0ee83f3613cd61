/** Makes the market index and the words of search anew from what they are an index of: after a parked change, a restored backup, or another packing of rows. */
import { commodities } from '../../shared/commodities/commodities.ts';
import { LAYOUT } from '../../shared/market/layout.ts';
import { schemes } from '../../shared/offers/offer.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import {
  allBuyers,
  allOffers,
  cooperativeBuckets,
  cooperativesOf,
  marketLayoutKey,
  offerBuckets,
  potentialsOfCommodity,
  supplyBuckets,
  vocabularyKey,
  wordKey,
} from '../../shared/table/keys.ts';
import type { Item, Query, Table } from '../../shared/table/table.ts';
import { placeAll, type NotPlaced } from './place-all.ts';
import { keepAllWords } from './search-words.ts';

const FIRST_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'.split('');

/** How many things were put back in their places, and what could not be. */
export type Rebuilt = { readonly placed: number; readonly notPlaced: readonly NotPlaced[] };

/**
 * Empties every bucket and puts each thing back in its place. For a store that nobody writes to meanwhile. A query and a transaction
 * for each bucket, and what its words take for each thing.
 */
export async function rebuildMarket(table: Table): Promise<Rebuilt> {
  const codes = commodities().map(({ code }) => code);
  const provinces = provinceCodes();
  const partitions = [
    ...provinces.map(cooperativeBuckets),
    ...codes.map(supplyBuckets),
    ...schemes.map(offerBuckets),
  ];
  for (const pk of partitions) {
    for await (const { pk: own, sk } of itemsOf(table, { pk })) {
      await table.write({ do: 'delete', key: { pk: own, sk } });
    }
  }
  for (const letter of FIRST_LETTERS) {
    for await (const { pk, sk: word } of itemsOf(table, { pk: vocabularyKey(letter).pk })) {
      for await (const { pk: own, sk } of itemsOf(table, { pk: wordKey(word, '').pk })) {
        await table.write({ do: 'delete', key: { pk: own, sk } });
      }
      await table.write({ do: 'delete', key: { pk, sk: word } });
    }
  }
  let placed = 0;
  const notPlaced: NotPlaced[] = [];
  const lists = [...provinces.map(cooperativesOf), ...codes.map(potentialsOfCommodity), allOffers, allBuyers];
  for (const pk of lists) {
    for await (const items of portionsOf(itemsOf(table, { pk, index: 'list' }))) {
      notPlaced.push(...(await placeAll(table, items)));
      await keepAllWords(table, items);
      placed += items.length;
    }
  }
  await table.write({ do: 'put', item: { ...marketLayoutKey, layout: LAYOUT } });
  return { placed: placed - notPlaced.length, notPlaced };
}

/** Makes the market anew when another version of the service packed it. One read when not. For a store that nobody writes to meanwhile. */
export async function keepLayout(table: Table): Promise<Rebuilt | undefined> {
  const marker = await table.get(marketLayoutKey);
  return marker?.['layout'] === LAYOUT ? undefined : rebuildMarket(table);
}

/** So many things are put in place together: each bucket that they touch is read and written once. */
const AT_ONCE = 5000;

async function* portionsOf(items: AsyncGenerator<Item>): AsyncGenerator<Item[]> {
  let portion: Item[] = [];
  for await (const item of items) {
    portion.push(item);
    if (portion.length < AT_ONCE) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

async function* itemsOf(table: Table, query: Omit<Query, 'limit' | 'after'>): AsyncGenerator<Item> {
  for (let after = {}; ;) {
    const found = await table.query({ ...query, limit: 500, ...after });
    yield* found.items;
    if (found.next === null) return;
    after = { after: found.next };
  }
}
