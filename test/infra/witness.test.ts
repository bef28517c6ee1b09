import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../functions/shared/config.ts';
import { COMMON_OF_WITNESS } from '../../functions/shared/variables.ts';
import { manifest } from '../../functions/witness/manifest.ts';
import { parseConfig } from '../../lib/config.ts';
import { WITNESS_MANIFESTS } from '../../lib/functions.ts';
import { parseWitness } from '../../lib/witness-config.ts';
import { type Datum, definitionOf, metricsOf, stateOf } from './alarms/cloudwatch.ts';
import { loadHandler, printedBy, time } from './alarms/run-function.ts';
import { WITNESS_FAULTS, WITNESS_HEALTHY, type WitnessStory } from './alarms/witness-faults.ts';
import { Account, type Principal } from './simulate.ts';
import { ACCOUNT, FOLDERS, REGION, synthesize, WITNESS_ACCOUNT } from './synthesize.ts';
import { arnOf, ofType, only, type Resource, resolved, type Template, template } from './templates.ts';

const PREFIX = 'sluice-model-capability-prod';
const FOLDER = join(FOLDERS[0]!, '../witness');
const PEM = join(FOLDER, '../witnessed.pem');
const options = { program: 'model-capability', stage: 'prod', account: ACCOUNT, key: PEM };

let said: string;
let witness: Template;
const program = template('prod', 'State');

beforeAll(async () => {
  mkdirSync(join(FOLDER, '..'), { recursive: true });
  writeFileSync(PEM, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
  said = await synthesize(FOLDER, { witness: options }, 'bin/sluice-app.ts', WITNESS_ACCOUNT);
  // Of the account that it is deployed to, which is not the one of the other templates.
  const text = JSON.stringify(template('prod', 'Witness', FOLDER));
  witness = JSON.parse(text.replaceAll('{"Ref":"AWS::AccountId"}', JSON.stringify(WITNESS_ACCOUNT)));
});

describe('the app of a witness', () => {
  test('has one stack, which is protected, clean for cdk-nag, and knows nothing of the program’s', () => {
    const { artifacts } = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'));
    const stacks = Object.values<{
      type: string;
      properties?: { stackName?: string; terminationProtection?: boolean };
    }>(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack');
    expect(stacks.map(({ properties }) => properties)).toMatchObject([
      { stackName: `${PREFIX}-Witness`, terminationProtection: true },
    ]);
    expect(said).toContain('cdk-nag: AwsSolutions passed');
    expect(JSON.stringify(witness)).not.toContain('Fn::ImportValue');
    expect(readdirSync(join(FOLDER, 'bundles', PREFIX)).sort()).toEqual(['maps', 'witness']);
    expect(readdirSync(join(FOLDER, 'bundles', PREFIX, 'witness'))).toEqual(['index.mjs']);
  });

  test('keeps the ids of what must not be replaced, and it when the stack goes', () => {
    const pinned = JSON.parse(readFileSync(new URL('./logical-ids-witness.json', import.meta.url), 'utf8'));
    const holds =
      /^AWS::(KMS::Key|DynamoDB::Table|S3::Bucket|Logs::LogGroup|IAM::Role|IAM::ManagedPolicy|SNS::Topic|Events::EventBus)$/;
    const ids = Object.entries(witness.Resources).filter(([, { Type }]) => holds.test(Type));
    expect(Object.fromEntries(ids.map(([id, { Type }]) => [id, Type]))).toEqual(pinned);
    for (const [id, { Type, DeletionPolicy }] of ids) {
      if (/Key|Table|Bucket|LogGroup/.test(Type))
        expect([id, DeletionPolicy]).toEqual([id, /Table/.test(Type) ? 'Retain' : 'RetainExceptOnCreate']);
    }
  });

  test('gives the program the address that it asks for', () => {
    const { BusArn, StatementUri, StatementKeyId, KeptBucket } = witness.Outputs!;
    const bus = resolved(witness, BusArn!.Value) as string;
    expect(bus.replace(ACCOUNT, WITNESS_ACCOUNT)).toBe(
      `arn:aws:events:${REGION}:${WITNESS_ACCOUNT}:event-bus/${PREFIX}-witness`,
    );
    expect([StatementUri, StatementKeyId, KeptBucket]).not.toContain(undefined);
    const stage = { program: 'p-x', stage: 'dev', witness: bus };
    expect(parseConfig({ stages: [stage] }).stages[0]!.witness).toBe(bus);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown key', { ...options, days2: 1 }, /witness: unknown key "days2"/],
    ['no account', { ...options, account: '12' }, /witness\.account: 12 digits/],
    ['a file that is not there', { ...options, key: 'nowhere.pem' }, /witness\.key: .*nowhere\.pem is no public key/],
  ])('%s is refused by name', (_what, context, problem) => {
    expect(() => parseWitness(context, FOLDER)).toThrow(problem);
  });

  test('a key of another kind is refused', () => {
    const key = join(FOLDER, '../rsa.pem');
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
    expect(() => parseWitness({ ...options, key }, '.')).toThrow(/no Ed25519 public key/);
  });

  test('a witness in the account that it witnesses is refused', async () => {
    const run = synthesize(join(FOLDER, '../witness-of-itself'), { witness: options });
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/is of another one/) });
  });

  test.each(['arn:aws:sns:us-east-1:123456789012:topic', 'default', ''])('%s is no bus of a witness', (bus) => {
    expect(() => parseConfig({ stages: [{ program: 'p-x', stage: 'dev', witness: bus }] })).toThrow(/witness/);
  });
});

