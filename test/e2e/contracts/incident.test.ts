/**
 * The AWS adapters of ledger, reading and incident keep the contracts that the memory adapters keep: against the local
 * cloud, without any stack.
 */

import { createHash, randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, PutObjectLockConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { awsReadingGate } from '../../../core/gate/gate.aws.ts';
import { establishLane } from '../../../core/gate/lane.ts';
import { awsIncidents } from '../../../core/incident/incident.aws.ts';
import { incidentContract } from '../../../core/incident/incident.contract.ts';
import { kmsTextSeal } from '../../../core/incident/text-seal.aws.ts';
import { s3Checkpoints } from '../../../core/ledger/checkpoint-store.aws.ts';
import { s3Evidence } from '../../../core/ledger/evidence.aws.ts';
import { issueCheckpoint } from '../../../core/ledger/issue-checkpoint.ts';
import { awsLedger } from '../../../core/ledger/ledger.aws.ts';
import { ledgerContract } from '../../../core/ledger/ledger.contract.ts';
import { readPublicKey, signDocument, verifyDocument } from '../../../core/ledger/note.ts';
import { kmsSigner } from '../../../core/ledger/signer.aws.ts';
import { awsGrants } from '../../../core/reading/grant.aws.ts';
import { awsReading } from '../../../core/reading/reading.aws.ts';
import { NOW, readingContract } from '../../../core/reading/reading.contract.ts';
import { awsRecords } from '../../../core/reading/records.aws.ts';
import { N, S } from '../../../core/shared/dynamodb.aws.ts';
import { toItem } from '../../../core/vault/index-row.ts';
import { type LocalCloud, startLocalCloud } from '../../../tools/local/index.ts';
import { makeTable } from './tables.ts';

jest.setTimeout(120_000);

let cloud: LocalCloud;
let ddb: DynamoDBClient;
let documents: DynamoDBDocumentClient;
let kms: KMSClient;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startLocalCloud({ deploy: false, port: 0, dir: 'out/local-incident-contracts', quiet: true });
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  };
  ddb = new DynamoDBClient(settings);
  documents = DynamoDBDocumentClient.from(ddb);
  kms = new KMSClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
});
afterAll(async () => {
  ddb?.destroy();
  kms?.destroy();
  s3?.destroy();
  await cloud?.stop();
});

/** The table `Index` with its index `byDay`. */
async function makeIndex(): Promise<string> {
  const TableName = `contract-${randomUUID()}`;
  const key = (hash: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: 'segment', KeyType: 'RANGE' as const },
  ];
  await ddb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['subject', 'segment', 'day'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: key('subject'),
      GlobalSecondaryIndexes: [{ IndexName: 'byDay', KeySchema: key('day'), Projection: { ProjectionType: 'ALL' } }],
    }),
  );
  return TableName;
}

const ledgerTable = () => makeTable(ddb, 'chain:S', 'seq:N');

describe('ledger, DynamoDB', () => {
  ledgerContract(async () => awsLedger({ ddb, table: await ledgerTable() }));

  test('appends where the gate has made the heads', async () => {
    const table = await ledgerTable();
    const gate = awsReadingGate({ ddb, gateTable: await makeTable(ddb, 'pk:S'), ledgerTable: table, clock: Date });
    await gate.read();
    await establishLane(gate, 'c0', 1);
    const ledger = awsLedger({ ddb, table, chains: ['c0'] });
    for (const seq of [1, 2]) {
      expect(await ledger.append({ kind: 'consent', at: 1, actor: 'a' })).toMatchObject({ chain: 'c0', seq });
    }
  });
});

describe('reading, DynamoDB', () => {
  readingContract(async () => {
    const [index, subjects, grants, table, gateTable] = await Promise.all([
      makeIndex(),
      makeTable(ddb, 'subject:S', 'item:S'),
      makeTable(ddb, 'grant:S'),
      ledgerTable(),
      makeTable(ddb, 'pk:S'),
    ]);
    const clock = { time: NOW, now: () => clock.time };
    const gate = awsReadingGate({ ddb, gateTable, ledgerTable: table, clock });
    await gate.read();
    const ledger = awsLedger({ ddb, table });
    const openChain = async (chain: string) => {
      const { state, epoch } = await gate.read();
      return state === 'open' && establishLane(gate, chain, epoch);
    };
    const tables = { index, subjects, grants, ledger: table };
    return {
      clock,
      gate,
      ledger,
      reading: awsReading({ ddb, documents, tables, ledger, openChain, clock }),
      grants: awsGrants({ ddb, documents, table: grants, ledger }),
      records: awsRecords({ documents, table: index, clock }),
      putRow: async (row) => void (await documents.send(new PutCommand({ TableName: index, Item: toItem(row) }))),
      putSubject: async (subject, { state, keyId }) => {
        // A window's bits may be beyond 2^53: the reader must not stumble over them.
        const windows = { M: { d1: { M: { high: N(70), seen: N(2n ** 64n - 1n) } } } };
        const Item = { subject: S(subject), item: S('state'), state: S(state), keyId: S(keyId), windows };
        await ddb.send(new PutItemCommand({ TableName: subjects, Item }));
      },
    };
  });
});

