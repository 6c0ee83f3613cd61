/** The API in AWS Lambda: the same app as on one machine, over DynamoDB, with tokens from Cognito. Printing is `functions/prints`. */
import { handle } from 'hono/aws-lambda';
import { createApp } from './app.ts';
import { docsFrom } from './docs-assets.ts';
import { depsInAws } from './in-aws.ts';

export const handler = handle(
  createApp({ ...depsInAws(), docs: docsFrom(new URL('docs/', import.meta.url)) }),
);
