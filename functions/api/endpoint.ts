/**
 * The way of every request: caller → role → checked input → handler → one transaction → answer.
 * Handlers stay thin: they decide on the resource, call rules and stores, and hand back what to write and what to say.
 */
import type { Context, Hono } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type * as z from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Stamp, Stored } from '../../shared/stored.ts';
import { ConditionFailed, type Action, type Table } from '../../shared/table/table.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';
import { prefers } from './accept.ts';
import { unauthenticated, type Caller, type VerifyToken } from './caller.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { fileForm, type Download } from './download.ts';
import { onceOnly, type RecordedAnswer } from './idempotency.ts';
import { readInput, type Input } from './input.ts';
import { fileTypeOf, operationsOf, type AnyOperation, type FileType, type Operation } from './operation.ts';
import { personOf } from './person-of.ts';
import { decide, needsResource, type Decision, type OperationId, type Resource } from './policy.ts';
import { contested, takeTurn, type Turn } from './turns.ts';

/** What every endpoint needs from outside. */
export type EndpointDeps = {
  table: Table;
  verifyToken: VerifyToken;
  clock: Clock;
  newId: NewId;
  /** The 32 bytes that seal cursors; the same for every instance of a deployment. */
  cursorKey: () => Promise<Uint8Array>;
  /** Where people reach the service (`https://…`, without a slash at the end): set when it is started, never taken from a request. */
  publicUrl: string;
  /** Where webhooks may lead; the public internet when left out, as in AWS. */
  webhookReach?: Reach;
  /** Takes one request of a caller's share, or refuses (429). */
  takeShare: (caller: string) => void;
};

/** One request as a handler sees it. */
export type Ask<P, Q, B> = {
  readonly caller: Caller;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The bytes of a raw body (a spreadsheet) with their content type; empty where the operation takes none. */
  readonly raw: { bytes: Uint8Array; contentType: string };
  readonly now: Date;
  /** Who (a pseudonym) and when, to be kept with whatever is written. */
  readonly stamp: Stamp;
  readonly newId: NewId;
  /** Refuses (403, or 404 where existence is nobody's business) unless the policy allows this operation on this thing. */
  permit(resource: Resource): void;
  /** Whether the policy would allow another operation on a thing: for filters and for what to show. */
  may(operation: OperationId, resource: Resource): boolean;
  /** Whether the caller would rather have the file than JSON, by its `Accept`. */
  prefers(type: FileType): boolean;
  /** Refuses (412) when If-Match does not name the stored version. */
  expectVersion(stored: number): void;
  /** Whether the caller says that it has what is under this ETag (If-None-Match): then 304 is answered, and it need not be made. */
  has(etag: string): boolean;
  /** The page asked for; call it in list operations, with the filters that leave out items one by one. */
  page(...filters: unknown[]): Promise<PageRequest>;
};

/** What a handler hands back: what to say, and what to write in one transaction before it is said. */
export type Answer<R> = { writes?: Action[]; /** Called once they are written. */ written?: () => void } & (
  | { body: R; version?: number; location?: string }
  | Page<R>
  | { file: Download }
  | { nothing: true }
);

/**
 * How often a handler is run because others wrote first, and how long it waits between: of a hundred processes that write one
 * thing at the same moment everyone gets through within some seconds, since each failure is another one's success. Those of one
 * process take turns instead.
 */
const MOST_RUNS = 25;
const LONGEST_WAIT_MS = 1_000;

type In<S extends z.ZodType> = z.output<S>;

type AnyHandler = (ask: Ask<unknown, unknown, unknown>) => Promise<Answer<unknown>>;

/** Mounts a declared operation with its handler, and enters it into the document. */
export function mount<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  router: Hono,
  deps: EndpointDeps,
  declared: Operation<P, Q, B, R>,
  handler: (ask: Ask<In<P>, In<Q>, In<B>>) => Promise<Answer<z.input<R>>>,
): void {
  const plain = declared as unknown as AnyOperation;
  operationsOf(router).push(plain);
  // One handler instead of the router's chain of validators: half the cost of a request, and the token is looked at first.
  router.on(declared.method.toUpperCase(), declared.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) =>
    run(c, deps, plain, handler as unknown as AnyHandler),
  );
}

