/**
 * Every operation, every caller, every state: what the API answers equals what the policy table says. The operations come from
 * the OpenAPI document; what each caller owns is said here, independently of the handlers.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decide, policy, type Decision, type OperationId } from '../../functions/api/policy.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { callersOf } from '../support/callers.ts';
import type { GoodRequest } from '../support/good-request.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld, type World } from '../support/world.ts';

const refusals: Record<Exclude<Decision, 'allowed'>, number> = {
  unauthenticated: 401,
  forbidden: 403,
  hidden: 404,
};

const nothing = { owners: [], open: true };

onEveryStore('the policy', (open) => {
  let api: TestApi;
  let world: World;
  beforeEach(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
  });
  afterEach(() => api.close());

  const documented = async (): Promise<{ method: string; operationId: OperationId }[]> => {
    const { paths } = (await api.get('/openapi.json')).body as {
      paths: Record<string, Record<string, { operationId: OperationId }>>;
    };
    return Object.values(paths).flatMap((methods) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        method: method.toUpperCase(),
        operationId,
      })),
    );
  };

  const sendAs = (
    as: ReturnType<typeof callersOf>[string],
    method: string,
    { path, body, raw }: GoodRequest,
  ) =>
    api.send(method, path, {
      ...(as === undefined ? {} : { as }),
      ...(body === undefined ? {} : { body }),
      ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
    });

  test('is what every operation answers to every caller', async () => {
    const operations = await documented();
    // What destroys comes last, so that the others find their things.
    operations.sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
    let cells = 0;
    for (const { method, operationId } of operations) {
      const request = goodRequests(world)[operationId];
      for (const [name, caller] of Object.entries(callersOf(world))) {
        // A role that may never run the operation is told so before anything is looked up.
        const ever = decide(operationId, caller);
        const expected = ever === 'allowed' ? decide(operationId, caller, request.target ?? nothing) : ever;
        const { status, text } = await sendAs(caller, method, request);
        const cell = `${operationId} by ${name}: ${text}`;
        if (expected === 'allowed') {
          // Once deleted it is gone for those who come after.
          const gone = method === 'DELETE' ? [404] : [];
          expect([401, 403, ...(gone.length > 0 ? [] : [404])], cell).not.toContain(status);
        } else if (method === 'DELETE') {
          expect([refusals[expected], 404], cell).toContain(status);
        } else expect(status, cell).toBe(refusals[expected]);
        cells += 1;
      }
    }
    expect(cells).toBe(operations.length * Object.keys(callersOf(world)).length);
  }, 180_000);

  test('hides what no office has verified, and what an office has rejected, from all but its own', async () => {
    const hidden: [string, string, string[]][] = [
      [`/v1/offers/${world.hiddenOfferId}`, world.hiddenBuyerId, ['35.79']],
      [`/v1/buyers/${world.hiddenBuyerId}`, world.hiddenBuyerId, ['35.79']],
      [`/v1/cooperatives/${world.rejectedCooperativeId}`, world.rejectedCooperativeId, ['35.79', '35.79.02']],
    ];
    for (const [path, ownerId, offices] of hidden) {
      for (const [name, caller] of Object.entries(callersOf(world))) {
        if (caller === undefined) continue;
        const isOffice =
          caller.role === 'admin' ||
          (caller.role === 'organizer' && ['35', ...offices].includes(caller.region!));
        const { status, body } = await api.get(path, caller);
        expect(status, `${path} by ${name}`).toBe(isOffice ? 200 : 404);
        if (!isOffice) {
          // To try a change tells no more than to try one on nothing.
          const onNothing = await api.patch(path.replace(/_.*/, '_unknown'), {}, caller);
          expect((await api.patch(path, {}, caller)).status, `PATCH ${path} by ${name}`).toBe(
            onNothing.status,
          );
        }
        expect(JSON.stringify(body)).not.toContain(isOffice ? '\u0000' : ownerId);
      }
    }
  });

  test('never lets a change reach a target that is not the caller’s, whatever the source', async () => {
    const mine = callersOf(world)['an officer of the cooperative']!;
    const foreign = { ...goodRequests(world).createPotential, path: '/v1/potentials' };
    const moved = { ...(foreign.body as object), cooperativeId: world.otherCooperativeId };
    expect((await api.post('/v1/potentials', moved, mine)).status).toBe(403);
    const buyer = callersOf(world)['the buyer']!;
    const offer = { ...(goodRequests(world).createOffer.body as object), buyerId: world.otherBuyerId };
    expect((await api.post('/v1/offers', offer, buyer)).status).toBe(403);
    const region = callersOf(world)['the organizer of the city']!;
    const cooperative = { name: 'KKMP Timbau', regionCode: '64.02.06.1004' };
    expect((await api.post('/v1/cooperatives', cooperative, region)).status).toBe(403);
  });
});

describe('the policy table', () => {
  test('refuses whoever is not named: deny is the default', () => {
    for (const operation of Object.keys(policy) as OperationId[]) {
      if ('anyone' in policy[operation]) continue;
      expect(decide(operation, undefined)).toBe('unauthenticated');
      const stranger = { subject: 'x', role: 'guest' as never };
      expect(decide(operation, stranger, { owners: [], open: true })).not.toBe('allowed');
    }
  });

  test('opens nothing that writes to anyone without a token', () => {
    const open = Object.entries(policy).filter(([, rule]) => 'anyone' in rule);
    expect(open.map(([operation]) => operation).sort()).toEqual([
      // Its key is the right to read.
      'getCalendarFeed',
      'getDocument',
      'getHealth',
      // What a cooperative has published.
      'getMicrosite',
      'getRegion',
      'listCommodities',
      'listMicrosites',
      'listRegions',
      'listSegments',
    ]);
  });
});
