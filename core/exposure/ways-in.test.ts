import { describe, expect, test } from '@jest/globals';
import {
  allow,
  bucket,
  bucketArn,
  deny,
  inventory,
  type Json,
  KEY,
  key,
  policy,
  REGION,
  role,
  roleArn,
  table,
  tableArn,
  to,
  underItsKey,
  user,
  userArn,
} from '../../test/fixtures/policies/account.ts';
import { OTHER, OWN } from '../../test/fixtures/policies/generate.ts';
import { exposure } from './exposure.ts';
import type { Row, Thing } from './inventory.ts';

/* Ways in, one a row: each was once answered with a no. */

const read = allow('s3:GetObject', `${bucketArn('data')}/*`);

async function who(rows: Thing[], dataSet = bucketArn('data')): Promise<Record<string, string>> {
  const exposed = exposure(await inventory(rows));
  const readers = exposed.whoCanRead(dataSet);
  // What is counted is what is told.
  const row = exposed.scan().rows.find(({ id }) => id === dataSet)!;
  expect(row.opens).toBe(readers.filter(({ how }) => how === 'opens').length);
  // And asked the other way round it is the same.
  for (const { principal, how, verdict } of readers) {
    const asked = exposed.whatCanRead(principal).find((one) => one.dataSet === dataSet);
    expect([principal, asked?.how, asked?.verdict === 'no']).toEqual([principal, how, verdict === 'no']);
  }
  return Object.fromEntries(
    readers
      .filter(({ kind }) => kind !== 'root')
      .map(({ principal, how, verdict }) => [
        principal.replace(/^.*:(user|role|root|federated-user|assumed-role)/, '$1'),
        how === 'itself' ? verdict : `${how} ${verdict}`,
      ]),
  );
}

const managed = (name: string, ...statements: Json[]): Row<'policy'> => ({
  ...{ row: 'policy', id: `arn:aws:iam::${OWN}:policy/${name}`, document: policy(...statements) },
});
const ref = (name: string) => ({ ref: `arn:aws:iam::${OWN}:policy/${name}` });
const group = (name: string, policies: Row<'group'>['policies'] = []): Row<'group'> => ({
  ...{ row: 'group', arn: `arn:aws:iam::${OWN}:group/${name}`, account: OWN, policies },
});
const inGroup = { groups: [`arn:aws:iam::${OWN}:group/g`] };
const trusts = (principal: unknown): { trust: Json } => ({
  trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }),
});

describe('who makes more of itself', () => {
  test.each<[string, Thing[], string | undefined]>([
    [
      'a new version of a policy that it has',
      [
        managed('p', allow('iam:CreatePolicyVersion', `arn:aws:iam::${OWN}:policy/p`)),
        user('u', [], { policies: [ref('p')] }),
      ],
      'opens yes',
    ],
    [
      'a new version of a policy of its group',
      [managed('p', allow('iam:CreatePolicyVersion')), group('g', [ref('p')]), user('u', [], inGroup)],
      'opens yes',
    ],
    [
      'a new version of a policy that somebody else has',
      [managed('p'), user('u', [allow('iam:CreatePolicyVersion')]), role('r', [], { policies: [ref('p')] })],
      undefined,
    ],
    [
      'another version of a policy that it has',
      [managed('p', allow('iam:SetDefaultPolicyVersion')), user('u', [], { policies: [ref('p')] })],
      'opens unknown',
    ],
    ['a policy of its group', [group('g'), user('u', [allow('iam:PutGroupPolicy')], inGroup)], 'opens yes'],
    ['a policy of another group', [group('g'), user('u', [allow('iam:PutGroupPolicy')])], undefined],
    ['a deny that it deletes', [user('u', [read, deny('s3:*'), allow('iam:DeleteUserPolicy')])], 'opens yes'],
    [
      'a deny of its group that it leaves',
      [group('g', [{ document: policy(deny('s3:*')) }]), user('u', [read, allow('iam:RemoveUserFromGroup')], inGroup)],
      'opens yes',
    ],
    ['a deny that stays', [user('u', [read, deny('s3:*'), allow('iam:PutUserPolicy')])], undefined],
    [
      'its boundary',
      [
        user('u', [read, allow('iam:DeleteUserPermissionsBoundary')], {
          boundary: { document: policy(allow('iam:*')) },
        }),
      ],
      'opens yes',
    ],
    [
      'a boundary that stays',
      [user('u', [read, allow('iam:PutUserPolicy')], { boundary: { document: policy(allow('iam:*')) } })],
      undefined,
    ],
    [
      'its own tags',
      [user('u', [{ ...read, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }, allow('iam:TagUser')])],
      'opens if',
    ],
    ['tags that nobody asks for', [user('u', [allow('iam:TagUser')])], undefined],
  ])('%s', async (_, rows, verdict) => {
    expect((await who([bucket('data'), ...rows]))['user/u']).toBe(verdict);
  });

  test('tags of a table and names of a key that policies ask for', async () => {
    const tagged = { Condition: { StringEquals: { 'aws:ResourceTag/open': 'yes' } } };
    const rows = [
      table('t', { key: KEY }),
      key(),
      user('table', [allow('dynamodb:GetItem', '*', tagged), allow('kms:Decrypt'), allow('dynamodb:TagResource')]),
      user('key', [allow('dynamodb:GetItem'), allow('kms:Decrypt', '*', tagged), allow('kms:TagResource')]),
      user('neither', [allow('dynamodb:GetItem', '*', tagged), allow('kms:Decrypt')]),
    ];

    expect(await who(rows, tableArn('t'))).toEqual({ 'user/table': 'opens if', 'user/key': 'opens if' });
  });
});

