/** Where the regencies are, how far apart, and where the sea lies between. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centroidLines } from '../../shared/regions/build-centroids.ts';
import { CENTROIDS } from '../../shared/regions/data/centroids.ts';
import { centroidOf, distanceBetween, regenciesFrom, regencyCodes } from '../../shared/regions/distance.ts';
import { landmassOf, namedLandmassCodes } from '../../shared/regions/landmass.ts';
import { readRegionTable } from '../../shared/regions/read-source.ts';

const regency = fc.constantFrom(...regencyCodes());
const sea = (a: string, b: string): boolean => distanceBetween(a, b).sea;
const km = (a: string, b: string): number => distanceBetween(a, b).km;

/** South, north, west, east of each province, in degrees, read off a map and rounded outwards. */
const BOXES: Record<string, [number, number, number, number]> = {
  '11': [1.9, 6.2, 94.9, 98.4],
  '12': [-0.7, 4.4, 97, 100.5],
  '13': [-3.4, 1, 98.5, 102],
  '14': [-1.2, 2.6, 100, 104],
  '15': [-2.8, -0.7, 101.1, 104.6],
  '16': [-5, -1.6, 102, 106.3],
  '17': [-5.5, -2.2, 101, 103.9],
  '18': [-6, -3.7, 103.5, 106],
  '19': [-3.5, -1.4, 105, 108.9],
  '21': [-1.3, 4.9, 103.2, 109.2],
  '31': [-6.4, -5.4, 106.4, 107],
  '32': [-7.9, -5.9, 106.3, 108.9],
  '33': [-8.3, -5.7, 108.5, 111.7],
  '34': [-8.3, -7.5, 110, 110.9],
  '35': [-8.8, -5.5, 110.9, 116.3],
  '36': [-7.1, -5.8, 105, 106.8],
  '51': [-8.9, -8, 114.4, 115.8],
  '52': [-9.2, -8, 115.8, 119.4],
  '53': [-11.1, -8, 118.8, 125.2],
  '61': [-3.1, 2.1, 108.5, 114.2],
  '62': [-3.6, 0.8, 110.7, 115.9],
  '63': [-4.9, -1.3, 114.3, 117],
  '64': [-2.6, 2.6, 113.8, 119.1],
  '65': [1.1, 4.5, 114.5, 118.1],
  '71': [0.2, 5.6, 123, 127.2],
  '72': [-3.7, 1.4, 119, 124.5],
  '73': [-7.5, -1.8, 117, 122],
  '74': [-6.3, -2.7, 120.8, 124.8],
  '75': [0.1, 1.1, 121, 123.6],
  '76': [-3.7, -0.8, 118.6, 119.9],
  '81': [-8.5, -2.6, 125.6, 135],
  '82': [-2.6, 2.7, 124.2, 129.9],
  '91': [-4, 0.3, 134.5, 141.1],
  '92': [-4.6, -0.3, 131.8, 135.1],
  '93': [-9.2, -4.5, 137, 141.1],
  '94': [-5.1, -2.6, 134.5, 138.2],
  '95': [-5.3, -2.9, 137.2, 141.1],
  '96': [-2.3, 1.1, 129.2, 133.3],
};

describe('the centres of the regencies', () => {
  it('are known for all 514, and are what the build script makes of its sources', () => {
    expect(regencyCodes()).toEqual(readRegionTable('regencies').map((row) => row['code']));
    expect(regencyCodes()).toHaveLength(514);
    expect(CENTROIDS.trim().split('\n')).toEqual(centroidLines());
  });

  it('lie inside the bounds of their province, all 514', () => {
    const outside = regencyCodes().filter((code) => {
      const { lat, lng } = centroidOf(code);
      const [south, north, west, east] = BOXES[code.slice(0, 2)]!;
      return lat < south || lat > north || lng < west || lng > east;
    });
    expect(outside).toEqual([]);
  });
});

