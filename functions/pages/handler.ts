/** Pages in AWS Lambda: a function of its own, which may read the table and nothing else. */
import { handle } from 'hono/aws-lambda';
import { systemClock } from '../../shared/clock.ts';
import { jsonLog } from '../../shared/log.ts';
import { openLater } from '../../shared/table/later-table.ts';
import { createPages } from './pages.ts';

const { TABLE_NAME: name = '', PUBLIC_URL: publicUrl = '' } = process.env;
// The AWS SDK is the largest part of a cold start, and an address that cannot be one needs none of it.
const table = openLater(async () =>
  (await import('../../shared/table/dynamo-table.ts')).openDynamoTable(name),
);

export const handler = handle(createPages({ table, clock: systemClock, publicUrl, log: jsonLog() }));
