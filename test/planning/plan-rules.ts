/** What must hold for every plan, counted anew from the input alone: nothing here is shared with the planner. */
import type { Plan, PlanInput } from '../../shared/planning/plan.ts';

const key = (...parts: (string | number)[]): string => parts.join(' | ');

/** Every way in which a plan breaks a rule, in words; none for a good plan. */
export function faultsOf(event: PlanInput, plan: Plan): string[] {
  const faults: string[] = [];
  const cooperatives = new Map(event.cooperatives.map((each) => [each.id, each]));
  const buyers = new Map(event.buyers.map((each) => [each.id, each]));
  const scores = new Map(event.scores.map(([one, other, score]) => [key(one, other), score]));
  const locked = new Map((event.locked ?? []).map((lock) => [key(lock.cooperativeId, lock.buyerId), lock]));
  const once = new Set<string>();
  const first = (what: string): void => {
    if (once.has(what)) faults.push(`twice: ${what}`);
    once.add(what);
  };
  const counts = new Map<string, number>();
  for (const { cooperativeId, buyerId, slot, table } of plan.meetings) {
    const named = key(cooperativeId, buyerId, slot, table);
    const cooperative = cooperatives.get(cooperativeId);
    const buyer = buyers.get(buyerId);
    if (!cooperative || !buyer) {
      faults.push(`unknown: ${named}`);
      continue;
    }
    first(key('pair', cooperativeId, buyerId));
    first(key('cooperative', cooperativeId, slot));
    first(key('table', buyerId, slot, table));
    if (!(slot >= 1 && slot <= event.slots)) faults.push(`no such slot: ${named}`);
    if (!(table >= 1 && table <= (buyer.tables ?? 1))) faults.push(`no such table: ${named}`);
    if (cooperative.unavailable?.includes(slot)) faults.push(`cooperative absent: ${named}`);
    if (buyer.unavailable?.includes(slot)) faults.push(`buyer absent: ${named}`);
    const lock = locked.get(key(cooperativeId, buyerId));
    if (!lock && !scores.has(key(cooperativeId, buyerId))) faults.push(`no score: ${named}`);
    const isRefused = event.refuses?.some((pair) => pair.includes(cooperativeId) && pair.includes(buyerId));
    if (isRefused) faults.push(`refused: ${named}`);
    if (lock && (lock.slot !== slot || (lock.table ?? table) !== table)) faults.push(`lock moved: ${named}`);
    locked.delete(key(cooperativeId, buyerId));
    for (const { id, maxMeetings } of [cooperative, buyer]) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      if (counts.get(id)! > (maxMeetings ?? Infinity)) faults.push(`above its limit: ${id}`);
    }
  }
  for (const lost of locked.keys()) faults.push(`lock lost: ${lost}`);

  const met = event.cooperatives.filter(({ id }) => counts.has(id));
  const expected = {
    firstMeetings: met.length,
    firstMeetingsWithoutPartner: met.filter(({ hasPartner }) => hasPartner !== true).length,
  };
  if (plan.firstMeetings !== expected.firstMeetings) faults.push('firstMeetings is not what the plan has');
  if (plan.firstMeetingsWithoutPartner !== expected.firstMeetingsWithoutPartner) {
    faults.push('firstMeetingsWithoutPartner is not what the plan has');
  }
  const objective = objectiveOf(event, plan.meetings);
  if (Math.abs(objective - plan.objective) > 1e-9 * Math.max(1, objective)) {
    faults.push(`objective ${plan.objective} is not ${objective}`);
  }
  if (plan.upperBound < plan.objective) faults.push('the bound is below the plan');
  if (plan.isOptimal !== (plan.upperBound === plan.objective))
    faults.push('isOptimal does not say what the bound says');
  const unplaced = plan.unplaced.map(({ id }) => id).sort();
  const alone = [...cooperatives.keys(), ...buyers.keys()].filter((id) => !counts.has(id)).sort();
  if (key(...unplaced) !== key(...alone)) faults.push(`unplaced are ${key(...alone)}`);
  return faults;
}

/** The total score: each cooperative's meetings from the best, times what that rank counts. */
export function objectiveOf(event: PlanInput, meetings: Plan['meetings']): number {
  const { diminishing = [1] } = event;
  const scores = new Map(event.scores.map(([one, other, score]) => [key(one, other), score]));
  let total = 0;
  for (const { id } of event.cooperatives) {
    meetings
      .filter(({ cooperativeId }) => cooperativeId === id)
      .map(({ buyerId }) => scores.get(key(id, buyerId)) ?? 0)
      .sort((a, b) => b - a)
      .forEach((score, rank) => {
        total += score * diminishing[Math.min(rank, diminishing.length - 1)]!;
      });
  }
  return total;
}
