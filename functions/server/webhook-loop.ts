/** On one machine webhooks are delivered here, as a function of their own does in AWS. */
import type { Log } from '../../shared/log.ts';
import type { Deliverer } from '../webhooks/deliverer.ts';
import { repeated, type Repeated } from './repeated.ts';

/** How often it is looked whether something is due: one query of the store's own process. */
const EVERY_MS = 1_000;
/** After the store could not be read. */
const AFTER_TROUBLE_MS = 5_000;

/**
 * Delivers what is due, every second, until stopped; a stop ends when what is being sent has its answer, ten seconds or so at most. What a
 * stop or a kill cuts off is sent again.
 */
export function startWebhookLoop(deliverer: Deliverer, log: Log): Repeated {
  const looking = repeated(
    () => deliverer.begin(),
    { everyMs: EVERY_MS, troubledMs: AFTER_TROUBLE_MS },
    (error) => log.error('webhooks cannot be looked at; trying again', { error }),
  );
  return {
    async stop() {
      await looking.stop();
      deliverer.stop();
      await deliverer.done();
    },
  };
}
