/**
 * Keeps a seating the best of all, exactly, while cooperatives come and go: a network, so shortest ways by reduced cost suffice. Prices
 * prove it: nobody gains by another seat at its price, and what is free costs nothing.
 */
import { createNearestFirst } from './nearest-first.ts';
import { extraOf, isBanned, rise, sit, type Seating } from './seating.ts';

export type SeatFlow = {
  /** Brings in a cooperative that is out, with as many meetings as are worth their price; others move, lose or swap for it. */
  readonly putIn: (cooperative: number) => void;
  /** Gives one that is in what further meetings pay, after its limit was raised. */
  readonly addMore: (cooperative: number) => void;
  /** Takes a cooperative out; its seats go to whom they serve best. Only then may its limit and bans change. */
  readonly takeOut: (cooperative: number) => void;
  /** Takes one out without giving its seats away: they count as taken until each is released. */
  readonly setAside: (cooperative: number) => readonly number[];
  /** A unit of a seat or pool that counts as taken becomes free: it goes to its best use, or its price falls to nothing. */
  readonly release: (node: number) => void;
  /** Whether one that is in could gain nothing by another seat, one more or one less, at the prices as they are. */
  readonly isContent: (cooperative: number) => boolean;
  /** Seats looked at since the beginning: a measure of effort that no clock disturbs. */
  readonly effort: () => number;
};

/** Ties between ways of one cost: a cooperative twice in a slot, and long ways, are avoided. */
const CLASH = 1 << 12;

