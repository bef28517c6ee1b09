import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { doubts, parseConfig } from '../../lib/config.ts';
import { FOLDERS, MOVED_ACCOUNT, synthesize } from './synthesize.ts';

/** Every file below a folder, with the hash of its bytes. */
function files(folder: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(folder, below)).map((name) => {
      const path = join(below, name);
      const full = join(folder, path);
      if (statSync(full).isDirectory()) return files(folder, path);
      return { [path]: createHash('sha256').update(readFileSync(full)).digest('hex') };
    }),
  );
}

test('the same sources give the same bytes: templates, bundles, everything', () => {
  const [first, second] = FOLDERS.map((folder) => files(folder)) as [Record<string, string>, Record<string, string>];

  expect(Object.keys(first).length).toBeGreaterThan(20);
  expect(second).toEqual(first);
});

test('cdk-nag is clean: what it found was acknowledged, with resource, finding and reason', () => {
  const said = readFileSync(join(FOLDERS[0]!, 'said.txt'), 'utf8');

  expect(said).toMatch(/^cdk-nag: AwsSolutions passed, \d+ findings acknowledged/);
  const listed = said.split('\n').filter((line) => line.startsWith('  '));
  expect(listed).toHaveLength(Number(/(\d+) findings/.exec(said)?.[1]));
  for (const line of listed) expect(line).toMatch(/^ {2}sluice-\S+(?: --\S+)? AwsSolutions-[A-Z0-9]+\S*: \w.{10,}/);
});

test('a stage goes into its own account, whosever credentials deploy', () => {
  const { artifacts } = JSON.parse(readFileSync(join(FOLDERS[0]!, 'manifest.json'), 'utf8'));
  const stacks = Object.values<{ type: string; environment: string; properties: { stackName: string } }>(
    artifacts,
  ).filter(({ type }) => type === 'aws:cloudformation:stack');
  const places = Object.fromEntries(stacks.map(({ environment, properties }) => [properties.stackName, environment]));

  for (const stack of ['State', 'Service']) {
    expect(places[`sluice-model-capability-prod-${stack}`]).toBe('aws://123456789012/us-east-1');
    expect(places[`sluice-model-capability-moved-${stack}`]).toBe(`aws://${MOVED_ACCOUNT}/eu-central-1`);
  }
});

test('cdk-nag bites: a bucket as it comes does not pass', async () => {
  const run = synthesize(join(FOLDERS[0]!, '../with-a-plain-bucket'), {}, 'test/infra/plain-bucket.ts');

  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/AwsSolutions-S10/) });
});

