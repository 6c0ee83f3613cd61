/** Queries over the embedded store in DynamoDB's terms: one partition, a range of sort keys in the byte order of UTF-8, a position. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { indexes, keyAttributes } from './keys.ts';
import { checkQuery } from './limits.ts';
import { isVisible } from './outcome.ts';
import { damaged, verified } from './sqlite-rows.ts';
import type { Item, Position, Query, QueryResult } from './table.ts';

type Names = { partition: 'pk' | 'listPk' | 'ownerPk'; sort: 'sk' | 'listSk' | 'ownerSk' };

export class SqliteQueries {
  readonly #db: DatabaseSync;
  /** One statement for each shape of query; a few dozen at most. */
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Reads `limit` visible items and looks whether one more follows. O(log n + limit + expired ones passed over). */
  run(query: Query, nowSeconds: number): QueryResult {
    checkQuery(query);
    const names: Names = query.index ? indexes[query.index] : keyAttributes;
    const conditions = [`${names.partition} = ?`];
    const values = [query.pk];
    const where = (sql: string, ...given: string[]): void => {
      conditions.push(sql);
      values.push(...given);
    };
    if (query.between) {
      where(`${names.sort} >= ?`, query.between[0]);
      where(`${names.sort} <= ?`, query.between[1]);
    }
    if (query.beginsWith) {
      where(`${names.sort} >= ?`, query.beginsWith);
      const end = afterPrefix(query.beginsWith);
      if (end !== undefined) where(`${names.sort} < ?`, end);
    }
    const order = names.sort === 'sk' ? ['sk'] : [names.sort, 'pk', 'sk'];
    if (query.after) {
      const { after } = query;
      const beyond = query.descending ? '<' : '>';
      where(
        `(${order.join(', ')}) ${beyond} (${order.map(() => '?').join(', ')})`,
        ...order.map((name) => after[name]!),
      );
    }
    const direction = query.descending ? 'DESC' : 'ASC';
    const sql = `SELECT id, body, sum, ${names.sort} AS place FROM item WHERE ${conditions.join(' AND ')} ORDER BY ${order
      .map((name) => `${name} ${direction}`)
      .join(', ')}`;
    const items: Item[] = [];
    for (const found of this.#statement(sql).iterate(...values)) {
      const { item } = verified(found);
      // SQLite takes the place from the index, the body is the row's own word: they must agree.
      if (item[names.partition] !== query.pk || item[names.sort] !== found['place']) {
        throw damaged(`an entry of ${query.pk} leads elsewhere`);
      }
      if (!isVisible(item, nowSeconds)) continue;
      if (items.length === query.limit) return { items, next: positionOf(items.at(-1)!, names) };
      items.push(item);
    }
    return { items, next: null };
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function positionOf(item: Item, names: Names): Position {
  const position: Position = { pk: item.pk, sk: item.sk };
  position[names.partition] = item[names.partition]!;
  position[names.sort] = item[names.sort]!;
  return position;
}

/**
 * The least text above every text that begins with `prefix`, in the byte order of UTF-8, which is the order of code
 * points: the last code point that can be raised is raised. `undefined` when nothing is above.
 */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.length > 0) {
    const last = points.pop()!;
    if (last === 0x10_ff_ff) continue;
    // Surrogates are no code points of a text.
    points.push(last === 0xd7_ff ? 0xe0_00 : last + 1);
    return String.fromCodePoint(...points);
  }
  return undefined;
}
