import { type Item, N, number, S, text } from '../shared/dynamodb.aws.ts';
import type { GateLanes, GateName } from './gate.ts';
import type { GateRequests } from './requests.aws.ts';
import { registryKey, rootKey } from './root.aws.ts';

/** Where the lanes of a gate are, and what their rows hold beside state and epoch. */
export interface LaneRows {
  table: string;
  key(lane: string): Item;
  checkpoint(row: Item | undefined): string | undefined;
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
  keyName: 'lane',
  counts: true,
});

/** Lanes of the reading gate: the heads (`seq` 0) of the ledger's chains. */
export const chainRows = (table: string): LaneRows => ({
  table,
  key: (chain) => ({ chain: S(chain), seq: N(0) }),
  checkpoint: (row) => row?.length?.N,
  keyName: 'chain',
  counts: false,
});

/** What the steps below move: the registry, which is one item, and lanes, each an item of its own. */
interface Registry {
  gate: GateName;
  requests: GateRequests;
  item: { TableName: string; Key: Item };
  rows: LaneRows;
}

/** The registry of lanes is one item, read by GetItem; each lane is an item of its own. */
export function awsLaneRegistry(
  gate: GateName,
  { gateTable, ...options }: { requests: GateRequests; gateTable: string; rows: LaneRows },
): GateLanes {
  const registry: Registry = { gate, ...options, item: { TableName: gateTable, Key: registryKey(gate) } };
  return {
    lanes: async () => (await options.requests.get(gateTable, registry.item.Key))?.lanes?.SS ?? [],
    closeLane: (lane, epoch) => closeLane(registry, lane, epoch),
    addLane: (lane) => addLane(registry, lane),
    openLane: (lane, epoch) => openLane(registry, lane, epoch),
    retireLane: (lane) => retireLane(registry, lane),
  };
}

const rowOf = (rows: LaneRows, lane: string) => ({
  TableName: rows.table,
  Key: rows.key(lane),
  ExpressionAttributeNames: { '#state': 'state' },
});

async function closeLane({ requests, rows }: Registry, lane: string, epoch: number) {
  const closed = await requests.update({
    ...rowOf(rows, lane),
    UpdateExpression: 'SET #state = :closed, epoch = :epoch',
    ConditionExpression: 'attribute_not_exists(epoch) OR epoch < :epoch',
    ExpressionAttributeValues: { ':closed': S('closed'), ':epoch': N(epoch) },
  });
  const checkpoint = rows.checkpoint('done' in closed ? closed.done : closed.failed);
  return checkpoint === undefined ? { lane } : { lane, checkpoint };
}

/** Into the registry first: a pause that comes between the two finds it there and closes it. */
async function addLane({ requests, item, rows }: Registry, lane: string): Promise<void> {
  await requests.update({
    ...item,
    UpdateExpression: 'ADD lanes :lane',
    ExpressionAttributeValues: { ':lane': { SS: [lane] } },
  });
  await requests.putIf({
    TableName: rows.table,
    Item: { ...rows.key(lane), state: S('closed') },
    ConditionExpression: `attribute_not_exists(${rows.keyName})`,
  });
}

/** @returns whether it is open at this epoch: it was opened, or was already */
function openLane({ gate, requests, item, rows }: Registry, lane: string, epoch: number): Promise<boolean> {
  const open = { ':open': S('open'), ':epoch': N(epoch) };
  const root = {
    TableName: item.TableName,
    Key: rootKey(gate),
    ConditionExpression: '#state = :open AND epoch = :epoch',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: open,
  };
  const registered = {
    ...item,
    ConditionExpression: 'contains(lanes, :lane)',
    ExpressionAttributeValues: { ':lane': S(lane) },
  };
  const opened = {
    ...rowOf(rows, lane),
    UpdateExpression: `SET #state = :open, epoch = :epoch${rows.counts ? ' REMOVE retired' : ''}`,
    ConditionExpression: `attribute_exists(${rows.keyName}) AND (attribute_not_exists(epoch) OR epoch < :epoch)`,
    ExpressionAttributeValues: open,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  return requests.transact([{ ConditionCheck: root }, { ConditionCheck: registered }, { Update: opened }], (failed) => {
    if (failed(0) || failed(1)) return false;
    const lane = failed(2);
    return lane && text(lane.Item, 'state') === 'open' && number(lane.Item, 'epoch') === epoch;
  });
}

async function retireLane({ requests, item, rows }: Registry, lane: string): Promise<void> {
  const unregistered = {
    ...item,
    UpdateExpression: 'DELETE lanes :lane',
    ExpressionAttributeValues: { ':lane': { SS: [lane] } },
  };
  const retired = {
    ...rowOf(rows, lane),
    UpdateExpression: `SET #state = :closed${rows.counts ? ', retired = if_not_exists(admitted, :zero)' : ''} REMOVE epoch`,
    ExpressionAttributeValues: { ':closed': S('closed'), ...(rows.counts && { ':zero': N(0) }) },
  };
  await requests.transact([{ Update: unregistered }, { Update: retired }]);
}
