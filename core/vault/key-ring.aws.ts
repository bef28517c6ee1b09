import { randomBytes } from 'node:crypto';
import { GenerateDataKeyWithoutPlaintextCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { unwrapKey } from '../shared/wrapped-key.aws.ts';
import { createKeyCache } from './key-cache.ts';
import type { KeyRing } from './key-ring.ts';

export interface AwsKeyRingOptions {
  documents: DynamoDBDocumentClient;
  kms: KMSClient;
  /** The table `Keys`. */
  table: string;
  /** The KMS key `subject-keys`: id or ARN. */
  kmsKey: string;
  program: string;
  clock: Clock;
}

const KEY_BYTES = 32;

/** Of a key ring what finishing an erasure needs, and nothing that opens or makes a key. To destroy: `dynamodb:DeleteItem`. */
export const awsKeyDestroyer = ({
  documents,
  table,
}: Pick<AwsKeyRingOptions, 'documents' | 'table'>): Pick<KeyRing, 'destroy' | 'forget'> => ({
  async destroy(keyId) {
    await documents.send(new DeleteCommand({ TableName: table, Key: { keyId } }));
  },
  // None is kept.
  forget: () => undefined,
});

/**
 * Keys wrapped by KMS in a table of their own. To open: `dynamodb:GetItem`, `kms:Decrypt`; to create: `dynamodb:PutItem`,
 * `kms:GenerateDataKeyWithoutPlaintext`; to destroy: `dynamodb:DeleteItem`.
 */
export function awsKeyRing({ documents, kms, table, kmsKey, program, clock }: AwsKeyRingOptions): KeyRing {
  // A wrapped key that is moved to another row or another program's table does not open.
  const context = (keyId: string) => ({ program, key: keyId });

  const fetch = async (keyId: string) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: table,
        Key: { keyId },
        ConsistentRead: true,
        ProjectionExpression: '#wrapped',
        ExpressionAttributeNames: { '#wrapped': 'wrapped' },
      }),
    );
    return Item;
  };

  const cache = createKeyCache({
    clock,
    async unwrap(keyId) {
      const Item = await fetch(keyId);
      if (!Item) throw new Refused('no-key', `key ${keyId} was deleted`);
      const wrapped = Item.wrapped as Uint8Array | undefined;
      return unwrapKey(kms, { name: `key:${keyId}`, wrapped, kmsKey, context: context(keyId) });
    },
  });

  const destroyer = awsKeyDestroyer({ documents, table });

  return {
    async create(subject) {
      const keyId = randomBytes(16).toString('hex');
      const { CiphertextBlob } = await kms.send(
        new GenerateDataKeyWithoutPlaintextCommand({
          KeyId: kmsKey,
          NumberOfBytes: KEY_BYTES,
          EncryptionContext: context(keyId),
        }),
      );
      // The subject stands beside it so that a key whose enrolment died half-way can be told from one in use.
      const Item = { keyId, wrapped: CiphertextBlob, subject, createdAt: clock.now() };
      try {
        await documents.send(
          new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(keyId)' }),
        );
      } catch (error) {
        // The SDK's own repeat of a put whose answer was lost: the id is random, so the row is ours.
        if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
      }
      return keyId;
    },
    open: cache.open,
    has: async (keyId) => (await fetch(keyId)) !== undefined,
    forget: cache.forget,
    async destroy(keyId) {
      await destroyer.destroy(keyId);
      cache.forget(keyId);
    },
  };
}