async function run(
  c: Context,
  deps: EndpointDeps,
  declared: AnyOperation,
  handler: AnyHandler,
): Promise<Response> {
  const caller = await identify(c, deps, declared);
  const input = await readInput(c, declared);
  const signs = caller !== undefined && declared.method !== 'get' && declared.unsigned !== true;
  const person = signs ? await personOf(deps, caller.subject) : '';
  const respond = async (alsoWrite: (answer: RecordedAnswer) => Action[]) => {
    let turn: Turn | undefined;
    try {
      for (let runs = 1; ; runs += 1) {
        const ask = new Asked(c, deps, declared, caller, person, input);
        const answer = await handler(ask);
        if (!ask.hasDecided && needsResource(declared.id)) {
          throw new Error(`${declared.id} answered without deciding on its resource`);
        }
        const recorded =
          'items' in answer ? await listForm(c, deps, declared, answer) : wireForm(declared, answer);
        const writes = [...(answer.writes ?? []), ...alsoWrite(recorded)];
        if (writes.length === 0) return recorded;
        const items = contested(writes);
        if (!turn?.covers(items)) {
          turn?.end();
          turn = await takeTurn(deps.table, items);
          // Who was before us has written: decide again, on what is stored now.
          if (!turn.wasFree) continue;
        }
        try {
          await commit(deps.table, writes);
          answer.written?.();
          return recorded;
        } catch (error) {
          // Someone else wrote between our read and our write: what we decided may no longer hold, so decide again.
          if (!(error instanceof ConditionFailed) || runs >= MOST_RUNS) throw error;
          await sleep(Math.random() * Math.min(LONGEST_WAIT_MS, 2 ** runs));
        }
      }
    } finally {
      turn?.end();
    }
  };
  const key = declared.idempotent ? c.req.header('idempotency-key') : undefined;
  if (key === undefined || person === '') return send(c, declared, await respond(() => []));
  const fingerprint = [`${c.req.method} ${c.req.path}\n${input.text}`, input.raw.bytes];
  return send(c, declared, await onceOnly(deps, person, key, fingerprint, respond));
}

/** Who asks, before anything else of the request is looked at; refuses whoever may never run this operation. */
async function identify(c: Context, deps: EndpointDeps, declared: AnyOperation): Promise<Caller | undefined> {
  if (decide(declared.id, undefined) === 'allowed') return undefined;
  const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(c.req.header('authorization') ?? '');
  if (!bearer) throw unauthenticated();
  const caller = await deps.verifyToken(bearer[1]!);
  deps.takeShare(caller.subject);
  enforce(decide(declared.id, caller));
  return caller;
}

/** The request as its handler sees it. A class, so that a request costs one object and no closures. */
class Asked implements Ask<unknown, unknown, unknown> {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly raw: Input['raw'];
  readonly now: Date;
  readonly newId: NewId;
  hasDecided = false;
  readonly #caller: Caller | undefined;
  readonly #person: string;
  readonly #declared: AnyOperation;
  readonly #deps: EndpointDeps;
  readonly #c: Context;

  constructor(
    c: Context,
    deps: EndpointDeps,
    declared: AnyOperation,
    caller: Caller | undefined,
    person: string,
    input: Input,
  ) {
    this.params = input.params;
    this.query = input.query;
    this.body = input.body;
    this.raw = input.raw;
    this.now = deps.clock();
    this.newId = deps.newId;
    this.#caller = caller;
    this.#person = person;
    this.#declared = declared;
    this.#deps = deps;
    this.#c = c;
  }

