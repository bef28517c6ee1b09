/**
 * Promise 11. "Least privilege is proven. Each role has a permissions boundary; a table of principal x action x resource is
 * evaluated against the synthesized templates; calls observed in end-to-end runs are all allowed, and grants never used are
 * reported."
 *
 * Mechanism: lib/access says of every role what it may do, and of every thing what everybody else may not; both become
 * policies, boundaries and denies of the State stack. The whole table, with the administrator of the account in it, is
 * test/infra/access.test.ts; here are the sentences of it that the other promises rest on.
 *
 * Here: the State template is synthesized, and a simulator of IAM (a library that shares no code with ours) is asked for
 * every role, the account's administrator, and a role to which somebody has attached all rights.
 *
 * Not here: calls as the local cloud observes them, under its IAM evaluator: each is in the templates, none is denied, and a
 * grant that none of them used is argued (test/e2e/deployed/least-privilege.ts).
 *
 * Fails when roles have no boundary, or when the denies of a thing go.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import FEATURES from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { parseConfig } from '../../lib/config.ts';
import { StateStack } from '../../lib/stacks/state.ts';
import { Account, type Call, type Principal } from '../infra/simulate.ts';
import { ACCOUNT, REGION } from '../infra/synthesize.ts';
import { arnOf, ofType, type Template as Synthesized } from '../infra/templates.ts';

const PREFIX = 'sluice-model-capability-prod';
let state: Synthesized;
let account: Account;

/** In place of a bundle: what the function does is not looked at. */
const FRONT = fileURLToPath(new URL('../../functions/front', import.meta.url));

/** The State stack alone: the Service stack has no roles (test/infra), and bundling its functions would take long. */
beforeAll(() => {
  const config = parseConfig({ stages: [{ program: 'model-capability', stage: 'prod' }] }).stages[0]!;
  const yaml = readFileSync(new URL('../../programs/model-capability/disclosure.yaml', import.meta.url), 'utf8');
  const program = { config, disclosure: parseDisclosure(yaml), prefix: PREFIX, others: [] };
  const app = new App({ analyticsReporting: false, context: FEATURES });
  state = Template.fromStack(
    new StateStack(app, 'State', program, { front: FRONT }, { env: { account: ACCOUNT, region: REGION } }),
  ).toJSON() as Synthesized;
  account = new Account(state);
});

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const administrator: Principal = { arn: `arn:aws:iam::${ACCOUNT}:role/Admin`, policies: [EVERYTHING] };
const program = { 'kms:EncryptionContext:program': 'model-capability' };

