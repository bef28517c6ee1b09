import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';

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
