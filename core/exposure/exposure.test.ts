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
import { exposure, NotInInventory } from './exposure.ts';
import type { Row, Thing } from './inventory.ts';

const read = allow('s3:GetObject', `${bucketArn('data')}/*`);
const decrypt = allow('kms:Decrypt', KEY);

/** Verdict of each principal that can somehow, with how. */
async function who(rows: Thing[], dataSet = bucketArn('data')): Promise<Record<string, string>> {
  const readers = exposure(await inventory(rows)).whoCanRead(dataSet);
  return Object.fromEntries(
    readers
      .filter(({ kind }) => kind !== 'root')
      .map(({ principal, how, verdict }) => [
        principal.replace(/^.*:(user|role|root)/, '$1'),
        how === 'itself' ? verdict : `${how} ${verdict}`,
      ]),
  );
}

describe('storage and key', () => {
  test('neither storage alone nor a key alone opens anything', async () => {
    const rows = [
      bucket('data', underItsKey('data')),
      key(),
      role('storage', [read]),
      role('opener', [decrypt]),
      role('both', [read, decrypt]),
    ];

    expect(await who(rows)).toEqual({ 'role/both': 'yes' });
  });

  test('a key under which S3 asks nobody opens to who has the storage', async () => {
    expect(await who([bucket('data'), role('storage', [read])])).toEqual({ 'role/storage': 'yes' });
  });

  test('a key that hands nothing to the account opens to those whom it names', async () => {
    const rows = [
      bucket('data', underItsKey('data')),
      key([allow('kms:Decrypt', '*', to({ AWS: roleArn('named') }))]),
      role('named', [read]),
      role('other', [read, decrypt]),
    ];

    expect(await who(rows)).toEqual({ 'role/named': 'yes' });
  });

  test('a grant of a key is enough, and is for whom it is', async () => {
    const grants = [{ id: 'g', grantee: roleArn('granted'), operations: ['Decrypt'] }];
    const rows = [
      bucket('data', underItsKey('data')),
      key(undefined, { grants }),
      role('granted', [read]),
      role('other', [read]),
    ];

    expect(await who(rows)).toEqual({ 'role/granted': 'yes' });
  });

  test('a grant within another encryption context opens nothing', async () => {
    const grants = [
      { id: 'g', grantee: roleArn('granted'), operations: ['Decrypt'], subset: { 'aws:dynamodb:tableName': 'other' } },
    ];
    const rows = [table('t', { key: KEY }), key(undefined, { grants }), role('granted', [allow('dynamodb:GetItem')])];

    expect(await who(rows, tableArn('t'))).toEqual({});
  });

  test('a grant within the context of the table opens it, as AWS spells it', async () => {
    const equals = { 'aws:dynamodb:tableName': 't', 'aws:dynamodb:subscriberId': OWN };
    const grants = [{ id: 'g', grantee: roleArn('granted'), operations: ['Decrypt'], equals }];
    const rows = [table('t', { key: KEY }), key(undefined, { grants }), role('granted', [allow('dynamodb:GetItem')])];

    expect(await who(rows, tableArn('t'))).toEqual({ 'role/granted': 'yes' });
  });

  test.each(['PutItem', 'UpdateItem', 'DeleteItem', 'PartiQLUpdate', 'PartiQLDelete'])(
    '%s answers with what it wrote over',
    async (action) => {
      const rows = [table('t', { key: KEY }), key(), role('writer', [allow(`dynamodb:${action}`), decrypt])];

      expect(await who(rows, tableArn('t'))).toEqual({ 'role/writer': 'yes' });
    },
  );

  test('who can enable a disabled key could open it', async () => {
    const enable = allow('kms:EnableKey', KEY);
    const rows = [
      bucket('data', underItsKey('data')),
      key(undefined, { enabled: false }),
      role('both', [read, decrypt]),
      role('all', [read, decrypt, enable]),
    ];

    expect(await who(rows)).toEqual({ 'role/all': 'opens yes' });
  });

  test('a disabled key opens nothing', async () => {
    expect(
      await who([
        bucket('data', underItsKey('data')),
        key(undefined, { enabled: false }),
        role('both', [read, decrypt]),
      ]),
    ).toEqual({});
  });

  test('a key that may be used through another service alone opens no bucket', async () => {
    const via = (service: string) =>
      allow('kms:Decrypt', KEY, {
        Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` } },
      });
    const rows = [
      bucket('data', underItsKey('data')),
      key(),
      role('s3', [read, via('s3')]),
      role('dynamodb', [read, via('dynamodb')]),
    ];

    expect(await who(rows)).toEqual({ 'role/s3': 'yes' });
  });
});

describe('who else', () => {
  test('a bucket with a star is open to everybody, unless a block stands before it', async () => {
    const open = { policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, to('*'))) };
    const block = { ignoreAcls: true, restrictBuckets: true };

    expect(await who([bucket('data', open)])).toEqual({
      'everybody on the internet': 'yes',
      'everybody with an AWS account': 'yes',
    });
    expect(await who([bucket('data', { ...open, publicAccessBlock: block })])).toEqual({});
  });

  test('another account that is named reads, whatever its own policies say', async () => {
    const rows = [
      bucket('data', { policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, to({ AWS: OTHER }))) }),
    ];

    expect(await who(rows)).toEqual({ root: 'yes' });
  });

  test('an organization that is named is a condition to accounts that are not known', async () => {
    const condition = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
    const rows = [
      bucket('data', { policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, { ...to('*'), ...condition })) }),
    ];
    const [reader] = exposure(await inventory(rows))
      .whoCanRead(bucketArn('data'))
      .filter(({ kind }) => kind === 'anybody');

    expect(reader).toMatchObject({
      verdict: 'if',
      conditions: [[{ key: 'aws:principalorgid', operator: 'StringEquals', values: ['o-1'], negated: false }]],
    });
  });

  test('ACLs of objects are not in an inventory, and make it unknown for who is outside', async () => {
    expect(await who([bucket('data', { aclsDisabled: false })])).toMatchObject({
      'everybody on the internet': 'unknown',
    });
  });

  test('a service of AWS that is named is a reader', async () => {
    const rows = [
      bucket('data', {
        policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, to({ Service: 'cloudfront.amazonaws.com' }))),
      }),
    ];

    expect(await who(rows)).toEqual({ 'cloudfront.amazonaws.com': 'yes' });
  });

  test('an access point opens what its bucket leaves to it', async () => {
    const point: Row<'access-point'> = {
      row: 'access-point',
      arn: `arn:aws:s3:eu-central-1:${OWN}:accesspoint/ap`,
      account: OWN,
      bucket: bucketArn('data'),
      policy: policy(
        allow('s3:GetObject', `arn:aws:s3:eu-central-1:${OWN}:accesspoint/ap/object/*`, to({ AWS: userArn('u') })),
      ),
    };
    const rows = [bucket('data'), point, user('u'), user('v')];

    expect(await who(rows)).toEqual({ 'user/u': 'yes' });
    expect(
      await who([
        ...rows.slice(1),
        bucket('data', { policy: policy(deny('s3:*', `${bucketArn('data')}/*`, to('*'))) }),
      ]),
    ).toEqual({});
  });
});

describe('who can become a reader', () => {
  const reader = (trust: Json, more: Partial<Row<'role'>> = {}) =>
    role('reader', [read], { trust: policy(trust), ...more });
  const assume = (principal: unknown, more: Json = {}): Json => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: principal,
    ...more,
  });

  test('over any number of roles', async () => {
    const middle = role('middle', [], { trust: policy(assume({ AWS: userArn('u') })) });
    const rows = [bucket('data'), reader(assume({ AWS: roleArn('middle') })), middle, user('u'), user('v')];

    const chain = exposure(await inventory(rows))
      .whoCanRead(bucketArn('data'))
      .find(({ principal }) => principal === userArn('u'))!.chain;

    expect(await who(rows)).toEqual({ 'role/reader': 'yes', 'role/middle': 'through yes', 'user/u': 'through yes' });
    expect(chain).toEqual([roleArn('middle'), roleArn('reader')]);
  });

  test('whom the account trusts needs the right by its own policies, too', async () => {
    const rows = [
      bucket('data'),
      reader(assume({ AWS: OWN })),
      user('may', [allow('sts:AssumeRole')]),
      user('may-not'),
    ];

    expect(await who(rows)).toEqual({ 'role/reader': 'yes', 'user/may': 'through yes' });
  });

  test('whoever signs in at a provider that is trusted', async () => {
    const provider = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: provider },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } },
    };

    expect(await who([bucket('data'), reader(trust)])).toEqual({ 'role/reader': 'yes', [provider]: 'through if' });
  });

  const FUNCTION = `arn:aws:lambda:eu-central-1:${OWN}:function:reader`;
  const lambda: Row<'function'> = {
    row: 'function',
    arn: FUNCTION,
    account: OWN,
    region: 'eu-central-1',
    role: roleArn('reader'),
  };
  const service = assume({ Service: 'lambda.amazonaws.com' });
  test.each<[string, Json[]]>([
    ['changes the code of a function that reads', [allow('lambda:UpdateFunctionCode', FUNCTION)]],
    ['changes its configuration', [allow('lambda:UpdateFunctionConfiguration', FUNCTION)]],
    [
      'passes the role to a function of its own',
      [allow('iam:PassRole'), allow('lambda:CreateFunction', `arn:aws:lambda:*:${OWN}:function:mine-*`)],
    ],
    ['rewrites its trust', [allow('iam:UpdateAssumeRolePolicy', roleArn('reader'))]],
  ])('who %s', async (_, statements) => {
    expect(await who([bucket('data'), reader(service), lambda, user('u', statements), user('v')])).toEqual({
      'role/reader': 'yes',
      'user/u': 'through yes',
    });
  });

  test('a role that can be passed to another service alone is not passed', async () => {
    const statements = [
      allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }),
      allow('lambda:CreateFunction'),
    ];

    expect(await who([bucket('data'), reader(service), user('u', statements)])).toEqual({ 'role/reader': 'yes' });
  });

  test('who makes credentials for a user', async () => {
    expect(await who([bucket('data'), user('reads', [read]), user('u', [allow('iam:CreateAccessKey')])])).toEqual({
      'user/reads': 'yes',
      'user/u': 'through yes',
    });
  });
});

describe('who could make it so', () => {
  test.each<[string, Json[]]>([
    ['writes the bucket’s policy', [decrypt, allow('s3:PutBucketPolicy')]],
    ['writes the key’s policy', [read, allow('kms:PutKeyPolicy')]],
    ['grants the key', [read, allow('kms:CreateGrant')]],
    ['gives itself rights', [allow('iam:PutUserPolicy')]],
  ])('%s', async (_, statements) => {
    expect(await who([bucket('data', underItsKey('data')), key(), user('u', statements)])).toEqual({
      'user/u': 'opens yes',
    });
  });

  test('a deny stands against it', async () => {
    const guarded = bucket('data', {
      policy: policy(deny('s3:*', [bucketArn('data'), `${bucketArn('data')}/*`], to('*'))),
    });

    expect(await who([guarded, user('u', [allow('s3:*'), allow('iam:*')])])).toEqual({});
  });
});

describe('unknown is never no', () => {
  const strange: [string, Thing[]][] = [
    ['a malformed policy of a principal', [bucket('data'), user('u', [{ ...read, Wish: 1 }])]],
    ['a policy that could not be read', [bucket('data'), user('u', [], { policies: { unknown: 'AccessDenied' } })]],
    [
      'a policy that is referred to and not there',
      [bucket('data'), user('u', [], { policies: [{ ref: 'arn:aws:iam::aws:policy/X' }] })],
    ],
    [
      'a policy of the bucket that could not be read',
      [bucket('data', { policy: { unknown: 'AccessDenied' } }), user('u')],
    ],
    [
      'an unknown condition key',
      [bucket('data'), user('u', [{ ...read, Condition: { StringEquals: { 's3:moonPhase': 'full' } } }])],
    ],
    [
      'an unknown operator',
      [bucket('data'), user('u', [{ ...read, Condition: { StringSounds: { 'aws:username': 'u' } } }])],
    ],
    ['an unknown action of the service', [bucket('data'), user('u', [allow('s3:FetchObject')])]],
    [
      'a key that is outside of the inventory',
      [bucket('data', { key: KEY.replace(OWN, OTHER) }), user('u', [read, allow('kms:*')])],
    ],
    ['a key that could not be read', [bucket('data', { key: { unknown: 'AccessDenied' } }), user('u', [read])]],
    ['a group that is not there', [bucket('data'), user('u', [], { groups: [`arn:aws:iam::${OWN}:group/g`] })]],
    [
      'a deny with an unknown condition key',
      [bucket('data'), user('u', [read, { ...deny('s3:*'), Condition: { StringEquals: { 's3:moonPhase': 'full' } } }])],
    ],
  ];
  test.each(strange)('%s', async (_, rows) => {
    expect(await who(rows)).toMatchObject({ 'user/u': 'unknown' });
  });

  test('a key that is gone opens nothing: it is in a part that was read whole', async () => {
    expect(await who([bucket('data', underItsKey('data')), user('u', [read, allow('kms:*')])])).toEqual({});
  });

  test('and the same in an inventory that was cut short is unknown', async () => {
    const whole = await inventory([bucket('data', underItsKey('data')), user('u', [read, allow('kms:*')])]);

    const readers = exposure({ ...whole, problems: [{ problem: 'cut-short' }] }).whoCanRead(bucketArn('data'));

    expect(readers.find(({ principal }) => principal === userArn('u'))).toMatchObject({ verdict: 'unknown' });
  });
});

describe('what is sealed', () => {
  const keys = tableArn('keys');
  const dataSet: Row<'data-set'> = {
    row: 'data-set',
    id: 'segments',
    storage: [`${bucketArn('data')}/*`],
    sealed: { keys, under: KEY, context: { program: 'p' } },
    disclosure: { program: 'p', readers: 1 },
  };
  const rows = (...more: Thing[]): Thing[] => [bucket('data'), table('keys'), key(), dataSet, ...more];
  const open = allow('kms:Decrypt', KEY, { Condition: { StringEquals: { 'kms:EncryptionContext:program': 'p' } } });

  test('takes storage, wrapped keys and what unwraps them', async () => {
    const people = [
      user('storage', [read]),
      user('two', [read, allow('dynamodb:GetItem', keys)]),
      user('all', [read, allow('dynamodb:GetItem', keys), open]),
    ];

    expect(await who(rows(...people), 'segments')).toEqual({ 'user/all': 'yes' });
  });

  test('is over its budget when more can', async () => {
    const reader = (name: string) => role(name, [read, allow('dynamodb:GetItem', keys), open]);
    // Root of the account is a reader, too, and is counted.
    const { rows: scanned } = exposure(await inventory(rows(reader('a'), reader('b')))).scan();

    expect(scanned.find(({ id }) => id === 'segments')).toMatchObject({ readers: { yes: 3 }, budget: 1, over: true });
  });
});

test('explains by the statements that have a say, in the order in which AWS decides', async () => {
  const rows = [
    bucket('data', { policy: policy(deny('s3:*', `${bucketArn('data')}/*`, { ...to('*'), Sid: 'Guard' })) }),
    user('u', [read]),
  ];

  const { verdict, steps } = exposure(await inventory(rows)).explain(userArn('u'), bucketArn('data'));

  expect(verdict).toBe('no');
  expect(steps[0]!.statements).toEqual(
    expect.arrayContaining([
      {
        where: 'resource',
        policy: 'policy of the bucket',
        statement: 'Guard',
        effect: 'Deny',
        applies: 'yes',
        conditions: [],
      },
      { where: 'identity', policy: 'own', statement: 'statement 1', effect: 'Allow', applies: 'yes', conditions: [] },
    ]),
  );
});

test('who is not in the inventory is not answered with a no', async () => {
  const exposed = exposure(await inventory([bucket('data')]));

  expect(() => exposed.explain('arn:aws:iam::1:user/x', bucketArn('data'))).toThrow(NotInInventory);
  expect(() => exposed.whoCanRead('nothing')).toThrow(NotInInventory);
});

test('copies of what is disclosed are told, with what they lack', async () => {
  const own: Row<'data-set'> = {
    row: 'data-set',
    id: 'own',
    storage: [`${bucketArn('own')}/*`],
    disclosure: { program: 'p' },
  };
  const rows = [
    bucket('own', { sample: [`ab/${'0'.repeat(32)}`] }),
    own,
    bucket('export', { sample: [`2026/ab/${'0'.repeat(32)}`] }),
    table('derived', { tags: { program: 'p', 'data-class': 'personal' }, key: KEY, retention: { days: 3 } }),
    bucket('else', { tags: { program: 'other' }, sample: ['readme.txt'] }),
  ];

  const copies = exposure(await inventory(rows))
    .scan()
    .rows.flatMap(({ id, copy }) => (copy ? [[id, copy]] : []));

  expect(Object.fromEntries(copies)).toEqual({
    [bucketArn('export')]: { because: 'names', lacks: ['label', 'key', 'retention'] },
    [tableArn('derived')]: { because: 'tag', lacks: [] },
  });
});
