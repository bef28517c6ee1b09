import { describe, expect, test } from '@jest/globals';
import {
  allow,
  BEGUN,
  bucket,
  bucketArn,
  inventory,
  KEY,
  key,
  policy,
  REGION,
  role,
  roleArn,
  to,
  user,
  userArn,
} from '../../test/fixtures/policies/account.ts';
import { account } from '../../test/fixtures/policies/accounts.ts';
import { OWN } from '../../test/fixtures/policies/generate.ts';
import { type Random, random } from '../../test/fixtures/policies/random.ts';
import { exposure } from './exposure.ts';
import { type Kind, type Row, THING_KINDS, type Thing } from './inventory.ts';
import { inventoryLines, loadInventory } from './load.ts';

/* What an inventory does not have is unknown: of things that are named, and of lists that are not whole. */

type Gap = Omit<Row<'gap'>, 'row' | 'why'>;

/** @param left kinds that the inventory does not cover */
async function answers(rows: Thing[], { gaps = [], left = [] }: { gaps?: Gap[]; left?: Kind[] } = {}) {
  const head = {
    begun: BEGUN,
    source: { tool: 'test' },
    covered: [{ account: OWN, kinds: THING_KINDS.filter((kind) => !left.includes(kind)) }],
  };
  const told = gaps.map((one): Row<'gap'> => ({ row: 'gap', why: 'AccessDenied', ...one }));
  const all: Thing[] = [{ row: 'account', id: OWN }, ...rows];
  return exposure(await loadInventory(inventoryLines(head, [...all, ...told] as Thing[], () => BEGUN + 1000)));
}

const verdictsOf = (exposed: Awaited<ReturnType<typeof answers>>, dataSet: string): Record<string, string> =>
  Object.fromEntries(
    exposed
      .whoCanRead(dataSet)
      .map(({ principal, how, verdict }) => [
        principal.replace(/^.*:/, ''),
        how === 'itself' ? verdict : `${how} ${verdict}`,
      ]),
  );

const read = allow('s3:GetObject', `${bucketArn('data')}/*`);

