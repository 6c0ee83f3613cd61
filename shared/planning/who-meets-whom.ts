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
  const isFlat = hall.scale.shares.every((share) => share === hall.scale.shares[0]);
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

  /** After a change of a cooperative's meetings: its gain at one buyer. */
  function updateEntry(cooperative: number, buyer: number): void {
    const pair = cooperative * buyers + buyer;
    const at = buyer * cooperatives + cooperative;
    const worth = worths[pair]!;
    const isPossible = room[cooperative]! > 0 && worth >= 0 && meets[pair] === 0;
    const now = isPossible ? ranks.adding(cooperative, worth) : NOTHING;
    if (now === entries[at]) return;
    entries[at] = now;
    const block = Math.floor(cooperative / BLOCK);
    const best = blockBest[buyer * blocks + block]!;
    if (best === cooperative || best < 0 || now >= entries[buyer * cooperatives + best]!) {
      findBestOfBlock(buyer, block);
      isStale[buyer] = 1;
    }
  }

  /**
   * After a cooperative left one buyer (-1: none) for another. Where all meetings count alike, only what concerns these two has changed,
   * unless it was its first or its last possible meeting.
   */
  function update(cooperative: number, left: number, joined: number): void {
    const isAll = !isFlat || left < 0;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      if (isAll || buyer === left || buyer === joined) updateEntry(cooperative, buyer);
      if (meets[cooperative * buyers + buyer] === 0) continue;
      if (buyer === joined || !isFlat) {
        for (let to = 0; to < buyers; to += 1) updateHand(cooperative, buyer, to);
      } else {
        updateHand(cooperative, buyer, joined);
        if (left >= 0) updateHand(cooperative, buyer, left);
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

  /** After a change: what a cooperative now offers one buyer in the row of another that holds it. */
  function updateHand(cooperative: number, from: number, to: number): void {
    const pairs = cooperative * buyers;
    const worth = worths[pairs + to]!;
    const isPossible = worth >= 0 && meets[pairs + to] === 0;
    const gain = isPossible ? ranks.swapping(cooperative, worths[pairs + from]!, worth) : NOTHING;
    const at = from * buyers + to;
    const most = hands[at]!;
    const best = handed[at]!;
    if (best === cooperative) {
      if (gain < most) findHandOver(from, to);
      else hands[at] = gain;
    } else if (gain > most || (gain === most && isPossible && cooperative < best)) {
      hands[at] = gain;
      handed[at] = cooperative;
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
  /** Buyers not settled yet, by index; and those that are. */
  const waiting = new Int32Array(buyers);
  const settled = new Int32Array(buyers);

  /** Shortest ways by reduced cost from the entries; the buyer with room that ends the best path that gains, or -1. */
  function findPath(): number {
    let waitingCount = 0;
    let nearest = -1;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      if (buyerLimits[buyer] === 0) continue;
      if (isStale[buyer] === 1) findEntry(buyer);
      const entry = entryOf[buyer]!;
      keys[buyer] = entry < 0 ? Infinity : prices[buyer]! - entries[buyer * cooperatives + entry]!;
      hops[buyer] = 0;
      via[buyer] = -1;
      waiting[waitingCount] = buyer;
      waitingCount += 1;
      if (nearest < 0 || keys[buyer]! < keys[nearest]!) nearest = buyer;
    }
    let end = -1;
    let settledCount = 0;
    while (nearest >= 0 && keys[nearest]! < 0) {
      if (held[nearest]! < buyerLimits[nearest]!) {
        end = nearest;
        break;
      }
      settled[settledCount] = nearest;
      settledCount += 1;
      const from = nearest;
      const base = keys[from]! - prices[from]!;
      const steps = hops[from]! + 1;
      const row = from * buyers;
      nearest = -1;
      let least = Infinity;
      let kept = 0;
      for (let at = 0; at < waitingCount; at += 1) {
        const to = waiting[at]!;
        if (to === from) continue;
        waiting[kept] = to;
        kept += 1;
        const key = base + prices[to]! - hands[row + to]!;
        if (key < keys[to]! || (key === keys[to] && steps < hops[to]!)) {
          keys[to] = key;
          hops[to] = steps;
          via[to] = from;
        }
        const now = keys[to]!;
        if (now < least || (now === least && nearest >= 0 && hops[to]! < hops[nearest]!)) {
          least = now;
          nearest = to;
        }
      }
      waitingCount = kept;
    }
    const reached = end < 0 ? 0 : keys[end]!;
    for (let at = 0; at < settledCount; at += 1) prices[settled[at]!]! += reached - keys[settled[at]!]!;
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
    let joined = end;
    for (let step = 0; step < left.length; step += 1) {
      update(pathCooperatives[step]!, left[step]!, joined);
      joined = left[step]!;
    }
    update(entering, -1, joined);
  }

  for (let made = 0; ; made += 1) {
    if ((made & 15) === 0 && stop()) return { meets, prices, isFinished: false };
    const end = findPath();
    if (end < 0) return { meets, prices, isFinished: true };
    follow(end);
  }
}
