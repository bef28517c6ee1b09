/** The redactor's and the sweep's own bundles, called as Lambda calls them, against the local cloud's services, without stacks. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStreamCommand, KinesisClient, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { ulid } from 'ulid';
import { awsDirectoryKeys, awsDirectoryStore, awsPartNames } from '../../../core/directory/directory.aws.ts';
import { saveDirectory } from '../../../core/directory/upload.ts';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { awsCollectionGate } from '../../../core/gate/gate.aws.ts';
import { pause } from '../../../core/gate/pause.ts';
import { sealLease } from '../../../core/lease/lease.ts';
import { awsLeaseKeys } from '../../../core/lease/lease-keys.aws.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { fromItem } from '../../../core/vault/index-row.ts';
import { awsKeyRing } from '../../../core/vault/key-ring.aws.ts';
import { openRow } from '../../../core/vault/open-row.ts';
import { segmentEvents } from '../../../core/vault/segment.ts';
import { memoryVault } from '../../../core/vault/vault.memory.ts';
import { bundleFunctions } from '../../../lib/bundle.ts';
import { modelDigest } from '../../../redaction/deep/model.ts';
import { sealFrame } from '../../../wire/frame.ts';
import { sampleModel } from '../../fixtures/onnx-model.ts';
import { click as clickAt, ndjson } from '../../fixtures/world.ts';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';
import { makeIndexTable, makeTable } from './tables.ts';

type Handler<Answer> = (event: unknown, context: unknown) => Promise<Answer>;
/** A model that knows one name which nothing else knows. */
const MODEL = sampleModel(['zorblax']);
const disclosure = sampleDisclosure((d) => {
  d.events.prompt = { fields: ['text'], why: 'Prompts show what people ask.' };
  d.redaction.deepPass = { by: 'model', name: 'small', sha256: modelDigest(MODEL) };
});
/** Looked for in everything that the functions write. */
const CANARY = 'zebra-quartz-4711';

/** Of the customer's directory. */
const NAME = ' for Quintessa Marlowe only';

let cloud: EmptyCloud;
let ddb: DynamoDBClient;
let documents: DynamoDBDocumentClient;
let kms: KMSClient;
let folder: string;
let redact: Handler<KinesisStreamBatchResponse>;
let sweep: Handler<{ seen: number; retired: string[] }>;
let env: Record<string, string>;
let keyRing: ReturnType<typeof awsKeyRing>;
let sequence = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;
const written: string[] = [];

const click = (x: number, app = 'editor') => clickAt(x, app, Date.now());
const context = { functionName: 'redactor', awsRequestId: 'a', getRemainingTimeInMillis: () => 60_000 };

