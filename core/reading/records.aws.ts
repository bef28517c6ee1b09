import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Clock } from '../shared/clock.ts';
import { dayKeys } from '../vault/index-row.ts';
import { firstSegmentAt, lastSegmentAt, segmentTime } from '../vault/segment-time.ts';
import { type LiveKeys, ofLiveKeys } from './live-keys.ts';
import { type RecordPage, type RecordQuery, type Records, SUMMARY } from './reading.ts';
import { inOrder, onePage, recordPage } from './summary.ts';

type Span = Pick<RecordQuery, 'from' | 'to' | 'after' | 'before' | 'newest'>;

const DAY = 86_400_000;
const SHOWN = [...SUMMARY, 'keyId'] as const;

export interface AwsRecordsOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Index`. */
  table: string;
  clock: Clock;
  /** Of the disclosure in force: by day, nothing is looked for that is older than its longest. */
  retention: Disclosure['retention'];
  /** When the program began, ms: nothing is older. */
  began: () => Promise<number>;
  /** @default all that the table holds, whoever was erased meanwhile: of an investigation, which says what there was */
  liveKeys?: LiveKeys;
}

/**
 * Of one subject: strongly consistent, by key. Of all: the index `byDay`, 16 partitions a day, which may lag behind by a moment.
 */
export function awsRecords({ documents, table, clock, retention, began, liveKeys }: AwsRecordsOptions): Records {
  async function* query(
    where: Partial<QueryCommandInput>,
    name: string,
    value: string,
    { from, to, after, before, newest = false }: Span,
  ): AsyncGenerator<RecordPage> {
    // Behind the last one: between it and every other.
    const lower = after === undefined || after < firstSegmentAt(from) ? firstSegmentAt(from) : `${after}0`;
    const upper = before === undefined || before > lastSegmentAt(to) ? lastSegmentAt(to) : before;
    // A cursor may come from another span than the one that is asked for: DynamoDB refuses a range that ends before it begins.
    if (lower > upper) return;
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: table,
        KeyConditionExpression: '#key = :key AND #segment BETWEEN :from AND :to',
        // An expiry that is no number is damage, and is not hidden.
        FilterExpression: 'NOT #expiresSeconds <= :now',
        ProjectionExpression: SHOWN.map((attribute) => `#${attribute}`).join(', '),
        ScanIndexForward: !newest,
        ExpressionAttributeNames: {
          ...Object.fromEntries(SHOWN.map((attribute) => [`#${attribute}`, attribute])),
          '#key': name,
        },
        ExpressionAttributeValues: {
          ':key': value,
          ':from': lower,
          ':to': upper,
          ':now': clock.now() / 1000,
        },
        ...where,
      },
    );
    for await (const { Items = [] } of pages) {
      // A range of keys holds its ends, and the one that is asked from was shown.
      const items = Items.filter(({ segment }) => segment !== before);
      // Of each page after it was read: whoever is erased meanwhile is not in it.
      const page = recordPage(liveKeys ? await ofLiveKeys(items, liveKeys) : items);
      const last = Items.at(-1)?.segment;
      yield typeof last === 'string' ? { ...page, place: { day: value, segment: last } } : page;
    }
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
  const possible = async ({ from, to, ...cursor }: Span): Promise<Span> => ({
    ...cursor,
    from: Math.max(from, segmentTime(cursor.after) ?? 0, clock.now() - (longest + 1) * DAY, (await began()) - DAY),
    to: Math.min(to, segmentTime(cursor.before) ?? Number.POSITIVE_INFINITY, clock.now() + DAY),
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
        found.rows.push(...parts.flatMap(({ rows }) => rows).sort(inOrder(span)));
        found.unreadable += parts.reduce((sum, { unreadable }) => sum + unreadable, 0);
        if (found.rows.length >= limit) break;
      }
      return onePage(found.rows, found.unreadable, limit);
    },
    async *pages({ partition, ...range }, behind) {
      const span = await possible(range);
      for (const all of days(span)) {
        const keys = partition === undefined ? all : all.filter((_, at) => at === partition);
        // A day that nothing is looked for in any more is behind the others too.
        if (behind && keys[0]! < behind.day.replace(/#.*/, '#')) continue;
        const from = behind ? keys.indexOf(behind.day) : 0;
        for (const key of keys.slice(Math.max(0, from))) {
          yield* ofDay(key, key === behind?.day ? { ...span, after: behind.segment } : span);
        }
      }
    },
  };
}

function* days({ from, to, newest }: Span): Generator<string[]> {
  const first = from - (from % DAY);
  if (!newest) for (let day = first; day <= to; day += DAY) yield dayKeys(day);
  else for (let day = to - (to % DAY); day >= first; day -= DAY) yield dayKeys(day);
}
