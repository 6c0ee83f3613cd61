/** Which meeting is when: the cooperatives' slots and the buyers' seats, kept so that nobody is in two places. */
import type { Hall } from './hall.ts';
import type { Seating } from './seating.ts';
import type { Seated } from './tables.ts';

export type Timetable = {
  readonly hall: Hall;
  readonly cooperativeOf: Int32Array;
  readonly buyerOf: Int32Array;
  /** Slot of each meeting, from 0; -1 when it has none. */
  readonly slotOf: Int32Array;
  /** Cooperative × slots + slot: its meeting, or -1. */
  readonly at: Int32Array;
  /** Buyer × slots + slot: seats taken; the first meeting there, or -1; the one after each meeting. */
  readonly taken: Int32Array;
  readonly firstAt: Int32Array;
  readonly nextOf: Int32Array;
};

/** `pairs` are cooperative × buyers + buyer; none has a slot yet. */
export function createTimetable(hall: Hall, pairs: readonly number[]): Timetable {
  const { slots, cooperatives, buyers } = hall;
  return {
    hall,
    cooperativeOf: Int32Array.from(pairs, (pair) => Math.floor(pair / buyers)),
    buyerOf: Int32Array.from(pairs, (pair) => pair % buyers),
    slotOf: new Int32Array(pairs.length).fill(-1),
    at: new Int32Array(cooperatives * slots).fill(-1),
    taken: new Int32Array(buyers * slots),
    firstAt: new Int32Array(buyers * slots).fill(-1),
    nextOf: new Int32Array(pairs.length).fill(-1),
  };
}

/** Gives a meeting without a slot one. The caller has seen that both are free. */
export function put(table: Timetable, meeting: number, slot: number): void {
  const { slots } = table.hall;
  const seat = table.buyerOf[meeting]! * slots + slot;
  table.at[table.cooperativeOf[meeting]! * slots + slot] = meeting;
  table.taken[seat]! += 1;
  table.nextOf[meeting] = table.firstAt[seat]!;
  table.firstAt[seat] = meeting;
  table.slotOf[meeting] = slot;
}

export function lift(table: Timetable, meeting: number): void {
  const { slots } = table.hall;
  const slot = table.slotOf[meeting]!;
  const seat = table.buyerOf[meeting]! * slots + slot;
  table.at[table.cooperativeOf[meeting]! * slots + slot] = -1;
  table.taken[seat]! -= 1;
  table.slotOf[meeting] = -1;
  if (table.firstAt[seat] === meeting) {
    table.firstAt[seat] = table.nextOf[meeting]!;
    return;
  }
  let before = table.firstAt[seat]!;
  while (table.nextOf[before] !== meeting) before = table.nextOf[before]!;
  table.nextOf[before] = table.nextOf[meeting]!;
}

/** Whether the cooperative is there in the slot and has no meeting. */
export const isFree = ({ hall, at }: Timetable, cooperative: number, slot: number): boolean =>
  hall.isOpen[cooperative * hall.slots + slot] === 1 && at[cooperative * hall.slots + slot]! < 0;

export const hasSeat = ({ hall, taken }: Timetable, buyer: number, slot: number): boolean =>
  taken[buyer * hall.slots + slot]! < hall.seats[buyer * hall.slots + slot]!;

/** The timetable without the meetings that found no slot. */
export function onlyPlaced(table: Timetable): Timetable {
  return timetableWith(
    table.hall,
    seatedIn(table).filter(({ slot }) => slot >= 0),
  );
}

/** The timetable of a seating in which nobody sits twice in one slot. */
export function timetableOf({ hall, slotOf }: Seating): Timetable {
  const seated: Seated[] = [];
  for (let pair = 0; pair < slotOf.length; pair += 1) {
    if (slotOf[pair]! < 0) continue;
    const cooperative = Math.floor(pair / hall.buyers);
    seated.push({ cooperative, buyer: pair - cooperative * hall.buyers, slot: slotOf[pair]! });
  }
  return timetableWith(hall, seated);
}

export function timetableWith(hall: Hall, seated: readonly Seated[]): Timetable {
  const pairs = seated.map(({ cooperative, buyer }) => cooperative * hall.buyers + buyer);
  const table = createTimetable(hall, pairs);
  seated.forEach(({ slot }, meeting) => put(table, meeting, slot));
  return table;
}

/** Every meeting by its parties and slot. */
export function seatedIn({ cooperativeOf, buyerOf, slotOf }: Timetable): Seated[] {
  return Array.from(slotOf, (slot, meeting) => ({
    cooperative: cooperativeOf[meeting]!,
    buyer: buyerOf[meeting]!,
    slot,
  }));
}
