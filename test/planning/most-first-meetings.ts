/** How many cooperatives can meet somebody at all: a bipartite matching with seats, by plain augmenting paths. For any size of event. */
import type { PlanInput } from '../../shared/planning/plan.ts';

/** A matching that covers most cooperatives without partner extends to one that covers most of all: the two are counted apart. */
export function mostFirstMeetings(event: PlanInput): { withoutPartner: number; all: number } {
  const withoutPartner = event.cooperatives.filter(({ hasPartner }) => hasPartner !== true);
  return { withoutPartner: mostMatched(event, withoutPartner), all: mostMatched(event, event.cooperatives) };
}

/** Without locks and limits of buyers: each cooperative takes one seat, a buyer's table in a slot. */
function mostMatched(
  { slots, buyers, scores, refuses = [] }: PlanInput,
  cooperatives: PlanInput['cooperatives'],
): number {
  const refused = new Set(refuses.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
  const partners = new Map<string, string[]>();
  for (const [one, other] of scores) {
    if (!refused.has(`${one} ${other}`)) partners.set(one, [...(partners.get(one) ?? []), other]);
  }
  const buyerOf = new Map(buyers.map((each) => [each.id, each]));
  const seatsOf = (cooperative: PlanInput['cooperatives'][number]): string[] =>
    (partners.get(cooperative.id) ?? []).flatMap((id) => {
      const { tables = 1, unavailable } = buyerOf.get(id)!;
      const seats: string[] = [];
      for (let slot = 1; slot <= slots; slot += 1) {
        if (unavailable?.includes(slot) || cooperative.unavailable?.includes(slot)) continue;
        for (let table = 1; table <= tables; table += 1) seats.push(`${id} ${slot} ${table}`);
      }
      return seats;
    });
  const choices = cooperatives.map((each) => (each.maxMeetings === 0 ? [] : seatsOf(each)));
  const holder = new Map<string, number>();
  const sitsDown = (cooperative: number, seen: Set<string>): boolean => {
    const free = choices[cooperative]!.find((seat) => !holder.has(seat));
    if (free !== undefined) {
      holder.set(free, cooperative);
      return true;
    }
    for (const seat of choices[cooperative]!) {
      if (seen.has(seat)) continue;
      seen.add(seat);
      if (sitsDown(holder.get(seat)!, seen)) {
        holder.set(seat, cooperative);
        return true;
      }
    }
    return false;
  };
  return cooperatives.filter((_, cooperative) => sitsDown(cooperative, new Set())).length;
}
