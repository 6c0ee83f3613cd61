/** The API in process for tests: real store, real tokens of the local issuer, every answer checked against the document. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { expect } from 'vitest';
import { createApp } from '../../functions/api/app.ts';
import { tokenVerifier, type Caller } from '../../functions/api/caller.ts';
import { cursorKeyIn } from '../../functions/api/cursor-key.ts';
import { documentOf } from '../../functions/api/document.ts';
import { defaultRate, rateLimiter, type Rate } from '../../functions/api/rate-limit.ts';
import { react } from '../../functions/changes/react.ts';
import { reactionsOver } from '../../functions/changes/reactions.ts';
import { printLater } from '../../functions/prints/print-later.ts';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { PrintJob } from '../../shared/events/print-job.ts';
import { newId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';
import { documentCheck } from './document-check.ts';
import { openSqlite, type Open, type OpenTable } from './tables.ts';
import { madeUpReach } from './made-up-names.ts';

/** What a test sends beside method and path. `as` is who asks; nobody when left out. */
export type Sending = {
  as?: Caller;
  body?: unknown;
  /** Sent as it is, with `headers['content-type']`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

/** An answer, with its body parsed; `bytes` are what was sent, mark and all. */
export type Received = {
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies whose shape the document check has proved
  body: any;
};

export type TestApi = OpenTable & {
  send(method: string, path: string, sending?: Sending): Promise<Received>;
  get(path: string, as?: Caller, headers?: Record<string, string>): Promise<Received>;
  post(path: string, body: unknown, as?: Caller, headers?: Record<string, string>): Promise<Received>;
  patch(path: string, body: unknown, as?: Caller, headers?: Record<string, string>): Promise<Received>;
  put(path: string, body: unknown, as?: Caller, headers?: Record<string, string>): Promise<Received>;
  delete(path: string, as?: Caller, headers?: Record<string, string>): Promise<Received>;
  /** The app itself, to be served over HTTP. */
  fetch: (request: Request) => Response | Promise<Response>;
  /** A bearer token of the store's own issuer. */
  token(caller: Caller): Promise<string>;
  /** The private key of that issuer, for forgers. */
  issuerKey(): Promise<JWK>;
  /** What was drawn, in order. */
  drawn: PrintJob[];
  /** What the service wrote to its log. */
  logged: string[];
  /** Lets everything follow from what was written so far, as the change feed does in service. */
  settle(): Promise<void>;
};

/** Callers of the domain, for reading ease. */
export const admin: Caller = { subject: 'admin', role: 'admin' };
export const organizerOf = (region: string): Caller => ({
  subject: `office-${region}`,
  role: 'organizer',
  region,
});
export const officerOf = (cooperativeId: string): Caller => ({
  subject: `officer-${cooperativeId}`,
  role: 'cooperative',
  organizationId: cooperativeId,
});
export const buyerOf = (buyerId: string): Caller => ({
  subject: `buyer-${buyerId}`,
  role: 'buyer',
  organizationId: buyerId,
});

let checkAnswer: ReturnType<typeof documentCheck> | undefined;

/** Opens the API over a new store. Close it when done. `alsoLog` is told everything that the service logs; webhooks may
 * lead where `webhookReach` says. */
export async function openApi(
  open: Open = openSqlite,
  clock: Clock = systemClock,
  rate: Rate = defaultRate,
  alsoLog?: Log,
  webhookReach: Reach = madeUpReach,
): Promise<TestApi> {
  const store = await open({ clock });
  const directory = await mkdtemp(join(tmpdir(), 'titik-temu-issuer-'));
  const issuer = await openLocalIssuer(directory);
  const logged: string[] = [];
  const note = (message: string, fields?: Record<string, unknown>) => {
    const error = fields?.['error'];
    logged.push(`${message} ${error instanceof Error ? error.stack : JSON.stringify(fields)}`);
    alsoLog?.error(message, fields);
  };
  const print = printLater(
    new URL('.', import.meta.resolve('@expo-google-fonts/source-sans-3/package.json')),
  );
  const drawn: PrintJob[] = [];
  const app = createApp({
    table: store.table,
    verifyToken: tokenVerifier(issuer.rules),
    clock,
    newId,
    cursorKey: cursorKeyIn(store.table),
    publicUrl: 'https://titik-temu.example',
    webhookReach,
    takeShare: rateLimiter(clock, rate),
    log: { info: note, error: note },
    docs: async () => undefined,
    print: (job) => {
      drawn.push(job);
      return print(job);
    },
  });
  // The document is the same for every app, and making it takes longer than most tests.
  checkAnswer ??= documentCheck(documentOf(app));
  const check = checkAnswer;
  const tokens = new Map<string, Promise<string>>();
  const token = (caller: Caller): Promise<string> => {
    const name = JSON.stringify(caller);
    if (!tokens.has(name)) tokens.set(name, issuer.sign(caller));
    return tokens.get(name)!;
  };

  const send: TestApi['send'] = async (method, path, { as, body, raw, headers = {} } = {}) => {
    const response = await app.request(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === undefined ? {} : { authorization: `Bearer ${await token(as)}` }),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const received: Received = {
      status: response.status,
      headers: response.headers,
      bytes,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
    expect(received.status, `${method} ${path}: ${text}\n${logged.join('\n')}`).not.toBe(500);
    check(method, path, received);
    return received;
  };

  const reactions = reactionsOver(store.table, clock);
  const settle = async (): Promise<void> => {
    for (;;) {
      // Reactions write too, and what they write is announced as well.
      const changes = await store.drainChanges();
      if (changes.length === 0) return;
      const { failure } = await react(changes, reactions);
      if (failure !== undefined) throw failure;
    }
  };

  return {
    ...store,
    fetch: (request) => app.fetch(request),
    send,
    settle,
    token,
    issuerKey: async () => JSON.parse(await readFile(join(directory, 'issuer.json'), 'utf8')),
    drawn,
    logged,
    get: (path, as, headers = {}) => send('GET', path, { ...(as ? { as } : {}), headers }),
    post: (path, body, as, headers = {}) => send('POST', path, { ...(as ? { as } : {}), body, headers }),
    patch: (path, body, as, headers = {}) => send('PATCH', path, { ...(as ? { as } : {}), body, headers }),
    put: (path, body, as, headers = {}) => send('PUT', path, { ...(as ? { as } : {}), body, headers }),
    delete: (path, as, headers = {}) => send('DELETE', path, { ...(as ? { as } : {}), headers }),
    async close() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
