import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DirectoryStore } from './directory.ts';

/** Not the form of a key's id: 32 hex digits. */
const ROW = 'directory';

/** A row of the table `Keys`. To read: `dynamodb:GetItem`; to write: `dynamodb:PutItem`. */
export function createAwsDirectoryStore(documents: DynamoDBDocumentClient, table: string): DirectoryStore {
  return {
    async read() {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: { keyId: ROW }, ConsistentRead: true }),
      );
      return Item && { keyId: String(Item.sealedUnder), message: Item.message as Uint8Array };
    },
    async write({ keyId, message }) {
      await documents.send(new PutCommand({ TableName: table, Item: { keyId: ROW, sealedUnder: keyId, message } }));
    },
  };
}
