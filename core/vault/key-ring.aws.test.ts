import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { kmsDouble } from '../../test/fixtures/kms.ts';
import { awsKeyRing } from './key-ring.aws.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const table = 'keys';

function world() {
  const dynamo = dynamoDouble({ [table]: ['keyId'] });
  const cloud = kmsDouble();
  const options = { kms: cloud.client, table, kmsKey: cloud.makeKey(), program: 'sample', clock: { now: () => NOW } };
  const ring = (program = 'sample', documents = dynamo.documents()) => awsKeyRing({ ...options, documents, program });
  const put = (Item: object) => dynamo.documents().send(new PutCommand({ TableName: table, Item }));
  return { dynamo, ring, put, items: () => dynamo.items(table) };
}

test('a key stands wrapped in its row, with the subject and when it was made', async () => {
  const { ring, items } = world();
  const keyId = await ring().create('ann');
  expect(keyId).toMatch(/^[0-9a-f]{32}$/);
  expect(items()).toEqual([
    {
      keyId: { S: keyId },
      wrapped: { B: expect.any(Uint8Array) },
      subject: { S: 'ann' },
      createdAt: { N: `${NOW}` },
    },
  ]);
  const key = Buffer.from(await ring().open(keyId));
  expect(Buffer.from(items()[0]!.wrapped!.B!).includes(key)).toBe(false);
});

test.each([
  ["moved to another subject's row", 'moved', 'sample'],
  ["read by another program, as in that one's table", undefined, 'other'],
  ['without its bytes', 'empty', 'sample'],
])('a key %s is damaged, and named', async (_, row, program) => {
  const { ring, put, items } = world();
  const keyId = await ring().create('ann');
  await put({ keyId: 'moved', wrapped: items()[0]!.wrapped!.B });
  await put({ keyId: 'empty' });
  const name = row ?? keyId;
  const damaged = { name: 'DamagedKey', reason: 'damaged', key: `key:${name}` };
  await expect(ring(program).open(name)).rejects.toMatchObject(damaged);
  expect(await ring(program).has(name)).toBe(true);
});

test('a put whose answer was lost, and which the SDK repeats, has made the key', async () => {
  const { ring, dynamo, items } = world();
  const inner = dynamo.documents();
  const send = async (command: PutCommand) => {
    if (command instanceof PutCommand) await inner.send(command);
    return inner.send(command);
  };
  const keyId = await ring('sample', { send } as unknown as DynamoDBDocumentClient).create('ann');
  expect(items()).toHaveLength(1);
  expect(await ring().open(keyId)).toHaveLength(32);
});

test.each([
  ['an error', new Error('away')],
  ['no error', 'thrown by somebody'],
])('a put that failed (%s) has made none', async (_, failure) => {
  const { ring, dynamo, items } = world();
  const documents = dynamo.documents({
    async before(operation) {
      if (operation === 'PutItem') throw failure;
    },
  });
  await expect(ring('sample', documents).create('ann')).rejects.toBe(failure);
  expect(items()).toEqual([]);
});
