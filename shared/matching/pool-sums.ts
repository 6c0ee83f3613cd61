/**
 * What suppliers can come to together, and at which cost. In the best plan of given suppliers the cheaper give all, then one a part,
 * and the dearer their minimum: so there are sums before that one and sums since, and suppliers are added the cheapest first.
 */

/** A supplier in lots: `each` for using it, `margin` for a lot less what the lot is worth. */
export type Offered = {
  readonly has: number;
  readonly least: number;
  readonly margin: number;
  readonly each: number;
};
/** What sums cost less what their amounts are worth, from the first to the last that can still win; infinite where there is none. */
type Row = { readonly cost: Float64Array; from: number; to: number };
/** What one supplier gives in the best way to each sum, from the sum `start` on, in two bits. */
type Ways = { readonly start: number; readonly bits: Uint8Array };

/** The minimum, or all, of a supplier is in; one that gives a part may be noted over its minimum. Nothing stands for none. */
const WHOLE = 1;
const PART = 2;

/**
 * The sums of the suppliers so far up to a goal, in a row for each number of suppliers from none, or all in one row. Adding a supplier
 * is O(sums that can win), with two bits for each of them.
 */
export class Sums {
  /** How many suppliers have been added, and how many sums were looked at for it. */
  depth = 0;
  cells = 0;
  readonly #goal: number;
  readonly #before: readonly Row[];
  readonly #since: readonly Row[];
  readonly #ways: { readonly before: Ways[]; readonly since: Ways[] }[] = [];
  /** The sums of a window that may still be the best of it, and what they cost but for the part. */
  readonly #queue: Int32Array;
  readonly #worth: Float64Array;
  /** From the row of some suppliers to the row of one more. */
  readonly #up: 0 | 1;
  readonly #place: number;

  /** `place` is what each supplier's `each` holds for its place in a row, and is no cost of a plan. */
  constructor(rows: number, goal: number, place: number) {
    const empty = (): Row => ({ cost: new Float64Array(goal + 1).fill(Infinity), from: 0, to: -1 });
    this.#goal = goal;
    this.#before = Array.from({ length: rows }, empty);
    this.#since = Array.from({ length: rows }, empty);
    this.#queue = new Int32Array(goal + 1);
    this.#worth = new Float64Array(goal + 1);
    this.#up = rows === 1 ? 0 : 1;
    this.#place = place;
    this.#before[0]!.cost[0] = 0;
    this.#before[0]!.to = 0;
  }

  /** What a sum costs at least, places not counted. */
  leastAt(sum: number): number {
    return this.#bestAt(sum).cost;
  }

  #bestAt(sum: number): { readonly cost: number; readonly row: number; readonly isSince: boolean } {
    let best = { cost: Infinity, row: 0, isSince: false };
    for (let row = 0; row < this.#before.length; row += 1) {
      const places = this.#place * row;
      const [before, since] = [this.#before[row]!.cost[sum]! - places, this.#since[row]!.cost[sum]! - places];
      if (before < best.cost) best = { cost: before, row, isSince: false };
      if (since < best.cost) best = { cost: since, row, isSince: true };
    }
    return best;
  }

