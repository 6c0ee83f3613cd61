/** What may be replaced any day: the functions, their door and their alarms. It holds no data. */
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { Changes } from './changes.ts';
import type { DataStack } from './data-stack.ts';
import { Pages } from './pages.ts';
import type { Stage } from './stages.ts';
import { Webhooks } from './webhooks.ts';

export class ServiceStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    stage: Stage,
    bundles: string,
    { table, identity }: DataStack,
    props: StackProps,
  ) {
    super(scope, id, props);
    const api = new Api(this, 'Api', stage, { api: `${bundles}/api`, prints: `${bundles}/prints` });
    api.serve(table, identity);
    const pages = new Pages(this, 'Pages', stage, `${bundles}/pages`);
    pages.standBehind(api.httpApi, table);
    const changes = new Changes(this, 'Changes', stage, `${bundles}/changes`);
    changes.follow(table);
    const webhooks = new Webhooks(this, 'Webhooks', stage, `${bundles}/webhooks`);
    webhooks.follow(table);

    const alarms = new Alarms(this, 'Alarms');
    api.watch(alarms);
    changes.watch(alarms);
    webhooks.watch(alarms);
    alarms.raise('SignInFails', {
      anchor: 'sign-in-fails',
      means: 'The function that writes the claims fails: nobody gets a token.',
      metric: identity.claimsFunction.metricErrors({ period: Duration.minutes(5), statistic: Stats.SUM }),
      above: 0,
    });
    // Single writes go to the same partitions as transactions, and AWS bills every operation that an alarm looks at.
    alarms.raise('TableIsThrottled', {
      anchor: 'table-is-throttled',
      means: 'DynamoDB refuses requests: one key is too hot, or an account limit is reached.',
      metric: table.table.metricThrottledRequestsForOperations({
        operations: [
          Operation.GET_ITEM,
          Operation.BATCH_GET_ITEM,
          Operation.QUERY,
          Operation.TRANSACT_WRITE_ITEMS,
        ],
        period: Duration.minutes(5),
      }),
      above: 10,
    });
  }
}
