import { isMeant, type Window } from '../access-log/access-log.ts';
import { CERTAINTIES, type Certainty, type DidFinding } from '../who-did/finding.ts';
import type { Unknown, WhoDid } from '../who-did/who-did.ts';
import type { Could, Exposure, Step } from './could.ts';
import { peopleOf, strongest, unique, type WhoDidIt } from './people.ts';
import { type Concerned, concernedBy, type StoredFacts } from './whose.ts';

/**
 * How far an incident reaches: who could read, who did, whose, what of it, from when to when. Each statement is proven, likely, or unknown, and
 * what is unknown says which log would have told. docs/investigation.md has the format.
 */
export const BLAST_RADIUS_FORMAT = 'sluice-blast-radius/1';

/** Why it is asked. */
export type Cause =
  | { cause: 'policy'; name: string; at?: number }
  | { cause: 'role'; name: string; at?: number }
  | { cause: 'data-set'; name: string; at?: number }
  | { cause: 'incident'; name: string; at?: number };
export const CAUSES = ['policy', 'role', 'data-set', 'incident'] as const satisfies readonly Cause['cause'][];

export interface WhoCould extends Could {
  certainty: Certainty;
  /** They could not before the cause: only where there is an inventory of before. */
  isNew?: boolean;
}

export interface Statement {
  certainty: Certainty;
  says: string;
  /** Entries or records that show it. */
  evidence: string[];
  wouldHave?: string;
}

export interface Moment {
  at: number;
  to?: number;
  what: string;
  who?: string;
  certainty: Certainty;
}

export interface BlastRadius {
  format: typeof BLAST_RADIUS_FORMAT;
  /** ms. */
  made: number;
  program?: string;
  cause: Cause;
  window: Window;
  /** Of what moment, ms; none: nobody looked who could. */
  inventory?: number;
  could: WhoCould[];
  /** Data sets that no policy tells apart from one that `could` names: what is said of that one is said of each. */
  alike?: Readonly<Record<string, readonly string[]>>;
  did: WhoDidIt[];
  concerned: Concerned;
  /** Of what was done. */
  first?: number;
  last?: number;
  statements: Statement[];
  timeline: Moment[];
  unknown: Unknown[];
  /** What is wrong with what this rests on. */
  problems: string[];
}

export interface BlastRadiusParts {
  cause: Cause;
  window: Window;
  did: WhoDid;
  /** Of the time of the window. @default nobody looked */
  exposure?: Exposure;
  /** Of before the cause. */
  before?: Exposure;
  /** What was stored. @default nobody knows, of whom a call names no one */
  stored?: StoredFacts;
  /** ARNs, `*` for any end: what lies there is not sealed by itself, so that whoever is handed it has it in the clear. @default nothing */
  clear?: readonly string[];
  now: number;
}

export function blastRadius(parts: BlastRadiusParts): BlastRadius {
  const { cause, window, exposure, now } = parts;
  const could = whoCould(parts);
  const findings = parts.did.findings.filter((one) => concerns(one, parts, could));
  const { clear = [] } = parts;
  const did = peopleOf(findings, parts.did, new Set(could.map(({ principal }) => principal)), (arn) =>
    clear.some((one) => isMeant(one, arn)),
  );
  const concerned = concernedBy(did, parts.stored);
  const times = findings.flatMap(({ first, last }) => [first, last]);
  const unknown = [...parts.did.unknown];
  return {
    format: BLAST_RADIUS_FORMAT,
    made: now,
    ...(parts.did.program !== undefined && { program: parts.did.program }),
    ...{ cause, window },
    ...(exposure && { inventory: exposure.at }),
    could,
    ...(exposure && Object.keys(exposure.alike).length > 0 && { alike: exposure.alike }),
    ...{ did, concerned },
    ...(times.length > 0 && {
      first: times.reduce((a, b) => Math.min(a, b)),
      last: times.reduce((a, b) => Math.max(a, b)),
    }),
    statements: statementsOf({ parts, could, did, findings, concerned }),
    timeline: timelineOf(cause, findings, unknown),
    unknown,
    problems: [
      ...parts.did.problems.map(({ problem, of, at, detail, count }) =>
        [of, at !== undefined && `at ${at}`, problem, count !== undefined && `${count} times`, detail]
          .filter(Boolean)
          .join(', '),
      ),
      ...(exposure?.problems ?? []),
      ...(parts.before?.problems ?? []),
    ],
  };
}

