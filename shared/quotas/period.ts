/** The periods in which a quota is drawn: which one a day belongs to, its first and last day, and the one after or before it. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import type { Period } from '../quantities.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How a period of each kind is written; `once` is one for ever. */
const patterns: { readonly [per in Period]: RegExp } = {
  once: /^once$/,
  day: /^([12]\d{3})-(\d{2})-(\d{2})$/,
  week: /^([12]\d{3})-W(\d{2})$/,
  month: /^([12]\d{3})-(\d{2})$/,
  season: /^([12]\d{3})-S([12])$/,
  year: /^([12]\d{3})$/,
};

/** A period as it is written; one that no calendar has (`2025-W53`) is none. */
export const periodSchema = z
  .string()
  .regex(
    /^(?:once|[12]\d{3}(?:-(?:W[0-5]\d|S[12]|[01]\d(?:-[0-3]\d)?))?)$/,
    'takes a day 2025-11-03, an ISO week 2025-W45, a month 2025-11, a season 2025-S1, a year 2025, or once',
  )
  .refine((text) => perOf(text) !== undefined, {
    error: 'is in no calendar',
  })
  .meta({
    description:
      'A day, an ISO week, a month, a season (S1: April to September, S2: October to March), a year, or once',
    example: '2025-W45',
  });

/** Which kind of period a text names; undefined for what is none. */
export function perOf(text: string): Period | undefined {
  const kinds = Object.keys(patterns) as Period[];
  const per = kinds.find((kind) => patterns[kind].test(text));
  if (per === undefined || per === 'once') return per;
  // A week 53 of a year that has 52, a thirteenth month and a thirtieth of February begin on a day of another period, or on none.
  const first = firstDay(text, per);
  return Number.isNaN(first) || periodOf(dayAt(first), per) !== text ? undefined : per;
}

/**
 * The period that a day (`2025-11-03`) belongs to. A week is that of ISO 8601: from Monday on, and of the year that has most of
 * it. Seasons are the two that the ministry of agriculture plans in, April to September (*Asep*) and October to March (*Okmar*),
 * and take their year from their first day.
 */
export function periodOf(day: string, per: Period): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  switch (per) {
    case 'once':
      return 'once';
    case 'day':
      return day;
    case 'week': {
      const number = numberOf(day);
      const thursday = number - weekday(number) + 3;
      const weekYear = dayAt(thursday).slice(0, 4);
      const week = Math.floor((thursday - numberOf(`${weekYear}-01-01`)) / 7) + 1;
      return `${weekYear}-W${String(week).padStart(2, '0')}`;
    }
    case 'month':
      return day.slice(0, 7);
    case 'season':
      if (month >= 4 && month <= 9) return `${year}-S1`;
      return `${month >= 10 ? year : year - 1}-S2`;
    case 'year':
      return day.slice(0, 4);
  }
}

/** The period that it is now at a place: WIB, WITA or WIT, by the region's code. */
export const periodAt = (now: Date, per: Period, regionCode: string): string =>
  periodOf(dayOf(now, regionCode), per);

/** The first and the last day of a period; undefined for `once`, which has none. The text must be a period. */
export function daysOf(period: string): { from: string; until: string } | undefined {
  const per = perOf(period);
  if (per === undefined) throw new RangeError(`${period} is no period`);
  if (per === 'once') return undefined;
  const first = firstDay(period, per);
  return { from: dayAt(first), until: dayAt(firstDayAfter(first, per) - 1) };
}

/** The period so many after this one, or before it where `by` is negative; `once` is always itself. */
export function shifted(period: string, by: number): string {
  const days = daysOf(period);
  if (days === undefined || by === 0) return period;
  const per = perOf(period)!;
  const neighbour = numberOf(by > 0 ? days.until : days.from) + Math.sign(by);
  return shifted(periodOf(dayAt(neighbour), per), by - Math.sign(by));
}

/** The day on which a period begins, counted from 1970; NaN where the calendar has none such. */
function firstDay(period: string, per: Exclude<Period, 'once'>): number {
  const [, year = '', part = ''] = patterns[per].exec(period) ?? [];
  switch (per) {
    case 'day':
      return numberOf(period);
    case 'week': {
      // The fourth of January is always in the first week.
      const fourth = numberOf(`${year}-01-04`);
      return fourth - weekday(fourth) + 7 * (Number(part) - 1);
    }
    case 'month':
      return numberOf(`${period}-01`);
    case 'season':
      return numberOf(`${year}-${part === '1' ? '04' : '10'}-01`);
    case 'year':
      return numberOf(`${year}-01-01`);
  }
}

/** So many days after the first day of a period it is the next one, and never the one after that. */
const someDaysOn = { day: 1, week: 7, month: 31, season: 183, year: 366 } as const;

function firstDayAfter(first: number, per: Exclude<Period, 'once'>): number {
  return firstDay(periodOf(dayAt(first + someDaysOn[per]), per), per);
}

const numberOf = (day: string): number => Date.parse(day) / DAY_MS;
const dayAt = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
/** 0 on a Monday; the first of January 1970 was a Thursday. */
const weekday = (number: number): number => (((number + 3) % 7) + 7) % 7;