describe('the bus', () => {
  const policy = () => only(witness, 'AWS::Events::EventBusPolicy').Properties.Statement;

  test('takes events of two kinds, of two roles of the program’s account, and gives nothing else', () => {
    expect(resolved(witness, policy())).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'events:PutEvents',
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': 'sluice',
          'events:detail-type': ['Sluice Checkpoints', 'Sluice Guard'],
        },
        ArnEquals: {
          'aws:PrincipalArn': ['checkpoint', 'guard'].map((role) => `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-${role}`),
        },
      },
    });
  });

  test('hands on what comes of that account, of those kinds, to the function alone, and tries for a day', () => {
    const [[, { Properties }], ...others] = ofType(witness, 'AWS::Events::Rule').filter(
      ([, one]) => one.Properties.EventPattern,
    ) as [[string, Resource]];
    expect(others).toEqual([]);
    expect(Properties).toMatchObject({
      EventPattern: { source: ['sluice'], 'detail-type': ['Sluice Checkpoints', 'Sluice Guard'], account: [ACCOUNT] },
      Targets: [{ RetryPolicy: { MaximumEventAgeInSeconds: 86_400 } }],
    });
  });

  test('no other policy of the stack names the account of the program', () => {
    const { Resources } = witness;
    const named = Object.entries(Resources).filter(([, one]) => JSON.stringify(one).includes(ACCOUNT));
    expect(named.map(([, { Type }]) => Type).sort()).toEqual(['AWS::Events::EventBusPolicy', 'AWS::Events::Rule']);
  });
});

