/**
 * Webhooks reach no special address: not when the address says so in whatever form, not when a name leads there now or only later,
 * not behind a redirect. Seen from the other side: a listener on every address of this machine counts who connects, and Node itself
 * which sockets it was asked for.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { openDeliverer } from '../../functions/webhooks/deliverer.ts';
import { send } from '../../functions/webhooks/send.ts';
import { publicInternet, type Reach } from '../../shared/webhooks/reach.ts';
import { admin, openApi } from '../support/api.ts';
import { effort, timeout } from '../support/effort.ts';
import { openReceiver } from '../support/receiver.ts';
import { specialAddress, specialHost } from '../support/special-urls.ts';

const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
const PUBLIC = '93.184.215.14';

/** Listens on every address of this machine, IPv4 and IPv6, and counts who connects. */
async function listenEverywhere() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen({ port: 0, host: '::', ipv6Only: false });
  await once(server, 'listening').catch(async () => once(server.listen(0, '0.0.0.0'), 'listening'));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

/** Every socket that this process is asked to connect. */
function watchSockets() {
  let asked = 0;
  const note = (): void => void (asked += 1);
  subscribe('net.client.socket', note);
  return { asked: () => asked, end: () => unsubscribe('net.client.socket', note) };
}

test('no special address is connected to, however it is written or resolved', { timeout }, async () => {
  const { draw, goesOn, report } = effort('webhooks to special addresses', 2_000);
  const inside = await listenEverywhere();
  // What the resolver says, by name; each answer once, the last for ever.
  const answers = new Map<string, string[][]>();
  const reach: Reach = {
    ...publicInternet,
    // A scheme must not be what saves it.
    protocols: ['https:', 'http:'],
    addressesOf: async (name) => {
      const said = answers.get(name) ?? [[]];
      return said.length > 1 ? said.shift()! : said[0]!;
    },
  };
  const rate = { perSecond: 1e9, burst: 1e9 };
  const api = await openApi(undefined, undefined, rate, undefined, reach);
  const quiet = { info: () => undefined, error: () => undefined };
  const deliverer = openDeliverer({ table: api.table, clock: () => new Date(), log: quiet, reach });
  const buyer = { name: 'Perum Bulog', kind: 'bumn', regionCode: '35.79' };
  const organizationId = (await api.post('/v1/buyers', buyer, admin)).body.id;
  const sockets = watchSockets();
  const counts = { urls: 0, literal: 0, name: 0, rebinding: 0 };

  const mustNotReach = async (url: string): Promise<void> => {
    const before = sockets.asked();
    const outcome = await send(url, {}, '{}', { reach, longestMs: 5_000 });
    expect(outcome, url).toMatchObject({ taken: false, detail: expect.stringMatching(/^(leads|takes)/) });
    expect([sockets.asked() - before, inside.connections()], url).toEqual([0, 0]);
  };

  for (; goesOn(counts.urls); counts.urls += 1) {
    const scheme = draw.one(['https', 'http']);
    const at = (host: string) => `${scheme}://${host}:${inside.port}/${draw.one(['', 'hook', '?a=b'])}`;
    const kind = draw.one(['literal', 'literal', 'name', 'rebinding'] as const);
    counts[kind] += 1;
    if (kind === 'rebinding') {
      // When it is set up it is at a public address; when a message is due, here.
      const name = `r${counts.urls}.example`;
      const later = draw.happens(0.5) ? [PUBLIC, specialAddress(own, draw)] : [specialAddress(own, draw)];
      answers.set(name, [[PUBLIC], later]);
      const made = await api.post('/v1/webhooks', { url: at(name), organizationId }, admin);
      expect(made.status, made.text).toBe(201);
      const path = `/v1/webhooks/${made.body.id}`;
      expect((await api.post(`${path}/test`, undefined, admin)).status).toBe(202);
      expect(await deliverer.begin()).toBe(1);
      await deliverer.done();
      const { lastFailure } = (await api.get(path, admin)).body;
      expect(lastFailure.detail).toContain('private or special');
      expect([sockets.asked(), inside.connections()], `${name} ${String(later)}`).toEqual([0, 0]);
      expect((await api.delete(path, admin)).status).toBe(204);
      continue;
    }
    let url = at(specialHost(own, draw));
    if (kind === 'name') {
      const name = `n${counts.urls}.example`;
      const special = specialAddress(own, draw);
      answers.set(name, [draw.one([[special], [PUBLIC, special], [special, PUBLIC], []])]);
      url = at(name);
    }
    const refused = await api.post('/v1/webhooks', { url, organizationId }, admin);
    expect([refused.status, refused.body.errors?.[0]?.pointer], `${url} ${refused.text}`).toEqual([
      422,
      '#/url',
    ]);
    await mustNotReach(url);
  }
  expect(inside.connections()).toBe(0);
  sockets.end();
  report({ ...counts, connections: inside.connections() });
  await api.close();
  await inside.close();
});

test('no redirect is followed to one', { timeout }, async () => {
  const { draw, goesOn, report } = effort('webhooks redirected', 200);
  const inside = await listenEverywhere();
  const outside = await openReceiver();
  // Here the receiver counts as public, and nothing else does: the listener stands on another port.
  const reach: Reach = {
    protocols: ['http:'],
    mayConnect: (address) => address === '127.0.0.1',
    addressesOf: async () => ['127.0.0.1'],
  };
  let made = 0;
  outside.answer = (response) => {
    const scheme = draw.one(['https', 'http']);
    const location = `${scheme}://${draw.one(['127.0.0.1', 'localhost', specialHost(own, draw)])}:${inside.port}/`;
    // A header takes Latin-1; the forms beyond it are tried as addresses.
    response.writeHead(draw.one([301, 302, 303, 307, 308]), { location: encodeURI(location) }).end();
  };
  for (; goesOn(made); made += 1) {
    const outcome = await send(`http://erp.example:${outside.port}/`, {}, '{}', { reach });
    expect(outcome).toMatchObject({ taken: false, detail: expect.stringContaining('redirects') });
  }
  expect([outside.connections(), inside.connections()]).toEqual([made, 0]);
  report({ redirects: made, connections: inside.connections() });
  await outside.close();
  await inside.close();
});

test('the connection goes to what was checked, though the system would resolve the name elsewhere', async () => {
  const outside = await openReceiver();
  let asked = 0;
  const reach: Reach = {
    protocols: ['http:'],
    mayConnect: (address) => address === '127.0.0.1',
    addressesOf: async () => ((asked += 1), ['127.0.0.1']),
  };
  // No resolver of the world knows the name: only the checked address can have been connected to.
  const outcome = await send(`http://erp.invalid:${outside.port}/`, {}, '{}', { reach });
  expect([outcome, asked, outside.connections()]).toEqual([{ taken: true }, 1, 1]);
  expect(outside.calls[0]!.headers.host).toBe(`erp.invalid:${outside.port}`);
  await outside.close();
});
