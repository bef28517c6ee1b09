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

/** Of the item of a transaction at this place: that its condition failed, with the item as it was where that was asked for. */
type Failed = (place: number) => CancellationReason | undefined;

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

    /** @param judge what a cancellation means; undefined: the error decides. @returns true when it took, or what it means */
    transact: (items: TransactWriteItem[], judge: (failed: Failed) => boolean | undefined = () => undefined) =>
      again(async (tries): Promise<boolean> => {
        const command = new TransactWriteItemsCommand({ TransactItems: items });
        try {
          await ddb.send(command, { requestTimeout: requestTimeout(tries) });
          return true;
        } catch (error) {
          const meaning = judge((place) =>
            cancellation(error)?.find(({ Code }, at) => at === place && Code === 'ConditionalCheckFailed'),
          );
          if (meaning === undefined) throw error;
          return meaning;
        }
      }),
  };
}
