import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Clock } from '../shared/clock.ts';
import { dayKeys } from '../vault/index-row.ts';
import { type RecordPage, type RecordQuery, type Records, SUMMARY } from './reading.ts';
import { firstSegmentAt, lastSegmentAt, segmentTime } from './segment-time.ts';
import { onePage, recordPage } from './summary.ts';

type Span = Pick<RecordQuery, 'from' | 'to' | 'after'>;

const DAY = 86_400_000;
export interface AwsRecordsOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Index`. */
  table: string;
  clock: Clock;
  /** Of the disclosure in force: by day, nothing is looked for that is older than its longest. */
  retention: Disclosure['retention'];
  /** When the program began, ms: nothing is older. */
  began: () => Promise<number>;
}

/**
 * Of one subject: strongly consistent, by key. Of all: the index `byDay`, 16 partitions a day, which may lag behind by a moment.
 */
export function awsRecords({ documents, table, clock, retention, began }: AwsRecordsOptions): Records {
  async function* query(
    where: Partial<QueryCommandInput>,
    name: string,
    value: string,
    { from, to, after }: Span,
  ): AsyncGenerator<RecordPage> {
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: table,
        KeyConditionExpression: '#key = :key AND #segment BETWEEN :from AND :to',
        // An expiry that is no number is damage, and is not hidden.
        FilterExpression: 'NOT #expiresSeconds <= :now',
        ProjectionExpression: SUMMARY.map((attribute) => `#${attribute}`).join(', '),
        ExpressionAttributeNames: {
          ...Object.fromEntries(SUMMARY.map((attribute) => [`#${attribute}`, attribute])),
          '#key': name,
        },
        ExpressionAttributeValues: {
          ':key': value,
          // Behind the last one: between it and every other.
          ':from': after === undefined || after < firstSegmentAt(from) ? firstSegmentAt(from) : `${after}0`,
          ':to': lastSegmentAt(to),
          ':now': clock.now() / 1000,
        },
        ...where,
      },
    );
    for await (const { Items = [] } of pages) yield recordPage(Items);
  }

  const first = async (pages: AsyncIterable<RecordPage>, limit: number): Promise<RecordPage> => {
    const found: RecordPage = { rows: [], unreadable: 0 };
    for await (const page of pages) {
      found.rows.push(...page.rows);
      found.unreadable += page.unreadable;
      if (found.rows.length >= limit) break;
    }
    return found;
  };
  const longest = Math.max(...Object.values(retention));
  /**
   * Whoever asks or reports chooses where a span begins, and each day of it is 16 queries: the days that are asked for are those that can
   * still have rows. One is added for clocks.
   */
  const possible = async ({ from, to, after }: Span): Promise<Span> => ({
    from: Math.max(from, segmentTime(after) ?? 0, clock.now() - (longest + 1) * DAY, (await began()) - DAY),
    to: Math.min(to, clock.now() + DAY),
    ...(after !== undefined && { after }),
  });
  const ofDay = (key: string, span: Span) => query({ IndexName: 'byDay' }, 'day', key, span);

  return {
    async list({ subject, limit, ...range }) {
      if (subject !== undefined) {
        const { rows, unreadable } = await first(query({ ConsistentRead: true }, 'subject', subject, range), limit);
        return onePage(rows, unreadable, limit);
      }
      const found: RecordPage = { rows: [], unreadable: 0 };
      const span = await possible(range);
      // Day after day, so that a limit ends it early.
      for (const keys of days(span)) {
        const parts = await Promise.all(keys.map((key) => first(ofDay(key, span), limit)));
        found.rows.push(...parts.flatMap(({ rows }) => rows).sort((a, b) => (a.segment < b.segment ? -1 : 1)));
        found.unreadable += parts.reduce((sum, { unreadable }) => sum + unreadable, 0);
        if (found.rows.length >= limit) break;
      }
      return onePage(found.rows, found.unreadable, limit);
    },
    async *pages(range) {
      const span = await possible(range);
      for (const keys of days(span)) for (const key of keys) yield* ofDay(key, span);
    },
  };
}

function* days({ from, to }: Span): Generator<string[]> {
  for (let day = from - (from % DAY); day <= to; day += DAY) yield dayKeys(day);
}
