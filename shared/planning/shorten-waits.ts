/**
 * Moves meetings between slots, never between parties, so that nobody waits long: a cooperative's meetings lie close together, a
 * buyer's day has few holes and begins early. Locked meetings, and those that stay from the plan before, do not move.
 */
import type { Hall } from './hall.ts';
import { hasSeat, isFree, lift, put, type Timetable } from './timetable.ts';

/** One slot of waiting outweighs any number of slots that a meeting could be earlier. */
const WAIT = 1 << 16;
const ROUNDS = 6;

/** Improves by moving one meeting or exchanging two until a round finds nothing. O(rounds × meetings × slots²). */
export function shortenWaits(table: Timetable, stop: () => boolean): void {
  const { hall, cooperativeOf, buyerOf, slotOf } = table;
  const { slots } = hall;
  const locked = lockedSlots(hall);
  const movable = Array.from(slotOf.keys()).filter((meeting) => !isStaying(table, meeting));
  const isFull = fullBuyers(table);
  const canMove = new Uint8Array(slotOf.length);
  for (const meeting of movable) canMove[meeting] = 1;

  const isAt = (cooperative: number, slot: number): boolean =>
    table.at[cooperative * slots + slot]! >= 0 || locked.cooperatives[cooperative * slots + slot] === 1;
  const sits = (buyer: number, slot: number): boolean =>
    table.taken[buyer * slots + slot]! > 0 || locked.buyers[buyer * slots + slot] === 1;

  /** Slots of waiting between a party's first and last meeting, were it busy in `to` and no longer in `from`. */
  function waitOf(
    isBusy: (party: number, slot: number) => boolean,
    party: number,
    from: number,
    to: number,
  ): number {
    let [first, last, count] = [-1, -1, 0];
    for (let slot = 0; slot < slots; slot += 1) {
      if (slot !== to && (slot === from || !isBusy(party, slot))) continue;
      if (first < 0) first = slot;
      last = slot;
      count += 1;
    }
    return count === 0 ? 0 : last - first + 1 - count;
  }

  const cooperativeGain = (cooperative: number, from: number, to: number): number =>
    waitOf(isAt, cooperative, -1, -1) - waitOf(isAt, cooperative, from, to);
  /** A slot is left only with the last meeting there. */
  const buyerGain = (buyer: number, from: number, to: number): number =>
    waitOf(sits, buyer, -1, -1) -
    waitOf(sits, buyer, table.taken[buyer * slots + from] === 1 && !isLockedAt(buyer, from) ? from : -1, to);
  const isLockedAt = (buyer: number, slot: number): boolean => locked.buyers[buyer * slots + slot] === 1;

  /** The best change for one meeting: another slot, with the meeting that gives way for it, or nothing. */
  function improve(meeting: number): boolean {
    const [cooperative, buyer, from] = [cooperativeOf[meeting]!, buyerOf[meeting]!, slotOf[meeting]!];
    const now = waitOf(isAt, cooperative, -1, -1);
    // With all its seats taken a buyer's slots cannot change; without a wait there is nothing to gain for the cooperative.
    if (now === 0 && isFull[buyer] === 1) return false;
    let [most, bestSlot, giving] = [0, -1, -1];
    for (let to = 0; to < slots; to += 1) {
      if (to === from || !isFree(table, cooperative, to)) continue;
      const own = now - waitOf(isAt, cooperative, from, to);
      if (own <= 0 && isFull[buyer] === 1) continue;
      if (hasSeat(table, buyer, to)) {
        const gain = (own + buyerGain(buyer, from, to)) * WAIT + (from - to);
        if (gain > most) [most, bestSlot, giving] = [gain, to, -1];
        continue;
      }
      if (own <= 0) continue;
      for (let other = table.firstAt[buyer * slots + to]!; other >= 0; other = table.nextOf[other]!) {
        if (canMove[other] === 0 || !isFree(table, cooperativeOf[other]!, from)) continue;
        const gain = (own + cooperativeGain(cooperativeOf[other]!, to, from)) * WAIT;
        if (gain > most) [most, bestSlot, giving] = [gain, to, other];
      }
    }
    if (bestSlot < 0) return false;
    lift(table, meeting);
    if (giving >= 0) {
      lift(table, giving);
      put(table, giving, from);
    }
    put(table, meeting, bestSlot);
    return true;
  }

  for (let round = 0; round < ROUNDS && !stop(); round += 1) {
    let isBetter = false;
    for (const meeting of movable) if (improve(meeting)) isBetter = true;
    if (!isBetter) return;
  }
}

/** Buyers whose every seat is taken. */
function fullBuyers({ hall, taken }: Timetable): Uint8Array {
  const { slots, buyers, seats } = hall;
  const isFull = new Uint8Array(buyers).fill(1);
  for (let seat = 0; seat < buyers * slots; seat += 1) {
    if (taken[seat]! < seats[seat]!) isFull[Math.floor(seat / slots)] = 0;
  }
  return isFull;
}

function isStaying({ hall, cooperativeOf, buyerOf, slotOf }: Timetable, meeting: number): boolean {
  const { stays, buyers } = hall;
  return stays.length > 0 && stays[cooperativeOf[meeting]! * buyers + buyerOf[meeting]!] === slotOf[meeting];
}

function lockedSlots({ slots, cooperatives, buyers, locks }: Hall): {
  readonly cooperatives: Uint8Array;
  readonly buyers: Uint8Array;
} {
  const locked = {
    cooperatives: new Uint8Array(cooperatives * slots),
    buyers: new Uint8Array(buyers * slots),
  };
  for (const { cooperative, buyer, slot } of locks) {
    locked.cooperatives[cooperative * slots + slot] = 1;
    locked.buyers[buyer * slots + slot] = 1;
  }
  return locked;
}
