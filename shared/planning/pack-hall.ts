/** Makes columns of an event as it was asked for, once it is checked. */
import { checkLocks, checkParties, indexById, openSlots } from './check-input.ts';
import type { Hall } from './hall.ts';
import { PlanRefused, type PlanInput } from './plan.ts';
import { worthsOf } from './worths.ts';

/** Checks and packs. O(cooperatives × buyers + scores). Throws a `PlanRefused` that names the field. */
export function packHall(input: PlanInput): Hall {
  checkParties(input);
  const slots = input.slots;
  const cooperativeIds = input.cooperatives.map(({ id }) => id).sort();
  const buyerIds = input.buyers.map(({ id }) => id).sort();
  const cooperativeAt = indexById(cooperativeIds);
  const buyerAt = indexById(buyerIds);
  const [cooperatives, buyers] = [cooperativeIds.length, buyerIds.length];

  const isOpen = new Uint8Array(cooperatives * slots);
  const limits = new Int32Array(cooperatives);
  const hasPartner = new Uint8Array(cooperatives);
  let isPlain = true;
  for (const each of input.cooperatives) {
    const at = cooperativeAt.get(each.id)!;
    const open = openSlots(slots, each.unavailable);
    isOpen.set(open, at * slots);
    const count = open.reduce((sum, is) => sum + is, 0);
    if (count < slots) isPlain = false;
    limits[at] = Math.min(each.maxMeetings ?? Infinity, count);
    hasPartner[at] = each.hasPartner === true ? 1 : 0;
  }
  const seats = new Int32Array(buyers * slots);
  const tables = new Int32Array(buyers);
  const buyerLimits = new Int32Array(buyers);
  for (const each of input.buyers) {
    const at = buyerAt.get(each.id)!;
    tables[at] = each.tables ?? 1;
    const open = openSlots(slots, each.unavailable);
    let count = 0;
    for (let slot = 0; slot < slots; slot += 1) {
      seats[at * slots + slot] = open[slot]! * tables[at];
      count += open[slot]! * tables[at];
    }
    if (count < slots * tables[at]) isPlain = false;
    buyerLimits[at] = Math.min(each.maxMeetings ?? Infinity, count, cooperatives);
  }

  const takesNone = new Set<string>();
  for (const { id, maxMeetings } of input.cooperatives) if (maxMeetings === 0) takesNone.add(id);
  for (const { id, maxMeetings, tables } of input.buyers) {
    if (maxMeetings === 0 || tables === 0) takesNone.add(id);
  }
  const scores = readScores(input, cooperativeAt, buyerAt);
  const refused = new Set<number>();
  for (const [one, other] of input.refuses ?? []) {
    const cooperative = cooperativeAt.get(one) ?? cooperativeAt.get(other);
    const buyer = buyerAt.get(other) ?? buyerAt.get(one);
    // A refusal of somebody who does not take part rules out nothing.
    if (cooperative !== undefined && buyer !== undefined) refused.add(cooperative * buyers + buyer);
  }

  const locks = checkLocks(input, { cooperativeAt, buyerAt, isOpen, seats, limits, buyerLimits, refused });
  const lockedCount = new Int32Array(cooperatives);
  const isLocked = new Set<number>();
  for (const { cooperative, buyer, slot } of locks) {
    isOpen[cooperative * slots + slot] = 0;
    seats[buyer * slots + slot]! -= 1;
    limits[cooperative]! -= 1;
    buyerLimits[buyer]! -= 1;
    lockedCount[cooperative]! += 1;
    isLocked.add(cooperative * buyers + buyer);
  }
  if (locks.length > 0) isPlain = false;

  const possible = scores.slice();
  for (const pair of refused) possible[pair] = -1;
  for (const pair of isLocked) possible[pair] = -1;
  if (!isPlain) dropNeverTogether(possible, { slots, cooperatives, buyers, isOpen, seats });
  const hall = {
    slots,
    cooperatives,
    buyers,
    cooperativeIds,
    buyerIds,
    scores,
    isOpen,
    seats,
    tables,
    limits,
    buyerLimits,
    takesNone,
    hasPartner,
    lockedCount,
    locks,
    refused,
  };
  const { worths, scale } = worthsOf(possible, hall, input);
  const { stays, stayTables } = readPrevious(input, hall, worths, { cooperativeAt, buyerAt });
  return { ...hall, worths, scale, stays, stayTables, isPlain: isPlain && stays.length === 0 };
}

