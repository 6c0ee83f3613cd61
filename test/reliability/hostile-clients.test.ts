/** Clients that break the rules of HTTP, or keep them too slowly: each gets its answer or is cut off, and the others are served on. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const sockets: Socket[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.remove();
});

/** A connection that has sent these bytes. Whether the other side resets it is its own business. */
async function dial(bytes = ''): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  if (bytes !== '') socket.write(bytes);
  return socket;
}

/** Everything that comes until the other side closes, or until `isEnough`. */
async function answerOn(socket: Socket, isEnough = (text: string) => /\r\n\r\n/.test(text)): Promise<string> {
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
  while (!isEnough(text) && !socket.closed) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.destroy();
  return text;
}

const hangUp = (socket: Socket): unknown => socket.destroy();
const reset = (socket: Socket): unknown => socket.resetAndDestroy();
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

const head = (path: string, headers: Record<string, string> = {}): string =>
  [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${server.token}`,
    'content-type: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

const goodBody = JSON.stringify({ name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' });

async function servesOn(): Promise<void> {
  const health = await fetch(`http://127.0.0.1:${server.port}/health`);
  expect(health.status).toBe(200);
  const { body } = await server.get('/v1/cooperatives');
  expect(body.items).toEqual([]);
}

test('2,000 connections that never finish their request keep nobody else out', async () => {
  const halves = [
    '',
    'GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ',
    'POST /v1/coop',
    head('/v1/cooperatives', { 'content-length': '100' }) + '{"name":"',
    head('/v1/cooperatives', { 'transfer-encoding': 'chunked' }) + '9\r\n{"name":"',
  ];
  for (let batch = 0; batch < 20; batch += 1) {
    await Promise.all(Array.from({ length: 100 }, (_, n) => dial(halves[n % halves.length])));
  }
  await servesOn();
  // Half of them go without a word in the midst of it, the others reset the connection.
  for (const [n, socket] of sockets.splice(0).entries()) (n % 2 === 0 ? hangUp : reset)(socket);
  await servesOn();
});

test('a body above the limit is a 413, announced, in chunks, or without an end', async () => {
  const announced = await dial(head('/v1/cooperatives', { 'content-length': '1000000000000' }));
  expect(statusOf(await answerOn(announced))).toBe(413);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (const [path, type, chunks] of [
    ['/v1/cooperatives', 'application/json', 5],
    ['/v1/cooperatives/import', 'text/csv', 82],
  ] as const) {
    const headers = { 'transfer-encoding': 'chunked' };
    const endless = await dial(head(path, headers).replace('application/json', type));
    for (let n = 0; n < chunks; n += 1) endless.write(chunk);
    expect(statusOf(await answerOn(endless)), path).toBe(413);
  }
  await servesOn();
});

test('headers without end are refused', async () => {
  const long = await dial(head('/v1/cooperatives', { 'x-long': 'x'.repeat(100_000) }));
  expect([431, NaN]).toContain(statusOf(await answerOn(long)));
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`x-${n}`, 'y']));
  expect([431, NaN]).toContain(statusOf(await answerOn(await dial(head('/v1/cooperatives', many)))));
  await servesOn();
});

test('a body longer than announced is no second request, and neither is one of two lengths', async () => {
  const smuggled = `POST /v1/cooperatives HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const isOver = () => false;
  const longer = await dial(head('/v1/cooperatives', { 'content-length': '5' }) + goodBody);
  expect(await answerOn(longer, isOver)).not.toMatch(/HTTP\/1\.1 (?!400)/);
  const doubtful: Record<string, string>[] = [
    { 'content-length': '5', 'transfer-encoding': 'chunked' },
    { 'content-length': '5\r\ncontent-length: 6' },
    { 'content-length': '+5' },
    { 'content-length': '5, 5' },
    { 'transfer-encoding': 'chunked, identity' },
    { 'transfer-encoding': 'xchunked' },
    { 'x-folded': 'a\r\n b\u0000c' },
  ];
  for (const headers of doubtful) {
    const socket = await dial(`${head('/v1/cooperatives', headers)}0\r\n\r\n${smuggled}`);
    const answers = (await answerOn(socket, isOver)).match(/HTTP\/1\.1 \d{3}/g);
    expect(answers, JSON.stringify(headers)).toEqual(['HTTP/1.1 400']);
  }
  await servesOn();
});

test('what is no HTTP at all is answered with 400 or cut off', async () => {
  const noise = [
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\u0000'.repeat(4096),
    'GET /\r\nhost HTTP/1.1\r\n\r\n',
  ];
  for (const bytes of noise) {
    expect([400, 505, NaN], JSON.stringify(bytes)).toContain(statusOf(await answerOn(await dial(bytes))));
  }
  await servesOn();
});

test('none of it is a defect of the service', () => {
  expect(server.printed()).not.toMatch(/defect|\n\s+at /);
});
