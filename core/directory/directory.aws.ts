import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { awsCounts } from '../shared/counts.aws.ts';
import type { Counts } from '../shared/counts.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import type { DirectoryFacts, DirectoryKeys, DirectoryStore, SealedDirectory } from './directory.ts';

/** Not the form of a key's id: 32 hex digits. */
const ROW = 'directory';
const Key = { keyId: ROW };

/** A row of the table `Keys`. To read: `dynamodb:GetItem`; to write: `dynamodb:PutItem`. */
export function awsDirectoryStore(documents: DynamoDBDocumentClient, table: string): DirectoryStore {
  return {
    async read() {
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { keyId: _, ...sealed } = Item;
      return sealed as SealedDirectory;
    },
    async facts() {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: table,
          Key,
          ConsistentRead: true,
          ProjectionExpression: '#version, #entries, #storedAt',
          ExpressionAttributeNames: { '#version': 'version', '#entries': 'entries', '#storedAt': 'storedAt' },
        }),
      );
      return Item as DirectoryFacts | undefined;
    },
    async write(directory) {
      await documents.send(new PutCommand({ TableName: table, Item: { ...directory, ...Key } }));
    },
  };
}

/** Uploads by person: rows `uploads#<sub>` of the table `Keys`, which are no keys. To count: `dynamodb:UpdateItem`. */
export const awsUploads = ({ ddb, table }: { ddb: DynamoDBClient; table: string }): Counts =>
  awsCounts({ ddb, rowOf: (who) => ({ table, key: { keyId: S(`uploads#${who}`) }, span: 'day' }) });

/**
 * Data keys under the KMS key `subject-keys`, with a context that no subject's key has. To make: `kms:GenerateDataKey`; to open:
 * `kms:Decrypt`.
 */
export function awsDirectoryKeys({
  kms,
  keyId: KeyId,
  program,
}: {
  kms: KMSClient;
  keyId: string;
  program: string;
}): DirectoryKeys {
  const EncryptionContext = { program, key: ROW };
  return {
    async make() {
      const { Plaintext, CiphertextBlob } = await kms.send(
        new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 32, EncryptionContext }),
      );
      if (!Plaintext || !CiphertextBlob) throw new SluiceError('KMS returned no data key');
      return { key: Plaintext, wrapped: CiphertextBlob };
    },
    async open(CiphertextBlob) {
      const { Plaintext } = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }));
      if (!Plaintext) throw new SluiceError('KMS returned no data key');
      return Plaintext;
    },
  };
}
