/** Does every operation that changes something once, as one caller: for tests of everything that may then lie in the store. */
import type { Caller } from '../../functions/api/caller.ts';
import type { TestApi } from './api.ts';
import { goodRequests } from './good-requests.ts';
import type { World } from './world.ts';

/** All but those named, in the order of the document, and everything that follows from them. */
export async function doEverything(
  api: TestApi,
  world: World,
  as: Caller,
  but: readonly string[] = [],
): Promise<void> {
  const { paths } = (await api.get('/openapi.json')).body as {
    paths: Record<string, Record<string, { operationId: keyof ReturnType<typeof goodRequests> }>>;
  };
  for (const [method, { operationId }] of Object.values(paths).flatMap((each) => Object.entries(each))) {
    if (method === 'get' || but.includes(operationId)) continue;
    const { path, body, raw } = goodRequests(world)[operationId];
    await api.send(method.toUpperCase(), path, {
      as,
      ...(body !== undefined && { body }),
      ...(raw !== undefined && { raw: raw.text, headers: { 'content-type': raw.type } }),
    });
  }
  await api.settle();
}
