/** Which of DynamoDB's errors pass by themselves, and how long to wait for that before the caller hears of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TableBusy } from './table.ts';

/** The SDK repeats most of these three times by itself; conflicts between transactions it does not. */
const passing = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

const attempts = 10;
const firstWaitMs = 25;
const longestWaitMs = 400;

/** Tells the loop to try again; thrown by the work itself. */
export class TryAgain extends Error {}

/** Repeats the work while its error is one that passes, with full jitter; then `TableBusy`. At most about 3 seconds of waiting. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TryAgain || isPassing(error))) throw error;
      if (attempt === attempts) {
        throw new TableBusy('DynamoDB is busy; nothing was written as far as it answered', { cause: error });
      }
      await sleep(Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt));
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return passing.has(error.name) || ('code' in error && networkCodes.has(String(error.code)));
}
