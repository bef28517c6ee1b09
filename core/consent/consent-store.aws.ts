import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { type Item, isTransient, N, S, text } from '../shared/dynamodb.aws.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { optional, readText, readTexts, readWhole, Unreadable } from '../shared/item.aws.ts';
import { persist } from '../shared/persist.ts';
import { changeItems } from './consent-change.aws.ts';
import { type ConsentStore, countStates, type Device, type ErasedSubject, type Told } from './consent-store.ts';
import { booksOf } from './device-books.ts';
import { bindItem, DEVICE, decodeDevice, stepItem } from './device-row.aws.ts';
import type { ReplayWindows } from './subject.ts';
import { decodeConsent, decodeSubject, ERASED_KEYS, readTrims, STATE, TRIMS } from './subject-row.aws.ts';
import type { Trims } from './trims.ts';

export interface AwsConsentOptions {
  ddb: DynamoDBClient;
  /** The table `Subjects`. */
  table: string;
  /** The table `Gate`: erasure checks both gates. */
  gateTable: string;
  ledger: Pick<AwsLedger, 'prepare'>;
}

type Rows = Pick<AwsConsentOptions, 'ddb' | 'table'>;

/**
 * Rows and devices in `Subjects`. Needs `GetItem`, `PutItem`, `UpdateItem`, `Query`, `Scan` (books) on it, `ConditionCheckItem`
 * on `Gate`, and on `Ledger` what appending needs.
 */
export function awsConsentStore({ ledger, gateTable, ...rows }: AwsConsentOptions): ConsentStore {
  return {
    ...reads(rows),
    ...awsSubjectWalks(rows),
    tell: tells(rows),
    step: steps(rows),
    bind: (subject, device, bound) => taken(rows.ddb, bindItem(rows.table, subject, device, bound)),
    change(change) {
      const ours = changeItems({ table: rows.table, gateTable }, change);
      return untilDone(async () => {
        const { items } = change.entry ? await ledger.prepare(change.entry) : { items: [] };
        const result = await transact(rows.ddb, [...ours.map(({ item }) => item), ...items]);
        if (result.done) return 'done';
        const [failed] = result.failed;
        // None of ours: the ledger's chain moved on, or another transaction was in the way.
        return ours[failed ?? ours.length]?.failed ?? AGAIN;
      });
    },
  };
}

const keyOf = (subject: string, item: string): Item => ({ subject: S(subject), item: S(item) });
const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });

