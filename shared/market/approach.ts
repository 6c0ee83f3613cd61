/** The country's places in the order of their nearness to a destination, as ranking walks them. */
import type { Approach } from '../matching/top-k.ts';
import { distanceBetween, regencyCodes } from '../regions/distance.ts';
import { namedLandmassCodes } from '../regions/landmass.ts';
import { provinceCodes } from '../regions/regions.ts';
import { regencyOf } from './rows.ts';

type Places = { codes: readonly string[]; byCode: ReadonlyMap<string, number>; split: ReadonlySet<string> };
let known: Places | undefined;

function places(): Places {
  if (known === undefined) {
    const codes = [...provinceCodes(), ...regencyCodes()].sort();
    const byCode = new Map(codes.map((code, at) => [code, at]));
    // Where some districts lie on an island of their own.
    const split = new Set(
      namedLandmassCodes()
        .filter((code) => code.length > 5)
        .map(regencyOf),
    );
    known = { codes, byCode, split };
  }
  return known;
}

/** How many places there are: all regencies, and the provinces for what stands above one. */
export const placeCount = (): number => places().codes.length;

/** The number of the place that a region lies in. A RangeError for an unknown one. */
export function placeOf(region: string): number {
  const place = places().byCode.get(regencyOf(region));
  if (place === undefined) throw new RangeError(`${region} is in no known regency.`);
  return place;
}

const ORDERS = new Map<string, Omit<Approach, 'wayTo'>>();

/** The way from a destination to every place, nearest first. The order is worked out once for each regency and its islands. */
export function approachTo(destination: string): Approach {
  const own = regencyOf(destination);
  const from = places().split.has(own) ? destination.slice(0, '35.79.02'.length) : own;
  let order = ORDERS.get(from);
  if (order === undefined) {
    order = orderFrom(from);
    ORDERS.set(from, order);
  }
  return { ...order, wayTo: (region) => distanceBetween(region, destination) };
}

function orderFrom(destination: string): Omit<Approach, 'wayTo'> {
  const { codes, split } = places();
  const own = regencyOf(destination);
  const ways = codes
    .map((code, place) => {
      const { km, sea } = distanceBetween(code, destination);
      return { place, km: code === own ? 0 : km, sea, isUneven: code === own || split.has(code) };
    })
    .sort((a, b) => a.km - b.km || a.place - b.place);
  return {
    places: Uint16Array.from(ways, ({ place }) => place),
    km: Float64Array.from(ways, ({ km }) => km),
    sea: Uint8Array.from(ways, ({ sea }) => Number(sea)),
    uneven: Uint8Array.from(ways, ({ isUneven }) => Number(isUneven)),
  };
}
