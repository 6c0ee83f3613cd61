/**
 * Writes `data/regions.bin`: the names of all provinces, regencies, districts and villages of npm `idn-area-data` (data under
 * ODbL, see NOTICE) in 378 KB. Run by `npm run regions:build`. `region-file.ts` reads it and describes its layout.
 */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { readRegionTable } from './read-source.ts';
import { DISTRICT_MARK, REGENCY_MARK } from './region-file.ts';

/** A few names carry a quotation mark or a typographic apostrophe where an apostrophe is meant, or a stray asterisk. */
export const cleanName = (name: string): string =>
  name.replaceAll(/["’]/g, "'").replaceAll('*', '').replaceAll(/\s+/g, ' ').trim();

type Row = { code: string; name: string };

const rows = (table: 'provinces' | 'regencies' | 'districts' | 'villages'): Row[] =>
  readRegionTable(table).map(({ code = '', name = '' }) => ({ code, name: cleanName(name) }));

/** Lists rows by the first `length` characters of their code, in order. */
function byPrefix(list: Row[], length: number): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of list) {
    const key = row.code.slice(0, length);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** A village that follows its predecessor's number goes without one: `Name`, else `#2007Name`. */
function villageLines(villages: Row[]): string {
  let expected = 2001;
  return villages
    .map(({ code, name }) => {
      const number = Number(code.slice(9));
      const line = number === expected ? name : `#${number}${name}`;
      expected = number + 1;
      return line;
    })
    .join('\n');
}

/** The whole file. The first block holds the upper levels, each further one the villages of a province, in order of code. */
export function regionFile(): Buffer {
  const provinces = rows('provinces');
  const regencies = byPrefix(rows('regencies'), 2);
  const districts = byPrefix(rows('districts'), 5);
  const villages = byPrefix(rows('villages'), 8);
  const upper: string[] = [];
  const blocks: string[] = [];
  for (const province of provinces) {
    upper.push(province.code + province.name);
    const own = regencies.get(province.code) ?? [];
    for (const regency of own) {
      upper.push(`\t${regency.code.slice(3)}${regency.name}`);
      for (const district of districts.get(regency.code) ?? [])
        upper.push(`\t\t${district.code.slice(6)}${district.name}`);
    }
    blocks.push(
      own
        .map((regency) =>
          (districts.get(regency.code) ?? [])
            .map((district) => villageLines(villages.get(district.code) ?? []))
            .join(DISTRICT_MARK),
        )
        .join(REGENCY_MARK),
    );
  }
  const packed = [upper.join('\n'), ...blocks].map(compressed);
  const header = Buffer.alloc(4 * (packed.length + 1));
  header.writeUInt32LE(packed.length, 0);
  for (const [at, block] of packed.entries()) header.writeUInt32LE(block.length, 4 * (at + 1));
  return Buffer.concat([header, ...packed]);
}

const compressed = (text: string): Buffer =>
  brotliCompressSync(Buffer.from(text, 'latin1'), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });

if (import.meta.main) {
  const file = regionFile();
  writeFileSync(new URL('data/regions.bin', import.meta.url), file);
  process.stdout.write(`regions: ${(file.length / 1000).toFixed(0)} KB\n`);
}