  get caller(): Caller {
    if (!this.#caller) throw new Error(`${this.#declared.id} is open to anyone and has no caller`);
    return this.#caller;
  }

  get stamp(): Stamp {
    if (this.#person === '') throw new Error(`${this.#declared.id} writes under nobody's name`);
    const { role, organizationId, region } = this.caller;
    return {
      at: this.now.toISOString(),
      by: this.#person,
      role,
      ...(organizationId !== undefined && { organizationId }),
      ...(region !== undefined && { region }),
    };
  }

  permit(resource: Resource): void {
    this.hasDecided = true;
    enforce(decide(this.#declared.id, this.#caller, resource));
  }

  may(operation: OperationId, resource: Resource): boolean {
    return decide(operation, this.#caller, resource) === 'allowed';
  }

  prefers(type: FileType): boolean {
    return prefers(this.#c.req.header('accept'), type, 'application/json');
  }

  expectVersion(stored: number): void {
    const wanted = this.#c.req.header('if-match');
    if (wanted === undefined || wanted === '*') return;
    // Tags are compared strongly, as RFC 9110 asks for: a weak one is never current.
    if (!wanted.split(',').some((tag) => tag.trim() === etagOf(stored))) {
      throw new Refusal('stale', 'It has changed since you read it; read it again and repeat your change.');
    }
  }

  has(etag: string): boolean {
    return isKnown(etag, this.#c.req.header('if-none-match'));
  }

  async page(...filters: unknown[]): Promise<PageRequest> {
    const { limit = Infinity, cursor } = this.query as { limit?: number; cursor?: string };
    const isFiltered = filters.some((filter) => filter !== undefined);
    if (cursor === undefined) return { limit, isFiltered };
    const list = listName(this.#c, this.#declared);
    return { limit, isFiltered, after: openCursor(await this.#deps.cursorKey(), list, cursor) };
  }
}

/** The exact status, headers and bytes to send; what an idempotency record keeps. */
function wireForm(declared: AnyOperation, answer: Exclude<Answer<unknown>, Page<unknown>>): RecordedAnswer {
  const { status } = declared.answers;
  if ('nothing' in answer) return { status, headers: {}, body: null };
  if ('file' in answer) return { status, ...fileForm(answer.file, fileTypeOf(declared)) };
  const headers: Record<string, string> = {};
  if (answer.version !== undefined) headers['etag'] = etagOf(answer.version);
  if (answer.location !== undefined) headers['location'] = answer.location;
  return { status, headers, body: JSON.stringify(answer.body) };
}

/** The same for a list, with the sealed way on to its next page. */
async function listForm(
  c: Context,
  deps: EndpointDeps,
  declared: AnyOperation,
  { items, next }: Page<unknown>,
): Promise<RecordedAnswer> {
  const { status } = declared.answers;
  if (next === null) return { status, headers: {}, body: JSON.stringify({ items, nextCursor: null }) };
  const nextCursor = sealCursor(await deps.cursorKey(), listName(c, declared), next);
  const following = new URL(c.req.url);
  following.searchParams.set('cursor', nextCursor);
  const listed = JSON.stringify(items);
  const headers = {
    link: `<${following.pathname}${following.search}>; rel="next"`,
    // A cursor is sealed anew each time, so that the bytes always differ: the page is the same by what it holds and where it goes on.
    etag: etagOfBytes(listed + JSON.stringify(next)),
  };
  return { status, headers, body: `{"items":${listed},"nextCursor":${JSON.stringify(nextCursor)}}` };
}

function send(c: Context, declared: AnyOperation, recorded: RecordedAnswer): Response {
  const { cacheSeconds, derived } = declared.answers;
  const caching = cacheSeconds === undefined ? 'private, no-cache' : `public, max-age=${cacheSeconds}`;
  const headers: Record<string, string> = { ...recorded.headers, 'cache-control': caching };
  if (recorded.body === null) return c.body(null, recorded.status as 204, headers);
  headers['content-type'] ??= 'application/json';
  if (declared.method === 'get') {
    // A version tells of the thing alone; what is reckoned from the answer itself tells of all of it.
    const tellsAll = headers['etag']?.startsWith('W/') ?? true;
    headers['etag'] ??= etagOfBytes(recorded.body);
    if (cacheSeconds === undefined)
      headers['vary'] = declared.answers.alsoAs ? 'Authorization, Accept' : 'Authorization';
    if ((tellsAll || !derived) && isKnown(headers['etag'], c.req.header('if-none-match'))) {
      // What a cache may go on with, as RFC 9110 15.4.5 asks for.
      const { etag, vary = '', 'cache-control': control = '' } = headers;
      return c.body(null, 304, { etag, 'cache-control': control, ...(vary && { vary }) });
    }
  }
  // Made by the context, an answer has its headers copied twice, a twentieth of a request; this one is what it would prepare.
  const requestId: unknown = c.get('requestId');
  if (typeof requestId === 'string') headers['x-request-id'] = requestId;
  return new Response(recorded.body, { status: recorded.status, headers });
}

async function commit(table: Table, writes: Action[]): Promise<void> {
  if (writes.length === 1) await table.write(writes[0]!);
  else await table.transact(writes);
}

function enforce(decision: Decision): void {
  switch (decision) {
    case 'allowed':
      return;
    case 'unauthenticated':
      throw unauthenticated();
    case 'forbidden':
      throw new Refusal('forbidden', 'Your role, organization or region does not allow this here.');
    case 'hidden':
      throw notFound();
  }
}

/** The answer to an update, with what to write; where `after` is still what was there, nothing is, and the version stays. */
export function updated<T, R>(before: Stored<T>, after: T, body: R, writes: () => Action[]) {
  const isNews = after !== before.value;
  return { body, version: before.version + (isNews ? 1 : 0), writes: isNews ? writes() : [] };
}

/** The one answer to what does not exist and to what a stranger may not know exists. */
export function notFound(): Refusal {
  return new Refusal('not-found', 'There is nothing under this address, or it is not yours to see.');
}

function etagOf(version: number): string {
  return `"${version}"`;
}

/** Of an answer by what it holds, or by all that it follows from. */
export const etagOfBytes = (body: string | Uint8Array): string => `W/"${crc32(body).toString(16)}"`;

/** Whether If-None-Match names the tag. Compared weakly, as RFC 9110 13.1.2 asks for: a cache on the way may have marked it weak. */
function isKnown(etag: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return false;
  if (wanted === etag) return true;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return wanted.trim() === '*' || wanted.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/** The list a cursor belongs to: the operation, its path, and every filter but the page itself. */
function listName(c: Context, declared: AnyOperation): string {
  const query = new URL(c.req.url).searchParams;
  query.delete('cursor');
  query.delete('limit');
  query.sort();
  return `${declared.id} ${c.req.path}?${query.toString()}`;
}
