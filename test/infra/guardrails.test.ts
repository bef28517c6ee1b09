import { describe, expect, test } from '@jest/globals';
import { doorOf } from '../../core/disclosure/doors.ts';
import {
  DENIED,
  MOST_CHARACTERS,
  resourceControlPolicies,
  serviceControlPolicies,
} from '../../core/guard/guardrails.ts';
import { Account, type Principal } from './simulate.ts';
import { ACCOUNT, REGION } from './synthesize.ts';
import { arnOf, ofType, template } from './templates.ts';

const PREFIX = 'sluice-model-capability-prod';
const state = template('prod', 'State');
const account = new Account(state);
const KEY = arnOf(state, ofType(state, 'AWS::KMS::Key')[0]![0]);
const DEPLOY = 'cdk-hnb659fds-cfn-exec-role-*';
const OPTIONS = {
  prefix: PREFIX,
  account: ACCOUNT,
  deployRoles: [DEPLOY],
  ids: { 'cognito-idp': [`${REGION}_AbC`], apigateway: ['a1b2c3'], s3: ['truncated-name'] },
};
const guardrails = { service: serviceControlPolicies(OPTIONS) };
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const role = (name: string): Principal => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, policies: [EVERYTHING] });
const administrator = role('Admin');
const powerUser: Principal = {
  arn: `arn:aws:iam::${ACCOUNT}:role/PowerUser`,
  policies: [
    {
      ...EVERYTHING,
      Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }],
    },
  ],
};
const deployer = role(`cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`);

const at = (service: string, rest: string, region = REGION) => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
/** Something of a stage, by service: its ARN, and what else a request tells of it. */
const thing = (service: string, prefix: string): { resource: string; context?: Record<string, string | string[]> } => {
  const alias = { 'kms:ResourceAliases': [`alias/${prefix}/vault`] };
  const things: Record<string, { resource: string; context?: Record<string, string | string[]> }> = {
    // One of the template, whose policy lets the account administer it; the alias says whose it is.
    kms: { resource: KEY, context: alias },
    dynamodb: { resource: at('dynamodb', `table/${prefix}-Any`) },
    s3: { resource: `arn:aws:s3:::${prefix}-state-vault-1` },
    kinesis: { resource: at('kinesis', `stream/${prefix}-frames`) },
    iam: { resource: at('iam', `role/${prefix}-reader`, '') },
    lambda: { resource: at('lambda', `function:${prefix}-reader`) },
    states: { resource: at('states', `stateMachine:${prefix}-incident`) },
    events: { resource: at('events', `rule/${prefix}-doors-kms`) },
    cloudwatch: { resource: at('cloudwatch', `alarm:${prefix}-door-moved`) },
    sns: { resource: at('sns', `${prefix}-alerts`) },
    logs: { resource: at('logs', `log-group:/aws/lambda/${prefix}-reader:log-stream:x`) },
    'cognito-idp': { resource: at('cognito-idp', `userpool/${prefix === PREFIX ? `${REGION}_AbC` : `${REGION}_XyZ`}`) },
  };
  return things[service]!;
};

/** Roles of the program that move a door in the course of their work. */
const ITS_WORK: Readonly<Record<string, readonly string[]>> = {
  's3:DeleteObject': ['sweep vault', 'termination vault'],
  's3:DeleteObjectVersion': ['sweep vault', 'termination vault'],
  'lambda:InvokeFunction': ['workflow investigate'],
};

/** Actions that know other resources than the thing itself. */
const OTHERWISE: Readonly<
  Record<string, (prefix: string) => { resource: string; context?: Record<string, string | string[]> }>
> = {
  'kms:CreateGrant': (prefix) => ({
    resource: KEY,
    context: { 'kms:ResourceAliases': [`alias/${prefix}/vault`], 'kms:GrantIsForAWSResource': 'false' },
  }),
  's3:DeleteObject': (prefix) => ({ resource: `arn:aws:s3:::${prefix}-state-vault-1/ab/c0ffee` }),
  's3:DeleteObjectVersion': (prefix) => ({ resource: `arn:aws:s3:::${prefix}-state-vault-1/ab/c0ffee` }),
  'dynamodb:RestoreTableFromBackup': (prefix) => ({ resource: at('dynamodb', `table/${prefix}-Keys/backup/1`) }),
  'dynamodb:CreateGlobalTable': (prefix) => ({ resource: at('dynamodb', `table/${prefix}-Keys`) }),
  'iam:CreatePolicyVersion': (prefix) => ({ resource: at('iam', `policy/${prefix}-reader-role-boundary`, '') }),
  'iam:SetDefaultPolicyVersion': (prefix) => ({ resource: at('iam', `policy/${prefix}-reader-role-boundary`, '') }),
  'states:StopExecution': (prefix) => ({ resource: at('states', `execution:${prefix}-incident:1`) }),
  ...Object.fromEntries(
    ['Create', 'Update', 'Delete'].map((verb) => [
      `lambda:${verb}EventSourceMapping`,
      (prefix: string) => ({
        resource: verb === 'Create' ? '*' : at('lambda', 'event-source-mapping:1'),
        context: { 'lambda:FunctionArn': at('lambda', `function:${prefix}-redactor`) },
      }),
    ]),
  ),
};
const callOf = (action: string, prefix: string) => ({
  action,
  ...(OTHERWISE[action]?.(prefix) ?? thing(action.split(':')[0]!, prefix)),
});

