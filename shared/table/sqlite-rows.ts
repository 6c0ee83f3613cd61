/** Items as rows of SQLite: written with a checksum, and verified on every read before anything is believed. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { DamagedRow } from './table.ts';
import type { Item, Key } from './table.ts';

/** A row that passed its checksum. `item` may be past its expiry. */
export type Row = { id: number; body: string; item: Item };

export class SqliteRows {
  readonly #get: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #expired: StatementSync;
  readonly #following: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT id, body, sum FROM item WHERE pk = ? AND sk = ?');
    this.#insert = db.prepare(
      `INSERT INTO item (listPk, listSk, ownerPk, ownerSk, expiresAt, body, sum, pk, sk)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE item SET listPk = ?, listSk = ?, ownerPk = ?, ownerSk = ?, expiresAt = ?, body = ?, sum = ? WHERE id = ?`,
    );
    this.#delete = db.prepare('DELETE FROM item WHERE id = ?');
    this.#following = db.prepare('SELECT id, body, sum FROM item WHERE id > ? ORDER BY id LIMIT ?');
    this.#expired = db.prepare('SELECT id, body, sum FROM item WHERE expiresAt <= ? LIMIT ?');
  }

  get({ pk, sk }: Key): Row | undefined {
    const found = this.#get.get(pk, sk);
    if (!found) return undefined;
    const row = verified(found);
    if (row.item.pk !== pk || row.item.sk !== sk) throw damaged(`the entry of ${pk} / ${sk} leads elsewhere`);
    return row;
  }

  /** Rows whose expiry is past, oldest first. */
  expired(nowSeconds: number, limit: number): Row[] {
    return this.#expired.all(nowSeconds, limit).map(verified);
  }

  /** Rows in the order they were first written, after the one with this id (0: from the first). */
  following(id: number, limit: number): Row[] {
    return this.#following.all(id, limit).map(verified);
  }

  /** Stores the item in place of `before`; gives its JSON. */
  write(before: Row | undefined, item: Item): string {
    const body = JSON.stringify(item);
    const list = indexed(item.listPk, item.listSk);
    const owner = indexed(item.ownerPk, item.ownerSk);
    const columns = [...list, ...owner, item.expiresAt ?? null, body, crc32(body)] as const;
    if (before) this.#update.run(...columns, before.id);
    else this.#insert.run(...columns, item.pk, item.sk);
    return body;
  }

  delete(row: Row): void {
    this.#delete.run(row.id);
  }
}

const indexed = (pk: string | undefined, sk: string | undefined): [string, string] | [null, null] =>
  pk === undefined || sk === undefined ? [null, null] : [pk, sk];

/** The row with its item, or `DamagedRow`. */
export function verified(found: Record<string, unknown>): Row {
  const { id, body, sum } = found as { id: number; body: string; sum: number };
  if (typeof body !== 'string' || crc32(body) !== sum) throw damaged(`row ${id} does not match its checksum`);
  return { id, body, item: JSON.parse(body) as Item };
}

export const damaged = (what: string): DamagedRow =>
  new DamagedRow(`${what}: the store's file is damaged; stop, and restore it from a backup`);
