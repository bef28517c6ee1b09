import { GetKeyPolicyCommand, KMSClient, ListAliasesCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { listIncidents, showIncident } from '../../../api/incident.ts';
import { until } from '../../local/index.ts';
import { generousUser } from '../generous-user.ts';
import type { Figures } from '../report.ts';
import { type Scene, status } from '../scene.ts';
import { zipOf } from '../zip.ts';

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
    const before = await gates();
    report.holds(
      before.states.every((state) => state === 'open'),
      'both gates are open',
    );

    const { Aliases } = await kms.send(new ListAliasesCommand({}));
    const KeyId = Aliases!.find(({ AliasName }) => AliasName === `alias/${prefix}/subject-keys`)!.TargetKeyId!;
    const key = { KeyId, PolicyName: 'default' };
    const { Policy } = await kms.send(new GetKeyPolicyCommand(key));
    const begun = performance.now();
    await kms.send(new PutKeyPolicyCommand({ ...key, Policy: withoutDenies(Policy!) }));
    await kms.send(new PutKeyPolicyCommand({ ...key, Policy: Policy! }));
    const closed = await until(async () => (await gates()).states.every((state) => state === 'closed'), DEADLINE, 25);
    const closedAfterMs = Math.round(performance.now() - begun);
    report.holds(
      closed === true,
      `she takes the denies off the subjects' key, and puts them back: both gates are closed after ${closedAfterMs} ms`,
    );
    const { text } = await filed('key-policy');
    report.holds(text.includes(WHO), `who it was stands in the incident: ${text.split('\n')[0]}`);

    const replaced = performance.now();
    const ZipFile = zipOf('index.mjs', 'export const handler = async () => ({ statusCode: 200, body: "{}" });\n');
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: `${prefix}-reader`, ZipFile }));
    const entry = await until(() => entryOf(scene, 'function-code'), DEADLINE, 50);
    const replacedAfterMs = Math.round(performance.now() - replaced);
    report.holds(
      entry?.actor.includes(WHO) === true && (await gates()).holds.includes(entry.incident ?? ''),
      `she replaces the reader's code: the ledger says so after ${replacedAfterMs} ms; it belongs to an incident that holds the gates`,
    );
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
