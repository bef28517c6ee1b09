import { describe, expect, test } from '@jest/globals';
import { readRecord } from './cloudtrail.ts';
import { ACCOUNT, REGION, record, table } from './records.fixture.ts';

const read = (service: string, event: string, request: unknown, more = {}) =>
  readRecord(record(service, event, request, more))!;

describe('what a call touched', () => {
  const key = { subject: 's1', segment: 'g1' };
  test.each([
    ['GetItem', { tableName: 'Index', key, consistentRead: true }, [{ arn: table('Index'), item: key }]],
    [
      'Query',
      { tableName: 'Index', indexName: 'byDay', keyConditionExpression: '#k = :k' },
      [{ arn: table('Index'), index: 'byDay' }],
    ],
    ['Scan', { tableName: 'Index' }, [{ arn: table('Index') }]],
    [
      'BatchGetItem',
      { requestItems: { Index: { keys: [key, { subject: { S: 's2' } }] } } },
      [
        { arn: table('Index'), item: key },
        { arn: table('Index'), item: { subject: 's2' } },
      ],
    ],
    ['BatchGetItem', { requestItems: [{ tableName: 'Index', key }] }, [{ arn: table('Index'), item: key }]],
    [
      'TransactGetItems',
      { requestItems: [{ operation: 'Get', tableName: 'Index', key }] },
      [{ arn: table('Index'), item: key, operation: 'Get' }],
    ],
    [
      'ExecuteStatement',
      { statement: `SELECT * FROM "Index"."byDay" WHERE "subject" = 's1' AND segment = 'g1' AND x = ***(Redacted)` },
      [{ arn: table('Index'), operation: 'Get', index: 'byDay', item: key }],
    ],
    [
      'BatchExecuteStatement',
      { requestItems: [{ statement: `DELETE FROM Index WHERE subject = 'it''s'` }] },
      [{ arn: table('Index'), operation: 'Delete', item: { subject: "it's" } }],
    ],
    ['ExportTableToPointInTime', { tableArn: table('Index'), s3Bucket: 'b' }, [{ arn: table('Index') }]],
    [
      'RestoreTableToPointInTime',
      { sourceTableName: 'Index', targetTableName: 'Copy' },
      [{ arn: table('Index') }, { arn: table('Copy') }],
    ],
  ])('DynamoDB %s', (event, request, touched) => {
    expect(read('dynamodb', event, request).touched).toEqual(touched);
  });

  test('of a transaction each item, in upper or lower case', () => {
    const request = {
      requestItems: [
        { operation: 'Put', tableName: 'Ledger', key: { chain: 'c0', seq: '17' }, items: ['chain', 'seq'] },
        { operation: 'ConditionCheck', TableName: 'Index', Key: key },
      ],
    };

    expect(read('dynamodb', 'TransactWriteItems', request).touched).toEqual([
      { arn: table('Ledger'), operation: 'Put', item: { chain: 'c0', seq: '17' } },
      { arn: table('Index'), operation: 'ConditionCheck', item: key },
    ]);
  });

  const lambda = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:reader`;
  test.each([
    ['s3', 'GetObject', { bucketName: 'vault', key: 'ab/cd' }, ['arn:aws:s3:::vault/ab/cd']],
    [
      's3',
      'CopyObject',
      { bucketName: 'mine', key: 'k', 'x-amz-copy-source': '/vault/ab%2Fcd?versionId=1' },
      ['arn:aws:s3:::mine/k', 'arn:aws:s3:::vault/ab/cd'],
    ],
    ['s3', 'PutBucketPolicy', { bucketName: 'vault' }, ['arn:aws:s3:::vault']],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'reader' }, [lambda]],
    ['lambda', 'Invoke', { functionName: `${lambda}:live` }, [lambda]],
    ['kms', 'Decrypt', { keyId: 'abc' }, [`arn:aws:kms:${REGION}:${ACCOUNT}:key/abc`]],
    [
      'kinesis',
      'GetRecords',
      { streamARN: 'arn:aws:kinesis:eu-central-1:1:stream/s' },
      ['arn:aws:kinesis:eu-central-1:1:stream/s'],
    ],
    ['iam', 'PutRolePolicy', { roleName: 'reader', policyName: 'x' }, [`arn:aws:iam::${ACCOUNT}:role/reader`]],
    ['sts', 'AssumeRole', { roleArn: 'arn:aws:iam::1:role/r' }, ['arn:aws:iam::1:role/r']],
  ])('%s %s', (service, event, request, arns) => {
    expect(read(service, event, request).touched.map(({ arn }) => arn)).toEqual(arns);
  });

  test('what AWS itself says that it was about comes beside it, and no bucket beside its object', () => {
    const resources = [{ ARN: 'arn:aws:s3:::vault' }, { ARN: 'arn:aws:s3:::vault/ab' }, { ARN: 'arn:aws:kms:x' }];

    expect(read('s3', 'GetObject', { bucketName: 'vault', key: 'ab' }, { resources }).touched).toEqual([
      { arn: 'arn:aws:s3:::vault/ab' },
      { arn: 'arn:aws:kms:x' },
    ]);
  });
});

test('names of Lambda lose their dates', () => {
  expect(read('lambda', 'UpdateFunctionCode20150331v2', {}).action).toBe('lambda:UpdateFunctionCode');
});

test.each([
  ['s3', 'GetObject', 's3'],
  ['s3', 'PutBucketPolicy', 'management'],
  ['dynamodb', 'TransactWriteItems', 'dynamodb'],
  ['dynamodb', 'UpdateTable', 'management'],
  ['lambda', 'Invoke', 'lambda'],
  ['lambda', 'UpdateFunctionCode20150331v2', 'management'],
  ['kinesis', 'GetRecords', 'kinesis'],
  ['kms', 'Decrypt', 'kms'],
])('%s %s is of the source %s', (service, event, source) => {
  expect(read(service, event, {}).source).toBe(source);
});

test.each([
  [undefined, 'done'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['Client.UnauthorizedOperation', 'denied'],
  ['TransactionCanceledException', 'failed'],
  ['NoSuchKey', 'failed'],
])('a call that ended with %s is %s', (errorCode, outcome) => {
  expect(read('s3', 'GetObject', {}, { errorCode }).outcome).toBe(outcome);
});

test('a session is known with its role, and the context of KMS is kept', () => {
  const found = read('kms', 'Decrypt', { keyId: 'abc', encryptionContext: { program: 'p', key: 'k1' } });

  expect(found.by).toEqual({
    kind: 'role',
    name: `arn:aws:sts::${ACCOUNT}:assumed-role/analyst/bob`,
    role: `arn:aws:iam::${ACCOUNT}:role/analyst`,
    account: ACCOUNT,
  });
  expect(found.context).toEqual({ program: 'p', key: 'k1' });
});

test.each([
  [
    { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    { kind: 'service', name: 'lambda.amazonaws.com', through: 'lambda.amazonaws.com' },
  ],
  [
    { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL' },
    { kind: 'anonymous', name: 'ANONYMOUS_PRINCIPAL', account: 'ANONYMOUS_PRINCIPAL' },
  ],
  [undefined, { kind: 'unknown', name: 'unknown' }],
])('who called: %j', (userIdentity, by) => {
  expect(read('s3', 'GetObject', {}, { userIdentity }).by).toEqual(by);
});

test.each([
  [null],
  ['text'],
  [{}],
  [record('s3', '<b>', {})],
  [record('s3', 'GetObject', {}, { eventTime: 'yesterday' })],
])('what is no record is none: %j', (value) => {
  expect(readRecord(value)).toBeUndefined();
});

test('no value of an item and no text of an error is kept', () => {
  const request = {
    tableName: 'T',
    key: { id: '1' },
    item: { note: 'needle' },
    expressionAttributeValues: { ':x': 'needle' },
  };

  expect(JSON.stringify(read('dynamodb', 'PutItem', request, { errorMessage: 'needle' }))).not.toContain('needle');
});