describe('the distance', () => {
  it.each([
    ['Kota Batu to Kota Malang', '35.79', '35.73', 15, 20],
    ['Kota Batu to Samarinda', '35.79', '64.72', 850, 1000],
    ['Kota Kediri to Kabupaten Kediri', '35.71', '35.06', 12, 12],
    ['Kota Surabaya to Kota Semarang', '35.78', '33.74', 250, 280],
    ['Jakarta Pusat to Kota Bandung', '31.71', '32.73', 105, 130],
    ['Jakarta Pusat to Kota Medan', '31.71', '12.71', 1380, 1450],
    ['Kota Makassar to Kota Manado', '73.71', '71.71', 920, 980],
    ['Sabang to Merauke', '11.72', '93.01', 5100, 5300],
  ])('%s is plausible', (_, from, to, least, most) => {
    expect(km(from, to)).toBeGreaterThanOrEqual(least);
    expect(km(from, to)).toBeLessThanOrEqual(most);
  });

  it('grows with the level that two places share: village, district, regency', () => {
    expect(km('35.79.02.2008', '35.79.02.2008')).toBe(0);
    expect(km('35.79.02.2008', '35.79.02.2005')).toBe(5);
    expect(km('35.79.02.2008', '35.79.02')).toBe(5);
    expect(km('35.79.02.2008', '35.79.01.2001')).toBe(12);
    expect(km('35.79.02.2008', '35.79')).toBe(12);
    expect(km('35.79.02.2008', '35.73')).toBe(km('35.79', '35.73'));
  });

  it('takes a province by the middle of its regencies', () => {
    expect(km('35', '35')).toBe(12);
    expect(km('35.79', '35')).toBeLessThan(100);
    expect(sea('35', '64')).toBe(true);
  });

  it('is the same there and back, whole, and never below 12 km between regencies', () => {
    fc.assert(
      fc.property(regency, regency, (a, b) => {
        expect(distanceBetween(a, b)).toEqual(distanceBetween(b, a));
        expect(Number.isInteger(km(a, b))).toBe(true);
        expect(km(a, b)).toBeGreaterThanOrEqual(12);
      }),
    );
  });

  it('keeps the triangle: no detour is shorter, but for rounding', () => {
    fc.assert(
      fc.property(regency, regency, regency, (a, b, c) => {
        expect(km(a, c)).toBeLessThanOrEqual(km(a, b) + km(b, c) + 2);
      }),
    );
  });

  it('refuses a code of no regency, BPS numbers included', () => {
    expect(() => distanceBetween('35.79', '99.01')).toThrow(/99.01 is in no known regency/);
    expect(() => distanceBetween('3579', '35.79')).toThrow(/Kemendagri/);
    expect(() => distanceBetween('', '35.79')).toThrow(/no known regency/);
  });
});

describe('regencies from the nearest', () => {
  it('start with the own one and hold all 514 in order', () => {
    const row = regenciesFrom('35.79.02.2008');
    expect(row[0]).toEqual({ code: '35.79', km: 12, sea: false });
    expect(row.slice(1, 4).map((entry) => entry.code)).toContain('35.73');
    expect(row).toHaveLength(514);
    expect(row.map((entry) => entry.km)).toEqual(row.map((entry) => entry.km).toSorted((a, b) => a - b));
    expect(regenciesFrom('35.79')).toBe(row);
  });
});

describe('the sea', () => {
  it.each([
    ['Batu and Samarinda', '35.79', '64.72'],
    ['Banyuwangi and Bali (a ferry)', '35.10', '51.01'],
    ['Cilegon and Lampung', '36.72', '18.01'],
    ['Bangka and Belitung', '19.71', '19.02'],
    ['Batam and Bintan', '21.71', '21.01'],
    ['Lombok and Sumbawa', '52.71', '52.04'],
    ['Kupang and Ende', '53.71', '53.08'],
    ['Nias and Medan', '12.78', '12.71'],
    ['Tarakan and Bulungan', '65.71', '65.01'],
    ['Bau-Bau and Muna', '74.72', '74.03'],
    ['Ambon and Masohi on Seram', '81.71', '81.01.17'],
    ['Ternate and Halmahera', '82.71', '82.01'],
    ['Biak and Jayapura', '91.06', '91.71'],
    ['Nusa Penida and the rest of Klungkung', '51.05.01', '51.05.03'],
    ['Bawean and Gresik', '35.25.17', '35.25.16'],
    ['Jakarta and the Thousand Islands', '31.71', '31.01'],
  ])('lies between %s', (_, from, to) => {
    expect(sea(from, to)).toBe(true);
    expect(sea(to, from)).toBe(true);
  });

  it.each([
    ['Surabaya and Bangkalan (Suramadu bridge)', '35.78', '35.26'],
    ['Banten and Banyuwangi', '36.01', '35.10'],
    ['Aceh and Lampung', '11.71', '18.71'],
    ['Samosir and Medan', '12.17', '12.71'],
    ['Pontianak and Balikpapan', '61.71', '64.71'],
    ['the mainland of Kotabaru and Banjarmasin', '63.02.14', '63.71'],
    ['Makassar and Manado', '73.71', '71.71'],
    ['Kei Kecil and Tual (bridge)', '81.02.01', '81.72.02'],
    ['Sofifi on Halmahera and Tobelo', '82.72.02', '82.03'],
    ['Biak and Supiori (bridge)', '91.06', '91.19'],
    ['Sorong and Merauke', '96.71', '93.01'],
  ])('does not lie between %s', (_, from, to) => {
    expect(sea(from, to)).toBe(false);
  });

  it('is known for all 514 regencies, and the table names no region that does not exist', () => {
    expect(regencyCodes().filter((code) => landmassOf(code) === undefined)).toEqual([]);
    const known = new Set(
      (['provinces', 'regencies', 'districts'] as const).flatMap((table) =>
        readRegionTable(table).map((row) => row['code']),
      ),
    );
    expect(namedLandmassCodes().filter((code) => !known.has(code))).toEqual([]);
  });
});
