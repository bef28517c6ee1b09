import type { CaseWord, VerdictWord } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';
import type { Contribution, NewContribution } from './case.ts';
import { mayBeOpening } from './conclusion.ts';
import type { Incident } from './incident.ts';

/** What a judgement of somebody moves of the incident, in the transaction that keeps it. */

interface Judged {
  what: CaseWord;
  /** By pseudonym. */
  by: string;
  /** Those of their groups by which they may. */
  groups: readonly string[];
  files?: readonly string[] | undefined;
  verdict?: VerdictWord | undefined;
  of?: string | undefined;
}

/**
 * @returns undefined for what moves nothing
 * @throws Refused `state`, `unpublished`, `malformed`
 */
export function stepOf(
  incident: Incident,
  soFar: readonly Contribution[],
  given: Judged,
  at: number,
): NewContribution['step'] | undefined {
  switch (given.what) {
    case 'finding':
      checkFiles(soFar, given.files ?? []);
      return undefined;
    case 'publish':
      return amended(incident, soFar, at);
    case 'verdict':
      return judged(incident, soFar, given, at);
    default:
      return undefined;
  }
}

function checkFiles(soFar: readonly Contribution[], files: readonly string[]): void {
  const there = new Set(soFar.flatMap((one) => (one.what === 'evidence' ? [one.file.sha256] : [])));
  const missing = files.filter((file) => !there.has(file));
  if (missing.length > 0) throw new Refused('malformed', 'files: of these some are not in the case: add them first');
}

/** Findings that were published are never changed: there is one version more. */
function amended(incident: Incident, soFar: readonly Contribution[], at: number): NewContribution['step'] {
  checkOpen(incident);
  if (!incident.findings) throw new Refused('unpublished', 'the first version is published by the workflow');
  if (!isNews(incident, soFar)) throw new Refused('state', 'no finding was added since they were published');
  return { set: { amendAt: at } };
}

const isNews = ({ publishedUpTo = 0 }: Incident, soFar: readonly Contribution[]): boolean =>
  soFar.some(({ what, number }) => what === 'finding' && number > publishedUpTo);

/** Where no gate is held the report ends by it; in any case the findings say it, in a version more. */
function judged(
  incident: Incident,
  soFar: readonly Contribution[],
  { verdict, of, by, groups }: Judged,
  at: number,
): NewContribution['step'] | undefined {
  checkOpen(incident);
  if ((verdict === 'duplicate') !== (of !== undefined)) {
    throw new Refused('malformed', 'of: a duplicate says of which incident, and nothing else does');
  }
  // A version more for nothing would void what was approved.
  if (incident.verdict?.verdict === verdict && incident.verdict?.of === of) {
    throw new Refused('state', 'that is what it is said to be already');
  }
  if (takesTwo(incident)) {
    const last = new Map(soFar.flatMap((one) => (one.what === 'verdict' ? [[one.by, one] as const] : [])));
    const alike = [...last.values()].filter((one) => one.verdict === verdict && one.of === of);
    if (alike.some((one) => one.by === by))
      throw new Refused('state', 'that is what you have said already: another has to');
    // One person's word alone ends none: it stands in the case, and a second of another group makes it the verdict.
    if (!alike.some((one) => new Set([...one.groups, ...groups]).size > 1)) return undefined;
  }
  const said = { verdict: verdict!, at, number: soFar.length + 1, ...(of !== undefined && { of }) };
  return { set: { verdict: said, ...(incident.findings && { amendAt: at }) } };
}

/**
 * A report of high severity that closed nothing, since its reporter is no closer or has used up their closures: what may be as grave as one that
 * closes ends by two words alike, of different people of different groups.
 */
export const takesTwo = ({ severity, closes, kind }: Pick<Incident, 'severity' | 'closes' | 'kind'>): boolean =>
  severity === 'high' && !closes && kind !== 'anonymous';

/** @throws Refused `state` */
function checkOpen(incident: Incident): void {
  if (incident.concludedAt !== undefined) throw new Refused('state', `the incident is ${incident.status}`);
  if (mayBeOpening(incident)) throw new Refused('state', 'a resume is under way, or died and is not settled yet');
}
