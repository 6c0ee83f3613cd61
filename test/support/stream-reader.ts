/** Reads a table's stream from DynamoDB Local as Lambda would be handed it: the records of every shard, each once. */
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBStreamsClientConfig, GetRecordsCommandOutput } from '@aws-sdk/client-dynamodb-streams';
import { changeFromStreamRecord } from '../../shared/table/dynamo-table.ts';
import type { Change } from '../../shared/table/table.ts';

export type StreamReader = { drain: () => Promise<Change[]>; close: () => void };

export function streamReader(config: DynamoDBStreamsClientConfig, stream: string): StreamReader {
  const client = new DynamoDBStreamsClient(config);
  /** The last record read of each shard. Iterators are not kept: DynamoDB Local forgets them after a moment. */
  const last = new Map<string, string>();

  async function drainShard(shard: string): Promise<Change[]> {
    const changes: Change[] = [];
    const after = last.get(shard);
    const start = after
      ? ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after } as const)
      : ({ ShardIteratorType: 'TRIM_HORIZON' } as const);
    const command = new GetShardIteratorCommand({ StreamArn: stream, ShardId: shard, ...start });
    let iterator = (await client.send(command)).ShardIterator;
    while (iterator) {
      const answer: GetRecordsCommandOutput = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      const { Records: records = [] } = answer;
      if (records.length === 0) break;
      changes.push(...records.map(changeFromStreamRecord));
      last.set(shard, records.at(-1)!.dynamodb!.SequenceNumber!);
      iterator = answer.NextShardIterator;
    }
    return changes;
  }

  return {
    async drain() {
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: stream }));
      const changes: Change[] = [];
      for (const { ShardId } of StreamDescription?.Shards ?? [])
        changes.push(...(await drainShard(ShardId!)));
      return changes;
    },
    close: () => client.destroy(),
  };
}