describe('incidents, DynamoDB and KMS', () => {
  const make = async () => {
    const [table, chains] = await Promise.all([makeTable(ddb, 'incident:S', 'item:S'), ledgerTable()]);
    const ledger = awsLedger({ ddb, table: chains });
    const keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
    const seal = kmsTextSeal({ kms, keyId, program: 'sample' });
    return { table, seal, ledger, store: awsIncidents({ ddb, documents, table, ledger, seal }) };
  };
  incidentContract(make);

  test('the text is sealed at rest, and one report’s text is not shown in the place of another’s', async () => {
    const { seal } = await make();
    const sealed = await seal.seal('i1', 'what rita saw');
    expect(Buffer.from(sealed.message).toString('latin1')).not.toContain('rita');
    expect(await seal.open('i1', sealed)).toBe('what rita saw');
    await expect(seal.open('i2', sealed)).rejects.toThrow();
    const flipped = Buffer.from(sealed.message);
    flipped[flipped.length - 20]! ^= 1;
    await expect(seal.open('i1', { ...sealed, message: flipped })).rejects.toMatchObject({ reason: 'damaged' });
  });
});

describe('evidence and signatures, S3 and KMS', () => {
  const makeBucket = async () => {
    const Bucket = `evidence-${randomUUID()}`;
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2 } },
        },
      }),
    );
    return Bucket;
  };
  const makeSigner = async () => {
    const key = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }));
    return kmsSigner({ kms, keyId: key.KeyMetadata!.KeyId!, name: 'sluice/sample' });
  };

  test('evidence is named by its content, locked, and put twice without harm', async () => {
    const bucket = await makeBucket();
    const evidence = s3Evidence({ s3, bucket });
    const item = { folder: 'receipts' as const, stem: 'i1', extension: 'json' as const, bytes: Buffer.from('{"a":1}') };
    const link = await evidence.put(item);
    expect(link).toEqual({
      name: `receipts/i1-${link.sha256}.json`,
      sha256: createHash('sha256').update('{"a":1}').digest('hex'),
      bytes: 7,
    });
    expect(await evidence.put(item)).toEqual(link);
    expect(Buffer.from(await evidence.get(link.name)).toString()).toBe('{"a":1}');
    expect(await evidence.lockedUntil(link.name)).toBeGreaterThan(Date.now());
    await expect(evidence.get('receipts/none-00.json')).rejects.toMatchObject({ reason: 'not-found' });
    await expect(evidence.lockedUntil('receipts/none-00.json')).rejects.toMatchObject({ reason: 'not-found' });
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: link.name, Body: '{"a":2}' }));
    await expect(evidence.get(link.name)).rejects.toMatchObject({ reason: 'damaged' });
  });

  test('KMS signs documents that verify with the public key alone', async () => {
    const signer = await makeSigner();
    const signed = await signDocument(signer, 'closure-receipt', { epoch: 2 });
    const key = readPublicKey(await signer.publicKey());
    expect(verifyDocument(signed, key)).toMatchObject({ origin: 'sluice/sample', kind: 'closure-receipt' });
    expect(() => verifyDocument({ ...signed, document: { epoch: 3 } }, key)).toThrow();
  });

  test('checkpoints continue each other, and stop at a ledger that was rewritten', async () => {
    const table = await ledgerTable();
    const ledger = awsLedger({ ddb, table, chains: ['c0'] });
    const checkpoints = s3Checkpoints({ s3, bucket: await makeBucket() });
    const parts = { ledger, checkpoints, signer: await makeSigner(), clock: { now: () => NOW } };
    expect(await checkpoints.latest()).toBeUndefined();
    for (const actor of ['a', 'b']) await ledger.append({ kind: 'read', at: 1, actor });
    const first = await issueCheckpoint(parts);
    expect(await checkpoints.latest()).toBe(first.note);
    await ledger.append({ kind: 'read', at: 1, actor: 'c' });
    expect((await issueCheckpoint(parts)).tips).toMatchObject([{ chain: 'c0', length: 3 }]);
    await ddb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { chain: S('c0'), seq: N(3) },
        UpdateExpression: 'SET #hash = :other',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':other': S('0'.repeat(64)) },
      }),
    );
    await expect(issueCheckpoint(parts)).rejects.toThrow('is not the one that was signed at entry 3');
  });
});
