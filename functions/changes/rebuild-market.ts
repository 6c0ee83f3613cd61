/** Makes the market index anew from what it is an index of: after a parked change, a restored backup, or another packing of rows. */
import { commodities } from '../../shared/commodities/commodities.ts';
import { schemes } from '../../shared/offers/offer.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import {
  allOffers,
  cooperativeBuckets,
  cooperativesOf,
  offerBuckets,
  potentialsOfCommodity,
  supplyBuckets,
} from '../../shared/table/keys.ts';
import type { Item, Query, Table } from '../../shared/table/table.ts';
import { keepInPlace } from './market-buckets.ts';

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
  let placed = 0;
  const lists = [...provinces.map(cooperativesOf), ...codes.map(potentialsOfCommodity), allOffers];
  for (const pk of lists) {
    for await (const { pk: own, sk } of itemsOf(table, { pk, index: 'list' })) {
      await keepInPlace(table, { pk: own, sk }, []);
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
