/**
 * When a given set of pairs meets: colouring the edges of a bipartite graph with slots. Without absences König's theorem holds and
 * every meeting finds its slot; with them some may stay without.
 */
import type { Hall } from './hall.ts';
import { createTimetable, hasSeat, isFree, lift, put, type Timetable } from './timetable.ts';

/**
 * Gives each pair a slot, those with the fewest common slots first, by what is free, by exchanging two slots along an alternating
 * path, then by lifting one meeting after another. Meetings without a slot have -1. O(meetings × (slots² + length of paths)).
 */
export function placeMeetings(hall: Hall, pairs: readonly number[], stop: () => boolean): Timetable {
  const table = createTimetable(hall, pairs);
  const order = byChoice(table);
  const failed: number[] = [];
  for (const meeting of order) {
    if (!placeDirectly(table, meeting) && !placeByExchange(table, meeting)) failed.push(meeting);
  }
  for (const meeting of failed) {
    if (stop()) break;
    if (!placeDirectly(table, meeting) && !placeByExchange(table, meeting)) placeByLifting(table, meeting);
  }
  return table;
}

/** Meetings by the number of slots they could take; in a plain hall all could take all. */
function byChoice(table: Timetable): readonly number[] {
  const { hall, cooperativeOf, buyerOf } = table;
  const { slots, isOpen, seats } = hall;
  const all = Array.from(cooperativeOf.keys());
  if (hall.isPlain) return all;
  const choices = all.map((meeting) => {
    let count = 0;
    for (let slot = 0; slot < slots; slot += 1) {
      const isThere = isOpen[cooperativeOf[meeting]! * slots + slot] === 1;
      if (isThere && seats[buyerOf[meeting]! * slots + slot]! > 0) count += 1;
    }
    return count;
  });
  return all.sort((a, b) => choices[a]! - choices[b]! || a - b);
}

function placeDirectly(table: Timetable, meeting: number): boolean {
  const [cooperative, buyer] = [table.cooperativeOf[meeting]!, table.buyerOf[meeting]!];
  for (let slot = 0; slot < table.hall.slots; slot += 1) {
    if (isFree(table, cooperative, slot) && hasSeat(table, buyer, slot)) {
      put(table, meeting, slot);
      return true;
    }
  }
  return false;
}

/** The cooperative is free in one slot, the buyer in another: meetings along a path change between the two. */
function placeByExchange(table: Timetable, meeting: number): boolean {
  const { slots } = table.hall;
  const [cooperative, buyer] = [table.cooperativeOf[meeting]!, table.buyerOf[meeting]!];
  for (let ours = 0; ours < slots; ours += 1) {
    if (!isFree(table, cooperative, ours) || table.hall.seats[buyer * slots + ours] === 0) continue;
    for (let theirs = 0; theirs < slots; theirs += 1) {
      if (!hasSeat(table, buyer, theirs)) continue;
      const path = exchangePath(table, buyer, ours, theirs);
      if (path === undefined) continue;
      for (const each of path) move(table, each, ours, theirs);
      for (const each of path) put(table, each, table.slotOf[each] === -2 - ours ? theirs : ours);
      put(table, meeting, ours);
      return true;
    }
  }
  return false;
}

/** Lifts a meeting and remembers which of the two slots it had. */
function move(table: Timetable, meeting: number, ours: number, theirs: number): void {
  const was = table.slotOf[meeting] === ours ? ours : theirs;
  lift(table, meeting);
  table.slotOf[meeting] = -2 - was;
}

/** The meetings that must change between the slots so that `buyer` has a seat in `ours`; nothing when somebody is absent. */
function exchangePath(
  table: Timetable,
  buyer: number,
  ours: number,
  theirs: number,
): readonly number[] | undefined {
  const { hall, at, cooperativeOf, buyerOf } = table;
  const { slots, isOpen, seats } = hall;
  const path: number[] = [];
  let from = buyer;
  for (;;) {
    // `from` gets one meeting more in `ours` than it has seats: one that has not moved yet goes to `theirs`.
    const leaving = firstOutside(table, from * slots + ours, path);
    if (leaving < 0) return undefined;
    const cooperative = cooperativeOf[leaving]!;
    if (isOpen[cooperative * slots + theirs] === 0) return undefined;
    path.push(leaving);
    const displaced = at[cooperative * slots + theirs]!;
    if (displaced < 0) return path;
    path.push(displaced);
    from = buyerOf[displaced]!;
    if (hasSeat(table, from, ours)) return path;
    if (seats[from * slots + ours] === 0) return undefined;
  }
}

function firstOutside(table: Timetable, seat: number, path: readonly number[]): number {
  let meeting = table.firstAt[seat]!;
  while (meeting >= 0 && path.includes(meeting)) meeting = table.nextOf[meeting]!;
  return meeting;
}

/** One meeting takes another's place, which takes another's place, until one finds a free slot: the shortest such chain. */
function placeByLifting(table: Timetable, meeting: number): boolean {
  const { hall, at, cooperativeOf, buyerOf } = table;
  const { slots, isOpen, seats } = hall;
  const cameFrom = new Map<number, readonly [number, number]>([[meeting, [-1, -1]]]);
  const waiting = [meeting];
  for (const lifted of waiting) {
    const [cooperative, buyer] = [cooperativeOf[lifted]!, buyerOf[lifted]!];
    for (let slot = 0; slot < slots; slot += 1) {
      if (slot === table.slotOf[lifted]) continue;
      if (isOpen[cooperative * slots + slot] === 0 || seats[buyer * slots + slot] === 0) continue;
      const own = at[cooperative * slots + slot]!;
      const isFull = !hasSeat(table, buyer, slot);
      if (own < 0 && !isFull) {
        if (applyChain(table, lifted, slot, cameFrom)) return true;
        continue;
      }
      if (own >= 0 && isFull && buyerOf[own] !== buyer) continue;
      let other = own >= 0 ? own : table.firstAt[buyer * slots + slot]!;
      while (other >= 0) {
        if (!cameFrom.has(other)) {
          cameFrom.set(other, [lifted, slot]);
          waiting.push(other);
        }
        other = own >= 0 ? -1 : table.nextOf[other]!;
      }
    }
  }
  return false;
}

/** Plays a chain from its end; takes it all back when two of its steps stand in each other's way. */
function applyChain(
  table: Timetable,
  last: number,
  slot: number,
  cameFrom: ReadonlyMap<number, readonly [number, number]>,
): boolean {
  const steps: { meeting: number; slot: number; before: number }[] = [];
  let [meeting, to] = [last, slot];
  while (meeting >= 0) {
    steps.push({ meeting, slot: to, before: table.slotOf[meeting]! });
    [meeting, to] = cameFrom.get(meeting)!;
  }
  for (const { meeting, before } of steps) if (before >= 0) lift(table, meeting);
  for (let done = 0; done < steps.length; done += 1) {
    const { meeting, slot } = steps[done]!;
    if (isFree(table, table.cooperativeOf[meeting]!, slot) && hasSeat(table, table.buyerOf[meeting]!, slot)) {
      put(table, meeting, slot);
      continue;
    }
    for (const each of steps.slice(0, done)) lift(table, each.meeting);
    for (const each of steps) if (each.before >= 0) put(table, each.meeting, each.before);
    return false;
  }
  return true;
}
