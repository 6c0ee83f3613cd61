/**
 * Makes a plan better where seats and cooperatives are both scarce: takes some slots out of it, plans these anew with everything else
 * held, and keeps what is better. One slot alone is planned exactly; two or three nearly so.
 */
import type { Hall } from './hall.ts';
import { placeMeetings } from './place-meetings.ts';
import { ranksWithLocks } from './ranks-with-locks.ts';
import type { Ranks } from './ranks.ts';
import { compareStandings, type Standing } from './seating.ts';
import type { Seated } from './tables.ts';
import { seatedIn } from './timetable.ts';
import { matchMost } from './who-meets-whom.ts';

/** Returns a plan that is at least as good by every goal. `effort` bounds how many times slots are planned anew. */
export function polish(
  hall: Hall,
  plan: readonly Seated[],
  { effort, stop }: { readonly effort: number; readonly stop: () => boolean },
): readonly Seated[] {
  let best = plan;
  let standing = standingOfPlan(hall, best);
  let left = effort;
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (const slots of groupsOf(hall.slots)) {
      if (left <= 0 || stop()) return best;
      left -= 1;
      const next = planAnewIn(hall, best, new Set(slots), stop);
      const found = standingOfPlan(hall, next);
      if (compareStandings(found, standing) <= 0) continue;
      [best, standing, isBetter] = [next, found, true];
    }
  }
  return best;
}

/** Each slot, then all twos, nearest first, then neighbours in threes and more, up to all. */
function groupsOf(slots: number): number[][] {
  const groups: number[][] = [];
  for (let slot = 0; slot < slots; slot += 1) groups.push([slot]);
  for (let apart = 1; apart < slots; apart += 1) {
    for (let slot = 0; slot + apart < slots; slot += 1) groups.push([slot, slot + apart]);
  }
  for (let size = 3; size <= slots; size += 1 + (size >> 2)) {
    for (let slot = 0; slot < slots; slot += 1) {
      groups.push(Array.from({ length: size }, (_, at) => (slot + at) % slots));
    }
  }
  return groups;
}

/** The plan with its meetings in some slots, but those that stay, found anew. */
function planAnewIn(
  hall: Hall,
  plan: readonly Seated[],
  slots: ReadonlySet<number>,
  stop: () => boolean,
): readonly Seated[] {
  const fixed = plan.filter((each) => !slots.has(each.slot) || isStaying(hall, each));
  const { part, ranks } = without(hall, fixed, slots);
  const { meets } = matchMost(part, ranks, stop);
  const pairs: number[] = [];
  for (let pair = 0; pair < meets.length; pair += 1) if (meets[pair] === 1) pairs.push(pair);
  const placed = seatedIn(placeMeetings(part, pairs, stop)).filter(({ slot }) => slot >= 0);
  return [...fixed, ...placed];
}

/** The event as it is left by meetings that are held: only some slots, and neither their parties nor their pairs. */
function without(
  hall: Hall,
  fixed: readonly Seated[],
  slots: ReadonlySet<number>,
): { readonly part: Hall; readonly ranks: Ranks } {
  const { cooperatives, buyers } = hall;
  const part = {
    ...hall,
    worths: hall.worths.slice(),
    isOpen: hall.isOpen.slice(),
    seats: hall.seats.slice(),
    limits: hall.limits.slice(),
    buyerLimits: hall.buyerLimits.slice(),
    isPlain: false,
  };
  const ranks = ranksWithLocks(hall);
  for (const { cooperative, buyer, slot } of fixed) {
    const pair = cooperative * buyers + buyer;
    ranks.add(cooperative, hall.worths[pair]!);
    part.worths[pair] = -1;
    part.isOpen[cooperative * hall.slots + slot] = 0;
    part.seats[buyer * hall.slots + slot]! -= 1;
    part.limits[cooperative]! -= 1;
    part.buyerLimits[buyer]! -= 1;
  }
  for (let slot = 0; slot < hall.slots; slot += 1) {
    if (slots.has(slot)) continue;
    for (let at = 0; at < cooperatives; at += 1) part.isOpen[at * hall.slots + slot] = 0;
    for (let at = 0; at < buyers; at += 1) part.seats[at * hall.slots + slot] = 0;
  }
  cutLimits(part);
  return { part, ranks };
}

/** No party can have more meetings than it has free slots, or seats; a pair that shares none cannot meet. */
function cutLimits({ slots, cooperatives, buyers, isOpen, seats, limits, buyerLimits, worths }: Hall): void {
  const open = (party: number, free: Uint8Array | Int32Array): number[] => {
    const found: number[] = [];
    for (let slot = 0; slot < slots; slot += 1) if (free[party * slots + slot]! > 0) found.push(slot);
    return found;
  };
  const ofBuyers = Array.from({ length: buyers }, (_, buyer) => open(buyer, seats));
  ofBuyers.forEach((own, buyer) => {
    const all = own.reduce((sum, slot) => sum + seats[buyer * slots + slot]!, 0);
    buyerLimits[buyer] = Math.min(buyerLimits[buyer]!, all);
  });
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    const own = open(cooperative, isOpen);
    limits[cooperative] = Math.min(limits[cooperative]!, own.length);
    ofBuyers.forEach((theirs, buyer) => {
      if (!own.some((slot) => theirs.includes(slot))) worths[cooperative * buyers + buyer] = -1;
    });
  }
}

const isStaying = ({ stays, buyers }: Hall, { cooperative, buyer, slot }: Seated): boolean =>
  stays.length > 0 && stays[cooperative * buyers + buyer] === slot;

/** What a plan comes to, goal by goal. */
export function standingOfPlan(hall: Hall, plan: readonly Seated[]): Standing {
  const ranks = ranksWithLocks(hall);
  for (const { cooperative, buyer } of plan)
    ranks.add(cooperative, hall.worths[cooperative * hall.buyers + buyer]!);
  let [withoutPartner, firsts] = [0, 0];
  for (let at = 0; at < hall.cooperatives; at += 1) {
    if (ranks.held[at] === 0) continue;
    firsts += 1;
    if (hall.hasPartner[at] === 0) withoutPartner += 1;
  }
  const stays = plan.filter((each) => isStaying(hall, each)).length;
  return { withoutPartner, firsts, stays, worth: ranks.total() };
}
