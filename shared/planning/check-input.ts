/** Refuses what no plan could satisfy or what says two things at once, naming the field and the party. */
import { PlanRefused, type PlanInput } from './plan.ts';
import type { Hall, Lock } from './hall.ts';

/** No event has more slots, and no buyer more tables: what is larger is a slip, and would ask for all memory. */
const MOST_SLOTS = 1000;
const MOST_TABLES = 10_000;

const isCount = (value: number, most = Infinity): boolean =>
  Number.isInteger(value) && value >= 0 && value <= most;

/** Numbers of slots, tables and meetings are whole; every id comes once and sits on one side. */
export function checkParties({ slots, cooperatives, buyers, diminishing }: PlanInput): void {
  if (!isCount(slots, MOST_SLOTS)) {
    throw new PlanRefused('slots', `is not a whole number from 0 to ${MOST_SLOTS}`);
  }
  const seen = new Map<string, string>();
  const check = (
    side: 'cooperatives' | 'buyers',
    at: number,
    party: PlanInput['cooperatives'][number] & { tables?: number | undefined },
  ): void => {
    const { id, maxMeetings, unavailable, tables } = party;
    const before = seen.get(id);
    if (before === side) throw new PlanRefused(`${side}.${at}`, `${id} comes twice`);
    if (before !== undefined) throw new PlanRefused(`${side}.${at}`, `${id} sits on both sides`);
    seen.set(id, side);
    if (maxMeetings !== undefined && !isCount(maxMeetings)) {
      throw new PlanRefused(`${side}.${at}.maxMeetings`, `${id}: is not a whole number of at least 0`);
    }
    if (tables !== undefined && !isCount(tables, MOST_TABLES)) {
      throw new PlanRefused(`${side}.${at}.tables`, `${id}: is not a whole number from 0 to ${MOST_TABLES}`);
    }
    for (const slot of unavailable ?? []) {
      if (!isCount(slot) || slot < 1) {
        throw new PlanRefused(`${side}.${at}.unavailable`, `${id}: ${slot} is not a slot; they count from 1`);
      }
    }
  };
  cooperatives.forEach((each, at) => check('cooperatives', at, each));
  buyers.forEach((each, at) => check('buyers', at, each));
  checkDiminishing(diminishing);
}

/** A further meeting may count less, never more: what counts more is no longer a flow, and no organizer asked for it. */
function checkDiminishing(diminishing: PlanInput['diminishing']): void {
  if (diminishing === undefined) return;
  if (diminishing.length === 0) throw new PlanRefused('diminishing', 'is empty: leave it out, or say [1]');
  let before = Infinity;
  for (const share of diminishing) {
    if (!(share >= 0 && share < Infinity)) {
      throw new PlanRefused('diminishing', `${share} is not a finite number of at least 0`);
    }
    if (share > before)
      throw new PlanRefused('diminishing', `rises from ${before} to ${share}; it may only fall`);
    before = share;
  }
}

export const indexById = (ids: readonly string[]): ReadonlyMap<string, number> =>
  new Map(ids.map((id, at) => [id, at]));

/** 1 for each slot in which a party is there. Slots beyond the last are nobody's. */
export function openSlots(slots: number, unavailable: readonly number[] | undefined): Uint8Array {
  const open = new Uint8Array(slots).fill(1);
  for (const slot of unavailable ?? []) if (slot <= slots) open[slot - 1] = 0;
  return open;
}

type Room = Pick<Hall, 'isOpen' | 'seats' | 'limits' | 'buyerLimits' | 'refused'> & {
  readonly cooperativeAt: ReadonlyMap<string, number>;
  readonly buyerAt: ReadonlyMap<string, number>;
};

/**
 * The locked meetings by index, each with its table: the one it names, else the first that no other lock names. A lock must be
 * possible beside the others: known parties, there in that slot, not refused, within limits, nobody twice in one slot.
 */