describe('options', () => {
  const stage = { program: 'model-capability', stage: 'dev' };

  test('defaults', () => {
    expect(parseConfig({ stages: [stage] }).stages[0]).toMatchObject({
      destroyable: false,
      stream: { mode: 'on-demand' },
      evidenceDays: 1095,
      logRetentionDays: 90,
      reservedConcurrency: {},
    });
  });

  test('come as JSON from the command line as well', () => {
    expect(parseConfig(JSON.stringify({ stages: [stage] })).stages).toHaveLength(1);
  });

  test.each<[what: string, context: unknown, problem: RegExp]>([
    ['an unknown key', { stages: [{ ...stage, destroyble: true }] }, /sluice\.stages\.0: unknown key "destroyble"/],
    ['an unknown key at the top', { stages: [stage], stage: 1 }, /sluice: unknown key "stage"/],
    ['a key that is nearly one', { stages: [{ ...stage, alarmsEmail: 'a@b.example' }] }, /did you mean "alarmEmail"\?/],
    [
      'a key below that is nearly one',
      { stages: [{ ...stage, oidc: { isuer: 'https://a.example', audience: ['a'] } }] },
      /oidc: unknown key "isuer" \(did you mean "issuer"\?\)/,
    ],
    [
      'a key of a form that is nearly one',
      { stages: [{ ...stage, stream: { mode: 'provisioned', shard: 1 } }] },
      /"shards"/,
    ],
    [
      'one stage of an account and one of none',
      {
        stages: [
          { ...stage, account: '1'.repeat(12) },
          { ...stage, stage: 'prod' },
        ],
      },
      /stages\.1\.account: .*says none/,
    ],
    ['an account that is a number', { stages: [{ ...stage, account: 123456789012 }] }, /account/],
    [
      'an issuer over http',
      { stages: [{ ...stage, oidc: { issuer: 'http://idp.example.com', audience: ['a'] } }] },
      /oidc\.issuer: .*over https/,
    ],
    [
      'one on loopback, where it counts',
      { stages: [{ ...stage, oidc: { issuer: 'http://127.0.0.1:1', audience: ['a'] } }] },
      /oidc\.issuer/,
    ],
    [
      'one that only looks like loopback',
      { stages: [{ ...stage, destroyable: true, oidc: { issuer: 'http://localhost.example.com', audience: ['a'] } }] },
      /oidc\.issuer/,
    ],
    ['a tag of ours', { stages: [{ ...stage, tags: { plane: 'x' } }] }, /tags: .*Sluice’s own/],
    ['a path that is none', { stages: [{ ...stage, iamPath: 'apps' }] }, /iamPath: .*begins and ends/],
    ['a tag of AWS', { stages: [{ ...stage, tags: { 'aws:x': 'x' } }] }, /tags/],
    ['a pager without TLS', { stages: [{ ...stage, alarms: [{ https: 'http://pager.example.com' }] }] }, /alarms/],
    [
      'a callback elsewhere',
      {
        stages: [
          { ...stage, oidc: { issuer: 'https://a.example', audience: ['a'], redirectUris: ['http://a.example/'] } },
        ],
      },
      /loopback/,
    ],
    ['no stage', { stages: [] }, /sluice\.stages/],
    ['nothing', undefined, /sluice/],
    ['a retention that Logs does not know', { stages: [{ ...stage, logRetentionDays: 42 }] }, /logRetentionDays/],
    ['the same stage twice', { stages: [stage, stage] }, /is there twice/],
    ['text that is no JSON', '{', /is not JSON/],
  ])('%s is refused by name', (_what, context, problem) => {
    expect(() => parseConfig(context)).toThrow(problem);
  });

  test('a program without a disclosure ends with one clear line', async () => {
    const run = synthesize(join(FOLDERS[0]!, '../third'), {
      sluice: { stages: [{ program: 'absent', stage: 'dev' }] },
    });

    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /programs\/absent\/disclosure\.yaml cannot be read.* and there are: model-capability/,
      ),
    });
  });

  test('an issuer on loopback is one for a stage that is destroyable', () => {
    const oidc = { issuer: 'http://localhost:9', audience: ['a'] };

    expect(parseConfig({ stages: [{ ...stage, destroyable: true, oidc }] }).stages[0]!.oidc).toMatchObject({
      scopes: expect.arrayContaining(['openid']),
      redirectUris: ['http://127.0.0.1/callback'],
    });
  });

  const doubtsOf = (more: object) => doubts(parseConfig({ stages: [{ ...stage, ...more }] }).stages[0]!).join(' ');
  const told = { alarmEmail: 'on-call@example.com' };

  test.each([
    ['nobody who is told', {}, /nobody is told of alarms/],
    ['evidence for a hundred years', { ...told, evidenceDays: 36_500 }, /for 100 years nobody can delete evidence/],
    ['logs for ten', { ...told, logRetentionDays: 3653 }, /logs are kept/],
    ['one factor', { ...told, mfa: 'optional' }, /password alone/],
  ])('%s is allowed, and doubted', (_, more, words) => expect(doubtsOf(more)).toMatch(words));

  test('nothing else is doubted, and nothing of a stage for tests', () => {
    expect(doubtsOf(told)).toBe('');
    expect(doubtsOf({ alarms: [{ topic: 'arn:aws:sns:eu-central-1:123456789012:chat' }] })).toBe('');
    expect(doubtsOf({ destroyable: true, evidenceDays: 36_500, mfa: 'optional' })).toBe('');
  });

  test.each([
    [
      'that widens under its MAJOR',
      (text: string) => text.replace('routine: 180', 'routine: 181'),
      /after 2\.0: something widens/,
    ],
    [
      'that tells people of another Region',
      (text: string) => text.replace('place:\n', 'place:\n  region: eu-central-1\n'),
      /place\.region: people are told eu-central-1, and the stage is deployed to us-east-1/,
    ],
    [
      'that goes back',
      (text: string) => text.replace('version: "2.1"', 'version: "2.0"'),
      /a new version with the old content/,
    ],
  ])('a disclosure %s is not deployed', async (_what, change, problem) => {
    const folder = mkdtempSync(join(FOLDERS[0]!, '../succession-'));
    const first = readFileSync('programs/model-capability/disclosure.yaml', 'utf8');
    mkdirSync(join(folder, 'earlier'));
    writeFileSync(join(folder, 'earlier', '2.0.yaml'), first);
    writeFileSync(join(folder, 'disclosure.yaml'), change(first.replace('version: "2.0"', 'version: "2.1"')));
    const options = { ...stage, disclosure: join(folder, 'disclosure.yaml') };

    const run = synthesize(join(folder, 'out'), { sluice: { stages: [options] } });

    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(problem) });
  });
});

test('the example of a stage with an identity provider of its own: tokens are its, and there is no pool', async () => {
  const folder = join(FOLDERS[0]!, '../example-oidc');
  const context = JSON.parse(readFileSync('examples/oidc-stage/cdk.context.json', 'utf8'));

  await synthesize(folder, context);

  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(templates).toHaveLength(2);
  // What is doubted is a warning of the stack, which the CDK prints.
  const [metadata] = readdirSync(folder).filter((name) => /State.*metadata\.json$/.test(name));
  expect(readFileSync(join(folder, metadata!), 'utf8')).toContain('nobody is told of alarms');
  expect(templates.join('')).toContain('"Issuer": "https://idp.example.com"');
  expect(templates.join('')).not.toContain('AWS::Cognito::UserPool"');
});
