import { type Item, N, number, S, text } from '../shared/dynamodb.aws.ts';
import type { GateLanes, GateName } from './gate.ts';
import type { GateRequests } from './requests.aws.ts';
import { registryKey, rootKey } from './root.aws.ts';

/** Where the lanes of a gate are, and what their rows hold beside state and epoch. */
export interface LaneRows {
  table: string;
  key(lane: string): Item;
  checkpoint(row: Item | undefined): string | undefined;
  /** Attributes that a row gets when it is made by the gate: added to an update's SET, and to a put. */
  born: Item;
  /** Names one attribute of the key: does the row exist? */
  keyName: string;
  /** Keep what a lane had admitted when it retires, until it is opened again. */
  counts: boolean;
}

/** Lanes of the collection gate: the rows of `Lanes`, one a Kinesis shard. */
export const shardRows = (table: string): LaneRows => ({
  table,
  key: (lane) => ({ lane: S(lane) }),
  checkpoint: (row) => text(row, 'checkpoint'),
  born: {},
  keyName: 'lane',
  counts: true,
});

/** Lanes of the reading gate: the heads (`seq` 0) of the ledger's chains. */
export const chainRows = (table: string): LaneRows => ({
  table,
  key: (chain) => ({ chain: S(chain), seq: N(0) }),
  checkpoint: (row) => row?.length?.N,
  born: { length: N(0), hash: S('0'.repeat(64)) },
  keyName: 'chain',
  counts: false,
});

/** The registry of lanes is one item, read by GetItem; each lane is an item of its own. */
export function awsLaneRegistry(
  gate: GateName,
  { requests, gateTable, rows }: { requests: GateRequests; gateTable: string; rows: LaneRows },
): GateLanes {
  const { get, update, putIf, transact } = requests;
  const registry = { TableName: gateTable, Key: registryKey(gate) };
  const row = (lane: string) => ({
    TableName: rows.table,
    Key: rows.key(lane),
    ExpressionAttributeNames: { '#state': 'state' },
  });

  return {
    async lanes() {
      return (await get(gateTable, registry.Key))?.lanes?.SS ?? [];
    },

    async closeLane(lane, epoch) {
      const closed = await update({
        ...row(lane),
        UpdateExpression: `SET #state = :closed, epoch = :epoch${bornIfNew(rows.born)}`,
        ConditionExpression: 'attribute_not_exists(epoch) OR epoch < :epoch',
        ExpressionAttributeNames: { '#state': 'state', ...bornNames(rows.born) },
        ExpressionAttributeValues: { ':closed': S('closed'), ':epoch': N(epoch), ...bornValues(rows.born) },
      });
      const checkpoint = rows.checkpoint('done' in closed ? closed.done : closed.failed);
      return checkpoint === undefined ? { lane } : { lane, checkpoint };
    },

    async addLane(lane) {
      await update({
        ...registry,
        UpdateExpression: 'ADD lanes :lane',
        ExpressionAttributeValues: { ':lane': { SS: [lane] } },
      });
      await putIf({
        TableName: rows.table,
        Item: { ...rows.key(lane), ...rows.born, state: S('closed') },
        ConditionExpression: `attribute_not_exists(${rows.keyName})`,
      });
    },

    openLane: (lane, epoch) =>
      transact<boolean>(
        [
          {
            ConditionCheck: {
              TableName: gateTable,
              Key: rootKey(gate),
              ConditionExpression: '#state = :open AND epoch = :epoch',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: { ':open': S('open'), ':epoch': N(epoch) },
            },
          },
          {
            ConditionCheck: {
              ...registry,
              ConditionExpression: 'contains(lanes, :lane)',
              ExpressionAttributeValues: { ':lane': S(lane) },
            },
          },
          {
            Update: {
              ...row(lane),
              UpdateExpression: `SET #state = :open, epoch = :epoch${rows.counts ? ' REMOVE retired' : ''}`,
              ConditionExpression: `attribute_exists(${rows.keyName}) AND (attribute_not_exists(epoch) OR epoch < :epoch)`,
              ExpressionAttributeValues: { ':open': S('open'), ':epoch': N(epoch) },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
        true,
        ([rootReason, registryReason, laneReason]) => {
          if ([rootReason, registryReason].some((reason) => reason?.Code === 'ConditionalCheckFailed')) return false;
          if (laneReason?.Code !== 'ConditionalCheckFailed') return undefined;
          return text(laneReason.Item, 'state') === 'open' && number(laneReason.Item, 'epoch') === epoch;
        },
      ),

    async retireLane(lane) {
      await transact(
        [
          {
            Update: {
              ...registry,
              UpdateExpression: 'DELETE lanes :lane',
              ExpressionAttributeValues: { ':lane': { SS: [lane] } },
            },
          },
          {
            Update: {
              ...row(lane),
              UpdateExpression: `SET #state = :closed${rows.counts ? ', retired = if_not_exists(admitted, :zero)' : ''} REMOVE epoch`,
              ExpressionAttributeValues: { ':closed': S('closed'), ...(rows.counts && { ':zero': N(0) }) },
            },
          },
        ],
        true,
        () => undefined,
      );
    },
  };
}

const bornIfNew = (born: Item) =>
  Object.keys(born)
    .map((name) => `, #${name} = if_not_exists(#${name}, :${name})`)
    .join('');
const bornNames = (born: Item) => Object.fromEntries(Object.keys(born).map((name) => [`#${name}`, name]));
const bornValues = (born: Item) => Object.fromEntries(Object.entries(born).map(([name, value]) => [`:${name}`, value]));
