/** A message on its way to a webhook: its id, when it is tried, and what each try makes of it and of the webhook. Pure. */
import { createHash } from 'node:crypto';
import { askedUntil } from './retry-after.ts';
import type { Course } from './webhook.ts';

/** Waits before each try, in seconds, as Standard Webhooks proposes: ten tries in three days. */
const WAITS = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];
/** A webhook that takes nothing is asked again after half an hour at the latest, unless it names another moment. */
const LONGEST_PAUSE = 30 * 60;
/** After so long without a message taken a webhook is stopped. */
const GIVEN_UP_MS = 5 * 24 * 60 * 60 * 1000;
/** What could not be delivered by then is not news any more. */
const KEPT_DAYS = 7;

/** A message as it is kept. Delivered or given up, it stays for its week without its body, so that nothing is sent twice. */
export type Message = {
  id: string;
  type: string;
  /** From when it may be sent. */
  at: string;
  /** The bytes that are signed and sent, the same at every try. */
  body?: string;
  /** What it tells of: once that is taken back, nothing is sent. */
  source?: { pk: string; sk: string };
  tries: number;
  /** When it is tried next; undefined once that is over. */
  due?: string;
};

/** What is kept of a webhook's deliveries beside itself. */
export type Queue = Course & {
  /** When there is something to do; undefined while nothing waits. */
  due?: string;
  /** Nothing is tried before, since the receiver does not answer. */
  pausedUntil?: string;
  /** Somebody works on it until then at most. */
  leasedUntil?: string;
  /** Rounds in which nothing was taken, in a row. */
  failures: number;
};

/** How a try went. `detail` is ours, never what the receiver said; `retryAfter` is its header, as it came. */
export type Outcome =
  | { taken: true }
  | { taken: false; detail: string; isDown: boolean; isGone?: true; retryAfter?: string };

/** The id of what tells a webhook one thing: told again it is the same. */
export const messageId = (webhookId: string, ...what: readonly (string | number)[]): string =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([webhookId, ...what]))
    .digest('hex')
    .slice(0, 32)}`;

/** A message before its first try. */
export const newMessage = (
  id: string,
  {
    type,
    at,
    data,
    source,
  }: { type: string; at: string; data: unknown; source?: { pk: string; sk: string } },
): Message => ({
  id,
  type,
  at,
  body: JSON.stringify({ type, timestamp: at, data }),
  ...(source && { source }),
  tries: 0,
  due: at,
});

/** Epoch seconds after which a message is kept no longer. */
export const expiryOf = ({ at }: Message): number =>
  Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 24 * 60 * 60;

/** The message after a try: taken, to be tried again, or given up. */
export function afterTry(message: Message, outcome: Outcome, now: Date): Message {
  const { body: _, due: __, ...over } = message;
  const tries = message.tries + 1;
  const wait = WAITS[tries];
  if (outcome.taken || outcome.isGone || wait === undefined) return { ...over, tries };
  return { ...message, tries, due: later(now, wait) };
}

/** The message when what it tells of was taken back. */
export function takenBack(message: Message): Message {
  const { body: _, due: __, ...over } = message;
  return over;
}

/** How a webhook stands after a round of tries, the first to end first. */
export function afterRound(queue: Queue, outcomes: readonly Outcome[], now: Date): Queue {
  const failures = outcomes.filter((one) => !one.taken);
  const last = failures.at(-1);
  const at = now.toISOString();
  const noted = last && !last.taken ? { lastFailure: { at, detail: last.detail } } : {};
  const { pausedUntil: _, failingSince, ...rest } = queue;
  if (outcomes.length === 0) return queue;
  // All messages wait: it is the receiver that asks, not one of them. None is tried sooner than its own plan has it.
  const asked = outcomes
    .flatMap((one) => pauseAsked(one, now) ?? [])
    .toSorted()
    .at(-1);
  if (failures.length < outcomes.length) {
    return { ...rest, ...noted, failures: 0, lastDeliveredAt: at, ...(asked && { pausedUntil: asked }) };
  }
  const after = { ...rest, ...noted, failures: queue.failures + 1, failingSince: failingSince ?? at };
  // One message that the receiver refuses says nothing of the next; a receiver that is down does.
  if (!failures.some((one) => !one.taken && one.isDown)) return after;
  const wait = WAITS[Math.min(after.failures, WAITS.length - 1)]!;
  const own = later(now, Math.min(wait, LONGEST_PAUSE));
  return { ...after, pausedUntil: asked !== undefined && asked > own ? asked : own };
}

/** Until when the receiver asked to be left alone with its answer: as long as it says, the longest wait between two tries at most. */
export const pauseAsked = (outcome: Outcome, now: Date): string | undefined =>
  outcome.taken ? undefined : askedUntil(outcome.retryAfter, now, Math.max(...WAITS));

/** Whether nothing was taken for so long that the webhook is to be stopped. */
export const isGivenUp = ({ failingSince }: Queue, now: Date): boolean =>
  failingSince !== undefined && now.getTime() - Date.parse(failingSince) >= GIVEN_UP_MS;

/** The queue when something is due at a moment: no later than what is due already, not before the end of a pause. */
export function dueBy(queue: Queue, due: string | undefined): Queue {
  const { due: _, ...rest } = queue;
  if (due === undefined) return rest;
  return {
    ...rest,
    due: queue.pausedUntil !== undefined && queue.pausedUntil > due ? queue.pausedUntil : due,
  };
}

/** The queue of a webhook that is taken up again: as a new one, and looked at at once. */
export function takenUp(queue: Queue, now: Date): Queue {
  const { pausedUntil: _, failingSince: __, ...rest } = queue;
  return { ...rest, failures: 0, due: now.toISOString() };
}

const later = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
