import { expect, test } from '@jest/globals';
import { ours, theirs } from '../../fixtures/policies/answers.ts';
import { compared } from '../../fixtures/policies/differences.ts';
import { type Case, makeCase, OWN, variable } from '../../fixtures/policies/generate.ts';

/*
 * The evaluator against another one (test only: docs/decisions/copyleft-in-tests.md): the same answer on policy sets at random, but where a
 * test of this page says why not. `npm run exposure:differential` asks 20,000 and more.
 */

const QUICK = 600;

test('policy sets at random have the same answer from both', async () => {
  const tally: Record<string, number> = {};
  const unexplained: number[] = [];
  for (let seed = 0; seed < QUICK; seed++) {
    const one = makeCase(seed);
    const result = await compared(one);
    tally[result] = (tally[result] ?? 0) + 1;
    if (result === 'unexplained') unexplained.push(seed);
  }

  expect(unexplained).toEqual([]);
  expect(tally.same).toBeGreaterThan(QUICK * 0.98);
});

test('the draws are worth it: both answers, and every kind of policy decides', () => {
  const cases = Array.from({ length: QUICK }, (_, seed) => makeCase(seed));
  const yes = cases.filter((one) => ours(one).verdict === 'yes');

  expect(yes.length).toBeGreaterThan(QUICK / 10);
  for (const part of ['boundary', 'session', 'resourcePolicy'] as const) {
    const decided = cases.filter((one) => {
      const { [part]: gone, ...rest } = one;
      return gone && ours(rest as Case).verdict !== ours(one).verdict;
    });
    expect([part, decided.length > 0]).toEqual([part, true]);
  }
});

const allow = (more: object = {}) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more },
});
const base: Case = {
  seed: -1,
  principal: { kind: 'user', arn: `arn:aws:iam::${OWN}:user/jane` },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::data/a',
  owner: OWN,
  context: {},
  identity: [allow()],
  serviceControl: [],
  resourceControl: [],
  restricted: false,
};
const session = `arn:aws:sts::${OWN}:assumed-role/analyst/s1`;
const both = async (one: Case) => [ours(one).verdict, (await theirs(one)).verdict];

test('a session that a resource names is not limited by its session policy', async () => {
  // IAM user guide, "Session policies": what a resource's policy gives to the session's ARN is added, whatever the session policy leaves out.
  const one: Case = {
    ...base,
    principal: { kind: 'session', arn: session, role: `arn:aws:iam::${OWN}:role/analyst` },
    session: allow({ Action: 'ec2:RunInstances' }),
    resourcePolicy: allow({ Principal: { AWS: session }, Resource: 'arn:aws:s3:::data/*' }),
  };

  expect(await both(one)).toEqual(['yes', 'no']);
});

test('a role stands for the session of it that a policy names', async () => {
  const one: Case = {
    ...base,
    principal: { kind: 'role', arn: `arn:aws:iam::${OWN}:role/analyst` },
    identity: [],
    resourcePolicy: allow({ Principal: { AWS: session }, Resource: 'arn:aws:s3:::data/*' }),
  };

  expect(await both(one)).toEqual(['if', 'no']);
});

test('0.0.0.0/0 is every address of IPv4', async () => {
  // The other one shifts by 32 bits, which in JavaScript is none.
  const identity = [allow({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })];

  expect(await both({ ...base, identity, context: { 'aws:SourceIp': '10.1.2.3' } })).toEqual(['yes', 'no']);
});

test('an address of IPv6 is none of IPv4', async () => {
  const identity = [allow({ Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } } })];

  expect(await both({ ...base, identity, context: { 'aws:SourceIp': '2001:db8::1' } })).toEqual(['yes', 'no']);
});

test('the older version of policies has no variables', async () => {
  // IAM user guide, "Version": in 2008-10-17 they are text. It is what a policy without a version has.
  const { Statement } = allow({ Condition: { StringEquals: { 'aws:username': variable('aws:PrincipalTag/team') } } });

  expect(
    await both({
      ...base,
      identity: [{ Statement }],
      context: { 'aws:username': 'jane', 'aws:PrincipalTag/team': 'jane' },
    }),
  ).toEqual(['no', 'yes']);
});

test.each<[string, Partial<Case>, 'yes' | 'no']>([
  [
    'an ARN of a condition that has not all its parts',
    {
      context: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:user/jane` },
      identity: [allow({ Condition: { ArnLike: { 'aws:PrincipalArn': '*' } } })],
    },
    'no',
  ],
  [
    'a negated condition on a variable without a value',
    {
      context: { 'aws:SourceVpc': 'vpc-1' },
      identity: [allow({ Condition: { StringNotEquals: { 'aws:SourceVpc': variable('aws:PrincipalTag/team') } } })],
    },
    'no',
  ],
  [
    'a resource that is none of a variable without a value',
    {
      identity: [allow({ Resource: undefined, NotResource: `arn:aws:s3:::data/${variable('aws:PrincipalTag/team')}` })],
    },
    'no',
  ],
  [
    'any of a key that is absent, if it exists',
    { identity: [allow({ Condition: { 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } } })] },
    'no',
  ],
  [
    'several values without a set operator',
    {
      context: { 'aws:TagKeys': ['a', 'b'] },
      identity: [allow({ Condition: { StringEquals: { 'aws:TagKeys': 'a' } } })],
    },
    'no',
  ],
  [
    'a deny to all but an account, for those who are in it',
    { resourcePolicy: allow({ Effect: 'Deny', NotPrincipal: { AWS: OWN }, Resource: 'arn:aws:s3:::data/*' }) },
    'yes',
  ],
])('what AWS does not define is unknown: %s', async (_, more, other) => {
  const one = JSON.parse(JSON.stringify({ ...base, ...more })) as Case;

  expect(await both(one)).toEqual(['unknown', other]);
});

test('root of an account may what its account may, without a policy', async () => {
  const one: Case = { ...base, identity: [], principal: { kind: 'user', arn: `arn:aws:iam::${OWN}:root` } };

  expect((await theirs(one)).verdict).toBe('no');
  expect(ours({ ...one, principal: { ...one.principal, kind: 'root' as 'user' } }).verdict).toBe('yes');
});
