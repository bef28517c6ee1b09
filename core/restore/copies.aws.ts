import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Copies } from './copies.ts';
import type { Row } from './row.ts';
import { RESTORABLE, type TableName } from './tables.ts';

export interface AwsCopiesOptions {
  ddb: DynamoDBClient;
  table: TableName;
  /** Names of the two tables. No `now`: the table is lost, and nothing is there now. */
  names: { old: string; now?: string };
}

/** As many as DynamoDB takes in one batch. */
const BATCH = 100;

/**
 * Copies that `restore-table-...` made: no policy guards those, so that whoever made them may read and write them. Needs `Scan` and
 * `BatchGetItem` on both, `PutItem` and `DeleteItem` on that of then, and `kms:Decrypt` of the table's key through DynamoDB.
 */
export function awsCopies({ ddb, table, names }: AwsCopiesOptions): Copies {
  const key = RESTORABLE[table].key;
  const keyIn = (row: Row): Item => Object.fromEntries(key.map((name) => [name, row[name] as Item[string]]));
  return {
    table,
    async *pages(which) {
      const TableName = names[which];
      if (TableName === undefined) return;
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await ddb.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
        yield (page.Items ?? []) as Row[];
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    },
    async find(which, rows) {
      const TableName = names[which];
      if (TableName === undefined) return [];
      const found: Row[] = [];
      let left = rows.map(keyIn);
      while (left.length > 0) {
        const [Keys, later] = [left.slice(0, BATCH), left.slice(BATCH)];
        const { Responses = {}, UnprocessedKeys = {} } = await ddb.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
        );
        found.push(...((Responses[TableName] ?? []) as Row[]));
        left = [...later, ...(UnprocessedKeys[TableName]?.Keys ?? [])];
      }
      return found;
    },
    async write(row, seen) {
      const condition = asSeen(key[0]!, seen);
      try {
        if (row) await ddb.send(new PutItemCommand({ TableName: names.old, Item: row as Item, ...condition }));
        else await ddb.send(new DeleteItemCommand({ TableName: names.old, Key: keyIn(seen!), ...condition }));
      } catch (cause) {
        if ((cause as Error).name !== 'ConditionalCheckFailedException') throw cause;
        throw new SluiceError('the copy is being changed by somebody else', { cause });
      }
    },
  };
}

/** Every attribute as it was; of one that has more since nothing is known, and the copy is nobody else's. */
function asSeen(key: string, seen: Row | undefined) {
  if (!seen) return { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': key } };
  const names = Object.keys(seen).filter((name) => !RESTORABLE_KEYS.has(name));
  // A row that is its key alone, which some sets are after their last name went.
  if (names.length === 0) {
    return { ConditionExpression: 'attribute_exists(#key)', ExpressionAttributeNames: { '#key': key } };
  }
  return {
    ConditionExpression: names.map((_, at) => `#a${at} = :a${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#a${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name, at) => [`:a${at}`, seen[name] as Item[string]])),
  };
}

const RESTORABLE_KEYS: ReadonlySet<string> = new Set(Object.values(RESTORABLE).flatMap(({ key }) => [...key]));
