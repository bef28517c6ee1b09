import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { LONGEST_RETENTION_DAYS } from '../disclosure/bounds.ts';
import { DAY_PARTITIONS } from '../vault/index-row.ts';
import { awsRecords } from './records.aws.ts';

const DAY = 86_400_000;

const NOW = Date.UTC(2026, 10, 25, 12);
const day = (at: number) => `${new Date(at).toISOString().slice(0, 10)}#0`;

test.each([
  ['from the beginning of time', 0, Date.UTC(2026, 10, 25), NOW - LONGEST_RETENTION_DAYS * DAY],
  ['until its end', Date.UTC(2026, 10, 25), 253_402_300_799_999, NOW + DAY],
])('a span %s asks for the days of which something can be there, and for no other', async (_what, from, to, last) => {
  const days = new Set<unknown>();
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  documents.send = (async ({ input }: { input: { ExpressionAttributeValues: Record<string, unknown> } }) => {
    days.add(input.ExpressionAttributeValues[':key']);
    return { Items: [] };
  }) as unknown as typeof documents.send;
  const records = awsRecords({ documents, table: 'Index', clock: { now: () => NOW } });

  expect(await records.list({ from, to, limit: 10 })).toEqual({ rows: [], unreadable: 0 });

  for (const at of [NOW, last]) expect(days).toContain(day(at));
  const oldest = Math.max(from, NOW - LONGEST_RETENTION_DAYS * DAY);
  expect(days.size).toBeLessThanOrEqual(((NOW - oldest) / DAY + 3) * DAY_PARTITIONS);
});
