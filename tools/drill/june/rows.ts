import type { Thing } from '../../../core/exposure/inventory.ts';
import { FINANCE, type Plan, POLICIES, type StageName } from './plan.ts';

/** The plan as rows of an inventory. */

const policyOf = (name: string, document: Record<string, unknown> | undefined) =>
  document === undefined ? [] : [{ name, document }];
const allow = (Action: string | string[], Resource: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const NOBODY = { Version: '2012-10-17', Statement: [] };

export const derivedKey = ({ region, account }: Plan): string => `arn:aws:kms:${region}:${account}:key/derived`;

/** What was made beside the program. */
export function rowsOf(plan: Plan, stage: StageName): Thing[] {
  const { account, region, program, arn, buckets, databases } = plan;
  const own = { account, region };
  const key = derivedKey(plan);
  const { staffPolicy, derivedPolicy, keyPolicy, copierPolicy, opsPolicy, tables, isCopied } = plan.at(stage, key);
  const tags = { program, 'data-class': 'derived' };
  const retention = { days: 90 };
  const group = `arn:aws:iam::${account}:group/${plan.name}-staff`;
  const outside = `arn:aws:iam::${account}:group/${plan.name}-contractors`;
  const role = (name: string, policies: { name: string; document: Record<string, unknown> }[] = []): Thing => ({
    ...{ row: 'role', arn: arn.role(name), account, trust: NOBODY, policies },
  });
  return [
    { row: 'group', arn: group, account, policies: policyOf(POLICIES.staff, staffPolicy) },
    { row: 'group', arn: outside, account, policies: policyOf('nothing-of-s3', plan.denies) },
    ...plan.staff.map((name): Thing => ({ row: 'user', arn: arn.user(name), account, policies: [], groups: [group] })),
    ...plan.contractors.map(
      (name): Thing => ({ row: 'user', arn: arn.user(name), account, policies: [], groups: [outside] }),
    ),
    ...plan.analysts.map((name) => role(name)),
    role(plan.copier, policyOf(POLICIES.copier, copierPolicy)),
    role(plan.ops, policyOf(POLICIES.ops, opsPolicy)),
    {
      ...{ row: 'bucket', arn: arn.bucket(buckets.derived), ...own, aclsDisabled: true, key, tags, retention },
      ...(derivedPolicy && { policy: derivedPolicy }),
    },
    ...(isCopied
      ? [{ ...{ row: 'bucket' as const, arn: arn.bucket(buckets.copy) }, ...own, aclsDisabled: true, tags, retention }]
      : []),
    {
      ...{ row: 'bucket', arn: arn.bucket(buckets.finance), ...own, aclsDisabled: true },
      policy: plan.financePolicy,
    },
    { row: 'key', arn: key, ...own, policy: keyPolicy },
    { row: 'glue-catalog', ...own },
    { row: 'glue-database', ...own, name: databases.derived },
    { row: 'glue-database', ...own, name: databases.finance },
    ...tables.map(
      ({ name, bucket, columns }): Thing => ({
        ...{ row: 'glue-table', ...own, database: databases.derived, name, columns },
        location: `s3://${bucket}/${name}/`,
      }),
    ),
    {
      ...{ row: 'glue-table', ...own, database: databases.finance, name: FINANCE, columns: ['salary'] },
      location: `s3://${buckets.finance}/${FINANCE}/`,
    },
  ];
}

/** The program itself, as its stacks make it, in few words: what an inventory of a deployed one says in many. */
export function programRows({ account, region, program, prefix, arn }: Plan): Thing[] {
  const own = { account, region };
  const table = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${prefix}-${name}`;
  const key = (name: string) => `arn:aws:kms:${region}:${account}:key/${name}`;
  const tags = { program, 'data-class': 'telemetry' };
  const boundary = (document: Record<string, unknown>) => ({ name: 'boundary', document });
  const role = (name: string, document: Record<string, unknown>): Thing => ({
    ...{ row: 'role', arn: arn.role(`${prefix}-${name}`), account, boundary: boundary(document) },
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    policies: [{ name: 'Access', document }],
  });
  const vault = `${prefix}-state-ingestvault-1`;
  const reads = {
    Version: '2012-10-17',
    Statement: [
      ...allow('dynamodb:GetItem', [table('Index'), table('Keys')]).Statement,
      ...allow('s3:GetObject', `${arn.bucket(vault)}/*`).Statement,
      ...allow('kms:Decrypt', [key('subject-keys'), key('vault')]).Statement,
    ],
  };
  return [
    role('reader', reads),
    role('control', allow('dynamodb:PutItem', [table('Keys'), table('Subjects')])),
    {
      row: 'role',
      arn: arn.role(`cdk-hnb659fds-cfn-exec-role-${account}-${region}`),
      account,
      trust: NOBODY,
      policies: [],
    },
    ...['Index', 'Keys', 'LeaseKeys', 'Ledger', 'Subjects'].map(
      (name): Thing => ({
        ...{ row: 'table', arn: table(name), ...own, tags, retention: { days: 90 } },
        key: key(name === 'Keys' ? 'subject-keys' : 'vault'),
      }),
    ),
    // Of another stage, which anybody can ask: that one's matter.
    ...['Index', 'Ledger'].map(
      (name): Thing => ({
        ...{ row: 'table', arn: `arn:aws:dynamodb:${region}:${account}:table/sluice-${program}-dev-${name}`, ...own },
        ...{ tags: { ...tags, stage: 'dev' }, retention: { days: 90 } },
        policy: allow('dynamodb:GetItem', '*'),
      }),
    ),
    ...['subject-keys', 'vault', 'control'].map(
      (name): Thing => ({
        ...{ row: 'key', arn: key(name), ...own, aliases: [`alias/${prefix}/${name}`], tags },
        policy: {
          Version: '2012-10-17',
          Statement: [
            {
              ...{ Effect: 'Allow', Action: 'kms:*', Resource: '*' },
              Principal: { AWS: `arn:aws:iam::${account}:root` },
            },
          ],
        },
      }),
    ),
    {
      row: 'bucket',
      arn: arn.bucket(vault),
      ...own,
      aclsDisabled: true,
      key: key('vault'),
      tags,
      retention: { days: 90 },
    },
    {
      ...{ row: 'stream', arn: `arn:aws:kinesis:${region}:${account}:stream/${prefix}-frames`, ...own, tags },
      ...{ key: key('control'), retention: { days: 1 } },
    },
    {
      ...{ row: 'function', arn: `arn:aws:lambda:${region}:${account}:function:${prefix}-reader`, ...own },
      role: arn.role(`${prefix}-reader`),
    },
  ];
}
