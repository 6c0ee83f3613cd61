/** Makes the market index and the words of search anew from what they are an index of: after a parked change, a restored backup, or another packing of rows. */
import { commodities } from '../../shared/commodities/commodities.ts';
import { schemes } from '../../shared/offers/offer.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import {
  allBuyers,
  allOffers,
  cooperativeBuckets,
  cooperativesOf,
  offerBuckets,
  potentialsOfCommodity,
  supplyBuckets,
  vocabularyKey,
  wordKey,
} from '../../shared/table/keys.ts';
import type { Item, Query, Table } from '../../shared/table/table.ts';
import { keepInPlace } from './market-buckets.ts';
import { keepItsWords } from './search-words.ts';

const FIRST_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'.split('');

/**
 * Empties every bucket and puts each thing back in its place; gives how many. For a store that nobody writes to meanwhile.
 * About three round trips for each thing.
 */
export async function rebuildMarket(table: Table): Promise<number> {
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
  const lists = [...provinces.map(cooperativesOf), ...codes.map(potentialsOfCommodity), allOffers, allBuyers];
  for (const pk of lists) {
    for await (const { pk: own, sk } of itemsOf(table, { pk, index: 'list' })) {
      await keepInPlace(table, { pk: own, sk }, []);
      await keepItsWords(table, { pk: own, sk }, []);
      placed += 1;
    }
  }
  return placed;
}

async function* itemsOf(table: Table, query: Omit<Query, 'limit' | 'after'>): AsyncGenerator<Item> {
  for (let after = {}; ;) {
    const found = await table.query({ ...query, limit: 500, ...after });
    yield* found.items;
    if (found.next === null) return;
    after = { after: found.next };
  }
}
