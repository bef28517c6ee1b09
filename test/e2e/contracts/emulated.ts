import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll } from '@jest/globals';
import type { ContractCloud } from '../../contracts/cloud.ts';
import { emptyCloud } from './empty-cloud.ts';
import { makeIndexTable, makeTable } from './tables.ts';

const KEYS: Record<'data' | 'mac' | 'signing', CreateKeyCommandInput> = {
  data: {},
  mac: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  signing: { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
};

/** The local cloud without stacks, for the contracts of the AWS adapters. */
export function emulated(): ContractCloud {
  const cloud = emptyCloud();
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  };
  const ddb = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  const kms = new KMSClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  afterAll(() => {
    for (const client of [ddb, kms, s3]) client.destroy();
  });
  return {
    ...{ ddb, kms, s3 },
    documents: DynamoDBDocumentClient.from(ddb, { marshallOptions: { removeUndefinedValues: true } }),
    table: (...keys) => makeTable(ddb, ...keys),
    indexTable: () => makeIndexTable(ddb),
    kmsKey: async (kind = 'data') => (await kms.send(new CreateKeyCommand(KEYS[kind]))).KeyMetadata!.KeyId!,
    async bucket(lockedDays) {
      const Bucket = `contract-${randomUUID()}`;
      const locks = lockedDays !== undefined;
      await s3.send(new CreateBucketCommand({ Bucket, ...(locks && { ObjectLockEnabledForBucket: true }) }));
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      if (locks) {
        const Rule = { DefaultRetention: { Mode: 'COMPLIANCE' as const, Days: lockedDays } };
        const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
        await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
      }
      return Bucket;
    },
  };
}
