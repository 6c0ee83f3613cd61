/**
 * Halves the rows of a shelf again and again, each time by the trait that tells most for what they would score apart, until a few
 * that resemble each other are left. The tree decides only how much a ranking can leave out, never what it finds.
 */
import type { Atlas } from './atlas.ts';
import { countMonths } from './curve.ts';

/** What rows are told apart by, a value for each row. */
export type Traits = {
  /** Where its place stands in the atlas. */
  readonly rank: Uint16Array;
  /** Natural logarithms: a doubling counts alike everywhere. An unpriced row has -1. */
  readonly amount: Float64Array;
  readonly price: Float64Array;
  /** Weighted points of the factors that no demand changes. */
  readonly standing: Float64Array;
  /** Points of silence as an obstacle. */
  readonly silence: Float64Array;
  readonly months: Uint16Array;
  readonly cold: Uint8Array;
};

/** Node 0 is the root; rows of node n, those without children by falling standing: `order[from[n]]` up to `order[to[n]]`; children: `first[n]`, `count[n]` of them (0: rows). */
export type Tree = {
  readonly order: Uint32Array;
  readonly from: number[];
  readonly to: number[];
  readonly spot: number[];
  readonly first: number[];
  readonly count: number[];
};

/** Rows that are not worth telling apart any more: fewer bound tighter, but take more nodes. */
const MOST_LEAF_ROWS = 24;
/** Halvings between a node and its children, which are then eight at most. */
const HALVINGS = 3;

/**
 * Points (of 100,000) by which rows may differ for their distance, for a price that is e times another, an amount likewise, for all
 * months, for silence (times its points), for a cold room. Measured by how much is left to look at in the benchmark's market.
 */
const TELLS = { space: 14_000, price: 11_000, unpriced: 6000, amount: 6000, months: 40_000, silence: 36 };
const COLD_TELLS = 5000;
/** Of the kilometres after which half of nearness is lost. */
const FAR = 3;

/** The tree of `rows` rows. `halfKm`: kilometres after which half of nearness is lost. O(n log n). */
export function growTree(
  traits: Traits,
  rows: number,
  atlas: Atlas,
  { halfKm, coldCounts }: { halfKm: number; coldCounts: boolean },
): Tree {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const tree: Tree = { order, from: [0], to: [rows], spot: [0], first: [0], count: [0] };
  const cutter = new Cutter(traits, order, atlas, halfKm, coldCounts);
  for (let node = 0; node < tree.from.length; node += 1) {
    const [from, to] = [tree.from[node]!, tree.to[node]!];
    tree.spot[node] = cutter.spotOf(from, to, tree.spot[node]!);
    if (to - from <= MOST_LEAF_ROWS) {
      order.subarray(from, to).sort((a, b) => traits.standing[b]! - traits.standing[a]!);
      continue;
    }
    tree.first[node] = tree.from.length;
    cutter.divide(from, to, tree.spot[node]!, HALVINGS, (low, high, spot) => {
      tree.from.push(low);
      tree.to.push(high);
      tree.spot.push(spot);
      tree.first.push(0);
      tree.count.push(0);
    });
    tree.count[node] = tree.from.length - tree.first[node]!;
  }
  return tree;
}

class Cutter {
  readonly traits: Traits;
  readonly order: Uint32Array;
  readonly atlas: Atlas;
  readonly halfKm: number;
  readonly coldCounts: boolean;

  constructor(traits: Traits, order: Uint32Array, atlas: Atlas, halfKm: number, coldCounts: boolean) {
    this.traits = traits;
    this.order = order;
    this.atlas = atlas;
    this.halfKm = halfKm;
    this.coldCounts = coldCounts;
  }

  /** The least spot within `spot` that holds all of the rows. */
  spotOf(from: number, to: number, spot: number): number {
    const { order, atlas } = this;
    const { rank } = this.traits;
    let [low, high] = [0xffff, 0];
    for (let at = from; at < to; at += 1) {
      const own = rank[order[at]!]!;
      if (own < low) low = own;
      if (own > high) high = own;
    }
    for (;;) {
      const half = atlas.halves[spot]!;
      if (half === 0) return spot;
      const middle = atlas.to[half]!;
      if (high < middle) spot = half;
      else if (low >= middle) spot = half + 1;
      else return spot;
    }
  }

