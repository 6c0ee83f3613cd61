/** The table for DynamoDB Local, made from the same names as the one that `infra/` deploys. */
import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { indexes, keyAttributes } from '../../shared/table/keys.ts';

/** Without time to live: DynamoDB Local never deletes by it, and reads do not depend on it. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const keySchema = (names: { partition: string; sort: string }): KeySchemaElement[] => [
    { AttributeName: names.partition, KeyType: 'HASH' },
    { AttributeName: names.sort, KeyType: 'RANGE' },
  ];
  const keyed = [keyAttributes, ...Object.values(indexes)].flatMap(({ partition, sort }) => [
    partition,
    sort,
  ]);
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keyed.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema(keyAttributes),
    GlobalSecondaryIndexes: Object.values(indexes).map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}
