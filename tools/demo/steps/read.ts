import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetShardIteratorCommand, KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { decodeJwt } from 'jose';
import { ApiError } from '../../../api/client.ts';
import { ledgerEntries } from '../../../api/ledger.ts';
import { askGrant, giveGrant, listForPurpose, readRecord } from '../../../api/reading.ts';
import { claimsOf } from '../../../cli/sign-in/claims.ts';
import { OWN_DATA } from '../../../core/reading/reading.ts';
import { until } from '../../local/index.ts';
import { generousUser } from '../generous-user.ts';
import type { Figures } from '../report.ts';
import { type Scene, status } from '../scene.ts';

const PURPOSE = 'quality-review';

/** An investigator reads one record, by the one way there is; and fails by all others. */
export async function read(scene: Scene, figures: Figures): Promise<void> {
  const { report, staff, storage, subjects } = scene;
  const { subject } = await status(subjects.ada.person);
  const rows = (await storage.index()).filter((row) => row.subject === subject);
  const row = rows[0]!;
  const params = { subject, segment: row.segment };
  const body = { purpose: PURPOSE, reason: 'weekly sample for the quality review' };
  const orReason = (error: unknown): string => {
    if (error instanceof ApiError && error.kind === 'refused') return error.reason;
    throw error;
  };
  const attempt = () => staff.ivy.api.call(readRecord, { params, body }).catch(orReason);

  const without = await attempt();
  const unlisted = await staff.ivy.api.call(listForPurpose, { body }).then(() => 'listed', orReason);
  report.holds(
    without === 'no-grant' && unlisted === 'no-grant',
    `without a grant: neither read (${String(without)}) nor told who worked when (${unlisted})`,
  );
  const { sub } = claimsOf(await staff.ivy.token());
  await staff.ivy.api.call(askGrant, { body: { purpose: PURPOSE, hours: 1 } });
  await staff.sam.api.call(giveGrant, { body: { reader: sub!, purpose: PURPOSE, hours: 1 } });
  const answer = await until(
    async () => {
      const tried = await attempt();
      return tried !== 'cool-off' && { tried };
    },
    30_000,
    250,
  );
  const granted = answer?.tried;
  if (granted === undefined || typeof granted === 'string') throw new Error(`the read was refused: ${granted}`);
  report.holds(granted.events.length > 0, `with a grant of the steward: ${granted.events.length} events`);

  const { entries } = await staff.rosa.api.call(ledgerEntries, {
    params: { chain: granted.receipt.chain },
    query: { after: granted.receipt.seq - 1, limit: 1 },
  });
  const entry = JSON.parse(entries[0]!.body) as Record<string, unknown>;
  report.holds(
    entries[0]!.hash === granted.receipt.hash && entry.kind === 'read' && entry.segment === row.segment,
    `the ledger shows it, to the representative: ${entry.kind} of ${String(entry.segment)} for ${String(entry.purpose)}`,
  );
  figures.receipt = granted.receipt;
  figures.direct = await directly(scene, rows);
  figures.forged = await inHerName(scene, row.segment);
}

/**
 * Whoever may call `lambda:InvokeFunction` writes the whole event: here as if the API's authorizer had seen Ada. The function
 * verifies a token, and there is none.
 */
async function inHerName({ deployment, report, subjects }: Scene, segment: string) {
  const { clientConfig, disclosure } = deployment;
  const { iss, sub } = decodeJwt(await subjects.ada.person.token());
  const event = {
    ...{ version: '2.0', routeKey: 'POST /records/{subject}/{segment}', headers: {}, isBase64Encoded: false },
    pathParameters: { subject: 'me', segment },
    body: JSON.stringify({ purpose: OWN_DATA, reason: 'to see what is stored of me' }),
    requestContext: { requestId: 'forged', authorizer: { jwt: { claims: { iss, sub } } } },
  };
  const lambda = new LambdaClient({ ...clientConfig, credentials: await generousUser(deployment, 'ivy-investigator') });
  try {
    const FunctionName = `sluice-${disclosure.program}-local-reader`;
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    const { statusCode, body } = JSON.parse(Buffer.from(Payload!).toString()) as { statusCode: number; body: string };
    const { error } = JSON.parse(body) as { error?: string };
    report.holds(
      statusCode === 401,
      `with her own AWS credentials, the reader invoked in Ada's name: ${statusCode} ${error}`,
    );
    return { statusCode, error };
  } finally {
    lambda.destroy();
  }
}

/** With AWS credentials that an administrator gave away: every action on every resource. */
async function directly({ deployment, report, storage }: Scene, rows: Awaited<ReturnType<Scene['storage']['index']>>) {
  const { outputs, clientConfig } = deployment;
  const credentials = await generousUser(deployment, 'ivy-investigator');
  const config = { ...clientConfig, credentials };
  const ddb = new DynamoDBClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  // HTTP/1.1: the client's default, HTTP/2, is not what the local cloud speaks.
  const requestHandler = new NodeHttpHandler();
  const kinesis = new KinesisClient({ ...config, requestHandler });
  const kms = new KMSClient(config);
  const [row] = rows;
  const large = rows.find(({ body }) => 'object' in body);
  const keys = await storage.table('Keys');
  const { Shards } = await new KinesisClient({ ...clientConfig, requestHandler }).send(
    new ListShardsCommand({ StreamName: outputs.StreamName! }),
  );
  const attempts: [string, () => Promise<unknown>][] = [
    [
      'table: get an index row',
      () =>
        ddb.send(
          new GetItemCommand({
            TableName: outputs.IndexTable!,
            Key: { subject: { S: row!.subject }, segment: { S: row!.segment } },
          }),
        ),
    ],
    ['table: scan the index', () => ddb.send(new ScanCommand({ TableName: outputs.IndexTable! }))],
    ['table: scan the keys', () => ddb.send(new ScanCommand({ TableName: outputs.KeysTable! }))],
    [
      'bucket: get an object',
      () =>
        s3.send(
          new GetObjectCommand({
            Bucket: outputs.VaultBucket!,
            Key: large && 'object' in large.body ? large.body.object : 'x',
          }),
        ),
    ],
    [
      'stream: read from its beginning',
      () =>
        kinesis.send(
          new GetShardIteratorCommand({
            StreamName: outputs.StreamName!,
            ShardId: Shards![0]!.ShardId!,
            ShardIteratorType: 'TRIM_HORIZON',
          }),
        ),
    ],
    [
      'key: unwrap a subject key',
      () =>
        kms.send(
          new DecryptCommand({
            CiphertextBlob: keys[0]!.wrapped as Uint8Array,
            EncryptionContext: { program: deployment.disclosure.program, key: String(keys[0]!.keyId) },
          }),
        ),
    ],
  ];
  const outcomes: Record<string, string> = {};
  for (const [what, run] of attempts) {
    const outcome = await run().then(
      () => 'allowed',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    );
    outcomes[what] = outcome;
    report.holds(/AccessDenied/.test(outcome), `with her own AWS credentials, ${what}: ${outcome}`);
  }
  for (const client of [ddb, s3, kinesis, kms]) client.destroy();
  return outcomes;
}
