/** Real receivers: the one of the README as it stands there, and those behind TLS, whose certificates must hold. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openDeliverer } from '../../functions/webhooks/deliverer.ts';
import { send } from '../../functions/webhooks/send.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';
import { admin, openApi } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { certificateFor } from '../support/own-certificate.ts';
import { ownReceivers } from '../support/receiver.ts';

const root = join(import.meta.dirname, '../..');

test('the receiver of the README takes a message that is signed, and refuses another', async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, code] = /### Receive webhooks[\s\S]*?```js\n([\s\S]*?)```/.exec(readme)!;
  const api = await openApi(undefined, undefined, undefined, undefined, ownReceivers);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const buyer = { name: 'Perum Bulog', kind: 'bumn', regionCode: '35.79' };
  const organizationId = (await api.post('/v1/buyers', buyer, admin)).body.id;
  const { id, secret } = (await api.post('/v1/webhooks', { url, organizationId }, admin)).body;
  const receiver = spawn(process.execPath, ['--input-type=module', '--eval', code!], {
    cwd: root,
    env: { WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const forged = () => fetch(url, { method: 'POST', body: '{}' }).catch(() => sleep(50));
    let refused = await forged();
    while (refused === undefined) refused = await forged();
    expect(refused.status).toBe(400);
    const said = once(receiver.stdout, 'data');
    const { messageId } = (await api.post(`/v1/webhooks/${id}/test`, undefined, admin)).body;
    const quiet = { info: () => undefined, error: () => undefined };
    const deliverer = openDeliverer({
      table: api.table,
      clock: () => new Date(),
      log: quiet,
      reach: ownReceivers,
    });
    await deliverer.begin();
    await deliverer.done();
    expect(String(await said)).toContain(`${messageId} webhook.test`);
    expect((await api.get(`/v1/webhooks/${id}`, admin)).body).toHaveProperty('lastDeliveredAt');
  } finally {
    receiver.kill();
    await api.close();
  }
});

describe('a receiver behind TLS', () => {
  const name = 'erp.example.co.id';
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const here: Reach = {
    protocols: ['https:'],
    mayConnect: (address) => address === '127.0.0.1',
    addressesOf: async () => ['127.0.0.1'],
  };
  const serve = async (certified: string) => {
    const identity = certificateFor(certified);
    let asked = 0;
    server = createServer(identity, (_, response) => {
      asked += 1;
      response.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = (trusted: boolean) =>
      send(`https://${name}:${port}/`, {}, '{}', {
        reach: here,
        ...(trusted && { authorities: identity.cert }),
      });
    return { sent, asked: () => asked };
  };

  test('is sent to under its own name, though the connection goes to a checked address', async () => {
    const { sent } = await serve(name);
    expect(await sent(true)).toEqual({ taken: true });
  });

  test('whose certificate nobody vouches for is sent nothing', async () => {
    const { sent, asked } = await serve(name);
    const outcome = await sent(false);
    expect(outcome).toMatchObject({ taken: false, detail: expect.stringContaining('certificate') });
    expect(asked()).toBe(0);
  });

  test('whose certificate is for another name is sent nothing', async () => {
    const { sent, asked } = await serve('other.example.co.id');
    const outcome = await sent(true);
    expect(outcome).toMatchObject({ taken: false, detail: expect.stringContaining('certificate') });
    expect(asked()).toBe(0);
  });
});
