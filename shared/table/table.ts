/**
 * The one narrow door to storage, in DynamoDB's language of items, keys, conditions and transactions.
 * Two adapters keep this contract (`sqlite-table.ts`, `dynamo-table.ts`); one suite in `test/table/` proves both.
 */

/** What an item may hold: JSON values. `undefined` members are dropped on write. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value | undefined };

export type Key = { pk: string; sk: string };

/**
 * An item lives under its key. `listPk`/`listSk` and `ownerPk`/`ownerSk`, when present, place it in the two indexes.
 * `version` counts its writes (optimistic concurrency, ETag): the store of a noun sets it, the table only compares it.
 * `expiresAt` (epoch seconds): from then on no read and no condition sees the item, and some time later it is removed.
 */
export type Item = Key & {
  listPk?: string;
  listSk?: string;
  ownerPk?: string;
  ownerSk?: string;
  version?: number;
  expiresAt?: number;
  [attribute: string]: Value | undefined;
};

/** `list`: all of a kind, ordered for lists. `owner`: what belongs to one organization or thing. Read after write only on SQLite. */
export type IndexName = 'list' | 'owner';

/** A named condition on the item as stored now. */
export type Condition =
  | { is: 'absent' }
  | { is: 'present' }
  | { is: 'version'; version: number }
  | { is: 'equal'; attribute: string; value: string | number | boolean | null };

type Guarded = {
  /** Holds, or the action (and its transaction) is refused. */
  when?: Condition;
  /** What to throw when `when` (or a counter's bound) does not hold; otherwise `ConditionFailed`. */
  refusal?: Error;
};

/** One write. `update` sets and removes top-level attributes of an existing or new item; `add` counts within bounds. */
export type Action =
  | ({ do: 'put'; item: Item } & Guarded)
  | ({ do: 'update'; key: Key; set?: { [attribute: string]: Value }; remove?: string[] } & Guarded)
  | ({ do: 'delete'; key: Key } & Guarded)
  | ({ do: 'check'; key: Key; when: Condition } & Guarded)
  | ({
      do: 'add';
      key: Key;
      /** A whole number; counts from 0 where nothing is stored. */
      attribute: string;
      by: number;
      atMost?: number;
      atLeast?: number;
      /** Further attributes to set with it, such as `expiresAt` of a rate limit's counter. */
      set?: { [attribute: string]: Value };
    } & Guarded);

/** Where a query stopped; opaque, JSON. Sealed before it leaves the house (`functions/api/cursor.ts`). */
export type Position = { [attribute: string]: string };

export type Query = {
  pk: string;
  index?: IndexName;
  /** On the sort key, inclusive on both sides; at most one of them. */
  beginsWith?: string;
  between?: [string, string];
  descending?: boolean;
  /** At most this many items (1 to 1,000); fewer may come with `next` set. */
  limit: number;
  after?: Position;
};

export type QueryResult = { items: Item[]; next: Position | null };

export interface Table {
  /** Strongly consistent. One round trip. */
  get(key: Key): Promise<Item | undefined>;
  /** In the order of `keys`, `undefined` where nothing is stored. One round trip for every 100 keys. */
  getMany(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** In the order of the sort key (of the index when named). One round trip. */
  query(query: Query): Promise<QueryResult>;
  /** One action. Resolves when durable, with the item as it now is (`undefined` after `delete` and `check`). */
  write(action: Action): Promise<Item | undefined>;
  /** All or nothing, at most 100 actions on different keys. Rejects with the first failing action's refusal, in order. */
  transact(actions: readonly Action[]): Promise<void>;
  close(): Promise<void>;
}

/** As many actions as one transaction takes. */
const MOST_TOGETHER = 100;
/** Transactions under way: the store commits them together, and none waits for the disk alone. */
const AT_ONCE = 25;

/**
 * Writes that need not stand or fall together, in transactions of `most` each. For whoever may begin again: some may be written when
 * it throws.
 */
export async function transactAll(
  table: Table,
  actions: readonly Action[],
  most = MOST_TOGETHER,
): Promise<void> {
  const portions = Array.from({ length: Math.ceil(actions.length / most) }, (_, at) =>
    actions.slice(most * at, most * (at + 1)),
  );
  for (let at = 0; at < portions.length; at += AT_ONCE) {
    await Promise.all(portions.slice(at, at + AT_ONCE).map((portion) => table.transact(portion)));
  }
}

/** One fact from the table's stream: an item before and after a committed write. Delivered in commit order for each item, at least once. */
export type Change = {
  /** Unique for each change, and ordered within one item. */
  id: string;
  at: string;
  key: Key;
  before: Item | null;
  after: Item | null;
};

/** A condition did not hold and the action named no refusal of its own. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';

  /** Position of the action in its transaction; 0 for a single write. */
  readonly index: number;
  readonly key: Key;

  constructor(index: number, key: Key, when: Condition | undefined) {
    super(
      `action ${index} on ${key.pk} / ${key.sk} was refused: ${when ? `not ${when.is}` : 'out of bounds'}`,
    );
    this.index = index;
    this.key = key;
  }
}

/** Broken use of the table: an empty or oversized key, an item above 400 KB, more than 100 actions, one key twice. A defect of ours. */
export class TableMisuse extends Error {
  override readonly name = 'TableMisuse';
}

/**
 * The store could not answer now (throttled, conflicting transactions, disk full). Nothing was written, unless the network
 * lost DynamoDB's every answer: then it is not known, and the caller's Idempotency-Key makes asking again safe.
 */
export class TableBusy extends Error {
  override readonly name = 'TableBusy';
}

/** A stored row does not match its checksum: it is reported, never served. */
export class DamagedRow extends Error {
  override readonly name = 'DamagedRow';
}
