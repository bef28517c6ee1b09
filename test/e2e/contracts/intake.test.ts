/** The AWS adapters of intake and vault keep the contracts that those in memory keep: against the local cloud, without stacks. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStreamCommand, KinesisClient, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsDirectoryStore, kmsDirectoryKeys } from '../../../core/directory/directory.aws.ts';
import { directoryContract } from '../../../core/directory/directory.contract.ts';
import { awsIntake } from '../../../core/intake/intake.aws.ts';
import { intakeContract } from '../../../core/intake/intake.contract.ts';
import { awsShards } from '../../../core/intake/shards.aws.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { fromItem } from '../../../core/vault/index-row.ts';
import { awsKeyRing } from '../../../core/vault/key-ring.aws.ts';
import { keyRingContract } from '../../../core/vault/key-ring.contract.ts';
import { awsSweepStore } from '../../../core/vault/sweep.aws.ts';
import { sweepObjects } from '../../../core/vault/sweep.ts';
import { awsVault } from '../../../core/vault/vault.aws.ts';
import { vaultContract } from '../../../core/vault/vault.contract.ts';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';
import { makeIndexTable, makeTable } from './tables.ts';

let cloud: EmptyCloud;
let ddb: DynamoDBClient;
let documents: DynamoDBDocumentClient;
let kms: KMSClient;
let s3: S3Client;
let kinesis: KinesisClient;

beforeAll(async () => {
  cloud = emptyCloud();
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  };
  ddb = new DynamoDBClient(settings);
  documents = DynamoDBDocumentClient.from(ddb, { marshallOptions: { removeUndefinedValues: true } });
  kms = new KMSClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
  kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
});
afterAll(async () => {
  for (const client of [ddb, kms, s3, kinesis]) client?.destroy();
});

async function makeBucket(): Promise<string> {
  const Bucket = `contract-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return Bucket;
}

const OWN = new Set(['lane', 'state', 'epoch', 'checkpoint', 'attemptAt', 'attempts']);

intakeContract('DynamoDB', async () => {
  const [lanes, subjects, index] = await Promise.all([
    makeTable(ddb, 'lane:S'),
    makeTable(ddb, 'subject:S', 'item:S'),
    makeIndexTable(ddb),
  ]);
  return {
    intake: awsIntake({ ddb, tables: { lanes, subjects, index } }),
    async putLane(lane, row) {
      await documents.send(new PutCommand({ TableName: lanes, Item: { lane, ...row } }));
    },
    async putSubject(row) {
      const windows = Object.fromEntries(row.windows);
      await documents.send(new PutCommand({ TableName: subjects, Item: { ...row, windows, item: 'state' } }));
    },
    async counters(lane) {
      const { Item } = await documents.send(new GetCommand({ TableName: lanes, Key: { lane } }));
      return Object.fromEntries(Object.entries(Item ?? {}).filter(([name]) => !OWN.has(name)));
    },
    async segments(subject) {
      const { Items } = await documents.send(
        new QueryCommand({
          TableName: index,
          KeyConditionExpression: 'subject = :subject',
          ExpressionAttributeValues: { ':subject': subject },
        }),
      );
      return (Items ?? []).map((item) => {
        const row = fromItem(item);
        return 'message' in row.body ? { ...row, body: { message: Buffer.from(row.body.message) } } : row;
      });
    },
  };
});

describe('key ring: DynamoDB and KMS', () => {
  keyRingContract(async () => {
    const table = await makeTable(ddb, 'keyId:S');
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const kmsKey = KeyMetadata!.KeyId!;
    return { ring: (clock) => awsKeyRing({ documents, kms, table, kmsKey, program: 'p', clock }) };
  });
});

describe('directory: DynamoDB', () => {
  directoryContract(async () => {
    const table = await makeTable(ddb, 'keyId:S');
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const keys = kmsDirectoryKeys({ kms, keyId: KeyMetadata!.KeyId!, program: 'p' });
    return { store: awsDirectoryStore(documents, table), keys };
  });
});

describe('vault: S3', () => {
  vaultContract(async () => awsVault({ s3, bucket: await makeBucket() }));

  test('the sweep removes all versions of what no row points at, and nothing else', async () => {
    const [bucket, table] = await Promise.all([makeBucket(), makeIndexTable(ddb)]);
    const vault = awsVault({ s3, bucket });
    const [kept, noise] = [await vault.put(Buffer.from('kept')), await vault.put(Buffer.from('noise'))];
    await documents.send(
      new PutCommand({
        TableName: table,
        Item: { subject: 'anna', segment: '1', day: '2026-11-25#3', object: kept, head: Buffer.from('h') },
      }),
    );
    const store = awsSweepStore({ s3, bucket, documents, table });
    const tomorrow = { now: () => Date.now() + 2 * 86_400_000 };

    expect(await sweepObjects(store, { clock: systemClock })).toEqual({ seen: 0, unreferenced: 0, removed: 0 });
    const result = await sweepObjects(store, { clock: tomorrow });

    expect(result).toEqual({ seen: 2, unreferenced: 1, removed: 1 });
    expect(Buffer.from(await vault.get(kept)).toString()).toBe('kept');
    await expect(vault.get(noise)).rejects.toMatchObject({ reason: 'no-object' });
    expect(await sweepObjects(store, { clock: tomorrow })).toMatchObject({ seen: 1, unreferenced: 0 });
  });
});

describe('shards: Kinesis', () => {
  test('each shard with its lane and range; one that is not there is an error', async () => {
    const StreamName = `contract-${randomUUID()}`;
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    await waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StreamName });
    const shards = awsShards({ kinesis, stream: StreamName, clock: systemClock });

    const [first, second] = [await shards.find('shardId-000000000000'), await shards.find('shardId-000000000001')];

    expect(first.lane).toMatch(new RegExp(`^${StreamName}/\\d{10}/shardId-000000000000$`));
    expect([first.hashFrom, second.hashTo]).toEqual(['0'.repeat(32), 'f'.repeat(32)]);
    expect(BigInt(`0x${second.hashFrom}`)).toBe(BigInt(`0x${first.hashTo}`) + 1n);
    expect(await shards.lanes()).toEqual(new Set([first.lane, second.lane]));
    await expect(shards.find('shardId-000000000007')).rejects.toThrow('no shard');
  });
});
