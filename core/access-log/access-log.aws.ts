import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import { type AccessLog, type AccessRecord, type LogProblem, matches, type Source, type Window } from './access-log.ts';
import { type Asked, kindsAsked, recordOf, recordsAsked, slotsAsked, type TrailNames } from './athena-query.ts';
import { sourceOfAction } from './cloudtrail.ts';
import { coverageFrom, LONGEST_SILENCE, MINUTE, type Stop, stopOf } from './coverage-from.ts';
import { IdSet } from './id-set.ts';
import { DELIVERY_MS } from './trail-file.ts';
import type { TrailPlace } from './trail-place.ts';

export interface AthenaLogOptions {
  athena: AthenaClient;
  database: string;
  /** It has where results go, under which key, and how many bytes a query may read. */
  workgroup: string;
  names: TrailNames;
  /** What the trail logs, as it was deployed. */
  logs?: readonly { source: Source; resources?: readonly string[] }[];
  clock: Clock;
  sleep?: (ms: number) => Promise<void>;
  /** For one query, ms. @default ten minutes */
  longest?: number;
}

/** The log of a deployed trail. */
export const trailLog = ({
  place: { database, workgroup, table, accounts, regions, logs },
  ...more
}: Pick<AthenaLogOptions, 'athena' | 'clock' | 'sleep' | 'longest'> & { place: TrailPlace }): AccessLog =>
  athenaAccessLog({
    ...more,
    database,
    workgroup,
    names: { table, accounts, regions },
    logs: logs as AthenaLogOptions['logs'] & {},
  });

/** A query that ended without an answer. */
export class LogNotRead extends SluiceError {}

type Row = Record<string, string | undefined>;

/** CloudTrail in S3, asked by Athena. Needs its rights on the workgroup, Glue's on the table, and to read the trail's objects with their key. */
export function athenaAccessLog(options: AthenaLogOptions): AccessLog {
  const { athena, database, workgroup, names, clock, longest = 600_000 } = options;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));

  async function* rows({ sql, parameters }: Asked): AsyncGenerator<Row[]> {
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        ExecutionParameters: parameters,
        QueryExecutionContext: { Database: database },
        WorkGroup: workgroup,
      }),
    );
    await ended(QueryExecutionId!);
    let NextToken: string | undefined;
    let isFirst = true;
    do {
      const page = await athena.send(
        new GetQueryResultsCommand({ QueryExecutionId, ...(NextToken !== undefined && { NextToken }) }),
      );
      const columns = page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name }) => Name ?? '') ?? [];
      const all = page.ResultSet?.Rows ?? [];
      // The first row of the first page has the names of the columns.
      yield (isFirst ? all.slice(1) : all).map(({ Data = [] }) =>
        Object.fromEntries(columns.map((name, at) => [name, Data[at]?.VarCharValue])),
      );
      isFirst = false;
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }

  async function ended(QueryExecutionId: string): Promise<void> {
    const until = clock.now() + longest;
    for (let wait = 200; ; wait = Math.min(wait * 2, 5_000)) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { State, AthenaError } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') return;
      if (State === 'FAILED' || State === 'CANCELLED') {
        // A query that would read more than its workgroup allows is cancelled by Athena.
        const why =
          State === 'CANCELLED'
            ? 'more than the workgroup lets a query read: ask for a shorter window'
            : `error ${AthenaError?.ErrorCategory ?? '?'}.${AthenaError?.ErrorType ?? '?'}`;
        throw new LogNotRead(`Athena ended query ${QueryExecutionId} without an answer (${State}, ${why}).`);
      }
      if (clock.now() > until) {
        await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
        throw new LogNotRead(`Athena did not answer query ${QueryExecutionId} in time: ask for a shorter window.`);
      }
      await sleep(wait);
    }
  }

  async function* records(asked: Asked, onBad: () => void = () => {}): AsyncGenerator<AccessRecord[]> {
    const seen = new IdSet();
    for await (const page of rows(asked)) {
      yield page.flatMap((row) => {
        const record = recordOf(row);
        if (!record) onBad();
        return record && seen.add(record.id) ? [record] : [];
      });
    }
  }

  return {
    async *query(query) {
      for await (const page of records(recordsAsked(query, names))) {
        const found = page.filter((one) => matches(one, query));
        if (found.length > 0) yield found;
      }
    },
    async coverage(window) {
      const minutes = new Set<number>();
      let [first, last, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for await (const page of rows(slotsAsked(window, names))) {
        for (const { oldest, newest, records: number } of page) {
          count += Number(number);
          for (const at of [Date.parse(oldest!), Date.parse(newest!)]) {
            first = Math.min(first, at);
            last = Math.max(last, at);
            minutes.add(Math.floor(at / MINUTE));
          }
        }
      }
      const sources = new Set<Source>();
      for await (const page of rows(kindsAsked(window, names))) {
        for (const { eventsource = '', eventname = '' } of page) {
          sources.add(sourceOfAction(`${eventsource.replace(/\.amazonaws\.com$/, '')}:${eventname}`));
        }
      }
      const problems: LogProblem[] = [];
      const stops: Stop[] = [];
      let bad = 0;
      const asked = recordsAsked({ ...window, resources: ['arn:aws:cloudtrail:*'] }, names);
      for await (const page of records(asked, () => bad++)) {
        for (const record of page) {
          const stop = stopOf(record);
          if (stop) stops.push(stop);
        }
      }
      if (bad > 0) problems.push({ problem: 'malformed', of: names.table, count: bad });
      const undelivered = clock.now() - DELIVERY_MS;
      return coverageFrom(
        { minutes, sources, stops, first, last, records: count, repeated: 0 },
        {
          ...(options.logs && { logs: options.logs }),
          silence: LONGEST_SILENCE,
          lost: lateOf(window, undelivered),
          problems,
        },
      );
    },
  };
}

/** What was called a moment ago may not have been delivered yet. */
const lateOf = ({ to }: Window, undelivered: number) =>
  to > undelivered ? [{ from: undelivered, to, why: 'CloudTrail may not have delivered it yet' }] : [];
