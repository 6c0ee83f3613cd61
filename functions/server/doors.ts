/**
 * The port, opened several times. Node lets in one new connection in a turn of its event loop, however many wait, and a turn lasts
 * as long as the work that is in it: under load new clients would wait for seconds before they are even heard. Each further opening
 * lets in one more a turn; the system spreads the connections over them.
 */
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:net';
import { createAdaptorServer, type HttpBindings, type ServerType } from '@hono/node-server';
import type { Answering } from './overload.ts';

const DOORS = 32;

/**
 * How long an idle connection is kept: longer than proxies keep theirs (a minute), so that it is the sender who closes. Node's five
 * seconds are over in a busy moment while the next request already waits to be read, and that one would be lost without an answer.
 */
const KEEP_IDLE_MS = 75_000;

/**
 * Serves on `port` until closed. Rejects when another program has it. Where a port cannot be shared (macOS, Windows) there is one door.
 */
export async function openDoors(answer: Answering, port: number): Promise<{ close(): Promise<void> }> {
  // Shared ports are shared with any process of the same user: whether another one listens is only seen by asking for it alone.
  const alone = createPlainServer().listen(port);
  await once(alone, 'listening');
  await new Promise((closed) => alone.close(closed));

  const open = async (reusePort: boolean): Promise<ServerType> => {
    const door = createAdaptorServer({
      fetch: (request, env) => answer(request, env as HttpBindings),
      serverOptions: { keepAliveTimeout: KEEP_IDLE_MS },
    });
    door.listen({ port, reusePort });
    await once(door, 'listening');
    return door;
  };
  const doors = await Promise.all(Array.from({ length: DOORS }, () => open(true))).catch(async () => [
    await open(false),
  ]);
  return {
    async close() {
      await Promise.all(doors.map((door) => new Promise((closed) => door.close(closed))));
    },
  };
}
