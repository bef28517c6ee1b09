import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import type { Item } from '../shared/dynamodb.aws.ts';
import { awsCopies } from './copies.aws.ts';
import { copiesContract } from './copies.contract.ts';

describe('copies in DynamoDB', () => {
  copiesContract(async (rows) => {
    const dynamo = dynamoDouble();
    const ddb = dynamo.client();
    for (const which of ['old', 'now'] as const) {
      dynamo.make(which, { key: ['grant'] });
      for (const row of rows[which]) await ddb.send(new PutItemCommand({ TableName: which, Item: row as Item }));
    }
    return awsCopies({ ddb, table: 'Grants', names: { old: 'old', now: 'now' } });
  });
});
