/** The control function's own bundle, called as the HTTP API calls it, against the local cloud's services, without stacks. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Books } from '../../../core/books/books.ts';
import { partsOf } from '../../../core/directory/size.ts';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { awsCollectionGate, awsReadingGate } from '../../../core/gate/gate.aws.ts';
import { pause } from '../../../core/gate/pause.ts';
import { resume } from '../../../core/gate/resume.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { N, S } from '../../../core/shared/dynamodb.aws.ts';
import { bundleFunctions } from '../../../lib/bundle.ts';
import { until } from '../../../tools/local/index.ts';
import { newDeviceKey, signProof } from '../../../wire/device-proof.ts';
import type { LeaseGrant, Run } from '../../../wire/lease.ts';
import { breachOf } from '../../fixtures/contract.ts';
import { AUDIENCE, type Issuer, startIssuer } from '../../fixtures/issuer.ts';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';
import { makeIndexTable, makeTable } from './tables.ts';

interface Answer {
  statusCode: number;
  body: string;
}
type Handler = (event: unknown, context: unknown) => Promise<Answer>;

let cloud: EmptyCloud;
let issuer: Issuer;
let ddb: DynamoDBClient;
let kms: KMSClient;
let folder: string;
let handler: Handler;
let finishErasures: (event: unknown, context: unknown) => Promise<unknown>;
const tables: Record<string, string> = {};

async function key(input: CreateKeyCommandInput = {}): Promise<string> {
  return (await kms.send(new CreateKeyCommand(input))).KeyMetadata!.KeyId!;
}

const context = { functionName: 'control', awsRequestId: 'a', getRemainingTimeInMillis: () => 10_000 };

async function call(sub: string, routeKey: string, body?: object, groups = ['employees'], pathParameters?: object) {
  const event = {
    routeKey,
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
    ...(pathParameters && { pathParameters }),
    headers: { authorization: issuer.bearer({ sub, 'cognito:groups': groups }) },
    requestContext: { requestId: 'request-1' },
  };
  const answer = await handler(event, context);
  const answered = JSON.parse(answer.body);
  expect(breachOf(routeKey, answer.statusCode, answered)).toBeUndefined();
  return { status: answer.statusCode, body: answered };
}

/** The role of agents, with more rights than the session may use. By hand: nothing else here needs the client of IAM. */
async function makeAgentRole(): Promise<void> {
  const iam = (action: string, parameters: Record<string, string>) =>
    fetch(cloud.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261125/${cloud.region}/iam/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({ Action: action, Version: '2010-05-08', RoleName: 'agent', ...parameters }),
    }).then((response) => expect(response.status).toBe(200));
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const Principal = { AWS: `arn:aws:iam::${cloud.account}:root` };
  await iam('CreateRole', {
    AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }),
  });
  await iam('PutRolePolicy', {
    PolicyName: 'all-of-kinesis',
    PolicyDocument: policy({ Effect: 'Allow', Action: 'kinesis:*', Resource: '*' }),
  });
}

/** As the schedule of the incident plane does soon after a deploy: control puts no root. */
async function makeRoots(): Promise<void> {
  const gate = { ddb, gateTable: tables.SLUICE_GATE_TABLE!, clock: systemClock };
  await awsCollectionGate({ ...gate, lanesTable: tables.SLUICE_LANES_TABLE! }).read();
  await awsReadingGate({ ...gate, ledgerTable: tables.SLUICE_LEDGER_TABLE! }).read();
}

