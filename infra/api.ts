/** The door for people and machines: an HTTP API that hands every request to the api function, and those to print to another. */
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { Identity } from './identity.ts';
import { lambdaFunction } from './lambda.ts';
import type { MarketplaceTable } from './marketplace-table.ts';
import { removalPolicyOf, type Stage } from './stages.ts';

export class Api extends Construct {
  readonly function: LambdaFunction;
  /** Makes PDFs: its library is larger than the rest of the API, and nobody else shall wait for it to load. */
  readonly prints: LambdaFunction;
  readonly httpApi: HttpApi;

  constructor(scope: Construct, id: string, stage: Stage, bundles: { api: string; prints: string }) {
    super(scope, id);
    this.function = lambdaFunction(this, 'Function', stage, {
      description: 'Answers every operation of the API',
      bundle: bundles.api,
      // One whole processor: less would make a first request, which loads the AWS SDK, much slower.
      memoryMb: 1769,
      timeout: Duration.seconds(15),
    });
    this.prints = lambdaFunction(this, 'Prints', stage, {
      description: 'Prints day sheets and table cards',
      bundle: bundles.prints,
      memoryMb: 1769,
      // The door itself gives up after 30.
      timeout: Duration.seconds(28),
    });
    // No authorizer at the gateway (docs/decisions/0005): its refusals are not problem documents, it would need a second
    // list of what is public, and it takes id tokens. The app checks every token itself.
    this.httpApi = new HttpApi(this, 'HttpApi', {
      apiName: `titik-temu-${stage.name}`,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Integration', this.function),
    });
    this.httpApi.addRoutes({
      path: '/v1/events/{eventId}/schedule.pdf',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('PrintsIntegration', this.prints),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: stage.logRetention,
      removalPolicy: removalPolicyOf(stage),
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.requestsPerSecond, burstLimit: stage.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // No address and no query: a log must not become a record of persons.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            at: '$context.requestTime',
            method: '$context.httpMethod',
            route: '$context.routeKey',
            path: '$context.path',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
            error: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
    new CfnOutput(this, 'Url', { value: this.httpApi.apiEndpoint });
  }

  /** Everything that the functions need to answer. */
  serve(table: MarketplaceTable, identity: Identity): void {
    table.grantItems(this.function);
    table.grantReads(this.prints);
    for (const each of [this.function, this.prints]) identity.trustTokens(each);
    // Links that leave the service, to a phone's calendar, are whole; the Host of a request is whatever its sender says.
    this.function.addEnvironment('PUBLIC_URL', this.httpApi.apiEndpoint);
  }

  watch(alarms: Alarms): void {
    const every = { period: Duration.minutes(5) };
    alarms.raise('ApiFails', {
      anchor: 'api-fails',
      means: 'Callers get answers of 5xx.',
      metric: this.httpApi.metricServerError({ ...every, statistic: Stats.SUM }),
      above: 4,
    });
    alarms.raise('ApiIsSlow', {
      anchor: 'api-is-slow',
      means: 'One request in a hundred takes longer than two seconds.',
      metric: this.httpApi.metricLatency({ ...every, statistic: Stats.percentile(99) }),
      above: 2000,
      periods: 3,
    });
    alarms.raise('ApiIsThrottled', {
      anchor: 'api-is-throttled',
      means: 'AWS refuses to run the api function as often as it is called.',
      metric: this.function.metricThrottles({ ...every, statistic: Stats.SUM }),
      above: 0,
    });
  }
}
