import {
  type CancellationReason,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { cancellation, failedCondition, type Item, isFinal } from '../shared/dynamodb.aws.ts';
import { type Persistence, persist } from '../shared/persist.ts';

/** The root changed between two updates: look again. */
export class Moved extends Error {}

type Update = Omit<UpdateItemCommandInput, 'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'>;

/** Time-out of a try, ms: short at first (the common case takes some ms), longer when the service is really slow. */
const requestTimeout = (tries: number) => Math.min(5_000, 300 * 2 ** tries);

/** What a gate asks of DynamoDB: each request is repeated until it took, or until it is proven that it never will. */
export type GateRequests = ReturnType<typeof gateRequests>;

/** @param persistence for tests @default for 20 s */
export function gateRequests(ddb: DynamoDBClient, persistence: Partial<Persistence> = {}) {
  const again = <T>(attempt: (tries: number) => Promise<T>): Promise<T> =>
    persist(attempt, { transient: (error) => error instanceof Moved || !isFinal(error), ...persistence });

  return {
    /** For steps of several requests: they start over when one of them throws `Moved`. */
    again,

    get: (table: string, key: Item): Promise<Item | undefined> =>
      again(async (tries) => {
        const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
        return (await ddb.send(command, { requestTimeout: requestTimeout(tries) })).Item;
      }),

    /** One conditional update; the item after it, or as it was when the condition failed. */
    update: (input: Update) =>
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
      }),

    /** Puts an item unless its condition fails. */
    putIf: (input: PutItemCommandInput) =>
      again(async (tries) => {
        try {
          await ddb.send(new PutItemCommand(input), { requestTimeout: requestTimeout(tries) });
        } catch (error) {
          if (!failedCondition(error)) throw error;
        }
      }),

    /** @param judge what a cancellation means, by the reasons of its items; undefined: the error decides. @returns `done`, or what it means */
    transact: <T>(items: TransactWriteItem[], done: T, judge: (reasons: CancellationReason[]) => T | undefined) =>
      again(async (tries): Promise<T> => {
        const command = new TransactWriteItemsCommand({ TransactItems: items });
        try {
          await ddb.send(command, { requestTimeout: requestTimeout(tries) });
          return done;
        } catch (error) {
          const reasons = cancellation(error);
          const meaning = reasons && judge(reasons);
          if (meaning === undefined) throw error;
          return meaning;
        }
      }),
  };
}
