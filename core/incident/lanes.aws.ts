import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeLane } from '../books/lane-row.aws.ts';
import type { GateStore } from '../gate/gate.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { Unreadable } from '../shared/item.aws.ts';
import { parallel } from '../shared/parallel.ts';
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
  const read = async (lane: string): Promise<LaneCount | 'damaged'> => {
    const { Item } = await ddb.send(
      new GetItemCommand({ TableName: table, Key: { lane: S(lane) }, ConsistentRead: true }),
    );
    if (!Item) return { lane, state: 'closed', counters: {} };
    try {
      return decodeLane(Item);
    } catch (error) {
      if (error instanceof Unreadable) return 'damaged';
      throw error;
    }
  };
  return {
    async lanes(also = []) {
      const keys = [...new Set([...(await gate.lanes()), ...also])].sort();
      const rows = await parallel(keys, AT_A_TIME, read);
      return {
        lanes: rows.filter((row) => row !== 'damaged'),
        damaged: keys.filter((_, at) => rows[at] === 'damaged'),
      };
    },
  };
}
