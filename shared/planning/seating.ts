/**
 * Who sits where when one rule is left out: that a cooperative is in one place at a time. Seats are a buyer's free tables in a slot;
 * everything else holds (limits, absences, refusals, a pair once). This file keeps the state; `seat-flow.ts` keeps it the best.
 */
import type { Hall } from './hall.ts';
import type { Ranks } from './ranks.ts';
import { ranksWithLocks } from './ranks-with-locks.ts';

export type Seating = {
  readonly hall: Hall;
  readonly ranks: Ranks;
  /** Seats are buyer × slots + slot; after them comes one pool for each buyer, used where its limit is below its seats. */
  readonly seatCount: number;
  readonly isPooled: Uint8Array;
  /** Prices of seats and pools: what one more would be worth. */
  readonly prices: Float64Array;
  /** Units given out, of seats and pools. */
  readonly used: Int32Array;
  readonly capacity: Int32Array;
  /** Those who sit at a seat: the first `held[seat]` from `starts[seat]`. */
  readonly holders: Int32Array;
  readonly starts: Int32Array;
  readonly held: Int32Array;
  /** Cooperative × buyers + buyer: the slot in which they meet, or -1. */
  readonly slotOf: Int32Array;
  /** The seats of each cooperative: the first `count[cooperative]` from cooperative × width. */
  readonly seatsOf: Int32Array;
  readonly width: number;
  readonly count: Int32Array;
  readonly limits: Int32Array;
  /** Cooperative × slots + slot: how many meetings it has there. */
  readonly busy: Int32Array;
  /** Seats a cooperative must not take, by cooperative × seatCount + seat, and how many each has. */
  readonly bans: Set<number>;
  readonly banCount: Int32Array;
  readonly isOut: Uint8Array;
  /** The slots in which each is there. */
  readonly openSlots: readonly Int32Array[];
  readonly openTo: readonly Int32Array[];
  /** Meetings that stay. */
  readonly sum: { stays: number };
};

/** Nobody sits; all prices are 0, which proves that this is the best for nobody. All cooperatives are out. */
export function createSeating(hall: Hall): Seating {
  const { slots, cooperatives, buyers, seats, buyerLimits, isOpen } = hall;
  const seatCount = buyers * slots;
  const capacity = new Int32Array(seatCount + buyers);
  const starts = new Int32Array(seatCount + 1);
  const isPooled = new Uint8Array(buyers);
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    let all = 0;
    for (let slot = 0; slot < slots; slot += 1) {
      const seat = buyer * slots + slot;
      capacity[seat] = buyerLimits[buyer] === 0 ? 0 : Math.min(seats[seat]!, cooperatives);
      all += capacity[seat];
      starts[seat + 1] = starts[seat]! + capacity[seat];
    }
    capacity[seatCount + buyer] = buyerLimits[buyer]!;
    if (buyerLimits[buyer]! < all) isPooled[buyer] = 1;
  }
  const width = Math.max(1, Math.min(slots, buyers));
  const there = (cooperative: number, slot: number): boolean => isOpen[cooperative * slots + slot] === 1;
  const allSlots = Array.from({ length: slots }, (_, at) => at);
  const everybody = Array.from({ length: cooperatives }, (_, at) => at);
  return {
    hall,
    ranks: ranksWithLocks(hall),
    seatCount,
    isPooled,
    prices: new Float64Array(seatCount + buyers),
    used: new Int32Array(seatCount + buyers),
    capacity,
    holders: new Int32Array(starts[seatCount]!),
    starts,
    held: new Int32Array(seatCount),
    slotOf: new Int32Array(cooperatives * buyers).fill(-1),
    seatsOf: new Int32Array(cooperatives * width),
    width,
    count: new Int32Array(cooperatives),
    limits: Int32Array.from(hall.limits),
    busy: new Int32Array(cooperatives * slots),
    bans: new Set(),
    banCount: new Int32Array(cooperatives),
    isOut: new Uint8Array(cooperatives).fill(1),
    openSlots: everybody.map((each) => Int32Array.from(allSlots.filter((slot) => there(each, slot)))),
    openTo: allSlots.map((slot) => Int32Array.from(everybody.filter((each) => there(each, slot)))),
    sum: { stays: 0 },
  };
}

/** What a seat adds for a cooperative beside the worth of the buyer: the bonus of staying where it was. */
export function extraOf({ hall }: Seating, cooperative: number, buyer: number, slot: number): number {
  return isStay(hall, cooperative, buyer, slot) ? hall.scale.stay : 0;
}

const isStay = ({ stays, buyers }: Hall, cooperative: number, buyer: number, slot: number): boolean =>
  stays.length > 0 && stays[cooperative * buyers + buyer] === slot;

