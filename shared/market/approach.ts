/** The country's places as ranking sees them: which lie together, and the way from all of them to a destination. */
import { atlasOf, type Atlas } from '../matching/atlas.ts';
import type { Demand } from '../matching/pair.ts';
import { locality } from '../matching/party-factors.ts';
import { isWithin } from '../matching/requirements.ts';
import type { Approach, Way } from '../matching/approach.ts';
import { NO_WAY } from '../matching/search-layout.ts';
import { centroidOf, distanceBetween, kmWithinRegency, regencyCodes } from '../regions/distance.ts';
import { landmassOf, namedLandmassCodes } from '../regions/landmass.ts';
import { provinceCodes } from '../regions/regions.ts';
import { remembered } from './remembered.ts';
import { regencyOf } from './rows.ts';

type Places = {
  /** All regencies, and the provinces for what stands above one. */
  codes: readonly string[];
  byCode: ReadonlyMap<string, number>;
  /** Where some districts lie on an island of their own. */
  split: ReadonlySet<string>;
  atlas: Atlas;
};
let known: Places | undefined;

function places(): Places {
  if (known === undefined) {
    const codes = [...provinceCodes(), ...regencyCodes()].sort();
    known = {
      codes,
      byCode: new Map(codes.map((code, at) => [code, at])),
      split: new Set(
        namedLandmassCodes()
          .filter((code) => code.length > 5)
          .map(regencyOf),
      ),
      atlas: atlasOf(codes.map(centroidOf)),
    };
  }
  return known;
}

/** The atlas of all places. */
export const atlas = (): Atlas => places().atlas;

/** The number of the place that a region lies in. A RangeError for an unknown one. */
export function placeOf(region: string): number {
  const place = places().byCode.get(regencyOf(region));
  if (place === undefined) throw new RangeError(`${region} is in no known regency.`);
  return place;
}

/** By regency, or by district where it has islands; and by whatever a demand names, so that names are taken apart once. */
const ROADS = new Map<string, Uint16Array>();
const DESTINATIONS = new Map<string, Pick<Approach, 'km' | 'wayTo'>>();
const LOCALITIES = new Map<string, Uint8Array>();
const BUYERS = new Map<string, Uint8Array>();
const INSIDES = new Map<string, Uint8Array>();
/** Where the regions of potentials lie: the spot of their place, and their island. */
type Stand = { readonly spot: number; readonly island: string | undefined };
const STANDS = new Map<string, Stand>();
/** As many as there are regencies, or sets of regions that buyers name: beyond them all are worked out anew. */
const MOST_REMEMBERED = 1200;
/** Villages that are asked from, or from which something comes; an entry only points to what its regency has. */
const MOST_NAMES = 20_000;

/** What of a demand says where it is. */
type Placed = Pick<Demand, 'deliverTo' | 'buyerRegion' | 'regions'>;

/**
 * The way to a destination from every spot of the atlas. Worked out once for each regency and its islands (about a quarter of a
 * millisecond, 4 KB), and once for each region of a buyer.
 */
export function approachTo({ deliverTo, buyerRegion, regions }: Placed): Approach {
  const { km, wayTo } = remembered(DESTINATIONS, deliverTo, destinationAt, MOST_NAMES);
  const local = remembered(BUYERS, buyerRegion, localitiesOf, MOST_NAMES);
  const inside =
    regions.length === 0
      ? null
      : remembered(INSIDES, regions.join(' '), () => insideOf(regions), MOST_REMEMBERED);
  return { km, wayTo, local, inside };
}

function destinationAt(deliverTo: string): Pick<Approach, 'km' | 'wayTo'> {
  const own = regencyOf(deliverTo);
  const isSplit = places().split.has(own);
  // What lies in the destination's own regency is asked one by one, unless it is all alike.
  const isWide = deliverTo.length <= own.length && !isSplit;
  const from = isSplit ? deliverTo.slice(0, '35.79.02'.length) : own;
  const name = isWide ? own : `${from} within`;
  const km = remembered(ROADS, name, () => roadsTo(from, !isWide), MOST_REMEMBERED);
  const island = landmassOf(deliverTo);
  const wayTo = (region: string): Way => {
    const { spot, island: there } = remembered(STANDS, region, standOf, MOST_NAMES);
    const nearest = Math.min(km[2 * spot]!, km[2 * spot + 1]!);
    // Nearer than any other regency: its own, in which villages are told apart.
    return { km: nearest === 0 ? kmWithinRegency(region, deliverTo) : nearest, sea: there !== island };
  };
  return { km, wayTo };
}

function standOf(region: string): Stand {
  return { spot: places().atlas.leaf[placeOf(region)]!, island: landmassOf(region) };
}

function roadsTo(destination: string, isOwnUneven: boolean): Uint16Array {
  const { codes, split, atlas: spots } = places();
  const own = regencyOf(destination);
  const km = new Uint16Array(2 * spots.spots).fill(NO_WAY);
  for (const [place, code] of codes.entries()) {
    const spot = spots.leaf[place]!;
    const way = distanceBetween(code, destination);
    const isUneven = code === own ? isOwnUneven : split.has(code);
    const least = code === own && isOwnUneven ? 0 : way.km;
    if (isUneven || !way.sea) km[2 * spot] = least;
    if (isUneven || way.sea) km[2 * spot + 1] = least;
  }
  for (let spot = spots.spots - 1; spot >= 0; spot -= 1) {
    const half = spots.halves[spot]!;
    if (half === 0) continue;
    for (const way of [0, 1]) km[2 * spot + way] = Math.min(km[2 * half + way]!, km[2 * half + 2 + way]!);
  }
  return km;
}

function localitiesOf(buyer: string): Uint8Array {
  return remembered(LOCALITIES, regencyOf(buyer), localitiesOfRegency, MOST_REMEMBERED);
}

function localitiesOfRegency(buyerRegion: string): Uint8Array {
  const { codes, atlas: spots } = places();
  const where = new Uint8Array(spots.spots);
  for (const [place, code] of codes.entries()) where[spots.leaf[place]!] = locality({ buyerRegion }, code);
  return gathered(spots, where);
}

/** A district lies in its regency, which may qualify for its sake. */
function insideOf(regions: readonly string[]): Uint8Array {
  const { codes, atlas: spots } = places();
  const inside = new Uint8Array(spots.spots);
  for (const [place, code] of codes.entries()) {
    const isWhole = regions.some((prefix) => isWithin(code, prefix));
    const isPart = regions.some((prefix) => isWithin(prefix, code));
    inside[spots.leaf[place]!] = isWhole ? 2 : Number(isPart);
  }
  return gathered(spots, inside);
}

/** Gives every spot the greater of its halves; halves are numbered after the spot they are of. */
function gathered({ spots, halves }: Atlas, found: Uint8Array): Uint8Array {
  for (let spot = spots - 1; spot >= 0; spot -= 1) {
    const half = halves[spot]!;
    if (half !== 0) found[spot] = Math.max(found[half]!, found[half + 1]!);
  }
  return found;
}
