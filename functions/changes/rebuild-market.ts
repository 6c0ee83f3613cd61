/** Makes the market index and the words of search anew from what they are an index of: after a parked change, a restored backup, or another packing of rows. */
import { isDeepStrictEqual } from 'node:util';
import { commodities } from '../../shared/commodities/commodities.ts';
import { LAYOUT } from '../../shared/market/layout.ts';
import { schemes } from '../../shared/offers/offer.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import {
  cooperativeBuckets,
  marketLayoutKey,
  marketVersionsKey,
  offerBuckets,
  supplyBuckets,
  vocabularyKey,
  wordKey,
} from '../../shared/table/derived-keys.ts';
import { allBuyers, allOffers, cooperativesOf, potentialsOfCommodity } from '../../shared/table/keys.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import {
  transactAll,
  type Action,
  type Item,
  type Key,
  type Query,
  type Table,
} from '../../shared/table/table.ts';
import { placeAll, type NotPlaced } from './place-all.ts';
import { keepAllWords } from './search-words.ts';

const FIRST_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'.split('');

/** How many things have their place, what has none, and the keys of what did not say what it must. */
export type Rebuilt = {
  readonly placed: number;
  readonly notPlaced: readonly NotPlaced[];
  readonly wrong: readonly Key[];
};

/**
 * Makes the market and the words anew in `scratch`, an empty store, compares them with what `table` has of them and, with `mend`, puts
 * right what differs, whatever layout it has: so nothing is ever missing that was there. For a store that nobody writes to meanwhile; it
 * may be read. A query and a transaction in `scratch` for each bucket, and a read in `table` for every hundred items of the index.
 */
export async function rebuildMarket(table: Table, scratch: WholeTable, mend: boolean): Promise<Rebuilt> {
  const notPlaced: NotPlaced[] = [];
  let things = 0;
  const codes = commodities().map(({ code }) => code);
  const provinces = provinceCodes();
  const lists = [...provinces.map(cooperativesOf), ...codes.map(potentialsOfCommodity), allOffers, allBuyers];
  for (const pk of lists) {
    for await (const items of portionsOf(itemsOf(table, { pk, index: 'list' }), THINGS_AT_ONCE)) {
      notPlaced.push(...(await placeAll(table, items, scratch)));
      await keepAllWords(scratch, items);
      things += items.length;
    }
  }
  const { unwanted, idle } = await unwantedIn(table, scratch);
  const writes = [...(await wantedIn(table, scratch)), ...unwanted];
  if (mend) {
    await writeAll(table, [...writes, ...idle]);
    await table.write({ do: 'put', item: { ...marketLayoutKey, layout: LAYOUT } });
  }
  return { placed: things - notPlaced.length, notPlaced, wrong: writes.map(keyOf) };
}

/** Makes the market anew when another version of the service packed it. One read when not. For a store that nobody writes to meanwhile. */
export async function keepLayout(
  table: Table,
  scratch: () => WholeTable & Pick<Table, 'close'>,
): Promise<Rebuilt | undefined> {
  const marker = await table.get(marketLayoutKey);
  if (marker?.['layout'] === LAYOUT) return undefined;
  const own = scratch();
  try {
    return await rebuildMarket(table, own, true);
  } finally {
    await own.close();
  }
}

/** What the table has not, or otherwise. */
async function wantedIn(table: Table, scratch: WholeTable): Promise<Action[]> {
  const writes: Action[] = [];
  for await (const items of portionsOf(scratch.everything(), READ_AT_ONCE)) {
    const stored = await table.getMany(items);
    for (const [at, item] of items.entries()) {
      if (!isDeepStrictEqual(counted(stored[at]), counted(item))) writes.push({ do: 'put', item });
    }
  }
  return writes;
}

/**
 * What the table has in the partitions of the index and should not have. Notes of what once stood there do no harm, nor do `idle` words,
 * which nothing is called by any more: nobody takes them away, since another thing may just be getting that name.
 */
async function unwantedIn(table: Table, scratch: Table): Promise<{ unwanted: Action[]; idle: Action[] }> {
  const unwanted: Action[] = [];
  const idle: Action[] = [];
  const lookThrough = async (pk: string, into = unwanted): Promise<void> => {
    for await (const items of portionsOf(itemsOf(table, { pk }), READ_AT_ONCE)) {
      const wanted = await scratch.getMany(items);
      for (const [at, item] of items.entries()) {
        if (wanted[at] || counted(item) === undefined) continue;
        into.push({ do: 'delete', key: { pk: item.pk, sk: item.sk } });
      }
    }
  };
  const buckets = [
    ...provinceCodes().map(cooperativeBuckets),
    ...commodities().map(({ code }) => supplyBuckets(code)),
    ...schemes.map(offerBuckets),
  ];
  for (const pk of buckets) await lookThrough(pk);
  for (const letter of FIRST_LETTERS) {
    for await (const { sk: word } of itemsOf(table, { pk: vocabularyKey(letter).pk })) {
      await lookThrough(wordKey(word, '').pk);
    }
    await lookThrough(vocabularyKey(letter).pk, idle);
  }
  return { unwanted, idle };
}

/** An item as far as it says something: versions of groups that are empty again count as none. */
function counted(item: Item | undefined): Item | undefined {
  if (item === undefined || item.sk !== marketVersionsKey(item.pk).sk) return item;
  const { pk, sk, ...versions } = item;
  const own = Object.entries(versions).filter(([, version]) => version !== 0);
  return own.length === 0 ? undefined : { pk, sk, ...Object.fromEntries(own) };
}

/** Versions last: what is remembered of a group is read again once its version says so. */
async function writeAll(table: Table, writes: readonly Action[]): Promise<void> {
  const isVersion = (write: Action): boolean => keyOf(write).sk === marketVersionsKey('').sk;
  const { parts = [], versions = [] } = Object.groupBy(writes, (write) =>
    isVersion(write) ? 'versions' : 'parts',
  );
  for (const some of [parts, versions]) await transactAll(table, some, WRITTEN_AT_ONCE);
}

const keyOf = (write: Action): Key => {
  const { pk, sk } = write.do === 'put' ? write.item : write.key;
  return { pk, sk };
};

/** Things that are put in place together: each bucket that they touch is read and written once. */
const THINGS_AT_ONCE = 5000;
/** Of one read. */
const READ_AT_ONCE = 100;
/** Of one transaction, which takes a hundred and 4 MB; the largest parts have 48 KB. */
const WRITTEN_AT_ONCE = 50;

async function* portionsOf<T>(all: AsyncIterable<T>, most: number): AsyncGenerator<T[]> {
  let portion: T[] = [];
  for await (const one of all) {
    portion.push(one);
    if (portion.length < most) continue;
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
