/**
 * The bundles of report, investigate, approve, reader and checkpoint, called as the HTTP API and Step Functions call them,
 * against the local cloud's services, without stacks. The workflow's own walk is the deployed end-to-end test's.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ulid } from 'ulid';
import { sampleDisclosure } from '../../../core/disclosure/sample.ts';
import { awsCollectionGate, awsReadingGate } from '../../../core/gate/gate.aws.ts';
import { establishLane } from '../../../core/gate/lane.ts';
import { awsIncidents } from '../../../core/incident/incident.aws.ts';
import { awsTextSeal } from '../../../core/incident/text-seal.aws.ts';
import { awsLedger } from '../../../core/ledger/ledger.aws.ts';
import { readPublicKey, verifyDocument } from '../../../core/ledger/note.ts';
import { verifyLedger } from '../../../core/ledger/verify-ledger.ts';
import { decoyNames } from '../../../core/reading/decoy.ts';
import { sampleRow } from '../../../core/reading/reading.contract.ts';
import { systemClock as clock } from '../../../core/shared/clock.ts';
import { S } from '../../../core/shared/dynamodb.aws.ts';
import { awsPseudonyms } from '../../../core/shared/pseudonym.aws.ts';
import { toItem } from '../../../core/vault/index-row.ts';
import { awsKeyRing } from '../../../core/vault/key-ring.aws.ts';
import { bundleFunctions } from '../../../lib/bundle.ts';
import { breachOf } from '../../fixtures/contract.ts';
import { AUDIENCE, type Issuer, startIssuer } from '../../fixtures/issuer.ts';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';
import { makeIndexTable, makeTable } from './tables.ts';

const CANARY = 'CANARY-the-text-of-the-report';
let issuer: Issuer;
const PEOPLE: Record<string, string[]> = {
  rita: ['employees'],
  anna: ['employees'],
  ivan: ['investigators'],
  stella: ['stewards'],
  rolf: ['representatives'],
  gast: ['guests'],
};
const LANE = 'frames/1/shardId-000000000000';

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number; body: string }>;
let cloud: EmptyCloud;
let folder: string;
let ddb: DynamoDBClient;
let kms: KMSClient;
let s3: S3Client;
let sfn: SFNClient;
const functions: Record<string, Handler> = {};
const environment: Record<string, string> = {};

const context = { functionName: 'f', awsRequestId: 'a', getRemainingTimeInMillis: () => 10_000 };

const ROUTES: Record<string, string> = {
  'POST /reports': 'report',
  'POST /pauses': 'report',
  'GET /incidents': 'report',
  'GET /incidents/{incident}': 'report',
  'POST /incidents/{incident}/approvals': 'approve',
  'POST /incidents/{incident}/resume': 'approve',
};

interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
}

async function call(who: string, routeKey: string, { path = {}, query = {}, body }: Call = {}) {
  const answer = await functions[ROUTES[routeKey] ?? 'reader']!(
    {
      routeKey,
      isBase64Encoded: false,
      pathParameters: path,
      queryStringParameters: query,
      ...(body && { body: JSON.stringify(body) }),
      headers: { authorization: issuer.bearer({ sub: who, 'cognito:groups': PEOPLE[who] }) },
      requestContext: { requestId: 'request-1' },
    },
    context,
  );
  const answered = JSON.parse(answer.body);
  expect(breachOf(routeKey, answer.statusCode, answered)).toBeUndefined();
  return { status: answer.statusCode, body: answered };
}

/** As Step Functions calls it. */
const task = (name: string, incident: string, more = {}): Promise<unknown> =>
  functions.investigate!({ task: name, incident, ...more }, context);

