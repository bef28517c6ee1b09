import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, isTransient } from './dynamodb.aws.ts';
import { type Persistence, persist } from './persist.ts';

/** As many keys as one BatchGetItem takes. */
const KEYS_PER_READ = 100;
/** For how long a read is asked again of a store that throttles, ms: somebody waits, or the batch comes again anyway. */
const READ_DEADLINE = 5_000;

/** Some of the keys of a BatchGetItem were not read: throttled. */
class Unprocessed extends Error {}

/** The items of these keys that are there, in no order; strongly consistent. Needs `BatchGetItem`. */
export async function batchGet(
  ddb: DynamoDBClient,
  table: string,
  wanted: readonly Item[],
  again: Partial<Persistence> = {},
): Promise<Item[]> {
  const found: Item[] = [];
  let keys = [...wanted];
  const read = async () => {
    while (keys.length > 0) {
      const some = keys.slice(0, KEYS_PER_READ);
      const { Responses, UnprocessedKeys } = await ddb.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: some, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[table] ?? []));
      const left = UnprocessedKeys?.[table]?.Keys ?? [];
      keys = [...left, ...keys.slice(KEYS_PER_READ)];
      if (left.length > 0) throw new Unprocessed();
    }
  };
  const transient = (error: unknown) => error instanceof Unprocessed || isTransient(error);
  await persist(read, { deadline: READ_DEADLINE, base: 20, ...again, transient });
  return found;
}
