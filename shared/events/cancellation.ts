/** An event that is called off: when that may be, and that nothing of it changes any more but what came of what was held. Pure. */
import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { cancellationReasonSchema, slotTimes, type Event } from './event.ts';
import type { Meeting } from './meeting.ts';
import { cancelled, changed } from './meeting-rules.ts';
import { slotNow } from './obstacles.ts';

export const cancellationSchema = z
  .strictObject({ reason: cancellationReasonSchema })
  .meta({ id: 'EventCancellation', example: { reason: 'Gedung terendam banjir' } });

/**
 * The event as called off; the same when it was, for the same reason. Its `sequence` rises, so that calendars follow. Refuses (409)
 * another reason than the first, and an event that is over.
 */
export function cancelEvent(before: Event, reason: string, now: Date): Event {
  if (before.cancellationReason === reason) return before;
  ensureGoesOn(before);
  if (Date.parse(slotTimes(before).at(-1)!.endsAt) <= now.getTime()) {
    throw new Refusal('conflict', 'The event is over: what was held stays, and cannot be cancelled.');
  }
  const at = now.toISOString();
  const { sequence } = before;
  return {
    ...before,
    cancelledAt: at,
    cancellationReason: reason,
    sequence: sequence + 1,
    updatedAt: at,
  };
}

/** What becomes of a slot's meetings: those to come are cancelled and nobody's word binds; what was held or missed stays. */
export const calledOff = (meetings: readonly Meeting[], at: string): Meeting[] =>
  meetings.map((meeting) =>
    meeting.state === 'planned'
      ? changed(meeting, { ...cancelled('event-cancelled'), answers: {} }, at)
      : meeting,
  );

/** The slots whose meetings fall with it: the one that runs and all later ones. */
export function slotsCalledOff(event: Event, now: Date): number[] {
  const from = slotNow(event, now);
  return Array.from({ length: event.slots + 1 - from }, (_, at) => from + at);
}

/** Refuses (409) to change anything of an event that was cancelled. */
export function ensureGoesOn({ cancelledAt, cancellationReason }: Event): void {
  if (cancelledAt === undefined) return;
  throw new Refusal(
    'conflict',
    `The event was cancelled at ${cancelledAt} (${cancellationReason}): only outcomes of what was held and follow-up tasks change now.`,
  );
}
