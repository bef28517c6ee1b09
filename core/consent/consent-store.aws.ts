import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { type Item, isTransient, N, S, text } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { optional, readText, readWhole, Unreadable } from '../shared/item.aws.ts';
import { persist } from '../shared/persist.ts';
import type { ConsentChange, ConsentFields, ConsentStore, Device, DeviceBooks } from './consent-store.ts';
import type { ReplayWindows } from './subject.ts';
import { decodeConsent, decodeSubject, STATE } from './subject-row.aws.ts';

export interface AwsConsentOptions {
  ddb: DynamoDBClient;
  /** The table `Subjects`. */
  table: string;
  /** The table `Gate`: erasure checks both gates. */
  gateTable: string;
  ledger: Pick<AwsLedger, 'prepare'>;
}

const DEVICE = 'device#';

/**
 * Rows and devices in `Subjects`. Needs `GetItem`, `PutItem`, `UpdateItem`, `Query`, `Scan` (books) on it, `ConditionCheckItem`
 * on `Gate`, and on `Ledger` what appending needs.
 */
export function awsConsentStore({ ddb, table, gateTable, ledger }: AwsConsentOptions): ConsentStore {
  const keyOf = (subject: string, item: string): Item => ({ subject: S(subject), item: S(item) });
  const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });
  const get = (subject: string, item: string) =>
    again(async () => {
      const Key = keyOf(subject, item);
      return (await ddb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
    });

  const walk = async (filter: { expression: string; names: Record<string, string>; values: Item }): Promise<Item[]> => {
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const command: ScanCommand = new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: filter.expression,
        ExpressionAttributeNames: filter.names,
        ExpressionAttributeValues: filter.values,
        ...(start && { ExclusiveStartKey: start }),
      });
      const page = await again(() => ddb.send(command));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return items;
  };

  /** The items of a change before those of the ledger, and what it means when the condition of each fails. */
  const itemsOf = (change: ConsentChange): { item: TransactWriteItem; failed: 'stale' | 'held' }[] => {
    const { subject, seen, next, device, unlessHeldSince } = change;
    const key = keyOf(subject, STATE);
    const items: { item: TransactWriteItem; failed: 'stale' | 'held' }[] = [];
    if (next) {
      const item = seen ? updateRow(table, key, seen, next) : putRow(table, key, next);
      items.push({ item, failed: 'stale' });
    } else if (seen) {
      items.push({ item: { ConditionCheck: { TableName: table, Key: key, ...asSeen(seen) } }, failed: 'stale' });
    }
    if (device) {
      items.push({
        item: {
          Put: {
            TableName: table,
            Item: {
              ...keyOf(subject, DEVICE + device.device),
              acked: N(0),
              enrolledAt: N(device.at),
              leaseExpires: N(0),
            },
            ConditionExpression: 'attribute_not_exists(subject)',
          },
        },
        failed: 'stale',
      });
    }
    if (unlessHeldSince !== undefined) {
      for (const gate of ['collection', 'reading']) {
        items.push({
          item: {
            ConditionCheck: {
              TableName: gateTable,
              Key: { pk: S(gate) },
              ConditionExpression: 'attribute_not_exists(pk) OR #state = :open OR #since <= :since',
              ExpressionAttributeNames: { '#state': 'state', '#since': 'since' },
              ExpressionAttributeValues: { ':open': S('open'), ':since': N(unlessHeldSince) },
            },
          },
          failed: 'held',
        });
      }
    }
    return items;
  };

  return {
    async read(subject) {
      const item = await get(subject, STATE);
      return item && decodeConsent(item);
    },

    async device(subject, device) {
      const item = await get(subject, DEVICE + device);
      return item && parseDevice(item);
    },

    async devices(subject) {
      // 16 devices at most: one page.
      const page = await again(() =>
        ddb.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: '#subject = :subject AND begins_with(#item, :device)',
            ExpressionAttributeNames: { '#subject': 'subject', '#item': 'item' },
            ExpressionAttributeValues: { ':subject': S(subject), ':device': S(DEVICE) },
          }),
        ),
      );
      return (page.Items ?? []).map(parseDevice);
    },

    change(change) {
      const ours = itemsOf(change);
      return untilDone(async () => {
        const { items } = await ledger.prepare(change.entry);
        const result = await transact(ddb, [...ours.map(({ item }) => item), ...items]);
        if (result.done) return 'done';
        const failed = result.failed.flatMap((index) => ours[index]?.failed ?? []);
        // None of ours: the ledger's chain moved on, or another transaction was in the way.
        return failed.includes('stale') ? 'stale' : (failed[0] ?? AGAIN);
      });
    },

    async tell(subject, device, { acked, leaseExpires }) {
      const key = keyOf(subject, DEVICE + device);
      const raise = (name: string, value: number) =>
        again(async () => {
          try {
            await ddb.send(
              new UpdateItemCommand({
                TableName: table,
                Key: key,
                UpdateExpression: 'SET #name = :value',
                ConditionExpression: 'attribute_exists(subject) AND #name < :value',
                ExpressionAttributeNames: { '#name': name },
                ExpressionAttributeValues: { ':value': N(value) },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
            );
          } catch (error) {
            if (!(error instanceof ConditionalCheckFailedException)) throw error;
            if (!error.Item) throw new SluiceError('a device is enrolled before it tells', { cause: error });
          }
        });
      // Two updates: each has its own greatest, and a device may tell less than it did and still be given a lease.
      await Promise.all([
        raise('acked', acked),
        leaseExpires === undefined ? undefined : raise('leaseExpires', leaseExpires),
      ]);
    },

    async books() {
      const windows = new Map<string, ReplayWindows>();
      const devices: DeviceBooks[] = [];
      const damaged: string[] = [];
      const filter = { expression: '#item = :state OR begins_with(#item, :device)', names: { '#item': 'item' } };
      for (const item of await walk({ ...filter, values: { ':state': S(STATE), ':device': S(DEVICE) } })) {
        const [subject, name] = [text(item, 'subject')!, text(item, 'item')!];
        try {
          if (name === STATE) windows.set(subject, decodeSubject(item).windows);
          else devices.push({ subject, ...parseDevice(item) });
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          damaged.push(`subject ${subject} ${name}`);
        }
      }
      return {
        devices: devices.map(({ subject, device, acked }) => {
          const window = windows.get(subject)?.get(device);
          return { subject, device, acked, ...(window && { window }) };
        }),
        damaged,
      };
    },

    async erased() {
      const names = { '#item': 'item', '#state': 'state' };
      const values = { ':item': S(STATE), ':erased': S('erased') };
      const items = await walk({ expression: '#item = :item AND #state = :erased', names, values });
      // No more of the row than is needed: one that is damaged elsewhere keeps no other key from being deleted.
      return items.map((item) => ({ subject: readText(item, 'subject'), keyId: readText(item, 'keyId') }));
    },
  };
}

