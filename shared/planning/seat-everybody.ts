/** The best seating, from what is known already: a matching with its prices, or the meetings that stay. */
import type { SeatFlow } from './seat-flow.ts';
import { sit, type Seating } from './seating.ts';
import type { Timetable } from './timetable.ts';

/**
 * From the best matching of pairs, as far as it found slots: whoever has all its slots sits down at the matching's prices, what has
 * become free is used again, and the others come in one by one. False when it was stopped before everybody was in.
 */
export function seatFromMatching(
  seating: Seating,
  flow: SeatFlow,
  { slotOf, cooperativeOf, buyerOf, hall }: Timetable,
  buyerPrices: Float64Array,
  stop: () => boolean,
): boolean {
  const { slots, buyers, cooperatives } = hall;
  const { seatCount, prices, isPooled, isOut, used, held, capacity } = seating;
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    prices.fill(buyerPrices[buyer]!, buyer * slots, (buyer + 1) * slots);
    prices[seatCount + buyer] = buyerPrices[buyer]!;
  }
  isOut.fill(0);
  for (let meeting = 0; meeting < slotOf.length; meeting += 1) {
    if (slotOf[meeting]! < 0) isOut[cooperativeOf[meeting]!] = 1;
  }
  for (let meeting = 0; meeting < slotOf.length; meeting += 1) {
    const cooperative = cooperativeOf[meeting]!;
    if (isOut[cooperative] === 0) sit(seating, cooperative, buyerOf[meeting]! * slots + slotOf[meeting]!);
  }
  const free: number[] = [];
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    if (buyerPrices[buyer] === 0) continue;
    const pool = seatCount + buyer;
    if (isPooled[buyer] === 1) {
      for (; used[pool]! < capacity[pool]!; used[pool]! += 1) free.push(pool);
      continue;
    }
    for (let seat = buyer * slots; seat < (buyer + 1) * slots; seat += 1) {
      for (let unit = held[seat]!; unit < capacity[seat]!; unit += 1) {
        used[seat]! += 1;
        used[pool]! += 1;
        free.push(seat);
      }
    }
  }
  for (const node of free) {
    // Units that prices count as taken become free one at a time.
    flow.release(node);
  }
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    if (isOut[cooperative] === 0) continue;
    if (stop()) return false;
    flow.putIn(cooperative);
  }
  return true;
}

/**
 * From nothing, or from the meetings that stay: first a meeting for whoever has none, then what is free goes to whom it serves best.
 * False when it was stopped before: the seating then holds whoever came in so far.
 */
export function seatFromStays(seating: Seating, flow: SeatFlow, stop: () => boolean): boolean {
  const { hall, isOut, limits, count, capacity, used, held, prices, seatCount, isPooled } = seating;
  const { slots, cooperatives, buyers, scale } = hall;
  const waiting = sitAgain(seating);
  const isWaiting = new Uint8Array(cooperatives);
  for (const cooperative of waiting) isWaiting[cooperative] = 1;
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    if (isWaiting[cooperative] === 1) continue;
    if (stop()) return false;
    isOut[cooperative] = 0;
    const needs = hall.lockedCount[cooperative]! > 0 ? 0 : 1;
    limits[cooperative] = Math.min(hall.limits[cooperative]!, Math.max(needs, count[cooperative]!));
    flow.addMore(cooperative);
  }
  // Nobody adds a meeting at prices above the worth of any: so limits can be lifted, and what is free comes down from there.
  // Prices that are made of a first meeting which somebody misses are above it already.
  const dear = scale.shares[0]! * hall.worths.reduce((most, worth) => Math.max(most, worth), 0);
  const raise = (node: number): void => {
    if (prices[node]! < scale.bonus / 2) prices[node]! += dear;
  };
  const free: number[] = [];
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    const pool = seatCount + buyer;
    raise(pool);
    if (isPooled[buyer] === 1) {
      for (; used[pool]! < capacity[pool]!; used[pool]! += 1) free.push(pool);
    }
    for (let seat = buyer * slots; seat < (buyer + 1) * slots; seat += 1) {
      raise(seat);
      if (isPooled[buyer] === 1) continue;
      for (let unit = held[seat]!; unit < capacity[seat]!; unit += 1) {
        used[seat]! += 1;
        used[pool]! += 1;
        free.push(seat);
      }
    }
  }
  limits.set(hall.limits);
  // Whoever is not content at such prices (two places to stay, one of them wanted by another) comes in anew.
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    if (isWaiting[cooperative] === 1 || flow.isContent(cooperative)) continue;
    free.push(...flow.setAside(cooperative));
    waiting.push(cooperative);
  }
  for (const node of free) {
    if (stop()) return false;
    flow.release(node);
  }
  for (const cooperative of waiting) {
    if (stop()) return false;
    flow.putIn(cooperative);
  }
  return true;
}

/** Lets everybody sit where it sat; returns those whose meetings cannot all stay: they come in last, at their best. */
function sitAgain(seating: Seating): number[] {
  const { hall, capacity, used, seatCount } = seating;
  const { slots, buyers, cooperatives, stays } = hall;
  const waiting: number[] = [];
  for (let cooperative = 0; cooperative < cooperatives && stays.length > 0; cooperative += 1) {
    const seats: number[] = [];
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const slot = stays[cooperative * buyers + buyer]!;
      if (slot >= 0) seats.push(buyer * slots + slot);
    }
    const isPossible =
      seats.length <= hall.limits[cooperative]! &&
      new Set(seats.map((seat) => seat % slots)).size === seats.length &&
      seats.every((seat) => {
        const pool = seatCount + Math.floor(seat / slots);
        return used[seat]! < capacity[seat]! && used[pool]! < capacity[pool]!;
      });
    if (isPossible) for (const seat of seats) sit(seating, cooperative, seat);
    else waiting.push(cooperative);
  }
  return waiting;
}
