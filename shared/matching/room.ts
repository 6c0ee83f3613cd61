/**
 * What codes of a shelf mean to a demand, side by side in one array that is kept from question to question: nothing is allocated in
 * between, and a loop over rows has one table at hand instead of eight.
 */
import type { Shelf } from './columns.ts';

/** Where what the way from a spot does stands among its words. */
export const REACHED = {
  size: 8,
  /** The question that worked it out: else it is not valid. */
  stamp: 0,
  freight: 1,
  /** Without and with a cold room: the obstacle of spoilage, and the weighed points of distance and locality. */
  spoilage: 2,
  worth: 4,
} as const;

export class Room {
  stamp = 0;
  /** The worths that stand among the words. */
  #kept: Int32Array | undefined;
  readonly words: Int32Array;
  /** Spots come first, `REACHED.size` words each; then these begin. */
  /** By code of months, without and with a cold room: obstacle and share of the season in two halves, then the weighed points. */
  readonly seasons: number;
  /** By code of amount: the obstacle of volume, and thousandths of the need, in two halves. */
  readonly covers: number;
  /** By code of price: obstacle and worth in two halves. */
  readonly prices: number;
  /** By code of minimum order, without and with a cold room: its obstacle. */
  readonly minimums: number;
  /** By months of silence: its obstacle. */
  readonly silences: number;
  /** By thousandths of the need that are covered: points. */
  readonly worths: number;
  /** What everyone earns, and what factors weigh that differ from row to row. */
  base = 0;
  weighFeasibility = 0;
  weighQuantity = 0;
  weighPrice = 0;

  /** With room for as many codes as the shelf has, or more. */
  constructor(
    { atlas, months, amounts, prices, minimums }: Shelf,
    silences: ArrayLike<number>,
    worths: number,
  ) {
    this.seasons = REACHED.size * atlas.spots;
    this.covers = this.seasons + 4 * roomy(months.length);
    this.prices = this.covers + roomy(amounts.length);
    this.minimums = this.prices + roomy(prices.length);
    this.silences = this.minimums + 2 * roomy(minimums.length);
    this.worths = this.silences + silences.length;
    this.words = new Int32Array(this.worths + worths);
    this.words.set(silences, this.silences);
  }

  /** Most questions have those of the one before. */
  keepWorths(worths: Int32Array): void {
    if (this.#kept === worths) return;
    this.words.set(worths, this.worths);
    this.#kept = worths;
  }

  fits({ atlas, months, amounts, prices, minimums }: Shelf): boolean {
    return (
      this.seasons >= REACHED.size * atlas.spots &&
      this.covers - this.seasons >= 4 * months.length &&
      this.prices - this.covers >= amounts.length &&
      this.minimums - this.prices >= prices.length &&
      this.silences - this.minimums >= 2 * minimums.length
    );
  }
}

/** A power of two from 512 on, so that a larger shelf rarely needs a new room. */
const roomy = (codes: number): number => Math.max(512, 2 ** Math.ceil(Math.log2(codes)));

const ROOMS: Room[] = [];

/** For the n-th scorer of a question; scorers of one number share their room, so only the latest may be asked. */
export function roomFor(number: number, shelf: Shelf, silences: ArrayLike<number>, worths: number): Room {
  let room = ROOMS[number];
  if (room === undefined || !room.fits(shelf)) {
    room = new Room(shelf, silences, worths);
    ROOMS[number] = room;
  }
  room.stamp = (room.stamp + 1) & 0x3fff_ffff;
  return room;
}
