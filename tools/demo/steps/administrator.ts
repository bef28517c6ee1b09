import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetKeyPolicyCommand, KMSClient, ListAliasesCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetFunctionCommand, LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { listIncidents, showIncident } from '../../../api/incident.ts';
import { EXIT } from '../../../cli/exit-codes.ts';
import type { WitnessStatement } from '../../../core/witness/statement.ts';
import { run } from '../../local/command.ts';
import { until } from '../../local/index.ts';
import { callScheduled } from '../../local/schedules.ts';
import { generousUser } from '../generous-user.ts';
import type { Figures } from '../report.ts';
import { type Scene, status } from '../scene.ts';
import type { Witness } from '../witness.ts';
import { zipOf } from '../zip.ts';

const seconds = (since: number) => Math.round((performance.now() - since) / 1000);

const WHO = 'mallory-administrator';
const DEADLINE = 60_000;

/**
 * Somebody with every right in the account does not use the data, which is denied, but changes what denies it. AWS lets them, where no
 * policy of the organization forbids it; the guard hears of it and closes both gates.
 */
export async function administrator(scene: Scene, figures: Figures): Promise<void> {
  const { deployment, report, staff } = scene;
  const { clientConfig, disclosure } = deployment;
  const prefix = `sluice-${disclosure.program}-local`;
  const config = { ...clientConfig, credentials: await generousUser(deployment, WHO) };
  const kms = new KMSClient(config);
  const lambda = new LambdaClient(config);
  const gates = async () => {
    const { collection, reading } = (await status(staff.rosa)).gates;
    return { states: [collection.state, reading.state], holds: collection.holds };
  };
  /** The incident that a change was filed as, and what of it is told to investigators. */
  const filed = async (door: string) => {
    const found = await until(
      async () => {
        for (const { incident, kind } of (await staff.rosa.api.call(listIncidents)).incidents) {
          if (kind !== 'guard') continue;
          const { text } = await staff.ivy.api.call(showIncident, { params: { incident } });
          if (text?.includes(`"${door}"`)) return { text };
        }
        return undefined;
      },
      DEADLINE,
      250,
    );
    if (!found) throw new Error(`no incident was filed for "${door}"`);
    return found;
  };
  try {
    const begun = performance.now();
    const witness = await scene.witness();
    report.say(`a witness is deployed, in an account that is not hers (${seconds(begun)} s)`);
    const before = await gates();
    report.holds(
      before.states.every((state) => state === 'open'),
      'both gates are open',
    );

    const { Aliases } = await kms.send(new ListAliasesCommand({}));
    const KeyId = Aliases!.find(({ AliasName }) => AliasName === `alias/${prefix}/subject-keys`)!.TargetKeyId!;
    const key = { KeyId, PolicyName: 'default' };
    const { Policy } = await kms.send(new GetKeyPolicyCommand(key));
    const changed = performance.now();
    await kms.send(new PutKeyPolicyCommand({ ...key, Policy: withoutDenies(Policy!) }));
    await kms.send(new PutKeyPolicyCommand({ ...key, Policy: Policy! }));
    const closed = await until(async () => (await gates()).states.every((state) => state === 'closed'), DEADLINE, 25);
    const closedAfterMs = Math.round(performance.now() - changed);
    report.holds(
      closed === true,
      `she takes the denies off the subjects' key, and puts them back: both gates are closed after ${closedAfterMs} ms`,
    );
    const { text } = await filed('key-policy');
    report.holds(text.includes(WHO), `who it was stands in the incident: ${text.split('\n')[0]}`);

    const replaced = performance.now();
    const ZipFile = zipOf('index.mjs', 'export const handler = async () => ({ statusCode: 200, body: "{}" });\n');
    const reader = { FunctionName: `${prefix}-reader` };
    const released = await codeOf(lambda, reader);
    await lambda.send(new UpdateFunctionCodeCommand({ ...reader, ZipFile }));
    const entry = await until(() => entryOf(scene, 'function-code'), DEADLINE, 50);
    const replacedAfterMs = Math.round(performance.now() - replaced);
    report.holds(
      entry?.actor.includes(WHO) === true && (await gates()).holds.includes(entry.incident ?? ''),
      `she replaces the reader's code: the ledger says so after ${replacedAfterMs} ms; it belongs to an incident that holds the gates`,
    );
    await lambda.send(new UpdateFunctionCodeCommand({ ...reader, ZipFile: released }));
    await confirmed(scene, witness, ['key-policy', 'function-code']);
    report.say(
      'Nothing she puts back opens a gate: two people decide over the findings. On AWS the guard hears of it within minutes,',
    );
    report.say(
      'not seconds; the policies of `sluice guardrails print`, attached to the organization, forbid both beforehand.',
    );
    Object.assign(figures, { closedAfterMs, replacedAfterMs });
  } finally {
    kms.destroy();
    lambda.destroy();
  }
}

