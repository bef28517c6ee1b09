/** What DynamoDB can answer to a commit, and what becomes of it; what stands in rows that are no rows. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble, type Hooks } from '../../test/fixtures/dynamodb.ts';
import { padSequence } from '../gate/lane.ts';
import { awsIntake } from './intake.aws.ts';
import type { Chunk } from './intake.ts';

const SERIAL = '01JDHK0000000000000000000A';
const subject = (name: string) => ({
  ...{ subject: name, item: 'state', state: 'live', serial: SERIAL, disclosure: '1.0', keyId: `key-of-${name}` },
  ...{ windows: {}, revision: 0 },
});
const chunk = (change: Partial<Chunk> = {}): Chunk => ({
  ...{ token: 't', lane: 'lane', first: padSequence('5'), checkpoint: padSequence('9'), epoch: 3, disclosure: '1.0' },
  ...{ counters: { admitted: 1 }, segments: [] },
  subjects: ['anna', 'bert'].map((name) => ({
    ...{ subject: name, revision: 0, windows: new Map([['d', { high: 1, seen: 1n }]]) },
    consent: { serial: SERIAL, keyId: `key-of-${name}` },
  })),
  ...change,
});

async function setup(hooks: Hooks = {}) {
  const dynamo = dynamoDouble({ Lanes: ['lane'], Subjects: ['subject', 'item'], Index: ['subject', 'segment'] });
  const documents = dynamo.documents();
  const put = (TableName: string, Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }));
  await put('Lanes', { lane: 'lane', state: 'open', epoch: 3 });
  for (const name of ['anna', 'bert']) await put('Subjects', subject(name));
  const tables = { lanes: 'Lanes', subjects: 'Subjects', index: 'Index' };
  return { dynamo, put, intake: awsIntake({ ddb: dynamo.client(hooks), tables }) };
}
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    ...{ $metadata: {}, message: '' },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('a commit that fails', () => {
  const outcomeOf = async (error: unknown) => {
    const before = async (operation: string) => {
      if (operation === 'TransactWriteItems') throw error;
    };
    return (await setup({ before })).intake.commit(chunk());
  };
  const CONFLICT = 'TransactionConflict';

  test.each([
    ['a subject', ['None', 'None', CONFLICT], ['bert']],
    ['both subjects', ['None', CONFLICT, CONFLICT], ['anna', 'bert']],
    ['the lane', [CONFLICT, 'None', 'None'], []],
    ['the lane and a subject', [CONFLICT, CONFLICT, 'None'], ['anna']],
    ['a subject, while another is throttled', ['None', CONFLICT, 'ThrottlingError'], ['anna']],
  ])('at a conflict over %s names the subjects', async (_, codes, subjects) => {
    expect(await outcomeOf(cancelled(...codes))).toEqual({ kind: 'conflict', subjects });
  });

  test.each([
    ['throttled', cancelled('ThrottlingError', 'None', 'None')],
    ['timed out', Object.assign(new Error(), { name: 'TimeoutError' })],
    ['failed inside', Object.assign(new Error(), { $metadata: { httpStatusCode: 500 } })],
  ])('because it was %s may have been written', async (_, cause) => {
    expect(await outcomeOf(cause)).toEqual({ kind: 'unknown', cause });
  });

  test.each([
    ['denied', Object.assign(new Error('no'), { name: 'AccessDeniedException' })],
    ['wrong', cancelled('ValidationError', 'None', 'None')],
    ['without a reason', new TransactionCanceledException({ $metadata: {}, message: '' })],
  ])('because it was %s is a failure, and nobody tries it again', async (_, error) => {
    await expect(outcomeOf(error)).rejects.toBe(error);
  });

  test('at a condition and a conflict at once is stale: what does not hold will not hold again', async () => {
    const outcome = await outcomeOf(cancelled('TransactionConflict', 'None', 'ConditionalCheckFailed'));
    expect(outcome).toEqual({ kind: 'stale', subjects: new Map([['bert', undefined]]), segment: false });
  });
});

test('a lane without checkpoint and counters is committed to by nothing that DynamoDB would refuse', async () => {
  const asked: string[] = [];
  const before = async (_: string, input: object) => void asked.push(JSON.stringify(input));
  const { dynamo, intake } = await setup({ before });
  const { checkpoint: _, epoch: __, ...bare } = chunk({ subjects: [], counters: {}, token: 'bare' });

  expect(await intake.commit(bare)).toEqual({ kind: 'committed' });
  expect(asked.join()).not.toMatch(/REMOVE|ADD|ExpressionAttributeNames/);
  expect(dynamo.items('Lanes')).toEqual([
    { lane: { S: 'lane' }, state: { S: 'open' }, epoch: { N: '3' }, disclosure: { S: '000001.000000' } },
  ]);
});

describe('a row that is none', () => {
  test('of a subject is damaged, read alone or told by a commit; it takes nobody with it', async () => {
    const { put, intake } = await setup();
    await put('Subjects', { ...subject('bert'), windows: 'none', revision: 4 });

    const found = await intake.readSubjects(['anna', 'bert', 'nobody']);

    expect([found.size, found.get('anna'), found.get('bert')]).toMatchObject([2, { subject: 'anna' }, 'damaged']);
    expect(await intake.commit(chunk())).toMatchObject({ kind: 'stale', subjects: new Map([['bert', 'damaged']]) });
  });

  test('of a lane is an error: nothing is known of where it stands', async () => {
    const { put, intake } = await setup();
    await put('Lanes', { lane: 'lane', state: 'ajar' });

    await expect(intake.readLane('lane')).rejects.toThrow('state cannot be read');
    await expect(intake.commit(chunk())).rejects.toThrow('state cannot be read');
  });

  test('since there is none, takes no note of damage', async () => {
    const { dynamo, intake } = await setup();
    await expect(intake.noteDamage('another', 'key:k', 7)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    expect(dynamo.items('Lanes')).toHaveLength(1);
  });
});

test('a retired lane is told without what the gate keeps of it', async () => {
  const { put, intake } = await setup();
  await put('Lanes', { lane: 'lane', state: 'closed', epoch: 3, retired: 12, admitted: 12 });
  expect(await intake.readLane('lane')).toEqual({ lane: 'lane', state: 'closed', epoch: 3 });
});

test('reads see what was written before them', async () => {
  const { put, intake } = await setup();
  await put('Lanes', { lane: 'lane', state: 'closed', epoch: 4 });
  await put('Subjects', { ...subject('anna'), state: 'withdrawn', revision: 1 });

  expect(await intake.readLane('lane')).toMatchObject({ state: 'closed', epoch: 4 });
  expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({ state: 'withdrawn', revision: 1 });
});
