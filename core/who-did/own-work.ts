import type { AccessRecord } from '../access-log/access-log.ts';
import type { Sight, Thing } from './scope.ts';

/** What the program's own roles do with what is watched, in the ordinary course; a test compares it with `lib/access`. */
export const OWN_WORK: Readonly<Record<string, Partial<Record<Thing, readonly string[]>>>> = {
  reader: {
    index: ['GetItem', 'Query', 'ConditionCheck'],
    keys: ['GetItem'],
    'subject-keys': ['Decrypt'],
    vault: ['GetObject', 'ListObjects'],
  },
  redactor: {
    index: ['PutItem', 'Put'],
    keys: ['GetItem'],
    'subject-keys': ['Decrypt'],
    vault: ['PutObject'],
    stream: ['GetRecords', 'GetShardIterator'],
  },
  control: {
    keys: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Put', 'Update', 'Delete'],
    'subject-keys': ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'],
  },
  erasures: {
    index: ['Query', 'DeleteItem', 'Delete'],
    keys: ['GetItem', 'UpdateItem', 'DeleteItem', 'Update', 'Delete'],
  },
  investigate: { index: ['Query', 'BatchGetItem'], vault: ['GetObject', 'ListObjects'] },
  termination: {
    index: ['Query', 'Scan', 'DeleteItem'],
    keys: ['Scan', 'DeleteItem'],
    vault: ['ListObjectVersions', 'DeleteObject', 'DeleteObjects', 'DeleteObjectVersion'],
  },
  'export-job': {
    index: ['Query', 'BatchGetItem', 'ConditionCheck'],
    keys: ['GetItem'],
    'subject-keys': ['Decrypt'],
    vault: ['GetObject', 'ListObjects'],
  },
  exports: { keys: ['GetItem'], 'subject-keys': ['Decrypt'] },
  agent: { stream: ['PutRecord', 'PutRecords'] },
  sweep: { index: ['Scan'], vault: ['ListObjectVersions', 'DeleteObject', 'DeleteObjects', 'DeleteObjectVersion'] },
};

/** Operations of a transaction or a batch are judged one by one, all others by their event. */
export const operationOf = ({ action }: AccessRecord, { operation }: Sight): string =>
  operation !== undefined && /:(Transact|Batch|Execute)/.test(action)
    ? operation
    : action.slice(action.indexOf(':') + 1);

/** Of what holds no content, that IAM let them do it is enough. */
const ANY: ReadonlySet<Thing> = new Set(['table', 'key', 'bucket']);

export const isOwnWork = (role: string, record: AccessRecord, sight: Sight): boolean => {
  if (ANY.has(sight.thing)) return true;
  // A transaction whose items the record does not tell: that IAM let the role do each of them is all that is known.
  if (sight.operation === undefined && /:Transact/.test(record.action))
    return OWN_WORK[role]?.[sight.thing] !== undefined;
  const operation = operationOf(record, sight);
  const plain = operation
    .replace(/^List(Object)s?V2$/, 'ListObjects')
    .replace(/^ListBucketVersions$/, 'ListObjectVersions')
    .replace(/^ListBucket$/, 'ListObjects');
  return OWN_WORK[role]?.[sight.thing]?.includes(plain) ?? false;
};
