import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readPlans } from '../../core/doctor/plan.ts';
import { serviceControlPolicies } from '../../core/guard/guardrails.ts';
import { lengthOf, readDenies } from '../../lib/access/boundary-denies.ts';
import { Account, type Principal } from './simulate.ts';
import { ACCOUNT, FOLDERS, STAGES, synthesize } from './synthesize.ts';
import { arnOf, ofType, resolved, template } from './templates.ts';

const PREFIX = 'sluice-model-capability-moved';
const PATH = '/apps/sluice/';
const DENIES = 'test/infra/boundary-denies.json';
const state = template('moved', 'State');
const account = new Account(state);
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const roles = ofType(state, 'AWS::IAM::Role');
const boundaries = ofType(state, 'AWS::IAM::ManagedPolicy');
const subjects = arnOf(state, ofType(state, 'AWS::DynamoDB::Table').find(([id]) => id.includes('Subjects'))![0]);
const inRegion = { 'aws:RequestedRegion': 'eu-central-1' };

describe('a stage with a path', () => {
  test('makes every role and boundary under it, and names none of them elsewhere', () => {
    expect(roles.map(([, { Properties }]) => Properties.Path)).toEqual(roles.map(() => PATH));
    expect(boundaries.map(([, { Properties }]) => Properties.Path)).toEqual(boundaries.map(() => PATH));
    for (const stack of ['State', 'Service'] as const) {
      const of = template('moved', stack);
      const arns =
        JSON.stringify(resolved(of, of.Resources)).match(/:(role|policy)\/[\w/+=,.@*-]*sluice-model[\w-]*/g) ?? [];
      expect(arns.filter((arn) => !/^:(role|policy)\/apps\/sluice\/sluice-/.test(arn))).toEqual([]);
    }
  });

  test('has tables that its roles may use, and nobody of that name elsewhere', async () => {
    const control = account.role(`${PREFIX}-control`);
    const get = { action: 'dynamodb:GetItem', resource: subjects, context: inRegion };
    expect(await account.allows(control, get)).toBe(true);
    const namesake: Principal = { arn: `arn:aws:iam::${ACCOUNT}:role/${PREFIX}-control`, policies: [EVERYTHING] };
    expect(await account.allows(namesake, get)).toBe(false);
  });

  test('is guarded by guardrails that know the path', async () => {
    const guardrails = {
      service: serviceControlPolicies({ prefix: PREFIX, account: ACCOUNT, iamPath: PATH, deployRoles: ['cdk-*'] }),
    };
    const administrator: Principal = { arn: `arn:aws:iam::${ACCOUNT}:role/Admin`, policies: [EVERYTHING] };
    const put = { action: 'iam:PutRolePolicy', resource: account.role(`${PREFIX}-reader`).arn };
    expect(await account.allows(administrator, put, guardrails)).toBe(false);
    expect(
      await account.allows({ ...administrator, arn: account.role(`${PREFIX}-second-line`).arn }, put, guardrails),
    ).toBe(true);
    expect(
      await account.allows(administrator, { ...put, resource: `arn:aws:iam::${ACCOUNT}:role/other` }, guardrails),
    ).toBe(true);
  });

  test('is looked for by the doctor where it stands', () => {
    const [plan] = readPlans(FOLDERS[0]!).filter(({ prefix }) => prefix === PREFIX);
    expect(plan!.names.policy).toContain(`apps/sluice/${PREFIX}-reader-role-boundary`);
    expect(plan!.names.role).toContain(`${PREFIX}-reader`);
  });
});

describe('Denies of a company', () => {
  test('stand in the boundary of each role beside its own, and in no policy', () => {
    const [deny] = readDenies(DENIES);
    for (const [, { Properties }] of roles) {
      const { PolicyDocument } = state.Resources[Properties.PermissionsBoundary.Ref]!.Properties;
      const own = Properties.Policies[0].PolicyDocument.Statement;
      expect(PolicyDocument.Statement).toEqual([...own, deny]);
      expect(own).not.toContainEqual(expect.objectContaining({ Effect: 'Deny' }));
    }
  });

  test('hold, whatever is attached to a role later', async () => {
    const get = { action: 'dynamodb:GetItem', resource: subjects };
    for (const more of [[], [EVERYTHING]]) {
      const control = account.role(`${PREFIX}-control`, more);
      expect(await account.allows(control, { ...get, context: inRegion })).toBe(true);
      expect(await account.allows(control, { ...get, context: { 'aws:RequestedRegion': 'us-east-1' } })).toBe(false);
    }
  });

  const folder = join(FOLDERS[0]!, '../denies');
  const written = (name: string, content: unknown): string => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const statement = { Effect: 'Deny', Action: 's3:*', Resource: '*' };

  test.each<[what: string, content: unknown, words: RegExp]>([
    [
      'that allow',
      { Statement: [{ ...statement, Effect: 'Allow' }] },
      /Statement: 0: Effect: is "Deny": what is allowed/,
    ],
    ['of somebody', { Statement: [{ ...statement, Principal: '*' }] }, /Principal/],
    ['of nothing', { Statement: [] }, /Statement/],
    ['without an action', { Statement: [{ Effect: 'Deny', Resource: '*' }] }, /either "Action" or "NotAction"/],
    ['that are no JSON', '{', /cannot be read as JSON/],
  ])('%s are refused by name', (what, content, words) => {
    expect(() => readDenies(written(what.replaceAll(' ', '-'), content))).toThrow(words);
  });

  test('too long for a boundary are refused at synth, in a sentence', async () => {
    const long = {
      Statement: [{ ...statement, Resource: Array.from({ length: 60 }, (_, at) => `arn:aws:s3:::bucket-${at}/*`) }],
    };
    const run = synthesize(join(folder, 'synth'), {
      sluice: { stages: [{ ...STAGES[0], boundaryDenies: written('long', long) }] },
    });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /boundary of the role \w+ would have some \d+ characters, and IAM takes 6144: shorten/,
      ),
    });
  });

  test('lengths are those of the deployed document or a little more, so that none is found by a deploy', () => {
    for (const [, { Properties }] of boundaries) {
      const deployed = JSON.stringify(resolved(state, Properties.PolicyDocument)).length;
      const measured = lengthOf(Properties.PolicyDocument);
      expect([measured - deployed > -40, measured - deployed < 700]).toEqual([true, true]);
    }
  });
});
