/** DynamoDB over a network: answers get lost after the work is done, and a busy service says "later". Each write still happens once. */
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import type { DynamoTable } from '../../shared/table/dynamo-table.ts';
import { ConditionFailed, TableBusy } from '../../shared/table/table.ts';
import type { Item } from '../../shared/table/table.ts';
import { lossyProxy } from '../support/lossy-proxy.ts';
import type { LossyProxy } from '../support/lossy-proxy.ts';
import { openDynamo } from '../support/tables.ts';

const item: Item = { pk: 'OFFER#off_lpg', sk: 'OFFER', title: '3 kg LPG', version: 1 };
const key = { pk: item.pk, sk: item.sk };
const error = (type: string, more: object = {}): { status: number; body: object } => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type, ...more },
});
const canceled = (...codes: string[]): { status: number; body: object } =>
  error('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

let direct: Awaited<ReturnType<typeof openDynamo>>;
let proxy: LossyProxy;
let table: DynamoTable;
const possible = inject('dynamodbLocal') !== null;
beforeEach(async () => {
  if (!possible) return;
  direct = await openDynamo();
  proxy = await lossyProxy(direct.client.endpoint as string);
  table = openDynamoTable(direct.name, { client: { ...direct.client, endpoint: proxy.endpoint } });
});
afterEach(async () => {
  if (!possible) return;
  await table.close();
  await proxy.close();
  await direct.close();
});

describe.runIf(possible)('over a network that loses answers', () => {
  test('a put that forbids itself once it is done is still a success, and happens once', async () => {
    proxy.meets('PutItem', 'lose');
    expect(await table.write({ do: 'put', item, when: { is: 'absent' } })).toEqual(item);
    expect(proxy.requests).toEqual(['PutItem', 'PutItem']);
    proxy.meets('PutItem', 'lose', 'lose');
    const next = { ...item, version: 2 };
    expect(await table.write({ do: 'put', item: next, when: { is: 'version', version: 1 } })).toEqual(next);
    expect(await direct.drainChanges()).toHaveLength(2);
  });

  test('an update under a version is still a success, and gives the item as it is', async () => {
    await table.write({ do: 'put', item });
    proxy.meets('UpdateItem', 'lose');
    const set = { title: '3 kg LPG, refill', version: 2 };
    const updated = await table.write({ do: 'update', key, set, when: { is: 'version', version: 1 } });
    expect(updated).toEqual({ ...key, ...set });
  });

  test('a counter counts once', async () => {
    const add = (by: number) => table.write({ do: 'add', key, attribute: 'claimed', by, atMost: 20 });
    proxy.meets('UpdateItem', 'lose', 'lose');
    expect(await add(5)).toEqual({ ...key, claimed: 5 });
    proxy.meets('UpdateItem', 'lose');
    expect(await add(15)).toEqual({ ...key, claimed: 20 });
    proxy.meets('UpdateItem', 'lose');
    await expect(add(1)).rejects.toThrow(ConditionFailed);
    expect(await direct.table.get(key)).toEqual({ ...key, claimed: 20 });
  });

  test('a deletion under a condition is still a success', async () => {
    await table.write({ do: 'put', item });
    proxy.meets('TransactWriteItems', 'lose');
    await table.write({ do: 'delete', key, when: { is: 'version', version: 1 } });
    expect(await direct.table.get(key)).toBeUndefined();
  });

  test('a transaction has one effect', async () => {
    proxy.meets('TransactWriteItems', 'lose', 'lose');
    await table.transact([
      { do: 'put', item, when: { is: 'absent' } },
      { do: 'add', key: { ...key, sk: 'QUOTA' }, attribute: 'claimed', by: 2 },
    ]);
    expect(await direct.table.get({ ...key, sk: 'QUOTA' })).toMatchObject({ claimed: 2 });
    expect(await direct.drainChanges()).toHaveLength(2);
  });

  test('a true refusal stays one', async () => {
    const refusal = new Refusal('stale', 'changed since you read it');
    await table.write({ do: 'put', item });
    proxy.meets('PutItem', 'lose');
    await expect(table.write({ do: 'put', item, when: { is: 'version', version: 7 }, refusal })).rejects.toBe(
      refusal,
    );
  });
});

describe.runIf(possible)('while DynamoDB is busy', () => {
  test('a throttled write waits and succeeds', async () => {
    proxy.meets('PutItem', error('ThrottlingException'), error('ProvisionedThroughputExceededException'));
    expect(await table.write({ do: 'put', item })).toEqual(item);
  });

  test('a write that is throttled again and again ends as busy, and nothing is written', async () => {
    proxy.meets('PutItem', ...Array.from({ length: 20 }, () => error('ThrottlingException')));
    await expect(table.write({ do: 'put', item })).rejects.toThrow(TableBusy);
    expect(await direct.table.get(key)).toBeUndefined();
  });

  test('a transaction in the way of others tries again, and ends as busy when they do not leave', async () => {
    const actions = [{ do: 'put', item } as const, { do: 'put', item: { ...key, sk: 'AUDIT' } } as const];
    proxy.meets(
      'TransactWriteItems',
      canceled('None', 'TransactionConflict'),
      canceled('TransactionConflict', 'None'),
    );
    await table.transact(actions);
    expect(await direct.table.get(key)).toEqual(item);
    proxy.meets(
      'TransactWriteItems',
      ...Array.from({ length: 20 }, () => canceled('None', 'TransactionConflict')),
    );
    await expect(table.transact(actions)).rejects.toThrow(TableBusy);
  });

  test('a write that meets a transaction tries again', async () => {
    proxy.meets('UpdateItem', error('TransactionConflictException'));
    expect(await table.write({ do: 'add', key, attribute: 'claimed', by: 1 })).toEqual({
      ...key,
      claimed: 1,
    });
  });

  test('keys that a batch left unread are read again', async () => {
    const items = Array.from({ length: 5 }, (_, n): Item => ({ pk: 'COOP', sk: `${n}` }));
    for (const each of items) await direct.table.write({ do: 'put', item: each });
    const left = items.slice(2).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    const read = items.slice(0, 2).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    const { name } = direct;
    const body = {
      Responses: { [name]: read },
      UnprocessedKeys: { [name]: { Keys: left, ConsistentRead: true } },
    };
    proxy.meets('BatchGetItem', { status: 200, body });
    expect(await table.getMany(items)).toEqual(items);
    expect(proxy.requests.filter((operation) => operation === 'BatchGetItem')).toHaveLength(2);
  });
});
