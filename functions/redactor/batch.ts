import type { KinesisStreamEvent } from 'aws-lambda';
import type { StreamRecord } from '../../core/intake/intake.ts';
import { SluiceError } from '../../core/shared/errors.ts';

/** Records of an invocation, as the core takes them. */
export interface ShardBatch {
  shardId: string;
  records: StreamRecord[];
}

/** An event source mapping hands over records of one shard, in order. */
export function parseEvent({ Records }: KinesisStreamEvent): ShardBatch {
  const shardIds = new Set(Records.map(({ eventID }) => eventID.slice(0, eventID.indexOf(':'))));
  const [shardId, second] = shardIds;
  if (shardId === undefined || second !== undefined) {
    throw new SluiceError(`a batch of ${shardIds.size} shards`);
  }
  const records = Records.map(({ kinesis }) => ({
    sequence: kinesis.sequenceNumber,
    partitionKey: kinesis.partitionKey,
    // Seconds, with a fraction.
    arrival: Math.round(kinesis.approximateArrivalTimestamp * 1000),
    data: Buffer.from(kinesis.data, 'base64'),
  }));
  return { shardId, records };
}
