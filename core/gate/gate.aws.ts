import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../shared/clock.ts';
import { cancellation, failedCondition, type Item, isTransient, N, number, S, text } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { type Persistence, persist } from '../shared/persist.ts';
import { checkRelease, type GateName, type GateState, type GateStore, isRepeatedRelease } from './gate.ts';

/** Where the lanes of a gate are, and what their rows hold beside state and epoch. */
interface LaneRows {
  table: string;
  key(lane: string): Item;
  checkpoint(row: Item | undefined): string | undefined;
  /** Attributes that a row gets when it is made by the gate: added to an update's SET, and to a put. */
  born: Item;
  /** Names one attribute of the key: does the row exist? */
  keyName: string;
}

interface GateTables {
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
}

/** The gate before collecting: its lanes are the rows of `Lanes`, one a Kinesis shard. */
export function awsCollectionGate(options: GateTables & { lanesTable: string }): GateStore {
  return awsGate('collection', options, {
    table: options.lanesTable,
    key: (lane) => ({ lane: S(lane) }),
    checkpoint: (row) => text(row, 'checkpoint'),
    born: {},
    keyName: 'lane',
  });
}

/** The gate before reading: its lanes are the heads (`seq` 0) of the ledger's chains. */
export function awsReadingGate(options: GateTables & { ledgerTable: string }): GateStore {
  return awsGate('reading', options, {
    table: options.ledgerTable,
    key: (chain) => ({ chain: S(chain), seq: N(0) }),
    checkpoint: (row) => row?.length?.N,
    born: { length: N(0), hash: S('0'.repeat(64)) },
    keyName: 'chain',
  });
}

/** Time-out of a try, ms: short at first (the common case takes some ms), longer when the service is really slow. */
const requestTimeout = (tries: number) => Math.min(5_000, 300 * 2 ** tries);

