/** What the templates promise: data that survives, changes that are not lost, rights that are not wider than needed. */
import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { resources, templatesOf, type Templates } from '../support/templates.ts';
import * as derived from '../../shared/table/derived-keys.ts';
import * as keys from '../../shared/table/keys.ts';
import * as webhooks from '../../shared/table/webhook-keys.ts';

let staging: Templates;
let production: Templates;

beforeAll(() => {
  staging = templatesOf('staging');
  production = templatesOf('production');
});

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

/** The statements of the role that one function runs under. */
function rights({ data, service }: Templates, of: 'Api' | 'Changes' | 'Claims'): Statement[] {
  return [data, service]
    .flatMap((template) => resources(template, 'AWS::IAM::Policy'))
    .filter(([id]) => (of === 'Claims' ? id.includes('IdentityClaims') : id.startsWith(`${of}Function`)))
    .flatMap(([, policy]) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
}

const actions = (statements: Statement[]) => statements.flatMap((each) => each.Action).toSorted();

/** What functions may do to the table in production, by the beginning of their names. */
const tableActions = (name: string): string[] =>
  actions(
    resources(production.service, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(name))
      .flatMap(([, policy]) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement),
  ).filter((action) => action.startsWith('dynamodb:'));

function environment(
  { data, service }: Templates,
  of: 'Api' | 'Changes' | 'Claims',
): Record<string, unknown> {
  const [, found] = [data, service]
    .flatMap((template) => resources(template, 'AWS::Lambda::Function'))
    .find(([id]) => (of === 'Claims' ? id.includes('IdentityClaims') : id.startsWith(`${of}Function`)))!;
  return (found.Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
}

describe('the table', () => {
  test('has the keys and the two indexes that shared/table/keys.ts names, each with every attribute', () => {
    production.data.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'list',
          KeySchema: [
            { AttributeName: 'listPk', KeyType: 'HASH' },
            { AttributeName: 'listSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'owner',
          KeySchema: [
            { AttributeName: 'ownerPk', KeyType: 'HASH' },
            { AttributeName: 'ownerSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('streams both images of every change', () => {
    production.data.hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test('can be restored to any second, in every stage', () => {
    for (const { data } of [staging, production]) {
      data.hasResourceProperties('AWS::DynamoDB::Table', {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test('forgets an item at its expiresAt', () => {
    production.data.hasResourceProperties('AWS::DynamoDB::Table', {
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('cannot be deleted in production, and outlives its stack', () => {
    production.data.hasResource('AWS::DynamoDB::Table', {
      Properties: { DeletionProtectionEnabled: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('lies, with the user pool, in a stack of its own that holds nothing replaceable', () => {
    production.service.resourceCountIs('AWS::DynamoDB::Table', 0);
    production.service.resourceCountIs('AWS::Cognito::UserPool', 0);
    production.data.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    production.data.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
  });
});

describe('changes', () => {
  test('are taken in order from the oldest, in batches, with few retries, and a failure costs only its own record', () => {
    production.service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      MaximumRetryAttempts: 4,
      MaximumRecordAgeInSeconds: 6 * 60 * 60,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ParallelizationFactor: Match.absent(),
    });
  });

  test('wake the function for what has consequences, and never for the index that it writes itself', () => {
    const [mapping] = Object.values(production.service.findResources('AWS::Lambda::EventSourceMapping'));
    const [{ Pattern }] = mapping!['Properties'].FilterCriteria.Filters;
    const wakes = ({ pk }: { pk: string }) =>
      JSON.parse(Pattern).dynamodb.Keys.pk.S.some(({ prefix }: { prefix: string }) => pk.startsWith(prefix));
    const facts = [
      keys.cooperativeKey('x'),
      keys.potentialKey('x'),
      keys.offerKey('x'),
      keys.buyerKey('x'),
      keys.programmeKey('x'),
      keys.tradingRecordKey('x'),
      keys.noticeKey('x', 'y'),
    ];
    expect(facts.map(wakes)).toEqual(facts.map(() => true));
    const own = [
      derived.marketVersionsKey(derived.supplyBuckets('rice')),
      derived.suppliedByKey('x', 'rice'),
      derived.behindOffersKey('x', 'purchase', 'rice'),
      keys.newMatchesKey('x'),
      webhooks.webhookKey('x'),
      webhooks.webhookMessageKey('x', 'y'),
      derived.marketLayoutKey,
      derived.wordKey('pisang', 'x'),
      derived.vocabularyKey('pisang'),
      derived.parkedChangeKey('x'),
    ];
    const market = [
      derived.supplyBuckets('rice'),
      derived.cooperativeBuckets('35'),
      derived.offerBuckets('purchase'),
    ];
    expect([...own, ...market.map((pk) => ({ pk })), keys.idempotencyKey('x', 'y')].filter(wakes)).toEqual(
      [],
    );
  });

  test('that are given up lie in an encrypted queue for the fourteen days that SQS keeps them', () => {
    const [[queueId]] = resources(production.service, 'AWS::SQS::Queue') as [[string, unknown]];
    production.service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queueId, 'Arn'] } } },
    });
    production.service.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    });
  });

  test('ring when one is given up, and when they are late', () => {
    production.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: Match.anyValue(),
    });
    production.service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'IteratorAge',
      Threshold: 60_000,
    });
  });
});

describe('functions', () => {
  test('run on Node 24 and arm64, traced, with JSON logs that end', () => {
    const ours = [production.data, production.service].flatMap((template) =>
      resources(template, 'AWS::Lambda::Function'),
    );
    expect(ours).toHaveLength(6);
    for (const [id, { Properties: settings }] of ours) {
      expect({ id, ...settings }).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
        Environment: { Variables: { NODE_COMPILE_CACHE: '/tmp/compile-cache' } },
      });
    }
    for (const template of [production.data, production.service]) {
      for (const [id, { Properties: log }] of resources(template, 'AWS::Logs::LogGroup')) {
        expect(log['RetentionInDays'], id).toBe(90);
      }
    }
  });

  test('the function that prints reads items by key and writes nothing', () => {
    expect(tableActions('ApiPrints')).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
    ]);
  });

  test('the function that shows pages reads items and lists, and writes nothing', () => {
    expect(tableActions('Pages')).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Query',
    ]);
  });

  test('the api function reads and writes items by key, without Scan, on this table and its indexes only', () => {
    const table = rights(production, 'Api').filter((each) =>
      JSON.stringify(each.Action).includes('dynamodb:'),
    );
    expect(actions(table)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    for (const { Resource } of table) {
      expect(JSON.stringify(Resource)).toMatch(/MarketplaceTable.*Arn/);
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  test('the changes function may also follow the stream, and nothing but the stream', () => {
    const stream = rights(production, 'Changes').filter((each) =>
      JSON.stringify(each.Action).includes('Stream'),
    );
    expect(actions(stream.filter((each) => JSON.stringify(each.Action).includes('dynamodb:')))).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]);
    const following = stream.find((each) => JSON.stringify(each.Action).includes('GetRecords'))!;
    expect(JSON.stringify(following.Resource)).toContain('StreamArn');
  });

  test('the function that writes claims may touch neither the table nor the user pool', () => {
    expect(actions(rights(production, 'Claims'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('no right has a star for its action, nor for its resource, but traces: X-Ray knows no resources', () => {
    const statements = [production.data, production.service]
      .flatMap((template) => resources(template, 'AWS::IAM::Policy'))
      .flatMap(([, policy]) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
    expect(statements.length).toBeGreaterThan(0);
    expect(actions(statements).filter((each) => each.includes('*'))).toEqual([]);
    const wide = statements.filter((each) => each.Resource === '*');
    expect([...new Set(actions(wide))]).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });

  test('no role takes a policy that AWS manages, since those are wider than one function', () => {
    for (const template of [production.data, production.service]) {
      for (const [id, role] of resources(template, 'AWS::IAM::Role')) {
        expect(role.Properties['ManagedPolicyArns'], id).toBeUndefined();
      }
    }
  });

  test('a permission and the variable that goes with it come together', () => {
    for (const name of ['Api', 'Changes'] as const) {
      expect(environment(production, name)).toHaveProperty('TABLE_NAME');
      expect(actions(rights(production, name))).toContain('dynamodb:PutItem');
    }
    expect(environment(production, 'Api')).toMatchObject({
      TOKEN_ISSUER: expect.anything(),
      TOKEN_AUDIENCE: expect.anything(),
      PUBLIC_URL: expect.anything(),
    });
    // Whoever answers no HTTP needs no tokens.
    expect(Object.keys(environment(production, 'Changes')).toSorted()).toEqual([
      'NODE_COMPILE_CACHE',
      'TABLE_NAME',
    ]);
    expect(Object.keys(environment(production, 'Claims'))).toEqual(['NODE_COMPILE_CACHE']);
  });
});

describe('the gateway', () => {
  test('hands every request to the app, which alone knows what is public and answers as a problem document', () => {
    const routes = resources(production.service, 'AWS::ApiGatewayV2::Route').map(
      ([, route]) => route.Properties,
    );
    expect(routes).toMatchObject([
      { RouteKey: '$default', AuthorizationType: 'NONE' },
      { RouteKey: 'GET /v1/events/{eventId}/schedule.pdf', AuthorizationType: 'NONE' },
      { RouteKey: 'GET /k', AuthorizationType: 'NONE' },
      { RouteKey: 'HEAD /k', AuthorizationType: 'NONE' },
      { RouteKey: 'GET /k/{proxy+}', AuthorizationType: 'NONE' },
      { RouteKey: 'HEAD /k/{proxy+}', AuthorizationType: 'NONE' },
    ]);
    production.service.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  test('has a limit of requests, so that a flood of forged tokens costs little', () => {
    production.service.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  test('writes an access log that holds no address, no query and no token', () => {
    const [[, stage]] = resources(production.service, 'AWS::ApiGatewayV2::Stage') as [
      [string, { Properties: Record<string, unknown> }],
    ];
    const format = (stage.Properties['AccessLogSettings'] as { Format: string }).Format;
    expect(JSON.parse(format)).toHaveProperty('requestId');
    expect(format).not.toMatch(/sourceIp|query|authorizer|identity/i);
  });

  test('may call the api function, the one that prints and, by each of its four routes, the one that shows pages; nobody else may', () => {
    const permissions = resources(production.service, 'AWS::Lambda::Permission').filter(
      // The clock that wakes whoever delivers.
      ([id]) => !id.startsWith('WebhooksRegularly'),
    );
    expect(permissions).toHaveLength(6);
    for (const [id, { Properties: permission }] of permissions) {
      expect(permission, id).toMatchObject({ Principal: 'apigateway.amazonaws.com' });
      expect(permission['SourceArn'], id).toBeDefined();
    }
  });
});