type Indexes = {
  readonly cooperativeAt: ReadonlyMap<string, number>;
  readonly buyerAt: ReadonlyMap<string, number>;
};

function readScores(
  { scores }: PlanInput,
  cooperativeAt: ReadonlyMap<string, number>,
  buyerAt: ReadonlyMap<string, number>,
): Float64Array {
  const packed = new Float64Array(cooperativeAt.size * buyerAt.size).fill(-1);
  // Scores usually come by cooperative: the last one asked for is remembered.
  let [lastId, last] = ['', -1];
  for (let at = 0; at < scores.length; at += 1) {
    const [cooperativeId, buyerId, score] = scores[at]!;
    if (cooperativeId !== lastId || last < 0) {
      lastId = cooperativeId;
      last = cooperativeAt.get(cooperativeId) ?? -1;
    }
    const buyer = buyerAt.get(buyerId);
    if (last < 0) throw new PlanRefused(`scores.${at}`, `${cooperativeId} is not among the cooperatives`);
    if (buyer === undefined) throw new PlanRefused(`scores.${at}`, `${buyerId} is not among the buyers`);
    if (!(score >= 0 && score < Infinity)) {
      const whose = `the score of ${cooperativeId} and ${buyerId}`;
      throw new PlanRefused(`scores.${at}`, `${whose} is not a finite number of at least 0`);
    }
    const pair = last * buyerAt.size + buyer;
    if (packed[pair]! >= 0 && packed[pair] !== score) {
      throw new PlanRefused(`scores.${at}`, `${cooperativeId} and ${buyerId} have two scores`);
    }
    packed[pair] = score;
  }
  return packed;
}

function dropNeverTogether(
  possible: Float64Array,
  {
    slots,
    cooperatives,
    buyers,
    isOpen,
    seats,
  }: Pick<Hall, 'slots' | 'cooperatives' | 'buyers' | 'isOpen' | 'seats'>,
): void {
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      let isTogether = false;
      for (let slot = 0; slot < slots && !isTogether; slot += 1) {
        isTogether = isOpen[cooperative * slots + slot]! > 0 && seats[buyer * slots + slot]! > 0;
      }
      if (!isTogether) possible[cooperative * buyers + buyer] = -1;
    }
  }
}

/** What of the previous plan can still be held: known parties, a pair that may meet, both there, its table free. */
function readPrevious(
  { previous = [] }: PlanInput,
  hall: Pick<Hall, 'slots' | 'cooperatives' | 'buyers' | 'tables' | 'isOpen' | 'seats' | 'locks'>,
  worths: Float64Array,
  { cooperativeAt, buyerAt }: Indexes,
): Pick<Hall, 'stays' | 'stayTables'> {
  if (previous.length === 0) return { stays: new Int32Array(0), stayTables: new Int32Array(0) };
  const { slots, cooperatives, buyers, tables, isOpen, seats, locks } = hall;
  const stays = new Int32Array(cooperatives * buyers).fill(-1);
  const stayTables = new Int32Array(cooperatives * buyers).fill(-1);
  const taken = new Set(locks.map(({ buyer, slot, table }) => `${buyer} ${slot} ${table}`));
  for (const { cooperativeId, buyerId, slot: from1, table: tableFrom1 } of previous) {
    const cooperative = cooperativeAt.get(cooperativeId);
    const buyer = buyerAt.get(buyerId);
    const [slot, table] = [from1 - 1, tableFrom1 - 1];
    if (cooperative === undefined || buyer === undefined) continue;
    if (!(slot >= 0 && slot < slots && table >= 0 && table < tables[buyer]!)) continue;
    const pair = cooperative * buyers + buyer;
    const seat = `${buyer} ${slot} ${table}`;
    const isPossible =
      worths[pair]! >= 0 && isOpen[cooperative * slots + slot]! > 0 && seats[buyer * slots + slot]! > 0;
    if (!isPossible || stays[pair]! >= 0 || taken.has(seat)) continue;
    taken.add(seat);
    stays[pair] = slot;
    stayTables[pair] = table;
  }
  return { stays, stayTables };
}
