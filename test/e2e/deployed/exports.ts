import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { withdrawConsent } from '../../../api/consent.ts';
import { concernedTrainings, listExports } from '../../../api/export.ts';
import { askGrant, giveGrant } from '../../../api/reading.ts';
import { tableClients } from '../../../cli/export-table.aws.ts';
import { NOTICE_SOURCE, NOTICE_TYPES } from '../../../core/export/notices.ts';
import type { Deployment } from '../../../tools/demo/deployment.ts';
import { until } from '../../../tools/local/index.ts';
import { repository } from '../../../tools/local/layout.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { type Ended, runSluice } from '../../fixtures/run.ts';
import { type Employee, stage } from './stage.ts';

const PURPOSE = 'interface-research';
const NAMES = ['ada', 'edsger', 'grace', 'ken', 'margaret', 'niklaus'];
const CLICKS = 8;

interface Fetched {
  rows: number;
  parts: number;
  closed: number;
}

/** A data set, from what agents captured to what DuckDB reads, on the deployed stacks. */
export const exports = () =>
  describe('a data set', () => {
    const people: Employee[] = [];
    let since: string;
    let id: string;
    const as = async (who: 'pat' | 'sam', ...args: string[]): Promise<Ended> => {
      const { staff, deployment } = stage();
      const env = {
        ...deployment.cloud.env,
        SLUICE_TOKEN: await staff[who].token(),
        SLUICE_API: deployment.outputs.ApiUrl!,
      };
      return runSluice(['--json', ...args], { env });
    };
    async function json<T>(who: 'pat' | 'sam', ...args: string[]): Promise<T> {
      const { code, stdout, stderr } = await as(who, ...args);
      expect({ code, stderr, args }).toMatchObject({ code: 0, args });
      return JSON.parse(stdout) as T;
    }
    const folder = () => join(stage().folder, 'clicks');
    const COPY = 's3://team-data/clicks/';
    const ofAthena = async (query: string): Promise<string[]> => {
      const { athena, close } = tableClients({ ...stage().deployment.clientConfig, session: '' });
      try {
        const QueryString = query.replace('CLICKS', `"sluice_exports"."export_${id.toLowerCase()}"`);
        const asked = await athena.send(
          new StartQueryExecutionCommand({
            QueryString,
            ResultConfiguration: { OutputLocation: 's3://team-data/answers/' },
          }),
        );
        await until(
          async () =>
            (await athena.send(new GetQueryExecutionCommand(asked as { QueryExecutionId: string }))).QueryExecution
              ?.Status?.State === 'SUCCEEDED',
          30_000,
        );
        const { ResultSet } = await athena.send(new GetQueryResultsCommand(asked as { QueryExecutionId: string }));
        return ResultSet!.Rows![1]!.Data!.map(({ VarCharValue = '' }) => VarCharValue);
      } finally {
        close();
      }
    };
    const fetched = () => json<Fetched>('pat', 'export', 'fetch', id, '--to', folder());

    test('is of what people did, once it may be read', async () => {
      const { employee, settled, rows } = stage();
      since = new Date().toISOString();
      for (const name of NAMES) people.push(await employee(`${name}-exports`));
      const events = Array.from({ length: CLICKS }, (_, n) => ({
        ...{ kind: 'click' as const, time: n * 10, app: 'mousepad', x: n, y: n, button: 0 },
      }));
      // One after the other: leases are short here, and a device that waits for its next one keeps nobody else waiting.
      for (const { device } of people) {
        await device.agent.start();
        for (const event of events) device.agent.capture({ ...event, time: Date.now() });
        await device.settle();
        await device.agent.stop();
      }
      await settled();
      const all = (await Promise.all(people.map(({ subject }) => rows(subject)))).flat();
      expect(all.reduce((sum, { events }) => sum + events, 0)).toBe(NAMES.length * CLICKS);
      const readable = Math.max(...all.map(({ readableFrom }) => readableFrom));
      expect(await until(async () => Date.now() > readable, 30_000, 200)).toBe(true);
    });

    test('is refused without a grant, and made with one that somebody else gave', async () => {
      const { staff } = stage();
      const asked = ['export', 'create', '--purpose', PURPOSE, '--applications', 'mousepad', '--kinds', 'click'];
      // Others clicked there before.
      asked.push('--since', since);
      const refused = await as('pat', ...asked);
      expect(refused).toMatchObject({ code: 3, stdout: '' });
      expect(JSON.parse(refused.stderr)).toMatchObject({ error: 'no-grant' });

      const { request } = await staff.pat.api.call(askGrant, { body: { purpose: PURPOSE, hours: 1 } });
      await staff.sam.api.call(giveGrant, { body: { reader: request.reader, purpose: PURPOSE, hours: 1 } });
      expect((await as('pat', ...asked, '--subjects', '2')).code).toBe(3);
      const { export: made } = await json<{ export: { export: string; state: string; sealed: object } }>(
        'pat',
        ...asked,
      );
      expect(made).toMatchObject({ state: 'sealed', sealed: { rows: NAMES.length * CLICKS, people: NAMES.length } });
      id = made.export;
      expect((await staff.sam.api.call(listExports)).exports.map((one) => one.export)).toContain(id);
    });

    test('is read by DuckDB, row by row as it was stored', async () => {
      expect(await fetched()).toMatchObject({ rows: NAMES.length * CLICKS, closed: 0 });
      expect(readdirSync(folder()).sort()).toEqual([
        ...['README.md', 'events', 'fetched.json', 'manifest.json', 'trajectories'],
      ]);
      const [row] = await duckdb(
        `select count(*), count(distinct person), sum(x), min(kind), max(app) from '${folder()}/events/*.parquet'`,
      );
      const sum = (NAMES.length * CLICKS * (CLICKS - 1)) / 2;
      expect(row).toEqual([NAMES.length * CLICKS, NAMES.length, sum, 'click', 'mousepad']);
      const texts = ['manifest.json', 'README.md'].map((name) => readFileSync(join(folder(), name), 'utf8'));
      for (const { subject } of people) for (const text of texts) expect(text).not.toContain(subject);
    });

    test('is a table of Athena in a bucket of who fetched it, which nobody else reads', async () => {
      const s3 = new S3Client({ ...stage().deployment.clientConfig, forcePathStyle: true });
      const Bucket = 'team-data';
      await s3.send(new CreateBucketCommand({ Bucket }));
      const args = ['export', 'table', id, '--from', folder(), '--location', COPY];
      const refused = await as('pat', ...args, '--run');
      expect(JSON.parse(refused.stderr)).toMatchObject({ error: 'bad-bucket' });

      const SSE = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } };
      const ServerSideEncryptionConfiguration = { Rules: [SSE] };
      await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
      const names = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
      const PublicAccessBlockConfiguration = Object.fromEntries(names.map((name) => [name, true]));
      await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
      s3.destroy();
      const made = await json<{ copy: string }>('pat', ...args, '--run');

      expect(made).toMatchObject({ rows: NAMES.length * CLICKS, copy: expect.stringContaining(`@${COPY}`) });
      const sum = (NAMES.length * CLICKS * (CLICKS - 1)) / 2;
      expect(
        await ofAthena(
          "select count(*) as many, count(distinct person) as people, sum(x) as xs from CLICKS where kind = 'click' and app = 'mousepad'",
        ),
      ).toEqual([String(NAMES.length * CLICKS), String(NAMES.length), String(sum)]);
      const { export: shown } = await json<{ export: object }>('pat', 'export', 'status', id);
      expect(shown).toMatchObject({ copies: [made.copy] });
    });

    test('was used by a run, which everybody is told who is in it', async () => {
      await json('pat', 'training', 'declare', '--export', id, '--model', 'clicker', '--run', 'exp-1');
      const { person } = people[0]!;
      const held = await person.api.call(concernedTrainings, { params: { subject: 'me' } });
      expect(held).toMatchObject({ exports: [{ export: id }], runs: [{ model: 'clicker', run: 'exp-1' }] });
    });

    test('opens no more of who withdrew', async () => {
      await people[0]!.person.api.call(withdrawConsent);
      expect(await fetched()).toMatchObject({ rows: (NAMES.length - 1) * CLICKS, closed: 1 });
      const [row] = await duckdb(`select count(*), count(distinct person) from '${folder()}/events/*.parquet'`);
      expect(row).toEqual([(NAMES.length - 1) * CLICKS, NAMES.length - 1]);
      const { runs } = await json<{ runs: object[] }>('pat', 'training', 'concerned', 'withdrawals');
      expect(runs).toMatchObject([{ run: 'exp-1', people: NAMES.length, gone: 1 }]);
      // A copy has who went until it is made anew.
      const many = 'select count(*) as many from CLICKS';
      expect(await ofAthena(many)).toEqual([String(NAMES.length * CLICKS)]);
      await json('pat', 'export', 'table', id, '--from', folder(), '--location', COPY, '--run');
      expect(await ofAthena(many)).toEqual([String((NAMES.length - 1) * CLICKS)]);
    });

    test('tells those responsible by event, once, which data sets and runs they went from', async () => {
      const { clientConfig, disclosure } = stage().deployment;
      const look = () => callScheduled(clientConfig, [`sluice-${disclosure.program}-local-departures`]);
      const heard = await listening(clientConfig, Object.values(NOTICE_TYPES));

      await look();
      await look();

      const numbers = { program: disclosure.program, export: id, people: NAMES.length, gone: 1 };
      const told = await heard(2);
      expect(told).toMatchObject([
        {
          'detail-type': NOTICE_TYPES['data-set'],
          detail: { ...numbers, reader: expect.any(String), copies: [expect.stringContaining(`@${COPY}`)] },
        },
        { 'detail-type': NOTICE_TYPES.run, detail: { ...numbers, run: 'exp-1', model: 'clicker' } },
      ]);
      for (const { subject } of people) expect(JSON.stringify(told)).not.toContain(subject);
    });

    test('has no table and no copy any more once they are dropped', async () => {
      const dropped = await json<{ objects: number }>('pat', 'export', 'table', id, '--location', COPY, '--drop');
      // One file a person, and what says which data set it is.
      expect(dropped.objects).toBeGreaterThanOrEqual(NAMES.length);
      const s3 = new S3Client({ ...stage().deployment.clientConfig, forcePathStyle: true });
      const left = await s3.send(new ListObjectsV2Command({ Bucket: 'team-data', Prefix: 'clicks/' }));
      s3.destroy();
      expect(left.Contents ?? []).toEqual([]);
      const { export: shown } = await json<{ export: object }>('pat', 'export', 'status', id);
      expect(shown).not.toHaveProperty('copies');
    });

    test('opens for nobody once it was taken back', async () => {
      await json('sam', 'export', 'revoke', id);
      const ended = await as('pat', 'export', 'fetch', id, '--to', folder());
      expect(JSON.parse(ended.stderr)).toMatchObject({ error: 'ended' });
    });
  });

