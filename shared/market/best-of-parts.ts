/**
 * The exact best supplies of a purchase from stored parts, in the order of what could be reached at best: a commodity by its kinship, a
 * regency by its way, a part by its bounds. Most parts are never looked at and few are unpacked, so that a cold process answers within
 * milliseconds.
 */
import type { Demand, Kinship, Supply } from '../matching/pair.ts';
import { NEAREST_FIRST } from '../matching/most-points.ts';
import { isWithin, requiredPapers, unmetRequirements } from '../matching/requirements.ts';
import { scorePoints } from '../matching/score.ts';
import type { Way } from './least-ways.ts';
import type { SupplyRow } from './rows.ts';
import { COLD_ROOM } from './pack-supplies.ts';
import { unconfirmed } from './sides.ts';
import { goodsFrom } from './supply.ts';
import type { SupplyPart } from './supply-part.ts';

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
 * the last of the best so far; `known` are those found elsewhere. Some microseconds for each regency, for each part of the
 * regencies that matter, and for each row of the parts looked into.
 */
export function bestOfParts(
  stocks: readonly Stock[],
  asked: PurchaseAsked,
  known: readonly BestSupply[] = [],
): BestSupply[] {
  const best = new Best(asked.limit);
  for (const one of known) best.offer(one);
  for (const kinship of NEAREST_FIRST) {
    const prospects: Prospect[] = [];
    for (const { commodity, parts, kinship: own } of stocks) {
      if (own !== kinship || parts.length === 0) continue;
      const perfect = perfectSupply(commodity, asked.demand);
      if (best.excludes(reachOf([perfect], AT_THE_DOOR, kinship, asked))) continue;
      for (const [regency, there] of Map.groupBy(parts, (part) => part.regency)) {
        if (!mayLieIn(asked.demand, regency)) continue;
        const reach = reachOf([{ ...perfect, region: regency }], asked.leastWays(regency), kinship, asked);
        if (!best.excludes(reach)) push(prospects, { reach, parts: there });
      }
    }
    for (let next = pop(prospects); next && !best.excludes(next.reach); next = pop(prospects)) {
      if ('part' in next) {
        lookInto(next.part, kinship, asked, best);
        continue;
      }
      for (const part of next.parts) {
        if (!couldMeet(asked.demand, part)) continue;
        const reach = reachOf(part.bestOn(asked.now), asked.leastWays(part.regency), kinship, asked);
        if (!best.excludes(reach)) push(prospects, { reach, part });
      }
    }
  }
  return best.list;
}

class Best {
  /** Best first. */
  readonly list: BestSupply[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether nothing of so many points or less comes in, whatever its id. */
  excludes(points: number): boolean {
    return this.list.length === this.#limit && points < this.list.at(-1)!.points;
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

function lookInto(part: SupplyPart, kinship: Kinship, asked: PurchaseAsked, best: Best): void {
  const { demand, now } = asked;
  const [way, another] = asked.leastWays(part.regency);
  // One way for the whole regency, unless some of it lies differently.
  const linkOfAll = another === undefined ? { kinship, ...way! } : undefined;
  for (const { supply, cooperative, potential } of part.suppliedOn(now)) {
    if (cooperative.id === asked.posterId) continue;
    const link = linkOfAll ?? { kinship, ...asked.wayTo(supply.region) };
    const points = scorePoints({ demand, supply, link, viewpoint: 'offer' });
    if (!best.takes(points, supply.id)) continue;
    if (unconfirmed(potential, now).length > 0 || unmetRequirements(demand, supply).length > 0) continue;
    best.offer({ id: supply.id, points, potential });
  }
}

/** The most points that any of these supplies has on any of these ways. */
function reachOf(
  supplies: readonly Supply[],
  ways: readonly Way[],
  kinship: Kinship,
  { demand }: PurchaseAsked,
): number {
  let reach = 0;
  for (const supply of supplies) {
    for (const way of ways) {
      const link = { kinship, ...way };
      reach = Math.max(reach, scorePoints({ demand, supply, link, viewpoint: 'offer' }));
    }
  }
  return reach;
}

const AT_THE_DOOR: readonly Way[] = [{ km: 0, sea: false }];
const MORE_THAN_ANYONE = 1e15;

/** A supply of which no other of the commodity exceeds anything. */
function perfectSupply(commodity: string, demand: Demand): Supply {
  const papers = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan', 'halal', 'haccp'];
  const figures = {
    unit: 'kg',
    perMonth: MORE_THAN_ANYONE,
    months: 0xfff,
    price: 0,
    grade: 'A',
    exportReady: true,
    minimumOrder: null,
  } as const;
  const goods = goodsFrom(commodity, figures);
  return {
    id: '',
    region: demand.buyerRegion,
    credentials: Object.fromEntries(papers.map((type) => [type, 'verified' as const])),
    kbli: [],
    units: [COLD_ROOM],
    storage: [],
    memberCount: null,
    readiness: 100,
    monthsSilent: 0,
    deliveries: 0,
    onTime: 0,
    memberOf: null,
    goods: { ...goods, baseUnit: demand.goods?.baseUnit ?? goods.baseUnit },
  };
}

/** Whether some region of the regency may be one that the demand asks for. */
const mayLieIn = ({ regions }: Demand, regency: string): boolean =>
  regions.length === 0 || regions.some((code) => isWithin(regency, code) || isWithin(code, regency));

/** Whether some row of the part may meet what its bounds tell of. */
function couldMeet({ requirements }: Demand, { bounds }: SupplyPart): boolean {
  const { minGrade, exportReady, minReadiness } = requirements;
  return (
    requiredPapers(requirements).every((paper) => bounds.papers.includes(paper)) &&
    (minGrade === null || (bounds.grade !== null && bounds.grade <= minGrade)) &&
    (!exportReady || bounds.exportReady) &&
    (minReadiness === null || bounds.readiness >= minReadiness)
  );
}

/** What may still be looked at, and what none of it exceeds: the parts of a regency, or one of them. A heap, the most promising first. */
type Prospect = { readonly reach: number } & (
  | { readonly part: SupplyPart }
  | { readonly parts: readonly SupplyPart[] }
);

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
