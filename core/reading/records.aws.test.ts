import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { LONGEST_RETENTION_DAYS } from '../disclosure/bounds.ts';
import { DAY_PARTITIONS } from '../vault/index-row.ts';
import { awsRecords } from './records.aws.ts';

const DAY = 86_400_000;

test.each([
  ['from the beginning of time', 0, Date.UTC(2026, 10, 25)],
  ['until its end', Date.UTC(2026, 10, 25), 253_402_300_799_999],
])('a span %s asks for no day of which nothing can be there', async (_what, from, to) => {
  const days = new Set<unknown>();
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  documents.send = (async ({ input }: { input: { ExpressionAttributeValues: Record<string, unknown> } }) => {
    days.add(input.ExpressionAttributeValues[':key']);
    return { Items: [] };
  }) as unknown as typeof documents.send;
  const now = Date.UTC(2026, 10, 25, 12);
  const records = awsRecords({ documents, table: 'Index', clock: { now: () => now } });

  expect(await records.list({ from, to, limit: 10 })).toEqual({ rows: [], unreadable: 0 });

  expect(days.has('2026-11-25#0')).toBe(true);
  const oldest = Math.max(from, now - LONGEST_RETENTION_DAYS * DAY);
  expect(days.size).toBeLessThanOrEqual(((now - oldest) / DAY + 3) * DAY_PARTITIONS);
});