/** What a rule of somebody's on the bus of the account hears, of these kinds, in order of them. @returns waits for so many */
async function listening(clientConfig: Deployment['clientConfig'], kinds: readonly string[]) {
  const [sqs, events] = [new SQSClient(clientConfig), new EventBridgeClient(clientConfig)];
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'those-responsible' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const EventPattern = JSON.stringify({ source: [NOTICE_SOURCE], 'detail-type': kinds });
  await events.send(new PutRuleCommand({ Name: 'those-responsible', EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes!.QueueArn }];
  await events.send(new PutTargetsCommand({ Rule: 'those-responsible', Targets }));
  return async (count: number): Promise<{ 'detail-type': string; detail: object }[]> => {
    const found: { 'detail-type': string; detail: object }[] = [];
    await until(async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      found.push(...Messages.map(({ Body }) => JSON.parse(Body!)));
      return found.length >= count;
    }, 10_000);
    for (const client of [sqs, events]) client.destroy();
    return found.sort((a, b) => kinds.indexOf(a['detail-type']) - kinds.indexOf(b['detail-type']));
  };
}

/** Rows of a query, by DuckDB in Python as it is pinned for the local cloud. */
async function duckdb(query: string): Promise<unknown[][]> {
  const code = 'import duckdb, json, sys; print(json.dumps(duckdb.sql(sys.argv[1]).fetchall()))';
  const python = join(repository, '.venv/bin/python');
  const { stdout } = await promisify(execFile)(python, ['-c', code, query]);
  return JSON.parse(stdout) as unknown[][];
}
