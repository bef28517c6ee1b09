import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { GateStore } from '../gate/gate.ts';
import { parallel } from '../gate/parallel.ts';
import type { LaneBook, LaneCount } from './lanes.ts';

const AT_A_TIME = 32;
/** Numbers of a lane's row that count nothing. */
const NOT_COUNTERS = new Set(['epoch', 'attempts', 'retired']);

export interface AwsLanesOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Lanes`. */
  table: string;
  /** Knows the registry. */
  gate: Pick<GateStore, 'lanes'>;
}

/** One GetItem a lane: a batch or a query is only read-committed against the commits' transactions. */
export function awsLanes({ documents, table, gate }: AwsLanesOptions): LaneBook {
  const read = async (lane: string): Promise<LaneCount> => {
    const { Item = {} } = await documents.send(
      new GetCommand({ TableName: table, Key: { lane }, ConsistentRead: true }),
    );
    const counters = Object.entries(Item).filter(
      (pair): pair is [string, number] => typeof pair[1] === 'number' && !NOT_COUNTERS.has(pair[0]),
    );
    return {
      lane,
      state: Item.state === 'open' ? 'open' : 'closed',
      ...(Item.epoch !== undefined && { epoch: Item.epoch }),
      ...(Item.retired !== undefined && { retired: Item.retired }),
      ...(Item.checkpoint !== undefined && { checkpoint: Item.checkpoint }),
      counters: Object.fromEntries(counters),
    };
  };
  return {
    async lanes(also = []) {
      const keys = new Set([...(await gate.lanes()), ...also]);
      return parallel([...keys].sort(), AT_A_TIME, read);
    },
  };
}
