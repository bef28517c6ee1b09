import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../shared/clock.ts';
import type { Persistence } from '../shared/persist.ts';
import type { Remembered } from './forget.ts';
import type { GateName, GateStore } from './gate.ts';
import { awsLaneRegistry, chainRows, type LaneRows, shardRows } from './lanes.aws.ts';
import { gateRequests } from './requests.aws.ts';
import { awsRoot } from './root.aws.ts';

export interface GateTables {
  /**
   * Low-level client with short time-outs and without retries of its own: a call that hangs must not cost a pause its
   * second, and the SDK does not repeat `TransactionConflictException`.
   */
  ddb: DynamoDBClient;
  gateTable: string;
  clock: Clock;
  /**
   * May this caller make the root of a new program? A function whose role may not write the root says no, and sees a gate
   * that was never made as closed at epoch 0. @default true
   */
  initialise?: boolean;
  /** For tests. @default persists for 20 s */
  persistence?: Partial<Persistence>;
  /** For tests. @default `REMEMBERED` */
  remembered?: Remembered;
}

/** The gate before collecting: its lanes are the rows of `Lanes`, one a Kinesis shard. */
export const awsCollectionGate = (options: GateTables & { lanesTable: string }): GateStore =>
  awsGate('collection', options, shardRows(options.lanesTable));

/** The gate before reading: its lanes are the heads of the ledger's chains. */
export const awsReadingGate = (options: GateTables & { ledgerTable: string }): GateStore =>
  awsGate('reading', options, chainRows(options.ledgerTable));

/** Whether it collects, for who asks nothing else and may move nothing. */
export const awsCollectionState = ({
  ddb,
  gateTable,
  clock,
  persistence,
}: Omit<GateTables, 'initialise' | 'remembered'>): Pick<GateStore, 'read'> =>
  awsRoot('collection', { requests: gateRequests(ddb, persistence), gateTable, clock, initialise: false });

function awsGate(gate: GateName, options: GateTables, rows: LaneRows): GateStore {
  const { ddb, gateTable, clock, initialise = true, persistence, remembered } = options;
  const requests = gateRequests(ddb, persistence);
  return {
    ...awsRoot(gate, { requests, gateTable, clock, initialise, ...(remembered && { remembered }) }),
    ...awsLaneRegistry(gate, { requests, gateTable, rows }),
  };
}
