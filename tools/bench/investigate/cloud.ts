/**
 * From a report to published findings on the local cloud: the deployed workflow with the deployed functions, over so many segments as its index
 * holds. One cloud, whose index grows from one size to the next; each size is a report of its own. Prints its figures.
 * @param argv segments, rising
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, ListExecutionsCommand, ListMapRunsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ApiError } from '../../../api/client.ts';
import { fileReport, showIncident } from '../../../api/incident.ts';
import { parallel } from '../../../core/shared/parallel.ts';
import { toItem } from '../../../core/vault/index-row.ts';
import { headLength } from '../../../core/vault/message-head.ts';
import { awsVault } from '../../../core/vault/vault.aws.ts';
import { deployLocally } from '../../demo/deployment.ts';
import { person } from '../../demo/people.ts';
import { until } from '../../local/index.ts';
import { repository } from '../../local/layout.ts';
import { callScheduled } from '../../local/schedules.ts';
import { rowAt } from './rows.ts';

const sizes = process.argv.slice(2).map(Number);
/** One segment of so many is too large for its row: its body lies in the bucket. */
const IN_S3 = 20;
const ITEMS = 25;
const WRITES_AT_ONCE = 4;

const dir = join(repository, '.local', 'bench-investigate');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const deployment = await deployLocally({ dir, port: 0, stage: { trail: {} }, onProgress: console.error });
const { outputs, disclosure, clientConfig, cloud } = deployment;
const [ddb, s3, sfn] = [new DynamoDBClient(clientConfig), new S3Client(clientConfig), new SFNClient(clientConfig)];
const measured: object[] = [];
try {
  const [eve, ivy] = await Promise.all([
    person(deployment, 'eve', ['employees']),
    person(deployment, 'ivy', ['investigators']),
  ]);
  await callScheduled(clientConfig, [`${outputs.GateTable!.replace(/-Gate$/, '')}-exposure`]);
  for (let [at, there] = [0, 0]; at < sizes.length; there = sizes[at++]!) {
    await seed(there, sizes[at]!);
    const figures = await fromReportToFindings(sizes[at]!);
    console.error(JSON.stringify(figures));
    measured.push(figures);
  }

  async function fromReportToFindings(segments: number): Promise<object> {
    const began = Date.now();
    const { incident } = await eve.api.call(fileReport, {
      body: { severity: 'low', text: 'Somebody asks me about what only my records say.', from: began - 86_400_000 },
    });
    const params = { incident: incident.incident };
    const shown = await until(
      async () => {
        // An answer that took too long under this load is asked for again, as people do.
        const answer = await ivy.api.call(showIncident, { params }).catch(unlessBusy);
        return answer?.findings !== undefined && answer;
      },
      3_600_000,
      250,
    );
    if (!shown) throw new Error('no findings in an hour');
    const seconds = (Date.now() - began) / 1000;
    const { findings } = shown.findings!.document as unknown as { findings: Found[] };
    const looked = findings.find(({ finding }) => finding === 'encryption')!.checked!;
    if (looked !== segments) throw new Error(`${looked} of ${segments} segments were looked at`);
    return {
      ...{ segments, seconds },
      steps: await steps(params.incident),
      unclean: findings
        .filter(({ outcome }) => outcome !== 'clean')
        .map(({ finding, outcome, statement }) => ({ finding, outcome, statement })),
    };
  }
} finally {
  for (const client of [ddb, s3, sfn]) client.destroy();
  await cloud.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
console.log(JSON.stringify(measured));

/** @throws whatever is no failure of the service */
function unlessBusy(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.kind !== 'failed') throw error;
  return undefined;
}

interface Found {
  finding: string;
  outcome?: string;
  statement: string;
  checked?: number;
}

async function seed(from: number, to: number): Promise<void> {
  const began = Date.now();
  const [kept] = Object.values(disclosure.retention);
  const stretch = {
    ...{
      program: disclosure.program,
      disclosure: disclosure.version,
      coolOffHours: disclosure.coolOffHours,
      kept: kept!,
    },
    ...{ from: began - 3_600_000, to: began - 60_000, count: to },
  };
  const vault = awsVault({ s3, bucket: outputs.VaultBucket! });
  const batches = Array.from({ length: Math.ceil((to - from) / ITEMS) }, (_, batch) => from + batch * ITEMS);
  await parallel(batches, WRITES_AT_ONCE, async (first) => {
    const items = await Promise.all(
      Array.from({ length: Math.min(ITEMS, to - first) }, async (_, at) => {
        const row = await rowAt(stretch, first + at);
        if ((first + at) % IN_S3 > 0) return toItem(row);
        const { message } = row.body;
        const length = headLength(message);
        const object = await vault.put(message.subarray(length));
        return toItem({ ...row, body: { head: message.subarray(0, length), object } });
      }),
    );
    const requests = items.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
    const { UnprocessedItems } = await ddb.send(
      new BatchWriteItemCommand({ RequestItems: { [outputs.IndexTable!]: requests } }),
    );
    if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('rows were not written');
  });
  console.error(`${to - from} segments written in ${(Date.now() - began) / 1000} s`);
}

/** Seconds from the entry of a state until its exit: sums over all that went through it. */
async function steps(incident: string): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const executionArn = await executionOf(incident);
  const entered = new Map<string, number[]>();
  for (let nextToken: string | undefined; ; ) {
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
    for (const { type, timestamp, stateEnteredEventDetails, stateExitedEventDetails } of page.events ?? []) {
      const at = timestamp!.getTime();
      if (type?.endsWith('StateEntered'))
        entered.set(stateEnteredEventDetails!.name!, [...(entered.get(stateEnteredEventDetails!.name!) ?? []), at]);
      if (!type?.endsWith('StateExited')) continue;
      const name = stateExitedEventDetails!.name!;
      const since = entered.get(name)?.shift();
      if (since !== undefined) sums[name] = Math.round(((sums[name] ?? 0) + (at - since) / 1000) * 100) / 100;
    }
    nextToken = page.nextToken;
    if (!nextToken) break;
  }
  const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  if (mapRuns?.length) sums.mapRuns = mapRuns.length;
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value >= 0.1));
}

async function executionOf(incident: string): Promise<string> {
  const stateMachineArn = outputs.WorkflowArn!;
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions!.find(({ name }) => name === incident)!.executionArn!;
}
