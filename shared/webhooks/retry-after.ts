/** Until when a receiver asks to be left alone: the `Retry-After` of its answer (RFC 9110, 10.2.3). Pure. */

/** Each of RFC 9110's three forms of a moment begins with the name of a day; the one of C's `asctime` leaves out that it is GMT. */
const DAY_NAMES = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? /;

/**
 * The moment from which a receiver may be asked again, at most so many seconds from now; undefined where it asks for nothing that
 * lies ahead, or for nothing that can be read.
 */
export function askedUntil(
  retryAfter: string | undefined,
  now: Date,
  mostSeconds: number,
): string | undefined {
  const asked = retryAfter?.trim() ?? '';
  const ms = /^\d+$/.test(asked)
    ? Number(asked) * 1000
    : DAY_NAMES.test(asked)
      ? Date.parse(asked.endsWith(' GMT') ? asked : `${asked} GMT`) - now.getTime()
      : NaN;
  return ms > 0 ? new Date(now.getTime() + Math.min(ms, mostSeconds * 1000)).toISOString() : undefined;
}
