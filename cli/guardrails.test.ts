import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'sluice-guardrails-'));
const OUTPUTS = {
  'sluice-demo-prod-State': {
    ProgramName: 'demo',
    VaultBucket: 'v-1',
    EvidenceBucket: 'e-1',
    UserPoolId: 'us-east-1_A',
  },
  'sluice-demo-prod-Service': { ApiId: 'a1b2', ApiUrl: 'https://a1b2.execute-api.us-east-1.amazonaws.com' },
};

test('prints both kinds for a stage that is named, and denies all but the deploy role', async () => {
  const { code, out } = await sluice('guardrails', 'print', '--program', 'demo', '--stage', 'prod');
  expect(code).toBe(0);
  const { service, resource } = JSON.parse(out);
  expect(resource.length).toBeGreaterThan(0);
  const [first] = service[0].Statement;
  expect(first).toMatchObject({
    Effect: 'Deny',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/cdk-hnb659fds-cfn-exec-role-*'] } },
  });
  expect(out).toContain('arn:*:dynamodb:*:*:table/sluice-demo-prod-*');
});

test('takes from a deploy’s outputs what AWS named', async () => {
  const file = join(folder(), 'outputs.json');
  writeFileSync(file, JSON.stringify(OUTPUTS));
  const { out } = await sluice('guardrails', 'print', '--outputs', file, '--account', '111122223333');
  for (const name of ['arn:*:s3:::v-1', 'userpool/us-east-1_A', '/apis/a1b2', ':111122223333:']) {
    expect(out).toContain(name);
  }
  expect(out).not.toContain('domainnames');
});

test('nobody else maps the name of the API to another one', async () => {
  const file = join(folder(), 'named.json');
  const named = { ApiId: 'a1b2', ApiUrl: 'https://sluice.example.com' };
  writeFileSync(
    file,
    JSON.stringify({
      ...OUTPUTS,
      'sluice-demo-prod-Service': {},
      'sluice-demo-prod-State': { ...OUTPUTS['sluice-demo-prod-State'], ...named },
    }),
  );

  const { out } = await sluice('guardrails', 'print', '--outputs', file);

  expect(out).toContain('arn:*:apigateway:*::/domainnames/sluice.example.com/*');
});

test('writes a file a policy, as long as AWS takes', async () => {
  const directory = join(folder(), 'made');
  const { code } = await sluice(
    'guardrails',
    'print',
    '--program',
    'demo',
    '--stage',
    'prod',
    '--directory',
    directory,
  );
  expect(code).toBe(0);
  const files = readdirSync(directory);
  expect(files).toContain('service-control-policy-1.json');
  for (const name of files)
    expect(readFileSync(join(directory, name), 'utf8').trim().length).toBeLessThanOrEqual(5_120);
});

test.each([
  [['guardrails', 'print'], /--outputs FILE, or --program and --stage/],
  [['guardrails', 'print', '--program', 'demo', '--stage', 'prod', '--account', '12'], /12 digits/],
  [['guardrails', 'print', '--outputs', 'not-there.json'], /not a file that cdk deploy --outputs-file wrote/],
])('%j is wrong usage, and says what to do', async (args, said) => {
  const { code, err } = await sluice(...args);
  expect(code).toBe(2);
  expect(err).toMatch(said);
});