const FIELDS = [
  'state',
  'serial',
  'disclosure',
  'keyId',
  'enrolledAt',
  'consentedAt',
  'withdrawnAt',
  'erasedAt',
] as const satisfies (keyof ConsentFields)[];

const attribute = (value: string | number) => (typeof value === 'string' ? S(value) : N(value));

function putRow(table: string, key: Item, next: ConsentFields): TransactWriteItem {
  const fields = FIELDS.flatMap((name) => (next[name] === undefined ? [] : [[name, attribute(next[name])] as const]));
  return {
    Put: {
      TableName: table,
      Item: { ...key, ...Object.fromEntries(fields), windows: { M: {} }, revision: N(0) },
      ConditionExpression: 'attribute_not_exists(subject)',
    },
  };
}

/** The row is as it was seen: windows may have moved. */
function asSeen({ state, serial, keyId }: ConsentFields) {
  return {
    ConditionExpression: '#state = :wasState AND #serial = :wasSerial AND #keyId = :wasKeyId',
    ExpressionAttributeNames: { '#state': 'state', '#serial': 'serial', '#keyId': 'keyId' },
    ExpressionAttributeValues: { ':wasState': S(state), ':wasSerial': S(serial), ':wasKeyId': S(keyId) },
  };
}

function updateRow(table: string, key: Item, seen: ConsentFields, next: ConsentFields): TransactWriteItem {
  const condition = asSeen(seen);
  const set = FIELDS.filter((name) => next[name] !== undefined);
  const remove = FIELDS.filter((name) => next[name] === undefined);
  return {
    Update: {
      TableName: table,
      Key: key,
      UpdateExpression: [
        `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}`,
        ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
      ].join(' '),
      ...condition,
      ExpressionAttributeNames: Object.fromEntries(FIELDS.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...condition.ExpressionAttributeValues,
        ...Object.fromEntries(set.map((name) => [`:${name}`, attribute(next[name]!)])),
      },
    },
  };
}

function parseDevice(item: Item): Device {
  const name = readText(item, 'item');
  if (!name.startsWith(DEVICE)) throw new Unreadable('the item is no device');
  return {
    device: name.slice(DEVICE.length),
    acked: readWhole(item, 'acked'),
    enrolledAt: readWhole(item, 'enrolledAt'),
    leaseExpires: optional(item, 'leaseExpires', readWhole) ?? 0,
  };
}
