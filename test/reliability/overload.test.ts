/**
 * More than can be done: whoever is refused hears so at once and in good form, nothing acknowledged is lost, nothing refused is done,
 * and afterwards all is as before. Times are measured and printed by the soak; the gate asserts none.
 */
import { connect } from 'node:net';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { afterEach, expect, test } from 'vitest';
import { problemSchema } from '../../functions/api/shared-answers.ts';
import { defaultLimits } from '../../functions/server/overload.ts';
import { effort, soakSeconds, timeout } from '../support/effort.ts';
import { offer, type Answered } from '../support/open-loop.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
afterEach(() => server.remove());

const start = (env: Record<string, string>): Promise<TestServer> => startServer(undefined, undefined, env);

const headerOf = ({ head }: Answered, name: string): string | undefined =>
  new RegExp(`\r\n${name}: ([^\r]*)`, 'i').exec(head)?.[1];

/** Whatever is refused says what is wrong, what to do and when, as every other problem does. */
function expectRefusal(answer: Answered): void {
  expect(answer.status).toBe(503);
  expect(headerOf(answer, 'content-type')).toBe('application/problem+json');
  expect(headerOf(answer, 'retry-after')).toMatch(/^[1-5]$/);
  expect(headerOf(answer, 'x-content-type-options')).toBe('nosniff');
  const problem = problemSchema.parse(JSON.parse(answer.body));
  expect(problem.type).toBe('/problems/unavailable');
  expect(problem.instance).toBe(`urn:request:${headerOf(answer, 'x-request-id')}`);
}

/** The whole answer but its id and its date. */
function formOf(answer: Answered): string {
  const id = headerOf(answer, 'x-request-id') ?? '';
  return `${answer.head.replace(/\r\ndate: [^\r]*/i, '')}\n${answer.body}`.replaceAll(id, 'id');
}

const markIn = (body: string): string => /Program \d+/.exec(body)![0];

type Wanted = { method: 'GET' | 'POST'; path: string; body?: string };

const textOf = ({ method, path, body = '' }: Wanted, token = server.token): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${token}`,
    ...(body === '' ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

const registering = (name: string): Wanted => ({
  method: 'POST',
  path: '/v1/programmes',
  body: JSON.stringify({ name, regions: ['35.79'] }),
});

/** The names of all programmes that are stored. */
async function programmes(): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await server.get(
      `/v1/programmes?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    names.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return names;
}

test('a server without room refuses before it looks at token or body, but says that it is alive', async () => {
  server = await start({ TITIK_TEMU_REQUESTS_AT_ONCE: '0' });
  const answers: Answered[] = [];
  const requests = [
    textOf({ method: 'GET', path: '/v1/programmes' }),
    textOf({ method: 'GET', path: '/v1/programmes' }, 'forged'),
    textOf(registering('Panen Raya')),
    textOf({ method: 'POST', path: '/v1/programmes', body: '{"name":' }),
    textOf({ method: 'GET', path: '/nowhere' }),
  ];
  const { unanswered } = await offer({
    port: server.port,
    perSecond: 500,
    seconds: 0.2,
    request: (n) => requests[n % requests.length]!,
    onAnswer: (answer) => answers.push(answer),
  });
  expect([answers.length, unanswered]).toEqual([100, 0]);
  for (const answer of answers) expectRefusal(answer);
  // An endless body does not make it read on.
  const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
  socket.write(textOf(registering('x')).replace(/content-length: \d+/, 'content-length: 100000000'));
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes.toString()).toMatch(/^HTTP\/1\.1 503 /);
  await once(socket.resume(), 'close');
  const health = await fetch(`http://127.0.0.1:${server.port}/health`);
  expect(await health.json()).toEqual({ status: 'ok' });
  // The sender closes an idle connection, never the server in the moment in which a request is on its way.
  expect(health.headers.get('keep-alive')).toBe('timeout=75');
});

test('who never finishes a body keeps no place of somebody who does', async () => {
  server = await start({ TITIK_TEMU_REQUESTS_AT_ONCE: '1' });
  const halves = Array.from({ length: 20 }, () => {
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    socket.write(textOf(registering('half')).slice(0, -5));
    return socket;
  });
  await Promise.all(halves.map((socket) => once(socket, 'connect')));
  for (let n = 0; n < 10; n += 1) expect((await server.get('/v1/programmes')).status).toBe(200);
  expect((await server.post('/v1/programmes', { name: 'Panen Raya', regions: ['35.79'] })).status).toBe(201);
  for (const socket of halves) socket.destroy();
  expect(await programmes()).toEqual(['Panen Raya']);
});

