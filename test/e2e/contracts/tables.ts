import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';

/** The table `Index` with its index `byDay`. */
export async function makeIndexTable(ddb: DynamoDBClient): Promise<string> {
  const TableName = `contract-${randomUUID()}`;
  const key = (hash: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: 'segment', KeyType: 'RANGE' as const },
  ];
  const strings = ['subject', 'segment', 'day'];
  await ddb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: strings.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: key('subject'),
      GlobalSecondaryIndexes: [{ IndexName: 'byDay', KeySchema: key('day'), Projection: { ProjectionType: 'ALL' } }],
    }),
  );
  return TableName;
}

/** Makes a table of its own for a test, with the key of docs/data-model.md: `name:type` of hash and range. */
export async function makeTable(ddb: DynamoDBClient, ...keys: `${string}:${'S' | 'N'}`[]): Promise<string> {
  const TableName = `contract-${randomUUID()}`;
  const parts = keys.map((key) => key.split(':') as [string, 'S' | 'N']);
  await ddb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: parts.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: parts.map(([AttributeName], index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
  await waitUntilTableExists({ client: ddb, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  return TableName;
}
