/** The API in AWS Lambda: the same app as on one machine, over DynamoDB, with tokens from Cognito. */
import { handle } from 'hono/aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { newId } from '../../shared/ids.ts';
import { jsonLog } from '../../shared/log.ts';
import { openLater } from '../../shared/table/later-table.ts';
import { createApp } from './app.ts';
import { tokenVerifier } from './caller.ts';
import { cursorKeyIn } from './cursor-key.ts';
import { rateLimiter } from './rate-limit.ts';
import { docsFrom } from './docs-assets.ts';

const { TABLE_NAME: name = '', TOKEN_ISSUER: issuer = '', TOKEN_AUDIENCE: audience = '' } = process.env;
// The AWS SDK is the largest part of a cold start, and what is public and refused needs none of it.
const dynamo = () => import('../../shared/table/dynamo-table.ts');
const table = openLater(async () => (await dynamo()).openDynamoTable(name));
const jwks = new URL(`${issuer}/.well-known/jwks.json`);

export const handler = handle(
  createApp({
    table,
    verifyToken: tokenVerifier({ issuer, audience, audienceClaim: 'client_id', jwks }),
    clock: systemClock,
    newId,
    cursorKey: cursorKeyIn(table),
    takeShare: rateLimiter(systemClock),
    log: jsonLog(),
    docs: docsFrom(new URL('docs/', import.meta.url)),
  }),
);
