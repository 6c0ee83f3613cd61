/** Webhooks in AWS Lambda: woken by a message that is new in the table, and every five minutes for what is to be tried again. */
import { systemClock } from '../../shared/clock.ts';
import { jsonLog } from '../../shared/log.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import { publicInternet } from '../../shared/webhooks/reach.ts';
import { openDeliverer } from './deliverer.ts';

const deliverer = openDeliverer({
  table: openDynamoTable(process.env['TABLE_NAME'] ?? ''),
  clock: systemClock,
  log: jsonLog(),
  reach: publicInternet,
});

/** A call works so long, and longer only for what it has begun. */
const LONGEST_MS = 40_000;
const LOOK_EVERY_MS = 250;
/** The first try again comes after five seconds: it is waited for. */
const SOON_MS = 6_000;

/** Delivers everything that is due, whatever it was woken by. */
export async function handler(): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  do {
    const begun = await deliverer.begin();
    const isIdle = begun === 0 && deliverer.busy() === 0;
    if (isIdle && !(await deliverer.isDueWithin(SOON_MS))) return;
    await deliverer.oneDone(LOOK_EVERY_MS);
  } while (performance.now() < end);
  await deliverer.done();
}