describe('a list that is not whole', () => {
  test.each<[string, { gaps?: Gap[]; left?: Kind[] }]>([
    ['a gap', { gaps: [{ kind: 'access-point', account: OWN, region: REGION }] }],
    ['a gap about one of them', { gaps: [{ kind: 'access-point', account: OWN, id: 'ap' }] }],
    ['a gap of another Region alone', { gaps: [{ kind: 'access-point', account: OWN, region: 'us-east-1' }] }],
    ['a kind that was not collected', { left: ['access-point'] }],
  ])('of access points: %s', async (name, missing) => {
    const exposed = await answers([bucket('data'), user('u')], missing);

    expect(verdictsOf(exposed, bucketArn('data'))['user/u']).toBe(name.includes('another') ? undefined : 'unknown');
  });

  test('of access points opens nothing that the bucket forbids', async () => {
    const forbidden = policy({ ...allow('s3:*', `${bucketArn('data')}/*`), Effect: 'Deny', Principal: '*' });

    const exposed = await answers([bucket('data', { policy: forbidden }), user('u')], { left: ['access-point'] });

    expect(verdictsOf(exposed, bucketArn('data'))['user/u']).toBeUndefined();
  });

  const lakeTable: Row<'glue-table'> = {
    row: 'glue-table',
    account: OWN,
    region: REGION,
    database: 'd',
    name: 't',
    location: 's3://data/t/',
  };
  const location: Row<'lake-location'> = {
    ...{ row: 'lake-location', account: OWN, region: REGION, arn: bucketArn('data'), role: roleArn('lake') },
  };
  const grant: Row<'lake-grant'> = {
    ...{ row: 'lake-grant', account: OWN, region: REGION, principal: userArn('u') },
    ...{ on: { database: 'd', table: 't' }, permissions: ['SELECT'] },
  };
  const asks = allow(['lakeformation:GetDataAccess', 'glue:GetTable']);
  const lake = `${OWN}:${REGION}:d.t`;
  test.each<[string, Thing[], { gaps?: Gap[]; left?: Kind[] }, string | undefined]>([
    ['nothing is missing', [location, grant], {}, 'yes'],
    ['no grant', [location], {}, undefined],
    ['no place', [grant], {}, undefined],
    ['places are not listed', [grant], { left: ['lake-location'] }, 'unknown'],
    ['grants are not listed', [location], { gaps: [{ kind: 'lake-grant', account: OWN }] }, 'unknown'],
    [
      'one grant is not understood',
      [location],
      { gaps: [{ kind: 'lake-grant', account: OWN, id: userArn('u') }] },
      'unknown',
    ],
    ['administrators are not listed', [location], { left: ['glue-catalog'] }, 'opens unknown'],
  ])('of Lake Formation: %s', async (_, rows, missing, verdict) => {
    const exposed = await answers([bucket('data'), lakeTable, user('u', [asks]), ...rows], missing);

    expect(verdictsOf(exposed, lake)['user/u']).toBe(verdict);
  });

  const reader = role('reader', [read], {
    trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
  });
  test.each<[string, { gaps?: Gap[]; left?: Kind[] }, string | undefined]>([
    ['all are listed', {}, undefined],
    ['a gap', { gaps: [{ kind: 'function', account: OWN, region: REGION }] }, 'through unknown'],
    ['not collected', { left: ['function'] }, 'through unknown'],
  ])('of functions: %s', async (_, missing, verdict) => {
    const exposed = await answers([bucket('data'), reader, user('u', [allow('lambda:UpdateFunctionCode')])], missing);

    expect(verdictsOf(exposed, bucketArn('data'))['user/u']).toBe(verdict);
  });

  test.each<Kind>(['role', 'user'])('of principals: one stands for all %ss that are not there', async (kind) => {
    const exposed = await answers([bucket('data'), user('u'), role('r')], { gaps: [{ kind, account: OWN }] });

    expect(verdictsOf(exposed, bucketArn('data'))[`${kind}/*`]).toBe('unknown');
    // Who becomes one of them nobody knows, either.
    if (kind === 'role') expect(verdictsOf(exposed, bucketArn('data'))['user/u']).toBe('through unknown');
  });

  test('of principals: one that a gap names stands for itself', async () => {
    const exposed = await answers([bucket('data'), user('u')], {
      gaps: [{ kind: 'role', account: OWN, id: roleArn('x') }],
    });

    expect(verdictsOf(exposed, bucketArn('data'))).toMatchObject({ 'role/x': 'unknown', 'user/u': 'through unknown' });
    expect(Object.keys(verdictsOf(exposed, bucketArn('data')))).not.toContain('role/*');
  });

  test('of grants of S3 is asked of who may have credentials of them', async () => {
    const people = [user('may', [allow('s3:GetDataAccess')]), user('may-not')];

    const exposed = await answers([bucket('data'), ...people], { left: ['access-grants'] });

    expect(verdictsOf(exposed, bucketArn('data'))).toMatchObject({ 'user/may': 'unknown' });
    expect(verdictsOf(exposed, bucketArn('data'))['user/may-not']).toBeUndefined();
  });

  test('with a row that cannot be read is one that is not whole', async () => {
    const whole = await inventory([bucket('data'), user('u')]);
    const problems = [{ problem: 'bad-row' as const, kind: 'access-point' }];

    expect(verdictsOf(exposure({ ...whole, problems }), bucketArn('data'))['user/u']).toBe('unknown');
  });
});

