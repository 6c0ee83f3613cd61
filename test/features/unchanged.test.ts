/** A change that changes nothing: the thing is answered as it is, with the ETag it had, and nobody hears of a change. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationId } from '../../functions/api/policy.ts';
import { admin, openApi, type TestApi } from '../support/api.ts';
import { goodRequests } from '../support/good-requests.ts';
import { onEveryStore } from '../support/tables.ts';
import { buildWorld, type World } from '../support/world.ts';

/** What means no more when it is said again; the other PUT announces a harvest, which confirms it as of that day. */
const settings: OperationId[] = [
  'putCredential',
  'putMember',
  'setTargets',
  'choosePilot',
  'markMeeting',
  'recordFormationStep',
  'putMicrosite',
];

onEveryStore('a change that changes nothing', (open) => {
  let api: TestApi;
  let world: World;
  let operations: [method: string, id: OperationId][];

  beforeAll(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
    await api.settle();
    const paths = (await api.get('/openapi.json')).body.paths as Record<
      string,
      Record<string, { operationId: OperationId }>
    >;
    operations = Object.values(paths).flatMap((methods) =>
      Object.entries(methods).map(([method, { operationId }]) => [method, operationId] as const),
    ) as [string, OperationId][];
  });
  afterAll(() => api.close());

  const send = async (method: string, id: OperationId, body: object) => {
    const { path } = goodRequests(world)[id];
    const answer = await api.send(method.toUpperCase(), path, { as: admin, body });
    expect(answer.status, `${id} ${answer.text}`).toBe(200);
    return [answer.headers.get('etag'), answer.body];
  };

  test('as an empty PATCH, or the same again, writes nothing', async () => {
    const patches = operations.filter(([method]) => method === 'patch').map(([, id]) => id);
    expect(patches.length).toBeGreaterThan(8);
    for (const id of patches) {
      const body = goodRequests(world)[id].body as object;
      const first = await send('patch', id, body);
      await api.drainChanges();
      expect(await send('patch', id, {}), `${id} {}`).toEqual(first);
      // Who came to a training is recorded once, and the same again is refused.
      if (!('attendance' in body)) expect(await send('patch', id, body), id).toEqual(first);
      expect(await api.drainChanges(), id).toEqual([]);
    }
  });

  test('as a PUT of what is there writes nothing', async () => {
    for (const id of settings) {
      const body = goodRequests(world)[id].body as object;
      const first = await send('put', id, body);
      await api.drainChanges();
      expect(await send('put', id, body), id).toEqual(first);
      expect(await api.drainChanges(), id).toEqual([]);
    }
  });
});
