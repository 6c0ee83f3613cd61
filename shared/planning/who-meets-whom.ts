/**
 * Who meets whom, when nobody asks when: a b-matching of cooperatives and buyers by successive best paths, exact. Only buyers are
 * nodes: an entry brings a cooperative to a buyer, an edge hands one from a full buyer to another, and a path ends at a buyer with room.
 */
import type { Hall } from './hall.ts';
import type { Ranks } from './ranks.ts';

export type Meets = {
  /** Cooperative × buyers + buyer: 1 when they meet. */
  readonly meets: Uint8Array;
  /** What a seat of each buyer is worth to whoever gets none: prices that prove the matching to be the best. */
  readonly prices: Float64Array;
  readonly isFinished: boolean;
};

const BLOCK = 32;
const NOTHING = -Infinity;

/**
 * The best matching under the limits of cooperatives and buyers; `ranks` holds the locked meetings before and all meetings after.
 * About O(meetings × buyers²) at worst, much less where paths are short.
 */
export function matchMost(hall: Hall, ranks: Ranks, stop: () => boolean): Meets {
  const { cooperatives, buyers, worths, limits, buyerLimits } = hall;
  const meets = new Uint8Array(cooperatives * buyers);
  const prices = new Float64Array(buyers);
  const room = Int32Array.from(limits);
  const held = new Int32Array(buyers);
  const offsets = new Int32Array(buyers + 1);
  for (let buyer = 0; buyer < buyers; buyer += 1) offsets[buyer + 1] = offsets[buyer]! + buyerLimits[buyer]!;
  const holders = new Int32Array(offsets[buyers]!);

  // Entries: what each cooperative would gain at each buyer, with the best of every block of cooperatives.
  const entries = new Float64Array(buyers * cooperatives).fill(NOTHING);
  const blocks = Math.ceil(cooperatives / BLOCK);
  const blockBest = new Int32Array(buyers * blocks).fill(-1);
  const entryOf = new Int32Array(buyers).fill(-1);
  const isStale = new Uint8Array(buyers).fill(1);
  // Hand-overs: the best cooperative that one buyer can give to another, and what that gains.
  const hands = new Float64Array(buyers * buyers).fill(NOTHING);
  const handed = new Int32Array(buyers * buyers).fill(-1);

  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    if (room[cooperative]! <= 0) continue;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const worth = worths[cooperative * buyers + buyer]!;
      if (worth >= 0) entries[buyer * cooperatives + cooperative] = ranks.adding(cooperative, worth);
    }
  }
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    for (let block = 0; block < blocks; block += 1) findBestOfBlock(buyer, block);
  }

  function findBestOfBlock(buyer: number, block: number): void {
    const from = block * BLOCK;
    const to = Math.min(cooperatives, from + BLOCK);
    const row = buyer * cooperatives;
    let best = -1;
    let most = NOTHING;
    for (let at = from; at < to; at += 1) {
      if (entries[row + at]! > most) {
        most = entries[row + at]!;
        best = at;
      }
    }
    blockBest[buyer * blocks + block] = best;
  }

  function findEntry(buyer: number): void {
    const row = buyer * cooperatives;
    let best = -1;
    let most = NOTHING;
    for (let block = 0; block < blocks; block += 1) {
      const at = blockBest[buyer * blocks + block]!;
      if (at >= 0 && entries[row + at]! > most) {
        most = entries[row + at]!;
        best = at;
      }
    }
    entryOf[buyer] = best;
    isStale[buyer] = 0;
  }

  /** After a change of a cooperative's meetings: its gains everywhere. */
  function updateEntries(cooperative: number): void {
    const pairs = cooperative * buyers;
    const block = Math.floor(cooperative / BLOCK);
    const hasRoom = room[cooperative]! > 0;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const at = buyer * cooperatives + cooperative;
      const worth = worths[pairs + buyer]!;
      const before = entries[at]!;
      const now =
        hasRoom && worth >= 0 && meets[pairs + buyer] === 0 ? ranks.adding(cooperative, worth) : NOTHING;
      if (now === before) continue;
      entries[at] = now;
      const best = blockBest[buyer * blocks + block]!;
      if (best === cooperative || best < 0 || now >= entries[buyer * cooperatives + best]!) {
        findBestOfBlock(buyer, block);
        isStale[buyer] = 1;
      }
    }
  }

  function findHandOver(from: number, to: number): void {
    let best = -1;
    let most = NOTHING;
    const start = offsets[from]!;
    for (let at = start; at < start + held[from]!; at += 1) {
      const cooperative = holders[at]!;
      const pairs = cooperative * buyers;
      const worth = worths[pairs + to]!;
      if (worth < 0 || meets[pairs + to] !== 0) continue;
      const gain = ranks.swapping(cooperative, worths[pairs + from]!, worth);
      if (gain > most || (gain === most && cooperative < best)) {
        most = gain;
        best = cooperative;
      }
    }
    hands[from * buyers + to] = most;
    handed[from * buyers + to] = best;
  }

  /** After a change: what a cooperative now offers in the row of a buyer that holds it. */
  function updateHands(cooperative: number, from: number): void {
    const pairs = cooperative * buyers;
    const row = from * buyers;
    const worthHere = worths[pairs + from]!;
    for (let to = 0; to < buyers; to += 1) {
      const worth = worths[pairs + to]!;
      const isPossible = worth >= 0 && meets[pairs + to] === 0;
      const gain = isPossible ? ranks.swapping(cooperative, worthHere, worth) : NOTHING;
      const [most, best] = [hands[row + to]!, handed[row + to]!];
      if (best === cooperative) {
        if (gain < most) findHandOver(from, to);
        else hands[row + to] = gain;
      } else if (gain > most || (gain === most && isPossible && cooperative < best)) {
        hands[row + to] = gain;
        handed[row + to] = cooperative;
      }
    }
  }

  function forget(cooperative: number, from: number): void {
    for (let to = 0; to < buyers; to += 1) {
      if (handed[from * buyers + to] === cooperative) findHandOver(from, to);
    }
  }

  function join(cooperative: number, buyer: number): void {
    holders[offsets[buyer]! + held[buyer]!] = cooperative;
    held[buyer]! += 1;
    meets[cooperative * buyers + buyer] = 1;
    ranks.add(cooperative, worths[cooperative * buyers + buyer]!);
  }

  function leave(cooperative: number, buyer: number): void {
    const start = offsets[buyer]!;
    const last = start + held[buyer]! - 1;
    let at = start;
    while (holders[at] !== cooperative) at += 1;
    holders[at] = holders[last]!;
    held[buyer]! -= 1;
    meets[cooperative * buyers + buyer] = 0;
    ranks.remove(cooperative, worths[cooperative * buyers + buyer]!);
  }

  const keys = new Float64Array(buyers);
  const hops = new Int32Array(buyers);
  const via = new Int32Array(buyers);
  const isSettled = new Uint8Array(buyers);

  /** Shortest ways by reduced cost from the entries; the buyer with room that ends the best path that gains, or -1. */
  function findPath(): number {
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      if (isStale[buyer] === 1) findEntry(buyer);
      const entry = entryOf[buyer]!;
      keys[buyer] =
        entry < 0 || buyerLimits[buyer] === 0
          ? Infinity
          : prices[buyer]! - entries[buyer * cooperatives + entry]!;
      hops[buyer] = 0;
      via[buyer] = -1;
      isSettled[buyer] = 0;
    }
    let end = -1;
    for (;;) {
      let nearest = -1;
      let least = 0;
      for (let buyer = 0; buyer < buyers; buyer += 1) {
        if (isSettled[buyer] === 1) continue;
        const key = keys[buyer]!;
        if (key < least || (nearest >= 0 && key === least && hops[buyer]! < hops[nearest]!)) {
          least = key;
          nearest = buyer;
        }
      }
      if (nearest < 0) break;
      if (held[nearest]! < buyerLimits[nearest]!) {
        end = nearest;
        break;
      }
      isSettled[nearest] = 1;
      const base = least - prices[nearest]!;
      const row = nearest * buyers;
      for (let to = 0; to < buyers; to += 1) {
        if (isSettled[to] === 1) continue;
        const key = base + prices[to]! - hands[row + to]!;
        if (key < keys[to]! || (key === keys[to] && hops[nearest]! + 1 < hops[to]!)) {
          keys[to] = key;
          hops[to] = hops[nearest]! + 1;
          via[to] = nearest;
        }
      }
    }
    const reached = end < 0 ? 0 : keys[end]!;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      if (isSettled[buyer] === 1) prices[buyer]! += reached - keys[buyer]!;
    }
    return end;
  }

  const pathCooperatives: number[] = [];
  const left: number[] = [];

  function follow(end: number): void {
    pathCooperatives.length = 0;
    left.length = 0;
    let to = end;
    // First read the whole path: moving changes what hand-overs stand for.
    while (via[to]! >= 0) {
      pathCooperatives.push(handed[via[to]! * buyers + to]!);
      left.push(via[to]!);
      to = via[to]!;
    }
    const entering = entryOf[to]!;
    to = end;
    for (let step = 0; step < left.length; step += 1) {
      leave(pathCooperatives[step]!, left[step]!);
      join(pathCooperatives[step]!, to);
      to = left[step]!;
    }
    join(entering, to);
    room[entering]! -= 1;
    for (let step = 0; step < left.length; step += 1) forget(pathCooperatives[step]!, left[step]!);
    pathCooperatives.push(entering);
    for (const cooperative of pathCooperatives) {
      updateEntries(cooperative);
      for (let buyer = 0; buyer < buyers; buyer += 1) {
        if (meets[cooperative * buyers + buyer] === 1) updateHands(cooperative, buyer);
      }
    }
  }

  for (let made = 0; ; made += 1) {
    if ((made & 15) === 0 && stop()) return { meets, prices, isFinished: false };
    const end = findPath();
    if (end < 0) return { meets, prices, isFinished: true };
    follow(end);
  }
}
