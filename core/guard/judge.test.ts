import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ApiEventOptions, apiEvent, BY_DEPLOY, GUARDED } from '../../test/fixtures/api-events.ts';
import { DOOR_NAMES, doorOf, eventsOf } from '../disclosure/doors.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { GATES } from '../gate/gate.ts';
import { SECOND_LINE_ROLES, secondLinePolicy } from '../gate/second-line.ts';
import { readApiCall } from './api-call.ts';
import { isOurs, judge } from './judge.ts';

const RULES = sampleDisclosure().guard;
const judged = (...args: Parameters<typeof apiEvent>) => judge(readApiCall(apiEvent(...args)), GUARDED, RULES);
const EVENTS = DOOR_NAMES.flatMap((door) => eventsOf(door).map((event) => [door, event] as const));

describe('each event of each door', () => {
  test.each(EVENTS)('%s: %s', (door, event) => {
    const anywhere = doorOf(door).anywhere === true;
    expect(judged(event)).toMatchObject({ outcome: doorOf(door).ordinary ? 'deploying' : 'moved', door });
    expect(judged(event, BY_DEPLOY)).toEqual({ outcome: 'deployed', door });
    expect(judged(event, { error: 'AccessDenied' })).toEqual({ outcome: 'tried', door });
    // Under the deploy role without CloudFormation, and by CloudFormation under a role of somebody's own.
    expect(judged(event, { ...BY_DEPLOY, through: 'lambda.amazonaws.com' }).outcome).not.toBe('deployed');
    expect(judged(event, { ...BY_DEPLOY, role: 'Admin' }).outcome).not.toBe('deployed');
    expect(judged(event, { request: { name: 'something-else' } }).outcome).toBe(anywhere ? 'moved' : 'foreign');
  });

  test('no event belongs to two doors', () => {
    const events = EVENTS.map(([, event]) => event);
    expect(events.filter((event, at) => events.indexOf(event) !== at)).toEqual([]);
  });
});