describe('who may do what', () => {
  const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const administratorOf = (account: string): Principal => ({
    arn: `arn:aws:iam::${account}:role/Admin`,
    policies: [EVERYTHING],
  });
  const administrator = administratorOf(ACCOUNT);
  const idLike = (type: string, pattern: RegExp) => ofType(witness, type).find(([id]) => pattern.test(id))![0];
  const arn = (type: string, pattern: RegExp) => arnOf(witness, idLike(type, pattern));
  const kept = () => arn('AWS::S3::Bucket', /^WitnessKept/);
  const signing = () => arn('AWS::KMS::Key', /^WitnessSigning/);
  const table = () => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${PREFIX}-Witness`;
  const note = () => `${kept()}/checkpoints/numbered/000000000001.note`;

  type Row = [what: string, action: string, resource: () => string, witness: boolean, administrator: boolean];
  /** Of the stack's own account. */
  test.each<Row>([
    ['keep a checkpoint', 's3:PutObject', note, true, false],
    ['keep what contradicts', 's3:PutObject', () => `${kept()}/contradictions/1-a.note`, true, false],
    ['keep a word of the guard', 's3:PutObject', () => `${kept()}/guard/a.json`, true, false],
    ['publish a statement', 's3:PutObject', () => `${kept()}/statement.json`, true, false],
    ['put anything else', 's3:PutObject', () => `${kept()}/other`, false, false],
    ['see a checkpoint', 's3:GetObject', note, true, true],
    ['fetch the statement', 's3:GetObject', () => `${kept()}/statement.json`, false, true],
    ['be told that one is not there', 's3:ListBucket', kept, true, true],
    ['delete a checkpoint', 's3:DeleteObject', note, false, false],
    ['delete a version', 's3:DeleteObjectVersion', note, false, false],
    ['break the lock', 's3:BypassGovernanceRetention', note, false, false],
    ['move the lock', 's3:PutObjectRetention', note, false, false],
    ['move the state on', 'dynamodb:PutItem', table, true, true],
    ['see the state', 'dynamodb:GetItem', table, true, true],
    ['delete the state', 'dynamodb:DeleteItem', table, false, true],
    ['sign', 'kms:Sign', signing, true, false],
    ['see the public key', 'kms:GetPublicKey', signing, true, true],
  ])('%s', async (_what, action, resource, byWitness, byAdministrator) => {
    const account = new Account(witness, WITNESS_ACCOUNT);
    const call = { action, resource: resource() };
    expect(await account.allows(account.role(`${PREFIX}-witness`), call)).toBe(byWitness);
    expect(await account.allows(administratorOf(WITNESS_ACCOUNT), call)).toBe(byAdministrator);
  });

  /** The same stack, in an account that is not the one of the callers. */
  describe('of the account that is witnessed', () => {
    const there = () => new Account(witness, WITNESS_ACCOUNT);
    const bus = () => arn('AWS::Events::EventBus', /^Bus/);
    const event = (source: string, type: string) => ({
      'events:source': [source],
      'events:detail-type': [type],
    });
    const teller = (name: string) => new Account(program).role(`${PREFIX}-${name}`);
    const rights: Principal['policies'] = [EVERYTHING];

    test('nobody does anything, but for two roles that put events of these kinds', async () => {
      for (const action of ['s3:PutObject', 's3:DeleteObjectVersion', 's3:GetObject']) {
        expect([action, await there().allows(administrator, { action, resource: note() })]).toEqual([action, false]);
      }
      for (const action of ['kms:Sign', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy']) {
        expect([action, await there().allows(administrator, { action, resource: signing() })]).toEqual([action, false]);
      }
      const ours = event('sluice', 'Sluice Checkpoints');
      const puts = (who: Principal, context: Record<string, string | string[]>, action = 'events:PutEvents') =>
        there().allows(who, { action, resource: bus(), context });
      for (const name of ['checkpoint', 'guard']) {
        const role = { ...teller(name), policies: rights, boundary: EVERYTHING };
        expect(await puts(role, ours)).toBe(true);
        expect(await puts(role, event('sluice', 'Sluice Guard'))).toBe(true);
        expect(await puts(role, event('sluice', 'Anything else'))).toBe(false);
        expect(await puts(role, event('aws.events', 'Sluice Checkpoints'))).toBe(false);
        expect(await puts(role, {}, 'events:DeleteEventBus')).toBe(false);
      }
      expect(await puts(administrator, ours)).toBe(false);
      expect(await puts({ ...administrator, arn: `arn:aws:iam::${ACCOUNT}:root` }, ours)).toBe(false);
    });
  });
});

describe('the function', () => {
  test('is the one of its manifest, with the variables that it names', () => {
    expect([...WITNESS_MANIFESTS.keys()]).toEqual(['witness']);
    const { Properties } = only(witness, 'AWS::Lambda::Function');
    const variables = Properties.Environment.Variables;
    const ours = Object.keys(variables).filter((name) => name.startsWith('SLUICE_'));
    expect(ours.sort()).toEqual([...COMMON_OF_WITNESS, ...manifest.environment].sort());
    const values = Object.fromEntries(ours.map((name) => [name, JSON.stringify(variables[name])]));
    expect(Object.keys(readConfig(manifest, values)).sort()).toEqual(ours.sort());
  });

  test('has an alarm for each thing that it counts, for its failures, and for its silence', () => {
    const names = ofType(witness, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      Properties.AlarmName.slice(PREFIX.length + 1),
    );
    const own = ['errors', 'broken', 'dropped', 'silent'].map((kind) => `witness-${kind}`);
    expect(names.sort()).toEqual([...Object.keys(manifest.alarms), ...own].sort());
    for (const [, { Properties }] of ofType(witness, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
      expect(Properties.AlarmDescription).toMatch(/.{40} Runbook: docs\/runbooks\.md#[\w-]+$/);
    }
  });

  test('what it keeps is locked, for everybody', () => {
    const [[, { Properties }]] = ofType(witness, 'AWS::S3::Bucket').filter(([id]) => /Kept/.test(id)) as [
      [string, Resource],
    ];
    expect(Properties.ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1095 } },
    });
  });
});

describe('an alarm on what the witness counts', () => {
  const NOW = Date.UTC(2026, 10, 25, 13);
  const own = () =>
    ofType(witness, 'AWS::CloudWatch::Alarm')
      .map(([, resource]) => definitionOf(resolved(witness, resource)))
      .filter(({ namespace }) => namespace === 'Sluice');
  /** What it counts while a story is told. */
  async function counted(make: () => Promise<WitnessStory>): Promise<Datum[]> {
    let told: WitnessStory | undefined;
    const handler = await loadHandler(
      'witness',
      async () => {
        told = await make();
        return told.ports;
      },
      witness,
    );
    const began = time.now;
    const data: Datum[] = [];
    try {
      for (const [hours, event] of told!.calls) {
        time.now = began + hours * 3_600_000;
        data.push(...metricsOf(await printedBy(() => handler(event).catch(() => {})), NOW - 1));
      }
    } finally {
      time.now = began;
    }
    return data;
  }

  test.each(Object.keys(WITNESS_FAULTS))('%s: its fault raises it, one time less does not', async (name) => {
    const alarm = own().find((one) => one.name === `${PREFIX}-${name}`)!;

    const data = await counted(WITNESS_FAULTS[name]!);

    expect(stateOf(alarm, data, NOW)).toBe('ALARM');
    expect(
      stateOf(
        alarm,
        data.filter(({ metric }) => metric !== alarm.metric),
        NOW,
      ),
    ).toBe('OK');
  });

  test('there is a fault for each, and none is raised while all is well', async () => {
    expect(
      own()
        .map((one) => one.name)
        .sort(),
    ).toEqual(
      Object.keys(WITNESS_FAULTS)
        .map((name) => `${PREFIX}-${name}`)
        .sort(),
    );

    const data = await counted(WITNESS_HEALTHY);

    expect(own().filter((alarm) => stateOf(alarm, data, NOW) !== 'OK')).toEqual([]);
  });
});

test('no type is deployed there of which nobody knows what it does', () => {
  const types = new Set(Object.values(witness.Resources).map(({ Type }) => Type));
  // Whoever owns that account can change all of it, and cannot delete what is locked: it has no doors, and no guard.
  expect([...types].sort()).toEqual([
    ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::DynamoDB::Table'],
    ...['AWS::Events::EventBus', 'AWS::Events::EventBusPolicy', 'AWS::Events::Rule'],
    ...['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::KMS::Alias', 'AWS::KMS::Key'],
    ...['AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::Logs::LogGroup'],
    ...['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
  ]);
});
