/**
 * The exact best supplies of a purchase from stored parts: parts in the order of what their bounds could reach, and most of them never
 * unpacked. So a cold process answers within milliseconds, and one rewritten part costs nothing but itself.
 */
import type { Demand, Link } from '../matching/pair.ts';
import { isWithin, unmetRequirements } from '../matching/requirements.ts';
import { scorePoints } from '../matching/score.ts';
import type { Supplied, SupplyPart } from './supply-part.ts';
import { unconfirmed } from './sides.ts';

/** A supply that nothing blocks, with its points and its way. */
export type BestSupply = Supplied & { readonly link: Link; readonly points: number };

/** What is asked of the parts. */
export type PurchaseAsked = {
  readonly demand: Demand;
  readonly limit: number;
  readonly now: Date;
  /** Whoever posted the offer does not supply itself. */
  readonly posterId: string;
  readonly linkTo: (region: string, commodity: string) => Link;
  /** No region of the regency lies on a better way than one of these. */
  readonly waysTo: (regency: string, commodity: string) => readonly Link[];
};

/**
 * The `limit` best, best first, equals by id: what scoring every row gives. A part is left out only when its bound is strictly below
 * the last of the best so far. Some microseconds for each part, and for each row of the parts looked into.
 */
export function bestOfParts(parts: readonly SupplyPart[], asked: PurchaseAsked): BestSupply[] {
  const { demand, limit, now } = asked;
  const reaching = parts
    .flatMap((part) => {
      if (!couldMeet(demand, part)) return [];
      const ways = asked.waysTo(part.regency, part.commodity);
      let reach = 0;
      for (const supply of part.bestOn(now)) {
        for (const link of ways) {
          reach = Math.max(reach, scorePoints({ demand, supply, link, viewpoint: 'offer' }));
        }
      }
      return [{ part, reach }];
    })
    .sort((a, b) => b.reach - a.reach);
  const best: BestSupply[] = [];
  for (const { part, reach } of reaching) {
    if (best.length === limit && reach < best.at(-1)!.points) break;
    for (const supplied of part.suppliedOn(now)) {
      const { supply, cooperative, potential } = supplied;
      if (cooperative.id === asked.posterId) continue;
      const link = asked.linkTo(supply.region, part.commodity);
      const points = scorePoints({ demand, supply, link, viewpoint: 'offer' });
      const one = { ...supplied, link, points };
      if (best.length === limit && !isBefore(one, best.at(-1)!)) continue;
      if (unconfirmed(potential, now).length > 0 || unmetRequirements(demand, supply).length > 0) continue;
      let at = best.length;
      while (at > 0 && isBefore(one, best[at - 1]!)) at -= 1;
      best.splice(at, 0, one);
      if (best.length > limit) best.pop();
    }
  }
  return best;
}

const isBefore = (a: BestSupply, b: BestSupply): boolean =>
  a.points > b.points || (a.points === b.points && a.supply.id < b.supply.id);

/** Whether some row of the part may meet what its bounds tell of. */
function couldMeet({ requirements, regions }: Demand, { bounds, regency }: SupplyPart): boolean {
  const papers = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;
  const { certifications, minGrade, exportReady, minReadiness } = requirements;
  return (
    papers.every((paper) => !requirements[paper] || bounds.papers.includes(paper)) &&
    certifications.every((paper) => bounds.papers.includes(paper)) &&
    (minGrade === null || (bounds.grade !== null && bounds.grade <= minGrade)) &&
    (!exportReady || bounds.exportReady) &&
    (minReadiness === null || bounds.readiness >= minReadiness) &&
    (regions.length === 0 || regions.some((code) => isWithin(regency, code) || isWithin(code, regency)))
  );
}