export const isBanned = (
  { banCount, bans, seatCount }: Seating,
  cooperative: number,
  seat: number,
): boolean => banCount[cooperative]! > 0 && bans.has(cooperative * seatCount + seat);

export function ban(seating: Seating, cooperative: number, seat: number): void {
  seating.bans.add(cooperative * seating.seatCount + seat);
  seating.banCount[cooperative]! += 1;
}

/** Lets a cooperative sit down at a seat with room. */
export function sit(seating: Seating, cooperative: number, seat: number): void {
  const { hall, held, holders, starts, slotOf, seatsOf, width, count, busy, used, seatCount } = seating;
  const buyer = Math.floor(seat / hall.slots);
  const slot = seat - buyer * hall.slots;
  holders[starts[seat]! + held[seat]!] = cooperative;
  held[seat]! += 1;
  used[seat]! += 1;
  used[seatCount + buyer]! += 1;
  slotOf[cooperative * hall.buyers + buyer] = slot;
  seatsOf[cooperative * width + count[cooperative]!] = seat;
  count[cooperative]! += 1;
  busy[cooperative * hall.slots + slot]! += 1;
  if (isStay(hall, cooperative, buyer, slot)) seating.sum.stays += 1;
  seating.ranks.add(cooperative, hall.worths[cooperative * hall.buyers + buyer]!);
}

export function rise(seating: Seating, cooperative: number, seat: number): void {
  const { hall, held, holders, starts, slotOf, seatsOf, width, count, busy, used, seatCount } = seating;
  const buyer = Math.floor(seat / hall.slots);
  const slot = seat - buyer * hall.slots;
  let at = starts[seat]!;
  while (holders[at] !== cooperative) at += 1;
  held[seat]! -= 1;
  holders[at] = holders[starts[seat]! + held[seat]!]!;
  used[seat]! -= 1;
  used[seatCount + buyer]! -= 1;
  slotOf[cooperative * hall.buyers + buyer] = -1;
  let own = cooperative * width;
  while (seatsOf[own] !== seat) own += 1;
  count[cooperative]! -= 1;
  seatsOf[own] = seatsOf[cooperative * width + count[cooperative]!]!;
  busy[cooperative * hall.slots + slot]! -= 1;
  if (isStay(hall, cooperative, buyer, slot)) seating.sum.stays -= 1;
  seating.ranks.remove(cooperative, hall.worths[cooperative * hall.buyers + buyer]!);
}

/** A seating of the same hall in the same state, to go back to. */
export function cloneSeating(from: Seating): Seating {
  const copy: Seating = {
    ...from,
    ranks: ranksWithLocks(from.hall),
    prices: from.prices.slice(),
    used: from.used.slice(),
    holders: from.holders.slice(),
    held: from.held.slice(),
    slotOf: from.slotOf.slice(),
    seatsOf: from.seatsOf.slice(),
    count: from.count.slice(),
    limits: from.limits.slice(),
    busy: from.busy.slice(),
    bans: new Set(from.bans),
    banCount: from.banCount.slice(),
    isOut: from.isOut.slice(),
    sum: { ...from.sum },
  };
  copy.ranks.copyFrom(from.ranks);
  return copy;
}

/** Overwrites a seating of the same hall with another's state. */
export function copySeating(from: Seating, to: Seating): void {
  to.ranks.copyFrom(from.ranks);
  to.prices.set(from.prices);
  to.used.set(from.used);
  to.holders.set(from.holders);
  to.held.set(from.held);
  to.slotOf.set(from.slotOf);
  to.seatsOf.set(from.seatsOf);
  to.count.set(from.count);
  to.limits.set(from.limits);
  to.busy.set(from.busy);
  to.bans.clear();
  for (const each of from.bans) to.bans.add(each);
  to.banCount.set(from.banCount);
  to.isOut.set(from.isOut);
  to.sum.stays = from.sum.stays;
}

/** What a seating comes to, goal by goal. */
export type Standing = {
  readonly withoutPartner: number;
  readonly firsts: number;
  readonly stays: number;
  /** The scores, by rank, in whole units. */
  readonly worth: number;
};

export function standingOf({ hall, ranks, sum }: Seating): Standing {
  let [withoutPartner, firsts] = [0, 0];
  for (let at = 0; at < hall.cooperatives; at += 1) {
    if (ranks.held[at] === 0) continue;
    firsts += 1;
    if (hall.hasPartner[at] === 0) withoutPartner += 1;
  }
  return { withoutPartner, firsts, stays: sum.stays, worth: ranks.total() };
}

/** Above 0 when the first is better: goal by goal, the total score last. */
export const compareStandings = (a: Standing, b: Standing): number => compareGoals(a, b) || a.worth - b.worth;

/** The goals that come before the score. */
export const compareGoals = (a: Standing, b: Standing): number =>
  a.withoutPartner - b.withoutPartner || a.firsts - b.firsts || a.stays - b.stays;
