import {
  type AccessLog,
  type AccessRecord,
  type Coverage,
  type LogProblem,
  type Source,
  type Window,
  WOULD_HAVE,
} from '../access-log/access-log.ts';
import { gapsOf } from '../access-log/coverage.ts';
import type { Entry } from '../ledger/ledger.ts';
import { AroundReader } from './around.ts';
import { ExplainReads, READ } from './explain.ts';
import type { DidFinding } from './finding.ts';
import { Gathered } from './gathered.ts';
import { type Known, NOTHING_KNOWN, ownRole, resourcesOf, type Scope, sightsOf } from './scope.ts';

/**
 * Who did read: each read of the ledger beside the calls that stand for it, and every call on what is watched that is no read of the ledger's.
 * What no log covers is said to be unknown, and which log would have told.
 */
export const WHO_DID_FORMAT = 'sluice-who-did/1';

export interface WhoDid {
  format: typeof WHO_DID_FORMAT;
  program?: string;
  window: Window;
  /** Absent: no ledger was given. */
  ledger?: {
    /** Reads in the window. */
    reads: number;
    /** Of them, those for which a call stands. */
    seen: number;
    /** To when it goes, ms; none: it is empty. */
    to?: number;
  };
  log: {
    /** Records about what is watched. */
    records: number;
    /** The reader's calls on what is stored. */
    reader: number;
    /** Ordinary calls of the program, by role. */
    own: Record<string, number>;
    /** Changes by the deploy path. */
    deploys: number;
  };
  /** By time. */
  findings: DidFinding[];
  unknown: Unknown[];
  problems: readonly LogProblem[];
}

/** A span of which nothing can be said about something. */
export interface Unknown extends Window {
  source: Source;
  resource?: string;
  why: string;
  wouldHave: string;
}

export interface WhoDidParts {
  log: AccessLog;
  /** From `READ` before the window on, of any kind, in any order. @default there is no ledger, and no read is asked for */
  entries?: AsyncIterable<Entry> | Iterable<Entry>;
  /** To when the ledger goes, ms. @default its newest entry */
  ledgerTo?: number;
  scope: Scope;
  known?: Known;
}

export async function whoDid(parts: WhoDidParts, window: Window): Promise<WhoDid> {
  const { log, scope, known = NOTHING_KNOWN } = parts;
  const wide = { from: window.from - READ, to: window.to + READ };
  const { entries, newest } = await entriesIn(parts, wide);
  const around = new AroundReader(scope, known);
  const reads = new ExplainReads({ scope, known, window, entries, ledgerTo: parts.ledgerTo ?? newest });
  let records = 0;
  for await (const page of log.query({ ...wide, resources: [...resourcesOf(scope), 'arn:aws:cloudtrail:*'] })) {
    for (const record of page) {
      if (parts.entries !== undefined && isReader(scope, record)) reads.see(record);
      if (record.at < window.from || record.at > window.to) continue;
      records++;
      around.see(record);
    }
  }
  const coverage = await log.coverage(wide);
  const [found, explained] = [around.found(), reads.found(coverage)];
  return {
    format: WHO_DID_FORMAT,
    ...(scope.program !== undefined && { program: scope.program }),
    window,
    ...(parts.entries !== undefined && {
      ledger: { reads: explained.entries, seen: explained.seen, ...(Number.isFinite(newest) && { to: newest }) },
    }),
    log: { records, reader: explained.calls, own: found.own, deploys: found.deploys },
    findings: [...explained.findings, ...found.findings].sort(
      (a, b) => a.first - b.first || (a.finding < b.finding ? -1 : 1),
    ),
    unknown: unknownsOf(scope, coverage, window),
    problems: coverage.problems,
  };
}

const isReader = (scope: Scope, { by, outcome }: AccessRecord): boolean =>
  outcome === 'done' && ownRole(scope, by) === 'reader';

async function entriesIn({ entries = [] }: WhoDidParts, { from, to }: Window) {
  const found: Entry[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  for await (const entry of entries) {
    newest = Math.max(newest, entry.at);
    // Entries that the trail saw being written are looked for by their places: those just outside count.
    if (entry.at >= from - READ && entry.at <= to + READ) found.push(entry);
  }
  return { entries: found, newest };
}

/**
 * Everything that a principal did in the window with what is watched, the ordinary work of a role too: where its credentials were lost to others,
 * nobody can tell whose work it was.
 */
export async function didAs(
  { log, scope, known = NOTHING_KNOWN }: Pick<WhoDidParts, 'log' | 'scope' | 'known'>,
  principal: string,
  window: Window,
): Promise<DidFinding[]> {
  const groups = new Map<string, Gathered>();
  for await (const page of log.query({ ...window, principals: [principal], resources: resourcesOf(scope) })) {
    for (const record of page) {
      for (const sight of sightsOf(record, scope, known)) {
        const { arn, subject, segment, object } = sight;
        const name = JSON.stringify([record.by.name, record.outcome, record.action, arn, subject, segment, object]);
        const group = groups.get(name) ?? new Gathered(record.by);
        groups.set(name, group.add({ record, arn, subject, segment, object }));
      }
    }
  }
  const why = 'by the role’s name; whether its holder or somebody else did it no record says';
  return [...groups.values()].map((seen) => seen.finding({ finding: 'used', certainty: 'likely', why }));
}

/** What of each watched thing no log covers: of storage its data events, of keys and roles the events of management. */
function unknownsOf(scope: Scope, coverage: Coverage, window: Window): Unknown[] {
  const { tables, keys, buckets, stream, functions, others } = scope;
  const asked: [Source, string | undefined][] = [
    ['kms', keys['subject-keys']],
    ['dynamodb', tables.Index],
    ['dynamodb', tables.Keys],
    ['dynamodb', tables.Ledger],
    ['s3', buckets.vault],
    ['kinesis', stream],
    ['lambda', functions.reader],
    ...others.map((one): [Source, string] => [sourceOf(one), one]),
  ];
  const there = asked.filter(([, resource]) => resource !== undefined);
  return [['management', undefined] as const, ...there].flatMap(([source, resource]) =>
    gapsOf(coverage, source, window, resource?.replace(/\/?\*$/, '')).map((gap) => ({
      ...gap,
      wouldHave: WOULD_HAVE[source],
    })),
  );
}

const sourceOf = (arn: string): Source => {
  const service = arn.split(':')[2] ?? '';
  return service === 's3' ||
    service === 'dynamodb' ||
    service === 'kms' ||
    service === 'lambda' ||
    service === 'kinesis'
    ? service
    : 'management';
};
