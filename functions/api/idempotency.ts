/**
 * A repeated request has one effect and the same bytes as answer: the record of an answer is written in the same transaction
 * as its effect, so that a crash leaves both or neither.
 */
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/errors.ts';
import { idempotencyKey } from '../../shared/table/keys.ts';
import type { Action, Item, Table } from '../../shared/table/table.ts';

/** An answer exactly as it was sent. Bytes are a file. */
export type RecordedAnswer = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
};

const KEPT_SECONDS = 24 * 60 * 60;

/** Longer answers are packed: what became of two thousand rows of an import has more bytes than an item of the table may have. */
const LONG = 100_000;

/** Requests that this process is answering now; another process is kept out by the record's own condition. */
const inFlight = new Set<string>();

/** Thrown by the table when another request with the same key committed first. */
const overtaken = new Refusal(
  'conflict',
  'The same request is still being answered; repeat it in a moment.',
  [],
  1,
);

/**
 * Runs `respond` unless this person has had an answer under `key` before; then that answer again. Refuses another request
 * under the same key (422), and a repeat while the first is still running (409 with Retry-After). One read more than without a key.
 */
export async function onceOnly(
  deps: { table: Table; clock: Clock },
  person: string,
  key: string,
  fingerprint: readonly (string | Uint8Array)[],
  respond: (alsoWrite: (answer: RecordedAnswer) => Action[]) => Promise<RecordedAnswer>,
): Promise<RecordedAnswer> {
  const at = idempotencyKey(person, key);
  const name = `${at.pk} ${at.sk}`;
  const hash = createHash('sha256');
  for (const part of fingerprint) hash.update(part);
  const request = hash.digest('base64url');
  if (inFlight.has(name)) throw overtaken;
  inFlight.add(name);
  try {
    const earlier = await deps.table.get(at);
    if (earlier) return replay(earlier, request);
    const expiresAt = Math.floor(deps.clock().getTime() / 1000) + KEPT_SECONDS;
    return await respond((answer) => {
      const { status, headers } = answer;
      const text = textOf(answer);
      const body =
        text && text.length > LONG ? { packed: deflateRawSync(text).toString('base64') } : { body: text };
      const item = { ...at, request, status, headers, ...body, expiresAt };
      return [{ do: 'put', item, when: { is: 'absent' }, refusal: overtaken }];
    });
  } catch (error) {
    // Another process won the race, so its answer is the answer. Its own uniqueness refusals may show first.
    if (error instanceof Refusal && error.kind === 'conflict') {
      const winner = await deps.table.get(at);
      if (winner) return replay(winner, request);
    }
    throw error;
  } finally {
    inFlight.delete(name);
  }
}

/** A file is read, never created: nothing of it is to be recorded. */
function textOf({ body }: RecordedAnswer): string | null {
  if (body instanceof Uint8Array) throw new Error('an operation that answers with a file takes no key');
  return body;
}

function replay(record: Item, request: string): RecordedAnswer {
  if (record['request'] !== request) {
    throw new Refusal('invalid', 'This Idempotency-Key was used with another request; take a new key.', [
      { pointer: '#/idempotency-key', detail: 'was used with another request', in: 'header' },
    ]);
  }
  const { status, headers, packed } = record;
  const body = packed ? inflateRawSync(Buffer.from(packed as string, 'base64')).toString() : record['body'];
  return { status, headers, body } as RecordedAnswer;
}