function awsGate(gate: GateName, options: GateTables, rows: LaneRows): GateStore {
  const { ddb, gateTable, clock, initialise = true } = options;
  const rootKey: Item = { pk: S(gate) };
  const directoryKey: Item = { pk: S(`${gate}#lanes`) };
  const again = <T>(attempt: (tries: number) => Promise<T>) =>
    persist(attempt, { transient: (error) => error instanceof Moved || isTransient(error), ...options.persistence });

  const get = (key: Item) =>
    again(async (tries) => {
      const command = new GetItemCommand({ TableName: gateTable, Key: key, ConsistentRead: true });
      return (await ddb.send(command, { requestTimeout: requestTimeout(tries) })).Item;
    });

  /** One conditional update; the item after it, or as it was when the condition failed. */
  const update = (input: Omit<UpdateItemCommandInput, 'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'>) =>
    again(async (tries): Promise<{ done: Item } | { failed: Item | undefined }> => {
      const command = new UpdateItemCommand({
        ...input,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        return { done: (await ddb.send(command, { requestTimeout: requestTimeout(tries) })).Attributes ?? {} };
      } catch (error) {
        const failed = failedCondition(error);
        if (!failed) throw error;
        return { failed: failed.old };
      }
    });

  /** Puts the root of a new program. Refuses when there are lanes already: then a root was lost, and must not reopen. */
  const make = (root: Item) =>
    again(async (tries) => {
      const command = new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: gateTable, Item: root, ConditionExpression: 'attribute_not_exists(pk)' } },
          {
            ConditionCheck: {
              TableName: gateTable,
              Key: directoryKey,
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      });
      try {
        await ddb.send(command, { requestTimeout: requestTimeout(tries) });
      } catch (error) {
        const [rootReason, directoryReason] = cancellation(error) ?? [];
        if (rootReason?.Code === 'ConditionalCheckFailed') return;
        if (directoryReason?.Code !== 'ConditionalCheckFailed') throw error;
        throw new SluiceError(`the ${gate} gate has lanes but no root: restore it closed`, { cause: error });
      }
    });

  const rootOf = async (): Promise<GateState> => {
    const found = await get(rootKey);
    if (found) return parseRoot(found);
    if (!initialise) return { state: 'closed', epoch: 0, holds: [], since: 0 };
    await make({ ...rootKey, state: S('open'), epoch: N(1), holds: { M: {} }, since: N(clock.now()) });
    const made = await get(rootKey);
    if (!made) throw new SluiceError(`the ${gate} gate could not be made`);
    return parseRoot(made);
  };

  return {
    read: rootOf,

    async hold(incident, at) {
      const names = { '#state': 'state', '#holds': 'holds', '#incident': incident };
      const keep = '#holds.#incident = if_not_exists(#holds.#incident, :at)';
      return again(async () => {
        const closing = await update({
          TableName: gateTable,
          Key: rootKey,
          UpdateExpression: `SET #state = :closed, epoch = epoch + :one, since = :at, ${keep}`,
          ConditionExpression: '#state = :open',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':open': S('open'), ':closed': S('closed'), ':one': N(1), ':at': N(at) },
        });
        if ('done' in closing) return parseRoot(closing.done);
        if (!closing.failed) {
          // Before anything was collected: made first, then closed like any other.
          await make({ ...rootKey, state: S('open'), epoch: N(1), holds: { M: {} }, since: N(at) });
          throw new Moved();
        }
        const joining = await update({
          TableName: gateTable,
          Key: rootKey,
          UpdateExpression: `SET ${keep}`,
          ConditionExpression: '#state = :closed',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':closed': S('closed'), ':at': N(at) },
        });
        if ('done' in joining) return parseRoot(joining.done);
        throw new Moved();
      });
    },

    async release(incident, epoch, at) {
      return again(async () => {
        const seen = await rootOf();
        checkRelease(seen, incident, epoch);
        if (isRepeatedRelease(seen, incident, epoch)) return seen;
        const last = seen.holds.length === 1;
        const released = await update({
          TableName: gateTable,
          Key: rootKey,
          UpdateExpression: last
            ? 'SET #state = :open, epoch = epoch + :one, since = :at, released = :released REMOVE #holds.#incident'
            : 'SET released = :released REMOVE #holds.#incident',
          ConditionExpression: `#state = :closed AND epoch = :epoch AND attribute_exists(#holds.#incident) AND size(#holds) ${last ? '=' : '>'} :one`,
          ExpressionAttributeNames: { '#state': 'state', '#holds': 'holds', '#incident': incident },
          ExpressionAttributeValues: {
            ':closed': S('closed'),
            ':epoch': N(epoch),
            ':one': N(1),
            ':released': { M: { incident: S(incident), epoch: N(epoch) } },
            ...(last && { ':open': S('open'), ':at': N(at) }),
          },
        });
        if ('done' in released) return parseRoot(released.done);
        throw new Moved();
      });
    },

    async lanes() {
      return (await get(directoryKey))?.lanes?.SS ?? [];
    },

    async closeLane(lane, epoch) {
      const closed = await update({
        TableName: rows.table,
        Key: rows.key(lane),
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
        TableName: gateTable,
        Key: directoryKey,
        UpdateExpression: 'ADD lanes :lane',
        ExpressionAttributeValues: { ':lane': { SS: [lane] } },
      });
      await again(async (tries) => {
        const put = new PutItemCommand({
          TableName: rows.table,
          Item: { ...rows.key(lane), ...rows.born, state: S('closed') },
          ConditionExpression: `attribute_not_exists(${rows.keyName})`,
        });
        try {
          await ddb.send(put, { requestTimeout: requestTimeout(tries) });
        } catch (error) {
          if (!failedCondition(error)) throw error;
        }
      });
    },

    openLane: (lane, epoch) =>
      again(async (tries) => {
        const command = new TransactWriteItemsCommand({
          TransactItems: [
            {
              ConditionCheck: {
                TableName: gateTable,
                Key: rootKey,
                ConditionExpression: '#state = :open AND epoch = :epoch',
                ExpressionAttributeNames: { '#state': 'state' },
                ExpressionAttributeValues: { ':open': S('open'), ':epoch': N(epoch) },
              },
            },
            {
              ConditionCheck: {
                TableName: gateTable,
                Key: directoryKey,
                ConditionExpression: 'contains(lanes, :lane)',
                ExpressionAttributeValues: { ':lane': S(lane) },
              },
            },
            {
              Update: {
                TableName: rows.table,
                Key: rows.key(lane),
                UpdateExpression: 'SET #state = :open, epoch = :epoch',
                ConditionExpression: `attribute_exists(${rows.keyName}) AND (attribute_not_exists(epoch) OR epoch < :epoch)`,
                ExpressionAttributeNames: { '#state': 'state' },
                ExpressionAttributeValues: { ':open': S('open'), ':epoch': N(epoch) },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        });
        try {
          await ddb.send(command, { requestTimeout: requestTimeout(tries) });
          return true;
        } catch (error) {
          const [root, directory, row] = cancellation(error) ?? [];
          if (root?.Code === 'ConditionalCheckFailed' || directory?.Code === 'ConditionalCheckFailed') return false;
          if (row?.Code !== 'ConditionalCheckFailed') throw error;
          return text(row.Item, 'state') === 'open' && number(row.Item, 'epoch') === epoch;
        }
      }),

    retireLane: (lane) =>
      again(async (tries) => {
        const command = new TransactWriteItemsCommand({
          TransactItems: [
            {
              Update: {
                TableName: gateTable,
                Key: directoryKey,
                UpdateExpression: 'DELETE lanes :lane',
                ExpressionAttributeValues: { ':lane': { SS: [lane] } },
              },
            },
            {
              Update: {
                TableName: rows.table,
                Key: rows.key(lane),
                UpdateExpression: 'SET #state = :closed REMOVE epoch',
                ExpressionAttributeNames: { '#state': 'state' },
                ExpressionAttributeValues: { ':closed': S('closed') },
              },
            },
          ],
        });
        await ddb.send(command, { requestTimeout: requestTimeout(tries) });
      }),
  };
}

/** The root changed between two updates: look again. */
class Moved extends Error {}

function parseRoot(item: Item): GateState {
  const [state, epoch, since] = [text(item, 'state'), number(item, 'epoch'), number(item, 'since')];
  if ((state !== 'open' && state !== 'closed') || epoch === undefined || since === undefined) {
    throw new SluiceError('the root of the gate cannot be read');
  }
  const root: GateState = { state, epoch, holds: Object.keys(item.holds?.M ?? {}).sort(), since };
  const [incident, at] = [text(item.released?.M, 'incident'), number(item.released?.M, 'epoch')];
  if (incident !== undefined && at !== undefined) root.released = { incident, epoch: at };
  return root;
}

const bornIfNew = (born: Item) =>
  Object.keys(born)
    .map((name) => `, #${name} = if_not_exists(#${name}, :${name})`)
    .join('');
const bornNames = (born: Item) => Object.fromEntries(Object.keys(born).map((name) => [`#${name}`, name]));
const bornValues = (born: Item) => Object.fromEntries(Object.entries(born).map(([name, value]) => [`:${name}`, value]));
