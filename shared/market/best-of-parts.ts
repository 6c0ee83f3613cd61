/**
 * The exact best supplies of a purchase from stored parts, in the order of what could be reached at best: a commodity by its kinship, a
 * regency by its way, a part by its bounds, a row by its figures. Most parts are never looked at and few rows are unpacked, so that a
 * cold process answers within milliseconds.
 */
import { dayOf } from '../clock.ts';
import { NEAREST_FIRST } from '../matching/most-points.ts';
import type { Kinship } from '../matching/pair.ts';
import { FULL_SCORE, scorePoints } from '../matching/score.ts';
import { aimAt, type Aim } from './aim.ts';
import type { Ground } from './most-worth.ts';
import type { PurchaseAsked } from './purchase-asked.ts';
import type { SupplyRow } from './rows.ts';
import { countBlockers } from './shortlist.ts';
import { suppliedBy, type SupplyPart } from './supply-part.ts';

/** A potential and where it stands: its points; of near misses what they lack counts first ({@link standingOf}). */
export type BestSupply = { readonly id: string; readonly points: number; readonly potential: SupplyRow };

/** The parts of one commodity. */
export type Stock = {
  readonly commodity: string;
  readonly kinship: Kinship;
  readonly parts: readonly SupplyPart[];
};

/**
 * The `limit` best, best first, equals by id: what scoring every row gives. Something is left out only when its bound is strictly below
 * the last of the best so far; `known` are those found elsewhere. Some microseconds for each regency, one for each part of the
 * regencies that matter, a tenth of one for each row of the parts looked into, and some for each row that may come in.
 */
export function bestOfParts(
  stocks: readonly Stock[],
  asked: PurchaseAsked,
  known: readonly BestSupply[] = [],
): BestSupply[] {
  const best = bestSoFar(asked, known);
  for (const kinship of NEAREST_FIRST) {
    const prospects: Prospect[] = [];
    const search = { asked, day: dayOf(asked.now), best, prospects };
    for (const stock of stocks) if (stock.kinship === kinship) lookForRegencies(stock, search);
    for (let next = pop(prospects); next && !best.excludes(next.reach); next = pop(prospects)) next.look();
  }
  return best.list;
}

/** Whether goods of a commodity could come in among the best as known: where not, nobody need read its parts. */
export function mayComeIn(
  commodity: string,
  kinship: Kinship,
  asked: PurchaseAsked,
  known: readonly BestSupply[],
): boolean {
  const { reach } = aimAt(commodity, kinship, asked);
  return !bestSoFar(asked, known).excludes(standingOf(reach, 0, asked));
}

/** Of what cannot come in at all. */
const NOTHING = -1;
/** More than a pair can lack. */
const LACKS_ALL = 32;

/** Where something of at most so many points stands at best that lacks at least so much of what is required. */
function standingOf(points: number, lacking: number, { seeks }: Pick<PurchaseAsked, 'seeks'>): number {
  if (seeks === 'eligible') return lacking === 0 ? points : NOTHING;
  return points + (LACKS_ALL - Math.max(1, lacking)) * (FULL_SCORE + 1);
}

function bestSoFar({ limit }: PurchaseAsked, known: readonly BestSupply[]): Best {
  const best = new Best(limit);
  for (const one of known) best.offer(one);
  return best;
}

