import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSession } from '../../../agent/collectors/replay.ts';
import { fileReport, showIncident } from '../../../api/incident.ts';
import type { BlastRadius } from '../../../core/blast-radius/blast-radius.ts';
import type { IndexRow } from '../../../core/vault/index-row.ts';
import type { Person } from '../../../tools/demo/people.ts';
import { SESSION_FILES } from '../../../tools/demo/scene.ts';
import { account } from '../../../tools/local/environment.ts';
import { until } from '../../../tools/local/index.ts';
import { repository } from '../../../tools/local/layout.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { rolesThatMay } from '../../fixtures/access-pages.ts';
import { runSluice } from '../../fixtures/run.ts';
import { stage } from './stage.ts';

interface Finding {
  finding: string;
  certainty: string;
  outcome?: string;
  principal?: { name: string };
  first: number;
  subjects: string[];
  segments: string[];
  actions: string[];
}
interface Did {
  findings: Finding[];
  log: { records: number };
  ledger?: { reads: number; seen: number };
}
interface Checked {
  finding: string;
  wrong: Record<string, number>;
  evidence: { sha256: string };
}
interface Scanned {
  rows: { id: string; readers: Record<'yes' | 'if' | 'unknown', number> }[];
}
interface Who {
  readers: { principal: string; kind: string; how: string; verdict: string; unknown: string[] }[];
}

/** A line of an exported ledger, with another entry in it: who investigates reads it as it stands. */
function changed(line: string, change: object): string {
  const stored = JSON.parse(line) as { body: string };
  return JSON.stringify({ ...stored, body: JSON.stringify({ ...(JSON.parse(stored.body) as object), ...change }) });
}

const ROOT = `arn:aws:iam::${account}:root`;
const ADMINISTRATOR = 'company-administrator';
/** What reading stored content in the clear takes: storage, keys of people, and what unwraps those. */
const READS_SEGMENTS = [
  [
    /^dynamodb:(GetItem|BatchGetItem|Query|Scan|PartiQL\w+|PutItem|UpdateItem|DeleteItem)$|^s3:GetObject/,
    /^(table Index|vault)$/,
  ],
  [/^dynamodb:(GetItem|BatchGetItem|Query|Scan)$/, /^table Keys$/],
  [/^kms:Decrypt$/, /^key subject-keys$/, /EncryptionContext:key/],
] as const;