/** The things that content is in, by what one does to get at it. */
const call = (what: string): Call => {
  const arn = (type: string, like: RegExp) => arnOf(state, ofType(state, type).find(([id]) => like.test(id))![0]);
  const table = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${PREFIX}-${name}`;
  const stream = `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${PREFIX}-frames`;
  const calls: Record<string, Call> = {
    'read sealed frames': { action: 'kinesis:GetRecords', resource: stream },
    'fetch a wrapped subject key': { action: 'dynamodb:GetItem', resource: table('Keys') },
    'open a subject key': {
      action: 'kms:Decrypt',
      resource: arn('AWS::KMS::Key', /^KeySubjectKeys/),
      context: program,
    },
    'open a subject key of another program': {
      action: 'kms:Decrypt',
      resource: arn('AWS::KMS::Key', /^KeySubjectKeys/),
      context: { 'kms:EncryptionContext:program': 'another' },
    },
    'see an index row': { action: 'dynamodb:GetItem', resource: table('Index') },
    'read a body': { action: 's3:GetObject', resource: `${arn('AWS::S3::Bucket', /^IngestVault/)}/ab/c0ffee` },
    'store a segment': { action: 'dynamodb:PutItem', resource: table('Index') },
    'change a consent': { action: 'dynamodb:UpdateItem', resource: table('Subjects') },
    'move the gate': {
      action: 'dynamodb:UpdateItem',
      resource: table('Gate'),
      context: { 'dynamodb:LeadingKeys': ['collection'] },
    },
    'delete from the ledger': {
      action: 'dynamodb:DeleteItem',
      resource: table('Ledger'),
      context: { 'dynamodb:LeadingKeys': ['c0'] },
    },
    'delete what a reader gave as a reason': {
      action: 'dynamodb:DeleteItem',
      resource: table('Ledger'),
      context: { 'dynamodb:LeadingKeys': ['text#anna'] },
    },
    'delete evidence': {
      action: 's3:DeleteObjectVersion',
      resource: `${arn('AWS::S3::Bucket', /^IncidentEvidence/)}/findings/a.json`,
    },
    sign: { action: 'kms:Sign', resource: arn('AWS::KMS::Key', /^KeySigning/) },
  };
  return calls[what]!;
};

test('each role has a permissions boundary of its own, and no policy beside the ones that are written out', () => {
  const boundaries = new Set(ofType(state, 'AWS::IAM::ManagedPolicy').map(([id]) => id));
  expect(
    new Set(ofType(state, 'AWS::IAM::Role').map(([, { Properties }]) => Properties.PermissionsBoundary?.Ref)),
  ).toEqual(boundaries);
  const roles = ofType(state, 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(8);
  for (const [, { Properties }] of roles) {
    expect(boundaries).toContain(Properties.PermissionsBoundary?.Ref);
    expect(Properties.ManagedPolicyArns ?? []).toEqual([]);
  }
});

describe.each<[what: string, who: string[]]>([
  ['read sealed frames', ['redactor']],
  ['fetch a wrapped subject key', ['export-job', 'exports', 'reader', 'redactor']],
  // `exports` opens keys of parts with it, and can see no segment.
  ['open a subject key', ['export-job', 'exports', 'reader', 'redactor']],
  ['open a subject key of another program', []],
  ['see an index row', ['reader']],
  // Sealed: of these reader and job alone have a subject's key to open it with.
  ['read a body', ['export-job', 'investigate', 'reader']],
  ['store a segment', ['redactor']],
  ['change a consent', ['control', 'redactor', 'termination']],
  ['move the gate', ['break-glass', 'guard', 'investigate', 'report']],
  ['delete from the ledger', []],
  ['delete what a reader gave as a reason', ['control', 'erasures', 'termination']],
  ['delete evidence', []],
  ['sign', ['break-glass', 'checkpoint', 'export-job', 'guard', 'investigate', 'report', 'termination']],
])('%s', (what, who) => {
  test('may these roles, and neither another nor the administrator of the account', async () => {
    const allowed: string[] = [];
    for (const name of account.roles()) {
      if (await account.allows(account.role(name), call(what))) allowed.push(name.slice(PREFIX.length + 1));
    }
    expect(allowed.sort()).toEqual(who);
    expect(await account.allows(administrator, call(what))).toBe(false);
  });

  test('may no other role, even with all rights attached to it', async () => {
    for (const name of account.roles()) {
      if (who.includes(name.slice(PREFIX.length + 1))) continue;
      expect([name, await account.allows(account.role(name, [EVERYTHING]), call(what))]).toEqual([name, false]);
    }
  });
});

test('no role both opens subject keys and changes who may: nobody of ours administers keys, policies or tables', async () => {
  for (const name of account.roles()) {
    const role = account.role(name, [EVERYTHING]);
    for (const [action, resource] of [
      ['kms:PutKeyPolicy', call('open a subject key').resource],
      ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-reader`],
      ['iam:DeleteRolePermissionsBoundary', `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-reader`],
      ['dynamodb:DeleteTable', call('store a segment').resource],
    ] as const) {
      expect([name, action, await account.allows(role, { action, resource })]).toEqual([name, action, false]);
    }
  }
});
