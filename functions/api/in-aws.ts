/** What an app is given in AWS: the DynamoDB table, tokens from Cognito. The same for every function that answers HTTP. */
import { systemClock } from '../../shared/clock.ts';
import { newId } from '../../shared/ids.ts';
import { jsonLog, type Log } from '../../shared/log.ts';
import { openLater } from '../../shared/table/later-table.ts';
import { tokenVerifier } from './caller.ts';
import { cursorKeyIn } from './cursor-key.ts';
import type { EndpointDeps } from './endpoint.ts';
import { rateLimiter } from './rate-limit.ts';

/** From the environment that `infra/` sets. */
export function depsInAws(): EndpointDeps & { log: Log } {
  const { TABLE_NAME: name = '', TOKEN_ISSUER: issuer = '', TOKEN_AUDIENCE: audience = '' } = process.env;
  const { PUBLIC_URL: publicUrl = '' } = process.env;
  // The AWS SDK is the largest part of a cold start, and what is public and refused needs none of it.
  const dynamo = () => import('../../shared/table/dynamo-table.ts');
  const table = openLater(async () => (await dynamo()).openDynamoTable(name));
  const jwks = new URL(`${issuer}/.well-known/jwks.json`);
  return {
    table,
    verifyToken: tokenVerifier({ issuer, audience, audienceClaim: 'client_id', jwks }),
    clock: systemClock,
    newId,
    cursorKey: cursorKeyIn(table),
    publicUrl,
    takeShare: rateLimiter(systemClock),
    log: jsonLog(),
  };
}
