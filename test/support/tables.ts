/** Opens stores for tests: whatever touches storage runs on every store, and reads its changes the same way on each. */
import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { describe, inject } from 'vitest';
import type { Clock } from '../../shared/clock.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import type { DynamoTable } from '../../shared/table/dynamo-table.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { SqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Change, Table } from '../../shared/table/table.ts';
import { streamReader } from './stream-reader.ts';
import { tableDefinition } from './table-definition.ts';

export type OpenTable<T extends Table = Table> = {
  table: T;
  /** The changes since the last call, in commit order (on DynamoDB: for each item). */
  drainChanges: () => Promise<Change[]>;
  /** Closes the table and removes what it left behind. */
  close: () => Promise<void>;
};

export type OpenOptions = { clock?: Clock };
export type Open = (options?: OpenOptions) => Promise<OpenTable>;
export type StoreName = 'SQLite' | 'DynamoDB';

/**
 * `describe` for every store: `onEveryStore('a potential', (open) => { test(…) })`.
 * Open in `beforeEach` or in the test, and `close()` what you opened. Without Java the DynamoDB half is skipped, except in CI.
 */
export function onEveryStore(title: string, body: (open: Open, store: StoreName) => void): void {
  describe(`${title} (SQLite)`, () => {
    body(openSqlite, 'SQLite');
  });
  describe.skipIf(inject('dynamodbLocal') === null)(`${title} (DynamoDB)`, () => {
    body(openDynamo, 'DynamoDB');
  });
}

/**
 * Where stores lie: in memory, where the system lends it as files (Linux), since a test that only uses a store need not wait for
 * a disk. Tests of durability name their own directories.
 */
const storesDirectory = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();

/** A GB: what all tests have open at once takes less than a tenth. Containers may get 64 MB. */
function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= 2 ** 30;
  } catch {
    return false;
  }
}

/** A new SQLite store in a directory of its own. */
export async function openSqlite({ clock }: OpenOptions = {}): Promise<
  OpenTable<SqliteTable> & { file: string }
> {
  const directory = await mkdtemp(join(storesDirectory, 'titik-temu-'));
  const file = join(directory, 'store.db');
  const table = openSqliteTable(file, clock ? { clock } : {});
  let last: string | null = null;
  return {
    table,
    file,
    async drainChanges() {
      const drained: Change[] = [];
      for (;;) {
        const changes = await table.changes.read(last, 1000);
        if (changes.length === 0) return drained;
        drained.push(...changes);
        last = changes.at(-1)!.id;
      }
    },
    async close() {
      await table.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A new table of its own on DynamoDB Local, which the first call starts; `client` reaches it another way. */
export async function openDynamo({ clock }: OpenOptions = {}): Promise<
  OpenTable<DynamoTable> & { name: string; client: DynamoDBClientConfig }
> {
  const client = await dynamoClient();
  const name = `titik-temu-${randomUUID()}`;
  const admin = new DynamoDBClient(client);
  const { TableDescription: made } = await admin.send(new CreateTableCommand(tableDefinition(name)));
  const reader = streamReader(client, made!.LatestStreamArn!);
  const table = openDynamoTable(name, { client, ...(clock ? { clock } : {}) });
  return {
    table,
    name,
    client,
    drainChanges: () => reader.drain(),
    async close() {
      await table.close();
      reader.close();
      await admin.send(new DeleteTableCommand({ TableName: name }));
      admin.destroy();
    },
  };
}

/**
 * DynamoDB Local keeps one database in memory for each access key, and with every write it reads through all tables and stream
 * records that its database ever had: after a hundred tables a write costs six times as much.
 */
const TABLES_OF_A_DATABASE = 4;
let clients = 0;
let database = '';

/** How to reach DynamoDB Local for a new table, whose tables only this client sees; starts it when needed. */
export async function dynamoClient(): Promise<
  DynamoDBClientConfig & { credentials: { accessKeyId: string; secretAccessKey: string } }
> {
  const door = inject('dynamodbLocal');
  if (!door) throw new Error('DynamoDB Local cannot run: Java is missing');
  const answer = await fetch(door);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  if (clients % TABLES_OF_A_DATABASE === 0) database = randomUUID().replaceAll('-', '');
  clients += 1;
  return {
    endpoint: text,
    region: 'local',
    credentials: { accessKeyId: database, secretAccessKey: 'local' },
    // A loaded machine is no reason to fail: the emulator shares it with every test.
    requestHandler: { connectionTimeout: 30_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  };
}

export type RoundTrips = { get: number; getMany: number; query: number; write: number; transact: number };

/** A table that counts its round trips, for budgets: "a warm read costs at most two". `getMany` costs one for every 100 keys. */
export function countingTable(table: Table): { table: Table; calls: RoundTrips; reset(): void } {
  const calls: RoundTrips = { get: 0, getMany: 0, query: 0, write: 0, transact: 0 };
  const counting: Table = {
    get: (key) => ((calls.get += 1), table.get(key)),
    getMany: (keys) => ((calls.getMany += Math.ceil(keys.length / 100)), table.getMany(keys)),
    query: (query) => ((calls.query += 1), table.query(query)),
    write: (action) => ((calls.write += 1), table.write(action)),
    transact: (actions) => ((calls.transact += 1), table.transact(actions)),
    close: () => table.close(),
  };
  return {
    table: counting,
    calls,
    reset: () => void Object.assign(calls, { get: 0, getMany: 0, query: 0, write: 0, transact: 0 }),
  };
}
