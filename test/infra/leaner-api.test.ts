/**
 * What is deployed lacks what only makes the document (`infra/without-documentation.ts`) and constants that nothing uses
 * (`infra/constants-without-effects.ts`), is loaded in parts (`functions/api/in-parts.ts`), and does what the source does: the same bytes to the same requests, and the same items in the store
 * after them and after all that follows from them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import document from '../../openapi/openapi.json' with { type: 'json' };
import { createApp } from '../../functions/api/app.ts';
import type { Caller } from '../../functions/api/caller.ts';
import type { OperationId } from '../../functions/api/policy.ts';
import { bundleEntry } from '../../infra/bundle.ts';
import { constantsWithoutEffects } from '../../infra/constants-without-effects.ts';
import { emptied, withoutDocumentation } from '../../infra/without-documentation.ts';
import type { IdPrefix } from '../../shared/ids.ts';
import { admin, type Received, type TestApi } from '../support/api.ts';
import { callersOf } from '../support/callers.ts';
import { addressed, Known, madeRequests, type Document } from '../support/made-requests.ts';
import * as deployed from '../support/deployed-code.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld } from '../support/world.ts';
import { madeUpReach } from '../support/made-up-names.ts';

const REQUESTS = 1_000;

const out = mkdtempSync(join(tmpdir(), 'titik-temu-leaner-'));
const committed = join(import.meta.dirname, '../../openapi/openapi.json');
const { folder } = await bundleEntry('test/support/deployed-code.ts', out, [
  { from: committed, to: 'openapi.json' },
]);
const leaner = (await import(join(folder, 'index.mjs'))) as typeof deployed;
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** An app with a table, a clock, ids and a key like the other's; `settle` lets follow what follows from what was written. */
function openOne(create: typeof createApp, { openSqliteTable, reactionsOver, react }: typeof deployed) {
  const table = openSqliteTable(':memory:');
  const reactions = reactionsOver(table, () => new Date(Date.UTC(2026, 10, 22, 4)));
  let taken: string | null = null;
  const settle = async () => {
    for (;;) {
      const changes = await table.changes.read(taken, 100);
      if (changes.length === 0) return;
      const { failure } = await react(changes, reactions);
      if (failure !== undefined) throw failure;
      taken = changes.at(-1)!.id;
    }
  };
  let made = 0;
  let seconds = 0;
  const app = create({
    table,
    verifyToken: async (token) =>
      JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Caller,
    clock: () => new Date(Date.UTC(2026, 10, 22, 3) + (seconds += 1) * 1000),
    newId: (prefix: IdPrefix) => `${prefix}_${String((made += 1)).padStart(32, '0')}`,
    cursorKey: async () => new Uint8Array(32),
    publicUrl: 'https://titik-temu.example',
    webhookReach: madeUpReach,
    takeShare: () => undefined,
    log: { info: () => undefined, error: () => undefined },
    docs: async () => undefined,
  });
  return { table, app, settle };
}

/** Cursors are sealed with chance. */
const withoutCursors = (text: string): string => text.replaceAll(/(cursor"?[:=]"?)[\w-]{20,}/gi, '$1…');

