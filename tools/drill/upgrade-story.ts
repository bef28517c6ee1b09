import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AdminSetUserPasswordCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type Ended, runSluice } from '../../test/fixtures/run.ts';
import { OWN_PASSWORD } from '../../test/fixtures/typed.ts';
import { type Deployment, deployLocally } from '../demo/deployment.ts';
import { type Person, person } from '../demo/people.ts';
import type { Report } from '../demo/report.ts';
import { until } from '../local/index.ts';
import { ensurePerson } from '../local/people.ts';
import { redeploy } from './redeploy.ts';
import { checkOut, type Release } from './release.ts';
import { signedLedger } from './signed.ts';

const PEOPLE = {
  ada: 'employees',
  linus: 'employees',
  ivy: 'investigators',
  rosa: 'representatives',
  sam: 'stewards',
  pat: 'platform',
} as const;
type Name = keyof typeof PEOPLE;

/** `sluice`, of one release or the other, as somebody: what it answers as JSON. @throws Error with what it said, where it fails */
type As = (name: Name, ...args: string[]) => Promise<unknown>;

interface Gates {
  gates: Record<'collection' | 'reading', { state: string; epoch: number; heldBy?: unknown }>;
  consent?: { state: string };
}

/**
 * An earlier release lives for a while, and is left in the middle of an incident; then this one is deployed over it.
 * @param from commit or tag of the release
 */
export async function upgradeStory(dir: string, report: Report, from: string): Promise<void> {
  const folder = resolve(dir);
  const release = await checkOut(from, (line) => report.say(line));
  const deployment = await deployLocally({
    ...{ dir: folder, port: 0, project: release.folder },
    onProgress: (line) => report.say(line),
  });
  try {
    await tell({ deployment, release, report, folder });
  } finally {
    await deployment.cloud.stop();
  }
}

interface Told {
  deployment: Deployment;
  release: Release;
  report: Report;
  folder: string;
}

async function tell({ deployment, release, report, folder }: Told): Promise<void> {
  const file = (name: string) => join(folder, name);
  const agent = (speed: string) => [
    ...['agent', 'run', '--collector', 'replay', '--recording', resolve('programs/model-capability/session.ndjson')],
    ...['--speed', speed, '--device', 'ada-laptop', '--state', file('device')],
  ];
  mkdirSync(file('device'), { recursive: true });
  let incident = '';
  const before = {} as { gates: Gates['gates']; ada: unknown[][]; findings: string };

  await report.step(
    `${release.commit.slice(0, 7)}: two people agree and collect, one of them erases everything`,
    async () => {
      await everybody(deployment);
      const was = asBefore(deployment, release, folder);
      for (const name of Object.keys(PEOPLE) as Name[]) {
        await was(name, 'login', '--outputs', deployment.cloud.outputsFile, '--user', `${name}@example.com`);
      }
      for (const name of ['ada', 'linus'] as const) {
        await was(name, 'enrol', '--device', `${name}-laptop`);
        const { hash } = (await was(name, 'consent')) as { hash: string };
        await was(name, 'consent', '--accept', hash);
      }
      await was('ada', ...agent('max'));
      before.ada =
        (await until(
          async () => {
            const all = await ownEvents(was);
            return all.length > 0 && all;
          },
          60_000,
          500,
        )) || [];
      report.holds(before.ada.length > 0, `${before.ada.length} segments are stored, and read`);
      await was('linus', 'erase', '--yes');
    },
  );

  await report.step('Somebody closes the gates; findings are published, one of two has approved', async () => {
    const was = asBefore(deployment, release, folder);
    const paused = (await was('pat', 'pause', '--reason', 'in the middle of an upgrade')) as {
      incident: { incident: string };
    };
    incident = paused.incident.incident;
    const shown = async () => (await was('rosa', 'incidents', 'show', incident)) as Shown;
    const published = await until(async () => (await shown()).incident.status === 'published', 120_000, 1000);
    report.holds(published === true, `${incident} is published`);
    before.findings = (await shown()).incident.findings.document;
    await was('rosa', 'approve', incident, '--decision', 'resume');
    before.gates = ((await was('rosa', 'status')) as Gates).gates;
    await was('rosa', 'ledger', 'export', file('before.json'), '--key', file('key.pem'));
  });

  await report.step('This release is deployed over it', async () => {
    deployment.outputs = await redeploy(folder, deployment, {}, (line) => report.say(line));
  });

  const people = await persons(deployment);
  const now = asNow(deployment, people);
  await report.step('What stood, stands', async () => {
    const { gates } = (await now('rosa', 'status')) as Gates;
    for (const gate of ['collection', 'reading'] as const) {
      const [was, is] = [before.gates[gate], gates[gate]];
      report.holds(
        was.state === is.state && was.epoch === is.epoch,
        `${gate}: ${is.state}, epoch ${is.epoch}, as before`,
      );
    }
    const shown = (await now('rosa', 'incidents', 'show', incident)) as Shown;
    report.holds(
      shown.incident.status === 'published' && shown.incident.findings.document === before.findings,
      'the incident waits for its second approval, over the same findings',
    );
    report.holds(shown.approvals.length === 1, 'the first approval counts');
    const linus = (await now('linus', 'status')) as Gates;
    report.holds(linus.consent?.state === 'erased', `who was erased is ${linus.consent?.state}`);
    const old = await runSluice(['status'], { env: { ...sessionOf(folder, 'ada'), ...deployment.cloud.env } });
    report.holds(old.code === 4 && /Log in again: sluice login/.test(old.stderr), 'a session of before: log in again');
  });

  await report.step('The incident finishes; what was stored is read; people collect again', async () => {
    await now('sam', 'approve', incident, '--decision', 'resume', '--findings', before.findings);
    await now('pat', 'resume', incident);
    const open = await until(
      async () => {
        const { gates } = (await now('rosa', 'status')) as Gates;
        return gates.collection.state === 'open' && gates.reading.state === 'open';
      },
      120_000,
      500,
    );
    report.holds(open === true, 'both gates are open');
    const after = await ownEvents(now);
    report.holds(
      isDeepStrictEqual(after, before.ada),
      `${after.length} segments of before are read, event by event as they were`,
    );
    await now('ada', ...agent('max'));
    const more = await until(async () => (await ownEvents(now)).length > after.length, 60_000, 500);
    report.holds(more === true, 'the device of before goes on with its folder, and what it sends is stored');
    const verified = await signedLedger(deployment, async (name) => {
      await now('rosa', 'ledger', 'export', file(name));
      const given = ['--key', file('key.pem'), '--previous', file('before.json')];
      return runSluice(['ledger', 'verify', file(name), ...given]);
    });
    report.holds(
      verified.code === 0,
      `the ledger goes on from the one of before, under its key, and all of it is signed: ${verified.stdout.trim()}`,
    );
    const books = (await now('pat', 'books')) as { balances: boolean };
    report.holds(books.balances, 'the books balance');
  });
}

