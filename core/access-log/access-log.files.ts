import { pagesOf } from '../shared/pages.ts';
import {
  type AccessLog,
  type AccessRecord,
  type Coverage,
  type LogProblem,
  matches,
  type Source,
  type Window,
} from './access-log.ts';
import { merged, uncovered } from './coverage.ts';
import { coverageFrom, LONGEST_SILENCE, MINUTE, type Stop, stopOf } from './coverage-from.ts';
import { lastPart, placeIn, unpacked } from './digest.ts';
import { IdSet } from './id-set.ts';
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
  /** Regions of what is looked for: with digests, each must have its own. @default those of which there is a file */
  regions?: readonly string[];
  /** How many records were read so far. */
  onRecords?: (records: number) => void;
}

/** Records that are held at a time. */
const PAGE = 1_000;

export function filesAccessLog(files: readonly TrailFile[], options: FilesOptions = {}): AccessLog {
  let known: Promise<Coverage> | undefined;
  return {
    async *query(query) {
      const seen = new IdSet();
      for (const file of files) {
        yield* pagesOf<AccessRecord>(PAGE, async (add, full) => {
          await readTrailFile(file, (record) => matches(record, query) && seen.add(record.id) && add(record), full);
        });
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
  { logs, silence = LONGEST_SILENCE, regions, onRecords }: FilesOptions,
): Promise<Coverage> {
  const seen = new IdSet();
  const sources = new Set<Source>();
  const minutes = new Set<number>();
  const stops: Stop[] = [];
  let [first, last, repeated] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  const facts: FileFacts[] = [];
  for (const file of files) {
    facts.push(
      await readTrailFile(file, (record) => {
        if (!seen.add(record.id)) {
          repeated++;
          return;
        }
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
  const { spans, lost, problems } = digested(facts, regions);
  return coverageFrom(
    { minutes, sources, stops, first, last, records: seen.size, repeated },
    {
      ...(logs && { logs }),
      silence,
      ...(spans && { whole: spans }),
      lost: [...facts.flatMap((one) => one.lost), ...lost],
      problems: [...facts.flatMap((one) => one.problems), ...problems],
    },
  );
}

/**
 * Spans of hours whose files are all here, as their digests name them, and of those that miss one: a whole digest of another Region or trail
 * says nothing of them.
 */
function digested(facts: readonly FileFacts[], regions: readonly string[] = []) {
  const problems: LogProblem[] = [];
  const lost: (Window & { why: string })[] = [];
  const hashes = new Map(facts.filter(({ digest }) => !digest).map(({ name, hash }) => [unpacked(name), hash]));
  const digests = facts.flatMap(({ name, digest }) => (digest ? [{ of: name, ...digest }] : []));
  const names = new Set(facts.map(({ name }) => unpacked(name)));
  const whole = digests.filter(({ of, from, to, files, previous }) => {
    if (previous !== undefined && !names.has(unpacked(previous)) && digests.length > 1 && hasBefore(digests, of)) {
      problems.push({ problem: 'missing-digest', of: lastPart(previous), detail: `named by ${lastPart(of)}` });
      // Digests follow each other, and are of one length.
      lost.push({ from: from - (to - from) + 1, to: from - 1, why: `the digest ${lastPart(previous)} is missing` });
    }
    const bad = files.flatMap(({ name, hash }): LogProblem[] => {
      const found = hashes.get(unpacked(name));
      if (found === hash) return [];
      return [{ problem: found === undefined ? 'missing-file' : 'altered-file', of: lastPart(name) }];
    });
    problems.push(...bad);
    if (bad.length > 0)
      lost.push({ from, to, why: `files that the digest ${lastPart(of)} names are missing or altered` });
    return bad.length === 0;
  });
  if (digests.length === 0) return { spans: undefined, lost, problems };
  const all = merged(whole);
  const places = new Set(facts.flatMap(({ name }) => placeIn(name) ?? []));
  // Digests that do not say of which Region they are, are of what is here.
  const named = whole.filter(({ of }) => placeIn(of) !== undefined);
  const wanted = [...places, ...regions.filter((one) => ![...places].some((place) => place.endsWith(` ${one}`)))];
  for (const place of named.length > 0 || places.size > 0 ? wanted : []) {
    const own = merged(named.filter(({ of }) => placeIn(of)!.endsWith(place)));
    const missing = all.flatMap((span) => uncovered(span, own));
    if (missing.length > 0 && own.length === 0) problems.push({ problem: 'no-digest', of: place });
    lost.push(...missing.map((span) => ({ ...span, why: `no digest of ${place} says that its log is whole` })));
  }
  return { spans: all, lost, problems };
}

/** The oldest digest of a set names one before it that nobody asked for. */
const hasBefore = (digests: readonly { of: string; from: number }[], of: string): boolean => {
  const own = digests.find((one) => one.of === of)!;
  return digests.some((one) => one.from < own.from);
};
