/** A process of its own that serves the API over a table on DynamoDB Local: to be run several times at once, loaded and killed. */
import { serve } from '@hono/node-server';
import { createApp } from '../../functions/api/app.ts';
import { tokenVerifier } from '../../functions/api/caller.ts';
import { cursorKeyIn } from '../../functions/api/cursor-key.ts';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';
import { systemClock } from '../../shared/clock.ts';
import { newId } from '../../shared/ids.ts';
import { jsonLog } from '../../shared/log.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import { madeUpReach } from './made-up-names.ts';

const {
  PORT,
  TITIK_TEMU_DATA: directory = '',
  TABLE_NAME: name = '',
  TABLE_CLIENT: client = '{}',
} = process.env;
const table = openDynamoTable(name, { client: JSON.parse(client) as object });
const issuer = await openLocalIssuer(directory);
const app = createApp({
  table,
  verifyToken: tokenVerifier(issuer.rules),
  clock: systemClock,
  newId,
  cursorKey: cursorKeyIn(table),
  publicUrl: 'https://titik-temu.example',
  webhookReach: madeUpReach,
  takeShare: () => undefined,
  log: jsonLog(),
  docs: async () => undefined,
});
serve({ fetch: app.fetch, port: Number(PORT) });
