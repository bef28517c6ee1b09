import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDouble } from '../fixtures/dynamodb.ts';
import { kmsDouble } from '../fixtures/kms.ts';
import { s3Double } from '../fixtures/s3.ts';

/** What the contracts of the AWS adapters run on: the local cloud (test/e2e), or doubles in this process (test/unit). */
export interface ContractCloud {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  kms: KMSClient;
  s3: S3Client;
  /** A table of its own, by the keys of docs/data-model.md: `name:type` of hash and range. @returns its name */
  table(...keys: `${string}:${'S' | 'N'}`[]): Promise<string>;
  /** The table `Index` with its index `byDay`. */
  indexTable(): Promise<string>;
  /** @returns the key's id */
  kmsKey(kind?: 'data' | 'mac' | 'signing'): Promise<string>;
  /** @param lockedDays default retention of Object Lock */
  bucket(lockedDays?: number): Promise<string>;
}

/** In this process: no emulator, some thousand requests a second more, and the same answers where the contracts look. */
export function doubles(): ContractCloud {
  const [dynamo, kms, s3] = [dynamoDouble(), kmsDouble(), s3Double()];
  let made = 0;
  return {
    ...{ ddb: dynamo.client(), documents: dynamo.documents(), kms: kms.client, s3: s3.client },
    async table(...keys) {
      const name = `table-${++made}`;
      dynamo.make(name, { key: keys.map((key) => key.split(':')[0]!) });
      return name;
    },
    async indexTable() {
      const name = `table-${++made}`;
      dynamo.make(name, { key: ['subject', 'segment'], indexes: { byDay: ['day', 'segment'] } });
      return name;
    },
    kmsKey: async (kind) => kms.makeKey(kind),
    async bucket(lockedDays) {
      const name = `bucket-${++made}`;
      s3.makeBucket(name, lockedDays === undefined ? undefined : lockedDays * 86_400_000);
      return name;
    },
  };
}
