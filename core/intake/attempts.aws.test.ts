/** What no emulator shows: a note that was written, and whose answer was lost; and one that others write at the same time. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsAttempts } from './attempts.aws.ts';

interface Row {
  lane: string;
  attemptAt?: string;
  attempts?: number;
}

/** A table of one lane, which loses as many answers of updates as it is told, and in which others write when a row is read. */
async function table(row: Row | undefined) {
  const dynamo = dynamoDouble({ Lanes: ['lane'] });
  const documents = dynamo.documents();
  const put = (Item: Row) => documents.send(new PutCommand({ TableName: 'Lanes', Item }));
  const state = { lost: 0, updates: 0, others: [] as Row[] };
  const after = async (operation: string) => {
    const other = operation === 'GetItem' ? state.others.shift() : undefined;
    if (other) await put(other);
    if (operation !== 'UpdateItem') return;
    state.updates++;
    if (state.lost-- > 0) throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
  };
  if (row) await put(row);
  const intake = awsAttempts({ ddb: dynamo.client({ after }), table: 'Lanes' });
  return { state, intake, put, items: () => dynamo.items('Lanes') };
}
const noted = (attempts: number, attemptAt = '7') => [
  { lane: { S: 'lane' }, attemptAt: { S: attemptAt }, attempts: { N: `${attempts}` } },
];

test.each([1, 2, 6])('an attempt whose answer was lost %p times counts once', async (lost) => {
  const { state, intake, items } = await table({ lane: 'lane' });
  state.lost = lost;
  expect(await intake.addAttempt('lane', '7')).toBe(1);
  expect(items()).toEqual(noted(1));
  state.lost = lost;
  expect(await intake.addAttempt('lane', '7')).toBe(2);
});

test('taking one back takes back one, however many answers were lost', async () => {
  const { state, intake, items } = await table({ lane: 'lane', attemptAt: '7', attempts: 4 });
  state.lost = 3;
  await intake.forgiveAttempt('lane', '7');
  expect(items()).toEqual(noted(3));
  for (let times = 0; times < 3; times++) await intake.forgiveAttempt('lane', '7');
  expect(items()).toEqual(noted(0));
});

test('there is nothing to take back from another record, or below none', async () => {
  const { state, intake, items } = await table({ lane: 'lane', attemptAt: '7', attempts: 0 });
  await intake.forgiveAttempt('lane', '8');
  await intake.forgiveAttempt('lane', '7');
  expect([items(), state.updates]).toEqual([noted(0), 0]);
});

test.each([
  ['was made beside it', { lane: 'lane' }, { lane: 'lane', attemptAt: '7', attempts: 2 }, noted(3)],
  [
    'is of more attempts than were seen',
    { lane: 'lane', attemptAt: '7', attempts: 1 },
    { lane: 'lane', attemptAt: '7', attempts: 3 },
    noted(4),
  ],
  [
    'is of another record than was seen',
    { lane: 'lane', attemptAt: '7', attempts: 1 },
    { lane: 'lane', attemptAt: '6', attempts: 1 },
    noted(1),
  ],
])('a note that %s is looked at again', async (_, row, other, expected) => {
  const { state, intake, items } = await table(row);
  state.others = [other];
  await intake.addAttempt('lane', '7');
  expect(items()).toEqual(expected);
});

test('the wanted number on another record, or another number on the wanted record, is not an answer that was lost', async () => {
  for (const other of [
    { lane: 'lane', attemptAt: '8', attempts: 3 },
    { lane: 'lane', attemptAt: '7', attempts: 9 },
  ]) {
    const { state, intake, items } = await table({ lane: 'lane', attemptAt: '7', attempts: 2 });
    state.others = [other];
    const before = other.attemptAt === '7' ? other.attempts : 0;
    expect(await intake.addAttempt('lane', '7')).toBe(before + 1);
    expect(items()).toEqual(noted(before + 1));
  }
});

test('others that note without end are a failure, after some looks', async () => {
  const { state, intake } = await table({ lane: 'lane' });
  state.others = Array.from({ length: 9 }, (_, at) => ({ lane: 'lane', attemptAt: '1', attempts: at + 1 }));
  await expect(intake.addAttempt('lane', '7')).rejects.toThrow('others note attempts');
  expect(state.others).toHaveLength(4);
});

test('a lane that is gone is not made by a note', async () => {
  const { intake, items } = await table(undefined);
  await expect(intake.addAttempt('lane', '7')).rejects.toThrow('the lane is gone');
  await expect(intake.forgiveAttempt('lane', '7')).rejects.toThrow('the lane is gone');
  expect(items()).toEqual([]);
});

test('what DynamoDB refuses for another reason is an error', async () => {
  const dynamo = dynamoDouble({ Lanes: ['lane'] });
  await dynamo.documents().send(new PutCommand({ TableName: 'Lanes', Item: { lane: 'lane' } }));
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  const before = async (operation: string) => {
    if (operation === 'UpdateItem') throw denied;
  };
  const intake = awsAttempts({ ddb: dynamo.client({ before }), table: 'Lanes' });
  await expect(intake.addAttempt('lane', '7')).rejects.toBe(denied);
});
