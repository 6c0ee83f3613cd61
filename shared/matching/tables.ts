/** Curves as tables, since their arguments are whole numbers: what the scorers of packed rows look up instead of interpolating. */
import { tableOf } from './curve.ts';
import { OBSTACLES, WORTH } from './curves.ts';

/** The most points of a factor. */
export const FULL = 1000;

export const SEASON = tableOf(OBSTACLES.season);
export const MINIMUM = tableOf(OBSTACLES.minimumOrder);
export const SPOILAGE = tableOf(OBSTACLES.spoilage);
export const BURDEN = tableOf(WORTH.burden);
export const NEARNESS = tableOf(WORTH.nearness);

/** Of whole numbers, without the detour of `Math.min` over fractions. */
export const least = (a: number, b: number): number => (a < b ? a : b);
export const most = (a: number, b: number): number => (a > b ? a : b);
