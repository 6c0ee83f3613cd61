/** Something that is done again and again on one machine, until the server stops. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Repeated = {
  /** Begins it no more, and ends when what is in hand is done. */
  stop(): Promise<void>;
};

/** Does it now and `everyMs` after each end; what fails is given to `trouble`, and tried again after `troubledMs`. */
export function repeated(
  act: () => Promise<unknown>,
  { everyMs, troubledMs = everyMs }: { everyMs: number; troubledMs?: number },
  trouble: (error: unknown) => void,
): Repeated {
  const end = new AbortController();
  const { signal } = end;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      let wait = everyMs;
      try {
        await act();
      } catch (error) {
        trouble(error);
        wait = troubledMs;
      }
      // Only the end of it ends a wait before its time.
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = run();
  return {
    async stop() {
      end.abort();
      await ended;
    },
  };
}
