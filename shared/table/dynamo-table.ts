/**
 * The table on DynamoDB: one table, two indexes, a stream. The only file that knows AWS.
 *
 * A request whose answer is lost is repeated by the SDK, and its condition then fails on its own first success. So every
 * write carries a stamp, hidden from callers: a refusal that shows the item under our own stamp is a success. A
 * transaction is known again by its client token, for ten minutes; deletions with a condition go as transactions.
 * Left open: a counter's answer is lost *and* somebody else writes the item before the repetition; then it counts twice.
 * What must be counted exactly goes into a transaction.
 */
import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  CancellationReason,
  DynamoDBClientConfig,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { expressionOf, isEmptyRange, keyCondition } from './dynamo-expressions.ts';
import type { Write } from './dynamo-expressions.ts';
import { patiently, TryAgain } from './dynamo-retry.ts';
import { indexes, keyAttributes } from './keys.ts';
import {
  checkKey,
  checkQuery,
  ItemTooLarge,
  keyOf,
  limits,
  stampAttribute,
  storableAction,
  storableTransaction,
} from './limits.ts';
import { holds, isVisible, outcomeOf } from './outcome.ts';
import { ConditionFailed, TableMisuse } from './table.ts';
import type { Action, Change, Item, Key, Position, Query, QueryResult, Table } from './table.ts';

export type DynamoOptions = { clock?: Clock; client?: DynamoDBClientConfig };
/** Writes that go out alone, and give back the item. */
type Single = Exclude<Write, { do: 'delete' | 'check' }>;
type Image = Record<string, AttributeValue>;

/** Region and credentials come from the environment, as Lambda gives them, unless `client` names others. */
export const openDynamoTable = (tableName: string, options: DynamoOptions = {}): DynamoTable =>
  new DynamoTable(tableName, options);

export class DynamoTable implements Table {
  readonly #name: string;
  readonly #client: DynamoDBClient;
  readonly #clock: Clock;