describe('the leaner api', () => {
  let source: ReturnType<typeof openOne>;
  let lean: ReturnType<typeof openOne>;
  beforeEach(() => {
    source = openOne(createApp, deployed);
    lean = openOne(leaner.createAppInParts, leaner);
  });
  afterEach(() => Promise.all([source.table.close(), lean.table.close()]));

  /** Sends to both, holds the answers against each other, and gives the source's. */
  const send: TestApi['send'] = async (method, path, { as, body, raw, headers = {} } = {}) => {
    const token = Buffer.from(JSON.stringify(as ?? null)).toString('base64url');
    const [expected, answer] = await Promise.all(
      [source, lean].map(async ({ app, settle }) => {
        await settle();
        const response = await app.request(path, {
          method,
          headers: {
            'x-request-id': 'one',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(as === undefined ? {} : { authorization: `Bearer none.${token}.none` }),
            ...headers,
          },
          ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = withoutCursors(await response.text());
        // A weak tag is the sum of the answer's own bytes, cursors included.
        const told = [...response.headers]
          .filter(([, value]) => !value.startsWith('W/'))
          .map(([name, value]) => [name, withoutCursors(value)]);
        return { status: response.status, headers: response.headers, told, text };
      }),
    );
    expect(
      [answer!.status, answer!.told, answer!.text],
      `${method} ${path} ${JSON.stringify(body)} as ${as?.subject}`,
    ).toEqual([expected!.status, expected!.told, expected!.text]);
    const isJson = method !== 'HEAD' && /json/.test(expected!.headers.get('content-type') ?? '');
    return { ...expected!, body: isJson ? JSON.parse(expected!.text) : undefined } as unknown as Received;
  };
  const withBody = (method: string) => (path: string, body: unknown, as?: Caller) =>
    send(method, path, { ...(as ? { as } : {}), body });
  const both = {
    send,
    get: (path: string, as?: Caller) => send('GET', path, as ? { as } : {}),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    put: withBody('PUT'),
  } as TestApi;

  test(`answers every operation, and ${REQUESTS} requests of all kinds, as the source does`, async () => {
    const world = await buildWorld(both);
    const known = new Known();
    known.note(JSON.stringify(Object.values(world).map((id) => ({ id }))));
    const callers = Object.values(callersOf(world));
    const statuses = new Set<number>();
    for (const [index, made] of fc
      .sample(madeRequests(document as unknown as Document, {}), { seed: 2026, numRuns: REQUESTS })
      .entries()) {
      const { path, params, body, headers } = addressed(made, known);
      const caller = index % 3 === 0 ? callers[made.caller % callers.length] : admin;
      const answer = await send(made.method, path, {
        ...(caller === undefined ? {} : { as: caller }),
        ...(made.raw === undefined ? { body } : { raw: new TextEncoder().encode(made.raw.text) }),
        headers: { ...headers, ...(made.raw === undefined ? {} : { 'content-type': made.raw.type }) },
      });
      statuses.add(answer.status);
      if (answer.status < 300 && made.path !== '/openapi.json') known.note(answer.text, params['eventId']);
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 409, 412, 422]));
    for (const operation of Object.keys(goodRequests(world)) as OperationId[]) {
      const { path, body, raw } = goodRequests(world)[operation];
      const [, method] = methodsById.find(([id]) => id === operation)!;
      await send(method, path, {
        as: admin,
        ...(body === undefined ? {} : { body }),
        ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
      });
    }
    // And all that followed from it is the same: the market, words to search by, totals, reminders.
    const [expected, kept] = await Promise.all(
      [source, lean].map(async ({ table, settle }) => {
        await settle();
        return Array.fromAsync(table.everything());
      }),
    );
    expect(kept).toEqual(expected);
  });

  test('takes and refuses every address and method as the source does, whatever a thing is called', async () => {
    const paths = Object.keys(document.paths);
    // Also a thing that is called like what lies under another.
    const ids = ['x', 'matches', 'pool', 'market-ladder', 'opportunities', 'quota', 'waiting', 'import'];
    const addresses = paths.flatMap((path) => [
      ...ids.map((id) => path.replaceAll(/\{\w+\}/g, id)),
      `${path}/`,
      `${path}/x`,
      `${path}x`,
      `/${path}`,
      path.toUpperCase(),
      path.replace('/v1', ''),
      path.replace('s', '%73'),
      path.replace('/v1/', '/v1%2F'),
    ]);
    const statuses = new Set<number>();
    for (const address of new Set(['/', '/docs', '/docs/swagger-ui.css', '/docs/x', ...addresses])) {
      // No operation takes OPTIONS, so that its refusal names what the address takes.
      for (const method of ['OPTIONS', 'GET', 'HEAD']) {
        statuses.add((await send(method, address.replaceAll(/[{}]/g, ''))).status);
      }
    }
    expect(statuses).toEqual(new Set([302, 200, 401, 404, 405]));
  });
});

