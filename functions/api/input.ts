/** Reads what a request brings and checks it against the operation's schemas, before any handler sees it. */
import type { Context } from 'hono';
import * as z from 'zod';
import { pointerTo, Refusal } from '../../shared/errors.ts';
import { faultWords } from '../../shared/faults.ts';
import { FORM, headerRules, type AnyOperation } from './operation.ts';
import { refusalFromIssues } from './problems.ts';

/** Checked input; `text` is the JSON body as it was sent. */
export type Input = {
  params: unknown;
  query: unknown;
  body: unknown;
  text: string;
  raw: { bytes: Uint8Array; contentType: string };
};

const MOST_JSON_BYTES = 256 * 1024;
const MOST_RAW_BYTES = 5 * 1024 * 1024;

/** An operation without a query refuses any, so that a misspelt filter or a doubtful link never does more than was meant. */
const nothing = z.strictObject({});

const noBytes = { bytes: new Uint8Array(), contentType: '' };

/** Everything checked, or a refusal with a pointer for each fault: path (404), query and headers (400), then body (4xx). */
export async function readInput(c: Context, declared: AnyOperation): Promise<Input> {
  const params = declared.params && checked(declared.params, c.req.param(), 'param');
  const isAsked = declared.query !== undefined || c.req.url.includes('?');
  const query = isAsked ? checked(declared.query ?? nothing, queryOf(c), 'query') : undefined;
  ensureRange(query);
  if (declared.idempotent) checkHeader(c, 'idempotency-key');
  if (declared.conditional) checkHeader(c, 'if-match');
  if (declared.rawBody) {
    const contentType = checkMediaType(c, Object.keys(declared.rawBody));
    const bytes = await bytesOf(c, MOST_RAW_BYTES);
    const raw =
      contentType === FORM ? await fileIn(bytes, c.req.header('content-type')!) : { bytes, contentType };
    return { params, query, body: undefined, text: '', raw };
  }
  if (!declared.body) {
    if (declared.method !== 'get') await ensureNoBody(c, declared);
    return { params, query, body: undefined, text: '', raw: noBytes };
  }
  if (declared.bodyMayLack && isBare(c)) {
    return { params, query, body: checked(declared.body, {}, 'json'), text: '', raw: noBytes };
  }
  checkMediaType(c, ['application/json']);
  const text = await textOf(c, MOST_JSON_BYTES);
  return { params, query, body: checked(declared.body, parsed(text), 'json'), text, raw: noBytes };
}

/** The file that a form uploads, as a browser sends it. */
async function fileIn(form: Uint8Array<ArrayBuffer>, contentType: string): Promise<Input['raw']> {
  const fields = await new Response(form, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined);
  const file = fields?.get('file');
  if (!(file instanceof File)) {
    const detail = 'holds no file; send the spreadsheet as its field "file"';
    throw new Refusal('invalid', `The form ${detail}.`, [{ pointer: '#/file', detail, in: 'body' }]);
  }
  return { bytes: new Uint8Array(await file.arrayBuffer()), contentType: file.type };
}

/** Refuses a body that nobody would read: whoever sends one believes that it has an effect. */
async function ensureNoBody(c: Context, { query, changedBy }: AnyOperation): Promise<void> {
  const text = isBare(c) ? '' : await textOf(c, MOST_JSON_BYTES);
  const { error } = nothing.safeParse(text.trim() === '' ? {} : parsed(text), faultWords);
  if (error === undefined) return;
  const asked = query instanceof z.ZodObject ? Object.keys(query.shape).join(', ') : '';
  const hint = changedBy ? `; ${changedBy} changes it` : asked && `; in the query it takes ${asked}`;
  const detail = `This operation takes no body, and nothing was done${hint}.`;
  throw new Refusal('invalid', detail, refusalFromIssues(error, 'json').errors);
}

/** Whether a request announces no body at all. */
function isBare(c: Context): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = c.req.header();
  return length === '0' && encoding === undefined && c.req.header('content-type') === undefined;
}

/** A body whose length is announced is read at once; the HTTP parser holds the sender to it. */
async function textOf(c: Context, most: number): Promise<string> {
  const announced = c.req.header('content-length') ?? '';
  if (!/^\d+$/.test(announced)) return new TextDecoder().decode(await bytesOf(c, most));
  if (Number(announced) > most) throw tooLarge(most);
  return c.req.text().catch(cutShort);
}