/** By hand: nothing else here needs the client of IAM. */
async function makeRole(RoleName: string): Promise<string> {
  const Principal = { Service: 'states.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261125/${cloud.region}/iam/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument }),
  });
  expect(response.status).toBe(200);
  return `arn:aws:iam::${cloud.account}:role/${RoleName}`;
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
  s3 = new S3Client({ ...settings, forcePathStyle: true });
  sfn = new SFNClient(settings);
  const key = async (input: CreateKeyCommandInput = {}) =>
    (await kms.send(new CreateKeyCommand(input))).KeyMetadata!.KeyId!;
  const machine = await sfn.send(
    new CreateStateMachineCommand({
      name: 'incident',
      roleArn: await makeRole('workflow'),
      definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Pass', End: true } } }),
    }),
  );
  const bucket = async (Bucket: string) => {
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 1 } };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    return Bucket;
  };
  Object.assign(environment, {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: cloud.region,
    SLUICE_PROGRAM: 'sample',
    SLUICE_PREFIX: 'sluice-sample',
    SLUICE_ISSUER: issuer.url,
    SLUICE_AUDIENCE: AUDIENCE,
    SLUICE_GROUPS_CLAIM: 'cognito:groups',
    SLUICE_DISCLOSURE: '1.0',
    SLUICE_GATE_TABLE: await makeTable(ddb, 'pk:S'),
    SLUICE_LEASE_KEYS_TABLE: await makeTable(ddb, 'kid:S'),
    SLUICE_LANES_TABLE: await makeTable(ddb, 'lane:S'),
    SLUICE_SUBJECTS_TABLE: await makeTable(ddb, 'subject:S', 'item:S'),
    SLUICE_KEYS_TABLE: await makeTable(ddb, 'keyId:S'),
    SLUICE_INDEX_TABLE: await makeIndexTable(ddb),
    SLUICE_LEDGER_TABLE: await makeTable(ddb, 'chain:S', 'seq:N'),
    SLUICE_GRANTS_TABLE: await makeTable(ddb, 'grant:S'),
    SLUICE_INCIDENTS_TABLE: await makeTable(ddb, 'incident:S', 'item:S'),
    SLUICE_VAULT_BUCKET: await bucket('vault'),
    SLUICE_EVIDENCE_BUCKET: await bucket('evidence'),
    SLUICE_SUBJECT_KEYS_KEY: await key(),
    SLUICE_EVIDENCE_KEY: await key(),
    SLUICE_SIGNING_KEY: await key({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }),
    SLUICE_PSEUDONYM_KEY: await key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    // Not there: nothing waits for it.
    SLUICE_SECOND_LINE: 'second-line',
    SLUICE_BROADCAST: 'broadcast',
    SLUICE_WORKFLOW: machine.stateMachineArn!,
    POWERTOOLS_LOG_LEVEL: 'ERROR',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  Object.assign(process.env, cloud.env, environment);
  folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  const folders = bundleFunctions(folder, sampleDisclosure());
  for (const name of ['report', 'investigate', 'approve', 'reader', 'checkpoint'] as const) {
    functions[name] = ((await import(join(folders[name]!, 'index.mjs'))) as { handler: Handler }).handler;
  }
});
afterAll(async () => {
  await issuer?.close();
  for (const client of [ddb, kms, s3, sfn]) client?.destroy();
  if (folder) await rm(folder, { recursive: true });
});

/** A subject with a key and one segment, both gates made, one lane open. */
async function program() {
  const gateTable = environment.SLUICE_GATE_TABLE!;
  const gates = {
    collection: awsCollectionGate({ ddb, gateTable, lanesTable: environment.SLUICE_LANES_TABLE!, clock }),
    reading: awsReadingGate({ ddb, gateTable, ledgerTable: environment.SLUICE_LEDGER_TABLE!, clock }),
  };
  const { epoch } = await gates.collection.read();
  await gates.reading.read();
  await establishLane(gates.collection, LANE, epoch);
  const documents = DynamoDBDocumentClient.from(ddb);
  const subject = await awsPseudonyms({ kms, keyId: environment.SLUICE_PSEUDONYM_KEY! }).of(issuer.url, 'anna');
  const ring = awsKeyRing({
    documents,
    kms,
    table: environment.SLUICE_KEYS_TABLE!,
    kmsKey: environment.SLUICE_SUBJECT_KEYS_KEY!,
    program: 'sample',
    clock,
  });
  const keyId = await ring.create(subject);
  const Item = { subject: S(subject), item: S('state'), state: S('live'), keyId: S(keyId) };
  await ddb.send(new PutItemCommand({ TableName: environment.SLUICE_SUBJECTS_TABLE!, Item }));
  const arrivedTo = clock.now() - 3_600_000;
  const expiresSeconds = clock.now() / 1000 + 3600;
  const row = await sampleRow(
    { subject, keyId, program: 'sample', arrivedTo, readableFrom: arrivedTo, expiresSeconds },
    { key: await ring.open(keyId), lines: '{"kind":"click","x":1}\n' },
  );
  await documents.send(new PutCommand({ TableName: environment.SLUICE_INDEX_TABLE!, Item: toItem(row) }));
  return { gates, subject, segment: row.segment };
}

