import type { CaseWord, VerdictWord } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';
import type { Contribution, NewContribution } from './case.ts';
import { mayBeOpening } from './conclusion.ts';
import type { Incident } from './incident.ts';

/** What a judgement of somebody moves of the incident, in the transaction that keeps it. */

interface Judged {
  what: CaseWord;
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
  checkOpen(incident, at);
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
  { verdict, of }: Judged,
  at: number,
): NewContribution['step'] {
  checkOpen(incident, at);
  if ((verdict === 'duplicate') !== (of !== undefined)) {
    throw new Refused('malformed', 'of: a duplicate says of which incident, and nothing else does');
  }
  // A version more for nothing would void what was approved.
  if (incident.verdict?.verdict === verdict && incident.verdict?.of === of) {
    throw new Refused('state', 'that is what it is said to be already');
  }
  const said = { verdict: verdict!, at, number: soFar.length + 1, ...(of !== undefined && { of }) };
  return { set: { verdict: said, ...(incident.findings && { amendAt: at }) } };
}

/** @throws Refused `state` */
function checkOpen(incident: Incident, at: number): void {
  if (incident.concludedAt !== undefined) throw new Refused('state', `the incident is ${incident.status}`);
  if (mayBeOpening(incident, at)) throw new Refused('state', 'a resume is under way');
}