test('of 2,000 writes that come at once what is acknowledged is stored, and what is refused is not', async () => {
  server = await start({ TITIK_TEMU_REQUESTS_AT_ONCE: '8' });
  const acknowledged: string[] = [];
  let refused = 0;
  const { unanswered } = await offer({
    port: server.port,
    perSecond: 1_000_000,
    seconds: 0.002,
    request: (n) => textOf(registering(`Program ${n}`)),
    onAnswer: (answer) => {
      if (answer.status === 201) acknowledged.push((JSON.parse(answer.body) as { name: string }).name);
      else {
        expectRefusal(answer);
        refused += 1;
      }
    },
  });
  expect(unanswered).toBe(0);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  expect((await programmes()).sort()).toEqual(acknowledged.sort());
  expect(server.printed()).toContain('more requests come than can be answered in time');
  expect(server.printed()).not.toContain('defect');
});

/** What comes on a market's morning: people look around, ask what fits, read one thing; some write. */
async function marketMorning(): Promise<(n: number, name?: string) => Wanted> {
  const first = async (list: string): Promise<string> =>
    (await server.get(`${list}?limit=1`)).body.items[0].id;
  const potential = `/v1/potentials/${await first('/v1/potentials')}`;
  const reads = ['/v1/offers?limit=20', `${potential}/matches`, potential, '/v1/search?q=kopi'];
  return (n, name = `Program ${n}`) =>
    n % 5 === 4 ? registering(name) : { method: 'GET', path: reads[n % 5]! };
}

test(
  'five times what the server can do is answered or refused, and afterwards it serves as before',
  { timeout },
  async () => {
    server = await start({ TITIK_TEMU_SAMPLE: 'on', TITIK_TEMU_BURST_MS: String(defaultLimits.burstMs) });
    const isSoak = soakSeconds > 0;
    const morning = await marketMorning();
    const { report } = effort('overload', 1);
    const atItsBest = async (seconds: number): Promise<number> => {
      const peak = await autocannon({
        url: `http://127.0.0.1:${server.port}`,
        connections: 64,
        duration: seconds,
        requests: Array.from({ length: 5 }, (_, n) => ({
          ...morning(n, 'Warming up'),
          headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
        })),
      });
      expect(peak.non2xx + peak.errors).toBe(0);
      return peak['2xx'] / peak.duration;
    };
    // A new process is slow at first; what it can do is seen once it is warm.
    if (isSoak) await atItsBest(10);
    const capacity = await atItsBest(isSoak ? 8 : 1);

    const seconds = isSoak ? soakSeconds : 2;
    const acknowledged: string[] = [];
    const taken: number[] = [];
    const refused: number[] = [];
    const others = new Map<string, Answered>();
    let lastTrouble = 0;
    // From the moment at which the last of the load has left, while it still waits for answers.
    const askedAfter = (): ReturnType<typeof offer> =>
      offer({
        port: server.port,
        perSecond: 20,
        seconds: isSoak ? 10 : 3,
        request: (n) => textOf(morning(n % 4)),
        onAnswer: ({ status, at, ms }) => {
          if (status !== 200 || ms > 1000) lastTrouble = at + ms;
        },
      });
    let after: ReturnType<typeof offer> | undefined;
    const { sent, unanswered } = await offer({
      port: server.port,
      perSecond: 5 * capacity,
      seconds,
      request: (n) => textOf(morning(n)),
      // Little is done with each answer here: the load shares the machine with the server.
      onAnswer: (answer) => {
        if (answer.status === 200 || answer.status === 201) {
          if (answer.status === 201) acknowledged.push(markIn(answer.body));
          // What comes after the load has ended is no part of the goodput.
          if (answer.at + answer.ms < seconds * 1000) taken.push(answer.ms);
          return;
        }
        refused.push(answer.ms);
        others.set(formOf(answer), answer);
      },
      onSent: () => {
        after = askedAfter();
      },
    });
    expect(unanswered).toBe(0);
    // They differ in their ids and in when to come back.
    expect(others.size).toBeLessThanOrEqual(5);
    for (const answer of others.values()) expectRefusal(answer);

    expect((await after)?.unanswered).toBe(0);
    expect((await server.get('/v1/programmes')).status).toBe(200);
    const stored = (await programmes()).filter((name) => name.startsWith('Program '));
    expect(stored.sort()).toEqual(acknowledged.sort());
    expect(server.printed()).not.toContain('defect');
    report({
      sent,
      capacityPerSecond: Math.round(capacity),
      goodputPerSecond: Math.round(taken.length / seconds),
      goodputShare: Number((taken.length / seconds / capacity).toFixed(2)),
      refused: refused.length,
      refusedP50Ms: quantile(refused, 0.5),
      refusedP99Ms: quantile(refused, 0.99),
      takenP50Ms: quantile(taken, 0.5),
      takenP99Ms: quantile(taken, 0.99),
      recoveredAfterSeconds: Number((lastTrouble / 1000).toFixed(1)),
    });
  },
);

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
