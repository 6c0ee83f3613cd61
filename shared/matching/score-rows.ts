/**
 * The points of rows and nodes: the loop that all rankings of purchases spend their time in. It reads four words a row and one array, and
 * has no branch that depends on them. Constants have names of this file, since what is imported is looked up at every use, and a place within
 * the array that is known beforehand needs no register.
 */
import { REACHED, ROOM, WORDS as ALL_WORDS } from './room.ts';
import { least as leastOf } from './tables.ts';

const WORDS = ALL_WORDS;
const { base, weighFeasibility, weighQuantity, weighPrice, usual } = ROOM;
const { spots, seasons, covers, prices, minimums, silences, worths } = ROOM;
const { freight, spoilage, worth } = REACHED;
const least = leastOf;

/** Rows that are scored at once. */
const MOST = 32;
/** The points of what was scored last: read before anything else is. */
const POINTS = new Int32Array(MOST);
export const SCORED = POINTS;

/** As a spot: each lies in its own. */
export const OWN_SPOTS = -1;

/**
 * Puts the points of `count` rows, at most 32, into `SCORED`; their words begin at `from`, `size` of them from one to the next. All lie in
 * `spot`, whose way has been worked out. Where usual points do not count, `SCORED` has those of their standings. Nothing is allocated.
 */
export function scoreRows(
  room: number,
  rows: Int32Array,
  size: number,
  from: number,
  count: number,
  spot: number,
): void {
  const own = spot < 0 ? 0xfff : 0;
  const given = spot < 0 ? 0 : spot | 0;
  const step = size | 0;
  const end = count | 0;
  const at0 = room | 0;
  const counted = WORDS[(at0 + usual) | 0]!;
  const everyone = WORDS[(at0 + base) | 0]!;
  const ofFeasibility = WORDS[(at0 + weighFeasibility) | 0]!;
  const ofQuantity = WORDS[(at0 + weighQuantity) | 0]!;
  const ofPrice = WORDS[(at0 + weighPrice) | 0]!;
  let at = from | 0;
  for (let one = 0; one < end; one = (one + 1) | 0) {
    const amountPrice = rows[at]!;
    const minimumSeason = rows[(at + 1) | 0]!;
    const usualStanding = rows[(at + 2) | 0]!;
    const spotRecord = rows[(at + 3) | 0]!;
    at = (at + step) | 0;
    const way = (at0 + (((spotRecord & own) | given) << 3)) | 0;
    const months = minimumSeason >>> 16;
    const isCold = months & 1;
    const cover = WORDS[(at0 + covers + (amountPrice & 0xffff)) | 0]!;
    const price = WORDS[(at0 + prices + (amountPrice >>> 16)) | 0]!;
    const season = WORDS[(at0 + seasons + (months << 1)) | 0]!;
    const share = season & 0xffff;
    const minimum = WORDS[(at0 + minimums + (minimumSeason & 0xffff)) | 0]!;
    const usable = least(least(season >> 16, minimum), WORDS[(way + spots + spoilage + isCold) | 0]!);
    const silence = WORDS[(at0 + silences + ((usualStanding >>> 16) & 0xff)) | 0]!;
    const feasible = least(
      least(usable, WORDS[(way + spots + freight) | 0]!),
      least(least(price >> 16, cover >> 16), silence),
    );
    const thousandths = (Math.imul(cover & 0xffff, share) >>> 0) / 1000;
    const covered = WORDS[(at0 + worths + (thousandths & 0x3ff)) | 0]!;
    let points = (everyone + (usualStanding & counted)) | 0;
    if (counted === 0) points = (points + POINTS[one]!) | 0;
    points = (points + WORDS[(way + spots + worth + isCold) | 0]!) | 0;
    points = (points + WORDS[(at0 + seasons + 1 + (months << 1)) | 0]!) | 0;
    points = (points + Math.imul(ofFeasibility, feasible)) | 0;
    points = (points + Math.imul(ofQuantity, ((Math.imul(covered, usable) >>> 0) / 1000) | 0)) | 0;
    POINTS[one] = (points + Math.imul(ofPrice, ((Math.imul(price & 0xffff, usable) >>> 0) / 1000) | 0)) | 0;
  }
}
