/**
 * How soon a fresh instance answers, beside an empty Hono bundle in the same run: `npm run bench:cold-start`.
 *
 * Each measurement is a new Node process that imports one bundle and answers its first request: `/health`, for the API also one to
 * each of three parts (`functions/api/in-parts.ts`), refused for want of a token when everything that answers it is loaded; an empty
 * batch for changes. *Ready* is the time from the import to that answer, Node's own start left out: it is the same for all and would
 * flatter the ratio. Runs are interleaved, so that a busy machine slows all alike; figures are medians, with a warm compile
 * cache as the last line needs it, and without one, which is what a first start in Lambda sees.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAll, bundleEntry } from '../../infra/bundle.ts';
import { httpEvent } from '../support/lambda-event.ts';

const ROUNDS = 21;
const WARM_UP_ROUNDS = 2;

type Subject = { name: string; file: string; event: object; status?: number };
/** Milliseconds: the import, import and first answer, and the same with Node's own start. */
type Times = { import: number; ready: number; sinceStart: number };

const out = mkdtempSync(join(tmpdir(), 'titik-temu-cold-start-'));
const bare = await bundleEntry('test/bench/bare-hono.ts', join(out, 'bare'));
const ours = await bundleAll(out);
const api = join(ours.api.folder, 'index.mjs');
const subjects: Subject[] = [
  {
    name: 'bare Hono',
    file: join(bare.folder, 'index.mjs'),
    event: httpEvent('GET', '/health'),
    status: 200,
  },
  { name: 'api', file: api, event: httpEvent('GET', '/health'), status: 200 },
  { name: 'api: offers', file: api, event: httpEvent('GET', '/v1/offers'), status: 401 },
  { name: 'api: events', file: api, event: httpEvent('GET', '/v1/events'), status: 401 },
  { name: 'api: matches', file: api, event: httpEvent('GET', '/v1/offers/off_1/matches'), status: 401 },
  { name: 'changes', file: join(ours.changes.folder, 'index.mjs'), event: { Records: [] } },
];

const warm = measure(join(out, 'compile-cache'));
const cold = measure(undefined);
rmSync(out, { recursive: true, force: true });

console.log(
  `median of ${ROUNDS} fresh processes each, Node ${process.version}, milliseconds (× bare Hono)\n`,
);
for (const [title, times] of [
  ['warm compile cache', warm],
  ['no compile cache', cold],
] as const) {
  console.log(
    `${title.padEnd(20)}${['import', 'ready', 'ready since process start'].map((each) => each.padEnd(26)).join('')}`,
  );
  for (const { name } of subjects) {
    const cells = (['import', 'ready', 'sinceStart'] as const).map((what) =>
      `${times(name, what).toFixed(1)} (× ${(times(name, what) / times('bare Hono', what)).toFixed(2)})`.padEnd(
        26,
      ),
    );
    console.log(`${name.padEnd(20)}${cells.join('')}`);
  }
  console.log('');
}

const ratio = (name: string) => Math.round((warm(name, 'ready') / warm('bare Hono', 'ready')) * 100) / 100;
const kb = (bytes: number) => Math.round(bytes / 100) / 10;
console.log(
  JSON.stringify({
    apiKB: kb(ours.api.bytes),
    changesKB: kb(ours.changes.bytes),
    readyVsBareHono: ratio('api'),
    offersVsBareHono: ratio('api: offers'),
    eventsVsBareHono: ratio('api: events'),
    matchesVsBareHono: ratio('api: matches'),
  }),
);

/** Runs every subject in turn, round after round; gives the median of one figure of one subject. */
function measure(cache: string | undefined): (name: string, what: keyof Times) => number {
  const runs = new Map(subjects.map(({ name }) => [name, [] as Times[]]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const subject of subjects) {
      const times = startOnce(subject, cache);
      if (round >= 0) runs.get(subject.name)!.push(times);
    }
  }
  return (name, what) => median(runs.get(name)!.map((each) => each[what]));
}

function startOnce({ name, file, event, status: expected }: Subject, cache: string | undefined): Times {
  const program = `const start = performance.now();
    const { handler } = await import(${JSON.stringify(file)});
    const imported = performance.now();
    const answer = await handler(${JSON.stringify(event)}, {});
    const ready = performance.now();
    if (answer.statusCode !== ${expected}) throw new Error(JSON.stringify(answer));
    process.stdout.write(JSON.stringify({ import: imported - start, ready: ready - start, sinceStart: ready }), () => process.exit(0));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: {
      AWS_REGION: 'ap-southeast-3',
      TABLE_NAME: 'none',
      TOKEN_ISSUER: 'https://issuer.invalid/pool',
      TOKEN_AUDIENCE: 'client',
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
    },
  });
  if (status !== 0) throw new Error(`${name} does not start: ${stderr}`);
  return JSON.parse(stdout) as Times;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
