/** Real server processes that many clients draw quotas from over HTTP, and that are killed meanwhile: one over SQLite, two over DynamoDB. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../../functions/api/caller.ts';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';
import { startServer, type TestServer } from './server.ts';
import { dynamoClient, openDynamo, type StoreName } from './tables.ts';

const dynamoServer = join(import.meta.dirname, 'dynamo-server.ts');

export type Answered = { status: number; text: string; retryAfter: string | null };

export type Hosts = {
  /** Sends until there is an answer: again under its key after a broken connection, a busy store, or while it is still in flight. */
  send: (method: string, path: string, as: Caller, body?: unknown, key?: string) => Promise<Answered>;
  /** Kills one process at once and starts another in its place. */
  crash: (which: number) => Promise<void>;
  /** How often something had to be sent again. */
  again: () => number;
  close: () => Promise<void>;
};

export async function startHosts(store: StoreName): Promise<Hosts> {
  const isDynamo = store === 'DynamoDB';
  const shared = isDynamo ? await openDynamo() : undefined;
  const program = isDynamo ? dynamoServer : undefined;
  const env: { [name: string]: string } = shared
    ? { TABLE_NAME: shared.name, TABLE_CLIENT: JSON.stringify(await dynamoClient()) }
    : {};
  const start = (directory?: string): Promise<TestServer> => startServer(directory, program, env);
  const first = await start();
  const servers = [first, ...(isDynamo ? [await start(first.directory)] : [])];
  const issuer = await openLocalIssuer(first.directory);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (caller: Caller): Promise<string> => {
    if (!tokens.has(caller.subject)) tokens.set(caller.subject, issuer.sign(caller));
    return tokens.get(caller.subject)!;
  };
  let [sent, again] = [0, 0];

  const send: Hosts['send'] = async (method, path, as, body, key) => {
    const headers = {
      authorization: `Bearer ${await tokenOf(as)}`,
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    for (let wait = 5; ; wait = Math.min(2 * wait, 200)) {
      sent += 1;
      const { port } = servers[sent % servers.length]!;
      const answered = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
        .then(async (answer): Promise<Answered> => {
          const retryAfter = answer.headers.get('retry-after');
          return { status: answer.status, text: await answer.text(), retryAfter };
        })
        .catch(() => undefined);
      const isSure = answered !== undefined && answered.status !== 503 && answered.retryAfter === null;
      if (isSure) return answered;
      again += 1;
      await sleep(wait * (0.5 + Math.random()));
    }
  };

  return {
    send,
    async crash(which) {
      const at = which % servers.length;
      servers[at]!.kill();
      servers[at] = await start(first.directory);
    },
    again: () => again,
    async close() {
      for (const server of servers.slice(1)) server.kill();
      await servers[0]!.remove();
      await shared?.close();
    },
  };
}