/** Where CloudTrail puts the name of what was changed: as AWS documents it, and as the local cloud was seen to. */
const REQUESTS: [event: string, request: unknown, more?: object][] = [
  ['kms:PutKeyPolicy', { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', policyName: 'default' }],
  ['kms:CreateGrant', { keyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' }],
  ['kms:ScheduleKeyDeletion', { keyId: 'alias/sluice-demo-prod/vault' }],
  [
    'dynamodb:DeleteResourcePolicy',
    { resourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/sluice-demo-prod-Index' },
  ],
  ['dynamodb:RestoreTableToPointInTime', { sourceTableName: 'sluice-demo-prod-Keys', targetTableName: 'mine' }],
  ['dynamodb:CreateBackup', null, { resources: [{ ARN: 'arn:aws:dynamodb:us-east-1:1:table/sluice-demo-prod-Keys' }] }],
  ['s3:PutBucketPolicy', { bucketName: 'sluice-demo-prod-state-vault-1', Host: 's3.amazonaws.com' }],
  ['iam:PutRolePolicy', { roleName: 'sluice-demo-prod-reader', policyName: 'mine', policyDocument: '{}' }],
  ['iam:CreatePolicyVersion', { policyArn: 'arn:aws:iam::111122223333:policy/sluice-demo-prod-reading-boundary' }],
  [
    'lambda:CreateFunction20150331',
    { functionName: 'mine', role: 'arn:aws:iam::111122223333:role/sluice-demo-prod-reader' },
  ],
  [
    'lambda:UpdateFunctionCode20150331v2',
    { functionName: 'arn:aws:lambda:us-east-1:1:function:sluice-demo-prod-reader' },
  ],
  [
    'lambda:DeleteEventSourceMapping20150331',
    { uUID: 'x' },
    { response: { functionArn: 'arn:aws:lambda:us-east-1:1:function:sluice-demo-prod-redactor' } },
  ],
  ['kinesis:RegisterStreamConsumer', { streamARN: 'arn:aws:kinesis:us-east-1:1:stream/sluice-demo-prod-frames' }],
  ['cognito-idp:UpdateUserPoolClient', { userPoolId: 'us-east-1_AbCdEfGhI' }],
  ['monitoring:DeleteAlarms', { alarmNames: ['mine', 'sluice-demo-prod-ledger-rewritten'] }],
  ['events:DisableRule', { name: 'sluice-demo-prod-Service-GuardKms123' }],
  ['logs:PutSubscriptionFilter', { logGroupName: '/aws/lambda/sluice-demo-prod-reader' }],
];

test.each(REQUESTS)('%s names what it changes: %j', (event, request, more = {}) => {
  expect(judged(event, { request, ...more }).outcome).toBe('moved');
});

test('a policy or definition of something else that names what is ours moves nothing of ours', () => {
  const policy = 'arn:aws:iam::111122223333:role/sluice-demo-prod-reader';
  for (const key of ['policy', 'policyDocument', 'bucketPolicy', 'assumeRolePolicyDocument', 'definition']) {
    expect(judged('s3:PutBucketPolicy', { request: { bucketName: 'theirs', [key]: { a: [policy] } } }).outcome).toBe(
      'foreign',
    );
  }
});

test('a service that grants itself the use of a key is no movement; whoever grants it to somebody is one', () => {
  expect(judged('kms:CreateGrant', { through: 'dynamodb.amazonaws.com' }).outcome).toBe('foreign');
  expect(judged('kms:CreateGrant').outcome).toBe('moved');
  expect(judged('kms:CreateGrant', { through: 'cloudformation.amazonaws.com' }).outcome).toBe('moved');
  expect(judged('backup:StartBackupJob', { through: 'backup.amazonaws.com' }).outcome).toBe('moved');
});

const DENYING = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', NotAction: 'a:B', Resource: '*' }] };
const OWN = JSON.stringify(secondLinePolicy('reading', 0));
/** The first of two members of one name, or one of another case, allows. */
const TWICE = [
  OWN.replace('"Statement":', '"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}],"Statement":'),
  OWN.replace('"Statement":', '"statement":[{"Effect":"Allow","Action":"*","Resource":"*"}],"Statement":'),
  OWN.replace('"Effect":"Deny"', '"Effect":"Allow","Effect":"Deny"'),
];

describe('the second line of a pause', () => {
  const { prefix } = GUARDED;
  const role = `${prefix}-second-line`;
  const ours = {
    role,
    by: `arn:aws:sts::111122223333:assumed-role/${role}/${role}`,
    request: {
      roleName: `${prefix}-reader`,
      policyName: 'sluice-paused',
      policyDocument: JSON.stringify(secondLinePolicy('reading', 0)),
    },
  };
  const request = (change: object) => ({ ...ours, request: { ...ours.request, ...change } });
  const allowing = JSON.stringify({ Statement: [{ Effect: 'Deny' }, { Effect: 'Allow', Action: '*', Resource: '*' }] });

  const each = GATES.flatMap((gate) => SECOND_LINE_ROLES[gate].map((name) => [gate, name] as const));
  test.each(each)('of %s on %s, put and taken away by its function, moves nothing', (gate, name) => {
    const of = {
      roleName: `${prefix}-${name}`,
      policyDocument: JSON.stringify(secondLinePolicy(gate, 0)),
    };
    expect(judged('iam:PutRolePolicy', request(of)).outcome).toBe('second-line');
    expect(judged('iam:DeleteRolePolicy', request({ ...of, policyDocument: undefined })).outcome).toBe('second-line');
    expect(judged('iam:PutRolePolicy', { ...request(of), error: 'ThrottlingException' }).outcome).toBe('second-line');
  });

  test.each([
    ['the same policy by somebody else', 'iam:PutRolePolicy', { ...ours, role: 'Admin' }],
    ['the same policy taken away by somebody else', 'iam:DeleteRolePolicy', { ...ours, role: 'Admin' }],
    ['by a role of another stage', 'iam:PutRolePolicy', { ...ours, role: 'sluice-demo-prod-eu-second-line' }],
    ['by the deploy role without CloudFormation', 'iam:PutRolePolicy', { ...ours, role: GUARDED.deployRole }],
    ['under its role, through a service', 'iam:PutRolePolicy', { ...ours, through: 'cloudformation.amazonaws.com' }],
    ['a policy of another name', 'iam:PutRolePolicy', request({ policyName: 'Access' })],
    ['the taking away of a policy of another name', 'iam:DeleteRolePolicy', request({ policyName: 'Access' })],
    ['on another role', 'iam:PutRolePolicy', request({ roleName: `${prefix}-redactor` })],
    ['on its own role', 'iam:PutRolePolicy', request({ roleName: role })],
    ['one that allows something beside', 'iam:PutRolePolicy', request({ policyDocument: allowing })],
    ['what denies something else', 'iam:PutRolePolicy', request({ policyDocument: JSON.stringify(DENYING) })],
    [
      'what is of the other gate',
      'iam:PutRolePolicy',
      request({ policyDocument: JSON.stringify(secondLinePolicy('collection', 0)) }),
    ],
    ['nothing at all', 'iam:PutRolePolicy', request({ policyDocument: '{"Version":"2012-10-17","Statement":[]}' })],
    ...TWICE.map((policyDocument): [string, string, object] => [
      `a member twice: ${policyDocument.slice(0, 30)}`,
      'iam:PutRolePolicy',
      request({ policyDocument }),
    ]),
    ['one that nobody can read', 'iam:PutRolePolicy', request({ policyDocument: '{' })],
    ['one that is not told', 'iam:PutRolePolicy', request({ policyDocument: undefined })],
    ['another change of the role', 'iam:DeleteRolePermissionsBoundary', ours],
    ['another policy attached to it', 'iam:AttachRolePolicy', ours],
  ])('%s is a movement', (_what, event, call) => {
    expect(judged(event, call as ApiEventOptions)).toMatchObject({
      outcome: 'moved',
      door: 'role-rights',
      answer: 'close',
    });
  });
});

test('no event of a read, of data or of nothing is a door', () => {
  for (const event of ['kms:Decrypt', 'kms:DescribeKey', 'dynamodb:GetItem', 'iam:GetRole', 'sts:AssumeRole']) {
    expect(judged(event).outcome).toBe('foreign');
  }
});

describe('a name is ours', () => {
  const SIGNS = ['-', '/', ':', ' ', '_', '.', '*', ''];

  test('whole, wherever it stands, in whatever case S3 or people write it', () => {
    const around = fc.constantFrom(...SIGNS.filter((sign) => sign !== '-'));
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        around,
        fc.constantFrom(...SIGNS),
        fc.string({ maxLength: 8 }),
        (a, b, c, d) => {
          const after = c === '' ? '' : `${c}${d}`.replace(/^-eu/, '-xx');
          const name = `${b === '' ? '' : `${a}${b}`}${GUARDED.prefix}${after}`;
          return isOurs(name, GUARDED) && isOurs(name.toUpperCase(), GUARDED);
        },
      ),
    );
  });

  test('and not where it is a part of another word, or another stage’s', () => {
    for (const name of [
      'sluice-demo-production-x',
      'my-sluice-demo-prod-x',
      'sluice-demo-prod-eu',
      'sluice-demo-prod-eu-reader',
      'sluice-demo',
      '',
    ]) {
      expect([name, isOurs(name, GUARDED)]).toEqual([name, false]);
    }
    expect(isOurs('sluice-demo-prod-europe', GUARDED)).toBe(true);
    expect(isOurs('sluice-demo-prod-eu and sluice-demo-prod-reader', GUARDED)).toBe(true);
  });
});

test('whatever a request holds, reading it ends, and says what it says', () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (request, response) => {
      const call = readApiCall(apiEvent('kms:PutKeyPolicy', { request, response }));
      return call.names.every((name) => typeof name === 'string') && call.names.length <= 2_000;
    }),
  );
});
