/** One machine, one command: the server starts, answers, refuses a second process, stops cleanly, and keeps what it acknowledged. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';

const root = join(import.meta.dirname, '../..');
let directory: string;
let running: ChildProcess[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titik-temu-server-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

function run(file: string, env: Record<string, string> = {}, args: string[] = []) {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: directory,
    env: { ...process.env, TITIK_TEMU_DATA: join(directory, 'data'), TITIK_TEMU_SAMPLE: 'off', ...env },
  });
  running.push(child);
  const output = { text: '' };
  child.stdout.on('data', (bytes: Buffer) => (output.text += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output.text += bytes.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output, ended };
}

/** Starts the server and waits for its first answer. */
async function start(env: Record<string, string> = {}) {
  const port = await freePort();
  const server = run('functions/server/main.ts', { PORT: String(port), ...env });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return { ...server, url, port };
    if (server.child.exitCode !== null) throw new Error(server.output.text);
    await new Promise((later) => setTimeout(later, 20));
  }
}

async function token(...args: string[]): Promise<string> {
  const { output, ended } = run('functions/server/token.ts', {}, args);
  expect(await ended, output.text).toBe(0);
  return output.text;
}

test('what was acknowledged is there after a stop and a new start', async () => {
  const first = await start();
  const authorization = `Bearer ${(await token('--role', 'admin')).trim()}`;
  const created = await fetch(`${first.url}/v1/cooperatives`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' }),
  });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  first.child.kill('SIGTERM');
  expect(await first.ended, first.output.text).toBe(0);

  const second = await start();
  const read = await fetch(`${second.url}/v1/cooperatives/${id}`, { headers: { authorization } });
  expect(read.status).toBe(200);
});

