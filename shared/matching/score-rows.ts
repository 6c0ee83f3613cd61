/**
 * The points of rows and nodes: the loop that all rankings of purchases spend their time in. It reads four words a row and one table, and
 * has no branch that depends on them. Places and sizes are written out as numbers (`ROW`, `NODE`, `REACHED` say what they are): an imported
 * name is looked up at every use.
 */
import type { Room } from './room.ts';
import { least, most } from './tables.ts';

/**
 * Puts the points of `count` rows into `into`; their words begin at `from`, `size` of them from one to the next. `spot`: -1 where each lies in
 * its own, as nodes do. `adds`: whether `into` has the points of their standings, else the usual ones count. O(count), nothing is allocated.
 */
export function scoreRows(
  room: Room,
  rows: Int32Array,
  size: number,
  from: number,
  count: number,
  spot: number,
  adds: boolean,
  into: Int32Array,
): void {
  const words = room.words;
  const seasons = room.seasons | 0;
  const covers = room.covers | 0;
  const prices = room.prices | 0;
  const minimums = room.minimums | 0;
  const silences = room.silences | 0;
  const worths = room.worths | 0;
  const base = room.base | 0;
  const weighFeasibility = room.weighFeasibility | 0;
  const weighQuantity = room.weighQuantity | 0;
  const weighPrice = room.weighPrice | 0;
  const usual = adds ? 0 : 0xffff;
  const isNode = spot < 0 ? -1 : 0;
  const given = spot < 0 ? 0 : spot | 0;
  let at = from | 0;
  for (let one = 0; one < count; one = (one + 1) | 0) {
    const amountPrice = rows[at]!;
    const minimumSeason = rows[(at + 1) | 0]!;
    const usualStanding = rows[(at + 2) | 0]!;
    const spotRecord = rows[(at + 3) | 0]!;
    at = (at + size) | 0;
    const way = (((spotRecord & 0xfff & isNode) | given) << 3) | 0;
    const months = minimumSeason >>> 16;
    const isCold = months & 1;
    const cover = words[(covers + (amountPrice & 0xffff)) | 0]!;
    const price = words[(prices + (amountPrice >>> 16)) | 0]!;
    const season = words[(seasons + (months << 1)) | 0]!;
    const share = season & 0xffff;
    // A node that has unpriced rows has their price too. Rows hold something else in this bit.
    const unpriced = (spotRecord >> 31) & isNode;
    const priceObstacle = most(price >> 16, 1000 & unpriced);
    const priceWorth = most(price & 0xffff, 500 & unpriced);
    const minimum = words[(minimums + ((minimumSeason & 0xffff) << 1) + isCold) | 0]!;
    const usable = least(least(season >> 16, minimum), words[(way + 2 + isCold) | 0]!);
    const silence = words[(silences + ((usualStanding >>> 16) & 0xff)) | 0]!;
    const feasible = least(
      least(usable, words[(way + 1) | 0]!),
      least(least(priceObstacle, cover >> 16), silence),
    );
    const covered = words[(worths + ((Math.imul(cover & 0xffff, share) / 1000) | 0)) | 0]!;
    let points = (base + (usualStanding & usual)) | 0;
    if (adds) points = (points + into[one]!) | 0;
    points = (points + words[(way + 4 + isCold) | 0]!) | 0;
    points = (points + words[(seasons + (months << 1) + 1) | 0]!) | 0;
    points = (points + Math.imul(weighFeasibility, feasible)) | 0;
    points = (points + Math.imul(weighQuantity, (Math.imul(covered, usable) / 1000) | 0)) | 0;
    into[one] = (points + Math.imul(weighPrice, (Math.imul(priceWorth, usable) / 1000) | 0)) | 0;
  }
}