/**
 * The witness, in an account where she is nobody, has the same ledger and heard of the doors from the guard: whatever she does to the
 * program's own account from here on, they stand there under another's lock.
 */
async function confirmed(scene: Scene, witness: Witness, doors: readonly string[]): Promise<void> {
  const { deployment, folder, report, staff } = scene;
  const { outputs, clientConfig, disclosure } = deployment;
  const env = { ...process.env, SLUICE_API: outputs.ApiUrl!, SLUICE_TOKEN: await staff.rosa.token() };
  const sluice = (...args: string[]) =>
    run(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', 'ledger', ...args], { env });
  const [ledger, key] = [join(folder, 'ledger.json'), join(folder, 'program.pem')];
  await callScheduled(
    clientConfig,
    ['checkpoint', 'guard'].map((name) => `sluice-${disclosure.program}-local-${name}`),
  );
  const exported = await sluice('export', ledger, '--key', key);
  if (exported.code !== 0) throw new Error(`the ledger is not exported: ${exported.stderr}`);
  const said = await until(
    async () => {
      await witness.run();
      const { statement, options } = await witness.fetchStatement(join(folder, 'witness'));
      const { guard, wrong } = (JSON.parse(readFileSync(statement, 'utf8')) as { document: WitnessStatement }).document;
      const verified = await sluice('verify', ledger, '--key', key, ...options);
      const heard = doors.every((door) => guard.moved.some((one) => one.door === door));
      return heard && verified.code !== EXIT.unwitnessed && { verified, wrong };
    },
    DEADLINE,
    500,
  );
  report.holds(
    said !== undefined && HOLDS.has(said.verified.code) && said.wrong.length === 0,
    `the witness heard of both doors, and its signed statement confirms the ledger: ${lineOf(said?.verified.stdout)}`,
  );
}

/** Entries of the last minutes are signed by the next checkpoint. */
const HOLDS: ReadonlySet<number> = new Set([EXIT.ok, EXIT.unsigned]);

const lineOf = (text = ''): string => /checkpoint \d+: the witness has the same/.exec(text)?.[0] ?? text;

async function codeOf(lambda: LambdaClient, name: { FunctionName: string }): Promise<Uint8Array> {
  const { Code } = await lambda.send(new GetFunctionCommand(name));
  return new Uint8Array(await (await fetch(Code!.Location!)).arrayBuffer());
}

/** What the ledger says of a door that moved. */
async function entryOf({ storage }: Scene, door: string): Promise<DoorEntry | undefined> {
  const rows = (await storage.table('Ledger')).filter(({ kind }) => kind === 'door');
  return rows.map(({ body }) => JSON.parse(String(body)) as DoorEntry).find(({ detail }) => detail.door === door);
}
interface DoorEntry {
  actor: string;
  incident?: string;
  detail: { door: string };
}

/** What is left when nobody is denied anything. */
function withoutDenies(policy: string): string {
  const { Statement, ...others } = JSON.parse(policy) as { Statement: { Effect: string }[] };
  return JSON.stringify({ ...others, Statement: Statement.filter(({ Effect }) => Effect !== 'Deny') });
}
