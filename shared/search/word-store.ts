/** Where words lead: from each word of a name or title to the things that have it, and from a misspelt word to the words in use. */
import { allowedErrors, editDistance } from '../spelling.ts';
import { vocabularyKey, wordKey } from '../table/derived-keys.ts';
import { transactAll, type Action, type Item, type Key, type Table } from '../table/table.ts';

/** How sure a word is of being the one meant, in percent. */
const AS_TYPED = 100;
const BEGINS_SO = 80;
const NEARLY_SO = 60;

/** Words that one word typed may stand for. */
const MOST_WORDS = 8;
/** Things that one word may lead to; a word that more things have tells little. */
const MOST_THINGS = 200;
/** Words compared for slips of the finger: those with the same two first letters. */
const MOST_COMPARED = 1000;

/**
 * Makes a thing be found by exactly these words, of those and the `former` ones: one batch read, and one transaction with
 * `guards` when anything is missing or too many.
 */
export async function keepWords(
  table: Table,
  id: string,
  words: readonly string[],
  former: readonly string[],
  guards: readonly Action[],
): Promise<void> {
  const gone = [...new Set(former)].filter((word) => !words.includes(word));
  const keys = [
    ...words.map((word) => wordKey(word, id)),
    ...words.map(vocabularyKey),
    ...gone.map((word) => wordKey(word, id)),
  ];
  if (keys.length === 0) return;
  const stored = await table.getMany(keys);
  const isMissing = (key: Key, at: number) => stored[at] === undefined && at < 2 * words.length;
  const writes: Action[] = [
    ...keys.filter(isMissing).map((key): Action => ({ do: 'put', item: { ...key } })),
    ...keys
      .filter((_, at) => at >= 2 * words.length && stored[at] !== undefined)
      .map((key): Action => ({ do: 'delete', key })),
  ];
  if (writes.length > 0) await table.transact([...writes, ...guards]);
}

/** Makes many things be found by their words, without looking at what is stored already; a transaction for every hundred words. */
export async function keepManyWords(
  table: Table,
  named: readonly { id: string; words: readonly string[] }[],
): Promise<void> {
  const vocabulary = [...new Set(named.flatMap(({ words }) => words))].map(vocabularyKey);
  const places = named.flatMap(({ id, words }) => words.map((word) => wordKey(word, id)));
  const writes = [...vocabulary, ...places].map((key): Action => ({ do: 'put', item: { ...key } }));
  await transactAll(table, writes);
}

/**
 * The things that a typed word leads to, each with how sure that is in percent: words as typed, words that begin so, and when none of
 * these leads anywhere, words that differ by a slip or two but for their first two letters. A word stays known when the last thing
 * that had it has another name. Two to four round trips.
 */
export async function thingsNamed(table: Table, typed: string): Promise<Map<string, number>> {
  const named = await thingsWith(table, await wordsBegunSo(table, typed));
  return named.size > 0 ? named : thingsWith(table, await wordsNearly(table, typed));
}

type Likely = { word: string; sureness: number };

async function thingsWith(table: Table, words: readonly Likely[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const things = await Promise.all(
    words.map(async ({ word, sureness }) => {
      const { items } = await table.query({ pk: wordKey(word, '').pk, limit: MOST_THINGS });
      return items.map(({ sk }) => ({ id: sk, sureness }));
    }),
  );
  for (const { id, sureness } of things.flat()) found.set(id, Math.max(sureness, found.get(id) ?? 0));
  return found;
}

async function wordsBegunSo(table: Table, typed: string): Promise<Likely[]> {
  const { items } = await table.query({ pk: vocabularyKey(typed).pk, beginsWith: typed, limit: MOST_WORDS });
  return items.map(({ sk }) => ({ word: sk, sureness: sk === typed ? AS_TYPED : BEGINS_SO }));
}

async function wordsNearly(table: Table, typed: string): Promise<Likely[]> {
  const most = allowedErrors(typed.length);
  if (most === 0) return [];
  const { pk } = vocabularyKey(typed);
  const near = await table.query({ pk, beginsWith: typed.slice(0, 2), limit: MOST_COMPARED });
  return near.items
    .map((item: Item) => ({ word: item.sk, errors: editDistance(typed, item.sk, most) }))
    .filter(({ errors }) => errors <= most)
    .sort((a, b) => a.errors - b.errors || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(({ word }) => ({ word, sureness: NEARLY_SO }));
}
