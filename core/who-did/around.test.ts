import { expect, test } from '@jest/globals';
import { readRecord } from '../access-log/cloudtrail.ts';
import { record } from '../access-log/records.fixture.ts';
import { AroundReader } from './around.ts';
import { ExplainReads } from './explain.ts';
import { NOTHING_KNOWN, scopeSchema } from './scope.ts';

const ACCOUNT = '111122223333';
const INDEX = `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/p-Index`;
const KEY = `arn:aws:kms:us-west-2:${ACCOUNT}:key/v`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/p-${name}`;
const scope = scopeSchema.parse({
  roles: { redactor: role('redactor'), sweep: role('sweep'), control: role('control') },
  tables: { Index: INDEX },
  keys: { vault: KEY },
  buckets: { vault: 'arn:aws:s3:::p-vault' },
});
const as = (name: string) => ({
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/p-${name}/p-${name}`,
    sessionContext: { sessionIssuer: { arn: role(name) } },
  },
});
const around = (...records: Record<string, unknown>[]) => {
  const reader = new AroundReader(scope, NOTHING_KNOWN);
  for (const one of records) reader.see(readRecord(one)!);
  return reader.found();
};
const resources = [{ ARN: INDEX }];

test('a transaction whose items are not told is the work of a role that has work there, and of no other', () => {
  const made = (name: string) => record('dynamodb', 'TransactWriteItems', null, { resources, ...as(name) });

  expect(around(made('redactor'))).toMatchObject({ findings: [], own: { redactor: 1 } });
  expect(around(made('control')).findings).toMatchObject([{ finding: 'written', role: 'control' }]);
});

test('an entry beside a transaction whose items are not told is not proven to have none', () => {
  const entry = {
    chain: 'c0',
    seq: 1,
    previous: '',
    hash: 'h',
    kind: 'read' as const,
    actor: 'reader:a',
    subject: 's',
    segment: 'g',
  };
  const untold = readRecord(record('dynamodb', 'TransactWriteItems', null, { resources, ...as('redactor') }))!;
  const window = { from: untold.at - 600_000, to: untold.at + 600_000 };
  const coverage = {
    covered: [{ source: 'dynamodb' as const, from: 0, to: window.to * 2, certain: true }],
    gaps: [],
    problems: [],
    records: 1,
    repeated: 0,
  };
  const certaintyAt = (at: number) => {
    const reads = new ExplainReads({
      ...{ entries: [{ ...entry, at }], scope, known: NOTHING_KNOWN, window },
      ledgerTo: window.to * 2,
    });
    reads.see(untold);
    return reads.found(coverage).findings[0]!.certainty;
  };

  expect([certaintyAt(untold.at), certaintyAt(untold.at + 300_000)]).toEqual(['unknown', 'proven']);
});

test('a key that S3 used for somebody is judged by the call that it served, where the log has that', () => {
  const through = {
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/eve`, invokedBy: 's3.amazonaws.com' },
  };
  const used = record(
    'kms',
    'Decrypt',
    { keyId: KEY, encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::p-vault/a' } },
    through,
  );
  const own = { userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/eve` } };
  const fetched = record('s3', 'GetObject', { bucketName: 'p-vault', key: 'a' }, own);

  expect(around(used).findings).toMatchObject([
    { finding: 'around', certainty: 'likely', objects: ['arn:aws:s3:::p-vault/a'] },
  ]);
  expect(around(used, fetched).findings).toMatchObject([
    { finding: 'around', certainty: 'proven', actions: ['s3:GetObject'] },
  ]);
});

test('things beyond count are told by who and what, as one: nothing is left out, and of a person anything is meant', () => {
  const reader = new AroundReader(scope, NOTHING_KNOWN);
  for (let at = 0; at < 10_500; at++) {
    const key = { subject: 's1', segment: `g${at}` };
    reader.see(readRecord(record('dynamodb', 'GetItem', { tableName: 'p-Index', key }))!);
  }

  const { findings } = reader.found();

  expect(findings).toHaveLength(10_001);
  expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(10_500);
  expect(findings.at(-1)).toMatchObject({ count: 500, subjects: ['s1'], segments: [], outcome: 'done' });
});

test.each([
  ['StopLogging', 'cloudtrail', { name: 'any' }, 'changed'],
  ['PutBucketReplication', 's3', { bucketName: 'p-vault' }, 'copied'],
  ['PutKeyPolicy', 'kms', { keyId: KEY }, 'changed'],
  ['PutBucketPolicy', 's3', { bucketName: 'other' }, undefined],
])('%s', (event, service, request, finding) => {
  const findings = around(record(service, event, request)).findings.map((one) => one.finding);

  expect(findings).toEqual(finding === undefined ? [] : [finding]);
});
