/** The API in AWS Lambda: the same app as on one machine, over DynamoDB, with tokens from Cognito. Printing is `functions/prints`. */
import { handle } from 'hono/aws-lambda';
import { docsFrom } from './docs-assets.ts';
import { depsInAws } from './in-aws.ts';
import { createAppInParts } from './in-parts.ts';

export const handler = handle(
  createAppInParts({ ...depsInAws(), docs: docsFrom(new URL('docs/', import.meta.url)) }),
);
