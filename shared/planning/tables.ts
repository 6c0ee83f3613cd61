/** Which table each meeting has: the one it stays at, else the first free one of its buyer in that slot. */
import type { Hall } from './hall.ts';
import type { PlannedMeeting } from './plan.ts';

/** A planned pair with its slot, from 0. */
export type Seated = { readonly cooperative: number; readonly buyer: number; readonly slot: number };

/** All meetings of a plan, locked ones included, by slot, buyer and table. */
export function giveTables(hall: Hall, planned: readonly Seated[]): PlannedMeeting[] {
  const { slots, buyers, stays, stayTables } = hall;
  const taken = new Map<number, Set<number>>();
  const takenAt = (buyer: number, slot: number): Set<number> => {
    const seat = buyer * slots + slot;
    const known = taken.get(seat);
    if (known !== undefined) return known;
    const fresh = new Set<number>();
    taken.set(seat, fresh);
    return fresh;
  };
  const all: (Seated & { table: number })[] = [];
  const give = (meeting: Seated, table: number): void => {
    takenAt(meeting.buyer, meeting.slot).add(table);
    all.push({ ...meeting, table });
  };
  for (const { cooperative, buyer, slot, table } of hall.locks) give({ cooperative, buyer, slot }, table);
  const isStaying = ({ cooperative, buyer, slot }: Seated): boolean =>
    stays.length > 0 && stays[cooperative * buyers + buyer] === slot;
  for (const each of planned) {
    if (isStaying(each)) give(each, stayTables[each.cooperative * buyers + each.buyer]!);
  }
  for (const each of planned) {
    if (isStaying(each)) continue;
    const used = takenAt(each.buyer, each.slot);
    let table = 0;
    while (used.has(table)) table += 1;
    give(each, table);
  }
  return all
    .sort((a, b) => a.slot - b.slot || a.buyer - b.buyer || a.table - b.table)
    .map(({ cooperative, buyer, slot, table }) => ({
      cooperativeId: hall.cooperativeIds[cooperative]!,
      buyerId: hall.buyerIds[buyer]!,
      slot: slot + 1,
      table: table + 1,
    }));
}