const OF_VERDICT = { yes: 'proven', if: 'likely', unknown: 'unknown' } as const satisfies Record<
  Could['verdict'],
  Certainty
>;

function whoCould({ exposure, before, cause }: BlastRadiusParts): WhoCould[] {
  const earlier = before && new Set(before.answers.filter(({ verdict }) => verdict === 'yes').map(idOf));
  return (exposure?.answers ?? [])
    .filter((one) => isThrough(one, cause, exposure!.alike))
    .map((one) => ({
      ...one,
      // An inventory that is not whole proves nothing that it does not say, and may have lost what denies.
      certainty: exposure!.problems.length > 0 && one.verdict === 'yes' ? ('likely' as const) : OF_VERDICT[one.verdict],
      ...(earlier && { isNew: !earlier.has(idOf(one)) }),
    }))
    .sort(
      (a, b) =>
        CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) || (a.principal < b.principal ? -1 : 1),
    );
}
const idOf = ({ principal, dataset }: Could): string => JSON.stringify([principal, dataset]);

/** Of a policy or a role those whose way goes through it; an answer without a way is not left out. */
function isThrough(
  { principal, dataset, ways }: Could,
  { cause, name }: Cause,
  alike: Readonly<Record<string, readonly string[]>>,
): boolean {
  if (cause === 'incident') return true;
  if (cause === 'data-set') return dataset === name || (alike[dataset] ?? []).includes(name);
  // Ways name a managed policy as IAM does, by the end of its ARN.
  const named = cause === 'policy' ? name.replace(MANAGED, '') : name;
  const isMeantBy = (step: Step) => step.name === name || (step.is === 'policy' && step.name === named);
  return principal === name || ways.length === 0 || ways.some((way) => way.some(isMeantBy));
}
const MANAGED = /^arn:[^:]*:iam::\w*:policy\/(.*\/)?/;

function concerns(finding: DidFinding, { cause }: BlastRadiusParts, could: readonly WhoCould[]): boolean {
  const { principal, resources } = finding;
  switch (cause.cause) {
    case 'incident':
      return true;
    case 'data-set':
      return (
        resources.length === 0 ||
        resources.some((one) => one === cause.name || one.startsWith(cause.name) || cause.name.startsWith(one))
      );
    case 'role':
      return [principal?.role, principal?.name].includes(cause.name) || finding.resources.includes(cause.name);
    case 'policy':
      // Who could by it, and what moved it.
      return (
        finding.resources.includes(cause.name) ||
        could.length === 0 ||
        could.some((one) => one.principal === principal?.name || one.principal === principal?.role)
      );
  }
}

interface Ground {
  parts: BlastRadiusParts;
  could: readonly WhoCould[];
  did: readonly WhoDidIt[];
  findings: readonly DidFinding[];
  concerned: Concerned;
}

