/** The plainest referee of the planner: every possible plan of a tiny event is looked at. */
import type { PlanInput } from '../../shared/planning/plan.ts';
import { objectiveOf } from './plan-rules.ts';
import type { Best } from './plan-by-highs.ts';

type Met = { cooperativeId: string; buyerId: string; slot: number; table: number };

/** The best plan by all goals. Exponential: for three cooperatives, three buyers and three slots. */
export function bestByTrial(event: PlanInput): Best {
  const { slots, cooperatives, buyers, scores, refuses = [], locked = [], previous = [] } = event;
  const isLocked = (cooperativeId: string, buyerId: string, slot?: number): boolean =>
    locked.some(
      (each) =>
        each.cooperativeId === cooperativeId && each.buyerId === buyerId && (slot ?? each.slot) === each.slot,
    );
  const mayMeet = (cooperativeId: string, buyerId: string): boolean =>
    scores.some(([one, other]) => one === cooperativeId && other === buyerId) &&
    !refuses.some((pair) => pair.includes(cooperativeId) && pair.includes(buyerId));
  const met: Met[] = [];
  let best: Best = { firstMeetingsWithoutPartner: -1, firstMeetings: 0, kept: 0, objective: 0 };

  const look = (): void => {
    if (locked.some((lock) => !met.some((each) => isSame(each, lock)))) return;
    const meeting = cooperatives.filter(({ id }) => met.some(({ cooperativeId }) => cooperativeId === id));
    const found: Best = {
      firstMeetingsWithoutPartner: meeting.filter(({ hasPartner }) => hasPartner !== true).length,
      firstMeetings: meeting.length,
      kept: previous.filter(
        (each) => !isLocked(each.cooperativeId, each.buyerId) && met.some((other) => isSame(each, other)),
      ).length,
      objective: objectiveOf(event, met),
    };
    if (compare(found, best) > 0) best = found;
  };

  /** All ways to go on from one cooperative in one slot. */
  const tryFrom = (place: number): void => {
    if (place === cooperatives.length * slots) return look();
    const cooperative = cooperatives[Math.floor(place / slots)]!;
    const slot = (place % slots) + 1;
    tryFrom(place + 1);
    const own = met.filter(({ cooperativeId }) => cooperativeId === cooperative.id);
    if (own.length >= (cooperative.maxMeetings ?? slots) || cooperative.unavailable?.includes(slot)) return;
    for (const { id, tables = 1, maxMeetings = Infinity, unavailable } of buyers) {
      const theirs = met.filter(({ buyerId }) => buyerId === id);
      if (theirs.length >= maxMeetings || unavailable?.includes(slot)) continue;
      if (theirs.filter((each) => each.slot === slot).length >= tables) continue;
      if (own.some(({ buyerId }) => buyerId === id)) continue;
      const isPossible = isLocked(cooperative.id, id)
        ? isLocked(cooperative.id, id, slot)
        : mayMeet(cooperative.id, id);
      if (!isPossible) continue;
      met.push({ cooperativeId: cooperative.id, buyerId: id, slot, table: 1 });
      tryFrom(place + 1);
      met.pop();
    }
  };
  tryFrom(0);
  return best;
}

const isSame = (one: Omit<Met, 'table'>, other: Omit<Met, 'table'>): boolean =>
  one.cooperativeId === other.cooperativeId && one.buyerId === other.buyerId && one.slot === other.slot;

const compare = (a: Best, b: Best): number =>
  a.firstMeetingsWithoutPartner - b.firstMeetingsWithoutPartner ||
  a.firstMeetings - b.firstMeetings ||
  a.kept - b.kept ||
  a.objective - b.objective;