beforeAll(async () => {
  issuer = await startIssuer();
  cloud = emptyCloud();
  const credentials = {
    accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!,
    secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY!,
  };
  const settings = { endpoint: cloud.endpoint, region: cloud.region, credentials };
  ddb = new DynamoDBClient(settings);
  kms = new KMSClient(settings);
  await makeAgentRole();
  const made = await Promise.all([
    makeTable(ddb, 'pk:S'),
    makeTable(ddb, 'lane:S'),
    makeTable(ddb, 'subject:S', 'item:S'),
    makeTable(ddb, 'keyId:S'),
    makeTable(ddb, 'kid:S'),
    makeTable(ddb, 'chain:S', 'seq:N'),
    makeIndexTable(ddb),
  ]);
  ['GATE', 'LANES', 'SUBJECTS', 'KEYS', 'LEASE_KEYS', 'LEDGER', 'INDEX'].forEach((name, index) => {
    tables[`SLUICE_${name}_TABLE`] = made[index]!;
  });
  Object.assign(process.env, cloud.env, tables, {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    SLUICE_PROGRAM: 'sample',
    SLUICE_ISSUER: issuer.url,
    SLUICE_AUDIENCE: AUDIENCE,
    SLUICE_GROUPS_CLAIM: 'cognito:groups',
    SLUICE_DISCLOSURE: '1.0',
    SLUICE_STREAM: 'frames',
    SLUICE_SUBJECT_KEYS_KEY: await key(),
    SLUICE_CONTROL_KEY: await key(),
    SLUICE_PSEUDONYM_KEY: await key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    SLUICE_AGENT_ROLE: `arn:aws:iam::${cloud.account}:role/agent`,
    SLUICE_PREFIX: 'sluice-sample-dev',
    SLUICE_STAGE: 'dev',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  await makeRoots();
  folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  const folders = bundleFunctions(folder, sampleDisclosure());
  ({ handler } = (await import(join(folders.control!, 'index.mjs'))) as { handler: Handler });
  ({ handler: finishErasures } = await import(join(folders.erasures!, 'index.mjs')));
});
afterAll(async () => {
  await issuer?.close();
  ddb?.destroy();
  kms?.destroy();
  if (folder) await rm(folder, { recursive: true });
});

describe('control function', () => {
  it('takes a subject from enrolment to erasure', async () => {
    const status = await call('ann', 'GET /status');
    expect(status).toMatchObject({
      status: 200,
      body: { program: 'sample', covered: true, gates: { collection: { state: 'open' }, reading: { state: 'open' } } },
    });
    const { version, hash } = status.body.disclosure;

    expect(await call('ann', 'POST /enrolments', { device: 'laptop' })).toMatchObject({ body: { state: 'enrolled' } });
    expect(await call('ann', 'POST /leases', { device: 'laptop', acked: 0 })).toMatchObject({
      status: 403,
      body: { error: 'consent' },
    });
    expect(await call('ann', 'POST /consents', { disclosure: version, hash })).toMatchObject({
      body: { state: 'live', outdated: false },
    });
    const lease = await call('ann', 'POST /leases', { device: 'laptop', acked: 3 });
    expect(lease.status).toBe(200);
    const grant = lease.body as LeaseGrant;
    expect(grant).toMatchObject({ stream: { name: 'frames' }, filter: { program: 'sample' } });
    expect(grant.credentials.expiration).toBeGreaterThan(grant.expires);

    expect(await call('ann', 'DELETE /consents')).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect(await call('ann', 'POST /leases', { device: 'laptop', acked: 5 })).toMatchObject({ status: 403 });
    const after = await call('ann', 'GET /status');
    expect(after.body).toMatchObject({
      consent: { state: 'withdrawn' },
      devices: [{ device: expect.stringMatching(/^d-[a-z2-7]{26}$/), acked: 5 }],
    });

    const erased = await call('ann', 'DELETE /subject');
    expect(erased).toMatchObject({ status: 200 });
    expect(erased.body.finalBy - erased.body.erasedAt).toBe(8 * 86_400_000);
    expect(await call('ann', 'DELETE /subject')).toEqual(erased);
  });

  it('finishes on its schedule an erasure that died before the key was deleted', async () => {
    const { body } = await call('fay', 'POST /enrolments', { device: 'desk' }).then(() => call('fay', 'GET /status'));
    const row = { TableName: tables.SLUICE_SUBJECTS_TABLE, Key: { subject: S(body.subject), item: S('state') } };
    const Key = { keyId: (await ddb.send(new GetItemCommand(row))).Item!.keyId! };
    const keyRow = { TableName: tables.SLUICE_KEYS_TABLE, Key };
    const { Item: wrapped } = await ddb.send(new GetItemCommand(keyRow));
    await call('fay', 'DELETE /subject');
    // As if the function had died between the two, or the table had been restored.
    await ddb.send(new PutItemCommand({ TableName: tables.SLUICE_KEYS_TABLE, Item: wrapped }));

    const result = await finishErasures({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, context);

    expect(result).toMatchObject({ erased: expect.any(Number), rows: 0 });
    expect((await ddb.send(new GetItemCommand(keyRow))).Item).toBeUndefined();
  });

  it('tells those who see it how many take part, as the schedule counted: no number of few', async () => {
    await finishErasures({}, context);
    const ask = (...groups: string[]) => call('rosa', 'GET /participation', undefined, groups);

    expect(await ask('representatives')).toEqual({
      status: 200,
      body: { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), smallestGroup: 5 },
    });
    expect(await ask('employees', 'investigators')).toMatchObject({ status: 403, body: { error: 'forbidden' } });
  });

  it('stores the directory for those who keep it, sealed, and shows nobody what is in it', async () => {
    const entries = [
      ['Quintessa Marlowe', 'qmarlowe'],
      ...Array.from({ length: 9_000 }, (_, i) => [`Person Number ${i}`]),
    ];
    const [part] = partsOf(entries);
    const send = (...groups: string[]) =>
      call('pat', 'PUT /directory/parts/{part}', { entries }, groups, { part: part!.hash });
    const put = (...groups: string[]) => call('pat', 'PUT /directory', { parts: [part!.hash] }, groups);

    expect(await send('employees', 'investigators')).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    expect(await put('employees', 'investigators')).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    expect(await call('pat', 'GET /directory', undefined, ['stewards'])).toEqual({ status: 200, body: { entries: 0 } });
    expect(await put('platform')).toMatchObject({ status: 409, body: { error: 'missing-part' } });
    expect(await send('platform')).toEqual({ status: 200, body: { stored: true } });
    const stored = await put('platform');

    expect(stored).toMatchObject({ status: 200, body: { entries: 9_001, version: expect.any(String) } });
    expect(await call('pat', 'GET /directory', undefined, ['stewards'])).toEqual(stored);
    const { Items } = await ddb.send(new ScanCommand({ TableName: tables.SLUICE_KEYS_TABLE }));
    expect(JSON.stringify(Items)).toContain('directory#parts');
    expect(
      JSON.stringify(Items, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      ),
    ).not.toMatch(/Marlowe|Person/);
    const tooLong = { entries: Array.from({ length: 9_000 }, () => ['x'.repeat(250)]) };
    const sent = (body: object) => call('pat', 'PUT /directory/parts/{part}', body, ['platform'], { part: part!.hash });
    expect(await sent(tooLong)).toMatchObject({ status: 413 });
    expect(await sent({ entries: [['Another']] })).toMatchObject({ status: 400 });
    expect(await call('pat', 'PUT /directory', { parts: [] }, ['platform'])).toMatchObject({ status: 400 });
    await finishErasures({}, context);
    expect(await call('pat', 'GET /directory', undefined, ['stewards'])).toEqual(stored);
  });

  it('gives credentials that put on the one stream and do nothing else, whatever the role may', async () => {
    const { body } = await call('dan', 'GET /status');
    await call('dan', 'POST /enrolments', { device: 'desk' });
    await call('dan', 'POST /consents', { disclosure: '1.0', hash: body.disclosure.hash });
    const grant = (await call('dan', 'POST /leases', { device: 'desk', acked: 0 })).body as LeaseGrant;
    const settings = { endpoint: cloud.endpoint, region: cloud.region, requestHandler: new NodeHttpHandler() };
    const admin = new KinesisClient({ ...settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    for (const StreamName of ['frames', 'other'])
      await admin.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    const isActive = async () => {
      const summary = await admin.send(new DescribeStreamSummaryCommand({ StreamName: 'frames' }));
      return summary.StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
    };
    expect(await until(isActive, 120_000)).toBe(true);
    const { expiration: _, ...session } = grant.credentials;
    const agent = new KinesisClient({ ...settings, credentials: session });
    const put = (StreamName: string) =>
      agent.send(new PutRecordCommand({ StreamName, PartitionKey: grant.subject, Data: Buffer.from('frame') }));

    await expect(put('frames')).resolves.toMatchObject({ ShardId: expect.any(String) });
    await expect(put('other')).rejects.toThrow(/not authorized/i);
    await expect(agent.send(new DescribeStreamSummaryCommand({ StreamName: 'frames' }))).rejects.toThrow(
      /not authorized/i,
    );
    admin.destroy();
    agent.destroy();
  });

  it('gives leases to a device that proves itself, without a token, once for each proof', async () => {
    const key = newDeviceKey();
    const { body: status } = await call('gil', 'GET /status');
    const proof = signProof(key, { device: 'desk' }, true);
    const { body: enrolled } = await call('gil', 'POST /enrolments', { device: 'desk', key: proof });
    await call('gil', 'POST /consents', { disclosure: '1.0', hash: status.disclosure.hash });
    const ask = async (run: 'new' | Run = 'new') => {
      const { nonce } = (await call('nobody', 'GET /device-nonce')).body;
      const { audience: aud, subject: sub, device: dev } = enrolled;
      return { proof: signProof(key, { aud, sub, dev, nonce, lease: { acked: 0, run } }) };
    };

    const first = await ask();
    const lease = await call('nobody', 'POST /device-leases', first);
    expect(lease).toMatchObject({ status: 200, body: { subject: enrolled.subject, run: { epoch: 1, turn: 1 } } });
    expect(await call('nobody', 'POST /device-leases', first)).toMatchObject({ status: 409, body: { error: 'nonce' } });
    const renewed = await call('nobody', 'POST /device-leases', await ask(lease.body.run));
    expect(renewed).toMatchObject({ status: 200, body: { run: { epoch: 1, turn: 2 } } });
    expect((await call('gil', 'GET /status')).body.devices).toMatchObject([{ starts: 1, boundAt: expect.any(Number) }]);
    await call('gil', 'DELETE /consents');
    expect(await call('nobody', 'POST /device-leases', await ask())).toMatchObject({
      status: 403,
      body: { error: 'device-key' },
    });
  });

  it('lets in only whom the disclosure covers, and to the books only who keeps them', async () => {
    expect(await call('eve', 'POST /enrolments', { device: 'x' }, ['contractors'])).toMatchObject({
      status: 403,
      body: { error: 'population' },
    });
    expect(await call('eve', 'GET /books')).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    expect(await call('eve', 'POST /enrolments', { device: 'x', subject: 'ann' })).toMatchObject({ status: 400 });
  });

  it('draws the books from lanes, windows and devices', async () => {
    const enrolled = await call('bob', 'POST /enrolments', { device: 'desk' });
    const { body } = await call('bob', 'GET /status');
    await call('bob', 'POST /consents', { disclosure: '1.0', hash: body.disclosure.hash });
    await call('bob', 'POST /leases', { device: 'desk', acked: 2 });
    const before = (await call('rep', 'GET /books', undefined, ['representatives'])).body as Books;
    await ddb.send(
      new UpdateItemCommand({
        TableName: tables.SLUICE_LANES_TABLE,
        Key: { lane: S('frames/1/shard-0') },
        UpdateExpression: 'SET #state = :open, epoch = :one ADD #admitted :two, #stored :nine',
        ExpressionAttributeNames: { '#state': 'state', '#admitted': 'admitted', '#stored': 'stored' },
        ExpressionAttributeValues: { ':open': S('open'), ':one': N(1), ':two': N(2), ':nine': N(9) },
      }),
    );
    const window = { M: { high: N(2), seen: N(3n) } };
    await ddb.send(
      new UpdateItemCommand({
        TableName: tables.SLUICE_SUBJECTS_TABLE,
        Key: { subject: S(body.subject), item: S('state') },
        UpdateExpression: 'SET windows.#desk = :window ADD revision :one',
        ExpressionAttributeNames: { '#desk': enrolled.body.device },
        ExpressionAttributeValues: { ':window': window, ':one': N(1) },
      }),
    );
    const after = (await call('rep', 'GET /books', undefined, ['representatives'])).body as Books;
    expect(before).toMatchObject({ balances: true, settled: false });
    expect(after.frames.admitted).toBe(2);
    expect(after.frames.pending).toBe(before.frames.pending - 2);
    expect(after).toMatchObject({ balances: true, events: { stored: 9 }, differences: [] });
  });

  it('gives no lease and erases nobody while the gate is closed, and goes on when it is open again', async () => {
    const gate = awsCollectionGate({
      ddb,
      gateTable: tables.SLUICE_GATE_TABLE!,
      lanesTable: tables.SLUICE_LANES_TABLE!,
      clock: systemClock,
    });
    const { body } = await call('cyd', 'GET /status');
    await call('cyd', 'POST /enrolments', { device: 'desk' });
    await call('cyd', 'POST /consents', { disclosure: '1.0', hash: body.disclosure.hash });
    const { gates } = await pause({ collection: gate }, 'incident-1', systemClock);

    const refused = await call('cyd', 'POST /leases', { device: 'desk', acked: 0 });
    expect(refused).toMatchObject({ status: 409, body: { error: 'gate-closed' } });
    expect(await call('cyd', 'DELETE /subject')).toMatchObject({ status: 423, body: { error: 'hold' } });

    await resume({ collection: gate }, 'incident-1', { collection: gates[0]!.epoch }, systemClock);
    expect(await call('cyd', 'POST /leases', { device: 'desk', acked: 0 })).toMatchObject({ status: 200 });
    expect(await call('cyd', 'DELETE /subject')).toMatchObject({ status: 200 });
    const keys = await ddb.send(
      new GetItemCommand({
        TableName: tables.SLUICE_SUBJECTS_TABLE,
        Key: { subject: S(body.subject), item: S('state') },
      }),
    );
    expect(keys.Item).toMatchObject({ state: S('erased') });
    const wrapped = await ddb.send(
      new GetItemCommand({ TableName: tables.SLUICE_KEYS_TABLE, Key: { keyId: keys.Item!.keyId! } }),
    );
    expect(wrapped.Item).toBeUndefined();
  });
});