describe('who could, by way of somebody', () => {
  const opener = role('opener', [allow(['s3:PutBucketPolicy', 'kms:Decrypt'])], trusts({ AWS: userArn('u') }));
  test.each<[string, Thing[], string | undefined]>([
    ['who becomes a role that opens', [opener, user('u')], 'opens yes'],
    [
      'who gives itself the right to become a reader',
      [role('reader', [read, allow('kms:Decrypt')], trusts({ AWS: OWN })), user('u', [allow('iam:PutUserPolicy')])],
      'opens yes',
    ],
    [
      'who gives rights to a role that it becomes',
      [role('empty', [], trusts({ AWS: userArn('u') })), user('u', [allow('iam:PutRolePolicy', roleArn('empty'))])],
      'opens yes',
    ],
    [
      'who gives rights to a role that it cannot become',
      [role('empty', []), user('u', [allow('iam:PutRolePolicy', roleArn('empty'))])],
      undefined,
    ],
  ])('%s', async (_, rows, verdict) => {
    const sealed = [bucket('data', underItsKey('data')), key()];

    const found = await who([...sealed, ...rows, user('v')]);

    expect(found['user/u']).toBe(verdict);
    expect(found['user/v']).toBeUndefined();
  });

  test('a function takes another role, and code', async () => {
    const service = role('reader', [read], trusts({ Service: 'lambda.amazonaws.com' }));
    const rows = [
      user('u', [
        allow('lambda:UpdateFunctionConfiguration', `arn:aws:lambda:*:${OWN}:function:any`),
        allow('iam:PassRole'),
      ]),
      user('v', [allow('lambda:UpdateFunctionConfiguration')]),
    ];

    expect(await who([bucket('data'), service, ...rows])).toEqual({ 'role/reader': 'yes', 'user/u': 'through yes' });
  });

  test.each<[string, string]>([
    ['batchoperations.s3.amazonaws.com', 's3:CreateJob'],
    ['s3.amazonaws.com', 's3:PutReplicationConfiguration'],
    ['backup.amazonaws.com', 'backup:StartRestoreJob'],
    ['ecs-tasks.amazonaws.com', 'ecs:RunTask'],
  ])('%s copies for whoever passes a role to it', async (service, action) => {
    const rows = [
      role('reader', [read], trusts({ Service: service })),
      user('u', [allow(action), allow('iam:PassRole')]),
    ];

    expect(await who([bucket('data'), ...rows])).toEqual({ 'role/reader': 'yes', 'user/u': 'through yes' });
  });
});

