import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ReplayWindow, SubjectRow } from '../consent/subject.ts';
import { cancellation, failedCondition, isTransient, number, text } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { persist } from '../shared/persist.ts';
import { toItem } from '../vault/index-row.ts';
import type { Chunk, CommitOutcome, Intake, LaneRow, SubjectMove } from './intake.ts';

export interface AwsIntakeOptions {
  documents: DynamoDBDocumentClient;
  tables: { lanes: string; subjects: string; index: string };
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const LANE_FIELDS = ['lane', 'state', 'epoch', 'checkpoint'] as const;
/** Sort key of a subject's main row. */
const STATE = 'state';
/** A note that met another one is looked at again; more often than this is a defect. */
const LOOKS = 5;
interface Note {
  attemptAt: string;
  attempts: number;
}
/** As many keys as one BatchGetItem takes. */
const KEYS_PER_READ = 100;

/**
 * Needs on `Lanes`: `GetItem`, `UpdateItem`; on `Subjects`: `BatchGetItem`, `UpdateItem`; on `Index`: `PutItem`. (A
 * transaction needs the actions of its parts.)
 */
export function awsIntake({ documents, tables }: AwsIntakeOptions): Intake {
  /**
   * Adds to a record's attempts. The number wanted is fixed before the update is sent, so that an update whose answer was
   * lost counts once however often it is repeated: five lost answers must not make poison of a record that nobody opened.
   * @returns attempts after it; `undefined` when there is nothing to take back. @throws SluiceError the lane is gone
   */
  async function changeAttempts(lane: string, sequence: string, by: 1 | -1): Promise<number | undefined> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: tables.lanes, Key: { lane }, ConsistentRead: true }),
      );
      if (!Item) throw new SluiceError('the lane is gone');
      const { attemptAt, attempts = 0 } = Item as { attemptAt?: string; attempts?: number };
      const before = attemptAt === sequence ? attempts : 0;
      if (before + by < 0) return undefined;
      if (await setAttempts(lane, { attemptAt, attempts }, { attemptAt: sequence, attempts: before + by })) {
        return before + by;
      }
    }
    throw new SluiceError('others note attempts on the same lane');
  }

  /** From what was seen to what is wanted. False: it is neither. */
  const setAttempts = (
    lane: string,
    seen: Omit<Note, 'attemptAt'> & { attemptAt: string | undefined },
    wanted: Note,
  ): Promise<boolean> =>
    persist(
      async () => {
        const isNew = seen.attemptAt === undefined;
        try {
          await documents.send(
            new UpdateCommand({
              TableName: tables.lanes,
              Key: { lane },
              UpdateExpression: 'SET attempts = :attempts, attemptAt = :sequence',
              ConditionExpression: isNew
                ? 'attribute_exists(lane) AND attribute_not_exists(attemptAt)'
                : 'attemptAt = :seenAt AND attempts = :seen',
              ExpressionAttributeValues: {
                ':attempts': wanted.attempts,
                ':sequence': wanted.attemptAt,
                ...(!isNew && { ':seenAt': seen.attemptAt, ':seen': seen.attempts }),
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return true;
        } catch (error) {
          const failed = failedCondition(error);
          if (!failed) throw error;
          // An answer that was lost: it is written already.
          return (
            text(failed.old, 'attemptAt') === wanted.attemptAt && number(failed.old, 'attempts') === wanted.attempts
          );
        }
      },
      { transient: isTransient },
    );

  return {
    async readLane(lane) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tables.lanes,
          Key: { lane },
          ConsistentRead: true,
          ProjectionExpression: LANE_FIELDS.map((_, at) => `#${at}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(LANE_FIELDS.map((field, at) => [`#${at}`, field])),
        }),
      );
      return Item && asLane(Item);
    },

    async readSubjects(subjects) {
      const found = new Map<string, SubjectRow>();
      let keys = subjects.map((subject) => ({ subject, item: STATE }));
      while (keys.length > 0) {
        const { Responses, UnprocessedKeys } = await documents.send(
          new BatchGetCommand({
            RequestItems: { [tables.subjects]: { Keys: keys.slice(0, KEYS_PER_READ), ConsistentRead: true } },
          }),
        );
        for (const item of Responses?.[tables.subjects] ?? []) {
          const row = asSubject(item);
          found.set(row.subject, row);
        }
        const again = (UnprocessedKeys?.[tables.subjects]?.Keys ?? []) as typeof keys;
        keys = [...again, ...keys.slice(KEYS_PER_READ)];
      }
      return found;
    },

    addAttempt: async (lane, sequence) => (await changeAttempts(lane, sequence, 1))!,

    async forgiveAttempt(lane, sequence) {
      await changeAttempts(lane, sequence, -1);
    },

    async commit(chunk) {
      // The order matters: cancellation reasons come by position.
      const TransactItems = [
        laneItem(chunk, tables.lanes),
        ...chunk.subjects.map((move) => subjectItem(move, tables.subjects)),
        ...chunk.segments.map(
          (row): TransactItem => ({
            Put: {
              TableName: tables.index,
              Item: toItem(row),
              ConditionExpression: 'attribute_not_exists(subject)',
            },
          }),
        ),
      ];
      try {
        await documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: chunk.token }));
        return { kind: 'committed' };
      } catch (error) {
        return outcomeOf(error, chunk);
      }
    },
  };
}

