/** What a question means: for each of its words the commodities and places that it may name. */
import { searchCommodities } from '../commodities/search-commodities.ts';
import { codesNamed, codesNearly } from '../regions/name-index.ts';
import { squeezedWords } from '../regions/place-names.ts';
import { wordsOf } from './words.ts';

/** One word of the question, and how sure (in percent) it is of each meaning. */
export type Asked = {
  readonly word: string;
  readonly commodities: ReadonlyMap<string, number>;
  readonly regions: ReadonlyMap<string, number>;
};

/** Words that together may be one name: `kubis ungu`, `sawi putih`, `kota batu`. */
const LONGEST_NAME = 3;
/** `searchCommodities` scores the very name or alias from here on, and a typing error below 60. */
const THE_NAME = 92;
const A_GUESS = 60;
const SURE = 100;
const NEARLY = 60;
/** Places that one word may stand for; no village name is as frequent. */
const MOST_PLACES = 500;

/**
 * Reads a question such as "siapa punya gedhang di bumiaji". A name of several words counts for each of them. Guesses at typing
 * errors are made only for a word that is nothing as it is typed.
 */
export function meaningOf(question: string): Asked[] {
  const words = wordsOf(question);
  const asked = words.map((word) => ({
    word,
    commodities: new Map<string, number>(),
    regions: new Map<string, number>(),
  }));
  for (let length = Math.min(LONGEST_NAME, words.length); length >= 1; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const name = words.slice(from, from + length);
      const goods = commoditiesNamed(name.join(' '), length === 1);
      const places = regionsNamed(name);
      for (const one of asked.slice(from, from + length)) {
        learn(one.commodities, goods);
        learn(one.regions, places);
      }
    }
  }
  for (const one of asked) {
    if (one.commodities.size === 0 && one.regions.size === 0) learn(one.regions, regionsNearly(one.word));
    const surest = Math.max(0, ...one.commodities.values());
    // `batu` is the city, not some apple; `pisang` is the banana before it is one of the villages of that name.
    if (one.regions.size > 0 && surest < SURE) one.commodities.clear();
    else if (surest === SURE) for (const code of one.regions.keys()) one.regions.set(code, NEARLY);
  }
  return asked;
}

function commoditiesNamed(name: string, isAlone: boolean): [string, number][] {
  const hits = searchCommodities(name);
  const exact = hits.filter(({ score }) => score >= THE_NAME);
  // Several words are a name only when they are the name; one word may be a part of it, or misspelt.
  const meant = exact.length > 0 ? exact : isAlone ? hits : [];
  return meant.map(({ commodity, score }) => [
    commodity.code,
    score >= THE_NAME ? SURE : score >= A_GUESS ? 80 : NEARLY,
  ]);
}

function regionsNamed(name: readonly string[]): [string, number][] {
  return highest(codesNamed(squeezedWords(name), undefined)).map((code) => [code, SURE]);
}

function regionsNearly(word: string): [string, number][] {
  const near = codesNearly(squeezedWords([word]), undefined);
  const fewest = Math.min(...near.map(({ errors }) => errors));
  return highest(near.filter(({ errors }) => errors === fewest).map(({ code }) => code)).map((code) => [
    code,
    NEARLY,
  ]);
}

/** Provinces before regencies, districts and villages; each once. */
function highest(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, MOST_PLACES);
}

function learn(known: Map<string, number>, meanings: readonly [string, number][]): void {
  for (const [code, sureness] of meanings) known.set(code, Math.max(sureness, known.get(code) ?? 0));
}
