/** Which of DynamoDB's errors pass by themselves, and how long to wait for that before the caller hears of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TableBusy } from './table.ts';

/** Collisions with others' transactions: the SDK does not repeat these, and they are over in moments. */
const collisions = new Set(['TransactionConflictException', 'TransactionInProgressException']);

/** What the SDK has repeated by itself, as often as it does, before we see it. */
const busy = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
]);
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

const attempts = 10;
const firstWaitMs = 25;
const longestWaitMs = 400;

/** Tells the loop to try again; thrown by the work itself. */
export class TryAgain extends Error {}

/** Repeats the work while it collides, with full jitter, up to ten times or about two seconds; then `TableBusy`. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof TryAgain || (error instanceof Error && collisions.has(error.name));
      if (passes && attempt < attempts) {
        await sleep(Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt));
      } else if (passes || isBusy(error)) {
        throw new TableBusy('DynamoDB is too busy, or cannot be reached; try again later', { cause: error });
      } else {
        throw error;
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return busy.has(error.name) || ('code' in error && networkCodes.has(String(error.code)));
}
