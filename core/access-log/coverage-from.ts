import {
  type AccessRecord,
  type Coverage,
  type Covered,
  type Gap,
  type LogProblem,
  SOURCES,
  type Source,
  type Window,
} from './access-log.ts';
import { uncovered } from './coverage.ts';

/** What a log covers, concluded from what was seen in it and from what is known of it beside. */

export const MINUTE = 60_000;
/** An hour: checkpoints are signed every few minutes. */
export const LONGEST_SILENCE = 60 * MINUTE;

/** What the records tell. */
export interface Seen {
  /** Those in which there is one, since the epoch. */
  minutes: ReadonlySet<number>;
  sources: ReadonlySet<Source>;
  stops: readonly Stop[];
  first: number;
  last: number;
  records: number;
  repeated: number;
}

/** What else is known. */
export interface Beside {
  /** What the trail logs, as whoever runs it says. */
  logs?: readonly { source: Source; resources?: readonly string[] }[];
  silence: number;
  /** Spans that are whole, as digests say; none: there are digests, and no span of them is. @default from the first record to the last */
  whole?: readonly Window[];
  lost: readonly (Window & { why: string })[];
  problems: readonly LogProblem[];
}

export function coverageFrom(
  { minutes, sources, stops, first, last, records, repeated }: Seen,
  beside: Beside,
): Coverage {
  const { logs, silence, whole, lost, problems } = beside;
  const all = { from: first, to: last };
  const quiet = silences(minutes, all, silence).flatMap((one) => uncovered(one, whole ?? []));
  const covered = (source: Source, certain: boolean, resources?: readonly string[]): Covered[] =>
    (whole ?? (records > 0 ? [all] : [])).map((span) => ({
      ...{ source, ...span, certain },
      ...(resources && { resources }),
    }));
  const gaps: Gap[] = [
    ...lost.map((one) => ({ ...one, sources: SOURCES })),
    ...quiet.map((one) => ({ ...one, why: 'the log is silent for longer than a program ever is', sources: SOURCES })),
    ...spansOf(stops).map((one) => ({ ...one, to: Math.min(one.to, last) })),
  ].flatMap(({ sources: of, from, to, why }) => of.map((source) => ({ source, from, to, why })));
  return {
    covered: logs
      ? logs.flatMap(({ source, resources }) => covered(source, true, resources))
      : [...sources].flatMap((source) => covered(source, false)),
    gaps,
    problems: [
      ...problems,
      ...quiet.map(
        ({ from, to }): LogProblem => ({ problem: 'silent', of: 'the log', detail: `${iso(from)} to ${iso(to)}` }),
      ),
      ...stops
        .filter(({ on }) => !on)
        .map(({ at, action, by }): LogProblem => ({ problem: 'stopped', of: action, detail: `${iso(at)} by ${by}` })),
    ],
    records,
    repeated,
  };
}

const iso = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : 'ever');

function silences(minutes: ReadonlySet<number>, all: Window, longest: number): Window[] {
  const sorted = [...minutes].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((minute, index) => {
    const before = sorted[index]!;
    return (minute - before) * MINUTE > longest
      ? [{ from: Math.max(all.from, (before + 1) * MINUTE), to: minute * MINUTE - 1 }]
      : [];
  });
}

export interface Stop {
  at: number;
  action: string;
  by: string;
  on: boolean;
  sources: readonly Source[];
}

/** Calls by which a trail ends, or says less, and which sources those concern. */
const STOPS: Readonly<Record<string, readonly Source[]>> = {
  'cloudtrail:StopLogging': SOURCES,
  'cloudtrail:DeleteTrail': SOURCES,
  'cloudtrail:UpdateTrail': SOURCES,
  // What is selected anew may leave out each of them, management events too.
  'cloudtrail:PutEventSelectors': SOURCES,
};

export function stopOf({ at, action, outcome, by }: AccessRecord): Stop | undefined {
  if (outcome !== 'done') return undefined;
  const sources = STOPS[action];
  if (sources) return { at, action, by: by.name, on: false, sources };
  return action === 'cloudtrail:StartLogging' ? { at, action, by: by.name, on: true, sources: SOURCES } : undefined;
}

/** From a stop to the next start, or for good. */
const spansOf = (stops: readonly Stop[]) =>
  stops
    .filter(({ on }) => !on)
    .map(({ at, action, sources }) => {
      const again = stops.filter((one) => one.on && one.at >= at).map((one) => one.at);
      const to =
        action === 'cloudtrail:StopLogging' && again.length > 0 ? Math.min(...again) : Number.POSITIVE_INFINITY;
      return { from: at, to, why: `${action} at ${iso(at)}`, sources };
    });
