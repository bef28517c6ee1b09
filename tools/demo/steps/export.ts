import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withdrawConsent } from '../../../api/consent.ts';
import { askGrant, giveGrant } from '../../../api/reading.ts';
import { runSluice } from '../../../test/fixtures/run.ts';
import { until } from '../../local/index.ts';
import { repository } from '../../local/layout.ts';
import { device } from '../device.ts';
import { person } from '../people.ts';
import type { Figures } from '../report.ts';
import { consent, type Scene, settled } from '../scene.ts';

const PURPOSE = 'interface-research';
/** One more than the disclosure asks a data set to be of: one withdraws. */
const NAMES = ['barbara', 'edsger', 'frances', 'ken', 'margaret', 'niklaus'];
const CLICKS = 8;

/** A data set of one purpose, as a model team makes and reads it, and what becomes of it when somebody withdraws. */
export async function exported(scene: Scene, figures: Figures): Promise<void> {
  const { report, staff, deployment, folder } = scene;
  const since = new Date().toISOString();
  const people = await Promise.all(NAMES.map((name) => person(deployment, name, ['employees'])));
  await Promise.all(people.map((one) => clicks(scene, one)));
  await settled(scene);
  const began = Date.parse(since);
  // Until their cool-off ends they are their people's own, and in no data set.
  const rows = (await scene.storage.index()).filter(({ arrivedTo }) => arrivedTo >= began);
  const readable = Math.max(...rows.map(({ readableFrom }) => readableFrom));
  await until(async () => Date.now() > readable, 30_000, 100);

  const env = { SLUICE_TOKEN: await staff.pat.token(), SLUICE_API: deployment.outputs.ApiUrl! };
  const sluice = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await runSluice(['--json', ...args], { env });
    if (code !== 0) throw new Error(`sluice ${args.slice(0, 2).join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  };
  const { request } = await staff.pat.api.call(askGrant, { body: { purpose: PURPOSE, hours: 1 } });
  await staff.sam.api.call(giveGrant, { body: { reader: request.reader, purpose: PURPOSE, hours: 1 } });
  const asked = ['--purpose', PURPOSE, '--kinds', 'click', '--since', since];
  const { export: made } = await sluice<{ export: { export: string; state: string } }>('export', 'create', ...asked);
  const to = join(folder, 'clicks');
  const fetch = () => sluice<{ rows: number; closed: number }>('export', 'fetch', made.export, '--to', to);
  await fetch();
  const before = await counted(to);
  report.holds(
    before.rows === NAMES.length * CLICKS && before.people === NAMES.length,
    `a data set for ${PURPOSE}, read by DuckDB: ${before.rows} clicks of ${before.people} people`,
  );
  await sluice('training', 'declare', '--export', made.export, '--model', 'clicker', '--run', 'exp-1');

  await people[0]!.api.call(withdrawConsent);
  const { closed } = await fetch();
  const after = await counted(to);
  report.holds(
    after.rows === before.rows - CLICKS && after.people === before.people - 1,
    `Barbara withdraws: fetched again it has ${after.rows} clicks of ${after.people} people (${closed} part opens no more)`,
  );
  const { runs } = await sluice<{ runs: { run: string; model: string; gone: number }[] }>(
    ...['training', 'concerned', 'withdrawals'],
  );
  report.holds(
    runs.length === 1 && runs[0]!.run === 'exp-1' && runs[0]!.gone === 1,
    `the run that used hers is named: ${runs.map(({ run, model, gone }) => `${run} of ${model}, ${gone} gone`).join('; ')}`,
  );
  Object.assign(figures, { before, after, runs: runs.map(({ run }) => run) });
}

async function clicks({ deployment, folder }: Scene, one: Awaited<ReturnType<typeof person>>): Promise<void> {
  const { agent, settle } = await device(deployment.outputs.ApiUrl!, one, join(folder, 'devices'));
  try {
    await consent(one);
    await agent.start();
    await until(async () => agent.state.state === 'recording', 30_000, 100);
    for (let n = 0; n < CLICKS; n++)
      agent.capture({ kind: 'click', time: Date.now(), app: 'mousepad', x: n, y: n, button: 0 });
    await settle();
  } finally {
    await agent.stop();
  }
}

/** By DuckDB in Python, as it is pinned for the local cloud. */
async function counted(folder: string): Promise<{ rows: number; people: number }> {
  const query = `select count(*), count(distinct person) from '${folder}/events/*.parquet'`;
  const code = 'import duckdb, json, sys; print(json.dumps(duckdb.sql(sys.argv[1]).fetchone()))';
  const { stdout } = await promisify(execFile)(join(repository, '.venv/bin/python'), ['-c', code, query]);
  const [rows, people] = JSON.parse(stdout) as [number, number];
  return { rows, people };
}
