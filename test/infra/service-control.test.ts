import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Account, type Call, type Principal } from './simulate.ts';
import { ACCOUNT, REGION } from './synthesize.ts';
import { arnOf, ofType, resolved, template } from './templates.ts';

const page = readFileSync('docs/networks-and-guardrails.md', 'utf8');
const [withBoundary, ofRegions] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json!));
const PREFIX = 'sluice-model-capability-prod';
const state = template('prod', 'State');
const account = new Account(state);
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const deployer: Principal = {
  arn: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`,
  policies: [EVERYTHING],
};

describe('under the service control policies of the page', () => {
  test('each role can be made with the boundary that it has, and none without', async () => {
    const allows = (role: string, boundary: string | undefined) =>
      account.allows(
        deployer,
        {
          action: 'iam:CreateRole',
          resource: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          ...(boundary !== undefined && { context: { 'iam:PermissionsBoundary': boundary } }),
        },
        { service: [withBoundary] },
      );
    for (const [, { Properties }] of ofType(state, 'AWS::IAM::Role')) {
      expect(await allows(Properties.RoleName, arnOf(state, Properties.PermissionsBoundary.Ref))).toBe(true);
    }
    expect(await allows('x', undefined)).toBe(false);
    expect(await allows('x', `arn:aws:iam::${ACCOUNT}:policy/AdministratorAccess`)).toBe(false);
  });

  test('every role may do in its Region what it may without them, and nothing elsewhere', async () => {
    const elsewhere: Call = {
      ...{ action: 'dynamodb:GetItem', resource: arnOf(state, ofType(state, 'AWS::DynamoDB::Table')[0]![0]) },
      context: { 'aws:RequestedRegion': 'ap-south-1' },
    };
    const here = { ...elsewhere, context: { 'aws:RequestedRegion': REGION } };
    const control = account.role(`${PREFIX}-control`);
    const secondLine = account.role(`${PREFIX}-second-line`);
    const put = { action: 'iam:GetRolePolicy', resource: account.role(`${PREFIX}-reader`).arn };

    expect(await account.allows(control, here, { service: [ofRegions] })).toBe(await account.allows(control, here));
    expect(await account.allows(deployer, elsewhere, { service: [ofRegions] })).toBe(false);
    expect(await account.allows(secondLine, { ...put, context: elsewhere.context! }, { service: [ofRegions] })).toBe(
      await account.allows(secondLine, put),
    );
  });
});

test('the page says of each service which functions call it', () => {
  const calls = new Map<string, Set<string>>();
  const functions = ofType(template('prod', 'Service'), 'AWS::Lambda::Function').map(([, { Properties }]) =>
    String(Properties.FunctionName).replace(`${PREFIX}-`, ''),
  );
  for (const [, { Properties }] of ofType(state, 'AWS::IAM::Role')) {
    const role = Properties.RoleName.replace(`${PREFIX}-`, '');
    if (!functions.includes(role)) continue;
    for (const { Action } of resolved(state, Properties.Policies[0].PolicyDocument).Statement) {
      for (const action of [Action].flat()) {
        const service = action.split(':')[0]!;
        calls.set(service, (calls.get(service) ?? new Set()).add(role));
      }
    }
  }
  const rows = [...page.matchAll(/^\| ([\w, ]+) \| [^|]+ \| ([^|]*) \|$/gm)].map(([, services, by]) => ({
    services: services!.split(', '),
    by: by!,
  }));
  const said = (service: string) => rows.find(({ services }) => services.includes(service))?.by ?? '';

  for (const [service, roles] of calls) {
    expect(rows.flatMap(({ services }) => services)).toContain(service);
    if (['logs', 'xray'].includes(service)) continue;
    const names = roles.size === functions.length ? ['all functions'] : [...roles];
    for (const name of names) expect([service, said(service)]).toEqual([service, expect.stringContaining(name)]);
  }
});
