import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, DecryptCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { startLocalCloud } from '../../tools/local/index.ts';
import { type Services, TABLES, type TableName } from './parts.ts';

/** What KMS opened while the release was written, so that a test can open it again without the key. */
export interface Opening {
  blob: string;
  context: Record<string, string>;
  plaintext: string;
}

export interface WritingCloud extends Services {
  /** By table, as DynamoDB's JSON has them: binary as base64. */
  rows(): Promise<Record<string, unknown[]>>;
  /** All objects of a bucket by name, base64. */
  objects(bucket: string): Promise<Record<string, string>>;
  openings: Opening[];
  publicKey(): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** An emulator of its own, with the tables, buckets and keys of one program. */
export async function startWritingCloud(): Promise<WritingCloud> {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-release-'));
  const cloud = await startLocalCloud({ dir, port: 0, deploy: false, quiet: true });
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  };
  const [ddb, kms] = [new DynamoDBClient(settings), new KMSClient(settings)];
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  for (const table of Object.keys(TABLES) as TableName[]) await makeTable(ddb, table);
  const buckets = { vault: 'vault', evidence: 'evidence' };
  await s3.send(new CreateBucketCommand({ Bucket: buckets.vault }));
  await makeLockedBucket(s3, buckets.evidence);
  const data = await kms.send(new CreateKeyCommand({}));
  const signing = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }));
  const kmsKeys = { data: data.KeyMetadata!.KeyId!, signing: signing.KeyMetadata!.KeyId! };
  const openings = noteOpenings(kms);

  return {
    ...{ ddb, kms, s3, buckets, kmsKeys, openings },
    tables: Object.fromEntries(Object.keys(TABLES).map((table) => [table, table])) as Services['tables'],
    async rows() {
      const tables = Object.keys(TABLES).map(async (TableName) => {
        const { Items = [] } = await ddb.send(new ScanCommand({ TableName }));
        return [TableName, Items.map(asJson)] as const;
      });
      return Object.fromEntries(await Promise.all(tables));
    },
    objects: (bucket) => objectsOf(s3, bucket),
    publicKey: async () => (await kms.send(new GetPublicKeyCommand({ KeyId: kmsKeys.signing }))).PublicKey!,
    async stop() {
      for (const client of [ddb, kms, s3]) client.destroy();
      await cloud.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function makeTable(ddb: DynamoDBClient, TableName: TableName): Promise<void> {
  const keys = TABLES[TableName].map((key) => key.split(':') as [string, 'S' | 'N']);
  const byDay = { AttributeName: 'day', AttributeType: 'S' as const };
  await ddb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
        ...(TableName === 'index' ? [byDay] : []),
      ],
      KeySchema: keys.map(([AttributeName], at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      ...(TableName === 'index' && {
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byDay',
            KeySchema: [
              { AttributeName: 'day', KeyType: 'HASH' },
              { AttributeName: 'segment', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    }),
  );
}

async function makeLockedBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  const DefaultRetention = { Mode: 'COMPLIANCE' as const, Days: 30 };
  await s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
    }),
  );
}

/** Everything that the adapters let KMS open passes here. */
function noteOpenings(kms: KMSClient): Opening[] {
  const openings: Opening[] = [];
  kms.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === DecryptCommand.name) {
          const { CiphertextBlob, EncryptionContext = {} } = args.input as DecryptCommand['input'];
          const { Plaintext } = answer.output as { Plaintext?: Uint8Array };
          openings.push({ blob: base64(CiphertextBlob!), context: EncryptionContext, plaintext: base64(Plaintext!) });
        }
        return answer;
      },
    { step: 'initialize' },
  );
  return openings;
}

async function objectsOf(s3: S3Client, Bucket: string): Promise<Record<string, string>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const objects: Record<string, string> = {};
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    objects[Key!] = await Body!.transformToString('base64');
  }
  return objects;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A value as it is on the wire. */
function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asJson(one)]));
}