describe('sealed', () => {
  const dataSet: Row<'data-set'> = {
    ...{ row: 'data-set', id: 'segments', storage: [`${bucketArn('data')}/*`] },
    sealed: { keys: tableArn('keys'), under: KEY, context: { program: 'p' } },
  };
  const sealed = (more: Partial<Row<'table'>> = {}): Thing[] => [bucket('data'), table('keys', more), key(), dataSet];
  const stream = `${tableArn('keys')}/stream/2026`;
  test.each<[string, Json[], Partial<Row<'table'>>, string]>([
    [
      'wrapped keys by an index',
      [allow('dynamodb:Query', `${tableArn('keys')}/index/*`), allow('kms:Decrypt')],
      {},
      'yes',
    ],
    [
      'wrapped keys by their changes',
      [allow('dynamodb:GetRecords', stream), allow('kms:Decrypt')],
      { stream: { arn: stream } },
      'yes',
    ],
    [
      'wrapped keys by a write that answers',
      [allow('dynamodb:DeleteItem', tableArn('keys')), allow('kms:Decrypt')],
      {},
      'yes',
    ],
    [
      'what is wrapped, wrapped anew',
      [allow('dynamodb:GetItem', tableArn('keys')), allow('kms:ReEncryptFrom', KEY)],
      {},
      'if',
    ],
  ])('%s', async (_, statements, more, verdict) => {
    const rows = [...sealed(more), user('u', [read, ...statements])];

    expect(await who(rows, 'segments')).toEqual({ 'user/u': verdict });
  });

  test('a replica of the key opens what the key opens', async () => {
    const several = (region: string) => KEY.replace(REGION, region).replace('key/', 'key/mrk-');
    const rows: Thing[] = [
      ...[bucket('data'), table('keys'), { ...dataSet, sealed: { ...dataSet.sealed!, under: several(REGION) } }],
      key([], { arn: several(REGION) }),
      key(undefined, { arn: several('us-east-1'), region: 'us-east-1' }),
      user('u', [read, allow('dynamodb:GetItem'), allow('kms:Decrypt', several('us-east-1'))]),
    ];

    expect(await who(rows, 'segments')).toEqual({ 'user/u': 'yes' });
  });
});

describe('named', () => {
  const open = (principal: unknown, more: Json = {}): Partial<Row<'bucket'>> => ({
    policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, { ...to(principal), ...more })),
  });

  test('an identity of CloudFront reads, and makes nothing malformed', async () => {
    const identity = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC2DEF3';

    expect(Object.values(await who([bucket('data', open({ AWS: identity })), user('u')]))).toEqual(['yes']);
  });

  test('a session: whoever has the role may be called so', async () => {
    const rows = [
      bucket('data', open({ AWS: `arn:aws:sts::${OWN}:assumed-role/r/named` })),
      role('r', [], trusts({ AWS: userArn('u') })),
      role('other'),
      user('u'),
    ];

    expect(await who(rows)).toEqual({ 'assumed-role/r/named': 'yes', 'role/r': 'if', 'user/u': 'through yes' });
  });

  test('a federated user: whoever may ask for such credentials', async () => {
    const rows = [
      bucket('data', open({ AWS: `arn:aws:sts::${OWN}:federated-user/f` })),
      user('u', [allow('sts:GetFederationToken')]),
      user('v'),
      role('r', [allow('sts:GetFederationToken')]),
    ];

    expect(await who(rows)).toEqual({ 'federated-user/f': 'yes', 'user/u': 'through yes' });
  });

  test('access points of another account, by whom its policy lets in', async () => {
    const through = (account: string) => ({ Condition: { StringEquals: { 's3:DataAccessPointAccount': account } } });

    expect(await who([bucket('data', open('*', through(OTHER)))])).toMatchObject({
      'everybody with an AWS account': 'if',
    });
    // Of its own account all are in the inventory, and there is none.
    expect(await who([bucket('data', open('*', through(OWN)))])).toEqual({});
  });

  test('who makes an access point in the account writes its policy', async () => {
    const make = allow(['s3:CreateAccessPoint', 's3:PutAccessPointPolicy'], `arn:aws:s3:*:${OWN}:accesspoint/*`);

    expect(await who([bucket('data'), user('u', [make]), user('v', [allow('s3:CreateAccessPoint')])])).toEqual({
      'user/u': 'opens yes',
    });
  });

  test('who writes the policy of an access point that is there', async () => {
    const arn = `arn:aws:s3:${REGION}:${OWN}:accesspoint/ap`;
    const point: Row<'access-point'> = { row: 'access-point', arn, account: OWN, bucket: bucketArn('data') };

    expect(await who([bucket('data'), point, user('u', [allow('s3:PutAccessPointPolicy', arn)])])).toEqual({
      'user/u': 'opens yes',
    });
  });
});

