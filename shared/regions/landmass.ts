/**
 * Which island a place lies on, so that a sea crossing is told apart from a road. Source: general geography, written by hand for
 * all 38 provinces; a regency that spreads over several islands counts for the one with its seat or most of its people,
 * and well-known islands of such a regency are named by district. Madura is one with Java (Suramadu bridge), Batam one
 * with Rempang and Galang (Barelang), Biak one with Supiori, Kei Kecil one with Dullah (bridges). Bali is not: there is a ferry.
 */
import { LANDMASSES } from './data/landmasses.ts';

/** By code of a province, a regency or a district; the longest that is named decides. */
const ISLANDS = new Map(
  LANDMASSES.split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [island = '', codes = ''] = line.split(': ');
      return codes.split(' ').map((code) => [code, island] as const);
    }),
);

/** The island of a region code of any level; undefined for an unknown province. At most three look-ups. */
export function landmassOf(code: string): string | undefined {
  return ISLANDS.get(code.slice(0, 8)) ?? ISLANDS.get(code.slice(0, 5)) ?? ISLANDS.get(code.slice(0, 2));
}

/** Codes that the table names, for checking it against the list of regions. */
export const namedLandmassCodes = (): string[] => [...ISLANDS.keys()];
