import { join, resolve } from 'node:path';
import { CloudFormationClient, DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { erase } from '../../api/consent.ts';
import { approve, listIncidents, pause, resume, showIncident } from '../../api/incident.ts';
import type { Row } from '../../core/restore/row.ts';
import { TABLE_NAMES, type TableName } from '../../core/restore/tables.ts';
import { runSluice } from '../../test/fixtures/run.ts';
import { deployLocally } from '../demo/deployment.ts';
import type { Report } from '../demo/report.ts';
import { closeScene, consent, createScene, type Scene, settled, status } from '../demo/scene.ts';
import { until } from '../local/index.ts';
import { callScheduled } from '../local/schedules.ts';
import { redeploy } from './redeploy.ts';
import { drillRestore, prefixOf, rowsOf } from './restore.ts';
import { signedLedger } from './signed.ts';

/** Somebody is erased, then every table goes back to before it; in the end people collect again, and what was erased is gone. */
export async function restoreStory(
  dir: string,
  report: Report,
  tables: readonly TableName[] = TABLE_NAMES,
): Promise<void> {
  const folder = resolve(dir);
  const deployment = await deployLocally({ dir: folder, port: 0, onProgress: (line) => report.say(line) });
  let scene: Scene | undefined;
  try {
    scene = await createScene(deployment, report, join(folder, 'files'), 1);
    await tell(scene, folder, tables);
  } finally {
    if (scene) await closeScene(scene);
    await deployment.cloud.stop();
  }
}

async function tell(scene: Scene, folder: string, tables: readonly TableName[]): Promise<void> {
  const { report, deployment, subjects, staff } = scene;
  const { ada, linus } = subjects;
  const ledger = (name: string) => join(folder, name);

  await report.step('Two people collect: this is the moment', async () => {
    for (const { person, agent } of [ada, linus]) {
      await consent(person);
      await agent.start();
    }
    await collect(scene, [ada, linus]);
    await callScheduled(deployment.clientConfig, [`${prefixOf(deployment)}-checkpoint`]);
    await exported(scene, ledger('before.json'), ledger('key.pem'));
  });
  const then = await noted(scene);

  let incident = '';
  await report.step('Since then: one of them erases everything, and somebody closes the gates', async () => {
    await linus.agent.stop();
    await linus.person.api.call(erase);
    const paused = await staff.pat.api.call(pause, { body: { reason: 'restore' } });
    incident = paused.incident.incident;
    report.holds(
      (await gates(scene)).every(([state]) => state === 'closed'),
      `closed, held by ${incident}`,
    );
  });
  const closed = await gates(scene);

  await report.step('Every table goes back to the moment, by the steps of the plan', async (figures) => {
    for (const table of tables) {
      const [first, last] = [table === tables[0], table === tables.at(-1)];
      const plan = await drillRestore({
        ...{ deployment, table, incident, asOfThen: () => then[table] },
        // Service goes once, and comes once.
        isLeftOut: (line) =>
          (!last && line.startsWith('aws lambda')) || (!first && line.startsWith('aws cloudformation')),
        async run(line) {
          if (first && line.startsWith('npx cdk destroy')) await destroyService(scene);
          else if (last && line.startsWith('npx cdk deploy')) await redeploy(folder, deployment);
          else return false;
          return true;
        },
        say: (line) => (first || last ? report.say(line) : undefined),
      });
      report.holds(
        true,
        `${table}: ${plan.steps.length} steps; what would have come back: ${plan.bringsBack.join('; ')}`,
      );
    }
    figures.tables = tables.length;
  });

  await report.step('What must hold before the gates open again', async () => {
    report.holds(
      JSON.stringify(await gates(scene)) === JSON.stringify(closed),
      'both gates are closed, at the epoch of before',
    );
    const his = (await status(linus.person)).consent;
    report.holds(his?.state === 'erased', `who was erased is ${his?.state}`);
    const keys = await scene.storage.table('Keys');
    const { subject } = await status(linus.person);
    report.holds(!keys.some((row) => row.subject === subject), 'and has no key, in the table that came back either');
    report.holds(
      !(await scene.storage.index()).some((row) => row.subject === subject),
      'and nothing lists what there was',
    );
    const prefix = prefixOf(deployment);
    const read = await sluice(
      scene,
      'deployed',
      'read',
      '--outputs',
      deployment.cloud.outputsFile,
      '--file',
      ledger('deployed.json'),
    );
    const same = await sluice(
      scene,
      'deployed',
      'verify',
      ledger('deployed.json'),
      '--assembly',
      join(folder, 'cdk.out'),
    );
    report.holds(
      read.code === 0 && same.code === 0,
      `what runs as ${prefix} is the release, policies of the tables included ${same.code === 0 ? '' : same.stdout}`,
    );
    const verified = await signedLedger(deployment, async (name) => {
      await exported(scene, ledger(name), ledger(`${name}.pem`));
      const given = ['--key', ledger('key.pem'), '--previous', ledger('before.json')];
      return sluice(scene, 'ledger', 'verify', ledger(name), ...given);
    });
    report.holds(
      verified.code === 0,
      `the ledger holds, goes on from before, and all of it is signed: ${verified.stdout.trim()}`,
    );
  });

  await report.step('Two approvals open the gates; who is left collects again', async () => {
    for (const open of await openIncidents(scene)) await decided(scene, open);
    const opened = await until(async () => (await gates(scene)).every(([state]) => state === 'open'), 120_000, 250);
    report.holds(opened === true, 'both gates are open');
    const before = (await scene.storage.index()).length;
    await ada.agent.resume();
    await collect(scene, [ada]);
    report.holds((await scene.storage.index()).length > before, 'and segments are stored again');
  });
}

async function collect(scene: Scene, devices: Scene['subjects']['ada'][]): Promise<void> {
  for (const device of devices) {
    await device.play(scene.parts[0]!.slice(0, 60));
    await device.settle();
  }
  await settled(scene);
}

async function noted({ deployment }: Scene): Promise<Record<TableName, Row[]>> {
  const ddb = new DynamoDBClient(deployment.clientConfig);
  const of = async (table: TableName) => [table, await rowsOf(ddb, `${prefixOf(deployment)}-${table}`)] as const;
  const all = await Promise.all(TABLE_NAMES.map(of));
  ddb.destroy();
  return Object.fromEntries(all) as Record<TableName, Row[]>;
}

async function gates({ staff }: Scene): Promise<[state: string, epoch: number][]> {
  const { collection, reading } = (await status(staff.rosa)).gates;
  return [collection, reading].map(({ state, epoch }) => [state, epoch]);
}

/** Those that hold the gates: what the guard reports beside them ends by a person's word, and keeps nothing closed. */
async function openIncidents({ staff }: Scene): Promise<string[]> {
  const { incidents } = await staff.rosa.api.call(listIncidents);
  return incidents
    .filter(({ status: now, closes }) => closes && now !== 'resumed' && now !== 'concluded')
    .map(({ incident }) => incident);
}

/** Beyond `SETTLED`, and what an investigation takes. */
const TURNS = 15;

/** An execution that was under way when Service went is lost with it: the schedule starts another one, in its time. */
async function decided({ deployment, staff }: Scene, incident: string): Promise<void> {
  const params = { incident };
  const shown = () => staff.rosa.api.call(showIncident, { params });
  const isPublished = async () => (await shown()).incident.status === 'published';
  let published = await until(isPublished, 30_000, 300);
  for (let turn = 0; !published && turn < TURNS; turn++) {
    await callScheduled(deployment.clientConfig, [`${prefixOf(deployment)}-investigate`]);
    published = await until(isPublished, 30_000, 300);
  }
  if (!published) throw new Error(`no findings were published; the incident is ${(await shown()).incident.status}`);
  const { findings } = (await shown()).incident;
  const { gates: now } = await status(staff.rosa);
  const body = { decision: 'resume' as const, findings: findings!.document, epoch: now.collection.epoch };
  for (const who of [staff.rosa, staff.sam]) await who.api.call(approve, { params, body });
  await staff.pat.api.call(resume, { params });
}

async function destroyService({ deployment }: Scene): Promise<void> {
  const client = new CloudFormationClient(deployment.clientConfig);
  const named = { StackName: `${prefixOf(deployment)}-Service` };
  await client.send(new DeleteStackCommand(named));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, named);
  client.destroy();
}

const sluice = ({ deployment }: Scene, ...args: string[]) => runSluice(args, { env: deployment.cloud.env });

async function exported({ deployment, staff }: Scene, file: string, key: string): Promise<void> {
  const env = { SLUICE_API: deployment.outputs.ApiUrl!, SLUICE_TOKEN: await staff.rosa.token() };
  const { code, stderr } = await runSluice(['ledger', 'export', file, '--key', key], { env });
  if (code !== 0) throw new Error(`the ledger could not be exported: ${stderr}`);
}
