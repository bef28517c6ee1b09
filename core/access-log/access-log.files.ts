import {
  type AccessLog,
  type AccessRecord,
  type Coverage,
  type Covered,
  type Gap,
  type LogProblem,
  matches,
  SOURCES,
  type Source,
  type Window,
} from './access-log.ts';
import { merged, uncovered } from './coverage.ts';
import { lastPart, unpacked } from './digest.ts';
import { type FileFacts, readTrailFile, type TrailFile } from './trail-file.ts';

/*
 * A log in files. What they cover is said by digests, or by whoever runs the trail; else it is concluded from what is in them, from the first
 * record to the last, and is never certain.
 */

export interface FilesOptions {
  /** What the trail logs, as whoever runs it says. @default what is seen in the files, and then nothing is certain */
  logs?: readonly { source: Source; resources?: readonly string[] }[];
  /** Where no program is ever silent for longer, ms. @default an hour: checkpoints are signed every few minutes */
  silence?: number;
  /** How many records were read so far. */
  onRecords?: (records: number) => void;
}

const MINUTE = 60_000;

export function filesAccessLog(files: readonly TrailFile[], options: FilesOptions = {}): AccessLog {
  let known: Promise<Coverage> | undefined;
  return {
    async *query(query) {
      const seen = new Set<string>();
      for (const file of files) {
        const found: AccessRecord[] = [];
        await readTrailFile(file, (record) => {
          if (!matches(record, query) || seen.has(record.id)) return;
          seen.add(record.id);
          found.push(record);
        });
        if (found.length > 0) yield found;
      }
    },
    coverage: (_: Window) => {
      known ??= coverageOf(files, options);
      return known;
    },
  };
}

async function coverageOf(
  files: readonly TrailFile[],
  { logs, silence = 60 * MINUTE, onRecords }: FilesOptions,
): Promise<Coverage> {
  const seen = new Set<string>();
  const sources = new Set<Source>();
  const minutes = new Set<number>();
  const stops: Stop[] = [];
  let [first, last, repeated] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const facts: FileFacts[] = [];
  for (const file of files) {
    facts.push(
      await readTrailFile(file, (record) => {
        if (seen.has(record.id)) {
          repeated++;
          return;
        }
        seen.add(record.id);
        if (seen.size % 50_000 === 0) onRecords?.(seen.size);
        sources.add(record.source);
        minutes.add(Math.floor(record.at / MINUTE));
        first = Math.min(first, record.at);
        last = Math.max(last, record.at);
        const stop = stopOf(record);
        if (stop) stops.push(stop);
      }),
    );
  }
  const { spans, problems: ofDigests } = digested(facts);
  const all = { from: first, to: last };
  const quiet = silences(minutes, all, silence).flatMap((one) => uncovered(one, spans));
  const covered = (source: Source, certain: boolean, resources?: readonly string[]): Covered[] =>
    (spans.length > 0 ? spans : seen.size > 0 ? [all] : []).map((span) => ({
      ...{ source, ...span, certain },
      ...(resources && { resources }),
    }));
  const lost: Gap[] = [
    ...facts.flatMap((one) => one.lost).map((one) => ({ ...one, sources: SOURCES })),
    ...quiet.map((one) => ({ ...one, why: 'the log is silent for longer than a program ever is', sources: SOURCES })),
    ...spansOf(stops).map((one) => ({ ...one, to: Math.min(one.to, last) })),
  ].flatMap(({ sources: of, from, to, why }) => of.map((source) => ({ source, from, to, why })));
  return {
    covered: logs
      ? logs.flatMap(({ source, resources }) => covered(source, true, resources))
      : [...sources].flatMap((source) => covered(source, false)),
    gaps: lost,
    problems: [
      ...facts.flatMap((one) => one.problems),
      ...ofDigests,
      ...quiet.map(
        ({ from, to }): LogProblem => ({ problem: 'silent', of: 'the log', detail: `${iso(from)} to ${iso(to)}` }),
      ),
      ...stops
        .filter(({ on }) => !on)
        .map(({ at, action, by }): LogProblem => ({ problem: 'stopped', of: action, detail: `${iso(at)} by ${by}` })),
    ],
    records: seen.size,
    repeated,
  };
}

const iso = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : 'ever');

/** Spans of hours whose files are all here, as their digests name them. */
function digested(facts: readonly FileFacts[]): { spans: Window[]; problems: LogProblem[] } {
  const problems: LogProblem[] = [];
  const hashes = new Map(facts.filter(({ digest }) => !digest).map(({ name, hash }) => [unpacked(name), hash]));
  const digests = facts.flatMap(({ name, digest }) => (digest ? [{ of: name, ...digest }] : []));
  const names = new Set(facts.map(({ name }) => unpacked(name)));
  const whole = digests.filter(({ of, files, previous }) => {
    if (previous !== undefined && !names.has(unpacked(previous)) && digests.length > 1 && hasBefore(digests, of)) {
      problems.push({ problem: 'missing-digest', of: lastPart(previous), detail: `named by ${lastPart(of)}` });
    }
    const bad = files.flatMap(({ name, hash }): LogProblem[] => {
      const found = hashes.get(unpacked(name));
      if (found === hash) return [];
      return [{ problem: found === undefined ? 'missing-file' : 'altered-file', of: lastPart(name) }];
    });
    problems.push(...bad);
    return bad.length === 0;
  });
  return { spans: merged(whole.map(({ from, to }) => ({ from, to }))), problems };
}

/** The oldest digest of a set names one before it that nobody asked for. */
const hasBefore = (digests: readonly { of: string; from: number }[], of: string): boolean => {
  const own = digests.find((one) => one.of === of)!;
  return digests.some((one) => one.from < own.from);
};

function silences(minutes: ReadonlySet<number>, all: Window, longest: number): Window[] {
  const sorted = [...minutes].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((minute, index) => {
    const before = sorted[index]!;
    return (minute - before) * MINUTE > longest
      ? [{ from: Math.max(all.from, (before + 1) * MINUTE), to: minute * MINUTE - 1 }]
      : [];
  });
}

interface Stop {
  at: number;
  action: string;
  by: string;
  on: boolean;
  sources: readonly Source[];
}

const DATA: readonly Source[] = SOURCES.filter((one) => one !== 'management');
/** Calls by which a trail ends, or says less, and which sources those concern. */
const STOPS: Readonly<Record<string, readonly Source[]>> = {
  'cloudtrail:StopLogging': SOURCES,
  'cloudtrail:DeleteTrail': SOURCES,
  'cloudtrail:UpdateTrail': SOURCES,
  'cloudtrail:PutEventSelectors': DATA,
};

function stopOf({ at, action, outcome, by }: AccessRecord): Stop | undefined {
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
