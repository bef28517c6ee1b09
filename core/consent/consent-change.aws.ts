import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import type { ConsentChange, ConsentFields, ConsentRow } from './consent-store.ts';
import { newDevice, removeItem } from './device-row.aws.ts';
import { ERASED_KEYS, STATE } from './subject-row.aws.ts';
import { type Trims, trimsText } from './trims.ts';

/** An item of a change's transaction, and what it means when its condition fails. */
export interface ChangeItem {
  item: TransactWriteItem;
  failed: 'stale' | 'held' | 'ended';
}

export interface ChangeTables {
  /** `Subjects`. */
  table: string;
  /** `Gate`. */
  gateTable: string;
}

/** The items of a change before those of the ledger: those whose failure is `stale` first. */
export function changeItems({ table, gateTable }: ChangeTables, change: ConsentChange): ChangeItem[] {
  const { subject, device, removes, unlessHeldSince, unlessEnded } = change;
  const row = change.seen === undefined ? putRow(table, change) : updateRow(table, change);
  return [
    { item: row, failed: 'stale' as const },
    ...(device ? [{ item: putNew(table, newDevice(subject, device)), failed: 'stale' as const }] : []),
    ...(removes ? [{ item: removeItem(table, subject, removes), failed: 'stale' as const }] : []),
    ...(unlessHeldSince === undefined
      ? []
      : ['collection', 'reading'].map((gate) => ({
          item: notHeldSince(gateTable, gate, unlessHeldSince),
          failed: 'held' as const,
        }))),
    ...(unlessEnded ? [{ item: notEnded(gateTable), failed: 'ended' as const }] : []),
  ];
}

const FIELDS = [
  'state',
  'serial',
  'disclosure',
  'keyId',
  'without',
  'enrolledAt',
  'consentedAt',
  'language',
  'withdrawnAt',
  'pausedAt',
  'pausedUntil',
  'erasedAt',
  'revokedAt',
  'consentDay',
  'consents',
  'trimDay',
  'trimmed',
  'trims',
] as const satisfies (keyof ConsentFields)[];

function attribute(value: string | number | readonly string[] | Trims): AttributeValue {
  if (typeof value === 'object') return isTexts(value) ? { SS: [...value] } : S(trimsText(value));
  return typeof value === 'string' ? S(value) : N(value);
}

const isTexts = (list: readonly string[] | Trims): list is readonly string[] => typeof list[0] === 'string';

const putNew = (TableName: string, row: Item): TransactWriteItem => ({
  Put: { TableName, Item: row, ConditionExpression: 'attribute_not_exists(subject)' },
});

function putRow(table: string, { subject, next, device }: ConsentChange & { next: ConsentFields }): TransactWriteItem {
  const fields = FIELDS.flatMap((name) => (next[name] === undefined ? [] : [[name, attribute(next[name])] as const]));
  return putNew(table, {
    ...{ subject: S(subject), item: S(STATE), windows: { M: {} }, revision: N(0) },
    ...(device && { enrolments: N(1) }),
    ...Object.fromEntries(fields),
  });
}

/** Of a row that is as it was seen: windows may have moved. */
function updateRow(table: string, change: ConsentChange & { seen: ConsentRow }): TransactWriteItem {
  const { subject, seen, next, device, erasedKey } = change;
  const conditions = ['#state = :wasState', '#serial = :wasSerial', '#keyId = :wasKeyId'];
  const names: Record<string, string> = { '#state': 'state', '#serial': 'serial', '#keyId': 'keyId' };
  const values: Item = { ':wasState': S(seen.state), ':wasSerial': S(seen.serial), ':wasKeyId': S(seen.keyId) };
  if (seen.trims) values[':wasTrims'] = attribute(seen.trims);
  names['#trims'] = 'trims';
  conditions.push(seen.trims ? '#trims = :wasTrims' : 'attribute_not_exists(#trims)');
  const [sets, removes, adds]: [string[], string[], string[]] = [[], [], []];
  for (const name of next ? FIELDS : []) {
    const value = next![name];
    names[`#${name}`] = name;
    if (value === undefined) removes.push(`#${name}`);
    else {
      values[`:${name}`] = attribute(value);
      sets.push(`#${name} = :${name}`);
    }
  }
  if (device) {
    // However many devices were counted: no other was enrolled since.
    if (seen.enrolments === undefined) conditions.push('attribute_not_exists(enrolments)');
    else {
      conditions.push('enrolments = :enrolments');
      values[':enrolments'] = N(seen.enrolments);
    }
    adds.push('enrolments :one');
    values[':one'] = N(1);
  }
  if (erasedKey !== undefined) {
    names['#erasedKeys'] = ERASED_KEYS;
    values[':erasedKey'] = { SS: [erasedKey] };
    adds.push('#erasedKeys :erasedKey');
  }
  const common = {
    TableName: table,
    Key: { subject: S(subject), item: S(STATE) },
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
  const clauses = { SET: sets, REMOVE: removes, ADD: adds };
  const UpdateExpression = Object.entries(clauses)
    .flatMap(([clause, parts]) => (parts.length > 0 ? [`${clause} ${parts.join(', ')}`] : []))
    .join(' ');
  return { Update: { ...common, UpdateExpression } };
}

/** Of the gate before collecting, which is ended no later than the other. */
const notEnded = (TableName: string): TransactWriteItem => ({
  ConditionCheck: {
    TableName,
    Key: { pk: S('collection') },
    ConditionExpression: 'attribute_not_exists(ended)',
  },
});

const notHeldSince = (TableName: string, gate: string, since: number): TransactWriteItem => ({
  ConditionCheck: {
    TableName,
    Key: { pk: S(gate) },
    ConditionExpression: 'attribute_not_exists(pk) OR #state = :open OR #since <= :since',
    ExpressionAttributeNames: { '#state': 'state', '#since': 'since' },
    ExpressionAttributeValues: { ':open': S('open'), ':since': N(since) },
  },
});