/** Reads no further than the limit, whatever the sender announces. */
async function bytesOf(c: Context, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header('content-length') ?? 0) > most) throw tooLarge(most);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      length += chunk.byteLength;
      if (length > most) throw tooLarge(most);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    cutShort();
  }
  return Buffer.concat(chunks);
}

/** Whoever hangs up in the midst of a body is no defect of ours, and must not fill the log with stacks. */
function cutShort(): never {
  throw new Refusal('malformed', 'The body ended before it was complete.');
}

function tooLarge(most: number): Refusal {
  return new Refusal('too-large', `The body may have at most ${most / 1024} KB.`);
}

function checked(schema: z.ZodType, value: unknown, target: 'json' | 'query' | 'param'): unknown {
  const result = schema.safeParse(value, faultWords);
  if (!result.success) throw refusalFromIssues(result.error, target);
  return result.data;
}

/** Refuses (400) `from` after `to` or `until` in any query: nothing lies in between, and an empty answer would not say so. */
function ensureRange(query: unknown): void {
  const range = (query ?? {}) as { from?: string; to?: string; until?: string };
  const end = range.to === undefined ? 'until' : 'to';
  const { from = '', [end]: last = from } = range;
  if (from <= last) return;
  const detail = `is before from, ${from}; swap them, or leave one out`;
  throw new Refusal('malformed', `${end}: ${last} ${detail}.`, [
    { pointer: pointerTo([end]), detail, in: 'query' },
  ]);
}

/** The parameters by name; refuses one that is given twice, since no operation takes two and either could be meant. */
function queryOf(c: Context): Record<string, string> {
  if (!c.req.url.includes('?')) return {};
  const query: Record<string, string> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (values.length > 1) throw givenTwice(name);
    query[name] = values[0]!;
  }
  return query;
}

function givenTwice(name: string): Refusal {
  const detail = 'is given more than once';
  return new Refusal('malformed', `The parameter ${name} ${detail}.`, [
    { pointer: pointerTo([name]), detail, in: 'query' },
  ]);
}

function checkHeader(c: Context, name: keyof typeof headerRules): void {
  const value = c.req.header(name);
  const { pattern, detail } = headerRules[name];
  if (value === undefined || pattern.test(value)) return;
  throw new Refusal('malformed', `The header ${name} ${detail}.`, [
    { pointer: `#/${name}`, detail, in: 'header' },
  ]);
}

function checkMediaType(c: Context, taken: string[]): string {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  if (!taken.includes(type)) {
    throw new Refusal('unsupported-media', `Send the body as ${taken.join(' or ')}.`);
  }
  const coding = c.req.header('content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported-media', 'Send the body as it is, without Content-Encoding.');
  }
  return type;
}

function parsed(text: string): unknown {
  // Bytes in another encoding became this character when they were read; kept, a name would be damaged without a word.
  if (text.includes('\uFFFD'))
    throw notJson('is not in UTF-8, or holds U+FFFD, the mark of a text that was damaged before');
  let value: unknown;
  let twice: string | undefined;
  try {
    value = JSON.parse(text);
    // As most clients write it there is nothing to count.
    twice = JSON.stringify(value) === text ? undefined : saidTwice(text);
  } catch (error) {
    const [place] = /line \d+ column \d+/.exec(String(error)) ?? [];
    if (text.trim() === '') throw notJson('is empty; send JSON');
    if (!place) throw notJson('is not valid JSON: it ends too soon, or is nested too deeply');
    throw notJson(
      `is not valid JSON at ${place}; look there for a quote, a bracket or a comma, also in a number`,
    );
  }
  if (twice !== undefined) throw notJson(`says ${JSON.stringify(twice)} twice in one object`);
  return value;
}

/** A text in JSON, and the colon that makes it the name of a member. */
const TEXTS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** The first member of valid JSON that is said twice: of two prices JSON keeps the last, and either could be meant. */
function saidTwice(text: string): string | undefined {
  const kept = new Map<string, number>();
  JSON.parse(text, function (this: unknown, name: string, value: unknown) {
    if (!Array.isArray(this)) kept.set(name, (kept.get(name) ?? 0) + 1);
    return value;
  });
  for (const [said, colon] of text.matchAll(TEXTS)) {
    if (colon === undefined) continue;
    const name = JSON.parse(said.slice(0, -colon.length)) as string;
    const left = kept.get(name) ?? 0;
    if (left === 0) return name;
    kept.set(name, left - 1);
  }
  return undefined;
}

const notJson = (detail: string): Refusal =>
  new Refusal('malformed', `The body ${detail}.`, [{ pointer: '#', detail, in: 'body' }]);