test('a second process on the same data is refused with a clear sentence, and the first goes on', async () => {
  const first = await start();
  const second = run('functions/server/main.ts', { PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.output.text).toMatch(/another process/i);
  expect(second.output.text).not.toMatch(/\n\s+at /);
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
});

test('a port that is taken is said in one sentence', async () => {
  const first = await start();
  const second = run('functions/server/main.ts', {
    PORT: String(first.port),
    TITIK_TEMU_DATA: join(directory, 'other'),
  });
  expect(await second.ended).toBe(1);
  expect(second.output.text).toMatch(/is taken/);
});

test('a limit that is no number is said in one sentence, instead of refusing everybody', async () => {
  const server = run('functions/server/main.ts', { TITIK_TEMU_REQUESTS_AT_ONCE: 'many' });
  expect(await server.ended).toBe(1);
  expect(server.output.text.trim()).toBe(
    'TITIK_TEMU_REQUESTS_AT_ONCE=many is not a number; leave it out for 1000.',
  );
});

test('links that leave the service begin with the address that it is told, and what is no address is said', async () => {
  const { url } = await start({ TITIK_TEMU_URL: 'https://titik-temu.example/', TITIK_TEMU_SAMPLE: 'on' });
  const headers = { authorization: `Bearer ${(await token('--role', 'admin')).trim()}` };
  const read = async (path: string) =>
    (await (await fetch(`${url}/v1/events${path}`, { headers })).json()) as { items: Party[]; url: string };
  const [event] = (await read('')).items;
  const [party] = (await read(`/${event!.id}/participants`)).items;
  const link = await read(`/${event!.id}/participants/${party!.organizationId}/calendar-link`);
  expect(link.url).toContain(`https://titik-temu.example/v1/events/${event!.id}/calendar.ics?`);

  const wrong = run('functions/server/main.ts', { TITIK_TEMU_URL: 'titik-temu.example' });
  expect(await wrong.ended).toBe(1);
  expect(wrong.output.text).toContain('TITIK_TEMU_URL=titik-temu.example is no address');
});
type Party = { id: string; organizationId: string };

test('the reference pages come from the service itself', async () => {
  const { url } = await start();
  // Whoever opens the bare address in a browser is led there.
  const page = await (await fetch(url)).text();
  expect(page).not.toMatch(/https?:\/\//);
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect((await fetch(`${url}${address}`)).status, address).toBe(200);
  }
});

test('the token command prints nothing but the token, and its key is for the owner only', async () => {
  const printed = await token('--role', 'organizer', '--region', '35');
  expect(printed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const { url } = await start();
  const authorization = `Bearer ${printed.trim()}`;
  expect((await fetch(`${url}/v1/cooperatives`, { headers: { authorization } })).status).toBe(200);
  expect((await stat(join(directory, 'data/issuer.json'))).mode & 0o077).toBe(0);
});

test('the token command says what is missing', async () => {
  const { output, ended } = run('functions/server/token.ts', {}, ['--role', 'organizer']);
  expect(await ended).toBe(1);
  expect(output.text).toMatch(/--region/);
  expect(output.text).not.toMatch(/\n\s+at /);
});

test('a new store starts with the sample, and the four printed commands give what they say', async () => {
  const { output } = await start({ TITIK_TEMU_SAMPLE: 'on' });
  const commands = [...output.text.matchAll(/^# (.+)\ncurl -s '(.+)' -H 'Authorization: (.+)'$/gm)];
  expect(commands).toHaveLength(4);
  const answers: unknown[] = [];
  for (const [, says, url, authorization] of commands) {
    const answer = await fetch(url!, { headers: { authorization: authorization! } });
    expect(answer.status, says).toBe(200);
    answers.push(await answer.json());
  }
  const [matches, opportunities, waiting, capacity] = answers as [
    Matches,
    Opportunities,
    Cooperatives,
    { withoutMeeting: number },
  ];
  const best = matches.items.filter(({ blockedBy }) => blockedBy.length === 0);
  expect(best).toHaveLength(3);
  expect(best[0]!.potential.commodity).toBe('cabbage');
  const nearly = matches.items.find(({ cooperative }) => cooperative.name === 'KDMP Sumberejo');
  expect(nearly!.blockedBy.map(({ requirement }) => requirement)).toEqual(['nib']);
  expect(opportunities.items.length).toBeGreaterThan(0);
  expect(opportunities.toFix.map(({ requirement }) => requirement)).toContain('nib');
  expect(waiting.items.map(({ regionCode }) => regionCode.slice(0, 5))).toContain('35.79');
  expect(waiting.items.every(({ verified }) => !verified)).toBe(true);
  expect(capacity.withoutMeeting).toBe(245);
});

type Matches = {
  items: {
    cooperative: { name: string };
    potential: { commodity: string };
    blockedBy: { requirement: string }[];
  }[];
};
type Opportunities = { items: unknown[]; toFix: { requirement: string }[] };
type Cooperatives = { items: { regionCode: string; verified: boolean }[] };

test('a start that is killed while it seeds is completed by the next one', async () => {
  const env = { TITIK_TEMU_SAMPLE: 'on', PORT: String(await freePort()) };
  const killed = run('functions/server/main.ts', env);
  const wal = join(directory, 'data/titik-temu.db-wal');
  // The log grows with the first group of the sample; the whole of it would be far larger.
  while ((await stat(wal).catch(() => ({ size: 0 }))).size < 500_000) {
    if (killed.child.exitCode !== null) throw new Error(killed.output.text);
    await new Promise((later) => setTimeout(later, 1));
  }
  killed.child.kill('SIGKILL');
  await killed.ended;

  const { url, output } = await start({ TITIK_TEMU_SAMPLE: 'on' });
  expect(output.text).toContain('curl -s');
  const authorization = `Bearer ${(await token('--role', 'admin')).trim()}`;
  const answer = await fetch(`${url}/v1/cooperatives?holding=coop_coosae&limit=100`, {
    headers: { authorization },
  });
  expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(24);
});

test.skipIf(process.platform !== 'linux')(
  'many new connections are let in together, not each in a turn of the event loop of its own',
  async () => {
    const port = await freePort();
    const script = `
      import { connect } from 'node:net';
      const { openDoors } = await import(${JSON.stringify(join(root, 'functions/server/doors.ts'))});
      const turns = new Set();
      const doors = await openDoors(() => {
        turns.add(performance.nodeTiming.uvMetricsInfo.loopCount);
        return new Response('heard');
      }, ${port});
      await Promise.all(Array.from({ length: 200 }, () => new Promise((heard) => {
        const socket = connect(${port}, '127.0.0.1', () => socket.write('GET / HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n'));
        socket.on('data', () => { socket.destroy(); heard(); });
      })));
      console.log(turns.size);
      await doors.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(Number(stdout)).toBeLessThan(100);
  },
);

test('pages for people come from the same port, and the sample shows one', async () => {
  const { url, output } = await start({ TITIK_TEMU_SAMPLE: 'on' });
  for (const [path, status, type] of [
    ['/k/kdmp-bulukerto-batu', 200, 'text/html; charset=UTF-8'],
    ['/k/kdmp-bulukerto-batu/qr.svg', 200, 'image/svg+xml'],
    ['/k', 200, 'text/html; charset=UTF-8'],
    ['/k/nobody', 404, 'text/html; charset=UTF-8'],
    ['/v1/microsites/kdmp-bulukerto-batu', 200, 'application/json'],
  ] as const) {
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get('content-type')], path).toEqual([status, type]);
  }
  const page = await (await fetch(`${url}/k/kdmp-bulukerto-batu`)).text();
  expect(page).toContain('contoh');
  expect(output.text).toContain('/k/kdmp-bulukerto-batu');
});
