/**
 * The exact best supplies of a purchase from stored parts, in the order of what could be reached at best: a commodity by its kinship, a
 * regency by its way, a part by its bounds, a row by its figures. Most parts are never looked at and few rows are unpacked, so that a
 * cold process answers within milliseconds.
 */
import { dayOf } from '../clock.ts';
import { NEAREST_FIRST } from '../matching/most-points.ts';
import type { Demand, Kinship } from '../matching/pair.ts';
import { unmetRequirements } from '../matching/requirements.ts';
import { scorePoints } from '../matching/score.ts';
import { aimAt, NOTHING, type Aim } from './aim.ts';
import type { Way } from './least-ways.ts';
import type { Ground } from './most-worth.ts';
import type { SupplyRow } from './rows.ts';
import { unconfirmed } from './sides.ts';
import { suppliedBy, type SupplyPart } from './supply-part.ts';

/** A potential that nothing blocks, and its points. */
export type BestSupply = { readonly id: string; readonly points: number; readonly potential: SupplyRow };

/** The parts of one commodity. */
export type Stock = {
  readonly commodity: string;
  readonly kinship: Kinship;
  readonly parts: readonly SupplyPart[];
};

/** What is asked of the parts. */
export type PurchaseAsked = {
  readonly demand: Demand;
  readonly limit: number;
  readonly now: Date;
  /** Whoever posted the offer does not supply itself. */
  readonly posterId: string;
  readonly wayTo: (region: string) => Way;
  /** No region of the regency has a better way than one of these; a single one is that of all its regions. */
  readonly leastWays: (regency: string) => readonly Way[];
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
  return !bestSoFar(asked, known).excludes(aimAt(commodity, kinship, asked).reach);
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
  const aim = aimAt(commodity, kinship, search.asked);
  if (search.best.excludes(aim.reach)) return;
  for (const [regency, there] of Map.groupBy(parts, (part) => part.regency)) {
    note(search, aim.reachIn(regency), () => lookForParts(there, aim, search));
  }
}

function lookForParts(parts: readonly SupplyPart[], aim: Aim, search: Search): void {
  for (const part of parts) {
    if (!aim.couldMeet(part.bounds)) continue;
    const ground = aim.groundOf(part);
    note(search, aim.reachOf(part.bounds, ground), () => lookForRows(part, ground, aim, search));
  }
}

function lookForRows(part: SupplyPart, ground: Ground, aim: Aim, search: Search): void {
  const { columns, rowAt } = part.open();
  const left = columns.facts.map((_, row) => aim.mostOf(columns, row, ground));
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
  if (!best.takes(points, supply.id)) return;
  if (unconfirmed(potential, now).length > 0 || unmetRequirements(demand, supply).length > 0) return;
  best.offer({ id: supply.id, points, potential });
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
