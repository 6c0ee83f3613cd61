/** The best way that anything of a regency could have to a destination: what bounds are worked out with. */
import { distanceBetween } from '../regions/distance.ts';
import { namedLandmassCodes } from '../regions/landmass.ts';
import { regencyOf } from './rows.ts';

export type Way = { readonly km: number; readonly sea: boolean };

let islands: ReadonlySet<string> | undefined;

/** Whether some districts of a regency lie on an island of their own. */
function isSplit(regency: string): boolean {
  islands ??= new Set(
    namedLandmassCodes()
      .filter((code) => code.length > regency.length)
      .map(regencyOf),
  );
  return islands.has(regency);
}

/** No region of the regency has a better way to the destination than one of these; a single one is that of all its regions. */
export function leastWays(regency: string, destination: string): readonly Way[] {
  const isOwn = regency === regencyOf(destination);
  const way = distanceBetween(regency, destination);
  if (!isOwn && !isSplit(regency)) return [way];
  const km = isOwn ? 0 : way.km;
  // Over a long way a ship is faster than a truck, else it is not.
  return [
    { km, sea: false },
    { km, sea: true },
  ];
}