describe('taking a fact away', () => {
  const width = (verdict: string | undefined): number => ['no', 'if', 'unknown', 'yes'].indexOf(verdict ?? 'no');
  const unread = { unknown: 'AccessDenied' };
  /** Fields that may say that they could not be read. */
  const FIELDS = [
    'policies',
    'trust',
    'groups',
    'tags',
    'policy',
    'acl',
    'aclsDisabled',
    'publicAccessBlock',
    'key',
    'grants',
  ];

  /** An inventory that knows less: of a row a field, a row, all rows of a kind, or that a kind was asked for at all. */
  function less(r: Random, rows: readonly Thing[]): { rows: Thing[]; gaps: Gap[]; left: Kind[] } {
    const at = r.below(rows.length);
    const row = rows[at]!;
    const without = rows.filter((_, place) => place !== at);
    const kept = rows.filter((one) => one.row !== row.row);
    const id = 'arn' in row ? row.arn : 'id' in row ? row.id : undefined;
    switch (r.below(4)) {
      case 0: {
        const fields = FIELDS.filter((name) => name in row);
        if (fields.length === 0) return { rows: [...rows], gaps: [], left: [] };
        return { rows: [...without, { ...row, [r.one(fields)]: unread } as Thing], gaps: [], left: [] };
      }
      case 1:
        return { rows: without, gaps: [{ kind: row.row, account: OWN, ...(id !== undefined && { id }) }], left: [] };
      case 2:
        return { rows: kept, gaps: [{ kind: row.row, account: OWN }], left: [] };
      default:
        return { rows: kept, gaps: [], left: [row.row] };
    }
  }

  /** By whom one is stood for that is gone: somebody of its kind whom the inventory does not have, or everybody who may be named. */
  function standIn(principal: string, there: ReadonlySet<string>): string {
    const session = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
    if (session && there.has(roleArn(session))) return roleArn(session);
    if (!principal.includes(OWN)) return 'everybody with an AWS account';
    return `arn:aws:iam::${OWN}:${principal.includes(':user/') ? 'user' : 'role'}/*`;
  }

  test('never makes a no of another answer', async () => {
    const wrong: string[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const r = random(seed);
      const rows = account(r);
      const [before, missing] = [await answers(rows), less(r, rows)];
      const after = await answers(missing.rows, missing);
      const there = new Set(after.principals.map(({ id }) => id));
      for (const { id } of after.dataSets) {
        if (!before.dataSets.some((one) => one.id === id)) continue;
        const [old, now] = [before.verdicts(id), after.verdicts(id)];
        for (const [principal, { verdict }] of old) {
          const name = there.has(principal) ? principal : standIn(principal, there);
          if (width(verdict) > 0 && width(now.get(name)?.verdict) === 0)
            wrong.push(`${seed}: ${principal} ${id}: ${verdict} became no`);
        }
      }
    }

    expect(wrong).toEqual([]);
  });
});

test('a policy that cannot be read is no public one for sure, so that a block makes it unknown', async () => {
  const block = { ignoreAcls: true, restrictBuckets: true };
  const named = to({ AWS: '444455556666' });
  const rows = (document: Row<'bucket'>['policy']) => [
    bucket('data', { policy: document!, publicAccessBlock: block }),
    bucket('other', { policy: policy(allow('s3:GetObject', `${bucketArn('other')}/*`, named)) }),
  ];

  const [unread, malformed] = [
    await answers(rows({ unknown: 'AccessDenied' })),
    await answers(rows({ Statement: [] as never, Wish: 1 })),
  ];

  expect(verdictsOf(unread, bucketArn('data'))).toMatchObject({ root: 'unknown' });
  expect(verdictsOf(malformed, bucketArn('data'))).toMatchObject({ root: 'unknown' });
});

test('a key of a bucket is not the key of each object in it', async () => {
  const exposed = await answers([bucket('data', { key: KEY }), key(), user('u', [read])]);
  const [reader] = exposed.whoCanRead(bucketArn('data')).filter(({ principal }) => principal === userArn('u'));

  expect(reader).toMatchObject({
    verdict: 'if',
    conditions: [[{ key: 'key of the object', operator: 'StringEquals', values: [KEY], negated: true }]],
  });
});
