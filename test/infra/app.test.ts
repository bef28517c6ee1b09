import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { FOLDERS, synthesize } from './synthesize.ts';

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
      stderr: expect.stringMatching(/programs\/absent\/disclosure\.yaml/),
    });
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
  expect(templates.join('')).toContain('"Issuer": "https://idp.example.com"');
  expect(templates.join('')).not.toContain('AWS::Cognito::UserPool"');
});
