/** How every function of ours runs: one place for runtime, log, trace and role. */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { removalPolicyOf, type Stage } from './stages.ts';

export type FunctionSettings = {
  description: string;
  /** A folder that `bundle.ts` filled, with `index.mjs` in it. */
  bundle: string;
  memoryMb: number;
  timeout: Duration;
};

/** A function from its bundle. Its role may write to its own log and traces, and to nothing else until it is granted. */
export function lambdaFunction(
  scope: Construct,
  id: string,
  stage: Stage,
  settings: FunctionSettings,
): LambdaFunction {
  const logGroup = new LogGroup(scope, `${id}Log`, {
    retention: stage.logRetention,
    removalPolicy: removalPolicyOf(stage),
  });
  // Our own role: the managed policy that CDK would attach may write to every log of the account.
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return new LambdaFunction(scope, id, {
    description: settings.description,
    code: Code.fromAsset(settings.bundle),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: settings.memoryMb,
    timeout: settings.timeout,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    environment: {
      // Only /tmp can be written. It outlives a crashed process, so a restart in the same place loads compiled code.
      NODE_COMPILE_CACHE: '/tmp/compile-cache',
    },
  });
}
