/** From what was thrown to an RFC 9457 answer: the only place that knows both refusals and HTTP statuses. */
import type { Context } from 'hono';
import type * as z from 'zod';
import { Refusal, namedIn, pointerTo, type FieldError, type RefusalKind } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { ItemTooLarge } from '../../shared/table/limits.ts';
import { ConditionFailed, TableBusy } from '../../shared/table/table.ts';

/** What each kind of refusal is answered with. */
export const statuses = {
  malformed: [400, 'Malformed request'],
  unauthenticated: [401, 'Not authenticated'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  conflict: [409, 'Conflict'],
  stale: [412, 'Changed since it was read'],
  'too-large': [413, 'Too large'],
  'unsupported-media': [415, 'Unsupported content type'],
  invalid: [422, 'Invalid content'],
  'too-many': [429, 'Too many requests'],
  unavailable: [503, 'Unavailable'],
} as const satisfies Record<RefusalKind, readonly [number, string]>;

/** The wire shape of every error; `described-route.ts` describes it. */
type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: readonly FieldError[];
};

/** The refusal behind whatever was thrown; a defect has none. */
export function refusalFrom(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof ConditionFailed) {
    return new Refusal(
      'conflict',
      'It was changed by someone else at the same moment; read it again and repeat.',
    );
  }
  if (thrown instanceof ItemTooLarge) {
    return new Refusal(
      'too-large',
      'The whole entry is too large to be stored; shorten its texts and lists.',
    );
  }
  if (thrown instanceof TableBusy) {
    return new Refusal('unavailable', 'The store is busy; nothing was written. Try again shortly.', [], 1);
  }
  return undefined;
}

/** The answer to a refusal. */
export function problemResponse(c: Context, refusal: Refusal): Response {
  const [status, title] = statuses[refusal.kind];
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (refusal.kind === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(refusal.retryAfterSeconds);
  const problem: Problem = {
    type: `/problems/${refusal.kind}`,
    title,
    status,
    detail: refusal.detail,
    instance: `urn:request:${c.get('requestId')}`,
    ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
  };
  return c.body(JSON.stringify(problem), status, headers);
}

/** Answers a refusal; logs a defect with its stack and answers a bare 500 that says nothing of the inside. */
export function onError(log: Log): (thrown: unknown, c: Context) => Response {
  return (thrown, c) => {
    const refusal = refusalFrom(thrown);
    if (refusal) return problemResponse(c, refusal);
    log.error('defect', { requestId: c.get('requestId'), path: c.req.path, error: thrown });
    const problem: Problem = {
      type: '/problems/defect',
      title: 'Internal error',
      status: 500,
      detail: 'This is a fault of ours; it has been recorded. Quote the instance when you ask for help.',
      instance: `urn:request:${c.get('requestId')}`,
    };
    return c.body(JSON.stringify(problem), 500, { 'content-type': 'application/problem+json' });
  };
}

/** A failed parse with `faultWords` as a refusal, with one pointer for each fault; unknown members are pointed at by name. */
export function refusalFromIssues(error: z.core.$ZodError, target: 'json' | 'query' | 'param'): Refusal {
  const where = ({ json: 'body', query: 'query', param: 'path' } as const)[target];
  const errors = error.issues.flatMap(({ path, message, ...issue }): FieldError[] => {
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(path), detail: message, in: where }];
    // A line for each, or where a schema says what is wrong in its own words one for all of them.
    const details = message.split('\n');
    return issue.keys.map((key, at) => ({
      pointer: pointerTo([...path, key]),
      detail: details[at] ?? message,
      in: where,
    }));
  });
  // A path that can name nothing is not found; a broken query or header is a malformed request; a broken body is invalid.
  if (where === 'path') return new Refusal('not-found', 'There is nothing under this address.', errors);
  const [only] = errors;
  const detail =
    errors.length > 1 || !only
      ? `The ${where} does not fit this operation; see errors.`
      : only.pointer === '#'
        ? `The ${where} ${only.detail}.`
        : namedIn(only.pointer, only.detail);
  return new Refusal(where === 'body' ? 'invalid' : 'malformed', detail, errors);
}
