/** How far apart two places are, roughly, and whether the sea lies between: what freight, freshness and ranking need. */
import { Refusal } from '../errors.ts';
import { CENTROIDS } from './data/centroids.ts';
import { landmassOf } from './landmass.ts';

/** Great-circle kilometres, rounded; `sea` when the two lie on different islands without a bridge. Approximate. */
export type Distance = { km: number; sea: boolean };

/** Places within one district, and within one regency, in km (estimates: half the width of a middling one). */
const WITHIN_DISTRICT_KM = 5;
const WITHIN_REGENCY_KM = 12;

const EARTH_RADIUS_KM = 6371.0088; // mean radius, IUGG

type Place = { code: string; lat: number; lng: number; x: number; y: number; z: number };

type Places = { byCode: ReadonlyMap<string, Place>; regencies: readonly Place[] };

let known: Places | undefined;

/** Read at the first question, about a millisecond. */
const places = (): Places => (known ??= readPlaces());

function readPlaces(): Places {
  const regencies = CENTROIDS.trim()
    .split('\n')
    .map((line) => {
      const [code = '', lat, lng] = line.split(' ');
      return place(code, Number(lat), Number(lng));
    });
  const byCode = new Map(regencies.map((regency) => [regency.code, regency]));
  for (const [province, own] of Map.groupBy(regencies, (regency) => regency.code.slice(0, 2))) {
    const mean = (of: (regency: Place) => number): number =>
      own.reduce((sum, regency) => sum + of(regency), 0) / own.length;
    byCode.set(
      province,
      place(
        province,
        mean((regency) => regency.lat),
        mean((regency) => regency.lng),
      ),
    );
  }
  return { byCode, regencies };
}

/**
 * The distance between two region codes of any level, through the centres of their regencies (a province: the mean of its
 * regencies). The same village is 0, one district 5, one regency 12 km; places of two regencies are never nearer than that.
 * A lower code inside a higher one counts as within it. Refuses (`invalid`) a code of no known regency. About a microsecond.
 */
export function distanceBetween(a: string, b: string): Distance {
  const [from, to] = [placeOf(a), placeOf(b)];
  const sea = landmassOf(a) !== landmassOf(b);
  if (from === to) return { km: from.code.length === 2 ? WITHIN_REGENCY_KM : kmWithinRegency(a, b), sea };
  return { km: Math.max(WITHIN_REGENCY_KM, Math.round(greatCircle(from, to))), sea };
}

/** The approximate centre of the regency (or province) that a code lies in, in degrees. Refuses an unknown code. */
export function centroidOf(code: string): { lat: number; lng: number } {
  const { lat, lng } = placeOf(code);
  return { lat, lng };
}

/** All 514 regencies from the nearest, the own one first, ties by code; computed once for each regency or province. */
export function regenciesFrom(code: string): readonly (Distance & { code: string })[] {
  const origin = placeOf(code);
  const known = ROWS.get(origin.code);
  if (known !== undefined) return known;
  const row = places()
    .regencies.map(({ code: regency }) => ({
      code: regency,
      ...distanceBetween(origin.code, regency),
    }))
    .sort(
      (first, second) =>
        Number(second.code === origin.code) - Number(first.code === origin.code) ||
        first.km - second.km ||
        (first.code < second.code ? -1 : 1),
    );
  ROWS.set(origin.code, row);
  return row;
}

const ROWS = new Map<string, readonly (Distance & { code: string })[]>();

/** The 514 regency codes, in order. */
export const regencyCodes = (): string[] => places().regencies.map((regency) => regency.code);

/** Kilometres between two regions of one regency. */
export function kmWithinRegency(a: string, b: string): number {
  if (a === b && a.length === 13) return 0;
  return a.length >= 8 && b.length >= 8 && b.startsWith(a.slice(0, 8))
    ? WITHIN_DISTRICT_KM
    : WITHIN_REGENCY_KM;
}

/** Whether a code of any level lies in a known regency (or is a known province). */
export const isPlaced = (code: string): boolean => foundPlace(code) !== undefined;

const foundPlace = (code: string): Place | undefined =>
  places().byCode.get(code.length <= 5 ? code : code.slice(0, 5));

function placeOf(code: string): Place {
  const found = foundPlace(code);
  if (found === undefined) {
    throw new Refusal(
      'invalid',
      `${code} is in no known regency: use a Kemendagri code such as 35.79.02.2008.`,
    );
  }
  return found;
}

function place(code: string, lat: number, lng: number): Place {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lng * Math.PI) / 180];
  return {
    code,
    lat,
    lng,
    x: Math.cos(phi) * Math.cos(lambda),
    y: Math.cos(phi) * Math.sin(lambda),
    z: Math.sin(phi),
  };
}

/** Through the chord of two unit vectors: exact enough near and far, and without trigonometry but one arcsine. */
function greatCircle(a: Place, b: Place): number {
  const chord = Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, chord / 2));
}
