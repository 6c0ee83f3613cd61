/** Damage is noticed, not served: a flipped bit anywhere in the store's files gives the right data or an error, never wrong data. */
import { copyFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DamagedStore } from '../../shared/table/sqlite-errors.ts';
import { SqliteRows } from '../../shared/table/sqlite-rows.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { DamagedRow } from '../../shared/table/table.ts';
import type { Change, Item } from '../../shared/table/table.ts';

const flips = Number(process.env['FLIPS'] ?? 2_000);
const seed = Number(process.env['SEED'] ?? 1);

/** Mulberry32: the same flips for the same seed. */
function chance(state: number): () => number {
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const items = Array.from({ length: 120 }, (_, n): Item => {
  const region = `35.14.${String(n % 24).padStart(2, '0')}`;
  const place = { listPk: 'COOP', listSk: region, ownerPk: 'ORG#disperindag', ownerSk: `${n}` };
  return {
    pk: `COOP#${n}`,
    sk: 'PROFILE',
    ...place,
    name: `Koperasi ${n}`,
    note: 'x'.repeat((n * 131) % 1500),
    n,
  };
});
const absent = { pk: 'COOP#none', sk: 'PROFILE' };

type Seen = {
  items: (Item | undefined)[];
  list: Item[];
  owner: Item[];
  changes: Change[];
  checkpoint: string | null;
};

/** Everything that callers could be told. */
async function readAll(file: string): Promise<Seen> {
  const table = openSqliteTable(file);
  try {
    return {
      items: await table.getMany([...items, absent]),
      list: (await table.query({ index: 'list', pk: 'COOP', limit: 1000 })).items,
      owner: (await table.query({ index: 'owner', pk: 'ORG#disperindag', limit: 1000 })).items,
      changes: await table.changes.read(null, 1000),
      checkpoint: await table.changes.checkpoint('market'),
    };
  } finally {
    await table.close();
  }
}

const parts = ['', '-sums', '-mark'] as const;
let directory: string;
let good: string;
let truth: Seen;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titik-temu-'));
  good = join(directory, 'good.db');
  const table = openSqliteTable(good);
  for (const item of items) await table.write({ do: 'put', item });
  const changes = await table.changes.read(null, 1000);
  await table.changes.saveCheckpoint('market', changes[60]!.id);
  await table.close();
  truth = await readAll(good);
});
afterAll(() => rm(directory, { recursive: true }));

async function copyTo(name: string): Promise<string> {
  const file = join(directory, name);
  await rm(`${file}-wal`, { force: true });
  for (const part of parts) await copyFile(good + part, file + part);
  return file;
}

async function flip(file: string, bit: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  await writeFile(file, bytes);
}

describe('a flipped bit', () => {
  test('is no matter of the test itself: the store as it was reads right', () => {
    expect(truth.items).toEqual([...items, undefined]);
    expect(truth.list).toHaveLength(items.length);
    expect(truth.changes).toHaveLength(items.length - 61);
  });

  test(`is never served as data, in ${flips} places of the store's files`, { timeout: 600_000 }, async () => {
    const next = chance(seed);
    const counts = { noticed: 0, harmless: 0, wrong: [] as string[] };
    const sizes = await Promise.all(parts.map(async (part) => (await readFile(good + part)).length));
    for (let turn = 0; turn < flips; turn += 1) {
      // Nine in ten hit the data, the others its guards.
      const part = next() < 0.9 ? 0 : 1 + (turn % 2);
      const bit = Math.floor(next() * sizes[part]! * 8);
      const file = await copyTo('flipped.db');
      await flip(file + parts[part]!, bit);
      try {
        const seen = await readAll(file);
        if (isDeepStrictEqual(seen, truth)) counts.harmless += 1;
        else counts.wrong.push(`bit ${bit} of store.db${parts[part]}`);
      } catch (error) {
        if (!(error instanceof DamagedStore || error instanceof DamagedRow)) throw error;
        counts.noticed += 1;
      }
    }
    expect(counts.wrong).toEqual([]);
    expect(counts.noticed).toBeGreaterThan(flips * 0.8);
  });

  test('in a row that changed after the store was opened is caught by the row itself', async () => {
    const db = new DatabaseSync(await copyTo('row.db'));
    const rows = new SqliteRows(db);
    const body = `REPLACE(body, 'Koperasi 7', 'Koperasi 6')`;
    db.exec(`UPDATE item SET body = ${body} WHERE pk = 'COOP#7'`);
    expect(() => rows.get({ pk: 'COOP#7', sk: 'PROFILE' })).toThrow(DamagedRow);
    db.exec(`UPDATE item SET pk = 'COOP#none' WHERE pk = 'COOP#8'`);
    expect(() => rows.get(absent)).toThrow('leads elsewhere');
    db.close();
  });
});

describe('a page that goes bad while the store is open', () => {
  test('is found by the scrub, wherever it is, and from then on nothing is served', async () => {
    const { length } = await readFile(good);
    for (const place of [0.3, 0.6, 0.99]) {
      const file = await copyTo('scrubbed.db');
      const table = openSqliteTable(file);
      // Truncating and rewriting the file would be another fault; this changes one byte in its place.
      const handle = await open(file, 'r+');
      await handle.write(Buffer.from([0xa5, 0x5a]), 0, 2, Math.floor(length * place));
      await handle.close();
      for (let pages = 0; pages < length / 4096; pages += 7) table.scrub(7);
      await expect(table.get(absent)).rejects.toThrow(DamagedStore);
      await expect(table.write({ do: 'delete', key: absent })).rejects.toThrow(DamagedStore);
      await table.close();
    }
  });

  test('is not suspected in a sound store that is written and checkpointed meanwhile', async () => {
    const table = openSqliteTable(await copyTo('sound.db'), { checkpointBytes: 50_000 });
    for (let round = 0; round < 40; round += 1) {
      await table.write({ do: 'put', item: { pk: 'NEW', sk: `${round}`, text: 'x'.repeat(round * 100) } });
      table.scrub(Infinity);
      table.scrub(3);
    }
    expect((await table.query({ pk: 'NEW', limit: 100 })).items).toHaveLength(40);
    await table.close();
  });
});

describe('a store beside which', () => {
  test('the page checksums are missing, as after restoring a backup, is examined and taken', async () => {
    const file = await copyTo('restored.db');
    await rm(`${file}-sums`);
    await rm(`${file}-mark`);
    expect(await readAll(file)).toEqual(truth);
    expect(await readAll(file)).toEqual(truth);
  });

  test('an older copy of the data was put back is refused: acknowledged writes would be missing', async () => {
    const file = await copyTo('older.db');
    const table = openSqliteTable(file);
    await table.write({ do: 'put', item: { pk: 'LATER', sk: 'LATER' } });
    await table.close();
    await copyFile(good, file);
    await copyFile(`${good}-sums`, `${file}-sums`);
    expect(() => openSqliteTable(file)).toThrow(DamagedStore);
    expect(() => openSqliteTable(file)).toThrow('it ends at change 120, but 121 changes were acknowledged');
  });
});
