import { type BlastRadius, blastRadius } from '../blast-radius/blast-radius.ts';
import type { StoredSegment } from '../blast-radius/whose.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Found, Scope } from '../incident/branch.ts';
import type { Finding } from '../incident/findings.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { Records } from '../reading/reading.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { checkFinding } from './checked.ts';
import { type CouldRead, exposureOf, nonZero, putJson, readJson } from './could-read.ts';
import { type DidRead, nothingKnown } from './did-read.ts';

export interface ReachParts {
  evidence: Evidence;
  records: Pick<Records, 'pages'>;
  clock: Clock;
  program: string;
  /** A version as it was when people consented to it. @throws Refused `damaged` */
  noted(version: string): Promise<Disclosure | undefined>;
}

/** Rows of which kinds and tiers are told; a call that names nobody concerns them all. */
const MOST_STORED = 200_000;

const WORDS = {
  proven: 'principals had content in the clear',
  likely: 'principals probably had content in the clear',
  persons: 'people are concerned by name',
  outside: 'principals past the program reached what is stored, or tried',
  reached: 'principals reached what is stored, and nobody knows whether they could open it',
  anybody: 'call names nobody, and can be about everybody whose records were stored',
  statements: 'statements of which no log or inventory would tell',
  stored: 'of what was stored only a part is looked at',
};

/**
 * How far the incident reaches: who could read, who did, whose, and how sure each is. Put together of what the branches before it found; of one that
 * has no answer nothing is taken for clean.
 */
export async function reach(
  { evidence, records, clock, program, noted }: ReachParts,
  { incident, window }: Pick<Scope, 'incident' | 'window'>,
  findings: readonly Finding[],
): Promise<Found> {
  const linkOf = (name: string) => findings.find(({ finding }) => finding === name)?.evidence;
  const [couldLink, didLink] = [linkOf('could-read'), linkOf('did-read')];
  const could = couldLink && (await readJson<CouldRead>(evidence, couldLink));
  const did: Omit<DidRead, 'knownOf'> = didLink
    ? await readJson<DidRead>(evidence, didLink)
    : nothingKnown(program, window, 'the branch that asks it has no answer');
  const exposure = could && exposureOf(could);
  const { segments, fieldsOf, truncated } = await storedIn(records, window, noted);
  const radius: BlastRadius = blastRadius({
    ...{ cause: { cause: 'incident', name: incident }, window, did, now: clock.now() },
    ...(exposure && { exposure }),
    ...(did.scope && { clear: did.scope.others }),
    stored: { segments, fieldsOf },
  });
  const link = await putJson(evidence, `${incident}-blast-radius`, radius);
  const reached = radius.did.filter(({ refused }) => !refused);
  const opened = (as: string) => reached.filter((one) => one.opened === as).length;
  const finding = checkFinding({
    check: 'blast-radius',
    what: (count) => `${count} principals that could read and ${radius.did.length} that did, beside the program's own`,
    words: WORDS,
    checked: new Set(radius.could.map(({ principal }) => principal)).size,
    wrong: nonZero({
      proven: opened('proven'),
      likely: opened('likely'),
      outside: radius.did.length,
      persons: radius.concerned.subjects.length,
    }),
    open: nonZero({
      reached: opened('unknown'),
      anybody: Number(radius.concerned.ofAnybody),
      statements: radius.statements.filter(({ certainty }) => certainty === 'unknown').length,
      stored: Number(truncated),
    }),
  });
  return { ...finding, evidence: link };
}

async function storedIn(records: ReachParts['records'], window: Scope['window'], noted: ReachParts['noted']) {
  const segments: StoredSegment[] = [];
  let truncated = false;
  for await (const { rows, unreadable } of records.pages(window)) {
    truncated ||= unreadable > 0 || segments.length >= MOST_STORED;
    if (segments.length >= MOST_STORED) break;
    for (const { subject, segment, kinds, tier, disclosure, arrivedTo } of rows)
      segments.push({ subject, segment, kinds, tier, disclosure, arrivedTo });
  }
  const versions = new Map<string, Disclosure>();
  for (const version of new Set(segments.map(({ disclosure }) => disclosure))) {
    const disclosure = await noted(version).catch(unlessRefused);
    if (disclosure) versions.set(version, disclosure);
  }
  return {
    segments,
    truncated,
    fieldsOf: (version: string, kind: string) =>
      (versions.get(version)?.events as Record<string, { fields: readonly string[] } | undefined> | undefined)?.[kind]
        ?.fields,
  };
}

/** What fields there can be is not known then, and said of none. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error;
  return undefined;
}
