import { expect, test } from '@jest/globals';
import {
  allow,
  bucket,
  bucketArn,
  inventory,
  KEY,
  key,
  REGION,
  role,
  roleArn,
  table,
  tableArn,
  user,
} from '../../test/fixtures/policies/account.ts';
import { OWN } from '../../test/fixtures/policies/generate.ts';
import { exposure } from './exposure.ts';
import type { Row, Thing } from './inventory.ts';

async function readers(rows: Thing[], dataSet: string): Promise<Record<string, string>> {
  const found = exposure(await inventory(rows)).whoCanRead(dataSet);
  return Object.fromEntries(
    found
      .filter(({ kind }) => kind === 'user' || kind === 'role')
      .map(({ principal, how, verdict }) => [principal.replace(/^.*\//, ''), how === 'itself' ? verdict : how]),
  );
}

const STREAM = `arn:aws:kinesis:${REGION}:${OWN}:stream/s`;
const stream: Row<'stream'> = { row: 'stream', arn: STREAM, account: OWN, region: REGION, key: KEY };
const open = allow('kms:Decrypt', KEY);

test('records of a stream take a place in it, the records and the key', async () => {
  const rows = [
    stream,
    key(),
    user('all', [allow(['kinesis:GetRecords', 'kinesis:GetShardIterator'], STREAM), open]),
    user('no-place', [allow('kinesis:GetRecords', STREAM), open]),
    user('no-key', [allow('kinesis:Get*', STREAM)]),
  ];

  expect(await readers(rows, STREAM)).toEqual({ all: 'yes' });
});

test('a consumer is a way in, whatever it is called', async () => {
  expect(
    await readers(
      [stream, key(), user('u', [allow('kinesis:SubscribeToShard', `${STREAM}/consumer/mine:*`), open])],
      STREAM,
    ),
  ).toEqual({ u: 'yes' });
});

test('an index and the changes of a table are ways in', async () => {
  const changes = `${tableArn('t')}/stream/2026-01-01T00:00:00.000`;
  const rows = [
    table('t', { stream: { arn: changes } }),
    user('index', [allow('dynamodb:Query', `${tableArn('t')}/index/*`)]),
    user('changes', [allow('dynamodb:GetRecords', changes)]),
    user('other', [allow('dynamodb:Query', `${tableArn('x')}/index/*`)]),
  ];

  expect(await readers(rows, tableArn('t'))).toEqual({ index: 'yes', changes: 'yes' });
});

test('an index that is named alone is a condition', async () => {
  expect(
    await readers([table('t'), user('u', [allow('dynamodb:Query', `${tableArn('t')}/index/by-team`)])], tableArn('t')),
  ).toEqual({ u: 'if' });
});

const derived: Row<'glue-table'> = {
  row: 'glue-table',
  account: OWN,
  region: REGION,
  database: 'db',
  name: 'derived',
  location: 's3://lake/derived/',
};
const DERIVED = `${OWN}:${REGION}:db.derived`;
const lake = bucket('lake');

test('a catalog table is read where it lies: a neighbour’s prefix is no way in', async () => {
  const rows = [
    lake,
    derived,
    user('here', [allow('s3:GetObject', `${bucketArn('lake')}/derived/*`)]),
    user('there', [allow('s3:GetObject', `${bucketArn('lake')}/other/*`)]),
    user('part', [allow('s3:GetObject', `${bucketArn('lake')}/derived/2026/*`)]),
  ];

  expect(await readers(rows, DERIVED)).toEqual({ here: 'yes', part: 'if' });
});

test('Lake Formation opens to whom it granted the table, past bucket and key', async () => {
  const location: Row<'lake-location'> = {
    row: 'lake-location',
    account: OWN,
    region: REGION,
    arn: bucketArn('lake'),
    role: roleArn('lake'),
  };
  const grant: Row<'lake-grant'> = {
    row: 'lake-grant',
    account: OWN,
    region: REGION,
    principal: roleArn('granted'),
    on: { database: 'db', table: 'derived' },
    permissions: ['SELECT'],
  };
  const may = [allow(['lakeformation:GetDataAccess', 'glue:GetTable'])];
  const rows = [
    bucket('lake', { key: KEY }),
    key([]),
    derived,
    location,
    grant,
    role('granted', may),
    role('not-granted', may),
    role('lazy'),
  ];

  expect(await readers(rows, DERIVED)).toEqual({ granted: 'yes' });
});

test('a table whose place could not be read is unknown', async () => {
  expect(await readers([{ ...derived, location: { unknown: 'AccessDenied' } }, user('u')], DERIVED)).toEqual({
    u: 'unknown',
  });
});

test('results of Athena are a data set', async () => {
  const arn = `arn:aws:athena:${REGION}:${OWN}:workgroup/wg`;
  const rows: Thing[] = [
    bucket('results'),
    { row: 'workgroup', arn, account: OWN, region: REGION, results: 's3://results/wg/' },
    user('u', [allow('s3:GetObject', `${bucketArn('results')}/wg/*`)]),
  ];

  expect(await readers(rows, arn)).toEqual({ u: 'yes' });
});

test('where a policy asks for Athena, Athena is a way in', async () => {
  const through = { Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } } };
  const read = allow('s3:GetObject', `${bucketArn('lake')}/*`, through);

  expect(
    await readers(
      [lake, user('queries', [read, allow('athena:StartQueryExecution')]), user('only-reads', [read])],
      bucketArn('lake'),
    ),
  ).toEqual({ queries: 'yes' });
});
