/**
 * AWS's own DynamoDB Local, the referee of the contract suite: one server for a whole test run, started by the first test
 * that asks for it, so that pure tests do not pay for it. It listens on every interface and is for tests only.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to ask for the server (`GET` answers with its address once it is up), or `null` without Java. */
    dynamodbLocal: string | null;
  }
}

const emulator = join(import.meta.dirname, '../../node_modules/ddb-local-jar/emulator');

/** vitest's global setup. */
export default async function dynamodbLocal(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  const java = findJava();
  if (!java) {
    const why = 'Java is missing (neither JAVA_HOME nor PATH has it), and DynamoDB Local needs it';
    if (process.env['CI'])
      throw new Error(`${why}: install a Java runtime 17 or newer, the suite does not skip in CI`);
    console.log(`${why}: the DynamoDB half of the tests is skipped.`);
    project.provide('dynamodbLocal', null);
    return undefined;
  }
  let server: Promise<{ endpoint: string; process: ChildProcess }> | undefined;
  const door = createServer((_request, response) => {
    server ??= start(java);
    server.then(
      ({ endpoint }) => response.end(endpoint),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  project.provide('dynamodbLocal', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    const running = await server?.catch(() => undefined);
    running?.process.kill('SIGKILL');
  };
}

function findJava(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  if (process.env['JAVA_HOME']) places.unshift(join(process.env['JAVA_HOME'], 'bin'));
  return places
    .map((place) => join(place, process.platform === 'win32' ? 'java.exe' : 'java'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function start(java: string): Promise<{ endpoint: string; process: ChildProcess }> {
  const port = await freePort();
  // It keeps the streams of tables that are long deleted: a small heap makes it collect more than it serves. One thread that
  // collects and a plain compiler leave the processors to the tests.
  const flags = [
    '-Xmx1g',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Djava.library.path=${emulator}/DynamoDBLocal_lib`,
  ];
  const server = spawn(
    java,
    [
      ...flags,
      '-jar',
      `${emulator}/DynamoDBLocal.jar`,
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    // It leaves a file with an installation id where it runs.
    { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // Also when the run is cut short and no teardown comes.
  process.once('exit', () => server.kill('SIGKILL'));
  let complaints = '';
  server.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) break;
    // Any answer will do: an unsigned request gets a 400.
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer) return { endpoint, process: server };
    await sleep(50);
  }
  server.kill('SIGKILL');
  throw new Error(`DynamoDB Local did not answer. ${complaints}`);
}