  constructor(tableName: string, { clock, client }: DynamoOptions) {
    this.#name = tableName;
    this.#clock = clock ?? systemClock;
    this.#client = new DynamoDBClient({
      maxAttempts: 4,
      // By itself the SDK would only log a warning and wait on.
      requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
      ...client,
    });
  }

  async get(key: Key): Promise<Item | undefined> {
    checkKey(key);
    const command = new GetItemCommand({ TableName: this.#name, Key: keyImage(key), ConsistentRead: true });
    const { Item: image } = await patiently(() => this.#client.send(command));
    return this.#visible(image);
  }

  async getMany(keys: readonly Key[]): Promise<(Item | undefined)[]> {
    const distinct = new Map<string, Key>();
    for (const key of keys) {
      checkKey(key);
      distinct.set(identity(key), key);
    }
    const wanted = [...distinct.values()];
    const found = new Map<string, Item>();
    const chunks = [];
    for (let start = 0; start < wanted.length; start += 100) {
      chunks.push(this.#getChunk(wanted.slice(start, start + 100), found));
    }
    await Promise.all(chunks);
    return keys.map((key) => found.get(identity(key)));
  }

  async query(query: Query): Promise<QueryResult> {
    checkQuery(query);
    if (isEmptyRange(query.between)) return { items: [], next: null };
    const names = query.index ? indexes[query.index] : keyAttributes;
    const { condition, filter, names: aliases, values } = keyCondition(names, query, this.#nowSeconds());
    const command = new QueryCommand({
      TableName: this.#name,
      ...(query.index ? { IndexName: indexes[query.index].name } : { ConsistentRead: true }),
      KeyConditionExpression: condition,
      FilterExpression: filter,
      ExpressionAttributeNames: aliases,
      ExpressionAttributeValues: marshall(values),
      ScanIndexForward: !query.descending,
      // One more than asked tells whether anything follows, so that a last page says that it is the last.
      Limit: query.limit + 1,
      ...(query.after ? { ExclusiveStartKey: marshall(query.after) } : {}),
    });
    const { Items: images = [], LastEvaluatedKey: stopped } = await patiently(() =>
      this.#client.send(command),
    );
    const items = images.map(itemOf);
    if (items.length > query.limit) {
      items.length = query.limit;
      return { items, next: positionOf(items.at(-1)!, names) };
    }
    return { items, next: stopped ? (unmarshall(stopped) as Position) : null };
  }

  /** Every item, in no order that means anything; for moving a store. One round trip for each megabyte. */
  async *everything(): AsyncGenerator<Item> {
    let after: Image | undefined;
    do {
      const command = new ScanCommand({
        TableName: this.#name,
        ConsistentRead: true,
        ...(after ? { ExclusiveStartKey: after } : {}),
      });
      const { Items: images = [], LastEvaluatedKey } = await patiently(() => this.#client.send(command));
      for (const image of images) {
        const item = this.#visible(image);
        if (item) yield item;
      }
      after = LastEvaluatedKey;
    } while (after);
  }

  async write(action: Action): Promise<Item | undefined> {
    const storable = storableAction(action);
    switch (storable.do) {
      case 'check': {
        const stored = await this.get(storable.key);
        if (!holds(storable.when, stored)) throw refusalOf(storable, 0);
        return undefined;
      }
      case 'delete': {
        const Key = keyImage(storable.key);
        if (storable.when) await this.#transact([storable]);
        else await patiently(() => this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key })));
        return undefined;
      }
      case 'put':
      case 'update':
      case 'add':
        return this.#writeOne(storable);
    }
  }

  async transact(actions: readonly Action[]): Promise<void> {
    await this.#transact(storableTransaction(actions));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  async #getChunk(keys: Key[], found: Map<string, Item>): Promise<void> {
    let left = keys.map(keyImage);
    await patiently(async () => {
      const command = new BatchGetItemCommand({
        RequestItems: { [this.#name]: { Keys: left, ConsistentRead: true } },
      });
      const { Responses, UnprocessedKeys } = await this.#client.send(command);
      for (const image of Responses?.[this.#name] ?? []) {
        const item = this.#visible(image);
        if (item) found.set(identity(item), item);
      }
      left = UnprocessedKeys?.[this.#name]?.Keys ?? [];
      if (left.length > 0) throw new TryAgain('DynamoDB left keys unread');
    });
  }

  async #writeOne(action: Single): Promise<Item> {
    const stamp = newStamp();
    let current = action;
    return patiently(async () => {
      try {
        return await this.#send(current, stamp);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException))
          throw tableError(error, keyOf(action as Action));
        if (error.Item?.[stampAttribute]?.S === stamp) return itemOf(error.Item);
        current = this.#instead(current, action, error.Item, 0);
        throw new TryAgain('an expired item is in the way');
      }
    });
  }

  async #send(action: Single, stamp: string): Promise<Item> {
    const { condition, update, names, values } = expressionOf(action, this.#nowSeconds(), stamp);
    const shared = {
      TableName: this.#name,
      ConditionExpression: condition,
      ...placeholders(names, values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    if (action.do === 'put') {
      await this.#client.send(new PutItemCommand({ ...shared, Item: stamped(action.item, stamp) }));
      return action.item;
    }
    const command = new UpdateItemCommand({
      ...shared,
      Key: keyImage(action.key),
      UpdateExpression: update,
      ReturnValues: 'ALL_NEW',
    });
    return itemOf((await this.#client.send(command)).Attributes!);
  }

  /**
   * After a failed condition: throws the action's refusal, unless the condition failed only because of an expired item
   * that DynamoDB has not deleted yet. Then it gives the action that writes over that item and does the same.
   */
  #instead<T extends Write>(tried: T, action: T, image: Image | undefined, index: number): T {
    // The item in the way is no longer the one seen: begin again with what was asked.
    if (tried !== action) return action;
    const stored = image ? itemOf(image) : undefined;
    const expired = stored && !isVisible(stored, this.#nowSeconds()) ? stored : undefined;
    const outcome = outcomeOf(action as Action, expired ? undefined : stored);
    if (outcome.refused || !expired || action.do === 'check' || action.do === 'delete') {
      throw refusalOf(action, index);
    }
    return { do: 'put', item: outcome.after!, when: { is: 'expired', at: expired.expiresAt! } } as T;
  }

  async #transact(actions: readonly Action[]): Promise<void> {
    let current: readonly Write[] = actions;
    let token = newStamp();
    await patiently(async () => {
      const now = this.#nowSeconds();
      const command = new TransactWriteItemsCommand({
        TransactItems: current.map((action) => this.#transactItem(action, now, token)),
        ClientRequestToken: token,
      });
      try {
        await this.#client.send(command);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw tableError(error, keyOf(actions[0]!));
        const reasons = error.CancellationReasons ?? [];
        current = this.#insteadOfAll(current, actions, reasons);
        // Another content needs another token, and so does another try: a cancelled token stays cancelled.
        token = newStamp();
        throw new TryAgain('a transaction was in the way', { cause: error });
      }
    });
  }

  /** Throws the refusal of the first action that failed; otherwise gives the actions to try next. */
  #insteadOfAll(tried: readonly Write[], actions: readonly Action[], reasons: CancellationReason[]): Write[] {
    return tried.map((action, index) => {
      const reason = reasons[index];
      if (reason?.Code === 'ValidationError') throw misuse(reason.Message ?? '', keyOf(actions[index]!));
      if (reason?.Code !== 'ConditionalCheckFailed') return action;
      return this.#instead<Write>(action, actions[index]!, reason.Item, index);
    });
  }

  #transactItem(action: Write, nowSeconds: number, stamp: string): TransactWriteItem {
    const { condition, update, names, values } = expressionOf(action, nowSeconds, stamp);
    const shared = {
      TableName: this.#name,
      ConditionExpression: condition,
      ...placeholders(names, values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    switch (action.do) {
      case 'put':
        return { Put: { ...shared, Item: stamped(action.item, stamp) } };
      case 'delete':
        return { Delete: { ...shared, Key: keyImage(action.key) } };
      case 'check':
        return { ConditionCheck: { ...shared, ConditionExpression: condition!, Key: keyImage(action.key) } };
      case 'update':
      case 'add':
        return { Update: { ...shared, UpdateExpression: update!, Key: keyImage(action.key) } };
    }
  }

  #visible(image: Image | undefined): Item | undefined {
    if (!image) return undefined;
    const item = itemOf(image);
    return isVisible(item, this.#nowSeconds()) ? item : undefined;
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock().getTime() / 1000);
  }
}

/** A record of the table's stream, from Lambda or from the Streams API. */
export type StreamRecord = {
  dynamodb?: {
    Keys?: { [name: string]: unknown };
    OldImage?: { [name: string]: unknown };
    NewImage?: { [name: string]: unknown };
    SequenceNumber?: string;
    /** Epoch seconds in Lambda. */
    ApproximateCreationDateTime?: number | Date;
  };
};

/** The record as the change that every store gives; `NEW_AND_OLD_IMAGES` is what the stream must carry. */
export function changeFromStreamRecord(record: StreamRecord): Change {
  const { Keys, OldImage, NewImage, SequenceNumber, ApproximateCreationDateTime: at } = record.dynamodb ?? {};
  if (!Keys || !SequenceNumber) throw new TableMisuse('a stream record has no key or no sequence number');
  const { pk, sk } = unmarshall(Keys as Image) as Key;
  return {
    // AWS: a number of up to 40 digits; padded, so that it sorts as a text.
    id: SequenceNumber.padStart(40, '0'),
    at: (at instanceof Date ? at : new Date((at ?? 0) * 1000)).toISOString(),
    key: { pk, sk },
    before: OldImage ? itemOf(OldImage as Image) : null,
    after: NewImage ? itemOf(NewImage as Image) : null,
  };
}

const newStamp = (): string => randomUUID().replaceAll('-', '').slice(0, 24);
const identity = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;
const keyImage = ({ pk, sk }: Key): Image => ({ pk: { S: pk }, sk: { S: sk } });
const stamped = (item: Item, stamp: string): Image => marshall({ ...item, [stampAttribute]: stamp });

function itemOf(image: Image): Item {
  const item = unmarshall(image) as Item;
  delete item[stampAttribute];
  return item;
}

/** DynamoDB refuses empty maps of placeholders. */
const placeholders = (names: Record<string, string>, values: Record<string, unknown>) => ({
  ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
  ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: marshall(values) } : {}),
});

function positionOf(
  item: Item,
  names: (typeof indexes)[keyof typeof indexes] | typeof keyAttributes,
): Position {
  const { pk, sk } = item;
  return { pk, sk, [names.partition]: item[names.partition]!, [names.sort]: item[names.sort]! };
}

const refusalOf = (action: Write, index: number): Error =>
  action.refusal ?? new ConditionFailed(index, keyOf(action as Action), action.when as Action['when']);

/** Validation errors are ours: the limits should have caught them, except what only the stored item decides. */
const tableError = (error: unknown, key: Key): unknown =>
  error instanceof Error && error.name === 'ValidationException' ? misuse(error.message, key) : error;

const misuse = (message: string, key: Key): TableMisuse =>
  /item size/i.test(message)
    ? new ItemTooLarge(`item ${key.pk} / ${key.sk}`, limits.itemBytes + 1, limits.itemBytes)
    : new TableMisuse(message);
