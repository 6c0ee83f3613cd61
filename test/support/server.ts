/** A real server process over a store of its own, without sample data: to be loaded, abused, killed and started again. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';
import { admin, type Received } from './api.ts';
import { freePort } from './free-port.ts';

const main = join(import.meta.dirname, '../../functions/server/main.ts');

export type TestServer = {
  port: number;
  /** An administrator's. */
  token: string;
  /** Its data: start another server on it after this one has ended. */
  directory: string;
  /** What it has printed so far. */
  printed(): string;
  /** As an administrator. Rejects when the connection breaks. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Received>;
  get: (path: string) => Promise<Received>;
  /** SIGKILL, at once. */
  kill(): void;
  /** Ends it, and waits until it has. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Ends it anyhow, and removes its data. */
  remove(): Promise<void>;
};

/** Of this process's first start. */
let compiled: Promise<void> | undefined;

/**
 * What is killed leaves none of the code that it compiled to the next, and most servers here are killed: one that is told a port
 * that is none loads everything, ends by itself and leaves it. Without `NODE_COMPILE_CACHE` there is nowhere to leave it.
 */
async function compile(): Promise<void> {
  if (process.env['NODE_COMPILE_CACHE'] === undefined) return;
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: 'none' }, stdio: 'ignore' });
  await new Promise<void>((resolve) => child.on('close', () => resolve()));
}

/**
 * Starts a server on a new store, or on the one that an earlier server left, and waits until it answers. `program` is another one
 * to serve with, `env` what that needs, and `under` a command that runs it and watches.
 */
export async function startServer(
  directory?: string,
  program = main,
  env: { [name: string]: string } = {},
  under: readonly string[] = [],
): Promise<TestServer> {
  await (compiled ??= compile());
  const data = directory ?? (await mkdtemp(join(tmpdir(), 'titik-temu-server-')));
  const port = await freePort();
  const [command, ...args] = [...under, process.execPath, program];
  const child = spawn(command, args, {
    env: {
      ...process.env,
      PORT: String(port),
      TITIK_TEMU_DATA: data,
      TITIK_TEMU_SAMPLE: 'off',
      TITIK_TEMU_REQUESTS_PER_SECOND: '1000000',
      // A crowded test machine is no overload; the tests of overload say their own.
      TITIK_TEMU_BURST_MS: '60000',
      ...env,
    },
  });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(text);
    await sleep(20);
  }
  const token = await (await openLocalIssuer(data)).sign(admin);

  const always = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const send = async (path: string, init: RequestInit): Promise<Received> => {
    const answer = await fetch(`${url}${path}`, init);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { status: answer.status, headers: answer.headers, bytes, text, body: JSON.parse(text) };
  };
  return {
    port,
    token,
    directory: data,
    printed: () => text,
    post: (path, body, headers = {}) =>
      send(path, { method: 'POST', body: JSON.stringify(body), headers: { ...always, ...headers } }),
    get: (path) => send(path, { headers: always }),
    kill: () => void child.kill('SIGKILL'),
    async end(signal) {
      child.kill(signal);
      await ended;
    },
    async remove() {
      child.kill('SIGKILL');
      await ended;
      await rm(data, { recursive: true });
    },
  };
}
