import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsCounts } from './counts.aws.ts';
import { countsContract } from './counts.contract.ts';
import { memoryCounts } from './counts.memory.ts';
import { S } from './dynamodb.aws.ts';
import { spanOf, usedUp } from './limit.ts';

const onDouble = (hooks = {}) => {
  const ddb = dynamoDouble({ Counts: ['pk'] }).client(hooks);
  return awsCounts({ ddb, rowOf: (who) => ({ table: 'Counts', key: { pk: S(who) }, span: 'day' }) });
};

describe('counts in memory', () => countsContract(async () => memoryCounts()));
describe('counts on DynamoDB', () => {
  countsContract(async () => onDouble());

  test('one that is refused is asked once', async () => {
    let asked = 0;
    const counts = onDouble({ before: async () => void asked++ });
    await counts.add('ivan', 7, 1);
    asked = 0;
    expect(await counts.add('ivan', 7, 1)).toBe(2);
    expect(asked).toBe(1);
  });
});

test('a limit that is used up says when there is more', () => {
  const at = Date.UTC(2026, 10, 25, 23, 59, 59, 999);
  const again = '2026-11-26T00:00:00.000Z';
  for (const per of ['hour', 'day'] as const) {
    const limit = { most: 3, per };
    expect(usedUp('things', limit, at)).toMatchObject({
      reason: 'limit',
      message: `at most 3 things within one ${per}: again from ${again} on`,
    });
    expect(spanOf(limit, at) + 1).toBe(spanOf(limit, at + 1));
  }
});
