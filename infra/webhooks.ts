/** The function that delivers to webhooks: woken by messages that are new in the table, and every five minutes for what is to be tried again. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, StartingPosition, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { webhookDuePrefix, webhookKey, webhookPartitions } from '../shared/table/webhook-keys.ts';
import type { Alarms } from './alarms.ts';
import { lambdaFunction } from './lambda.ts';
import type { MarketplaceTable } from './marketplace-table.ts';
import type { Stage } from './stages.ts';

export class Webhooks extends Construct {
  /** In no network of ours: all that it can reach is the internet. */
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, stage: Stage, bundle: string) {
    super(scope, id);
    this.function = lambdaFunction(this, 'Function', stage, {
      description: 'Delivers messages to the webhooks of organizations',
      bundle,
      memoryMb: 512,
      // What it works, and what may still be on its way then.
      timeout: Duration.seconds(90),
    });
    new Rule(this, 'Regularly', {
      description: 'Messages to be tried again',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaTarget(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  follow(table: MarketplaceTable): void {
    table.grantPartitions(this.function, webhookPartitions);
    table.grantStream(this.function);
    this.function.addEventSourceMapping('NewMessages', {
      eventSourceArn: table.table.tableStreamArn!,
      startingPosition: StartingPosition.LATEST,
      filters: [
        FilterCriteria.filter({
          eventName: ['INSERT'],
          dynamodb: {
            Keys: {
              pk: { S: [{ prefix: webhookKey('').pk }] },
              sk: { S: [{ prefix: webhookDuePrefix }] },
            },
          },
        }),
      ],
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      // Only a wake-up: what is due stands in the table, and the clock has it looked at again.
      retryAttempts: 0,
      maxRecordAge: Duration.minutes(1),
    });
  }

  watch(alarms: Alarms): void {
    alarms.raise('WebhooksFail', {
      anchor: 'webhooks-fail',
      means: 'The function that delivers to webhooks fails: organizations are not told by them.',
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: Stats.SUM }),
      above: 2,
    });
  }
}
