/** Curves as tables, since their arguments are whole numbers: what the scorers of packed rows look up instead of interpolating. */
import { lookUp, tableOf } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';

/** The most points of a factor. */
export const FULL = 1000;

export const SEASON = tableOf(OBSTACLES.season);
export const MINIMUM = tableOf(OBSTACLES.minimumOrder);
export const SPOILAGE = tableOf(OBSTACLES.spoilage);
export const COVERED = tableOf(OBSTACLES.covered);
export const COVERED_WORTH = tableOf(WORTH.covered);
/** By thousandths of the target price. */
export const PRICE = tableOf(OBSTACLES.price);
export const PRICE_WORTH = tableOf(WORTH.price);
/** By freight in thousandths of the goods' worth. */
export const FREIGHT = tableOf(OBSTACLES.freight);
export const FREIGHT_WORTH = tableOf(WORTH.freight);
export const BURDEN = tableOf(WORTH.burden);
export const NEARNESS = tableOf(WORTH.nearness);

/** Obstacle and worth, in two halves of a word, for every whole x up to the last knot of the first. */
export const bothOf = (obstacle: Uint16Array, worth: Uint16Array): Int32Array =>
  Int32Array.from(obstacle, (points, x) => (points << 16) | lookUp(worth, x));

/** Of whole numbers below 2³⁰, without a branch: which of two is less is a coin toss, and a processor guesses half of them wrong. */
export function least(a: number, b: number): number {
  const more = (a - b) | 0;
  return (b + (more & (more >> 31))) | 0;
}
export function most(a: number, b: number): number {
  const more = (a - b) | 0;
  return (a - (more & (more >> 31))) | 0;
}
