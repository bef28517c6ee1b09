import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { failedCondition, isTransient, N, number, S, text } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { persist } from '../shared/persist.ts';
import type { Intake } from './intake.ts';

/** A note that met another one is looked at again; more often than this is a defect. */
const LOOKS = 5;

interface Note {
  attemptAt: string;
  attempts: number;
}

/**
 * The note of attempts in a lane's row. The number wanted is fixed before the update is sent, so that an update whose answer
 * was lost counts once however often it is repeated: five lost answers must not make poison of a record that nobody opened.
 */
export function awsAttempts(options: {
  ddb: DynamoDBClient;
  /** The table `Lanes`. */
  table: string;
}): Pick<Intake, 'addAttempt' | 'forgiveAttempt'> {
  const { ddb, table: TableName } = options;

  /** @returns attempts after it; `undefined` when there is nothing to take back. @throws SluiceError the lane is gone */
  async function change(lane: string, sequence: string, by: 1 | -1): Promise<number | undefined> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const { Item } = await ddb.send(new GetItemCommand({ TableName, Key: { lane: S(lane) }, ConsistentRead: true }));
      if (!Item) throw new SluiceError('the lane is gone');
      const [attemptAt, attempts] = [text(Item, 'attemptAt'), number(Item, 'attempts') ?? 0];
      const before = attemptAt === sequence ? attempts : 0;
      if (before + by < 0) return undefined;
      const seen = attemptAt === undefined ? undefined : { attemptAt, attempts };
      if (await set(lane, seen, { attemptAt: sequence, attempts: before + by })) return before + by;
    }
    throw new SluiceError('others note attempts on the same lane');
  }

  /** From what was seen to what is wanted. False: it is neither. */
  const set = (lane: string, seen: Note | undefined, wanted: Note): Promise<boolean> =>
    persist(
      async () => {
        try {
          await ddb.send(
            new UpdateItemCommand({
              TableName,
              Key: { lane: S(lane) },
              UpdateExpression: 'SET attempts = :attempts, attemptAt = :sequence',
              ConditionExpression: seen
                ? 'attemptAt = :seenAt AND attempts = :seen'
                : 'attribute_exists(lane) AND attribute_not_exists(attemptAt)',
              ExpressionAttributeValues: {
                ':attempts': N(wanted.attempts),
                ':sequence': S(wanted.attemptAt),
                ...(seen && { ':seenAt': S(seen.attemptAt), ':seen': N(seen.attempts) }),
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
    addAttempt: async (lane, sequence) => (await change(lane, sequence, 1))!,
    async forgiveAttempt(lane, sequence) {
      await change(lane, sequence, -1);
    },
  };
}
