/** What a rule or a store says when it refuses: one class, a closed list of kinds, words for the person who reads them. */

/** Why something was refused; `functions/api/problems.ts` maps each kind to one HTTP status. */
export type RefusalKind =
  | 'malformed' // the request cannot be read at all: 400
  | 'unauthenticated' // no token, or one that proves nothing: 401
  | 'forbidden' // known to exist, not for this caller: 403
  | 'not-found' // unknown, or not for this caller to know: 404
  | 'method-not-allowed' // the address exists, the method does not: 405
  | 'conflict' // clashes with what is stored: 409
  | 'stale' // changed since the caller read it: 412
  | 'too-large' // the body or the item exceeds a limit: 413
  | 'unsupported-media' // a content type the operation does not take: 415
  | 'invalid' // understood, but breaks a rule: 422
  | 'too-many' // slow down: 429
  | 'unavailable'; // try again later: 503

/** Where in the request a fault lies. `pointer` is an RFC 6901 pointer in URI fragment form, as in RFC 9457: `#/quantity/unit`. */
export type FieldError = { pointer: string; detail: string; in?: 'body' | 'query' | 'path' | 'header' };

/** A refusal that a caller may see. Anything else that is thrown is a defect and becomes a bare 500. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  readonly kind: RefusalKind;
  /** What is wrong and what to do, in one or two plain sentences. */
  readonly detail: string;
  readonly errors: FieldError[];
  /** For `too-many`, `unavailable` and a request in flight: seconds to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: RefusalKind, detail: string, errors: FieldError[] = [], retryAfterSeconds?: number) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One invalid field of a body: the commonest refusal. `path` is made of member names and array positions. */
export function invalid(path: readonly (string | number)[], detail: string): Refusal {
  const pointer = pointerTo(path);
  return new Refusal('invalid', namedIn(pointer, detail), [{ pointer, detail, in: 'body' }]);
}

/** A fault as a sentence of its own: what is only said of a field (`is not …`, without a full stop) gets its name before it. */
export function namedIn(pointer: string, detail: string): string {
  const field = pointer.slice('#/'.length).replaceAll('/', '.');
  return field === '' || detail.endsWith('.') ? detail : `${field}: ${detail}`;
}

/** Runs a rule on one part of a body, so that the pointers of its refusals lead through that part. */
export function under<T>(path: readonly (string | number)[], rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    const within = pointerTo(path);
    const errors =
      error.errors.length > 0
        ? error.errors.map((fault) => ({ ...fault, pointer: within + fault.pointer.slice(1) }))
        : [{ pointer: within, detail: error.detail, in: 'body' as const }];
    const [only] = errors;
    const detail = errors.length === 1 && only ? namedIn(only.pointer, only.detail) : error.detail;
    throw new Refusal(error.kind, detail, errors);
  }
}

/** Runs rules that do not depend on each other, and refuses once with the faults of all of them. */
export function together(...rules: (() => void)[]): void {
  const refusals = rules.flatMap((rule) => {
    try {
      rule();
      return [];
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'invalid') return [error];
      throw error;
    }
  });
  const [first] = refusals;
  if (first === undefined) return;
  if (refusals.length === 1) throw first;
  throw new Refusal(
    'invalid',
    'Several fields break a rule; see errors.',
    refusals.flatMap((refusal) => refusal.errors),
  );
}

/** RFC 6901 pointer in URI fragment form. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
}
