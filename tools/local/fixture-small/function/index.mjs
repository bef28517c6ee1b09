import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export async function handler() {
  await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: 'from the function' } } }));
  return 'written';
}
