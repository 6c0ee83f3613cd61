/** The one table: its keys, indexes and stream, and who may do what with it. */
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { expiryAttribute, indexes, keyAttributes } from '../shared/table/keys.ts';
import { removalPolicyOf, type Stage } from './stages.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** By key only: no Scan, nothing that changes the table itself. A transaction needs the rights of its actions. */
const itemReads = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:ConditionCheckItem',
];
const itemWrites = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

export class MarketplaceTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: text(keyAttributes.partition),
      sortKey: text(keyAttributes.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Both images: a reaction undoes what an item stood for before and adds what it stands for now.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: expiryAttribute,
      deletionProtection: stage.keepsData,
      removalPolicy: removalPolicyOf(stage),
    });
    for (const { name, partition, sort } of Object.values(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partition),
        sortKey: text(sort),
        projectionType: ProjectionType.ALL,
      });
    }
  }

  /** Reading and writing items, and the table's name, for one function. */
  grantItems(to: LambdaFunction): void {
    to.addEnvironment('TABLE_NAME', this.table.tableName);
    to.addToRolePolicy(
      new PolicyStatement({ actions: [...itemReads, ...itemWrites], resources: [this.table.tableArn] }),
    );
    this.grantLists(to);
  }

  /** Asking the two indexes, for a function that reads items already. */
  grantLists(to: LambdaFunction): void {
    to.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: Object.values(indexes).map(({ name }) => `${this.table.tableArn}/index/${name}`),
      }),
    );
  }

  /** Reading items by key, and the table's name, for one function. */
  grantReads(to: LambdaFunction): void {
    to.addEnvironment('TABLE_NAME', this.table.tableName);
    to.addToRolePolicy(new PolicyStatement({ actions: itemReads, resources: [this.table.tableArn] }));
  }

  /** Reading and writing items of some partitions only, one index of some, and the table's name, for one function. */
  grantPartitions(
    to: LambdaFunction,
    {
      reads,
      writes,
      index,
    }: {
      reads: readonly string[];
      writes: readonly string[];
      index: { name: string; partitions: readonly string[] };
    },
  ): void {
    to.addEnvironment('TABLE_NAME', this.table.tableName);
    const grant = (actions: string[], resource: string, partitions: readonly string[]) =>
      to.addToRolePolicy(
        new PolicyStatement({
          actions,
          resources: [resource],
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
        }),
      );
    grant(itemReads, this.table.tableArn, reads);
    grant(itemWrites, this.table.tableArn, writes);
    grant(['dynamodb:Query'], `${this.table.tableArn}/index/${index.name}`, index.partitions);
  }

  /** Following the stream; the mapping in `changes.ts` hands over the records, so no environment variable is needed. */
  grantStream(to: LambdaFunction): void {
    to.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [this.table.tableStreamArn!],
      }),
    );
  }
}
