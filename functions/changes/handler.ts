/** The table's stream in AWS Lambda: in order, stops at the first failure, and reports it so that the rest is not lost. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { jsonLog } from '../../shared/log.ts';
import { changeFromStreamRecord, openDynamoTable } from '../../shared/table/dynamo-table.ts';
import { react } from './react.ts';
import { reactionsOver } from './reactions.ts';

const reactions = reactionsOver(openDynamoTable(process.env['TABLE_NAME'] ?? ''));
const log = jsonLog();

export async function handler({ Records: records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { done, failure } = await react(records.values().map(changeFromStreamRecord), reactions);
  const failed = records[done];
  if (failed === undefined) return { batchItemFailures: [] };
  log.error('a change was not taken', { keys: failed.dynamodb?.Keys, eventId: failed.eventID, failure });
  // AWS starts again from here. A record without a number fails the whole batch, which AWS then cuts in two.
  return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] };
}
