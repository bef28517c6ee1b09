import { DescribeStreamSummaryCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { laneKey } from '../gate/lane.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Shard } from './intake.ts';
import { hexHash, type Shards } from './shards.ts';

export interface AwsShardsOptions {
  kinesis: KinesisClient;
  /** Name of the stream. */
  stream: string;
  clock: Clock;
}

/** A stream deleted and made again under the same name is noticed after this time, ms. */
const KEPT = 300_000;

/** Needs `kinesis:DescribeStreamSummary` and `kinesis:ListShards` on the stream. */
export function awsShards({ kinesis, stream, clock }: AwsShardsOptions): Shards {
  let known: { shards: Promise<Map<string, Shard>>; until: number } | undefined;

  async function list(): Promise<Map<string, Shard>> {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    const createdSeconds = Math.floor(summary!.StreamCreationTimestamp!.getTime() / 1000);
    const shards = new Map<string, Shard>();
    let NextToken: string | undefined;
    do {
      // A token goes alone: the API refuses it beside a name.
      const page = await kinesis.send(new ListShardsCommand(NextToken ? { NextToken } : { StreamName: stream }));
      for (const { ShardId, HashKeyRange } of page.Shards ?? []) {
        shards.set(ShardId!, {
          lane: laneKey({ stream, createdSeconds, shard: ShardId! }),
          hashFrom: hexHash(HashKeyRange!.StartingHashKey!),
          hashTo: hexHash(HashKeyRange!.EndingHashKey!),
        });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return shards;
  }

  function load(): Promise<Map<string, Shard>> {
    const shards = list();
    const entry = { shards, until: clock.now() + KEPT };
    known = entry;
    shards.catch(() => {
      if (known === entry) known = undefined;
    });
    return shards;
  }

  return {
    async find(shardId) {
      const kept = known && clock.now() < known.until ? await known.shards : await load();
      // Shards come to be when a stream is split.
      const shard = kept.get(shardId) ?? (await load()).get(shardId);
      if (!shard) throw new SluiceError(`stream ${stream} has no shard ${shardId}`);
      return shard;
    },
    async lanes() {
      return new Set([...(await load()).values()].map(({ lane }) => lane));
    },
  };
}