function reads({ ddb, table }: Rows): Pick<ConsentStore, 'read' | 'device' | 'devices'> {
  const get = (subject: string, item: string) =>
    again(async () => {
      const Key = keyOf(subject, item);
      return (await ddb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
    });
  return {
    async read(subject) {
      const item = await get(subject, STATE);
      return item && decodeConsent(item);
    },
    async device(subject, device) {
      const item = await get(subject, DEVICE + device);
      return item && decodeDevice(item);
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
      return (page.Items ?? []).map(decodeDevice);
    },
  };
}

/** A device that meets more of its own leases than this in one call is none. */
const LOOKS = 20;
const notEnrolled = (cause: unknown) => new SluiceError('a device is enrolled before it tells', { cause });

function tells({ ddb, table }: Rows): ConsentStore['tell'] {
  const raise = (Key: Item, name: string, value: number) =>
    again(async () => {
      try {
        await ddb.send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET #name = :value',
            ConditionExpression: 'attribute_exists(subject) AND (attribute_not_exists(#name) OR #name < :value)',
            ExpressionAttributeNames: { '#name': name },
            ExpressionAttributeValues: { ':value': N(value) },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        if (!error.Item) throw notEnrolled(error);
      }
    });
  /** One write, which raises the lease's end and counts the lease: as it was seen, and else as the row says that it is. */
  const count = (Key: Item, { expires, hour, most, goesOn }: NonNullable<Told['lease']>) => {
    let [same, later] = [goesOn, true];
    return again(async (): Promise<boolean> => {
      for (let tries = 0; tries < LOOKS; tries++) {
        try {
          await ddb.send(
            new UpdateItemCommand({
              TableName: table,
              Key,
              UpdateExpression: `SET leases = ${same ? 'leases + :one' : ':one, leaseHour = :hour'}${later ? ', leaseExpires = :expires' : ''}`,
              ConditionExpression: [
                'attribute_exists(subject) AND :one <= :most',
                same
                  ? 'leaseHour >= :hour AND leases < :most'
                  : '(attribute_not_exists(leaseHour) OR leaseHour < :hour)',
                `${later ? '' : 'NOT '}(attribute_not_exists(leaseExpires) OR leaseExpires < :expires)`,
              ].join(' AND '),
              ExpressionAttributeValues: { ':hour': N(hour), ':most': N(most), ':one': N(1), ':expires': N(expires) },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return true;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          if (!error.Item) throw notEnrolled(error);
          const seen = decodeDevice(error.Item);
          same = (seen.leaseHour ?? Number.NEGATIVE_INFINITY) >= hour;
          later = seen.leaseExpires < expires;
          if ((same ? seen.leases! : 0) >= most) return false;
        }
      }
      throw new Refused('busy', 'others are changing the same device; try again');
    });
  };
  return async (subject, device, { lease, ...told }) => {
    const Key = keyOf(subject, DEVICE + device);
    // An update each: each has its own greatest, and a device may tell less than it did and still be given a lease.
    const numbers: [string, number][] = Object.entries(told);
    const [given] = await Promise.all([
      lease ? count(Key, lease) : true,
      ...numbers.map(([name, value]) => raise(Key, name, value)),
    ]);
    return given;
  };
}

/** One write of one row: whoever lost its answer is given another turn, never the same one again. */
function steps({ ddb, table }: Rows): ConsentStore['step'] {
  return (subject, seen, step) => taken(ddb, stepItem(table, subject, seen, step));
}

/** One write. @returns whether its condition held */
const taken = (ddb: DynamoDBClient, item: UpdateItemCommandInput): Promise<boolean> =>
  again(async () => {
    try {
      await ddb.send(new UpdateItemCommand(item));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  });

/** Walks over all rows of `Subjects`, which take no other table. Needs `Scan` on it. */
export function awsSubjectWalks({
  ddb,
  table,
}: Rows): Pick<ConsentStore, 'books' | 'erasedKeys' | 'trimmed' | 'states'> {
  const walk = async (filter: {
    expression: string;
    names: Record<string, string>;
    values: Item;
    /** Of each item. @default all */
    attributes?: string;
  }): Promise<Item[]> => {
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const command: ScanCommand = new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: filter.expression,
        ExpressionAttributeNames: filter.names,
        ExpressionAttributeValues: filter.values,
        ...(filter.attributes && { ProjectionExpression: filter.attributes }),
        ...(start && { ExclusiveStartKey: start }),
      });
      const page = await again(() => ddb.send(command));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return items;
  };
  return {
    async books() {
      const windows = new Map<string, ReplayWindows>();
      const devices: { subject: string; device: Device }[] = [];
      const damaged: string[] = [];
      const filter = { expression: '#item = :state OR begins_with(#item, :device)', names: { '#item': 'item' } };
      for (const item of await walk({ ...filter, values: { ':state': S(STATE), ':device': S(DEVICE) } })) {
        const [subject, name] = [text(item, 'subject')!, text(item, 'item')!];
        try {
          if (name === STATE) windows.set(subject, decodeSubject(item).windows);
          else devices.push({ subject, device: decodeDevice(item) });
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          damaged.push(`subject ${subject} ${name}`);
        }
      }
      return {
        devices: devices.flatMap(({ subject, device }) =>
          booksOf(subject, device, windows.get(subject)?.get(device.device)),
        ),
        damaged,
      };
    },
    async erasedKeys() {
      const names = { '#item': 'item', '#state': 'state', '#erasedKeys': ERASED_KEYS };
      const values = { ':item': S(STATE), ':erased': S('erased') };
      const expression = '#item = :item AND (#state = :erased OR attribute_exists(#erasedKeys))';
      const items = await walk({ expression, names, values });
      // Each attribute by itself, and no more of a row than is needed: one that is damaged keeps no other key from being deleted.
      const keys: { subject: string; keyId: string }[] = [];
      const subjects: ErasedSubject[] = [];
      const damaged = new Set<string>();
      for (const item of items) {
        const subject = text(item, 'subject')!;
        const isErased = () => readText(item, 'state') === 'erased';
        const present = () => (isErased() ? [readText(item, 'keyId')] : []);
        const whose = () => {
          subjects.push({ subject, ...(!isErased() && { before: readWhole(item, 'enrolledAt') }) });
          return [];
        };
        for (const read of [() => optional(item, ERASED_KEYS, readTexts) ?? [], present, whose]) {
          try {
            keys.push(...read().map((keyId) => ({ subject, keyId })));
          } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
            damaged.add(subject);
          }
        }
      }
      return { keys, subjects, damaged: [...damaged] };
    },
    async trimmed() {
      const expression = '#item = :item AND attribute_exists(#trims)';
      const names = { '#item': 'item', '#trims': TRIMS };
      const subjects: { subject: string; trims: Trims }[] = [];
      const damaged: string[] = [];
      for (const item of await walk({ expression, names, values: { ':item': S(STATE) } })) {
        const subject = text(item, 'subject')!;
        try {
          subjects.push({ subject, trims: readTrims(item, TRIMS) });
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          damaged.push(subject);
        }
      }
      return { subjects, damaged };
    },
    async states() {
      const names = { '#item': 'item', '#state': 'state' };
      // Of states alone: nobody's name is fetched for a number.
      const items = await walk({
        ...{ expression: '#item = :item', names, values: { ':item': S(STATE) }, attributes: '#state' },
      });
      return countStates(items.map((item) => text(item, 'state')));
    },
  };
}
