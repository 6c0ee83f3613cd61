/**
 * Offices see their own: whatever the operation, what a caller may not know exists answers as what never was, byte for byte, and no
 * list or report of another region names it. Driven by the OpenAPI document, the policy table and one good request each.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decide, policy, type OperationId } from '../../functions/api/policy.ts';
import { admin, openApi, type Received, type TestApi } from '../support/api.ts';
import { callersOf } from '../support/callers.ts';
import type { GoodRequest, Target } from '../support/good-request.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld, type World } from '../support/world.ts';

type Documented = { method: string; operationId: OperationId; parameters?: { name: string; in: string }[] };
type AnyCaller = ReturnType<typeof callersOf>[string];

/** Ids as `newId` makes them, and the readable ones that an import gives. */
const anId = /\b(?:[a-z]+_[0-9a-f]{32}|(?:coop|buy)_[\w-]+)\b/g;
const neverWas = (id: string): string => `${id.split('_')[0]}_${'f'.repeat(32)}`;

// On one store: who may know what is decided above the table.
describe('an office sees its own, and', () => {
  let api: TestApi;
  let world: World;
  let operations: Documented[];
  let requests: Record<OperationId, GoodRequest>;
  beforeAll(async () => {
    api = await openApi();
    world = await buildWorld(api);
    await api.settle();
    requests = goodRequests(world);
    const { paths } = (await api.get('/openapi.json')).body as {
      paths: Record<string, Record<string, Omit<Documented, 'method'>>>;
    };
    operations = Object.values(paths).flatMap((methods) =>
      Object.entries(methods).map(([method, each]) => ({ ...each, method: method.toUpperCase() })),
    );
  });
  afterAll(() => api.close());

  const ask = (as: AnyCaller, method: string, path: string, { body, raw }: Partial<GoodRequest> = {}) =>
    api.send(method, path, {
      ...(as === undefined ? {} : { as }),
      ...(body === undefined ? {} : { body }),
      ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
    });

  test('a stranger’s id looks like no id: the same answer as to one that never was', async () => {
    let compared = 0;
    for (const { method, operationId } of operations) {
      const request = requests[operationId];
      for (const [name, caller] of Object.entries(callersOf(world))) {
        if (request.target === undefined || decide(operationId, caller, request.target) !== 'hidden')
          continue;
        if (decide(operationId, caller) !== 'allowed') continue;
        const hidden = await ask(caller, method, request.path, request);
        for (const id of new Set(request.path.match(anId))) {
          const path = request.path.replaceAll(id, neverWas(id));
          const nothing = await ask(caller, method, path, request);
          const where = `${operationId} by ${name}, without ${id}`;
          expect(told(hidden, request.path), where).toEqual(told(nothing, path));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(150);
  });

  test('what no office has verified, or one has rejected, answers as what never was wherever it is named', async () => {
    const kinds = [
      [
        'getOffer',
        world.offerId,
        world.hiddenOfferId,
        { owners: [world.hiddenBuyerId], regionCode: '35.79' },
      ],
      [
        'getBuyer',
        world.buyerId,
        world.hiddenBuyerId,
        { owners: [world.hiddenBuyerId], regionCode: '35.79' },
      ],
      [
        'getCooperative',
        world.cooperativeId,
        world.rejectedCooperativeId,
        { owners: [world.rejectedCooperativeId], regionCode: '35.79.02.2002' },
      ],
    ] as const;
    let compared = 0;
    for (const { method, operationId } of operations) {
      const { target: _, ...good } = requests[operationId];
      const request = JSON.stringify(good);
      for (const [reader, open, hidden, target] of kinds) {
        if (!request.includes(open)) continue;
        for (const [name, caller] of Object.entries(callersOf(world))) {
          if (decide(reader, caller, { ...target, open: false }) === 'allowed') continue;
          const named = async (id: string) => {
            const { path, ...sent } = JSON.parse(request.replaceAll(open, id)) as GoodRequest;
            const answer = told(await ask(caller, method, path, sent), path);
            return { ...answer, text: answer.text.replaceAll(id, 'ID') };
          };
          const where = `${operationId} by ${name} of ${hidden}`;
          expect(await named(hidden), where).toEqual(await named(neverWas(hidden)));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(150);
  });

  test('no list, no report and no file shows it to whoever may not read it', async () => {
    const secrets = secretsIn(world, operations, requests);
    expect(secrets.size).toBeGreaterThan(8);
    let searched = 0;
    for (const { method, operationId, parameters = [] } of operations) {
      // What anyone may read is public, or its key is the right to read.
      if (method !== 'GET' || 'anyone' in policy[operationId]) continue;
      if (requests[operationId].path.endsWith('.pdf')) continue; // deflated: its reader's test looks into it
      const { path } = requests[operationId];
      for (const asked of [path, ...regionsAskedFor(path, parameters)]) {
        for (const [name, caller] of Object.entries(callersOf(world))) {
          const { status, text } = await ask(caller, method, asked);
          if (status !== 200) continue;
          searched += 1;
          const shown = [...secrets].find(
            ([id, ways]) =>
              text.includes(id) &&
              !asked.includes(id) &&
              !ways.some(([operation, target]) => decide(operation, caller, target) === 'allowed'),
          );
          expect(shown?.[0], `${asked} by ${name}`).toBeUndefined();
        }
      }
    }
    expect(searched).toBeGreaterThan(150);
  });

  test('what happens in one province leaves the reports of another as they are', async () => {
    const office = callersOf(world)['an organizer of another province'];
    const reports = operations
      .filter(
        ({ method, operationId }) =>
          method === 'GET' && requests[operationId].path.startsWith('/v1/reports/'),
      )
      .map(({ operationId }) => requests[operationId].path.split('?')[0]!);
    expect(reports.length).toBeGreaterThan(0);
    const shown = (as: AnyCaller) =>
      Promise.all(reports.map(async (path) => (await ask(as, 'GET', path)).text));
    const before = { elsewhere: await shown(office), here: await shown(admin) };

    // Everything that can happen to things of Kota Batu alone; then no answer may have changed for the office of 64.
    const elsewhere = [
      world.otherCooperativeId,
      world.otherBuyerId,
      world.otherMeetingId,
      world.metMeetingId,
    ];
    let happened = 0;
    for (const { method, operationId } of operations) {
      const request = requests[operationId];
      const said = JSON.stringify(request);
      if (method === 'GET' || method === 'DELETE' || elsewhere.some((id) => said.includes(id))) continue;
      if ((await ask(admin, method, request.path, request)).status < 300) happened += 1;
    }
    await api.settle();
    expect(happened).toBeGreaterThan(20);
    expect(await shown(admin)).not.toEqual(before.here);
    expect(await shown(office)).toEqual(before.elsewhere);
  });
});

/** What an answer tells; the address is the caller's own words, and the number of the request tells nothing. */
function told({ status, headers, text }: Received, path: string) {
  const named = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status, headers: named, text: text.replaceAll(path, '').replace(/urn:request:[\w-]+/, '') };
}

/** Every id that is no public thing, with what must be allowed to whoever is shown it: one of these. */
function secretsIn(
  world: World,
  operations: readonly Documented[],
  requests: Record<OperationId, GoodRequest>,
): Map<string, [OperationId, Target][]> {
  const ofBuyer = { owners: [world.hiddenBuyerId], regionCode: '35.79', open: false };
  const { rejectedCooperativeId: rejected } = world;
  const secrets = new Map<string, [OperationId, Target][]>([
    [world.hiddenOfferId, [['getOffer', ofBuyer]]],
    [world.hiddenBuyerId, [['getBuyer', ofBuyer]]],
    [rejected, [['getCooperative', { owners: [rejected], regionCode: '35.79.02.2002', open: false }]]],
  ]);
  for (const { operationId } of operations) {
    const { path, target } = requests[operationId];
    if (target === undefined || target.open) continue;
    // Organizations and what they list and post are public; what is secret below an event is that they take part.
    for (const id of path.match(anId)?.filter((each) => !/^(?:coop|buy|off|pot|prog)_/.test(each)) ?? []) {
      secrets.set(id, [...(secrets.get(id) ?? []), [operationId, target]]);
    }
  }
  return secrets;
}

/** The same request for places of either province, where the operation can be asked for a place. */
function regionsAskedFor(path: string, parameters: readonly { name: string; in: string }[]): string[] {
  if (!parameters.some(({ name, in: place }) => name === 'region' && place === 'query')) return [];
  const [before, query = ''] = path.split('?');
  return ['35', '35.79', '64'].map((region) => {
    const asked = new URLSearchParams(query);
    asked.set('region', region);
    return `${before}?${asked.toString()}`;
  });
}