beforeAll(async () => {
  cloud = emptyCloud();
  const credentials = {
    accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!,
    secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY!,
  };
  const settings = { endpoint: cloud.endpoint, region: cloud.region, credentials };
  ddb = new DynamoDBClient(settings);
  documents = DynamoDBDocumentClient.from(ddb);
  kms = new KMSClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
  const key = async (input: CreateKeyCommandInput = {}) =>
    (await kms.send(new CreateKeyCommand(input))).KeyMetadata!.KeyId!;
  for (const Bucket of ['redactor-vault', 'redactor-models']) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const [file, Body] of Object.entries(MODEL))
    await s3.send(new PutObjectCommand({ Bucket: 'redactor-models', Key: `models/small/${file}`, Body }));
  await kinesis.send(new CreateStreamCommand({ StreamName: 'redactor-frames', ShardCount: 1 }));
  await waitUntilStreamExists(
    { client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { StreamName: 'redactor-frames' },
  );
  s3.destroy();
  kinesis.destroy();
  env = {
    ...cloud.env,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    SLUICE_PROGRAM: disclosure.program,
    SLUICE_DISCLOSURE: disclosure.version,
    SLUICE_PREFIX: 'sluice-sample-dev',
    SLUICE_STREAM: 'redactor-frames',
    SLUICE_VAULT_BUCKET: 'redactor-vault',
    SLUICE_MODEL_BUCKET: 'redactor-models',
    SLUICE_GATE_TABLE: await makeTable(ddb, 'pk:S'),
    SLUICE_LANES_TABLE: await makeTable(ddb, 'lane:S'),
    SLUICE_SUBJECTS_TABLE: await makeTable(ddb, 'subject:S', 'item:S'),
    SLUICE_KEYS_TABLE: await makeTable(ddb, 'keyId:S'),
    SLUICE_LEASE_KEYS_TABLE: await makeTable(ddb, 'kid:S'),
    SLUICE_INDEX_TABLE: await makeIndexTable(ddb),
    SLUICE_SUBJECT_KEYS_KEY: await key(),
    SLUICE_CONTROL_KEY: await key(),
    SLUICE_PSEUDONYM_KEY: await key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    POWERTOOLS_METRICS_NAMESPACE: 'sluice',
    POWERTOOLS_SERVICE_NAME: 'redactor',
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
  Object.assign(process.env, env);
  keyRing = awsKeyRing({
    ...{ documents, kms, table: env.SLUICE_KEYS_TABLE!, kmsKey: env.SLUICE_SUBJECT_KEYS_KEY! },
    ...{ program: disclosure.program, clock: systemClock },
  });
  await saveDirectory([['Quintessa Marlowe']], {
    store: awsDirectoryStore(documents, env.SLUICE_KEYS_TABLE!),
    keys: awsDirectoryKeys({ kms, keyId: env.SLUICE_SUBJECT_KEYS_KEY!, program: disclosure.program }),
    names: awsPartNames({ kms, keyId: env.SLUICE_PSEUDONYM_KEY!, program: disclosure.program }),
    program: disclosure.program,
    clock: systemClock,
  });
  folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  const folders = bundleFunctions(folder, disclosure);
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as typeof stream.write;
    stream.write = ((...args: Parameters<typeof stream.write>) => {
      written.push(String(args[0]));
      return write(...args);
    }) as typeof stream.write;
  }
  ({ handler: redact } = await import(join(folders.redactor!, 'index.mjs')));
  ({ handler: sweep } = await import(join(folders.sweep!, 'index.mjs')));
});
afterAll(async () => {
  ddb?.destroy();
  kms?.destroy();
  if (folder) await rm(folder, { recursive: true });
});
beforeEach(() => {
  written.length = 0;
});

const gate = () =>
  awsCollectionGate({
    ...{ ddb, gateTable: env.SLUICE_GATE_TABLE!, lanesTable: env.SLUICE_LANES_TABLE! },
    clock: systemClock,
  });

async function subject(name: string) {
  const { epoch } = await gate().read();
  const [serial, keyId] = [ulid(), await keyRing.create(name)];
  const row = { subject: name, item: 'state', state: 'live', serial, disclosure: '1.0', keyId };
  await documents.send(
    new PutCommand({ TableName: env.SLUICE_SUBJECTS_TABLE!, Item: { ...row, windows: {}, revision: 0 } }),
  );
  const now = Date.now();
  const frameKey = randomBytes(32);
  const claims = {
    ...{ program: disclosure.program, subject: name, device: 'laptop', serial, disclosure: '1.0', epoch },
    ...{ issued: now, expires: now + 60_000, deliverUntil: now + 3_600_000, frameKey: frameKey.toString('base64url') },
  };
  const keys = awsLeaseKeys({
    ...{ ddb, kms, table: env.SLUICE_LEASE_KEYS_TABLE!, kmsKey: env.SLUICE_CONTROL_KEY! },
    ...{ program: disclosure.program, deliveryHours: 24, clock: systemClock },
  });
  const lease = await sealLease(claims, keys);
  return {
    keyId,
    frame: (number: number, events: readonly unknown[]) =>
      record(sealFrame({ lease, number }, frameKey, ndjson(events)), name),
  };
}

const record = (data: Buffer, partitionKey: string) => ({
  eventID: `shardId-000000000000:${++sequence}`,
  kinesis: {
    ...{ sequenceNumber: `${sequence}`, partitionKey, data: data.toString('base64') },
    approximateArrivalTimestamp: Date.now() / 1000,
  },
});
const lane = async () => {
  const { Items } = await documents.send(new ScanCommand({ TableName: env.SLUICE_LANES_TABLE! }));
  return Items![0]!;
};
const rows = async () =>
  ((await documents.send(new ScanCommand({ TableName: env.SLUICE_INDEX_TABLE! }))).Items ?? []).map(fromItem);

const typed = (text: string) =>
  [...text].map((key, at) => ({ kind: 'key', time: Date.now() + at, app: 'editor', type: 'keydown', key }));

