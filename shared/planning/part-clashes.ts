/** From a best seating to a plan: cooperatives that sit twice in one slot are parted, at the least loss at each step. */
import type { SeatFlow } from './seat-flow.ts';
import { ban, compareGoals, compareStandings, copySeating, standingOf, type Seating } from './seating.ts';

/** A cooperative with two seats in one slot. */
export type Clash = { readonly cooperative: number; readonly one: number; readonly other: number };

/** The first clash at or after a cooperative, going round; nothing when everybody is in one place at a time. */
export function nextClash({ hall, busy, seatsOf, width, count }: Seating, from = 0): Clash | undefined {
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
 * Parts all clashes. `spare` is a seating of the same hall to copy to. First meetings, and meetings that stay, are as many afterwards
 * as before: a cooperative that sits twice has another meeting to lose.
 */
export function partClashes(seating: Seating, flow: SeatFlow, spare: Seating[]): void {
  const [without, best] = spare as [Seating, Seating];
  let from = 0;
  for (;;) {
    const clash = nextClash(seating, from);
    if (clash === undefined) return;
    const { cooperative, one, other } = clash;
    from = cooperative;
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
}
