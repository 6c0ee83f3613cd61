/** From a best seating to a plan: cooperatives that sit twice in one slot are parted, at the least loss at each step. */
import type { SeatFlow } from './seat-flow.ts';
import {
  ban,
  cloneSeating,
  compareGoals,
  compareStandings,
  copySeating,
  extraOf,
  rise,
  standingOf,
  type Seating,
  type Standing,
} from './seating.ts';

/** A cooperative with two seats in one slot. */
type Clash = { readonly cooperative: number; readonly one: number; readonly other: number };

/** The first clash at or after a cooperative, going round; nothing when everybody is in one place at a time. */
function nextClash({ hall, busy, seatsOf, width, count }: Seating, from = 0): Clash | undefined {
  const { slots, cooperatives } = hall;
  for (let step = 0; step < cooperatives; step += 1) {
    const cooperative = (from + step) % cooperatives;
    if (count[cooperative]! < 2) continue;
    const own = seatsOf.subarray(cooperative * width, cooperative * width + count[cooperative]!);
    for (let at = 0; at < own.length; at += 1) {
      if (busy[cooperative * slots + (own[at]! % slots)]! < 2) continue;
      const other = own.findIndex((seat, place) => place > at && seat % slots === own[at]! % slots);
      if (other > at) return { cooperative, one: own[at]!, other: own[other]! };
    }
  }
  return undefined;
}

/**
 * Parts all clashes; false when it was stopped before, or took more than `effort` (seats looked at). First meetings, and meetings that stay, are as many afterwards as before: a
 * cooperative that sits twice has another meeting to lose.
 */
export function partClashes(
  seating: Seating,
  flow: SeatFlow,
  { effort, stop }: { readonly effort: number; readonly stop: () => boolean },
): boolean {
  const most = flow.effort() + effort;
  let clash = nextClash(seating);
  if (clash === undefined) return true;
  const [without, best] = [cloneSeating(seating), cloneSeating(seating)];
  for (; clash !== undefined; clash = nextClash(seating, clash.cooperative)) {
    if (flow.effort() > most || stop()) return false;
    const { cooperative, one, other } = clash;
    const before = standingOf(seating);
    const meetings = seating.count[cooperative]!;
    flow.takeOut(cooperative);
    copySeating(seating, without);
    const tryOut = (change: () => void): void => {
      copySeating(without, seating);
      change();
      flow.putIn(cooperative);
    };
    tryOut(() => ban(seating, cooperative, one));
    copySeating(seating, best);
    tryOut(() => ban(seating, cooperative, other));
    if (compareStandings(standingOf(best), standingOf(seating)) > 0) copySeating(best, seating);
    if (compareGoals(standingOf(seating), before) >= 0) continue;
    tryOut(() => {
      seating.limits[cooperative] = meetings - 1;
    });
  }
  return true;
}

/**
 * Looks for a better plan than one that comes to `known`, from the best seating with its clashes: branch and bound, each clash one way
 * or the other. `mostWorth` is a worth that no plan with the same goals exceeds: that of the best plan when the search was finished
 * within `effort` (seats looked at).
 */
export function searchParting(
  seating: Seating,
  flow: SeatFlow,
  known: Standing,
  { effort, stop }: { readonly effort: number; readonly stop: () => boolean },
): { readonly mostWorth: number; readonly found: Seating | undefined } {
  let found: Seating | undefined;
  let bestWorth = known.worth;
  let leftOpen = bestWorth;
  const most = flow.effort() + effort;
  const saved: Seating[] = [];

  function explore(depth: number): void {
    const standing = standingOf(seating);
    if (compareGoals(standing, known) < 0 || standing.worth <= bestWorth) return;
    const clash = nextClash(seating);
    if (clash === undefined) {
      found = cloneSeating(seating);
      bestWorth = standing.worth;
      return;
    }
    if (flow.effort() > most || stop()) {
      leftOpen = Math.max(leftOpen, standing.worth);
      return;
    }
    const { cooperative, one, other } = clash;
    flow.takeOut(cooperative);
    if (saved[depth] === undefined) saved.push(cloneSeating(seating));
    else copySeating(seating, saved[depth]);
    const without = saved[depth]!;
    const branch = (seat: number): void => {
      copySeating(without, seating);
      ban(seating, cooperative, seat);
      flow.putIn(cooperative);
    };
    branch(one);
    const first = standingOf(seating);
    branch(other);
    const isOtherFirst = compareStandings(standingOf(seating), first) >= 0;
    if (!isOtherFirst) branch(one);
    explore(depth + 1);
    branch(isOtherFirst ? one : other);
    explore(depth + 1);
  }
  explore(0);
  return { mostWorth: Math.max(bestWorth, leftOpen), found };
}

/** Gives up the lesser of two meetings in one slot, wherever there are two: quick, for who has no time left. */
export function dropClashes(seating: Seating): void {
  const { hall } = seating;
  for (let clash = nextClash(seating); clash !== undefined; clash = nextClash(seating, clash.cooperative)) {
    const { cooperative, one, other } = clash;
    const valueOf = (seat: number): number => {
      const buyer = Math.floor(seat / hall.slots);
      const worth = hall.worths[cooperative * hall.buyers + buyer]!;
      return worth + extraOf(seating, cooperative, buyer, seat % hall.slots);
    };
    rise(seating, cooperative, valueOf(one) < valueOf(other) ? one : other);
  }
}
