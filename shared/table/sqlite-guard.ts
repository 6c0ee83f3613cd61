/**
 * Guards the store's file as a whole. Checksums of rows show that a row is right, not that none is missing: a flipped bit
 * in a key or in a page's pointers makes SQLite answer "no such row", and even its integrity check calls many such files
 * sound. So beside `store.db` lie
 * - `store.db-sums`: a CRC-32 of every page, rewritten before each checkpoint moves pages from the log into the file;
 * - `store.db-mark`: the number of the last acknowledged change, the high-water mark. A damaged log ends early without
 *   an error; the mark tells that acknowledged writes are gone.
 * Opening verifies all of it (about half a second for each gigabyte) and refuses a store that does not agree.
 * Afterwards `scrub` goes round the file piece by piece. Between two rounds a page may go bad and be read; there only the
 * rows' own checksums help.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { DamagedStore } from './sqlite-errors.ts';
import { readWal } from './sqlite-wal.ts';

const sumsMagic = Buffer.from('TTSUMS1\n');
const markBytes = 16;
const pagesAtOnce = 256;

export class SqliteGuard {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #checkpointBytes: number;
  readonly #pageSize: number;
  /** Kept open for as long as the store: closing any handle of the file would drop SQLite's lock on it. */
  readonly #fd: number;
  readonly #mark: number;
  /** By page, from 0; 0 where no sum is known (a page that was never written). */
  #sums: Uint32Array = new Uint32Array(0);
  /** Where the scrub goes on, as a page from 1. */
  #nextPage = 1;

  /** Throws `DamagedStore`. The database must be open and locked. */
  constructor(db: DatabaseSync, file: string, checkpointBytes: number) {
    this.#db = db;
    this.#checkpointBytes = checkpointBytes;
    this.#file = file;
    this.#pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size']);
    this.#fd = openSync(file, 'r');
    if (existsSync(this.#sumsFile)) {
      this.#sums = this.#storedSums();
      this.#verify();
    } else {
      this.#begin();
    }
    this.#mark = openSync(this.#markFile, existsSync(this.#markFile) ? 'r+' : 'w+');
    this.#verifyMark(lastChange(db));
  }

  /** Remembers that changes up to this one are acknowledged. Not synced: it must survive a kill, and may lag after a power cut. */
  acknowledge(seq: number): void {
    const mark = Buffer.alloc(markBytes);
    mark.writeDoubleBE(seq);
    mark.writeUInt32BE(crc32(mark.subarray(0, 8), 1), 8);
    writeSync(this.#mark, mark, 0, markBytes, 0);
  }

  /** Checkpoints when the log has grown enough. */
  checkpointIfDue(): void {
    if (statSync(`${this.#file}-wal`).size >= this.#checkpointBytes) this.checkpoint();
  }

  /**
   * Moves the log's pages into the file; their sums are on disk first, so a crash between leaves pages that the log still
   * holds. Throws `DamagedStore` when the log is damaged.
   */
  checkpoint(): void {
    const wal = readWal(`${this.#file}-wal`);
    const { log } = this.#db.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number };
    if (log > wal.frames) throw this.#damage(`its log breaks off after ${wal.frames} of ${log} frames`);
    if (wal.frames === 0) return;
    const sums = new Uint32Array(wal.databasePages);
    sums.set(this.#sums.subarray(0, wal.databasePages));
    for (const [page, offset] of wal.pages) {
      if (page <= sums.length) sums[page - 1] = crc32(wal.bytes.subarray(offset, offset + this.#pageSize));
    }
    this.#storeSums(sums);
    const done = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (done?.['busy'] !== 0) throw new Error(`${this.#file}: SQLite could not empty its log`);
  }

  /** Checkpoints; to be called just before the database is closed, which would empty the log without sums. */
  close(): void {
    this.checkpoint();
    closeSync(this.#mark);
    // The database's own handle closes next, and with it ends the lock.
    closeSync(this.#fd);
  }

  /** How large the file is. */
  get bytes(): number {
    return fstatSync(this.#fd).size;
  }

  get #sumsFile(): string {
    return `${this.#file}-sums`;
  }

  get #markFile(): string {
    return `${this.#file}-mark`;
  }

  /** A new store, or one restored without its sums: everything is examined once by slower means. */
  #begin(): void {
    const found = this.#db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (found !== 'ok') throw this.#damage(`SQLite finds: ${String(found)}`);
    this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    const sums = new Uint32Array(Math.ceil(fstatSync(this.#fd).size / this.#pageSize));
    this.#eachPage((page, bytes) => {
      sums[page - 1] = crc32(bytes);
    });
    this.#storeSums(sums);
  }

  /** Verifies the next pages of the file, and begins again at its end: 256 of them in about a millisecond. Throws `DamagedStore`. */
  scrub(pages = pagesAtOnce): void {
    const until = Math.min(this.#nextPage + pages - 1, this.#sums.length);
    this.#eachPage((page, bytes) => this.#compare(page, bytes), this.#nextPage, until);
    this.#nextPage = until >= this.#sums.length ? 1 : until + 1;
  }

  #compare(page: number, bytes: Uint8Array): void {
    const sum = this.#sums[page - 1] ?? 0;
    if (sum !== 0 && crc32(bytes) !== sum) throw this.#damage(`page ${page} is not as written`);
  }

  #verify(): void {
    const wal = readWal(`${this.#file}-wal`);
    let seen = 0;
    this.#eachPage((page, bytes) => {
      seen = page;
      // The log's image is the newer one, and was verified with the log.
      if (!wal.pages.has(page)) this.#compare(page, bytes);
    });
    for (let page = seen + 1; page <= this.#sums.length; page += 1) {
      if (this.#sums[page - 1] !== 0 && !wal.pages.has(page)) throw this.#damage(`page ${page} is missing`);
    }
  }

  #eachPage(look: (page: number, bytes: Uint8Array) => void, first = 1, last = Infinity): void {
    const block = Buffer.alloc(this.#pageSize * Math.min(pagesAtOnce, last - first + 1));
    for (let page = first; page <= last;) {
      const read = readSync(this.#fd, block, 0, block.length, (page - 1) * this.#pageSize);
      for (let at = 0; at + this.#pageSize <= read && page <= last; at += this.#pageSize, page += 1) {
        look(page, block.subarray(at, at + this.#pageSize));
      }
      if (read < block.length) return;
    }
  }

  #storedSums(): Uint32Array {
    const stored = readFileSync(this.#sumsFile);
    const body = stored.subarray(0, -4);
    const sound =
      stored.length >= sumsMagic.length + 4 &&
      stored.length % 4 === 0 &&
      body.subarray(0, sumsMagic.length).equals(sumsMagic) &&
      crc32(body) === stored.readUInt32BE(stored.length - 4);
    if (!sound) throw this.#damage(`its page checksums (${this.#sumsFile}) are themselves damaged`);
    const view = new DataView(
      body.buffer,
      body.byteOffset + sumsMagic.length,
      body.length - sumsMagic.length,
    );
    return Uint32Array.from({ length: view.byteLength / 4 }, (_, page) => view.getUint32(page * 4));
  }

  /** All or nothing, also when the power goes: a new file, synced, takes the old one's name. */
  #storeSums(sums: Uint32Array): void {
    const bytes = Buffer.alloc(sumsMagic.length + sums.length * 4 + 4);
    sumsMagic.copy(bytes);
    for (const [page, sum] of sums.entries()) bytes.writeUInt32BE(sum, sumsMagic.length + page * 4);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
    const temporary = `${this.#sumsFile}-new`;
    writeFileSync(temporary, bytes, { flush: true });
    renameSync(temporary, this.#sumsFile);
    syncDirectory(dirname(this.#file));
    this.#sums = sums;
  }

  #verifyMark(lastSeq: number): void {
    const mark = Buffer.alloc(markBytes);
    readSync(this.#mark, mark, 0, markBytes, 0);
    // Never written, or lost with the power before it reached the disk.
    if (mark.every((byte) => byte === 0)) return;
    if (mark.readUInt32BE(8) !== crc32(mark.subarray(0, 8), 1)) {
      throw this.#damage(`its high-water mark (${this.#markFile}) is itself damaged`);
    }
    const acknowledged = mark.readDoubleBE();
    if (lastSeq < acknowledged) {
      throw this.#damage(`it ends at change ${lastSeq}, but ${acknowledged} changes were acknowledged`);
    }
  }

  #damage(what: string): DamagedStore {
    return new DamagedStore(
      `${this.#file} is damaged: ${what}. Nothing of it is served; restore it from a backup. ` +
        `(If you put another database in its place, remove ${this.#sumsFile} and ${this.#markFile}: it is then examined anew.)`,
    );
  }
}

/** The number of the last change ever written, also when it was trimmed; 0 in a new store. */
export function lastChange(db: DatabaseSync): number {
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get()) return 0;
  return Number(db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'change'").get()?.['seq'] ?? 0);
}

function syncDirectory(directory: string): void {
  // Windows cannot open a directory, and has no need to.
  if (process.platform === 'win32') return;
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
