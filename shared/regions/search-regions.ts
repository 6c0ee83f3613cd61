/** Finds regions for a person who types: beginnings first, then words inside, then small typing errors. */
import { plainText } from '../spelling.ts';
import { codesNamed, codesNearly, namesIn, provincesOf } from './name-index.ts';
import { keysOf, squeezed, squeezedWords } from './place-names.ts';
import type { Region } from './region.ts';
import { levelOf, parentCodes, REGION_LEVELS, within } from './region-code.ts';
import { regionByCode, regionName } from './regions.ts';

export type RegionSearch = {
  level?: Region['level'] | undefined;
  /** Only regions in this one. */
  scope?: string | undefined;
  limit?: number;
};

/**
 * Regions for `batu`, `bulukerto batu` (a name and words of its parents), `Bandar kidul`, `35.79`, best first: the very name before
 * beginnings, beginnings before words inside, typing errors last; higher levels before lower, then by code. Nothing for
 * less than two letters. The first question reads the whole country (some 200 ms), later ones take a few milliseconds.
 */
export function searchRegions(query: string, { level, scope, limit = 20 }: RegionSearch = {}): Region[] {
  const text = query.trim();
  const direct = regionByCode(text);
  const fits = (code: string): boolean =>
    (level === undefined || levelOf(code) === level) && (scope === undefined || within(code, scope));
  if (direct !== undefined) return fits(text) ? [direct] : [];
  const words = plainText(text)
    .split(' ')
    .filter((word) => word !== '');
  const key = squeezedWords(words);
  if (key.length < 2) return [];
  const scores = new Map<string, number>();
  const offer = (code: string, score: number): void => {
    if (fits(code) && score > (scores.get(code) ?? 0)) scores.set(code, score);
  };
  for (const province of provincesOf(scope)) {
    const { codes, keys } = namesIn(province);
    for (let row = 0; row < keys.length; row++) {
      const at = keys[row]!.indexOf(key);
      if (at < 0) continue;
      offer(codes[row]!, at > 0 ? 40 : keys[row]!.length === key.length ? 100 : 80);
    }
  }
  for (let cut = words.length - 1; cut > 0; cut--) {
    const parents = words.slice(cut);
    for (const code of codesNamed(squeezedWords(words.slice(0, cut)), scope)) {
      if (parents.every((parent) => liesIn(code, parent))) offer(code, 95);
    }
  }
  if (scores.size === 0) for (const { code, errors } of codesNearly(key, scope)) offer(code, 30 - errors);
  return [...scores]
    .sort(
      ([codeA, scoreA], [codeB, scoreB]) =>
        scoreB - scoreA || rankOf(codeA) - rankOf(codeB) || (codeA < codeB ? -1 : 1),
    )
    .slice(0, limit)
    .flatMap(([code]) => regionByCode(code) ?? []);
}

const rankOf = (code: string): number => REGION_LEVELS.indexOf(levelOf(code));

/** Whether a word stands in the name of a region above: `batu` in `Kota Batu`, `jatim` for Jawa Timur. */
const liesIn = (code: string, word: string): boolean =>
  parentCodes(code).some((parent) => {
    const name = regionName(parent) ?? '';
    return plainText(name).split(' ').includes(word) || keysOf(parent, name).includes(squeezed(word));
  });
