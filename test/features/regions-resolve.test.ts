/** Messy place names: resolved when certain, reported with candidates when not, and never guessed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squeezed } from '../../shared/regions/place-names.ts';
import { regionByCode, regionName, villagesIn } from '../../shared/regions/regions.ts';
import { resolvePlace, whyUnknown, type PlaceQuery } from '../../shared/regions/resolve-place.ts';
import { searchRegions } from '../../shared/regions/search-regions.ts';

const codeOf = (query: PlaceQuery): string | undefined => {
  const answer = resolvePlace(query);
  return 'code' in answer ? answer.code : undefined;
};
const candidatesOf = (query: PlaceQuery): string[] => {
  const answer = resolvePlace(query);
  return 'code' in answer ? [] : answer.candidates.map((candidate) => candidate.code);
};
const village = (name: string, scope?: string): PlaceQuery => ({ name, scope, level: 'village' });

describe('a place name', () => {
  it.each([
    ['Bandarkidul', '35.71', '35.71.01.1002'],
    ['Bandar Kidul', '35.71', '35.71.01.1002'],
    ['BANDAR  KIDUL', '35', '35.71.01.1002'],
    ['Ampel Sari', '35.14', '35.14.05.2007'],
    ['Sumber Brantas', '35.79', '35.79.02.2009'],
    ['Kampungdalem', '35.71', '35.71.02.1005'],
    ['Desa Ampelsari', '35.14', '35.14.05.2007'],
    ['Ds. Ampelsari', '35.14', '35.14.05.2007'],
    ['Kel. Bandar-Kidul', '35.71', '35.71.01.1002'],
    ['KDMP Bulukerto', '35.79', '35.79.02.2008'],
    ['KKMP Songgokerto', '35.79', '35.79.01.1003'],
    ['Koperasi Desa Merah Putih Bulukerto', '35.79', '35.79.02.2008'],
    ['Koperasi Kelurahan Merah Putih Bandar Kidul', '35.71', '35.71.01.1002'],
    ['Koperasi Desa/Kelurahan Merah Putih Bandar Kidul', '35.71', '35.71.01.1002'],
    ['Sawang 2', '11.01', '11.01.07.2005'],
    ['35.79.02.2008', '35.79', '35.79.02.2008'],
  ])('%s in %s is %s', (name, scope, code) => {
    expect(codeOf(village(name, scope))).toBe(code);
  });

  it.each([
    ['Koperasi Desa Merah Putih Bulukerto Kota Batu', '35.79.02.2008'],
    ['Desa Ampel Sari, Kec. Pasrepan, Kab. Pasuruan', '35.14.05.2007'],
    ['Kel. Bandar Kidul, Mojoroto, Kediri', '35.71.01.1002'],
    ['Bulukerto kecamatan Bumiaji kota Batu provinsi Jawa Timur', '35.79.02.2008'],
    ['Kab. Pasuruan', '35.14'],
    ['Kec. Kejayan, Kabupaten Pasuruan', '35.14.06'],
    ['Provinsi Jawa Timur', '35'],
  ])('with its parents in one cell is found in the whole country: %s', (name, code) => {
    expect(codeOf({ name })).toBe(code);
  });

  it('is told apart by the other cells of its row', () => {
    const sidomulyo: PlaceQuery = { name: 'Sidomulyo', level: 'village' };
    expect(candidatesOf(sidomulyo)).toHaveLength(8);
    expect(codeOf({ ...sidomulyo, district: 'Batu', regency: 'Kota Batu' })).toBe('35.79.01.2007');
    expect(codeOf({ ...sidomulyo, district: 'Kec. Batu', regency: 'Batu', province: 'Jatim' })).toBe(
      '35.79.01.2007',
    );
  });

  it('keeps the Kota of a district in the district’s own cell', () => {
    expect(
      codeOf({ name: 'Pangarangan', district: 'Kota Sumenep', regency: 'Sumenep', level: 'village' }),
    ).toBe('35.29.01.2014');
  });
});

describe('what is not certain', () => {
  it('stays open when one name is a district and an urban village: Kejayan', () => {
    expect(candidatesOf({ name: 'Kejayan', scope: '35.14' })).toEqual(['35.14.06', '35.14.06.1024']);
    expect(codeOf(village('Kejayan', '35.14'))).toBe('35.14.06.1024');
  });

  it('stays open between equals: Kampungdalem lies in Tulungagung and in Kota Kediri', () => {
    expect(candidatesOf(village('Kampungdalem', '35'))).toEqual(['35.04.01.1009', '35.71.02.1005']);
  });

  it('stays open when the kind does not fit: Songgokerto is no desa', () => {
    expect(resolvePlace(village('Desa Songgokerto', '35.79'))).toEqual({
      candidates: [
        {
          code: '35.79.01.1003',
          name: 'Songgokerto',
          fullName: 'Songgokerto, Batu, Kota Batu, Jawa Timur',
          score: 80,
        },
      ],
    });
  });

  it('stays open when a parent does not fit, and when a parent is misspelt', () => {
    expect(codeOf({ ...village('Bulukerto', '35.79'), district: 'Junrejo' })).toBeUndefined();
    expect(candidatesOf({ ...village('Bulukerto', '35.79'), district: 'Junrejo' })).toEqual([
      '35.79.02.2008',
    ]);
    expect(candidatesOf({ ...village('Tulung Rejo', '35.79'), district: 'Bumiajii' })[0]).toBe(
      '35.79.02.2003',
    );
  });

  it.each([
    ['Bulukero', '35.79', '35.79.02.2008'],
    ['Bullukerto', '35.79', '35.79.02.2008'],
    ['Sumbber Brantass', '35.79', '35.79.02.2009'],
    ['Badnarkidul', '35.71', '35.71.01.1002'],
    ['Sumberbrantas Raya', '35.79', '35.79.02.2009'],
  ])('a slip only gives candidates: %s', (name, scope, code) => {
    expect(candidatesOf(village(name, scope))[0]).toBe(code);
  });

  it('is empty outside the scope, for nothing and for nonsense', () => {
    expect(resolvePlace(village('Bulukerto', '64'))).toEqual({ candidates: [] });
    expect(resolvePlace(village('35.79.02.2008', '64'))).toEqual({ candidates: [] });
    expect(resolvePlace(village('35.79.02.9999'))).toEqual({ candidates: [] });
    for (const name of ['', '  ', 'KDMP', '=HYPERLINK(1)', '😀', 'x'.repeat(10_000)]) {
      expect(resolvePlace(village(name, '35.79'))).toEqual({ candidates: [] });
    }
  });

  it('says why a number is no region code', () => {
    expect(whyUnknown('3579020008')).toMatch(/may be a BPS number/);
    expect(whyUnknown('35.79.02.9999')).toMatch(/no region in force/);
    expect(whyUnknown('Batu')).toMatch(/looks like 35/);
  });
});

describe('every village', () => {
  const areas = ['35.14', '35.71', '35.79', '64.02', '91.03'];
  const codes = areas.flatMap(villagesIn);

  it('is found by its own name in its district, or named among the candidates when it has a namesake there', () => {
    const lost = codes.filter((code) => {
      const query = village(regionName(code)!, code.slice(0, 8));
      return codeOf(query) !== code && !candidatesOf(query).includes(code);
    });
    expect(lost).toEqual([]);
  });

  it('is never taken for another: a certain answer has the very letters of the name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.nat(30),
        fc.constantFrom('', ' ', 'a', 'u', 'n', 'g'),
        fc.nat(1),
        (code, at, inserted, removed) => {
          const name = regionName(code)!;
          const typed = name.slice(0, at) + inserted + name.slice(at + removed);
          const answer = codeOf(village(typed, code.slice(0, 5)));
          fc.pre(answer !== undefined);
          // Alternatives such as `Pulo Lon / Pulo Dayah` and `Desa Adat Yoboi` answer to their parts: hence `contains`.
          expect(squeezed(regionName(answer)!)).toContain(squeezed(typed));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('searching regions', () => {
  const codesFor = (query: string, options?: Parameters<typeof searchRegions>[1]): string[] =>
    searchRegions(query, options).map((region) => region.code);

  it.each([
    ['batu', '35.79'],
    ['Bulukerto Batu', '35.79.02.2008'],
    ['bandar kidul', '35.71.01.1002'],
    ['jatim', '35'],
    ['35.79.02.2008', '35.79.02.2008'],
    ['pasuruan', '35.14'],
    ['tenggarong', '64.02.06'],
    ['kutai kartanegra', '64.02'],
    ['Bandakidul', '35.71.01.1002'],
  ])('finds %s first', (query, code) => {
    expect(codesFor(query)[0]).toBe(code);
  });

  it('keeps to a level, a scope and a limit', () => {
    expect(codesFor('sidomulyo', { level: 'district' })).toEqual(['18.01.07']);
    expect(codesFor('sidomulyo', { scope: '35.79' })).toEqual(['35.79.01.2007']);
    expect(codesFor('sidomulyo', { limit: 3 })).toHaveLength(3);
    expect(
      searchRegions('sidomulyo', { limit: 200 }).filter((region) => region.name === 'Sidomulyo').length,
    ).toBe(99);
  });

  it('gives nothing for one letter, nothing and nonsense', () => {
    expect(['a', '', '%%', 'zzzzzzzz'].flatMap((query) => codesFor(query))).toEqual([]);
    expect(regionByCode('zz')).toBeUndefined();
  });
});
