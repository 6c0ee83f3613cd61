/** On one machine webhooks are delivered here, as a function of their own does in AWS. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../shared/log.ts';
import type { Deliverer } from '../webhooks/deliverer.ts';

/** How often it is looked whether something is due: one query of the store's own process. */
const EVERY_MS = 1_000;
/** After the store could not be read. */
const AFTER_TROUBLE_MS = 5_000;

export type WebhookLoop = {
  /** Begins nothing more, and ends when what is being sent has its answer, ten seconds or so at most; call it before the table is closed. */
  stop(): Promise<void>;
};

/** Delivers what is due, every second, until stopped. What a stop or a kill cuts off is sent again. */
export function startWebhookLoop(deliverer: Deliverer, log: Log): WebhookLoop {
  const end = new AbortController();
  const { signal } = end;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      let wait = EVERY_MS;
      try {
        await deliverer.begin();
      } catch (error) {
        log.error('webhooks cannot be looked at; trying again', { error });
        wait = AFTER_TROUBLE_MS;
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return {
    async stop() {
      end.abort();
      await ended;
      deliverer.stop();
      await deliverer.done();
    },
  };
}
