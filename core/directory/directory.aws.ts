import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { awsCounts } from '../shared/counts.aws.ts';
import type { Counts } from '../shared/counts.ts';
import { cancellation, isTransient, S } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { persist } from '../shared/persist.ts';
import type { DirectoryFacts, DirectoryKeys, DirectoryStore, SealedDirectory, StoredPart } from './directory.ts';
import type { PartNames } from './upload.ts';

/** Neither these nor `directory#<id of a part>` have the form of a key's id: 32 hex digits. */
const ROW = 'directory';
const PARTS = 'directory#parts';
const Key = { keyId: ROW };
const partKey = (id: string) => ({ keyId: `${ROW}#${id}` });

/**
 * Rows of the table `Keys`: what is in force, each part, and which parts there are, an attribute each. To read: `dynamodb:GetItem`; to
 * write: `PutItem`, `UpdateItem` (of `directory#parts` alone), `DeleteItem`.
 */
export function awsDirectoryStore(documents: DynamoDBDocumentClient, table: string): DirectoryStore {
  /** @returns false when a condition of it did not hold */
  const transact = (TransactItems: TransactWriteCommandInput['TransactItems']): Promise<boolean> =>
    persist(
      async () => {
        try {
          await documents.send(new TransactWriteCommand({ TransactItems }));
          return true;
        } catch (error) {
          if (cancellation(error)?.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
          throw error;
        }
      },
      { transient: isTransient, deadline: 10_000 },
    );
  const registry = (update: Omit<NonNullable<Writes['Update']>, 'TableName' | 'Key'>): Writes => ({
    Update: { TableName: table, Key: { keyId: PARTS }, ...update },
  });
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
          ProjectionExpression: '#version, #entries, #storedAt, #parts',
          ExpressionAttributeNames: {
            ...{ '#version': 'version', '#entries': 'entries', '#storedAt': 'storedAt', '#parts': 'parts' },
          },
        }),
      );
      return Item && { parts: [], ...(Item as DirectoryFacts) };
    },
    async part(id) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: partKey(id), ConsistentRead: true }),
      );
      return Item && { wrapped: Item.wrapped, message: Item.message };
    },
    async parts() {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: { keyId: PARTS }, ConsistentRead: true }),
      );
      const { keyId: _, ...parts } = Item ?? {};
      return new Map(Object.entries(parts as Record<string, StoredPart>));
    },
    async putPart(id, sealed, facts) {
      await transact([
        { Put: { TableName: table, Item: { ...sealed, ...partKey(id) } } },
        registry({
          UpdateExpression: 'SET #part = :facts',
          ExpressionAttributeNames: { '#part': id },
          ExpressionAttributeValues: { ':facts': facts },
        }),
      ]);
    },
    async commit(directory) {
      const names = directory.parts.map((id, at): [string, string] => [`#p${at}`, id]);
      return transact([
        registry({
          UpdateExpression: `SET ${names.map(([name]) => `${name}.#at = :at`).join(', ')}`,
          ConditionExpression: names.map(([name]) => `attribute_exists(${name})`).join(' AND '),
          ExpressionAttributeNames: { ...Object.fromEntries(names), '#at': 'at' },
          ExpressionAttributeValues: { ':at': directory.storedAt },
        }),
        { Put: { TableName: table, Item: { ...directory, ...Key } } },
      ]);
    },
    async dropPart(id, at) {
      await transact([
        registry({
          UpdateExpression: 'REMOVE #part',
          ConditionExpression: '#part.#at = :at',
          ExpressionAttributeNames: { '#part': id, '#at': 'at' },
          ExpressionAttributeValues: { ':at': at },
        }),
        { Delete: { TableName: table, Key: partKey(id) } },
      ]);
    },
  };
}

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

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

/**
 * MACs under the KMS key of pseudonyms, which begin with an issuer's URL and are never one of these. To make: `kms:GenerateMac`.
 */
export const awsPartNames =
  ({ kms, keyId: KeyId, program }: { kms: KMSClient; keyId: string; program: string }): PartNames =>
  async (hash) => {
    const Message = Buffer.from(`sluice/directory-part/1\n${program}\n${hash}`);
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message }));
    if (!Mac) throw new SluiceError('KMS returned no MAC');
    return Buffer.from(Mac).toString('hex').slice(0, 32);
  };
