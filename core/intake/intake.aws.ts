import {
  type CancellationReason,
  type DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DAMAGED, decodeLane } from '../books/lane-row.aws.ts';
import { decodeSubject, encodeWindow, STATE } from '../consent/subject-row.aws.ts';
import { paddedVersion } from '../disclosure/version.ts';
import { batchGet } from '../shared/batch-get.aws.ts';
import { cancellation, type Item, isTransient, N, number, S } from '../shared/dynamodb.aws.ts';
import { Unreadable } from '../shared/item.aws.ts';
import type { Persistence } from '../shared/persist.ts';
import { toItem } from '../vault/index-row.ts';
import { awsAttempts } from './attempts.aws.ts';
import type { Chunk, CommitOutcome, Intake, LaneRow, SubjectFound, SubjectMove } from './intake.ts';

export interface AwsIntakeOptions {
  ddb: DynamoDBClient;
  tables: { lanes: string; subjects: string; index: string };
  /** How reads that were throttled are asked again. @default with jitter, for 5 s */
  again?: Partial<Persistence>;
}

/**
 * Needs on `Lanes`: `GetItem`, `UpdateItem`; on `Subjects`: `BatchGetItem`, `UpdateItem`; on `Index`: `PutItem`. (A
 * transaction needs the actions of its parts.)
 */
export function awsIntake({ ddb, tables, again = {} }: AwsIntakeOptions): Intake {
  const laneKey = (lane: string) => ({ TableName: tables.lanes, Key: { lane: S(lane) } });

  return {
    ...awsAttempts({ ddb, table: tables.lanes }),

    async readLane(lane) {
      const { Item } = await ddb.send(new GetItemCommand({ ...laneKey(lane), ConsistentRead: true }));
      return Item && asLane(Item);
    },

    async readSubjects(subjects) {
      const keys = subjects.map((subject) => ({ subject: S(subject), item: S(STATE) }));
      const items = await batchGet(ddb, tables.subjects, keys, again);
      return new Map<string, SubjectFound>(items.map((item) => [item.subject!.S!, asSubject(item)]));
    },

    async noteDamage(lane, name, at) {
      const { Attributes } = await ddb.send(
        new UpdateItemCommand({
          ...laneKey(lane),
          UpdateExpression: 'SET #name = if_not_exists(#name, :at)',
          ConditionExpression: 'attribute_exists(lane)',
          ExpressionAttributeNames: { '#name': DAMAGED + name },
          ExpressionAttributeValues: { ':at': N(at) },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return number(Attributes, DAMAGED + name) ?? at;
    },

    async commit(chunk) {
      // The order matters: cancellation reasons come by position.
      const TransactItems = [
        laneItem(chunk, tables.lanes),
        ...chunk.subjects.map((move) => subjectItem(move, tables.subjects)),
        ...chunk.segments.map(
          (row): TransactWriteItem => ({
            Put: {
              TableName: tables.index,
              Item: marshall(toItem(row), { removeUndefinedValues: true }),
              ConditionExpression: 'attribute_not_exists(subject)',
            },
          }),
        ),
      ];
      try {
        await ddb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: chunk.token }));
        return { kind: 'committed' };
      } catch (error) {
        return outcomeOf(error, chunk);
      }
    },
  };
}

function laneItem(chunk: Chunk, table: string): TransactWriteItem {
  const { lane, first, checkpoint, epoch, disclosure, counters, mended = [] } = chunk;
  const names: Record<string, string> = {};
  const values: Item = { ':first': S(first), ':disclosure': S(paddedVersion(disclosure)) };
  const conditions = [
    'attribute_exists(lane)',
    '(attribute_not_exists(checkpoint) OR checkpoint < :first)',
    '(attribute_not_exists(disclosure) OR disclosure <= :disclosure)',
  ];
  const sets = ['disclosure = :disclosure'];
  if (epoch !== undefined) {
    conditions.push('#state = :open AND epoch = :epoch');
    names['#state'] = 'state';
    values[':open'] = S('open');
    values[':epoch'] = N(epoch);
  }
  const adds = Object.entries(counters).map(([name, by], at) => {
    names[`#c${at}`] = name;
    values[`:c${at}`] = N(by);
    return `#c${at} :c${at}`;
  });
  const removes = mended.map((name, at) => {
    names[`#m${at}`] = DAMAGED + name;
    return `#m${at}`;
  });
  if (checkpoint !== undefined) {
    values[':checkpoint'] = S(checkpoint);
    sets.push('checkpoint = :checkpoint');
    removes.push('attemptAt', 'attempts');
  }
  const update = [
    `SET ${sets.join(', ')}`,
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ...(adds.length > 0 ? [`ADD ${adds.join(', ')}`] : []),
  ];
  return {
    Update: {
      TableName: table,
      Key: { lane: S(lane) },
      UpdateExpression: update.join(' '),
      ConditionExpression: conditions.join(' AND '),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function subjectItem({ subject, revision, windows, consent }: SubjectMove, table: string): TransactWriteItem {
  const names: Record<string, string> = {};
  const values: Item = { ':revision': N(revision), ':next': N(revision + 1) };
  const sets = [...windows].map(([device, window], at) => {
    names[`#d${at}`] = device;
    values[`:d${at}`] = encodeWindow(window);
    return `windows.#d${at} = :d${at}`;
  });
  const conditions = ['revision = :revision'];
  if (consent) {
    conditions.push('#state = :live AND serial = :serial AND keyId = :key');
    names['#state'] = 'state';
    values[':live'] = S('live');
    values[':serial'] = S(consent.serial);
    values[':key'] = S(consent.keyId);
  }
  return {
    Update: {
      TableName: table,
      Key: { subject: S(subject), item: S(STATE) },
      UpdateExpression: `SET revision = :next, ${sets.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** What became of a transaction that failed: docs/protocol.md, 2. */
function outcomeOf(error: unknown, chunk: Chunk): CommitOutcome {
  const reasons = cancellation(error) ?? [];
  const failed = reasons.map(({ Code }) => Code === 'ConditionalCheckFailed');
  // A failed condition counts before a conflict: every condition here fails for good on what was seen.
  if (failed.includes(true)) {
    const subjects = new Map<string, SubjectFound | undefined>();
    chunk.subjects.forEach(({ subject }, at) => {
      const { Item: item } = reasons[at + 1]!;
      if (failed[at + 1]) subjects.set(subject, item && asSubject(item));
    });
    const [{ Item: lane }] = reasons as [CancellationReason];
    return {
      kind: 'stale',
      ...(failed[0] && { lane: lane ? asLane(lane) : ('gone' as const) }),
      subjects,
      segment: failed.indexOf(true, 1 + chunk.subjects.length) !== -1,
    };
  }
  const isConflict = ({ Code }: CancellationReason) => Code === 'TransactionConflict';
  if (reasons.some(isConflict)) {
    const subjects = chunk.subjects.filter((_, at) => isConflict(reasons[at + 1]!));
    return { kind: 'conflict', subjects: subjects.map(({ subject }) => subject) };
  }
  // Throttled, or no answer: it may have been written.
  if (isTransient(error)) return { kind: 'unknown', cause: error };
  throw error;
}

function asLane(item: Item): LaneRow {
  const { counters: _, retired: __, ...lane } = decodeLane(item);
  return lane;
}

function asSubject(item: Item): SubjectFound {
  try {
    return decodeSubject(item);
  } catch (error) {
    if (error instanceof Unreadable) return 'damaged';
    throw error;
  }
}
