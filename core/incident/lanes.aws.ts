import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeLane } from '../books/lane-row.aws.ts';
import type { GateStore } from '../gate/gate.ts';
import { parallel } from '../gate/parallel.ts';
import { S } from '../shared/dynamodb.aws.ts';
import type { CountedLanes, LaneCount } from './lanes.ts';

const AT_A_TIME = 32;

export interface AwsLanesOptions {
  ddb: DynamoDBClient;
  /** The table `Lanes`. */
  table: string;
  /** Knows the registry. */
  gate: Pick<GateStore, 'lanes'>;
}

/** One GetItem a lane: a batch or a query is only read-committed against the commits' transactions. */
export function awsLanes({ ddb, table, gate }: AwsLanesOptions): CountedLanes {
  const read = async (lane: string): Promise<LaneCount> => {
    const { Item } = await ddb.send(
      new GetItemCommand({ TableName: table, Key: { lane: S(lane) }, ConsistentRead: true }),
    );
    return Item ? decodeLane(Item) : { lane, state: 'closed', counters: {} };
  };
  return {
    async lanes(also = []) {
      const keys = new Set([...(await gate.lanes()), ...also]);
      return parallel([...keys].sort(), AT_A_TIME, read);
    },
  };
}
