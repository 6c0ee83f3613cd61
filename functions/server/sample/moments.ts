/** Dates of the sample, counted from the moment of seeding: nothing in it may be stale or expired on the day someone starts. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** Moments before and after one moment. */
export type Moments = {
  readonly now: Date;
  /** The instant so many days ago. */
  ago(days: number): string;
  /** The date so many days ahead. */
  ahead(days: number): string;
  /** The first day of the year. */
  readonly yearStart: string;
  /** The last day of the next year. */
  readonly nextYearEnd: string;
};

export function momentsAround(now: Date): Moments {
  const instant = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
  return {
    now,
    ago: (days) => instant(-days),
    ahead: (days) => instant(days).slice(0, 10),
    yearStart: `${now.getUTCFullYear()}-01-01`,
    nextYearEnd: `${now.getUTCFullYear() + 1}-12-31`,
  };
}
