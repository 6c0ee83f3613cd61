/** Long work lets requests that wait go first, now and then. */
import { setImmediate } from 'node:timers/promises';

/** Whoever works tells how much was done, and waits for what it gives: a turn of the others whenever that comes to `most`. */
export function pauseEvery(most: number): (done: number) => Promise<void> | undefined {
  let since = 0;
  return (done) => {
    since += done;
    if (since < most) return undefined;
    since = 0;
    return setImmediate();
  };
}
