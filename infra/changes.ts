/** The function that follows the table's stream, and what happens to a record that it cannot take. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterCriteria, StartingPosition, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { announcedPrefixes } from '../shared/table/keys.ts';
import { webhookKey } from '../shared/table/webhook-keys.ts';
import type { Alarms } from './alarms.ts';
import { lambdaFunction } from './lambda.ts';
import type { MarketplaceTable } from './marketplace-table.ts';
import type { Stage } from './stages.ts';

const webhookProfiles = { pk: { S: [{ prefix: webhookKey('').pk }] }, sk: { S: [webhookKey('').sk] } };

export class Changes extends Construct {
  readonly function: LambdaFunction;
  readonly failures: Queue;

  constructor(scope: Construct, id: string, stage: Stage, bundle: string) {
    super(scope, id);
    this.function = lambdaFunction(this, 'Function', stage, {
      description: 'Reacts to changes: keeps the market index',
      bundle,
      memoryMb: 1024,
      timeout: Duration.seconds(60),
    });
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  follow(table: MarketplaceTable): void {
    table.grantItems(this.function);
    table.grantStream(this.function);
    this.function.addEventSourceMapping('Stream', {
      eventSourceArn: table.table.tableStreamArn!,
      // From the oldest record kept: a replaced mapping must skip nothing, and repeats do no harm.
      startingPosition: StartingPosition.TRIM_HORIZON,
      // The index that the function writes is in the same table: without a filter it would wake itself for nothing.
      filters: [
        FilterCriteria.filter({
          dynamodb: { Keys: { pk: { S: announcedPrefixes.map((prefix) => ({ prefix })) } } },
        }),
        // Of a webhook itself, for the audit trail; not of its messages, which come and go.
        FilterCriteria.filter({ dynamodb: { Keys: webhookProfiles } }),
      ],
      batchSize: 100,
      // At once: a new potential shows in matches within a second.
      maxBatchingWindow: Duration.seconds(0),
      // The default is to retry for ever, which lets one poison record stop a shard for a day.
      retryAttempts: 4,
      maxRecordAge: Duration.hours(6),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.failures),
    });
  }

  watch(alarms: Alarms): void {
    alarms.raise('ChangesFailed', {
      anchor: 'changes-failed',
      means: 'A change was given up: the market index may be wrong where it belongs.',
      metric: this.failures.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      above: 0,
    });
    alarms.raise('ChangesAreLate', {
      anchor: 'changes-are-late',
      means: 'Changes wait for more than a minute: matches show yesterday’s market.',
      metric: this.function.metric('IteratorAge', {
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      above: 60_000,
      periods: 5,
    });
  }
}
