/** Keeps the words of names and titles, so that search finds cooperatives, potentials, offers and buyers by them. */
import type { Buyer } from '../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import type { Potential } from '../../shared/potentials/potential.ts';
import { keepManyWords, keepWords } from '../../shared/search/word-store.ts';
import { wordsOf } from '../../shared/search/words.ts';
import { storedFrom } from '../../shared/stored.ts';
import {
  buyerKey,
  cooperativeKey,
  idIn,
  isSameKey,
  offerKey,
  potentialKey,
} from '../../shared/table/keys.ts';
import type { Item, Key, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of anything that has a name or a title. Nothing is looked up when the words stay as they were; the
 * change that brought or took a word is another one. Else one read, one batch read, and a transaction when something is amiss.
 */
export function searchWords(table: Table): Reaction {
  return async ({ key, before, after }) => {
    const textOf = textsOf(key);
    if (textOf === undefined) return;
    const [former, latter] = [wordsIn(textOf, before), wordsIn(textOf, after)];
    if (former.join(' ') === latter.join(' ')) return;
    await keepItsWords(table, key, [...former, ...latter]);
  };
}

/** Makes the thing under `key` be found by its words as they are now, and by none of the others named. */
async function keepItsWords(table: Table, key: Key, others: readonly string[]): Promise<void> {
  const textOf = textsOf(key);
  if (textOf === undefined) return;
  await asTheyAreNow(table, [key], ([item], guards) =>
    keepWords(table, idIn(key), wordsIn(textOf, item), others, guards),
  );
}

/**
 * Makes many stored things be found by their words in a store that nobody else writes to meanwhile, as on the first start: what
 * the reactions would do one by one.
 */
export async function keepAllWords(table: Table, items: readonly Item[]): Promise<void> {
  const named = items.flatMap((item) => {
    const textOf = textsOf(item);
    return textOf === undefined ? [] : [{ id: idIn(item), words: wordsIn(textOf, item) }];
  });
  await keepManyWords(table, named);
}

type TextOf = (value: never) => string;

const texts: readonly { keyOf: (id: string) => Key; textOf: TextOf }[] = [
  { keyOf: cooperativeKey, textOf: ({ name }: Cooperative) => name },
  { keyOf: potentialKey, textOf: ({ title }: Potential) => title },
  { keyOf: offerKey, textOf: ({ title }: Offer) => title },
  { keyOf: buyerKey, textOf: ({ name }: Buyer) => name },
];

function textsOf(key: Key): TextOf | undefined {
  const id = idIn(key);
  return texts.find(({ keyOf }) => isSameKey(keyOf(id), key))?.textOf;
}

function wordsIn(textOf: TextOf, item: Item | null | undefined): string[] {
  const stored = storedFrom<never>(item ?? undefined);
  return stored ? wordsOf(textOf(stored.value)) : [];
}
