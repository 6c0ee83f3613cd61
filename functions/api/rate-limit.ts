/**
 * Keeps one caller from taking everybody's share: a token bucket for each caller, in this process. Across Lambda instances the
 * gateway's throttle is the outer fence; this one names the caller and says how long to wait.
 */
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/errors.ts';

/** `perSecond` tokens flow in, up to `burst`. */
export type Rate = { perSecond: number; burst: number };

/** What one machine answers at its best, so that a nightly synchronisation never meets it, and a loop gone wild does. */
export const defaultRate: Rate = { perSecond: 5_000, burst: 25_000 };

/** Buckets kept at most; full ones are forgotten first, since forgetting those changes nothing. */
const MOST_BUCKETS = 10_000;

type Bucket = { tokens: number; at: number };

/** Gives a function that takes one token of `caller`, or refuses (429) with the seconds to wait. O(1), amortised. */
export function rateLimiter(
  clock: Clock,
  { perSecond, burst }: Rate = defaultRate,
): (caller: string) => void {
  const buckets = new Map<string, Bucket>();
  return (caller) => {
    const now = clock().getTime();
    const bucket = buckets.get(caller) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) {
      const wait = Math.ceil((1 - bucket.tokens) / perSecond);
      throw new Refusal('too-many', 'You send requests faster than your share; wait and repeat.', [], wait);
    }
    bucket.tokens -= 1;
    buckets.set(caller, bucket);
    if (buckets.size > MOST_BUCKETS) forgetIdle(buckets, now, (burst / perSecond) * 1000);
  };
}

/** Drops the buckets that have filled up again, and the oldest ones if all are in use. */
function forgetIdle(buckets: Map<string, Bucket>, now: number, fullAfterMs: number): void {
  for (const [caller, { at }] of buckets) if (now - at >= fullAfterMs) buckets.delete(caller);
  for (const caller of buckets.keys()) {
    if (buckets.size <= MOST_BUCKETS) return;
    buckets.delete(caller);
  }
}
