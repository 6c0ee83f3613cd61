/** On one machine the change feed is followed here, as the stream's Lambda follows it in AWS: the same reactions, at least once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../shared/log.ts';
import { parkedChangeKey } from '../../shared/table/derived-keys.ts';
import type { ChangeFeed } from '../../shared/table/sqlite-changes.ts';
import { TableBusy, type Change, type Table } from '../../shared/table/table.ts';
import { react } from '../changes/react.ts';
import type { Reaction } from '../changes/react.ts';

export type ChangeLoop = {
  /** Finishes the batch in hand and ends; call it before the table is closed. */
  stop(): Promise<void>;
};

/** The consumer's name in the feed; its checkpoint survives restarts. */
const CONSUMER = 'reactions';
const AT_ONCE = 100;
/** A change that fails this often is parked: it must not keep the others from being taken. */
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 2000;

/** Counts every change so far as taken: for whoever has put in place by other means what follows from them, before the loop starts. */
export async function countAsTaken({ changes }: { changes: ChangeFeed }): Promise<void> {
  const last = await changes.last();
  if (last !== null) await changes.saveCheckpoint(CONSUMER, last);
}

/** Lets the feed go of everything that was taken: with each checkpoint it drops some only, and the sample alone is many. */
export async function dropTaken({ changes }: { changes: ChangeFeed }): Promise<void> {
  for (let before: string | undefined; ;) {
    const [oldest] = await changes.read(null, 1);
    const taken = await changes.checkpoint(CONSUMER);
    if (oldest === undefined || taken === null || oldest.id > taken || oldest.id === before) return;
    before = oldest.id;
    await changes.saveCheckpoint(CONSUMER, taken);
  }
}

/**
 * Follows the feed from the saved checkpoint, each commit at once. A busy store is waited for; a change that fails by itself is
 * parked under `parkedChangeKey` and told to the log, and the next one is taken.
 */
export function startChangeLoop(
  table: Table & { changes: ChangeFeed },
  reactions: readonly Reaction[],
  log: Log,
): ChangeLoop {
  const end = new AbortController();
  const isEnded = (): boolean => end.signal.aborted;
  let wake = (): void => undefined;
  let isBehind = true;
  const endListening = table.changes.onCommit(() => {
    isBehind = true;
    wake();
  });
  const nextCommit = (): Promise<void> =>
    isBehind || isEnded() ? Promise.resolve() : new Promise((resolve) => (wake = resolve));

  const run = async (): Promise<void> => {
    let position = await table.changes.checkpoint(CONSUMER);
    let failures = 0;
    while (!isEnded()) {
      isBehind = false;
      const changes = await table.changes.read(position, AT_ONCE);
      if (changes.length === 0) {
        await nextCommit();
        continue;
      }
      isBehind = true;
      const { done, failure } = await react(changes, reactions);
      let taken = done;
      if (done > 0) failures = 0;
      if (done < changes.length) {
        failures += 1;
        if (failure instanceof TableBusy || failures < MOST_TRIES) await waitAfter(failures);
        else {
          await park(changes[done]!, failure);
          taken += 1;
          failures = 0;
        }
      }
      if (taken > 0) {
        position = changes[taken - 1]!.id;
        await table.changes.saveCheckpoint(CONSUMER, position);
      }
    }
  };

  const park = async ({ id, key, at }: Change, failure: unknown): Promise<void> => {
    log.error('a change was parked: some of what follows from it is missing', {
      change: id,
      key,
      error: failure,
    });
    const why = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
    const item = { ...parkedChangeKey(id), change: key, at, why: why.slice(0, 1000) };
    await table.write({ do: 'put', item });
  };

  const keepRunning = async (): Promise<void> => {
    for (let failures = 1; !isEnded(); failures += 1) {
      try {
        await run();
      } catch (error) {
        // The feed itself cannot be read or the store cannot be written: nothing is skipped, so nothing is lost.
        log.error('the change feed cannot be followed; trying again', { error });
        await waitAfter(failures + 4);
      }
    }
  };

  const waitAfter = async (failures: number): Promise<void> => {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    // Only the end of the loop ends a wait before its time.
    await sleep(wait, undefined, { signal: end.signal }).catch(() => undefined);
  };

  const ended = keepRunning();
  return {
    async stop() {
      end.abort();
      endListening();
      wake();
      await ended;
    },
  };
}
