/**
 * What codes of a shelf mean to a demand, side by side in one array that is kept from question to question. It is the same array for as long as
 * the process lives and a fact's place in it never changes: so the compiler writes both into the loop over rows (`score-rows.ts`).
 */

/** Codes of one fact, with another bit where two meanings of it stand side by side. */
const CODES = 2 ** 16;
const SPOTS = 2 ** 12;
/** So that the beginnings of tables, which are read most, do not fall on the same lines of the processor's memory. */
const APART = 336;

/** What a room's words hold, and where each begins. */
export const ROOM = {
  /** Points that everyone earns. */
  base: 0,
  weighFeasibility: 1,
  weighQuantity: 2,
  weighPrice: 3,
  /** All bits where rows count the points of standing that they carry, none where others are given. */
  usual: 4,
  /** The question that is being answered. */
  stamp: 5,
  /** By spot: what the way from it does (`REACHED`). */
  spots: 16,
  /** By code of months, without and with a cold room: obstacle and share of the season in two halves, then the weighed points. */
  seasons: 16 + 8 * SPOTS + APART,
  /** By code of amount: the obstacle of volume, and thousandths of the need, in two halves. */
  covers: 16 + 8 * SPOTS + 2 * CODES + 2 * APART,
  /** By code of price, then beside what is unpriced: obstacle and worth in two halves. */
  prices: 16 + 8 * SPOTS + 3 * CODES + 3 * APART,
  /** By code of minimum order, without and with a cold room: its obstacle. */
  minimums: 16 + 8 * SPOTS + 4 * CODES + 4 * APART,
  /** By months of silence: its obstacle. */
  silences: 16 + 8 * SPOTS + 5 * CODES + 5 * APART,
  /** By thousandths of the need that are covered: points. */
  worths: 16 + 8 * SPOTS + 5 * CODES + 5 * APART + 256,
  size: 16 + 8 * SPOTS + 5 * CODES + 5 * APART + 256 + 1024,
} as const;

/** Where what the way from a spot does stands among its words. */
export const REACHED = {
  size: 8,
  /** The question that worked it out: else it is not valid. */
  stamp: 0,
  freight: 1,
  /** Without and with a cold room: the obstacle of spoilage, and the weighed points of distance and locality. */
  spoilage: 2,
  worth: 4,
  end: 6,
} as const;

/** Scorers that one question may ask in turn. Almost all need one; what is never used takes no memory. */
export const ROOMS = 8;
/** Of all rooms, one after the other. */
export const WORDS = new Int32Array(ROOMS * ROOM.size);

/** Begins another question in the n-th room; returns where its words begin. */
export function roomFor(number: number): number {
  const room = ROOM.size * number;
  WORDS[room + ROOM.stamp] = (WORDS[room + ROOM.stamp]! + 1) & 0x3fff_ffff;
  return room;
}