function laneItem({ lane, first, last, epoch, counters }: Chunk, table: string): TransactItem {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ':first': first, ':last': last };
  const conditions = ['attribute_exists(lane)', '(attribute_not_exists(checkpoint) OR checkpoint < :first)'];
  if (epoch !== undefined) {
    conditions.push('#state = :open AND epoch = :epoch');
    names['#state'] = 'state';
    values[':open'] = 'open';
    values[':epoch'] = epoch;
  }
  const adds = Object.entries(counters).map(([name, by], at) => {
    names[`#c${at}`] = name;
    values[`:c${at}`] = by;
    return `#c${at} :c${at}`;
  });
  return {
    Update: {
      TableName: table,
      Key: { lane },
      UpdateExpression: `SET checkpoint = :last REMOVE attemptAt, attempts${adds.length > 0 ? ` ADD ${adds.join(', ')}` : ''}`,
      ConditionExpression: conditions.join(' AND '),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function subjectItem({ subject, revision, windows, consent }: SubjectMove, table: string): TransactItem {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ':revision': revision, ':next': revision + 1 };
  const sets = Object.entries(windows).map(([device, window], at) => {
    names[`#d${at}`] = device;
    values[`:d${at}`] = window;
    return `windows.#d${at} = :d${at}`;
  });
  const conditions = ['revision = :revision'];
  if (consent) {
    conditions.push('#state = :live AND serial = :serial AND keyId = :key');
    names['#state'] = 'state';
    values[':live'] = 'live';
    values[':serial'] = consent.serial;
    values[':key'] = consent.keyId;
  }
  return {
    Update: {
      TableName: table,
      Key: { subject, item: STATE },
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
    const subjects = new Map<string, SubjectRow | undefined>();
    chunk.subjects.forEach(({ subject }, at) => {
      if (failed[at + 1]) subjects.set(subject, oldSubject(reasons[at + 1]!));
    });
    return {
      kind: 'stale',
      ...(failed[0] && {
        lane: reasons[0]!.Item ? asLane(unmarshall(reasons[0]!.Item, { wrapNumbers: exact })) : ('gone' as const),
      }),
      subjects,
      segment: failed.indexOf(true, 1 + chunk.subjects.length) !== -1,
    };
  }
  const isConflict = (reason: CancellationReason | undefined) => reason?.Code === 'TransactionConflict';
  if (reasons.some(isConflict)) {
    const subjects = chunk.subjects.filter((_, at) => isConflict(reasons[at + 1]));
    return { kind: 'conflict', subjects: subjects.map(({ subject }) => subject) };
  }
  // Throttled, or no answer: it may have been written.
  if (isTransient(error)) return { kind: 'unknown', cause: error };
  throw error;
}

const oldSubject = ({ Item }: CancellationReason): SubjectRow | undefined =>
  Item && asSubject(unmarshall(Item, { wrapNumbers: exact }));

/** Windows' bits are beyond 2^53, and a lane's counters may come to be. */
const exact = (text: string): number | bigint =>
  Number.isSafeInteger(Number(text)) || /[.eE]/.test(text) ? Number(text) : BigInt(text);

function asLane({ lane, state, epoch, checkpoint }: Record<string, unknown>): LaneRow {
  return {
    lane: String(lane),
    state: state === 'open' ? 'open' : 'closed',
    ...(epoch !== undefined && { epoch: Number(epoch) }),
    ...(checkpoint !== undefined && { checkpoint: String(checkpoint) }),
  };
}

function asSubject(item: Record<string, unknown>): SubjectRow {
  const windows: Record<string, ReplayWindow> = {};
  for (const [device, window] of Object.entries((item.windows ?? {}) as Record<string, ReplayWindow>)) {
    windows[device] = { high: Number(window.high), seen: BigInt(window.seen) };
  }
  return {
    subject: String(item.subject),
    state: item.state as SubjectRow['state'],
    serial: String(item.serial ?? ''),
    disclosure: String(item.disclosure ?? ''),
    keyId: String(item.keyId ?? ''),
    windows,
    revision: Number(item.revision ?? 0),
  };
}