describe('the redactor', () => {
  test('opens the lane of a new shard, stores what is disclosed, and writes none of it into a log', async () => {
    const anna = await subject('anna');
    const Records = [
      anna.frame(1, [...typed(CANARY + NAME), click(1), click(2, 'browser')]),
      record(Buffer.from(CANARY), 'anna'),
      anna.frame(2, [{ ...click(3), note: CANARY }]),
    ];

    expect(await redact({ Records }, context)).toEqual({ batchItemFailures: [] });

    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ program: 'sample', keyId: anna.keyId, disclosure: '1.0' });
    const events = segmentEvents(await openRow(row!, memoryVault(), await keyRing.open(anna.keyId)));
    expect(events).toHaveLength(CANARY.length + NAME.length + 2);
    const keys = events.map((event) => (event as { key?: string }).key ?? '').join('');
    expect(keys).toContain(CANARY);
    expect(keys).not.toContain('Quintessa');
    expect(await lane()).toMatchObject({
      ...{ state: 'open', epoch: 1, admitted: 2, stored: CANARY.length + NAME.length + 2, 'dropped:application': 1 },
      ...{ 'refused:malformed': 1, unreadable: 1, segments: 1 },
    });
    expect(written.join('')).toContain('committed');
    expect(written.join('')).toContain('EventsStored');
    expect(written.join('')).not.toContain(CANARY);
  });

  test('asks the model of the disclosure, run by the bundle itself, about what is left of a text', async () => {
    const emil = await subject('emil');
    const text = 'please ask Zorblax about it';
    await redact(
      { Records: [emil.frame(1, [{ kind: 'prompt', time: Date.now(), app: 'editor', text, author: 'self' }])] },
      context,
    );

    const row = (await rows()).find(({ subject }) => subject === 'emil')!;
    const events = segmentEvents(await openRow(row, memoryVault(), await keyRing.open(emil.keyId)));
    expect(events).toMatchObject([{ kind: 'prompt', text: 'please ask [PERSON] about it' }]);
  });

  test('a batch that comes again is done already', async () => {
    const bert = await subject('bert');
    const Records = [bert.frame(1, [click(1)]), bert.frame(2, [click(2)])];
    await redact({ Records }, context);
    const before = await lane();
    expect(await redact({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect(await lane()).toEqual(before);
  });

  test('where a store does not answer, the batch is reported from its first record and nothing is lost', async () => {
    const carl = await subject('carl');
    const Records = [carl.frame(1, [click(1)]), carl.frame(2, [click(2)])];
    const wrapped = await documents.send(
      new GetCommand({ TableName: env.SLUICE_KEYS_TABLE!, Key: { keyId: carl.keyId } }),
    );
    const spoil = (value: unknown) =>
      documents.send(
        new UpdateCommand({
          TableName: env.SLUICE_KEYS_TABLE!,
          Key: { keyId: carl.keyId },
          UpdateExpression: 'SET #wrapped = :value',
          ExpressionAttributeNames: { '#wrapped': 'wrapped' },
          ExpressionAttributeValues: { ':value': value },
        }),
      );
    await spoil(Buffer.from('not a ciphertext of KMS'));
    expect(await redact({ Records }, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: Records[0]!.kinesis.sequenceNumber }],
    });
    await spoil(wrapped.Item!.wrapped);
    expect(await redact({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect((await rows()).filter((row) => row.subject === 'carl')).toHaveLength(1);
  });

  test('after a pause has returned, frames in flight are refused and counted', async () => {
    const dora = await subject('dora');
    await pause({ collection: gate() }, 'incident-1', systemClock);
    const before = (await rows()).length;
    await redact({ Records: [dora.frame(1, [click(1)]), dora.frame(2, [click(2)])] }, context);
    expect(await lane()).toMatchObject({ state: 'closed', epoch: 2, 'refused:epoch': 2 });
    expect(await rows()).toHaveLength(before);
  });
});

test('the sweep runs on its schedule, retires lanes of shards that are gone, and takes no unknown command', async () => {
  const ended = 'frames/1/shardId-of-a-stream-before';
  await gate().addLane(ended);

  expect(await sweep({ dryRun: true }, context)).toMatchObject({ retired: [ended] });
  expect(await sweep({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, context)).toMatchObject({
    retired: [ended],
  });
  expect(await gate().lanes()).not.toContain(ended);
  expect(await sweep({ dryRun: true }, context)).toMatchObject({ removed: 0 });
  await expect(sweep({ dryrun: true }, context)).rejects.toMatchObject({ reason: 'malformed' });
});