const ofTemplate = (type: string, pattern: RegExp): string =>
  arnOf(state, ofType(state, type).find(([id]) => pattern.test(id))![0]);
/** The things of the template that are dearest, by service: what its roles are given is about these. */
const DEAREST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kms: Object.fromEntries(
    ['SubjectKeys', 'Signing', 'Vault'].map((key) => [key, ofTemplate('AWS::KMS::Key', new RegExp(`^Key.*${key}`))]),
  ),
  dynamodb: Object.fromEntries(
    ['Keys', 'Gate', 'Ledger'].map((name) => [name, at('dynamodb', `table/${PREFIX}-${name}`)]),
  ),
  s3: { vault: ofTemplate('AWS::S3::Bucket', /Vault/), evidence: ofTemplate('AWS::S3::Bucket', /Evidence/) },
  kinesis: { frames: at('kinesis', `stream/${PREFIX}-frames`) },
  iam: { reader: at('iam', `role/${PREFIX}-reader`, ''), agent: at('iam', `role/${PREFIX}-agent`, '') },
  lambda: Object.fromEntries(
    ['reader', 'redactor', 'investigate'].map((name) => [name, at('lambda', `function:${PREFIX}-${name}`)]),
  ),
};
/** They know resources of another type, and are asked about one. */
const IN_ITS_FORM: ReadonlySet<string> = new Set([
  ...['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
  ...['Create', 'Update', 'Delete'].map((verb) => `lambda:${verb}EventSourceMapping`),
]);
const OF_OBJECTS: ReadonlySet<string> = new Set(['s3:DeleteObject', 's3:DeleteObjectVersion']);
/** A call a thing. */
function callsOf(action: string) {
  const { resource, ...more } = callOf(action, PREFIX);
  const things = IN_ITS_FORM.has(action) ? { it: resource } : (DEAREST[action.split(':')[0]!] ?? { it: resource });
  return Object.entries(things).map(([what, arn]) => ({
    ...{ ...more, what },
    resource: OF_OBJECTS.has(action) ? `${arn}/ab/c0ffee` : arn,
  }));
}

// The simulator cannot read the ARNs of HTTP APIs: a test of its own below.
describe.each(DENIED.filter((door) => door !== 'api'))('the door %s', (door) => {
  test.each([...doorOf(door).actions])('%s: the deploy path alone', async (action) => {
    const [ours, theirs] = [callOf(action, PREFIX), callOf(action, 'another-program')];

    const allowed = {
      administrator: await account.allows(administrator, ours, guardrails),
      powerUser: await account.allows(powerUser, ours, guardrails),
      deployer: await account.allows(deployer, ours, guardrails),
      elsewhere: await account.allows(administrator, theirs, guardrails),
    };

    // Deletions of objects the buckets' own policies deny to everybody but the sweep.
    expect(allowed).toEqual({ administrator: false, powerUser: false, deployer: true, elsewhere: true });
  });

  // With no guardrail attached: what a role is not given it is denied.
  test.each([...doorOf(door).actions])(
    '%s: of the program’s roles and its devices those whose work it is',
    async (action) => {
      const allowed: string[] = [];
      for (const name of account.roles()) {
        for (const call of callsOf(action)) {
          if (await account.allows(account.role(name), call))
            allowed.push(`${name.slice(PREFIX.length + 1)} ${call.what}`);
        }
      }
      expect(allowed).toEqual(ITS_WORK[action] ?? []);
    },
  );
});

test('the API and all below it is denied as AWS writes it', () => {
  const statements = serviceControlPolicies(OPTIONS).flatMap(({ Statement }) => Statement);
  const [statement, ...others] = statements.filter(({ Action }) => Action.includes('apigateway:PATCH'));
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Action: [...doorOf('api').actions],
    Resource: ['arn:*:apigateway:*::/apis/a1b2c3', 'arn:*:apigateway:*::/apis/a1b2c3/*'],
  });
});

test('a service may grant itself the use of a key, and the program’s own roles do their work', async () => {
  const grant = callOf('kms:CreateGrant', PREFIX);
  const forItself = { ...grant, context: { ...grant.context, 'kms:GrantIsForAWSResource': 'true' } };
  expect(await account.allows(administrator, forItself, guardrails)).toBe(true);
  const invoke = { action: 'lambda:InvokeFunction', resource: at('lambda', `function:${PREFIX}-investigate`) };
  expect(await account.allows(account.role(`${PREFIX}-workflow`), invoke, guardrails)).toBe(true);
  expect(await account.allows(administrator, invoke, guardrails)).toBe(false);
});

describe('documents', () => {
  const documents = { service: serviceControlPolicies(OPTIONS), resource: resourceControlPolicies(OPTIONS) };

  test('are as long as AWS Organizations takes, few, and say nothing twice', () => {
    for (const policies of Object.values(documents)) {
      expect(policies.length).toBeLessThanOrEqual(3);
      for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MOST_CHARACTERS);
      const sids = policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
      expect(new Set(sids).size).toBe(sids.length);
    }
  });

  test('of resources hold for principals of other accounts too, where the service knows such policies', () => {
    const services = documents.resource.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect([...new Set(services.map((action) => action.split(':')[0]))].sort()).toEqual(['kms', 's3']);
    expect(documents.resource.flatMap(({ Statement }) => Statement).every(({ Principal }) => Principal === '*')).toBe(
      true,
    );
  });
});
