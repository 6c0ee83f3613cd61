/**
 * Overload on one machine. A process that takes in whatever comes answers everybody late, at last after they have gone; this one
 * refuses early, before a body is read or a token proven, what it could not answer in time. In AWS there is no such thing: there
 * Lambda gives each request an instance of its own, and the gateway throttles.
 */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import type { HttpBindings } from '@hono/node-server';
import { Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { emptyApp } from '../api/empty-app.ts';

export type Limits = {
  /** Requests in work at once: whole with their body, and not answered yet. Who waits for a turn at one quota counts as well. */
  atOnce: number;
  /** How long a burst may keep one turn of the event loop busy before the rest of those who wait are refused. */
  burstMs: number;
};

export const defaultLimits: Limits = { atOnce: 1_000, burstMs: 250 };

/**
 * What a turn takes in, however long it has lasted: a machine that was held up by something else shall not refuse its few clients.
 */
const ALWAYS_TAKEN = 128;
/** Once something was refused, a turn takes in so little that whoever is refused next hears of it at once. */
const STRAINED = { atOnce: 64, turnMs: 10, alwaysTaken: 8 };
/** The strain is over when nothing had to be refused for this long. */
const CALM_AFTER_MS = 1_000;
/** Refused clients are told to come back after one to this many seconds, in turn, lest they all come back together. */
const LATEST_RETRY_SECONDS = 5;

/** One request of HTTP/1.1, answered. */
export type Answering = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** `answer`, within limits: whoever comes beyond them is told 503 with `Retry-After`. `/health` is always answered. */
export async function withinLimits(
  answer: Answering,
  log: Log,
  { atOnce, burstMs }: Limits = defaultLimits,
): Promise<Answering> {
  const refuse = await refusals(log);
  const calm = { atOnce, turnMs: burstMs, alwaysTaken: ALWAYS_TAKEN };
  const strained = { ...STRAINED, atOnce: Math.min(atOnce, STRAINED.atOnce) };
  const inWork = new Set<HttpBindings['incoming']>();
  let refused = 0;
  let strainedUntil = -Infinity;
  let turn: { began: number; taken: number } | undefined;

  /** Who never finishes a body must not keep the place of somebody who does. */
  const isFull = (places: number): boolean => {
    if (inWork.size < places) return false;
    let whole = 0;
    for (const { complete } of inWork) whole += Number(complete);
    return whole >= places;
  };

  const isTooMuch = (): boolean => {
    const now = performance.now();
    if (turn === undefined) {
      turn = { began: now, taken: 0 };
      setImmediate(() => (turn = undefined));
    }
    const isStrained = now < strainedUntil;
    if (!isStrained && refused > 0) {
      log.info('the overload is over', { refused });
      refused = 0;
    }
    const limits = isStrained ? strained : calm;
    turn.taken += 1;
    const hasTime = turn.taken <= limits.alwaysTaken || now - turn.began < limits.turnMs;
    if (hasTime && !isFull(limits.atOnce)) return false;
    if (!isStrained)
      log.error('more requests come than can be answered in time; some are refused', { inWork: inWork.size });
    strainedUntil = now + CALM_AFTER_MS;
    refused += 1;
    return true;
  };

  const work = async (request: Request, env: HttpBindings): Promise<Response> => {
    inWork.add(env.incoming);
    try {
      return await answer(request, env);
    } finally {
      inWork.delete(env.incoming);
    }
  };

  return (request, env) => {
    if (env.incoming.url !== '/health' && isTooMuch()) return refuse(1 + (refused % LATEST_RETRY_SECONDS));
    return work(request, env);
  };
}

/** Makes refusals as the app itself would, but from bytes made once: under overload four of five answers are one. */
async function refusals(log: Log): Promise<(retryAfterSeconds: number) => Response> {
  const app = emptyApp(log);
  app.get('/', () => {
    const detail =
      'More requests come than can be answered in time; nothing of this one was done. Repeat it after a while.';
    throw new Refusal('unavailable', detail, [], 1);
  });
  const sample = await app.request('/');
  const { 'x-request-id': sampleId, ...headers } = Object.fromEntries(sample.headers);
  const [before, after] = (await sample.text()).split(sampleId!);
  return (retryAfterSeconds) => {
    const id = randomUUID();
    return new Response(before + id + after, {
      status: sample.status,
      headers: { ...headers, 'x-request-id': id, 'retry-after': String(retryAfterSeconds) },
    });
  };
}