/** Who could read the stage, by an inventory of its account; and who did, by its own trail, asked by Athena. */
export const investigated = () =>
  describe('who could read, and who did', () => {
    const prefix = () => stage().deployment.outputs.GateTable!.replace(/-Gate$/, '');
    const file = (name: string) => join(stage().folder, `investigated-${name}`);
    async function sluice(...args: string[]) {
      const { deployment, staff } = stage();
      const env = {
        ...deployment.cloud.env,
        SLUICE_API: deployment.outputs.ApiUrl!,
        SLUICE_TOKEN: await staff.rosa.token(),
      };
      return runSluice(['--json', ...args], { env });
    }
    async function done<T>(...args: string[]): Promise<T> {
      const { code, stdout, stderr } = await sluice(...args);
      expect({ args, code, stderr }).toMatchObject({ args, code: 0 });
      return JSON.parse(stdout || 'null') as T;
    }
    let from: string;
    let row: IndexRow;
    let ines: Person;

    beforeAll(async () => {
      from = new Date(Date.now() - 1_000).toISOString();
      const { person, device, subject } = await stage().employee('ines');
      ines = person;
      await device.play(readSession(readFileSync(join(repository, SESSION_FILES[1]!))));
      await device.settle();
      await stage().settled();
      row = (await stage().rows(subject))[0]!;
      await stage().readBack(person);
      await done('exposure', 'collect', '--out', file('account.ndjson'));
      const scope = ['--inventory', file('account.ndjson'), '--prefix', prefix(), '--save', file('scope.json')];
      await done('investigate', 'scope', ...scope);
    });

    describe('could', () => {
      const segments = () => `${prefix()} segments`;
      const expected = () =>
        rolesThatMay(stage().deployment.disclosure, READS_SEGMENTS).map((name) => `${prefix()}-${name}`);
      const readersIn = ({ readers }: Who) =>
        readers
          // Who is not read is not known, and named: the bootstrap's role, which is an administrator.
          .filter(({ how, principal }) => how === 'itself' && !principal.includes(':role/cdk-'))
          .map(({ principal }) => principal.replace(/^.*\//, ''))
          .sort();

      test('what the account holds is all in it, but for what the local cloud does not tell', async () => {
        const gaps = readFileSync(file('account.ndjson'), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('{"row":"gap"'))
          .map((line) => JSON.parse(line) as { kind: string; id?: string });

        // A policy of the bootstrap's role has no name there.
        expect(gaps.filter(({ id }) => !id?.includes(':role/cdk-'))).toEqual([]);
      });

      test('who could read is who lib/access says, and who could make it so is named', async () => {
        const { readers } = await done<Who>('exposure', 'who', file('account.ndjson'), segments());

        expect(expected()).toContain(`${prefix()}-reader`);
        expect(readersIn({ readers })).toEqual(expected());
        // Whoever administers the account becomes one of them: by a change of who may take their roles.
        expect(readers.filter(({ how }) => how !== 'itself').map(({ principal }) => principal)).toContain(ROOT);
      });

      test('the program keeps an inventory a day, which answers of the past', async () => {
        const { deployment, staff } = stage();
        await callScheduled(deployment.clientConfig, [`${prefix()}-exposure`]);
        const env = {
          ...deployment.cloud.env,
          SLUICE_API: deployment.outputs.ApiUrl!,
          SLUICE_TOKEN: await staff.ivy.token(),
        };

        const args = ['--json', 'exposure', 'who', '--at', new Date().toISOString(), segments()];
        const { code, stdout, stderr } = await runSluice(args, { env });

        expect({ code, stderr }).toMatchObject({ code: 0 });
        expect(readersIn(JSON.parse(stdout) as Who)).toEqual(expected());
      });

      test('what is stored is sealed: reading tables and bucket is not enough', async () => {
        const { rows } = await done<Scanned>('exposure', 'scan', file('account.ndjson')).catch(async () => {
          // A copy or a budget makes it end with 1; the answer is the same.
          return JSON.parse((await sluice('exposure', 'scan', file('account.ndjson'))).stdout) as Scanned;
        });

        expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([segments(), `${prefix()} frames`]));
      });
    });

    describe('did', () => {
      const ids: string[] = [];
      let settings: ConstructorParameters<typeof IAMClient>[0];
      let at: number;
      let ledger: string[];

      beforeAll(async () => {
        settings = stage().deployment.clientConfig as typeof settings;
        const { outputs } = stage().deployment;
        at = Date.now();
        await around(new DynamoDBClient(settings!), new KMSClient(settings!), outputs);
        await denied(outputs);
        await done('ledger', 'export', file('ledger.json'));
        ledger = readFileSync(file('ledger.json'), 'utf8').split('\n');
        const index = [{ subject: row.subject, segment: row.segment, keyId: row.keyId }];
        writeFileSync(file('index.ndjson'), index.map((one) => `${JSON.stringify(one)}\n`).join(''));
      });

      /** The account's root, which no policy of IAM binds, and which the local cloud asks no table's policy for. */
      async function around(ddb: DynamoDBClient, kms: KMSClient, outputs: Record<string, string | undefined>) {
        const Key = { subject: { S: row.subject }, segment: { S: row.segment } };
        await ddb.send(new GetItemCommand({ TableName: outputs.IndexTable, Key }));
        const keys = await ddb.send(
          new GetItemCommand({ TableName: outputs.KeysTable, Key: { keyId: { S: row.keyId } } }),
        );
        const wrapped = Object.values(keys.Item!).find(({ B }) => B !== undefined)!.B!;
        const EncryptionContext = { program: stage().deployment.disclosure.program, key: row.keyId };
        await kms.send(new DecryptCommand({ CiphertextBlob: wrapped, EncryptionContext }));
        ddb.destroy();
        kms.destroy();
      }

      /** A role with every right that IAM can give. */
      async function denied(outputs: Record<string, string | undefined>) {
        const iam = new IAMClient(settings!);
        const sts = new STSClient(settings! as object);
        const trust = {
          Statement: { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' },
          Version: '2012-10-17',
        };
        const { Role } = await iam.send(
          new CreateRoleCommand({ RoleName: ADMINISTRATOR, AssumeRolePolicyDocument: JSON.stringify(trust) }),
        );
        await iam.send(
          new AttachRolePolicyCommand({
            RoleName: ADMINISTRATOR,
            PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        );
        ids.push(ADMINISTRATOR);
        const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'alex' }));
        const ddb = new DynamoDBClient({
          ...(settings as object),
          credentials: {
            accessKeyId: Credentials!.AccessKeyId!,
            secretAccessKey: Credentials!.SecretAccessKey!,
            sessionToken: Credentials!.SessionToken!,
          },
        });
        const Key = { subject: { S: row.subject }, segment: { S: row.segment } };
        await expect(ddb.send(new GetItemCommand({ TableName: outputs.IndexTable, Key }))).rejects.toThrow(
          /denied|authorized/i,
        );
        for (const client of [iam, sts, ddb]) client.destroy();
      }

      afterAll(async () => {
        const iam = new IAMClient(settings!);
        for (const RoleName of ids) {
          await iam.send(
            new DetachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
          );
          await iam.send(new DeleteRoleCommand({ RoleName }));
        }
        iam.destroy();
      });

      async function did(entries: readonly string[], name: string): Promise<Did> {
        writeFileSync(file(name), entries.join('\n'));
        const { code, stdout, stderr } = await sluice(
          ...['investigate', 'did', '--outputs', stage().deployment.cloud.outputsFile, '--scope', file('scope.json')],
          ...['--ledger', file(name), '--index', file('index.ndjson'), '--from', from],
        );
        expect({ code, stderr }).toMatchObject({ code: 1 });
        return JSON.parse(stdout) as Did;
      }
      const ofAround = ({ findings }: Did, who: string, action: string) =>
        findings.find(
          ({ finding, principal, actions, subjects }) =>
            finding === 'around' &&
            principal?.name.includes(who) &&
            actions.includes(action) &&
            subjects.includes(row.subject),
        );

      test('a read around the reader is named: who, when, what, and whose; so is an attempt', async () => {
        const found = await until(
          async () => {
            const answer = await did(ledger, 'ledger-whole.json');
            const whole =
              ofAround(answer, ':root', 'kms:Decrypt') && ofAround(answer, ADMINISTRATOR, 'dynamodb:GetItem');
            return whole && answer;
          },
          60_000,
          500,
        );

        expect(found).toBeTruthy();
        const [item, key, tried] = [
          ofAround(found as Did, ':root', 'dynamodb:GetItem')!,
          ofAround(found as Did, ':root', 'kms:Decrypt')!,
          ofAround(found as Did, ADMINISTRATOR, 'dynamodb:GetItem')!,
        ];
        expect(item).toMatchObject({ certainty: 'proven', outcome: 'done', principal: { name: ROOT } });
        expect(key).toMatchObject({ certainty: 'proven', outcome: 'done', principal: { name: ROOT } });
        expect(tried).toMatchObject({ outcome: 'denied', segments: [row.segment] });
        expect(tried.principal!.name).toMatch(/assumed-role\/company-administrator\/alex$/);
        expect(Math.abs(tried.first - at)).toBeLessThan(60_000);
      });

      test('an incident’s own branch names it: who, what and whose, by evidence under lock; who was denied is told apart', async () => {
        const { staff } = stage();
        const { incident } = await ines.api.call(fileReport, {
          body: { severity: 'low', text: 'Somebody asks me about what only my records say.', from: at - 60_000 },
        });
        const params = { incident: incident.incident };
        const shown = () => staff.ivy.api.call(showIncident, { params });
        const published = await until(async () => (await shown()).findings !== undefined, 240_000, 500);
        expect({ published, status: (await shown()).incident.status }).toMatchObject({ published: true });

        const { findings } = (await shown()).findings!.document as unknown as { findings: Checked[] };
        const finding = findings.find((one) => one.finding === 'did-read')!;
        expect(finding).toMatchObject({
          outcome: 'found',
          owner: 'work-on-incidents',
          wrong: { tried: expect.any(Number) },
        });
        expect(finding.wrong.around).toBeGreaterThanOrEqual(3);
        // Of names nothing stands in the findings, which all are shown.
        expect(JSON.stringify(finding)).not.toMatch(/arn:|company-administrator/);

        const env = { SLUICE_API: stage().deployment.outputs.ApiUrl!, SLUICE_TOKEN: await staff.ivy.token() };
        const radius = ['--json', 'incidents', 'radius', params.incident];
        const { code, stdout, stderr } = await runSluice(
          [...radius, '--of', 'did-read', '--save', file('did-read.json')],
          { env },
        );
        expect({ code, stderr }).toMatchObject({ code: 0 });
        expect(
          createHash('sha256')
            .update(readFileSync(file('did-read.json')))
            .digest('hex'),
        ).toBe(finding.evidence.sha256);
        const did = JSON.parse(stdout) as Did;
        for (const action of ['dynamodb:GetItem', 'kms:Decrypt']) {
          expect(ofAround(did, ':root', action)).toMatchObject({
            certainty: 'proven',
            outcome: 'done',
            principal: { name: ROOT },
          });
        }
        expect(ofAround(did, ADMINISTRATOR, 'dynamodb:GetItem')).toMatchObject({
          outcome: 'denied',
          segments: [row.segment],
        });

        const whole = await runSluice(radius, { env });
        const reached = JSON.parse(whole.stdout) as BlastRadius;
        expect(reached.did.find(({ principal }) => principal.name === ROOT)).toMatchObject({ opened: 'proven' });
        expect(reached.concerned.subjects.map(({ subject }) => subject)).toContain(row.subject);
      });

      test('each read of the ledger has its calls, and what has not both is a finding', async () => {
        const whole = await did(ledger, 'ledger-again.json');
        expect(whole.ledger!.reads).toBeGreaterThan(0);
        expect(whole.ledger!.seen).toBe(whole.ledger!.reads);
        const kinds = (answer: Did) => new Set(answer.findings.map(({ finding }) => finding));
        expect(kinds(whole).has('read-without-entry')).toBe(false);

        const ofInes = ledger.filter((line) => line.includes(row.segment));
        expect(ofInes.length).toBeGreaterThan(0);
        // What the ledger says of a moment later: it goes on past the reads.
        const later = changed(ofInes[0]!, { at: Date.now() + 120_000, segment: 'LATER', seq: 1_000_001 });
        const cut = ledger.filter((line) => line !== '' && !ofInes.includes(line));
        const invented = changed(ofInes[0]!, { subject: 'NOBODY', segment: 'OTHER', seq: 1_000_000 });

        const found = kinds(await did([...cut, invented, later, ''], 'ledger-changed.json'));

        expect(found).toContain('read-without-entry');
        expect(found).toContain('entry-without-read');
      });
    });
  });
