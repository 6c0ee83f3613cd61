/** Opens the one file of the embedded store: durable settings that are asserted, one process at a time, a schema that is known. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DamagedStore, explained } from './sqlite-errors.ts';
import { SqliteGuard } from './sqlite-guard.ts';

/** Raised with every change of the tables below; a file of another version is refused, never guessed at. */
const schemaVersion = 1;
/** Marks a SQLite file as ours ("TTMU"), so that a wrong path is not filled with our tables. */
const applicationId = 0x54_54_4d_55;

/**
 * `item.body` is the item as JSON and the only truth; the other columns are copies to search by, compared with it on
 * every read. `sum` is the CRC-32 of the body. `change.seq` never repeats, also after trimming.
 */
const schema = `
  CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    pk TEXT NOT NULL, sk TEXT NOT NULL,
    listPk TEXT, listSk TEXT, ownerPk TEXT, ownerSk TEXT,
    expiresAt INTEGER,
    body TEXT NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX item_key ON item (pk, sk);
  CREATE INDEX item_list ON item (listPk, listSk, pk, sk) WHERE listPk IS NOT NULL;
  CREATE INDEX item_owner ON item (ownerPk, ownerSk, pk, sk) WHERE ownerPk IS NOT NULL;
  CREATE INDEX item_expiry ON item (expiresAt) WHERE expiresAt IS NOT NULL;
  CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE consumer (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT;
`;

export const inMemory = ':memory:';

/** `guard` is missing in memory, where nothing outlives the process. */
export type OpenFile = { db: DatabaseSync; guard: SqliteGuard | undefined };

/**
 * Opens or creates the file. Throws `StoreInUse` when another process has it, `DamagedStore` when it cannot be trusted.
 * Every setting that durability rests on is read back: SQLite ignores a pragma that it cannot honour without a word.
 */
export function openSqliteFile(file: string, checkpointBytes = 4 * 1024 * 1024): OpenFile {
  if (file !== inMemory) mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  let guard: SqliteGuard | undefined;
  try {
    settle(db, file);
    if (file !== inMemory) guard = new SqliteGuard(db, file, checkpointBytes);
    migrate(db, file);
    return { db, guard };
  } catch (error) {
    // Closing empties the log into the file; the sums of its pages must go ahead, or they would look damaged next time.
    guard?.close();
    db.close();
    throw explained(error, file);
  }
}

function settle(db: DatabaseSync, file: string): void {
  const settings: [pragma: string, wanted: string, inForce: string | number][] = [
    // Before the first access: the lock is then held for as long as the process lives, and there is no shared memory.
    ['locking_mode', 'EXCLUSIVE', 'exclusive'],
    ['busy_timeout', '0', 0],
    ['journal_mode', 'WAL', file === inMemory ? 'memory' : 'wal'],
    // FULL: every commit waits for the disk. NORMAL would lose acknowledged writes with the power.
    ['synchronous', 'FULL', 2],
    ['foreign_keys', 'ON', 1],
    ['trusted_schema', 'OFF', 0],
    ['cell_size_check', 'ON', 1],
    ['cache_size', '-65536', -65536],
    // What is deleted or replaced is overwritten with zeros; what pages leave behind when they are split goes by `compact`.
    ['secure_delete', 'ON', 1],
    // Checkpoints are ours to time: page checksums are written before each of them.
    ['wal_autocheckpoint', '0', 0],
  ];
  for (const [pragma, wanted, inForce] of settings) {
    db.prepare(`PRAGMA ${pragma} = ${wanted}`).get();
    const found = Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    if (found !== inForce) {
      throw new Error(
        `${file}: SQLite keeps ${pragma} at ${String(found)} instead of ${inForce}; the store would not be safe`,
      );
    }
  }
  db.exec('BEGIN IMMEDIATE; COMMIT');
}

function migrate(db: DatabaseSync, file: string): void {
  const version = pragmaNumber(db, 'user_version');
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (version === 0 && tables === 0) {
    db.exec(
      `BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; PRAGMA application_id = ${applicationId}; COMMIT`,
    );
    return;
  }
  if (pragmaNumber(db, 'application_id') !== applicationId) {
    throw new DamagedStore(`${file} is a SQLite file, but not a Titik Temu store; choose another path`);
  }
  if (version !== schemaVersion) {
    throw new DamagedStore(
      `${file} was written by another release (schema ${version}, this one knows ${schemaVersion}); start the release that wrote it`,
    );
  }
}

const pragmaNumber = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
