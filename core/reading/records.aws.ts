import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { LONGEST_RETENTION_DAYS } from '../disclosure/bounds.ts';
import type { Clock } from '../shared/clock.ts';
import { dayKeys, type IndexRow } from '../vault/index-row.ts';
import type { RecordQuery, RecordSummary, Records } from './reading.ts';
import { firstSegmentAt, lastSegmentAt } from './segment-time.ts';
import { summaryOf } from './summary.ts';

const DAY = 86_400_000;
const ATTRIBUTES = [
  'subject',
  'segment',
  'disclosure',
  'arrivedFrom',
  'arrivedTo',
  'readableFrom',
  'expiresSeconds',
  'events',
  'kinds',
  'tier',
  'bytes',
];

export interface AwsRecordsOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Index`. */
  table: string;
  clock: Clock;
}

/**
 * Of one subject: strongly consistent, by key. Of all: the index `byDay`, 16 partitions a day side by side, which may lag
 * behind by a moment.
 */
export function awsRecords({ documents, table, clock }: AwsRecordsOptions): Records {
  const query = async (where: Partial<QueryCommandInput>, name: string, value: string, range: RecordQuery) => {
    const found: RecordSummary[] = [];
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: table,
        KeyConditionExpression: '#key = :key AND #segment BETWEEN :from AND :to',
        FilterExpression: '#expiresSeconds > :now',
        ProjectionExpression: ATTRIBUTES.map((attribute) => `#${attribute}`).join(', '),
        ExpressionAttributeNames: {
          ...Object.fromEntries(ATTRIBUTES.map((attribute) => [`#${attribute}`, attribute])),
          '#key': name,
        },
        ExpressionAttributeValues: {
          ':key': value,
          ':from': firstSegmentAt(range.from),
          ':to': lastSegmentAt(range.to),
          ':now': clock.now() / 1000,
        },
        ...where,
      },
    );
    for await (const { Items = [] } of pages) {
      found.push(...Items.map((item) => summaryOf(item as IndexRow)));
      if (found.length >= range.limit) break;
    }
    return found;
  };

  return {
    async list(range) {
      if (range.subject !== undefined) {
        return (await query({ ConsistentRead: true }, 'subject', range.subject, range)).slice(0, range.limit);
      }
      const found: RecordSummary[] = [];
      // Whoever reports chooses where the span begins: the days that are asked for are those that can still have rows. One is
      // added for clocks.
      const from = Math.max(range.from, clock.now() - (LONGEST_RETENTION_DAYS + 1) * DAY);
      const to = Math.min(range.to, clock.now() + DAY);
      // Day after day, so that a limit ends it early.
      for (let day = from - (from % DAY); day <= to && found.length < range.limit; day += DAY) {
        const parts = await Promise.all(
          dayKeys(day).map((key) => query({ IndexName: 'byDay' }, 'day', key, { ...range, from, to })),
        );
        found.push(...parts.flat().sort((a, b) => (a.segment < b.segment ? -1 : 1)));
      }
      return found.slice(0, range.limit);
    },
  };
}