  /** Lets one more supplier give nothing, its minimum, a part or all. */
  add(supplier: Offered): void {
    const ways = { before: [] as Ways[], since: [] as Ways[] };
    for (let row = this.#before.length - 1; row >= this.#up; row -= 1) {
      const [before, since] = [this.#before[row - this.#up]!, this.#since[row - this.#up]!];
      ways.since[row] = this.#giveSome(before, since, this.#since[row]!, supplier);
      ways.before[row] = this.#giveAll(before, this.#before[row]!, supplier);
    }
    this.#ways.push(ways);
    this.depth += 1;
  }

  /** Lets one more supplier give nothing or all. */
  addAll(supplier: Offered): void {
    for (let row = this.#before.length - 1; row >= this.#up; row -= 1) {
      this.#giveAll(this.#before[row - this.#up]!, this.#before[row]!, supplier);
    }
    this.depth += 1;
  }

  /** Leaves out the sums from which no plan comes that would win. */
  keep(allowed: number, needed: number): void {
    for (const rows of [this.#before, this.#since]) {
      for (const row of rows) {
        const { cost } = row;
        let [from, to] = [0, -1];
        for (let sum = row.from; sum <= row.to; sum += 1) {
          if (cost[sum]! < allowed && sum >= needed) {
            if (to < 0) from = sum;
            to = sum;
          } else {
            cost[sum] = Infinity;
          }
        }
        row.from = from;
        row.to = to;
      }
    }
  }

  /** Who came to a sum in the cheapest way, by the order of adding; `again` gives the sums of all or nothing so far. */
  traced(sum: number, offered: readonly Offered[], again: (depth: number) => Sums): Int32Array {
    let { row, isSince } = this.#bestAt(sum);
    let rest = sum;
    const chosen: number[] = [];
    for (let at = this.depth - 1; at >= 0; at -= 1) {
      const { before, since } = this.#ways[at]!;
      const way = wayTo((isSince ? since : before)[row], rest);
      if (way === 0) continue;
      const supplier = offered[at]!;
      chosen.push(at);
      row -= this.#up;
      if (way === WHOLE) rest -= isSince ? supplier.least : supplier.has;
      else {
        rest = again(at).#bestBase(row, rest, supplier);
        isSince = false;
      }
    }
    return Int32Array.from(chosen);
  }

  /** From which sum a part of this supplier leads to another in the cheapest way. */
  #bestBase(row: number, sum: number, { has, least, margin }: Offered): number {
    const { cost } = this.#before[row]!;
    let [best, base] = [Infinity, sum];
    for (let amount = Math.max(1, least); amount <= Math.min(has, sum); amount += 1) {
      const total = cost[sum - amount]! + margin * amount;
      if (total < best) [best, base] = [total, sum - amount];
    }
    return base;
  }

  #giveAll(source: Row, target: Row, { has, margin, each }: Offered): Ways {
    const [from, to] = [source.from + has, Math.min(this.#goal, source.to + has)];
    const ways = waysFrom(from, to);
    if (source.to < 0 || from > to) return ways;
    this.#giveWhole(source, target, has, each + margin * has, ways);
    return ways;
  }

  /** Adds one amount to every sum; from the last one down, since source and target may be the same row. */
  #giveWhole(source: Row, target: Row, amount: number, add: number, ways: Ways): void {
    const [from, to] = [source.from + amount, Math.min(this.#goal, source.to + amount)];
    for (let sum = to; sum >= from; sum -= 1) {
      const total = source.cost[sum - amount]! + add;
      if (total < target.cost[sum]!) {
        target.cost[sum] = total;
        note(ways, sum, WHOLE);
      }
    }
    this.#widen(target, from, to);
  }

  /** The minimum for those since one gave a part; for those before, any part: the best of a window that slides over their sums. */
  #giveSome(before: Row, since: Row, target: Row, { has, least, margin, each }: Offered): Ways {
    const smallest = Math.max(1, least);
    const parts = least < has && before.to >= 0;
    const [from, to] = [before.from + smallest, Math.min(this.#goal, before.to + has)];
    const given = least > 0 && since.to >= 0;
    const [givenFrom, givenTo] = [since.from + least, Math.min(this.#goal, since.to + least)];
    const ways = waysFrom(
      Math.min(parts ? from : Infinity, given ? givenFrom : Infinity),
      Math.max(parts ? to : -1, given ? givenTo : -1),
    );
    if (given && givenFrom <= givenTo) this.#giveWhole(since, target, least, each + margin * least, ways);
    if (!parts || from > to) return ways;
    const [queue, worth] = [this.#queue, this.#worth];
    let [head, tail] = [0, 0];
    for (let sum = from; sum <= to; sum += 1) {
      const enters = sum - smallest;
      if (enters <= before.to) {
        const own = before.cost[enters]! - margin * enters;
        if (own < Infinity) {
          while (tail > head && worth[tail - 1]! >= own) tail -= 1;
          queue[tail] = enters;
          worth[tail] = own;
          tail += 1;
        }
      }
      while (head < tail && queue[head]! < sum - has) head += 1;
      if (head === tail) continue;
      const total = worth[head]! + each + margin * sum;
      if (total < target.cost[sum]!) {
        target.cost[sum] = total;
        note(ways, sum, PART);
      }
    }
    this.#widen(target, from, to);
    return ways;
  }

  #widen(row: Row, from: number, to: number): void {
    this.cells += to - from + 1;
    row.from = row.to < 0 ? from : Math.min(row.from, from);
    row.to = Math.max(row.to, to);
  }
}

function waysFrom(start: number, end: number): Ways {
  return { start, bits: new Uint8Array(end < start ? 0 : ((end - start) >> 2) + 1) };
}

function note({ start, bits }: Ways, sum: number, what: number): void {
  const place = sum - start;
  bits[place >> 2]! |= what << ((place & 3) << 1);
}

/** Of two notes the later one holds. */
function wayTo(ways: Ways | undefined, sum: number): number {
  if (ways === undefined || sum < ways.start) return 0;
  const place = sum - ways.start;
  const noted = ((ways.bits[place >> 2] ?? 0) >> ((place & 3) << 1)) & 3;
  return noted > PART ? PART : noted;
}