export function checkLocks({ locked = [], slots, buyers, previous = [] }: PlanInput, room: Room): Lock[] {
  const { cooperativeAt, buyerAt, isOpen, seats, limits, buyerLimits, refused } = room;
  const tablesOf = new Map(buyers.map(({ id, tables = 1 }) => [id, tables]));
  const busy = new Set<string>();
  const pairs = new Set<number>();
  const meetingsOf = new Map<string, number>();
  const tablesTaken = new Map<number, Set<number>>();
  const count = (id: string): number => {
    const now = (meetingsOf.get(id) ?? 0) + 1;
    meetingsOf.set(id, now);
    return now;
  };
  const found = locked.map((lock, at) => {
    const { cooperativeId, buyerId, slot: from1, table } = lock;
    const refuse = (detail: string): never => {
      throw new PlanRefused(`locked.${at}`, detail);
    };
    const cooperative =
      cooperativeAt.get(cooperativeId) ?? refuse(`${cooperativeId} is not among the cooperatives`);
    const buyer = buyerAt.get(buyerId) ?? refuse(`${buyerId} is not among the buyers`);
    if (!Number.isInteger(from1) || from1 < 1 || from1 > slots) refuse(`there is no slot ${from1}`);
    const slot = from1 - 1;
    const pair = cooperative * buyerAt.size + buyer;
    const seat = buyer * slots + slot;
    const both = `${cooperativeId} and ${buyerId}`;
    if (refused.has(pair)) refuse(`${both} refuse each other`);
    if (pairs.has(pair)) refuse(`${both} are locked twice; a pair meets once`);
    if (isOpen[cooperative * slots + slot] === 0) refuse(`${cooperativeId} is absent in slot ${from1}`);
    if (seats[seat] === 0) refuse(`${buyerId} is absent in slot ${from1}, or has no table`);
    if (busy.has(`${cooperative} ${slot}`))
      refuse(`${cooperativeId} has two locked meetings in slot ${from1}`);
    if (count(cooperativeId) > limits[cooperative]!)
      refuse(`${cooperativeId} has more locked meetings than it takes`);
    if (count(buyerId) > buyerLimits[buyer]!) refuse(`${buyerId} has more locked meetings than it takes`);
    pairs.add(pair);
    busy.add(`${cooperative} ${slot}`);
    const taken = tablesTaken.get(seat) ?? new Set<number>();
    tablesTaken.set(seat, taken);
    if (table !== undefined) {
      if (!Number.isInteger(table) || table < 1 || table > tablesOf.get(buyerId)!) {
        refuse(`${buyerId} has no table ${table}`);
      }
      if (taken.has(table - 1)) refuse(`table ${table} of ${buyerId} is locked twice in slot ${from1}`);
      taken.add(table - 1);
    }
    return { cooperative, buyer, slot, table: table === undefined ? -1 : table - 1 };
  });
  return found.map((lock, at) => {
    if (lock.table >= 0) return lock;
    const { buyerId, cooperativeId, slot } = locked[at]!;
    const seat = lock.buyer * slots + lock.slot;
    const taken = tablesTaken.get(seat)!;
    if (taken.size >= seats[seat]!) {
      throw new PlanRefused(
        `locked.${at}`,
        `${buyerId} has more locked meetings in slot ${slot} than tables`,
      );
    }
    // Best the table it had, then one at which nobody was to stay, then any.
    const before = previous.filter((each) => each.buyerId === buyerId && each.slot === slot);
    const own = before.find((each) => each.cooperativeId === cooperativeId)?.table ?? 0;
    const others = new Set(before.map(({ table }) => table - 1));
    const free = Array.from({ length: tablesOf.get(buyerId)! }, (_, table) => table).filter(
      (table) => !taken.has(table),
    );
    const table = free.find((each) => each === own - 1) ?? free.find((each) => !others.has(each)) ?? free[0]!;
    taken.add(table);
    return { ...lock, table };
  });
}
