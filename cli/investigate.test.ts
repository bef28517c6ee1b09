import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { record } from '../core/access-log/records.fixture.ts';
import { InventoryLines } from '../core/exposure/write.ts';
import { link } from '../core/ledger/entry.ts';
import { entryLine, headerLine } from '../core/ledger/ledger-file.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/sluice-p-prod-reader`;
const TABLE = (name: string) => `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/sluice-p-prod-${name}`;
const AT = Date.UTC(2026, 8, 3, 22);
const key = { subject: 's1', segment: 'g1' };
const reader = {
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/sluice-p-prod-reader/sluice-p-prod-reader`,
    accountId: ACCOUNT,
    sessionContext: { sessionIssuer: { arn: ROLE } },
  },
};
const at = (minute: number) => ({ eventTime: new Date(AT + minute * 60_000).toISOString() });

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-investigate-'));
  const { entry, stored } = link(
    { chain: 'c0', length: 0, hash: '0'.repeat(64) },
    { kind: 'read', at: AT + 60_000, actor: 'reader:ada', ...key },
  );
  const index = TABLE('Index');
  const records = [
    record('dynamodb', 'GetItem', { tableName: 'sluice-p-prod-Index', key }, { ...at(1), ...reader }),
    record('dynamodb', 'GetItem', { tableName: 'sluice-p-prod-Index', key }, at(20)),
    record('kms', 'Decrypt', { keyId: 'k', encryptionContext: { key: 'key1' } }, at(21)),
    ...Array.from({ length: 40 }, (_, minute) => record('s3', 'GetObject', { bucketName: 'b', key: 'x' }, at(minute))),
  ];
  writeFileSync(path('trail.ndjson'), records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  writeFileSync(path('ledger.ndjson'), `${headerLine(undefined)}\n${entryLine(entry.chain, stored)}\n`);
  writeFileSync(
    path('index.ndjson'),
    `${JSON.stringify({ ...key, keyId: 'key1', kinds: { text: 2 }, tier: 'personal', disclosure: '1.0' })}\n`,
  );
  const account = { account: ACCOUNT };
  const lines: string[] = [];
  const rows = [
    { row: 'role' as const, arn: ROLE, ...account, trust: {}, policies: [] },
    { row: 'table' as const, arn: index, ...account, region: 'us-west-2' },
    { row: 'table' as const, arn: TABLE('Ledger'), ...account, region: 'us-west-2' },
    {
      row: 'key' as const,
      arn: `arn:aws:kms:us-west-2:${ACCOUNT}:key/k`,
      ...account,
      region: 'us-west-2',
      policy: {},
      aliases: ['alias/sluice-p-prod/subject-keys'],
    },
    {
      row: 'role' as const,
      arn: `arn:aws:iam::${ACCOUNT}:role/sluice-p-test-reader`,
      ...account,
      trust: {},
      policies: [],
    },
  ];
  const inventory = new InventoryLines();
  lines.push(inventory.head({ begun: AT, source: { tool: 'test' }, covered: [{ account: ACCOUNT, kinds: ['role'] }] }));
  for (const row of rows) lines.push(inventory.row(row));
  lines.push(inventory.end(AT));
  writeFileSync(path('inventory.ndjson'), lines.join(''));
  const scope = await sluice(
    '--json',
    'investigate',
    'scope',
    '--inventory',
    path('inventory.ndjson'),
    '--prefix',
    'sluice-p-prod',
  );
  writeFileSync(path('scope.json'), scope.out);
});
afterAll(() => rmSync(folder, { recursive: true }));

const window = ['--from', '2026-09-03T22:00:00Z', '--to', '2026-09-03T22:35:00Z'];
const given = () => [
  '--scope',
  path('scope.json'),
  '--ledger',
  path('ledger.ndjson'),
  '--index',
  path('index.ndjson'),
  ...window,
];

test('a scope is found in an inventory by the names of a program and stage', () => {
  expect(JSON.parse(readFileSync(path('scope.json'), 'utf8'))).toMatchObject({
    roles: { reader: ROLE },
    tables: { Index: TABLE('Index'), Ledger: TABLE('Ledger') },
    keys: { 'subject-keys': `arn:aws:kms:us-west-2:${ACCOUNT}:key/k` },
  });
});

test('who read: the read of the ledger is seen, who went past the reader is named', async () => {
  const { code, out } = await sluice('--json', 'investigate', 'did', path('trail.ndjson'), ...given());

  const { ledger, findings, unknown } = JSON.parse(out);
  expect(ledger).toMatchObject({ reads: 1, seen: 1 });
  expect(findings).toMatchObject([
    {
      finding: 'around',
      actions: ['dynamodb:GetItem'],
      subjects: ['s1'],
      principal: { role: `arn:aws:iam::${ACCOUNT}:role/analyst` },
    },
    { finding: 'around', actions: ['kms:Decrypt'], subjects: ['s1'] },
  ]);
  expect(unknown.map(({ source }: { source: string }) => source)).toContain('management');
  expect(code).toBe(1);
});

test('for people it fits a narrow terminal', async () => {
  const { out } = await sluice('investigate', 'did', path('trail.ndjson'), ...given());

  expect(out).toContain('1 of 1 reads in the ledger are seen');
  expect(out).toContain('read past the reader');
});

test.each([60, 40])('names that somebody chose move nothing and make no line, at %i columns', async (columns) => {
  const who = { type: 'IAMUser', arn: 'arn:aws:iam::1:user/\u001b[31mred\nFAKE\u202e', accountId: '1' };
  const hostile = record(
    'dynamodb',
    'GetItem',
    { tableName: 'sluice-p-prod-Index', key: { subject: '\nFAKE\u001b[2J', segment: 'g' } },
    { ...at(3), userIdentity: who },
  );
  writeFileSync(path('hostile.ndjson'), `${JSON.stringify(hostile)}\n`);
  const before = process.env.COLUMNS;
  process.env.COLUMNS = String(columns);

  const did = await sluice('investigate', 'did', path('hostile.ndjson'), ...given());
  const radius = await sluice(
    'investigate',
    'blast-radius',
    path('hostile.ndjson'),
    ...given(),
    '--cause',
    'incident=\nFAKE',
  );
  if (before === undefined) delete process.env.COLUMNS;
  else process.env.COLUMNS = before;

  for (const { out } of [did, radius]) {
    expect(out).toContain('red');
    expect(out.match(/[^\P{Cc}\n\t]|[\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]|^FAKE/gmu)).toBeNull();
    // But for words that are longer.
    expect(out.split('\n').filter((line) => line.length > columns && /\s\S/.test(line.trim()))).toEqual([]);
  }
});

test('nothing found where not all could be looked at is no clean bill', async () => {
  const { code, out } = await sluice(
    'investigate',
    'did',
    path('trail.ndjson'),
    '--scope',
    path('scope.json'),
    '--from',
    '2026-09-03T22:25:00Z',
    '--to',
    '2026-09-03T22:35:00Z',
  );

  expect([code, out.includes('Nothing was found.'), out.includes('WOULD HAVE TOLD')]).toEqual([8, true, true]);
});

test('a blast radius is written as JSON and as a page, over nothing', async () => {
  const page = path('radius.html');
  const command = [
    'investigate',
    'blast-radius',
    path('trail.ndjson'),
    ...given(),
    '--cause',
    'incident=I1',
    '--html',
    page,
  ];

  const { code, out } = await sluice('--json', ...command);
  const again = await sluice(...command);

  expect(JSON.parse(out)).toMatchObject({
    format: 'sluice-blast-radius/1',
    did: [{ opened: 'proven', subjects: ['s1'] }],
    concerned: { subjects: [{ subject: 's1', kinds: ['text'] }] },
  });
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
  // It names people.
  expect(statSync(page).mode & 0o777).toBe(0o600);
  expect([code, again.code, again.err.includes('not written over')]).toEqual([0, 2, true]);
});

test('what is watched and is of no program is not sealed by itself: whoever was handed it had it in the clear', async () => {
  const lake = 'arn:aws:s3:::lake';
  writeFileSync(path('lake.json'), JSON.stringify({ others: [lake, `${lake}/*`] }));
  const read = {
    ...{
      eventID: 'lake-1',
      eventTime: '2026-09-03T22:30:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
    },
    ...{ awsRegion: 'eu-central-1', recipientAccountId: '111122223333' },
    requestParameters: { bucketName: 'lake', key: 'part-0.json' },
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/casey', accountId: '111122223333' },
  };
  writeFileSync(path('lake.ndjson'), `${JSON.stringify(read)}\n`);
  const window = ['--from', '2026-09-03T22:00:00Z', '--to', '2026-09-03T23:00:00Z'];
  const command = ['blast-radius', path('lake.ndjson'), '--scope', path('lake.json'), ...window];

  const { out } = await sluice('--json', 'investigate', ...command, '--cause', 'incident=I1');

  expect(JSON.parse(out)).toMatchObject({ did: [{ opened: 'proven', refused: false }] });
});

test.each([
  [['--cause', 'weather=rain'], '--cause'],
  [['--cause', 'role='], '--cause'],
  [['--cause', 'incident=I', '--could', 'ledger.ndjson'], 'is no JSON'],
  [['--cause', 'incident=I', '--could', 'scope.json'], 'list of who could'],
  [['--cause', 'incident=I', '--logs', 'moon'], '--logs'],
])('what is wrong is said: %j', async (more, word) => {
  const files = more.map((one) => (/\.(nd)?json$/.test(one) ? path(one) : one));

  const { code, err } = await sluice('investigate', 'blast-radius', path('trail.ndjson'), ...given(), ...files);

  expect([code, err.includes(word)]).toEqual([2, true]);
});

test.each<[string, object, string[], RegExp]>([
  ['no stage with a trail', { 'sluice-p-prod-State': { ApiUrl: 'x' } }, [], /no trail of the stage of the scope/],
  ['another stage’s trail', { 'sluice-q-prod-State': { Trail: 'sluice-q-prod' } }, [], /no trail of the stage/],
  ['files beside it', { 'sluice-p-prod-State': { Trail: 'sluice-p-prod' } }, ['trail.ndjson'], /name one of them/],
])('a trail of a stage is asked for by its outputs: %s', async (_, outputs, files, said) => {
  const place = (workgroup: string) =>
    JSON.stringify({ database: 'd', table: 't', workgroup, accounts: ['1'], regions: ['r'], logs: [] });
  const written = Object.entries(outputs).map(([stack, { Trail, ...more }]) => [
    stack,
    { ...more, ...(Trail && { Trail: place(Trail) }) },
  ]);
  writeFileSync(path('outputs.json'), JSON.stringify(Object.fromEntries(written)));

  const { code, err } = await sluice(
    'investigate',
    'did',
    ...files.map(path),
    '--outputs',
    path('outputs.json'),
    ...given(),
  );

  expect([code, err]).toEqual([2, expect.stringMatching(said)]);
});

test.each(['{', '{"trail":"x"}'])('outputs whose trail is none say so: %s', async (Trail) => {
  writeFileSync(path('outputs.json'), JSON.stringify({ 'sluice-p-prod-State': { Trail } }));

  const { code, err } = await sluice('investigate', 'did', '--outputs', path('outputs.json'), ...given());

  expect([code, err]).toEqual([2, expect.stringMatching(/is not a file that cdk deploy --outputs-file wrote/)]);
});

test('a folder without records says so', async () => {
  const { code, err } = await sluice('investigate', 'did', '/nowhere/at/all', ...given());

  expect([code, /cannot be read/.test(err)]).toEqual([2, true]);
});