class Best {
  /** Best first. */
  readonly list: BestSupply[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether nothing of so many points or less comes in, whatever its id; nothing at all below 0. */
  excludes(points: number): boolean {
    return points < 0 || (this.list.length === this.#limit && points < this.list.at(-1)!.points);
  }

  takes(points: number, id: string): boolean {
    const last = this.list.at(-1);
    if (last === undefined || this.list.length < this.#limit) return true;
    return points > last.points || (points === last.points && id < last.id);
  }

  offer(one: BestSupply): void {
    if (!this.takes(one.points, one.id)) return;
    // On its way from one commodity to another it stands in both.
    if (this.list.some(({ id }) => id === one.id)) return;
    let at = this.list.length;
    while (at > 0 && isBefore(one, this.list[at - 1]!)) at -= 1;
    this.list.splice(at, 0, one);
    if (this.list.length > this.#limit) this.list.pop();
  }
}

const isBefore = (a: BestSupply, b: BestSupply): boolean =>
  a.points > b.points || (a.points === b.points && a.id < b.id);

type Search = {
  readonly asked: PurchaseAsked;
  readonly day: string;
  readonly best: Best;
  readonly prospects: Prospect[];
};

/** What nothing in it exceeds, and what to do when it is the most promising of all: look for the prospects in it. */
type Prospect = { readonly reach: number; readonly look: () => void };

function lookForRegencies({ commodity, kinship, parts }: Stock, search: Search): void {
  const { asked, best } = search;
  const aim = aimAt(commodity, kinship, asked);
  if (best.excludes(standingOf(aim.reach, 0, asked))) return;
  for (const [regency, there] of Map.groupBy(parts, (part) => part.regency)) {
    const outside = Number(!aim.isAsked(regency));
    if (outside > 0 && asked.seeks === 'eligible') continue;
    const look = (): void => lookForParts(there, outside, aim, search);
    note(search, standingOf(aim.reachIn(regency), outside, asked), look);
  }
}

/** `outside`: 1 where the demand is not for this regency, which all of it then lacks. */
function lookForParts(parts: readonly SupplyPart[], outside: number, aim: Aim, search: Search): void {
  const { asked } = search;
  for (const part of parts) {
    const lacking = outside + aim.leastLacking(part.bounds);
    if (lacking > 0 && asked.seeks === 'eligible') continue;
    const ground = aim.groundOf(part);
    const look = (): void => lookForRows(part, ground, outside, aim, search);
    note(search, standingOf(aim.reachOf(part.bounds, ground), lacking, asked), look);
  }
}

function lookForRows(part: SupplyPart, ground: Ground, outside: number, aim: Aim, search: Search): void {
  const { asked } = search;
  const { columns, rowAt } = part.open();
  const left = columns.facts.map((_, row) => {
    const lacking = outside + aim.lackingOf(columns, row);
    // Where a row cannot come in, what it could reach need not be known.
    const cannot = asked.seeks === 'eligible' ? lacking > 0 : lacking === 0 && !aim.asksMore;
    return cannot ? NOTHING : standingOf(aim.mostOf(columns, row, ground), lacking, asked);
  });
  const lookForNext = (): void => {
    const row = left.reduce((best, most, at) => (most > left[best]! ? at : best), 0);
    note(search, left[row] ?? NOTHING, () => {
      left[row] = NOTHING;
      consider(rowAt(row), part.regency, aim.kinship, search);
      lookForNext();
    });
  };
  lookForNext();
}

function consider(row: SupplyRow, regency: string, kinship: Kinship, { asked, day, best }: Search): void {
  const { demand, now } = asked;
  const supplied = suppliedBy(row, day);
  if (supplied === undefined || supplied.cooperative.id === asked.posterId) return;
  const { supply, potential } = supplied;
  const [way, another] = asked.leastWays(regency);
  // One way for the whole regency, unless some of it lies differently.
  const link = { kinship, ...(another === undefined ? way! : asked.wayTo(supply.region)) };
  const points = scorePoints({ demand, supply, link, viewpoint: 'offer' });
  // The most that it could be, before its requirements are looked at.
  if (!best.takes(standingOf(points, 0, asked), supply.id)) return;
  const lacking = countBlockers({ demand, supply, potential }, now);
  if (lacking > 0 === (asked.seeks === 'blocked')) {
    best.offer({ id: supply.id, points: standingOf(points, lacking, asked), potential });
  }
}

function note({ best, prospects }: Search, reach: number, look: () => void): void {
  if (!best.excludes(reach)) push(prospects, { reach, look });
}

/** Onto a heap, the most promising first. */
function push(heap: Prospect[], one: Prospect): void {
  let at = heap.length;
  while (at > 0 && heap[(at - 1) >> 1]!.reach < one.reach) {
    heap[at] = heap[(at - 1) >> 1]!;
    at = (at - 1) >> 1;
  }
  heap[at] = one;
}

function pop(heap: Prospect[]): Prospect | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.reach > heap[child]!.reach) child += 1;
    if (heap[child]!.reach <= last.reach) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
