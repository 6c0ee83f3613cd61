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

export type StreamReader = { drain(): Promise<Change[]>; close(): void };

export function streamReader(config: DynamoDBStreamsClientConfig, stream: string): StreamReader {
  const client = new DynamoDBStreamsClient(config);
  /** Where each shard goes on; `null` once it is closed and read to its end. */
  const iterators = new Map<string, string | null>();

  async function drainShard(shard: string): Promise<Change[]> {
    const changes: Change[] = [];
    let iterator: string | null | undefined = iterators.get(shard);
    if (iterator === undefined) {
      const start = { StreamArn: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' } as const;
      iterator = (await client.send(new GetShardIteratorCommand(start))).ShardIterator ?? null;
    }
    while (iterator) {
      const answer: GetRecordsCommandOutput = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      const { Records = [] } = answer;
      changes.push(...Records.map(changeFromStreamRecord));
      iterator = answer.NextShardIterator ?? null;
      iterators.set(shard, iterator);
      if (Records.length === 0) break;
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