export function createSeatFlow(seating: Seating): SeatFlow {
  const { hall, ranks, seatCount, isPooled, prices, used, capacity, holders, starts, held } = seating;
  const { slotOf, seatsOf, width, count, limits, busy, isOut, openSlots, openTo } = seating;
  const { slots, buyers, worths } = hall;
  const nodes = createNearestFirst(seatCount + buyers);
  const { keys, fuss } = nodes;
  /** Who would move into a seat, and from which (-1: comes in addition); for a pool, the seat it was reached from. */
  const mover = new Int32Array(seatCount + buyers);
  const cameFrom = new Int32Array(seatCount + buyers);
  const POOL = -2;
  const isFlat = hall.scale.shares.every((share) => share === hall.scale.shares[0]);
  // Where ranks matter, the fewest steps come first: that is what makes several moves of one cooperative add up.
  const perStep = isFlat ? 1 : CLASH;
  const perClash = isFlat ? CLASH : 1;

  const buyerOf = (seat: number): number => Math.floor(seat / slots);
  const worthAt = (cooperative: number, seat: number): number =>
    worths[cooperative * buyers + buyerOf(seat)]!;
  const extraAt = (cooperative: number, seat: number): number => {
    const buyer = buyerOf(seat);
    return extraOf(seating, cooperative, buyer, seat - buyer * slots);
  };
  const dropping = (cooperative: number, seat: number): number =>
    ranks.dropping(cooperative, worthAt(cooperative, seat)) - extraAt(cooperative, seat);

  /** Labels every seat that a cooperative could take, coming from `from` or (-1) in addition. */
  function reachFrom(cooperative: number, from: number, base: number, burden: number, most: number): void {
    const fromBuyer = from < 0 ? -1 : buyerOf(from);
    const fromWorth = from < 0 ? 0 : worthAt(cooperative, from);
    const fromSlot = from < 0 ? -1 : from - fromBuyer * slots;
    const open = openSlots[cooperative]!;
    const pairs = cooperative * buyers;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const worth = worths[pairs + buyer]!;
      if (worth < 0 || (slotOf[pairs + buyer]! >= 0 && buyer !== fromBuyer)) continue;
      let gain = 0;
      if (from < 0) gain = ranks.adding(cooperative, worth);
      else if (buyer !== fromBuyer) gain = ranks.swapping(cooperative, fromWorth, worth);
      for (let at = 0; at < open.length; at += 1) {
        const slot = open[at]!;
        const seat = buyer * slots + slot;
        if (capacity[seat] === 0 || seat === from) continue;
        const key = base + prices[seat]! - gain - extraOf(seating, cooperative, buyer, slot);
        if (key > most || isBanned(seating, cooperative, seat)) continue;
        const others = busy[cooperative * slots + slot]! - (slot === fromSlot ? 1 : 0);
        if (nodes.offer(seat, key, burden + perStep + (others > 0 ? perClash : 0))) {
          mover[seat] = cooperative;
          cameFrom[seat] = from;
        }
      }
    }
  }

  /** One more meeting for a cooperative, if it pays. */
  function insert(cooperative: number): boolean {
    if (count[cooperative]! >= limits[cooperative]!) {
      return false;
    }
    nodes.clear();
    let best = 0;
    let bestFuss = 0;
    let end = -1;
    let dropped = -1;
    reachFrom(cooperative, -1, 0, 0, best);
    for (;;) {
      const node = nodes.next();
      if (node < 0) break;
      const key = keys[node]!;
      const burden = fuss[node]!;
      if (key > best || (key === best && burden >= bestFuss)) break;
      if (node >= seatCount) {
        const buyer = node - seatCount;
        for (let seat = buyer * slots; seat < (buyer + 1) * slots; seat += 1) {
          if (held[seat]! > 0 && nodes.offer(seat, key + prices[seat]! - prices[node]!, burden + perStep)) {
            cameFrom[seat] = POOL;
          }
        }
        continue;
      }
      const buyer = buyerOf(node);
      if (used[node]! < capacity[node]!) {
        const pool = seatCount + buyer;
        if (isPooled[buyer] === 0 || used[pool]! < capacity[pool]!) {
          [best, bestFuss, end, dropped] = [key, burden, node, -1];
          continue;
        }
        if (nodes.offer(pool, key + prices[pool]! - prices[node]!, burden)) cameFrom[pool] = node;
      }
      for (let at = starts[node]!; at < starts[node]! + held[node]!; at += 1) {
        const holder = holders[at]!;
        const without = key - prices[node]! - dropping(holder, node);
        if (without < best || (without === best && burden + perStep < bestFuss)) {
          [best, bestFuss, end, dropped] = [without, burden + perStep, node, holder];
        }
        const base = key - prices[node]! + extraAt(holder, node);
        reachFrom(holder, node, base, burden, best);
      }
    }
    effort += nodes.settledCount();
    raisePrices(best);
    if (end < 0) return false;
    if (dropped >= 0) rise(seating, dropped, end);
    let to = end;
    for (;;) {
      const from = cameFrom[to]!;
      if (from === POOL) {
        to = cameFrom[seatCount + buyerOf(to)]!;
        continue;
      }
      const who = mover[to]!;
      if (from >= 0) rise(seating, who, from);
      sit(seating, who, to);
      if (from < 0) return true;
      to = from;
    }
  }

  function raisePrices(reached: number): void {
    for (let at = 0; at < nodes.settledCount(); at += 1) {
      const node = nodes.settled[at]!;
      if (keys[node]! < reached) prices[node]! += reached - keys[node]!;
    }
  }

  /** A unit of `start` has become free: the best way to use it, or its price falls to nothing. */
  function refill(start: number): void {
    nodes.clear();
    nodes.offer(start, 0, 0);
    cameFrom[start] = -1;
    let best = Infinity;
    let bestFuss = 0;
    let end = -1;
    let added = -1;
    for (;;) {
      const node = nodes.next();
      if (node < 0) break;
      const key = keys[node]!;
      const burden = fuss[node]!;
      if (key > best || (key === best && burden >= bestFuss)) break;
      if (node >= seatCount || isPooled[buyerOf(node)] === 0) {
        const empty = key + prices[node]!;
        if (empty < best || (empty === best && burden < bestFuss)) {
          [best, bestFuss, end, added] = [empty, burden, node, -1];
        }
      }
      if (node >= seatCount) {
        const buyer = node - seatCount;
        for (let seat = buyer * slots; seat < (buyer + 1) * slots; seat += 1) {
          const hasRoom = used[seat]! < capacity[seat]!;
          if (hasRoom && nodes.offer(seat, key + prices[node]! - prices[seat]!, burden + perStep)) {
            cameFrom[seat] = node;
          }
        }
        continue;
      }
      const buyer = buyerOf(node);
      if (isPooled[buyer] === 1) {
        const pool = seatCount + buyer;
        if (nodes.offer(pool, key + prices[node]! - prices[pool]!, burden)) cameFrom[pool] = node;
      }
      const slot = node - buyer * slots;
      const open = openTo[slot]!;
      for (let at = 0; at < open.length; at += 1) {
        const cooperative = open[at]!;
        const worth = worths[cooperative * buyers + buyer]!;
        if (worth < 0 || isOut[cooperative] === 1) continue;
        if (slotOf[cooperative * buyers + buyer] === slot || isBanned(seating, cooperative, node)) continue;
        const base = key + prices[node]! - extraOf(seating, cooperative, buyer, slot);
        const meetsAlready = slotOf[cooperative * buyers + buyer]! >= 0;
        const clashes = busy[cooperative * slots + slot]!;
        if (!meetsAlready && count[cooperative]! < limits[cooperative]!) {
          const whole = base - ranks.adding(cooperative, worth);
          const whose = burden + perStep + (clashes > 0 ? perClash : 0);
          if (whole < best || (whole === best && whose < bestFuss)) {
            [best, bestFuss, end, added] = [whole, whose, node, cooperative];
          }
        }
        for (let own = cooperative * width; own < cooperative * width + count[cooperative]!; own += 1) {
          const seat = seatsOf[own]!;
          const isHere = buyerOf(seat) === buyer;
          if (meetsAlready && !isHere) continue;
          const gain = isHere ? 0 : ranks.swapping(cooperative, worthAt(cooperative, seat), worth);
          const way = base - prices[seat]! - gain + extraAt(cooperative, seat);
          if (way > best) continue;
          const others = clashes - (seat % slots === slot ? 1 : 0);
          if (nodes.offer(seat, way, burden + perStep + (others > 0 ? perClash : 0))) {
            mover[seat] = cooperative;
            cameFrom[seat] = node;
          }
        }
      }
    }
    effort += nodes.settledCount();
    for (let at = 0; at < nodes.settledCount(); at += 1) {
      const node = nodes.settled[at]!;
      if (keys[node]! < best) prices[node]! -= best - keys[node]!;
    }
    moveTowards(start, end, added);
  }

  const moves: number[] = [];
  let effort = 0;

  /** Plays the way of a refill: the one nearest to the free unit moves first, so that there is always room. */
  function moveTowards(start: number, end: number, added: number): void {
    moves.length = 0;
    let node = end;
    while (node !== start) {
      const to = cameFrom[node]!;
      if (node < seatCount && to < seatCount) moves.push(node, to);
      node = to;
    }
    for (let at = moves.length - 2; at >= 0; at -= 2) {
      const who = mover[moves[at]!]!;
      rise(seating, who, moves[at]!);
      sit(seating, who, moves[at + 1]!);
    }
    if (added >= 0) sit(seating, added, end);
  }

  function setAside(cooperative: number): readonly number[] {
    isOut[cooperative] = 1;
    const freed: number[] = [];
    while (count[cooperative]! > 0) {
      const seat = seatsOf[cooperative * width]!;
      rise(seating, cooperative, seat);
      used[seat]! += 1;
      used[seatCount + buyerOf(seat)]! += 1;
      freed.push(seat);
    }
    return freed;
  }

  function release(node: number): void {
    used[node]! -= 1;
    if (node < seatCount) used[seatCount + buyerOf(node)]! -= 1;
    if (prices[node]! > 0) refill(node);
  }

  function isContent(cooperative: number): boolean {
    const own = seatsOf.slice(cooperative * width, cooperative * width + count[cooperative]!);
    if (own.some((seat) => dropping(cooperative, seat) + prices[seat]! > 0)) return false;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const worth = worths[cooperative * buyers + buyer]!;
      if (worth < 0) continue;
      const meets = slotOf[cooperative * buyers + buyer]! >= 0;
      for (const slot of openSlots[cooperative]!) {
        const seat = buyer * slots + slot;
        if (capacity[seat] === 0 || isBanned(seating, cooperative, seat)) continue;
        const net = extraOf(seating, cooperative, buyer, slot) - prices[seat]!;
        const canAdd = !meets && count[cooperative]! < limits[cooperative]!;
        if (canAdd && ranks.adding(cooperative, worth) + net > 0) return false;
        for (const held of own) {
          const isHere = buyerOf(held) === buyer;
          if (held === seat || (meets && !isHere)) continue;
          const gain = isHere ? 0 : ranks.swapping(cooperative, worthAt(cooperative, held), worth);
          if (gain + net - extraAt(cooperative, held) + prices[held]! > 0) return false;
        }
      }
    }
    return true;
  }

  return {
    putIn(cooperative) {
      isOut[cooperative] = 0;
      while (insert(cooperative));
    },
    addMore(cooperative) {
      while (insert(cooperative));
    },
    takeOut(cooperative) {
      for (const seat of setAside(cooperative)) release(seat);
    },
    setAside,
    release,
    isContent,
    effort: () => effort,
  };
}
