import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { s3Double } from '../../test/fixtures/s3.ts';
import { NOTHING_YET } from './witness.ts';
import { awsWitnessStore } from './witness-store.aws.ts';
import { witnessStoreContract } from './witness-store.contract.ts';
import { memoryWitnessStore } from './witness-store.memory.ts';

const bucket = 'witness';
const table = 'Witness';
function setup() {
  const cloud = s3Double();
  cloud.makeBucket(bucket, 86_400_000);
  const ddb = dynamoDouble({ [table]: ['item'] }).client();
  return { ddb, s3: cloud.client, store: awsWitnessStore({ s3: cloud.client, bucket, ddb, table }) };
}

describe('a witness in memory', () => witnessStoreContract(async () => memoryWitnessStore()));
describe('a witness on S3 and DynamoDB', () => witnessStoreContract(async () => setup().store));

test('the newest statement lies under the one name that people fetch', async () => {
  const { s3, store } = setup();
  await store.publish('{"n":1}');
  await store.publish('{"n":2}');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'statement.json' }));
  expect(await Body!.transformToString()).toBe('{"n":2}');
});

test.each(['PreconditionFailed', 'ConditionalRequestConflict'])('S3 answers %s: somebody was first', async (name) => {
  expect(await failing(name).keep('a note\n', 7)).toBe(false);
});

test('S3 denies: that is an error, and no missing note', async () => {
  await expect(failing('AccessDenied').note(7)).rejects.toThrow();
  await expect(failing('AccessDenied').keep('a note\n', 7)).rejects.toThrow();
});

function failing(name: string) {
  const send = async () => {
    throw new S3ServiceException({ name, $fault: 'client', $metadata: {} });
  };
  return awsWitnessStore({ ...setup(), s3: { send } as unknown as S3Client, bucket, table });
}

test.each<[string, object]>([
  ['that is no JSON', { state: { S: '{' }, version: { N: '1' } }],
  ['of another form', { state: { S: JSON.stringify({ ...NOTHING_YET, more: 1 }) }, version: { N: '1' } }],
  ['without a version', { state: { S: JSON.stringify(NOTHING_YET) } }],
])('a state %s is damage, never nothing', async (_what, item) => {
  const { s3 } = setup();
  const ddb = { send: async () => ({ Item: item }) } as never;
  await expect(awsWitnessStore({ s3, bucket, ddb, table }).read()).rejects.toMatchObject({ reason: 'damaged' });
});
