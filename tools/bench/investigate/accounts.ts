import { type Row, THING_KINDS, type Thing } from '../../../core/exposure/inventory.ts';
import { type Random, random } from '../../../test/fixtures/policies/random.ts';

/** Accounts of a size, as companies have them: many principals with few policies, derived tables by team, some keys, some mistakes. */

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const TEAMS = 40;
const KEYS = 20;

export interface Size {
  principals: number;
  tables: number;
  /** Each role has a policy of its own, which names one table. @default shared policies */
  own?: boolean;
}

const doc = (...Statement: object[]): Record<string, unknown> => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const tableArn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
const keyArn = (at: number) =>
  `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-0000-0000-${String(at).padStart(12, '0')}`;
const roleArn = (at: number) => `arn:aws:iam::${ACCOUNT}:role/role-${at}`;
const tableName = (at: number) => `team-${at % TEAMS}-derived-${at}`;
const READS = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];

/** A policy of a team, of which there are a few hundred. */
function shared(r: Random): Record<string, unknown> {
  const team = r.below(TEAMS);
  const tables = r.one([
    tableArn(`team-${team}-*`),
    tableArn('*'),
    [tableArn(`team-${team}-*`), tableArn(`team-${r.below(TEAMS)}-*`)],
  ]);
  return doc(
    allow(
      READS,
      tables,
      r.chance(0.2) ? { Condition: { StringEquals: { 'aws:PrincipalTag/team': `team-${team}` } } } : {},
    ),
    allow(
      'kms:Decrypt',
      r.chance(0.5) ? keyArn(r.below(KEYS)) : '*',
      r.chance(0.3) ? { Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` } } } : {},
    ),
    ...(r.chance(0.1) ? [allow('sts:AssumeRole', '*')] : []),
    ...(r.chance(0.15) ? [{ ...allow('dynamodb:*', tableArn(`team-${r.below(TEAMS)}-*`)), Effect: 'Deny' }] : []),
  );
}

export function* accountOf({ principals, tables, own = false }: Size, seed = 1): Generator<Thing> {
  const r = random(seed);
  yield { row: 'account', id: ACCOUNT };
  for (let at = 0; at < KEYS; at++) {
    yield {
      row: 'key',
      arn: keyArn(at),
      account: ACCOUNT,
      region: REGION,
      policy: doc({ ...allow('kms:*', '*'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
    };
  }
  const policies = Array.from({ length: 300 }, () => shared(r));
  const trusts = [ACCOUNT, roleArn(1), roleArn(2)].map((AWS) =>
    doc({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }),
  );
  for (let at = 0; at < principals; at++) {
    const documents = own
      ? [doc(allow(READS, tableArn(tableName(at % tables))), allow('kms:Decrypt', '*'))]
      : Array.from({ length: 1 + r.below(2) }, () => r.one(policies));
    yield {
      row: 'role',
      arn: roleArn(at),
      account: ACCOUNT,
      id: `AROA${at}`,
      trust: r.one(trusts),
      policies: documents.map((document) => ({ name: 'p', document })),
      tags: { team: `team-${at % TEAMS}` },
    } satisfies Row<'role'>;
  }
  for (let at = 0; at < tables; at++) {
    const arn = tableArn(tableName(at));
    const guarded = at % 50 === 0;
    yield {
      row: 'table',
      arn,
      account: ACCOUNT,
      region: REGION,
      key: keyArn(at % KEYS),
      tags: { team: `team-${at % TEAMS}` },
      ...(guarded && {
        policy: doc({
          ...allow('dynamodb:*', arn),
          Effect: 'Deny',
          Principal: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn(at % Math.min(principals, 10)) } },
        }),
      }),
    } satisfies Row<'table'>;
  }
}

export const HEAD = {
  begun: Date.UTC(2026, 10, 1),
  source: { tool: 'bench' },
  covered: [
    {
      account: ACCOUNT,
      kinds: [...THING_KINDS],
    },
  ],
};
