/** Every region name of a province, squeezed and ready to be compared; built at the first question about that province. */
import { allowedErrors, editDistance } from '../spelling.ts';
import { keysOf } from './place-names.ts';
import { upperLevels, villagesOf } from './region-file.ts';
import { provinceCodes } from './regions.ts';
import { within } from './region-code.ts';

/** Parallel columns, one row for each key of a region; a region may have several. `letters` is a bit for each of a–z. */
export type NameIndex = {
  readonly codes: readonly string[];
  readonly keys: readonly string[];
  readonly letters: Int32Array;
};

const indexes = new Map<string, NameIndex>();

/** The names of one province, its own included; empty for an unknown one. Some 5 ms for a large province, once. */
export function namesIn(province: string): NameIndex {
  const known = indexes.get(province);
  if (known !== undefined) return known;
  const codes: string[] = [];
  const keys: string[] = [];
  const add = (code: string, name: string): void => {
    const several = keysOf(code, name);
    for (const [at, key] of several.entries()) {
      if (several.indexOf(key) < at) continue;
      codes.push(code);
      keys.push(key);
    }
  };
  const { names, below } = upperLevels();
  const name = names.get(province);
  if (name !== undefined) add(province, name);
  for (const regency of below.get(province) ?? []) {
    add(regency, names.get(regency) ?? '');
    for (const district of below.get(regency) ?? []) add(district, names.get(district) ?? '');
    for (const [village, villageName] of villagesOf(regency)) add(village, villageName);
  }
  const index = { codes, keys, letters: Int32Array.from(keys, lettersOf) };
  indexes.set(province, index);
  return index;
}

/** The provinces in which a scope lies: one, or all when there is no scope. */
export const provincesOf = (scope: string | undefined): string[] =>
  scope === undefined ? provinceCodes() : [scope.slice(0, 2)];

/** Codes in the scope whose key is exactly this; comparing all keys of a province takes some 30 µs. */
export function codesNamed(key: string, scope: string | undefined): string[] {
  return provincesOf(scope).flatMap((province) => {
    const { keys, codes } = namesIn(province);
    return codes.filter((code, row) => keys[row] === key && inScope(code, scope));
  });
}

/** Codes in the scope whose key differs by one or two slips, with their number; short names allow none. */
export function codesNearly(key: string, scope: string | undefined): { code: string; errors: number }[] {
  const allowed = allowedErrors(key.length);
  const near: { code: string; errors: number }[] = [];
  if (allowed === 0) return near;
  const letters = lettersOf(key);
  for (const province of provincesOf(scope)) {
    const index = namesIn(province);
    for (let row = 0; row < index.keys.length; row++) {
      // Each slip adds or removes at most one kind of letter on each side.
      if (
        bitCount(index.letters[row]! & ~letters) > allowed ||
        bitCount(letters & ~index.letters[row]!) > allowed
      )
        continue;
      const other = index.keys[row]!;
      if (Math.abs(other.length - key.length) > allowed || other === key) continue;
      if (!inScope(index.codes[row]!, scope)) continue;
      const errors = editDistance(key, other, allowed);
      if (errors <= allowed) near.push({ code: index.codes[row]!, errors });
    }
  }
  return near;
}

/** Codes in the scope whose key holds this one, or lies in it, where both are long enough to mean something. */
export function codesAround(key: string, scope: string | undefined): string[] {
  if (key.length < 5) return [];
  return provincesOf(scope).flatMap((province) => {
    const { keys, codes } = namesIn(province);
    return codes.filter((code, row) => {
      const other = keys[row]!;
      return inScope(code, scope) && (other.includes(key) || (other.length >= 5 && key.includes(other)));
    });
  });
}

const inScope = (code: string, scope: string | undefined): boolean =>
  scope === undefined || within(code, scope);

function lettersOf(key: string): number {
  let bits = 0;
  for (let at = 0; at < key.length; at++) {
    const letter = key.charCodeAt(at) - 97;
    if (letter >= 0 && letter < 26) bits |= 1 << letter;
  }
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
