/** The pages for people: a function of its own behind the same door, which may read the table and nothing else. */
import { Duration } from 'aws-cdk-lib';
import { HttpMethod, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { lambdaFunction } from './lambda.ts';
import type { MarketplaceTable } from './marketplace-table.ts';
import type { Stage } from './stages.ts';

export class Pages extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, stage: Stage, bundle: string) {
    super(scope, id);
    this.function = lambdaFunction(this, 'Function', stage, {
      description: 'Shows the microsites of cooperatives',
      bundle,
      // One whole processor: a visitor who scans a printed code waits for a cold start.
      memoryMb: 1769,
      timeout: Duration.seconds(10),
    });
  }

  /** Takes what is asked for under `/k/` from the door's other function. */
  standBehind(httpApi: HttpApi, table: MarketplaceTable): void {
    table.grantReads(this.function);
    table.grantLists(this.function);
    // What a QR code says; the Host of a request is whatever its sender says.
    this.function.addEnvironment('PUBLIC_URL', httpApi.apiEndpoint);
    const integration = new HttpLambdaIntegration('PagesIntegration', this.function);
    for (const path of ['/k', '/k/{proxy+}']) {
      httpApi.addRoutes({ path, methods: [HttpMethod.GET, HttpMethod.HEAD], integration });
    }
  }
}
