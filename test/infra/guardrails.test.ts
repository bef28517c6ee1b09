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
  'iam:CreatePolicyVersion': (prefix) => ({ resource: at('iam', `policy/${prefix}-reader-boundary`, '') }),
  'iam:SetDefaultPolicyVersion': (prefix) => ({ resource: at('iam', `policy/${prefix}-reader-boundary`, '') }),
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

// The simulator cannot read the ARNs of HTTP APIs: a test of its own below.
describe.each(DENIED.filter((door) => door !== 'api'))('the door %s', (door) => {
  test.each([...doorOf(door).actions])('%s: the deploy path alone', async (action) => {
    const [ours, theirs] = [callOf(action, PREFIX), callOf(action, 'another-program')];

    const allowed = {
      administrator: await account.allows(administrator, ours, guardrails),
      deployer: await account.allows(deployer, ours, guardrails),
      elsewhere: await account.allows(administrator, theirs, guardrails),
    };

    // Deletions of objects the buckets' own policies deny to everybody but the sweep.
    expect(allowed).toEqual({ administrator: false, deployer: true, elsewhere: true });
  });
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
