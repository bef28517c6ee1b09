import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { DAY_PARTITIONS } from '../vault/index-row.ts';
import { firstSegmentAt } from '../vault/segment-time.ts';
import { awsRecords } from './records.aws.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const RETENTION = { routine: 180, personal: 90, sensitive: 30 };
const day = (at: number) => `${new Date(at).toISOString().slice(0, 10)}#0`;

function setUp(began = 0) {
  const keys: unknown[] = [];
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  documents.send = (async ({ input }: { input: { ExpressionAttributeValues: Record<string, unknown> } }) => {
    keys.push(input.ExpressionAttributeValues[':key']);
    return { Items: [] };
  }) as unknown as typeof documents.send;
  const clock = { now: () => NOW };
  const records = awsRecords({ documents, table: 'Index', clock, retention: RETENTION, began: async () => began });
  return { records, keys };
}

describe('a span asks for the days of which something can be there, and for no other', () => {
  test.each([
    ['from the beginning of time: the longest retention', 0, NOW, 0, NOW - 180 * DAY, 182],
    ['from the beginning of a program that is younger', 0, NOW, NOW - 3 * DAY, NOW - 3 * DAY, 5],
    ['of an empty program', 0, NOW, NOW, NOW, 2],
    ['until the end of time', NOW - DAY / 2, 253_402_300_799_999, 0, NOW, 2],
    ['of the future', NOW + 5 * DAY, NOW + 50 * DAY, 0, undefined, 0],
    ['that ended before any record', 0, NOW - 200 * DAY, 0, undefined, 0],
    ['of a day', NOW - DAY, NOW - DAY, 0, NOW - DAY, 1],
  ])('%s', async (_, from, to, began, oldest, days) => {
    const { records, keys } = setUp(began);

    expect(await records.list({ from, to, limit: 10 })).toEqual({ rows: [], unreadable: 0 });
    const asked = keys.length;
    for await (const page of records.pages({ from, to })) expect(page.rows).toEqual([]);

    if (oldest !== undefined) expect(keys).toContain(day(oldest));
    // Each partition of a day once.
    expect(asked).toBeLessThanOrEqual(days * DAY_PARTITIONS);
    expect(new Set(keys).size).toBe(asked);
    expect(keys).toHaveLength(2 * asked);
  });

  test('of a list that goes on: none of the days before', async () => {
    const { records, keys } = setUp();
    await records.list({ from: 0, to: NOW, limit: 10, after: firstSegmentAt(NOW - DAY) });
    expect(new Set(keys).size).toBe(2 * DAY_PARTITIONS);
  });
});
