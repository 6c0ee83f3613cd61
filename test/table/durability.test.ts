/** What the embedded store promises about its file: settings in force, one process, nothing acknowledged is lost. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GroupCommit } from '../../shared/table/group-commit.ts';
import { DamagedStore, StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openSqliteFile } from '../../shared/table/sqlite-file.ts';
import { SqliteRows } from '../../shared/table/sqlite-rows.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Item } from '../../shared/table/table.ts';
import { openSqlite } from '../support/tables.ts';

const kills = Number(process.env['KILLS'] ?? 100);
const writer = join(import.meta.dirname, 'killed-writer.ts');

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titik-temu-'));
  file = join(directory, 'store.db');
});
afterEach(() => rm(directory, { recursive: true }));

describe('the file of the embedded store', () => {
  test('has every setting in force that durability rests on', () => {
    const { db, guard } = openSqliteFile(file);
    const inForce = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get()!)[0];
    expect(inForce('journal_mode')).toBe('wal');
    expect(inForce('synchronous')).toBe(2);
    expect(inForce('locking_mode')).toBe('exclusive');
    expect(inForce('foreign_keys')).toBe(1);
    guard!.close();
    db.close();
  });

  test('is refused to a second process, with words that say what to do', async () => {
    const table = openSqliteTable(file);
    expect(() => openSqliteTable(file)).toThrow(StoreInUse);
    const run = promisify(execFile)(process.execPath, [writer, file, '0']);
    const refusal = `${file} is in use by another process. Stop that one first, or choose another place with TITIK_TEMU_DATA.`;
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(refusal) as string });
    await table.write({ do: 'put', item: { pk: 'A', sk: '1' } });
    await table.close();
  });

  test('of another program, or of another release, is left alone', () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE customers (name TEXT)');
    other.close();
    expect(() => openSqliteTable(file)).toThrow('not a Titik Temu store');
    const later = openSqliteFile(join(directory, 'later.db'));
    later.db.exec('PRAGMA user_version = 99');
    later.guard!.close();
    later.db.close();
    for (let again = 0; again < 2; again += 1) {
      expect(() => openSqliteTable(join(directory, 'later.db'))).toThrow(
        'written by another release (schema 99',
      );
    }
  });

  test('keeps what was written when it is opened again, and when it was never closed', async () => {
    const item: Item = { pk: 'COOP#1', sk: 'PROFILE', name: 'Dadaprejo' };
    const table = openSqliteTable(file);
    await table.write({ do: 'put', item });
    await table.close();
    await table.close();
    const script = `
      const { openSqliteTable } = await import(${JSON.stringify(new URL('../../shared/table/sqlite-table.ts', import.meta.url))});
      const table = openSqliteTable(${JSON.stringify(file)});
      await table.write({ do: 'put', item: { pk: 'COOP#2', sk: 'PROFILE' } });`;
    // Ends by itself, by process.exit, and by an error, each without closing.
    for (const end of ['', 'process.exit(0)', 'setTimeout(() => { throw new Error("x") })']) {
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', `${script}; ${end}`]).catch(
        () => undefined,
      );
      const again = openSqliteTable(file);
      expect(await again.get(item)).toEqual(item);
      expect(await again.get({ pk: 'COOP#2', sk: 'PROFILE' })).toBeDefined();
      await again.close();
    }
  });

  test(
    `loses no acknowledged write and no half of one in ${kills} random kills`,
    { timeout: 600_000 },
    async () => {
      let first = 0;
      const acknowledged = new Set<number>();
      for (let kill = 0; kill < kills; kill += 1) {
        const child = spawn(process.execPath, [writer, file, `${first}`], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        await once(child.stdout, 'data');
        await sleep(Math.random() * 150);
        child.kill('SIGKILL');
        await once(child, 'close');
        const lines = said.split('\n').slice(1, -1).map(Number);
        for (const n of lines) acknowledged.add(n);

        const table = openSqliteTable(file);
        const stored = await everything(table, 'A');
        const twins = await everything(table, 'B');
        const sum = (await table.get({ pk: 'SUM', sk: 'SUM' }))?.['count'] ?? 0;
        await table.close();
        expect([...acknowledged].filter((n) => !stored.has(n))).toEqual([]);
        expect(twins).toEqual(stored);
        expect(sum).toBe(stored.size);
        first = Math.max(-1, ...stored) + 1;
      }
      expect(acknowledged.size).toBeGreaterThan(kills);
    },
  );

  test('is refused when a damaged log hides acknowledged writes', async () => {
    const child = spawn(process.execPath, [writer, file, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (said.split('\n').length < 30) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const log = await open(`${file}-wal`, 'r+');
    const { size } = await log.stat();
    const byte = Buffer.alloc(1);
    await log.read(byte, 0, 1, Math.floor(size / 2));
    byte[0]! ^= 16;
    await log.write(byte, 0, 1, Math.floor(size / 2));
    await log.close();
    expect(() => openSqliteTable(file)).toThrow(DamagedStore);
  });
});

async function everything(table: ReturnType<typeof openSqliteTable>, pk: string): Promise<Set<number>> {
  const numbers = new Set<number>();
  let after;
  do {
    const page = await table.query({ pk, limit: 1000, ...(after ? { after } : {}) });
    for (const { n } of page.items) numbers.add(n as number);
    after = page.next;
  } while (after);
  return numbers;
}

describe('group commit', () => {
  test('lets 640 writes of 64 callers share at most a tenth as many commits', async () => {
    const store = await openSqlite();
    const before = store.table.commits;
    const caller = async (_: unknown, name: number): Promise<void> => {
      for (let n = 0; n < 10; n += 1)
        await store.table.write({ do: 'put', item: { pk: `${name}`, sk: `${n}` } });
    };
    await Promise.all(Array.from({ length: 64 }, caller));
    expect(store.table.commits - before).toBeLessThanOrEqual(64);
    expect(await store.drainChanges()).toHaveLength(640);
    await store.close();
  });

  test('lets in whoever is at the door before it stops for the disk: 100 new connections share their commits', async () => {
    const table = openSqliteTable(file);
    let number = 0;
    const server = createServer((_, answer) => {
      number += 1;
      void table.write({ do: 'put', item: { pk: 'A', sk: `${number}` } }).then(() => answer.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ask = async (): Promise<void> => {
      const request = get({ port, host: '127.0.0.1', agent: false });
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
    };
    await Promise.all(Array.from({ length: 100 }, ask));
    expect(number).toBe(100);
    expect(table.commits).toBeLessThan(50);
    server.close();
    await table.close();
  });

  test('refuses one write of a group without touching the others', async () => {
    const store = await openSqlite();
    const key = { pk: 'NIB#1', sk: 'NIB' };
    const outcomes = await Promise.allSettled([
      store.table.write({ do: 'put', item: { ...key, by: 'first' }, when: { is: 'absent' } }),
      store.table.write({ do: 'put', item: { ...key, by: 'second' }, when: { is: 'absent' } }),
      store.table.transact([
        { do: 'put', item: { pk: 'X', sk: '1' } },
        { do: 'put', item: { ...key, by: 'third' }, when: { is: 'absent' } },
      ]),
      store.table.write({
        do: 'update',
        key,
        set: { seen: true },
        when: { is: 'equal', attribute: 'by', value: 'first' },
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await store.table.get(key)).toEqual({ ...key, by: 'first', seen: true });
    expect(await store.table.get({ pk: 'X', sk: '1' })).toBeUndefined();
    expect(store.table.commits).toBe(1);
    await store.close();
  });

  test('that the disk refuses writes nothing, tells every caller, the refused included, and goes on', async () => {
    const { db, guard } = openSqliteFile(file);
    const rows = new SqliteRows(db);
    const writes = new GroupCommit(db, { settled: () => undefined, afterwards: () => undefined });
    const key = { pk: 'A', sk: '1' };
    const put = (item: Item): Promise<string> =>
      writes.submit(() => {
        const before = rows.get(item);
        return () => rows.write(before, item);
      });
    await put({ ...key, n: 1 });
    const { page_count: pages } = db.prepare('PRAGMA page_count').get() as { page_count: number };
    db.prepare(`PRAGMA max_page_count = ${pages}`).get();
    const refusal = writes.submit(() => {
      expect(rows.get(key)?.item['n']).toBe(2);
      throw new Error('because n is 2, which was never committed');
    });
    const group = [put({ ...key, n: 2 }), refusal, put({ pk: 'A', sk: '2', text: 'x'.repeat(300_000) })];
    const outcomes = (await Promise.allSettled(group)) as PromiseRejectedResult[];
    expect(outcomes.map(({ reason }) => (reason as Error)?.name)).toEqual([
      'TableBusy',
      'TableBusy',
      'TableBusy',
    ]);
    expect(rows.get(key)?.item).toEqual({ ...key, n: 1 });
    await put({ ...key, n: 3 });
    expect(rows.get(key)?.item).toEqual({ ...key, n: 3 });
    guard!.close();
    db.close();
  });
});
