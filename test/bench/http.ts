/**
 * `npm run bench:http`: what our router costs beside bare Hono, and what one server sustains with the load on the same machine.
 * Prints tables, then one line of JSON. Absolute figures are for orientation; the ratio is taken in one run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import * as z from 'zod';
import { mount, type EndpointDeps } from '../../functions/api/endpoint.ts';
import { operation } from '../../functions/api/operation.ts';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const CLIENTS = 64;
const ROUNDS = 21;
const WARM_UP = 8;
const root = join(import.meta.dirname, '../..');

/** Median of in-process rounds: the same answer by bare Hono and by our whole path with its checks, in turn. */
async function routerRatio(): Promise<number> {
  const bare = new Hono();
  bare.get('/v1/thing/:id', (c) => c.json({ id: c.req.param('id'), limit: Number(c.req.query('limit')) }));

  const ours = new Hono();
  const declared = operation({
    id: 'getRegion',
    method: 'get',
    path: '/v1/thing/{id}',
    tag: 'Reference',
    summary: 'A validated request without a store',
    params: z.strictObject({ id: z.string().regex(/^[a-z0-9.]+$/) }),
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100) }),
    answers: {
      status: 200,
      form: 'one',
      description: 'The thing',
      schema: z.strictObject({ id: z.string(), limit: z.number() }),
    },
  });
  mount(ours, { clock: () => new Date() } as EndpointDeps, declared, async ({ params, query }) => ({
    body: { id: params.id, limit: query.limit },
  }));

  const time = async (app: Hono): Promise<number> => {
    const start = process.hrtime.bigint();
    for (let sent = 0; sent < 4_000; sent += 1) {
      const response = await app.request(`/v1/thing/35.${sent % 90}?limit=20`);
      await response.text();
    }
    return Number(process.hrtime.bigint() - start);
  };
  const ratios: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const [a, b] = [await time(bare), await time(ours)];
    if (round >= 0) ratios.push(b / a);
  }
  return median(ratios);
}

async function startServer(directory: string, port: number): Promise<ChildProcess> {
  const server = spawn(process.execPath, [join(root, 'functions/server/main.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      TITIK_TEMU_DATA: directory,
      TITIK_TEMU_SAMPLE: 'off',
      TITIK_TEMU_REQUESTS_PER_SECOND: '1000000',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let waited = 0; waited < 200; waited += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok) return server;
    await sleep(50);
  }
  throw new Error('the server did not start');
}

type Load = { perSecond: number; p50: number; p99: number; errors: number };

async function load(url: string, options: Partial<autocannon.Options>, expected: number): Promise<Load> {
  const result = await autocannon({ url, connections: CLIENTS, duration: SECONDS, ...options });
  const wrong = Object.entries(result.statusCodeStats ?? {})
    .filter(([status]) => Number(status) !== expected)
    .reduce((sum, [, { count }]) => sum + (count ?? 0), 0);
  return {
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.timeouts + wrong,
  };
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const directory = await mkdtemp(join(tmpdir(), 'titik-temu-bench-'));
const port = 20_000 + (process.pid % 20_000);
const vsBareHono = await routerRatio();
const issuer = await openLocalIssuer(directory);
const authorization = `Bearer ${await issuer.sign({ subject: 'bench', role: 'admin' })}`;
const server = await startServer(directory, port);
try {
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'KDMP Bulukerto', regionCode: '35.79.02.2008', memberCount: 210 });
  const first = await fetch(`${url}/v1/cooperatives`, { method: 'POST', headers, body });
  const { id } = (await first.json()) as { id: string };
  const writing = { method: 'POST', path: '/v1/cooperatives', headers, body } as const;
  // Reads first: right after the writes the change feed is still being worked off, on the same two cores.
  const reads = await load(
    url,
    { requests: [{ method: 'GET', path: `/v1/cooperatives/${id}`, headers }] },
    200,
  );
  const writes = await load(url, { requests: [writing] }, 201);

  console.table({
    'durable writes': writes,
    reads,
  });
  console.log(
    `a validated request costs ${vsBareHono.toFixed(2)} times one of bare Hono (in process, median of ${ROUNDS} rounds)`,
  );
  console.log(
    JSON.stringify({
      vsBareHono: Number(vsBareHono.toFixed(3)),
      writesPerSecond: writes.perSecond,
      readsPerSecond: reads.perSecond,
      p99WriteMs: writes.p99,
      p99ReadMs: reads.p99,
      errors: writes.errors + reads.errors,
    }),
  );
} finally {
  server.kill('SIGTERM');
  await new Promise((ended) => server.once('close', ended));
  await rm(directory, { recursive: true, force: true });
}
