/**
 * Whatever is sent, the service answers as its document says: requests made from the document, most of them about what earlier
 * answers named, by callers of all kinds. No 5xx, nothing undeclared, nothing accepted that the document forbids, nobody shown
 * what is another's.
 */
import * as fc from 'fast-check';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, expect, test } from 'vitest';
import document from '../../openapi/openapi.json' with { type: 'json' };
import type { Caller } from '../../functions/api/caller.ts';
import type { OperationId } from '../../functions/api/policy.ts';
import { commodities } from '../../shared/commodities/commodities.ts';
import { credentialTypes } from '../../shared/credentials/credential.ts';
import { admin, buyerOf, officerOf, openApi, type TestApi } from '../support/api.ts';
import { plantCanaries, searchFor, type Search } from '../support/canaries.ts';
import { effort, seed, timeout } from '../support/effort.ts';
import { addressed, Known, madeRequests, type Document, type Made } from '../support/made-requests.ts';
import { onEveryStore } from '../support/tables.ts';
import { callersOf } from '../support/callers.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld, type World } from '../support/world.ts';

const words = {
  '^\\d{2}(?:\\.\\d{2}(?:\\.\\d{2}(?:\\.\\d{4})?)?)?$': [
    '35',
    '35.79',
    '35.79.02',
    '35.79.02.2008',
    '64.72',
    '64.02.06.1010',
  ],
  '^[a-z0-9-]{2,40}$': commodities()
    .map(({ code }) => code)
    .slice(0, 60),
};
const SEQUENCE = 25;

let api: TestApi;
let world: World;
let search: Search;
let known: Known;
/** Often an admin or the owner of what the request is about, so that it gets past the door; else anyone. */
function callerAt(pick: number, used: readonly string[]): Caller | undefined {
  const fixed = Object.values(callersOf(world));
  if (pick % 10 < 5) return admin;
  const owner = used.find((id) => /^(?:coop|buy)_/.test(id));
  if (pick % 10 < 8 && owner !== undefined)
    return owner.startsWith('coop') ? officerOf(owner) : buyerOf(owner);
  return fixed[pick % fixed.length];
}

/** What is hidden stays hidden while canaries are searched for: no office verifies it in this test. */
const unveils = (path: string): boolean =>
  path.includes('verification') &&
  [world.hiddenBuyerId, world.rejectedCooperativeId].some((id) => path.includes(id));

