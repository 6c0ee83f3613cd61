/** Which tables in the hall are whose: each buyer has its own, from the first plan to the end of the day. */
import type { Seating } from './event.ts';

/** A buyer to be seated; `pinned`: tables at which it has meetings that stay. */
export type ToSeat = { id: string; tables: number; pinned: readonly number[] };

/**
 * The tables of each buyer. Whoever has tables keeps them; each buyer gets one before anyone gets a second, in the order of ids, as
 * long as the hall has some (`tables`; without end when undefined). Buyers without a table are not in the answer.
 * O(buyers × tables).
 */
export function seatBuyers(
  buyers: readonly ToSeat[],
  tables: number | undefined,
  before: Seating = {},
): Record<string, number[]> {
  const byId = buyers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const hall = tables ?? Infinity;
  const kept = new Map(byId.map((buyer) => [buyer.id, keptBy(buyer, hall, before[buyer.id] ?? [])]));
  const taken = new Set([...kept.values()].flat());
  const wanted = byId.map(({ id, tables: want }) => ({ id, want, count: kept.get(id)!.length }));
  let free = hall - taken.size;
  for (let round = 1; free > 0 && wanted.some(({ want, count }) => count < want); round += 1) {
    for (const buyer of wanted) {
      if (free === 0) break;
      if (buyer.count >= Math.min(round, buyer.want)) continue;
      buyer.count += 1;
      free -= 1;
    }
  }
  const seating: Record<string, number[]> = {};
  let next = 1;
  for (const { id, count } of wanted) {
    const own = [...kept.get(id)!];
    for (; own.length < count; next += 1) {
      if (taken.has(next)) continue;
      own.push(next);
    }
    if (own.length > 0) seating[id] = own.sort((a, b) => a - b);
  }
  return seating;
}

/** Tables with meetings that stay come first; what the hall no longer has is given up. */
function keptBy({ tables, pinned }: ToSeat, hall: number, before: readonly number[]): number[] {
  const held = [...new Set(pinned)];
  const others = before.filter((table) => table <= hall && !held.includes(table));
  return [...held, ...others.slice(0, Math.max(0, tables - held.length))];
}
