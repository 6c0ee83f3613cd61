/**
 * The key in a link to a calendar: calendar apps send no token, so that whoever holds the link may read. It follows from the secret of the
 * deployment, the event, the party, and how often the link was renewed; nothing else need be kept, and a renewal ends it.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a key opens. */
export type Opened = { eventId: string; organizationId: string; renewals: number };

/** 192 bits as 32 characters. */
const KEY_BYTES = 24;

/** The key of a link. `secret` is the deployment's, the same that seals cursors; this use of it is kept apart from that one. */
export function calendarKey(secret: Uint8Array, { eventId, organizationId, renewals }: Opened): string {
  const own = Buffer.from(hkdfSync('sha256', secret, '', 'calendar link', 32));
  const digest = createHmac('sha256', own)
    .update(JSON.stringify([eventId, organizationId, renewals]))
    .digest();
  return digest.subarray(0, KEY_BYTES).toString('base64url');
}

/** Whether `key` is that of the link, compared in a time that does not tell how much of it is right. */
export function isCalendarKey(key: string, secret: Uint8Array, opened: Opened): boolean {
  const [given, right] = [Buffer.from(key), Buffer.from(calendarKey(secret, opened))];
  return given.length === right.length && timingSafeEqual(given, right);
}