interface Shown {
  incident: { status: string; findings: { document: string } };
  approvals: unknown[];
}

interface Segment {
  segment: string;
}
interface Page {
  events: unknown[];
  next?: number;
}

/** What is stored of ada, segment by segment, as she reads it. */
async function ownEvents(as: As): Promise<unknown[][]> {
  // 0.1.0 answered with the rows alone.
  const listed = (await as('ada', 'records', 'list', '--subject', 'me')) as Segment[] | { records: Segment[] };
  const segments = (Array.isArray(listed) ? listed : listed.records).map(({ segment }) => segment).sort();
  const all: unknown[][] = [];
  for (const segment of segments) {
    const events: unknown[] = [];
    for (let skip: number | undefined = 0; skip !== undefined; ) {
      const asked = ['--purpose', 'own-data', '--reason', 'to see it', '--skip', String(skip)];
      const page = (await as('ada', 'records', 'show', 'me', segment, ...asked)) as Page;
      events.push(...page.events);
      skip = page.next;
    }
    all.push(events);
  }
  return all;
}

const sessionOf = (folder: string, name: string) => ({ XDG_CONFIG_HOME: join(folder, 'people', name) });

function asBefore(deployment: Deployment, release: Release, folder: string): As {
  return async (name, ...args) => {
    const env = { ...deployment.cloud.env, ...sessionOf(folder, name), SLUICE_PASSWORD: OWN_PASSWORD };
    return answerOf(args, await release.sluice(args[0] === 'agent' ? args : ['--json', ...args], env));
  };
}

function asNow(deployment: Deployment, people: Record<Name, Person>): As {
  return async (name, ...args) => {
    const env = {
      ...deployment.cloud.env,
      SLUICE_API: deployment.outputs.ApiUrl!,
      SLUICE_TOKEN: await people[name].token(),
    };
    return answerOf(args, await runSluice(args[0] === 'agent' ? args : ['--json', ...args], { env }));
  };
}

function answerOf(args: readonly string[], { code, stdout, stderr }: Ended): unknown {
  if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`);
  return args[0] === 'agent' ? undefined : JSON.parse(stdout);
}

/** Accounts as the release's own local cloud had them: their password is set for them. */
async function everybody({ clientConfig, outputs }: Deployment): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(clientConfig);
  for (const [name, group] of Object.entries(PEOPLE)) {
    const Username = await ensurePerson(clientConfig, outputs.UserPoolId!, name, [group]);
    const account = { UserPoolId: outputs.UserPoolId!, Username, Password: OWN_PASSWORD, Permanent: true };
    await cognito.send(new AdminSetUserPasswordCommand(account));
  }
  cognito.destroy();
}

async function persons(deployment: Deployment): Promise<Record<Name, Person>> {
  const all = Object.entries(PEOPLE).map(
    async ([name, group]) => [name, await person(deployment, name, [group])] as const,
  );
  return Object.fromEntries(await Promise.all(all)) as Record<Name, Person>;
}