onEveryStore('the contract', (open, store) => {
  beforeEach(async () => {
    api = await openApi(open, undefined, { perSecond: 1e6, burst: 1e6 });
    world = await buildWorld(api);
    search = searchFor(await plantCanaries(api, world));
    // Papers of many kinds, or a request that guesses the kind would hardly ever find one to verify.
    for (const type of credentialTypes) {
      await api.put(`/v1/cooperatives/${world.cooperativeId}/credentials/${type}`, { number: 'ID-1' }, admin);
    }
    known = new Known();
    known.note(JSON.stringify(Object.values(world).map((id) => ({ id }))));
    known.note(JSON.stringify([{ id: world.cooperativeId }, { id: world.buyerId }]), world.eventId);
  });
  afterEach(() => api.close());

  test('any request gets an answer of the document', { timeout }, async () => {
    const { goesOn, report } = effort(`contract on ${store}`, store === 'SQLite' ? 20_000 : 300, 2);
    const seen: Record<string, number> = { requests: 0, withEarlierIds: 0, accepted: 0 };
    const succeeded = new Set<string>();
    const isAllowed = requestCheck();

    const send = async (made: Made): Promise<void> => {
      const { path, params, body, headers, used } = addressed(made, known);
      if (unveils(path)) return;
      const caller = callerAt(made.caller, used);
      const sent = `${made.method} ${path} ${made.raw?.text ?? JSON.stringify(body)} ${JSON.stringify(headers)}`;
      const answer = await api
        .send(made.method, path, {
          ...(caller === undefined ? {} : { as: caller }),
          ...(made.raw === undefined && body !== undefined ? { body } : {}),
          ...(made.raw === undefined ? {} : { raw: new TextEncoder().encode(made.raw.text) }),
          headers: { ...headers, ...(made.raw === undefined ? {} : { 'content-type': made.raw.type }) },
        })
        .catch((error: unknown) => {
          throw new Error(sent, { cause: error });
        });
      expect(answer.status, `${sent}\n${answer.text}`).toBeLessThan(500);
      search(answer, caller, sent);
      if (answer.status < 300) {
        if (made.raw === undefined)
          expect(isAllowed(made, body), `accepted, though the document forbids it: ${sent}`).toBe('');
        succeeded.add(made.operationId);
        seen['accepted']! += 1;
      }
      if (caller === admin && answer.status < 300 && made.path !== '/openapi.json') {
        known.note(answer.text, params['eventId']);
      }
      seen['requests']! += 1;
      seen[answer.status] = (seen[answer.status] ?? 0) + 1;
      if (used.length > 0) seen['withEarlierIds']! += 1;
    };

    // Each operation once as it is meant: chance would hardly ever make what takes three things that belong together.
    const operations = Object.values(document.paths).flatMap((methods) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        method: method.toUpperCase(),
        operationId: operationId as OperationId,
      })),
    );
    const turn = (method: string) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method);
    for (const { method, operationId } of operations.toSorted((a, b) => turn(a.method) - turn(b.method))) {
      const { path, body, raw } = goodRequests(world)[operationId];
      const answer = await api.send(method, path, {
        as: admin,
        ...(body === undefined ? {} : { body }),
        ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
      });
      if (answer.status < 300) succeeded.add(operationId);
      known.note(operationId === 'getDocument' ? '' : answer.text, /evt_[0-9a-z]+/.exec(path)?.[0]);
    }

    const sequences = fc.array(madeRequests(document as unknown as Document, words), {
      minLength: SEQUENCE,
      maxLength: SEQUENCE,
    });
    let round = 0;
    while (goesOn(seen['requests']!)) {
      const [sequence] = fc.sample(sequences, { seed: Number(seed) + round, numRuns: 1 });
      round += 1;
      // Every other sequence in groups that come at the same moment.
      const together = round % 2 === 0 ? 5 : 1;
      for (let at = 0; at < SEQUENCE; at += together) {
        await Promise.all(sequence!.slice(at, at + together).map(send));
      }
      await api.settle();
    }
    report({ ...seen, operations: succeeded.size });
    expect(seen['withEarlierIds']! / seen['requests']!).toBeGreaterThan(0.4);
    // The second store has too few requests for that.
    if (store === 'DynamoDB') return;
    // Some take what chance rarely leaves alone for long; that each can succeed is for test/features/access-patterns.test.ts.
    const never = operations.filter(({ operationId }) => !succeeded.has(operationId));
    expect(never.length, JSON.stringify(never)).toBeLessThan(operations.length / 20);
  });
});

/** Says what the document holds against a JSON body, as it is and with the ends of its texts trimmed as the service does; '' for nothing. */
function requestCheck(): (made: Made, body: unknown) => string {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const compiled = new Map<string, ValidateFunction>();
  return ({ path, method, operationId }, body) => {
    if (body === undefined) return '';
    const pointer = [
      'paths',
      path,
      method.toLowerCase(),
      'requestBody',
      'content',
      'application/json',
      'schema',
    ]
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    if (!compiled.has(operationId)) compiled.set(operationId, ajv.compile({ $ref: `document#/${pointer}` }));
    const validate = compiled.get(operationId)!;
    if (validate(body)) return '';
    const trimmed: unknown = JSON.parse(JSON.stringify(body), (_, value: unknown) =>
      typeof value === 'string' ? value.trim() : value,
    );
    return validate(trimmed) ? '' : ajv.errorsText(validate.errors);
  };
}
