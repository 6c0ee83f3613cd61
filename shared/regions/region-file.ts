/**
 * Reads `data/regions.bin`, lazily: the upper levels in one piece at first use, the villages a province at a time.
 *
 * Layout: the number of blocks and the length of each (32 bits, little endian), then the blocks, each Brotli over ASCII text.
 * Block 0 has a line for each province (`35Jawa Timur`), regency (tab, `79Kota Batu`) and district (two tabs). Block n has
 * the villages of the n-th province: regencies and districts in the order of block 0, parted by marks; one village a line,
 * its number only where it does not follow the one before (`#1001Name`; a district starts at 2001).
 *
 * The file lies beside this module in the source tree and beside the bundle in a deployment: the bundler copies
 * `shared/regions/data/regions.bin` to `data/regions.bin` next to the entry.
 */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

export const REGENCY_MARK = '\u001d';
export const DISTRICT_MARK = '\u001e';

/** Names of the upper levels by code, and the codes below each, in order. */
export type UpperLevels = {
  readonly names: ReadonlyMap<string, string>;
  readonly below: ReadonlyMap<string, readonly string[]>;
  readonly provinces: readonly string[];
};

let file: Buffer | undefined;
let upper: UpperLevels | undefined;
const provinceTexts = new Map<string, string[]>();
const villages = new Map<string, ReadonlyMap<string, string>>();

/** The 38 provinces, 514 regencies and 7,285 districts. The first call reads the file and takes a few milliseconds. */
export function upperLevels(): UpperLevels {
  upper ??= parseUpper(block(0));
  return upper;
}

/**
 * Names of the villages of one regency by code, in order; empty for an unknown regency. The first call for a province
 * decompresses its villages (about a millisecond), the first for a regency cuts its lines.
 */
export function villagesOf(regency: string): ReadonlyMap<string, string> {
  const known = villages.get(regency);
  if (known !== undefined) return known;
  const { below, provinces } = upperLevels();
  const province = regency.slice(0, 2);
  const regencies = below.get(province);
  const at = regencies?.indexOf(regency) ?? -1;
  if (at < 0) return NONE;
  const texts = provinceTexts.get(province) ?? block(provinces.indexOf(province) + 1).split(REGENCY_MARK);
  provinceTexts.set(province, texts);
  const parsed = parseVillages(texts[at] ?? '', below.get(regency) ?? []);
  villages.set(regency, parsed);
  return parsed;
}

const NONE: ReadonlyMap<string, string> = new Map();

function block(index: number): string {
  file ??= readFileSync(new URL('./data/regions.bin', import.meta.url));
  let start = 4 * (file.readUInt32LE(0) + 1);
  for (let before = 0; before < index; before++) start += file.readUInt32LE(4 * (before + 1));
  const length = file.readUInt32LE(4 * (index + 1));
  return brotliDecompressSync(file.subarray(start, start + length)).toString('latin1');
}

function parseUpper(text: string): UpperLevels {
  const names = new Map<string, string>();
  const below = new Map<string, string[]>();
  const provinces: string[] = [];
  let province = '';
  let regency = '';
  for (const line of text.split('\n')) {
    const depth = line.startsWith('\t\t') ? 2 : line.startsWith('\t') ? 1 : 0;
    const number = line.slice(depth, depth + 2);
    const name = line.slice(depth + 2);
    if (depth === 0) {
      province = number;
      provinces.push(province);
      names.set(province, name);
      below.set(province, []);
    } else if (depth === 1) {
      regency = `${province}.${number}`;
      names.set(regency, name);
      below.get(province)?.push(regency);
      below.set(regency, []);
    } else {
      const district = `${regency}.${number}`;
      names.set(district, name);
      below.get(regency)?.push(district);
    }
  }
  return { names, below, provinces };
}

function parseVillages(text: string, districts: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [at, lines] of text.split(DISTRICT_MARK).entries()) {
    if (lines === '') continue;
    let number = 2000;
    for (const line of lines.split('\n')) {
      const stated = line.startsWith('#');
      number = stated ? Number(line.slice(1, 5)) : number + 1;
      names.set(`${districts[at]}.${number}`, stated ? line.slice(5) : line);
    }
  }
  return names;
}