  divide(
    from: number,
    to: number,
    spot: number,
    halvings: number,
    give: (from: number, to: number, spot: number) => void,
  ): void {
    if (halvings === 0 || to - from <= MOST_LEAF_ROWS) {
      give(from, to, spot);
      return;
    }
    const own = this.spotOf(from, to, spot);
    const middle = this.cut(from, to, own);
    this.divide(from, middle, own, halvings - 1, give);
    this.divide(middle, to, own, halvings - 1, give);
  }

  /** Puts the rows of one half before those of the other, and tells where they part. */
  cut(from: number, to: number, spot: number): number {
    const { order, traits } = this;
    const { amount, price, standing, silence, months, cold } = traits;
    const most = { amount: -Infinity, price: -Infinity, standing: -Infinity, silence: -Infinity };
    const least = { amount: Infinity, price: Infinity, standing: Infinity, silence: Infinity };
    let [some, all, colds, unpriced] = [0, 0xfff, 0, 0];
    for (let at = from; at < to; at += 1) {
      const row = order[at]!;
      if (amount[row]! > most.amount) most.amount = amount[row]!;
      if (amount[row]! < least.amount) least.amount = amount[row]!;
      if (price[row]! < 0) unpriced += 1;
      else {
        if (price[row]! > most.price) most.price = price[row]!;
        if (price[row]! < least.price) least.price = price[row]!;
      }
      if (standing[row]! > most.standing) most.standing = standing[row]!;
      if (standing[row]! < least.standing) least.standing = standing[row]!;
      if (silence[row]! > most.silence) most.silence = silence[row]!;
      if (silence[row]! < least.silence) least.silence = silence[row]!;
      some |= months[row]!;
      all &= months[row]!;
      colds += cold[row]!;
    }
    const rows = to - from;
    const across = this.atlas.halves[spot] === 0 ? 0 : this.atlas.across[spot]! / (FAR * this.halfKm);
    const isPart = (count: number): number => Number(count > 0 && count < rows);
    const tells = [
      TELLS.space * Math.min(1, across),
      TELLS.price * Math.max(0, Math.min(1.5, most.price - least.price)) + TELLS.unpriced * isPart(unpriced),
      TELLS.amount * Math.min(4, most.amount - least.amount),
      most.standing - least.standing,
      (TELLS.months * countMonths(some & ~all)) / 12,
      TELLS.silence * (most.silence - least.silence),
      this.coldCounts ? COLD_TELLS * isPart(colds) : 0,
    ];
    const trait = tells.indexOf(Math.max(...tells));
    if (tells[trait] === 0) return (from + to) >> 1;
    switch (trait) {
      case 0: {
        const middle = this.atlas.to[this.atlas.halves[spot]!]!;
        return this.part(from, to, (row) => traits.rank[row]! - middle);
      }
      case 1:
        return this.halve(from, to, price);
      case 2:
        return this.halve(from, to, amount);
      case 3:
        return this.halve(from, to, standing);
      case 4:
        return this.halve(from, to, months);
      case 5:
        return this.halve(from, to, silence);
      default:
        return this.halve(from, to, cold);
    }
  }

  /** Rows with a key below 0 first. */
  part(from: number, to: number, keyOf: (row: number) => number): number {
    const { order } = this;
    let middle = from;
    for (let at = from; at < to; at += 1) {
      const row = order[at]!;
      if (keyOf(row) >= 0) continue;
      order[at] = order[middle]!;
      order[middle] = row;
      middle += 1;
    }
    return middle;
  }

  /** As near to the middle as equal rows can be kept together; the rows must not all be equal in this. */
  halve(from: number, to: number, of: ArrayLike<number>): number {
    const { order } = this;
    const middle = (from + to) >> 1;
    let [low, high] = [from, to];
    // Quickselect in three parts, until the rows that equal the middle one are side by side.
    for (;;) {
      const pivot = of[order[(low + high) >> 1]!]!;
      let [below, at, above] = [low, low, high];
      while (at < above) {
        const row = order[at]!;
        const value = of[row]!;
        if (value < pivot) {
          order[at] = order[below]!;
          order[below] = row;
          below += 1;
          at += 1;
        } else if (value > pivot) {
          above -= 1;
          order[at] = order[above]!;
          order[above] = row;
        } else at += 1;
      }
      if (middle < below) high = below;
      else if (middle >= above) low = above;
      else {
        if (below === from) return above;
        return above === to || middle - below <= above - middle ? below : above;
      }
    }
  }
}
