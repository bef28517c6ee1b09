/** What no emulator shows: a note that was written, and whose answer was lost. */
import { type AttributeValue, ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from '@jest/globals';
import { awsAttempts } from './attempts.aws.ts';

interface Row {
  lane: string;
  attemptAt?: string;
  attempts?: number;
}

/** A table of one lane that does what it is asked, and loses as many answers of updates as it is told. */
function losing(row: Row) {
  const state = { row, lost: 0, updates: 0 };
  const send = async (command: { input: object }) => {
    if (command.constructor.name === 'GetItemCommand') return { Item: marshall(state.row) };
    const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = command.input as {
      UpdateExpression: string;
      ConditionExpression: string;
      ExpressionAttributeValues: Record<string, AttributeValue>;
    };
    const values = unmarshall(ExpressionAttributeValues);
    state.updates++;
    if (!holds(ConditionExpression, values, state.row)) {
      throw new ConditionalCheckFailedException({ $metadata: {}, message: '', Item: marshall(state.row) });
    }
    state.row = changed(UpdateExpression, values, state.row);
    if (state.lost-- > 0) throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
    return {};
  };
  const ddb = { send } as unknown as DynamoDBClient;
  return { state, intake: awsAttempts({ ddb, table: 'Lanes' }) };
}

/** As much of the expression language as notes use. */
function holds(condition: string, values: Record<string, unknown>, row: Row): boolean {
  return condition.split(' AND ').every((part) => {
    const [, not, known] = /^attribute_(not_)?exists\((\w+)\)$/.exec(part) ?? [];
    if (known) return (row[known as keyof Row] === undefined) === Boolean(not);
    const [, name, sign, value] = /^(\w+) (=|>) (:\w+)$/.exec(part) ?? [];
    const stands = row[name as keyof Row];
    return sign === '=' ? stands === values[value!] : Number(stands) > Number(values[value!]);
  });
}

function changed(expression: string, values: Record<string, unknown>, row: Row): Row {
  const next: Record<string, unknown> = { ...row };
  const [, add] = /^ADD attempts (:\w+)$/.exec(expression) ?? [];
  if (add) next.attempts = Number(next.attempts ?? 0) + Number(values[add]);
  for (const [, name, value] of expression.matchAll(/(\w+) = (:\w+)/g)) next[name!] = values[value!];
  return next as unknown as Row;
}

test.each([1, 2, 6])('an attempt whose answer was lost %p times counts once', async (lost) => {
  const { state, intake } = losing({ lane: 'lane' });
  state.lost = lost;
  expect(await intake.addAttempt('lane', '7')).toBe(1);
  expect(state.row).toEqual({ lane: 'lane', attemptAt: '7', attempts: 1 });
  state.lost = lost;
  expect(await intake.addAttempt('lane', '7')).toBe(2);
});

test('taking one back takes back one, however many answers were lost', async () => {
  const { state, intake } = losing({ lane: 'lane', attemptAt: '7', attempts: 4 });
  state.lost = 3;
  await intake.forgiveAttempt('lane', '7');
  expect(state.row).toEqual({ lane: 'lane', attemptAt: '7', attempts: 3 });
});

test('there is nothing to take back from another record, or below none', async () => {
  const { state, intake } = losing({ lane: 'lane', attemptAt: '7', attempts: 0 });
  await intake.forgiveAttempt('lane', '8');
  await intake.forgiveAttempt('lane', '7');
  expect(state).toMatchObject({ row: { attemptAt: '7', attempts: 0 }, updates: 0 });
});
