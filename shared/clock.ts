/** Time is passed in, so that rules stay pure and tests choose the moment. */
import { dateOf } from './local-time.ts';
import { zoneAt } from './regions/region-code.ts';

export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const WIB_AHEAD_MS = 7 * 60 * 60 * 1000;

/** What a clock in Jakarta shows (WIB, UTC+7, no summer time), as the UTC of another moment. */
export const inJakarta = (now: Date): Date => new Date(now.getTime() + WIB_AHEAD_MS);

/**
 * The calendar day at a place, by its region's code: what somebody does there today must not count as done tomorrow. In Jakarta where no
 * place is named: papers are valid through their last day there, and reports are made by its day.
 */
export const dayOf = (now: Date, regionCode = ''): string => dateOf(now.toISOString(), zoneAt(regionCode));

/**
 * The moment at which a day (`2026-12-31`) is over, or the instant itself. A day ends last in western Indonesia (WIB, UTC+7),
 * so whoever has until a day has until then.
 */
export function endOf(dayOrInstant: string): Date {
  return new Date(dayOrInstant.length === 10 ? `${dayOrInstant}T23:59:59.999+07:00` : dayOrInstant);
}
