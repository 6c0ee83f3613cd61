/** The regions of Indonesia: all of them, by code, with what lies above and below. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanName, regionFile } from '../../shared/regions/build-regions.ts';
import { readRegionTable } from '../../shared/regions/read-source.ts';
import { isRegionCode, parentCodes, timeZone, within } from '../../shared/regions/region-code.ts';
import { regionSchema } from '../../shared/regions/region.ts';
import {
  children,
  fullName,
  provinceCodes,
  regionByCode,
  regionName,
  villagesIn,
} from '../../shared/regions/regions.ts';

const source = (
  table: 'provinces' | 'regencies' | 'districts' | 'villages',
): { code: string; name: string }[] =>
  readRegionTable(table).map(({ code = '', name = '' }) => ({ code, name: cleanName(name) }));

describe('the region data', () => {
  it.each([
    ['provinces', 38],
    ['regencies', 514],
    ['districts', 7285],
    ['villages', 83_762],
  ] as const)('names all %s as idn-area-data does: %i', (table, count) => {
    const rows = source(table);
    expect(rows).toHaveLength(count);
    expect(rows.filter(({ code, name }) => regionName(code) !== name)).toEqual([]);
  });

  it('holds no village that its source does not', () => {
    expect(provinceCodes().flatMap(villagesIn)).toEqual(source('villages').map((row) => row.code));
  });

  it('is what the build script makes of its source, in at most 400 KB', () => {
    const committed = readFileSync(new URL('../../shared/regions/data/regions.bin', import.meta.url));
    expect(committed.length).toBeLessThan(400_000);
    expect(regionFile().equals(committed)).toBe(true);
  });
});

describe('a region', () => {
  it('is told in full: Bulukerto in Kota Batu', () => {
    expect(regionSchema.parse(regionByCode('35.79.02.2008'))).toMatchObject({
      name: 'Bulukerto',
      level: 'village',
      kind: 'village',
      fullName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
      timeZone: 'Asia/Jakarta',
    });
  });

  it.each([
    ['35', 'province', 'province'],
    ['35.79', 'regency', 'city'],
    ['35.14', 'regency', 'regency'],
    ['35.79.02', 'district', 'district'],
    ['35.14.06.1024', 'village', 'urban-village'],
    ['35.79.02.2008', 'village', 'village'],
    ['91.03.01.3007', 'village', 'customary-village'],
  ])('%s is a %s of the kind %s', (code, level, kind) => {
    expect(regionByCode(code)).toMatchObject({ level, kind });
  });

  it.each(['3579', '35.7', '35.99', '35.79.02.9999', '99', '35.79.02.2008 ', '', 'Batu', '35.79.02.2008.1'])(
    'is not found by %j: BPS numbers, old and malformed codes are unknown',
    (code) => {
      expect(regionByCode(code)).toBeUndefined();
    },
  );

  it('tells urban villages of Kota Kediri from the villages of Kota Batu by their codes alone', () => {
    const kinds = (regency: string): Record<string, number> =>
      Object.fromEntries(
        Object.entries(Object.groupBy(villagesIn(regency), (code) => regionByCode(code)!.kind)).map(
          ([kind, codes]) => [kind, codes.length],
        ),
      );
    expect(kinds('35.71')).toEqual({ 'urban-village': 46 });
    expect(kinds('35.79')).toEqual({ 'urban-village': 5, village: 19 });
    expect(kinds('35.14')).toEqual({ 'urban-village': 24, village: 341 });
    expect(kinds('64.02')).toEqual({ 'urban-village': 44, village: 193 });
  });
});

describe('above and below', () => {
  it('lists the children of a country part, in order', () => {
    expect(children('35.79').map(fullName)).toEqual([
      'Batu, Kota Batu, Jawa Timur',
      'Bumiaji, Kota Batu, Jawa Timur',
      'Junrejo, Kota Batu, Jawa Timur',
    ]);
    expect(children('35')).toHaveLength(38);
    expect(children('35.79.02')).toContain('35.79.02.2008');
    expect(children('35.79.02.2008')).toEqual([]);
    expect(children('99')).toEqual([]);
  });

  it('lists the parents from the province down', () => {
    expect(parentCodes('35.79.02.2008')).toEqual(['35', '35.79', '35.79.02']);
    expect(parentCodes('35')).toEqual([]);
  });

  it('counts whole groups only: 35.7 contains no part of 35.79', () => {
    expect(within('35.79.02.2008', '35.79')).toBe(true);
    expect(within('35.79', '35.79')).toBe(true);
    expect(within('35.79', '35.7')).toBe(false);
    expect(within('35', '35.79')).toBe(false);
  });

  it('gives every region a place in time', () => {
    expect([timeZone('35.79'), timeZone('64.02'), timeZone('91.03')]).toEqual([
      'Asia/Jakarta',
      'Asia/Makassar',
      'Asia/Jayapura',
    ]);
    expect(provinceCodes().filter((code) => timeZone(code) === undefined)).toEqual([]);
    expect(timeZone('99')).toBeUndefined();
  });

  it('knows the form of a code without the data', () => {
    expect(['35', '35.79', '35.79.02', '35.79.02.2008'].every(isRegionCode)).toBe(true);
    expect(['3', '35.', '35.7', '35.79.2', '3579', '35.79.02.200'].some(isRegionCode)).toBe(false);
  });
});
