/** One machine, one command: the API over the embedded store, with sample data in a new one. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../shared/clock.ts';
import { newId } from '../../shared/ids.ts';
import { jsonLog } from '../../shared/log.ts';
import { StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import { publicInternet } from '../../shared/webhooks/reach.ts';
import { createApp } from '../api/app.ts';
import { tokenVerifier } from '../api/caller.ts';
import { cursorKeyIn } from '../api/cursor-key.ts';
import { docsFrom } from '../api/docs-assets.ts';
import { defaultRate, rateLimiter } from '../api/rate-limit.ts';
import { reactionsOver } from '../changes/reactions.ts';
import { createPages, isPage } from '../pages/pages.ts';
import { printLater } from '../prints/print-later.ts';
import { keepLayout } from '../changes/rebuild-market.ts';
import { keepRules } from '../changes/recount.ts';
import { countAsTaken, startChangeLoop } from './change-loop.ts';
import { dataDirectory } from './data-directory.ts';
import { openDoors } from './doors.ts';
import { startForgetting } from './forgetting.ts';
import { openLocalIssuer } from './local-issuer.ts';
import { defaultLimits, withinLimits } from './overload.ts';
import { alsoThisMachine } from './own-machine-reach.ts';
import { seedSample } from './sample/seed.ts';
import { startWebhookLoop } from './webhook-loop.ts';
import { openDeliverer } from '../webhooks/deliverer.ts';
import { howToBegin, whatToTry } from './what-to-try.ts';

const directory = dataDirectory();
const port = numberIn('PORT', 3000);
const perSecond = numberIn('TITIK_TEMU_REQUESTS_PER_SECOND', defaultRate.perSecond);
const rate = { perSecond, burst: 5 * perSecond };
const limits = {
  atOnce: numberIn('TITIK_TEMU_REQUESTS_AT_ONCE', defaultLimits.atOnce),
  burstMs: numberIn('TITIK_TEMU_BURST_MS', defaultLimits.burstMs),
};

const url = `http://localhost:${port}`;
const publicUrl = (process.env['TITIK_TEMU_URL'] || url).replace(/\/+$/, '');
if (!/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
  console.error(
    `TITIK_TEMU_URL=${publicUrl} is no address; name the one at which people reach it, such as https://titik-temu.example.`,
  );
  process.exit(1);
}

const { values: asked } = parseArgs({ options: { 'webhooks-to-this-machine': { type: 'boolean' } } });
const webhookReach = asked['webhooks-to-this-machine'] ? alsoThisMachine : publicInternet;

const table = openStore();
const log = jsonLog();
const rebuilt = await keepLayout(table, () => openSqliteTable(':memory:'));
for (const one of rebuilt?.notPlaced ?? []) log.error('a thing has no place in the market', one);
await keepRules(table);
const wantsSample = process.env['TITIK_TEMU_SAMPLE'] !== 'off';
const seeding = wantsSample ? await seedSample(table, systemClock) : 'declined';
// The sample is in the market and in search already; whoever lists something now shall not wait behind it.
if (seeding === 'seeded') await countAsTaken(table);
const issuer = await openLocalIssuer(directory);
const app = createApp({
  table,
  verifyToken: tokenVerifier(issuer.rules),
  clock: systemClock,
  newId,
  cursorKey: cursorKeyIn(table),
  publicUrl,
  webhookReach,
  takeShare: rateLimiter(systemClock, rate),
  log,
  docs: docsFrom(new URL('.', import.meta.resolve('swagger-ui-dist/package.json'))),
  print: printLater(new URL('.', import.meta.resolve('@expo-google-fonts/source-sans-3/package.json'))),
});

const pages = createPages({ table, clock: systemClock, publicUrl, log });
const answer: typeof app.fetch = (request, env) => (isPage(request) ? pages : app).fetch(request, env);

const tips = seeding !== 'declined' ? await whatToTry(issuer, url) : howToBegin;

const changeLoop = startChangeLoop(table, reactionsOver(table), log);
const webhookLoop = startWebhookLoop(
  openDeliverer({ table, clock: systemClock, log, reach: webhookReach }),
  log,
);
const forgetting = startForgetting(table, systemClock, log, numberIn('TITIK_TEMU_FORGET_SECONDS', 60));
const doors = await openDoors(await withinLimits(answer, log, limits), port).catch(couldNotOpen);
console.log(`Titik Temu is at ${url} (data in ${directory}), its reference at ${url}/docs`);
if (webhookReach !== publicInternet) console.log('Webhooks may lead to this machine: only for trying them.');
console.log(`\n${tips}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

/** Lets requests in flight finish, commits what waits, frees the store. */
async function stop(): Promise<void> {
  await doors.close();
  await close();
  console.log('Stopped; everything acknowledged is stored.');
}

async function close(): Promise<void> {
  await Promise.all([changeLoop.stop(), webhookLoop.stop(), forgetting.stop()]);
  await table.close();
}

async function couldNotOpen(error: NodeJS.ErrnoException): Promise<never> {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program; choose one: PORT=3001 npm start`
      : error.message,
  );
  await close();
  process.exit(1);
}

/** A setting of the environment: a limit that is no number would refuse everybody, or nobody. */
function numberIn(name: string, otherwise: number): number {
  const text = process.env[name] ?? '';
  if (text === '') return otherwise;
  const value = Number(text);
  if (value >= 0) return value;
  console.error(`${name}=${text} is not a number; leave it out for ${otherwise}.`);
  process.exit(1);
}

function openStore(): SqliteTable {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    return openSqliteTable(join(directory, 'titik-temu.db'));
  } catch (error) {
    if (!(error instanceof StoreInUse)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