const people = (count: number, one = 'principal', more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

function statementsOf({ parts, could, did, findings, concerned }: Ground): Statement[] {
  const statements: Statement[] = [];
  const say = (certainty: Certainty, says: string, evidence: string[] = [], wouldHave?: string) =>
    statements.push({
      certainty,
      says,
      evidence: evidence.slice(0, 20),
      ...(wouldHave !== undefined && { wouldHave }),
    });
  if (!parts.exposure) {
    say('unknown', 'Who could read was not looked at.', [], 'an inventory of that time (sluice exposure collect)');
  } else {
    for (const certainty of CERTAINTIES) {
      const those = could.filter((one) => one.certainty === certainty);
      if (those.length === 0) continue;
      const who = new Set(those.map(({ principal }) => principal)).size;
      const sets = [...new Set(those.map(({ dataset }) => dataset))].reduce(
        (sum, one) => sum + 1 + (parts.exposure!.alike[one]?.length ?? 0),
        0,
      );
      const verb =
        certainty === 'proven'
          ? 'could read'
          : certainty === 'likely'
            ? 'could read under conditions'
            : 'may have been able to read';
      say(
        certainty,
        `${people(who)} ${verb} ${people(sets, 'data set')}.`,
        those.map(({ principal }) => principal),
      );
    }
  }
  if (parts.exposure && could.length === 0) {
    const isWhole = parts.exposure.problems.length === 0;
    say(
      isWhole ? 'proven' : 'unknown',
      'Nobody is found who could read.',
      [],
      isWhole ? undefined : 'an inventory that is whole',
    );
  }
  const reached = did.filter(({ refused }) => !refused);
  for (const certainty of CERTAINTIES) {
    const those = reached.filter(({ opened }) => opened === certainty);
    if (those.length === 0) continue;
    const what = {
      proven: 'had content in the clear',
      likely: 'probably had content in the clear',
      unknown: 'reached what is stored; nobody knows whether they could open it',
    }[certainty];
    say(
      certainty,
      `${people(those.length)} ${what}.`,
      those.map(({ principal }) => principal.name),
      certainty === 'unknown' ? parts.did.unknown.find(({ source }) => source === 'kms')?.wouldHave : undefined,
    );
  }
  const sealed = reached.filter(({ opened }) => opened === 'no');
  if (sealed.length > 0)
    say(
      'proven',
      `${people(sealed.length)} reached what is stored and had no key to it.`,
      sealed.map(({ principal }) => principal.name),
    );
  const refused = did.filter((one) => one.refused);
  if (refused.length > 0)
    say(
      'proven',
      `${people(refused.length)} tried and got nothing.`,
      refused.map(({ principal }) => principal.name),
    );
  for (const [finding, words] of [
    ['entry-without-read', 'in the ledger for which no call of the reader stands'],
    ['changed', 'of a door outside a deploy'],
    ['copied', 'of what is stored'],
  ] as const) {
    const those = findings.filter((one) => one.finding === finding && (one.outcome ?? 'done') === 'done');
    if (those.length === 0) continue;
    const noun = {
      'entry-without-read': ['read', 'reads'],
      changed: ['change', 'changes'],
      copied: ['copy', 'copies'],
    }[finding];
    say(
      strongest(those.map(({ certainty }) => certainty)),
      `${people(those.length, noun[0], noun[1])} ${words}.`,
      those.flatMap(({ records, entry }) => (entry ? [entry.hash] : records)),
    );
  }
  if (!parts.did.ledger) {
    say(
      'unknown',
      'Whether each read has an entry was not looked at.',
      [],
      'an export of the ledger (sluice ledger export)',
    );
  }
  const { subjects, ofAnybody } = concerned;
  if (subjects.length > 0)
    say(
      strongest(subjects.map(({ certainty }) => certainty)),
      `It concerns ${people(subjects.length, 'person', 'people')} by name.`,
      subjects.map(({ subject }) => subject),
    );
  if (ofAnybody)
    say(
      'unknown',
      'Some of what was done names nobody: it can concern everybody whose records were stored then.',
      [],
      'no log of AWS names the items that a scan, a query or a copy hands out',
    );
  const gaps = parts.did.unknown;
  if (reached.length === 0) {
    if (gaps.length === 0) say('proven', 'Nobody read past the reader, in logs that cover all of it.');
    else
      say(
        'unknown',
        'No call past the reader is in the logs, and they do not cover all of it.',
        [],
        unique(gaps.map(({ wouldHave }) => wouldHave)).join('; '),
      );
  }
  for (const wouldHave of unique(gaps.map((one) => one.wouldHave))) {
    const spans = gaps.filter((one) => one.wouldHave === wouldHave);
    say(
      'unknown',
      `Of ${people(spans.length, 'span')} nothing can be said about ${unique(spans.map(({ resource, source }) => resource ?? source)).join(', ')}.`,
      [],
      wouldHave,
    );
  }
  return statements;
}

/** More marks than a page can show. */
const MOST_MOMENTS = 500;

function timelineOf(cause: Cause, findings: readonly DidFinding[], unknown: readonly Unknown[]): Moment[] {
  const moments: Moment[] = [
    ...(cause.at === undefined
      ? []
      : [{ at: cause.at, what: `${cause.cause} ${cause.name}`, certainty: 'proven' as const }]),
    ...findings.map(({ finding, first, last, principal, entry, certainty, outcome }) => ({
      at: first,
      ...(last > first && { to: last }),
      what: outcome === 'denied' || outcome === 'failed' ? `${finding} (${outcome})` : finding,
      ...((principal ?? entry) && { who: principal?.name ?? entry!.actor }),
      certainty,
    })),
    ...unknown.map(({ from, to, source, why }) => ({
      at: from,
      to,
      what: `no log of ${source}: ${why}`,
      certainty: 'unknown' as const,
    })),
  ];
  return moments.sort((a, b) => a.at - b.at).slice(0, MOST_MOMENTS);
}