const methodsById = Object.values(document.paths).flatMap((methods) =>
  Object.entries(methods).map(([method, { operationId }]) => [operationId, method.toUpperCase()] as const),
);

describe('what only the document shows', () => {
  test.each([
    [
      "z.string().min(1).meta({ description: 'A name', example: z.string() }).optional()",
      'z.string().min(1).optional()',
    ],
    ['line(80).meta({ example })', 'line(80)'],
    ["z.object({ a: z.int().meta({ id: 'A' }) }).meta({ id: 'B' })", 'z.object({ a: z.int() })'],
    [
      "operation({ id: 'a', tag: 'T', summary: 'S', answers: { status: 200, description: 'D' } })",
      "operation({ id: 'a', answers: { status: 200, } })",
    ],
    [
      "const one = { form: 'one', schema: offerSchema, versioned: true }",
      "const one = { form: 'one', versioned: true }",
    ],
    [
      "const one = { form: 'one', schema: offerSchema, description: 'D', example, versioned: true }",
      "const one = { form: 'one', versioned: true }",
    ],
    [
      "operation({ id: 'a', answers: { ...inBothForms, schema: turnoverReportSchema } })",
      "operation({ id: 'a', answers: { ...inBothForms, } })",
    ],
    ["operation({ summary: 'S', method, bodyExample: {}, path })", 'operation({ method, path })'],
  ])('is taken out: %s', (written, left) => {
    expect(withoutDocumentation(written, 'a.ts')).toBe(left);
  });

  test.each([
    "exampleOf(schema.meta()?.['example'])",
    "const text = '.meta({ id })'; // operation({ summary })",
    'const asked = { schema: offerSchema, path }',
    "const told = { form: 'multi-stakeholder', description: 'kept', example: 1 }",
    "offer({ summary: 'kept', description: 'kept' })",
    'operation({ query: { description: line(80) }, ...answers })',
  ])('is told from what is not: %s', (written) => {
    expect(withoutDocumentation(written, 'a.ts')).toBe(written);
  });

  test('leaves of an emptied module the names that others import', async () => {
    const source =
      'const a = 1; export const b = () => a; export function c() { return b; } export { a as d };';
    const module = (await import(
      `data:text/javascript,${encodeURIComponent(emptied(source, 'a.js'))}`
    )) as object;
    expect(Object.keys(module)).toEqual(['b', 'c', 'd']);
  });
});

describe('a constant of a module', () => {
  const bundled = async (source: string) =>
    (
      await transform(constantsWithoutEffects(source, 'a.ts'), {
        loader: 'ts',
        format: 'esm',
        treeShaking: true,
        minifySyntax: true,
        minifyWhitespace: true,
      })
    ).code.trim();
  const made = 'page.extend({ ...page.shape, months: z.array(month).min(1) }) as unknown as z.ZodType<Offer>';

  test('is left out with all that makes it, when nothing uses it', async () => {
    expect(await bundled(`const month = z.int(); const page = z.object({}); const offer = ${made};`)).toBe(
      '',
    );
  });

  test('is made as it is written, where another or a function uses it', async () => {
    expect(await bundled(`const offer = ${made}; export const read = (text) => offer.parse(text);`)).toBe(
      'const offer=page.extend({...page.shape,months:z.array(month).min(1)}),read=text=>offer.parse(text);export{read};',
    );
  });

  test('is told from a statement, which is kept with what it needs', async () => {
    expect(await bundled('const known = new Map(pairs()); for (const one of all) known.add(one);')).toBe(
      'const known=new Map(pairs());for(const one of all)known.add(one);',
    );
  });
});