describe('Lake Formation', () => {
  const rows = (principal: string): Thing[] => [
    bucket('data'),
    { row: 'glue-table', account: OWN, region: REGION, database: 'd', name: 't', location: 's3://data/t/' },
    { row: 'lake-location', account: OWN, region: REGION, arn: bucketArn('data'), role: roleArn('lake') },
    {
      ...{ row: 'lake-grant', account: OWN, region: REGION, principal },
      ...{ on: { database: 'd', table: 't' }, permissions: ['SELECT'] },
    },
  ];
  const lake = `${OWN}:${REGION}:d.t`;
  const asks = allow(['lakeformation:GetDataAccess', 'glue:GetTable']);

  test.each<[string, string, Record<string, string>]>([
    ['another account', OTHER, { root: 'yes' }],
    ['a role of another account', roleArn('x', OTHER), { 'role/x': 'yes' }],
    [
      'an organization',
      `arn:aws:organizations::${OTHER}:organization/o-1`,
      { 'everybody with an AWS account': 'if', 'user/u': 'if' },
    ],
    ['a group of a directory', 'arn:aws:identitystore:::group/1', { 'arn:aws:identitystore:::group/1': 'yes' }],
  ])('grants to %s', async (_, principal, readers) => {
    expect(await who([...rows(principal), user('u', [asks])], lake)).toEqual(readers);
  });

  test('an administrator, and who makes itself one, grant to themselves', async () => {
    const catalog: Row<'glue-catalog'> = {
      row: 'glue-catalog',
      account: OWN,
      region: REGION,
      admins: [userArn('admin')],
    };
    const people = [
      user('admin', [asks]),
      user('maker', [asks, allow('lakeformation:PutDataLakeSettings')]),
      user('u', [asks]),
    ];

    expect(await who([...rows(roleArn('nobody')), catalog, ...people], lake)).toEqual({
      'user/admin': 'opens yes',
      'user/maker': 'opens yes',
    });
  });
});

test('grants of S3 are asked for who has one', async () => {
  const grants: Row<'access-grants'> = {
    ...{ row: 'access-grants', arn: `arn:aws:s3:${REGION}:${OWN}:access-grants/default`, account: OWN, region: REGION },
    grants: [
      { grantee: userArn('all'), scope: 's3://data/*', permission: 'READ' },
      { grantee: userArn('some'), scope: 's3://data/2026/*', permission: 'READWRITE' },
      { grantee: userArn('writer'), scope: 's3://data/*', permission: 'WRITE' },
    ],
  };
  const may = allow('s3:GetDataAccess');
  const people = ['all', 'some', 'writer'].map((name) => user(name, [may]));

  expect(await who([bucket('data'), grants, ...people, user('u', [may])])).toEqual({
    'user/all': 'yes',
    'user/some': 'if',
  });
});

test.each<[string, Json[], string | undefined]>([
  [
    'a restore to another table',
    [allow('dynamodb:RestoreTableToPointInTime'), allow('dynamodb:Scan', tableArn('mine'))],
    'opens yes',
  ],
  [
    'a restore of a backup',
    [allow('dynamodb:RestoreTableFromBackup'), allow('dynamodb:Scan', tableArn('mine'))],
    'opens yes',
  ],
  ['a restore, and no right to read what comes of it', [allow('dynamodb:RestoreTableToPointInTime')], undefined],
  [
    'a replica',
    [allow('dynamodb:CreateTableReplica'), allow('dynamodb:Scan', `arn:aws:dynamodb:us-east-1:${OWN}:table/t`)],
    'opens yes',
  ],
  ['a stream of its changes', [allow('dynamodb:UpdateTable'), allow('dynamodb:GetRecords')], 'opens yes'],
  ['an export', [allow('dynamodb:ExportTableToPointInTime')], 'opens yes'],
])('a table by %s', async (_, statements, verdict) => {
  expect((await who([table('t'), user('u', statements)], tableArn('t')))['user/u']).toBe(verdict);
});

test('levels without a policy limit nobody: their type is not enabled', async () => {
  const whole = await inventory([bucket('data'), user('u', [read])]);
  whole.things.account[0] = { row: 'account', id: OWN, serviceControl: [[], []], resourceControl: [[]] };

  const readers = exposure(whole).whoCanRead(bucketArn('data'));

  expect(readers.map(({ principal }) => principal)).toContain(userArn('u'));
});
