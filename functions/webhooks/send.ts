/** Sends one message to one address: over a connection of its own to an address that was checked, and to no other. */
import { Agent as PlainAgent, request as plainRequest, type RequestOptions } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Outcome } from '../../shared/webhooks/delivery.ts';
import { addressesBehind, normalUrl, OutOfReach, type Reach } from '../../shared/webhooks/reach.ts';

/** From the look into the DNS to the answer's status. */
export const LONGEST_MS = 10_000;
/** So much of an answer is taken in, so that the connection ends well; nobody reads it. */
const MOST_OF_AN_ANSWER = 16 * 1024;

/** `authorities`: certificates (PEM) that are trusted instead of the usual ones; for tests. */
export type SendingTo = { reach: Reach; longestMs?: number; authorities?: string };

/**
 * Posts `body` and says how it went; never rejects. What an address leads to is looked up and checked now, whatever was found when
 * the webhook was set up, and the socket is given the checked addresses, so that no second answer of a resolver can change them.
 * Redirects are not followed, no proxy is asked, and nothing of the answer but its status and `Retry-After` is looked at.
 */
export async function send(
  to: string,
  headers: Record<string, string>,
  body: string,
  { reach, longestMs = LONGEST_MS, authorities }: SendingTo,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(longestMs);
  try {
    const url = normalUrl(to, reach);
    const addresses = await unlessAborted(addressesBehind(url, reach), signal);
    return outcomeOf(await post(url, { headers, signal }, body, addresses, reach, authorities));
  } catch (error) {
    return { taken: false, isDown: true, detail: whyNot(error, signal, longestMs) };
  }
}

/** What is looked at of an answer. */
type Answer = { status: number; retryAfter?: string | undefined };

/** What an answer says. Redirects are no answer to a message; who is busy may say until when. */
function outcomeOf({ status, retryAfter }: Answer): Outcome {
  if (status >= 200 && status < 300) return { taken: true };
  const isDown = status >= 500 || status === 429;
  const detail = `answered ${status}${status >= 300 && status < 400 ? '; redirects are not followed' : ''}`;
  const isBusy = status === 429 || status === 503;
  return {
    taken: false,
    detail,
    isDown,
    ...(status === 410 && { isGone: true }),
    ...(isBusy && retryAfter !== undefined && { retryAfter }),
  };
}

function post(
  url: URL,
  options: RequestOptions,
  body: string,
  addresses: readonly string[],
  reach: Reach,
  authorities: string | undefined,
): Promise<Answer> {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_, { all }, done) => {
    if (all) done(null, found);
    else done(null, found[0]!.address, found[0]!.family);
  };
  const isPlain = url.protocol === 'http:';
  const agent = isPlain
    ? new PlainAgent({ keepAlive: false })
    : new Agent({ keepAlive: false, ...(authorities !== undefined && { ca: authorities }) });
  return new Promise<Answer>((resolve, reject) => {
    const asked = (isPlain ? plainRequest : request)(url, { ...options, method: 'POST', lookup, agent });
    asked.on('error', reject);
    asked.on('socket', (socket: Socket) => {
      // What was checked is what is connected to: seen on the connection itself, whatever the layers between have done.
      socket.once('connect', () => {
        if (!reach.mayConnect(socket.remoteAddress ?? '')) socket.destroy(new OutOfReach('leads elsewhere'));
      });
    });
    asked.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      let taken = 0;
      const end = (): void => {
        resolve({ status, retryAfter: answer.headers['retry-after'] });
        asked.destroy();
      };
      answer.on('data', (part: Buffer) => {
        taken += part.length;
        if (taken > MOST_OF_AN_ANSWER) end();
      });
      // The status counts, however the rest of the answer ends.
      answer.on('end', end).on('error', end).on('close', end);
    });
    asked.end(body);
  }).finally(() => agent.destroy());
}

/** Why nothing came of a try, in our own words: no text of the other side, no address. */
function whyNot(error: unknown, signal: AbortSignal, longestMs: number): string {
  if (error instanceof OutOfReach) return error.message;
  if (signal.aborted) return `did not answer within ${longestMs / 1000} seconds`;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known = /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : 'no reason given';
  return /CERT|SIGNATURE|SSL|TLS|ISSUER/.test(known)
    ? `its certificate or its TLS does not hold (${known})`
    : `could not be connected to (${known})`;
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([work, aborted]);
}