interface Shown {
  reason?: string;
  opening?: { text: string };
}

describe('reading and incidents, by the bundles', () => {
  it('a read with a grant, a report that closes it, findings, two approvals, a resume', async () => {
    const { gates, subject, segment } = await program();
    const record = {
      path: { subject, segment },
      body: { purpose: 'research', reason: 'asked by anna.smith@example.com' },
    };
    const read = (who: string) => call(who, 'POST /records/{subject}/{segment}', record);

    // Reading.
    expect(await read('ivan')).toMatchObject({ status: 403, body: { error: 'no-grant' } });
    expect(await read('rita')).toMatchObject({ status: 403, body: { error: 'purpose' } });
    const order = { reader: 'ivan', purpose: 'research', hours: 1 };
    expect(await call('ivan', 'POST /grants', { body: order })).toMatchObject({
      status: 403,
      body: { error: 'forbidden' },
    });
    expect(await call('stella', 'POST /grants', { body: order })).toMatchObject({
      status: 409,
      body: { error: 'not-asked' },
    });
    const { reader: _, ...asked } = order;
    expect(await call('ivan', 'POST /grants/requests', { body: asked })).toMatchObject({ status: 200 });
    expect(await call('stella', 'POST /grants', { body: order })).toMatchObject({ status: 200 });
    expect(await call('ivan', 'POST /grants/revocations', { body: { grant: 'research#ivan' } })).toMatchObject({
      status: 200,
    });
    expect(await read('ivan')).toMatchObject({ status: 403, body: { error: 'no-grant' } });
    expect(await call('ivan', 'POST /grants/requests', { body: asked })).toMatchObject({ status: 200 });
    expect(await call('stella', 'POST /grants', { body: order })).toMatchObject({ status: 200 });
    expect((await call('ivan', 'GET /grants')).body.grants).toHaveLength(1);
    const listing = { body: { purpose: 'research', reason: 'sample of the week' } };
    expect((await call('ivan', 'POST /listings', listing)).body.records).toMatchObject([
      { subject, segment, events: 1 },
    ]);
    expect((await call('rita', 'GET /records')).body.records).toEqual([]);
    expect(await call('rita', 'POST /listings', listing)).toMatchObject({ status: 403, body: { error: 'purpose' } });
    expect(await call('rita', 'GET /records/totals')).toMatchObject({ status: 403 });
    expect((await call('stella', 'GET /records/totals')).body).toMatchObject({ days: [], withheld: 1 });
    const shown = await read('ivan');
    expect(shown).toMatchObject({
      status: 200,
      body: { events: [{ kind: 'click', x: 1 }], receipt: { seq: expect.any(Number) } },
    });
    const own = { path: { subject: 'me', segment }, body: { purpose: 'own-data', reason: 'to see what is stored' } };
    expect(await call('anna', 'POST /records/{subject}/{segment}', own)).toMatchObject({ status: 200 });
    expect(await read('ivan')).toMatchObject({ status: 200 });
    expect(
      await call('ivan', 'POST /records/{subject}/{segment}', { ...record, body: { ...record.body, x: 1 } }),
    ).toMatchObject({
      status: 400,
      body: { error: 'malformed' },
    });

    // Reporting.
    const incident = ulid();
    const body = { incident, severity: 'high', text: CANARY };
    const reported = await call('rita', 'POST /reports', { body });
    expect(reported).toMatchObject({
      status: 200,
      body: { incident: { incident, closes: true, status: 'contained' } },
    });
    const { closedAt, reportedAt } = reported.body.incident;
    expect(closedAt - reportedAt).toBeLessThan(1000);
    const { publicKey } = (await call('rita', 'GET /ledger')).body;
    const key = readPublicKey(publicKey as string);
    expect(verifyDocument(reported.body.receipt, key)).toMatchObject({ kind: 'closure-receipt' });
    expect(await read('ivan')).toMatchObject({ status: 409, body: { error: 'gate-closed' } });
    const execution = environment.SLUICE_WORKFLOW!.replace(':stateMachine:', ':execution:');
    const started = await sfn.send(new DescribeExecutionCommand({ executionArn: `${execution}:${incident}` }));
    expect(JSON.parse(started.input!)).toEqual({ incident });
    expect((await call('rita', 'POST /reports', { body })).body.receipt).toEqual(reported.body.receipt);

    // The workflow's tasks.
    expect(await task('contain', incident)).toEqual({ outcome: 'contained', incident, tell: 'closed' });
    const waiting = (await task('certify', incident)) as { waitSeconds: number };
    expect(waiting).toMatchObject({ outcome: 'waiting', waitSeconds: expect.any(Number) });
    // The functions' clock, moved beyond the last lease.
    const shifted = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + waiting.waitSeconds * 1000);
    expect(await task('certify', incident)).toEqual({ outcome: 'quiet', incident });
    shifted.mockRestore();
    expect(await task('investigate', incident)).toEqual({ outcome: 'investigated', incident });
    expect(await task('publish', incident)).toEqual({ outcome: 'published', incident });
    expect(await task('awaitApprovals', incident, { token: 'a-token' })).toEqual({ outcome: 'awaiting', incident });

    // What people see.
    const seen = (await call('rolf', 'GET /incidents/{incident}', { path: { incident } })).body;
    for (const kind of ['receipt', 'certificate', 'findings']) expect(verifyDocument(seen[kind], key)).toBeDefined();
    expect(JSON.stringify(seen)).not.toContain(CANARY);
    const { findings } = seen.findings.document;
    expect(findings.find(({ finding }: { finding: string }) => finding === 'stored').subjects).toEqual([
      { subject, events: 1, count: 1, segments: [segment] },
    ]);
    const found = findings.find(({ finding }: { finding: string }) => finding === 'reads');
    expect(found.reads.map(({ reader }: { reader: string }) => reader)).toEqual(['ivan', 'ivan']);
    expect(found.own).toBe(1);
    expect((await call('ivan', 'GET /incidents/{incident}', { path: { incident } })).body.text).toBe(CANARY);
    // Whom it concerns is told of it, with the summary that names nobody; who is not of the program is told nothing.
    const told = await call('anna', 'GET /incidents/{incident}', { path: { incident } });
    expect(told).toMatchObject({ status: 200, body: { incident: { incident, reporter: 'withheld' } } });
    expect(verifyDocument(told.body.summary, key)).toMatchObject({ kind: 'findings-summary' });
    expect(Object.keys(told.body)).not.toEqual(expect.arrayContaining(['findings', 'text']));
    for (const name of [CANARY, subject, 'ivan', 'rita']) expect(JSON.stringify(told.body)).not.toContain(name);
    expect(await call('gast', 'GET /incidents/{incident}', { path: { incident } })).toMatchObject({ status: 404 });

    // Deciding.
    const path = { incident };
    const { epoch } = await gates.collection.read();
    const decision = { decision: 'resume', findings: seen.incident.findings.document, epoch };
    const approve = (who: string) => call(who, 'POST /incidents/{incident}/approvals', { path, body: decision });
    const resume = () => call('stella', 'POST /incidents/{incident}/resume', { path });
    expect(await approve('ivan')).toMatchObject({ status: 403, body: { error: 'not-approver' } });
    expect(await approve('stella')).toMatchObject({ status: 200 });
    expect(await resume()).toMatchObject({ status: 409, body: { error: 'approvals' } });
    expect(await approve('rolf')).toMatchObject({ status: 200 });
    // Everything is in order; only nobody waits for this made-up token: it is kept for whoever begins to wait.
    expect(await resume()).toMatchObject({ status: 200, body: { outcome: 'resume', answered: false } });
    expect(await task('resume', incident)).toEqual({ outcome: 'resumed', incident });
    expect(await gates.collection.read()).toMatchObject({ state: 'open', epoch: epoch + 1 });
    expect(await read('ivan')).toMatchObject({ status: 200 });

    // The ledger, as somebody outside verifies it.
    await functions.checkpoint!({}, context);
    const { checkpoint, chains } = (await call('rolf', 'GET /ledger')).body;
    const exported = Object.fromEntries(
      await Promise.all(
        chains.map(async ({ chain }: { chain: string }) => {
          const { body: page } = await call('rolf', 'GET /ledger/{chain}', {
            path: { chain },
            query: { limit: '2000' },
          });
          return [chain, page.entries];
        }),
      ),
    );
    expect(verifyLedger({ format: 'sluice-ledger/1', checkpoint, chains: exported }, key).problems).toEqual([]);
    const aboutMe = (await call('anna', 'GET /ledger', { query: { subject: 'me' } })).body;
    // A chain that grows tells everybody that somebody has chosen something.
    expect(aboutMe).not.toHaveProperty('chains');
    expect(aboutMe).not.toHaveProperty('checkpoint');
    const mine = aboutMe.entries;
    expect(mine.map(({ kind, actor }: { kind: string; actor: string }) => [kind, actor])).toEqual([
      ['read-refused', 'reader:ivan'],
      ['read-refused', 'reader:rita'],
      // After the grant was taken back.
      ['read-refused', 'reader:ivan'],
      ['read', 'reader:ivan'],
      ['read', `subject:${subject}`],
      ['read', 'reader:ivan'],
      ['read-refused', 'reader:ivan'],
      ['read', 'reader:ivan'],
    ]);
    // Why they read, and its proof; who was refused has said nothing in their own words.
    expect(mine.map(({ reason, opening }: Shown) => [reason, opening?.text])).toEqual([
      ...Array(3).fill([undefined, undefined]),
      ...['asked by [EMAIL]', 'to see what is stored', 'asked by [EMAIL]'].map((text) => [text, text]),
      [undefined, undefined],
      ['asked by [EMAIL]', 'asked by [EMAIL]'],
    ]);
    expect(await call('rita', 'GET /ledger/{chain}', { path: { chain: 'c0' } })).toMatchObject({ status: 403 });
    const kinds = Object.values(exported).flatMap((entries) =>
      (entries as { body: string }[]).map(({ body: text }) => JSON.parse(text).kind),
    );
    for (const kind of [
      'grant',
      'read',
      'read-refused',
      'report',
      'pause',
      'certificate',
      'findings',
      'approval',
      'resume',
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  it('pauses by hand, for those who may, and lists incidents to those who may see them or are concerned', async () => {
    const incident = ulid();
    const pause = (who: string) => call(who, 'POST /pauses', { body: { incident, reason: CANARY } });
    expect(await pause('gast')).toMatchObject({ status: 403, body: { error: 'not-closer' } });
    expect(await pause('stella')).toMatchObject({ status: 200, body: { incident: { kind: 'pause' }, receipt: {} } });
    const listed = async (who: string) =>
      (await call(who, 'GET /incidents')).body.incidents.map((one: { incident: string }) => one.incident);
    expect(await listed('rolf')).toHaveLength(2);
    expect(await listed('stella')).toContain(incident);
    for (const who of ['rita', 'anna']) expect(await listed(who)).toContain(incident);
    expect(await listed('gast')).toEqual([]);
  });

  it('finishes on its schedule a report whose function died after it was filed', async () => {
    const incident = ulid();
    const ledger = awsLedger({ ddb, table: environment.SLUICE_LEDGER_TABLE! });
    const store = awsIncidents({
      ddb,
      documents: DynamoDBDocumentClient.from(ddb),
      table: environment.SLUICE_INCIDENTS_TABLE!,
      ledger,
      seal: awsTextSeal({ kms, keyId: environment.SLUICE_EVIDENCE_KEY!, program: 'sample' }),
    });
    const at = clock.now();
    await store.file(
      {
        incident,
        kind: 'report',
        severity: 'high',
        status: 'reported',
        reporter: 'rita',
        reportedAt: at,
        from: at - 1000,
        disclosure: '1.0',
        closes: true,
      },
      CANARY,
      { kind: 'report', at, actor: 'reporter:rita', incident },
    );

    await functions.investigate!({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, context);

    expect(await store.read(incident)).toMatchObject({
      status: 'contained',
      receipt: expect.anything(),
      startedAt: expect.any(Number),
    });
    const execution = environment.SLUICE_WORKFLOW!.replace(':stateMachine:', ':execution:');
    const started = await sfn.send(new DescribeExecutionCommand({ executionArn: `${execution}:${incident}` }));
    expect(JSON.parse(started.input!)).toEqual({ incident });
  });

  it('keeps the text of a report and the reasons of reads out of every table', async () => {
    for (const [name, TableName] of Object.entries(environment).filter(([name]) => name.endsWith('_TABLE'))) {
      const { Items = [] } = await ddb.send(new ScanCommand({ TableName }));
      const all = JSON.stringify(Items, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      expect({ name, found: all.includes(CANARY) || all.includes('anna.smith') }).toEqual({ name, found: false });
    }
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'evidence' }));
    expect(Contents.length).toBeGreaterThan(5);
  });

  it('names who reported by nothing that is theirs elsewhere', async () => {
    const incidents: string[] = [];
    for (const text of ['the first', 'the second']) {
      const { body } = await call('rita', 'POST /reports', { body: { severity: 'low', text } });
      incidents.push(body.incident.incident);
    }
    const shown = await Promise.all(
      incidents.map(
        async (incident) => (await call('stella', 'GET /incidents/{incident}', { path: { incident } })).body,
      ),
    );
    const [first, second] = shown.map(({ incident: { reporter } }) => reporter as string);
    const pseudonym = await awsPseudonyms({ kms, keyId: environment.SLUICE_PSEUDONYM_KEY! }).of(issuer.url, 'rita');
    const tables = ['GATE', 'LEDGER', 'INCIDENTS'].map((name) => environment[`SLUICE_${name}_TABLE`]!);
    const rows = await Promise.all(tables.map((TableName) => ddb.send(new ScanCommand({ TableName }))));
    const holding = (name: string) =>
      rows.flatMap(({ Items = [] }) => Items.filter((item) => JSON.stringify(item).includes(name)));

    expect(first).not.toBe(second);
    // Each name stands in the rows and entries of its incident alone.
    for (const [at, name] of [first!, second!].entries()) {
      const named = holding(name);
      expect(named.length).toBeGreaterThan(0);
      for (const row of named) expect(JSON.stringify(row)).toContain(incidents[at]);
    }
    // Reading is by office, reporting by nobody's name: what the ledger holds of their reads has no pseudonym of theirs beside an incident.
    for (const row of holding(pseudonym)) expect(row).not.toHaveProperty('incident');
    expect(
      (await call('rita', 'GET /incidents')).body.incidents.map(({ incident }: { incident: string }) => incident),
    ).toEqual(expect.arrayContaining(incidents));
  });

  it('reports who reads what is nobody’s, once, whether they may read or not', async () => {
    const pseudonyms = awsPseudonyms({ kms, keyId: environment.SLUICE_PSEUDONYM_KEY! });
    const [nobody] = await decoyNames(pseudonyms).between(Date.now(), Date.now());
    const body = { purpose: 'research', reason: 'a look' };
    const read = (who: string) =>
      call(who, 'POST /records/{subject}/{segment}', { path: { subject: nobody!, segment: ulid() }, body });
    const schedule = () => functions.investigate!({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, context);
    const filed = async () =>
      ((await call('stella', 'GET /incidents')).body.incidents as { kind: string; closes: boolean }[]).filter(
        ({ kind }) => kind === 'probe',
      );

    expect(await read('rita')).toMatchObject({ status: 403, body: { error: 'purpose' } });
    await schedule();
    await schedule();

    expect(await filed()).toMatchObject([{ kind: 'probe', severity: 'medium', closes: false }]);
  });
});
