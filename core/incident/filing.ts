import { type Actor, actor, SYSTEM } from '../ledger/actor.ts';
import { Refused } from '../shared/errors.ts';
import { stricter } from './asked-then.ts';
import type { Incident } from './incident.ts';

/** Who is named as reporter where nobody knows: a hold was found that does not say who placed it. */
export const UNKNOWN = 'unknown';

/** Who is named as reporter where nobody may know. */
export const ANONYMOUS = 'anonymous';

/** Who reported or closed, as the ledger names them. */
export function reportedBy({
  kind,
  reporter,
}: Pick<Incident, 'kind' | 'reporter'>): Actor<'reporter' | 'closer' | 'operator' | 'aws' | 'system'> {
  if (kind === 'probe') return SYSTEM;
  if (kind === 'guard') return actor('aws', reporter);
  if (isOfAws(reporter) || reporter === UNNAMED_OPERATOR) return actor('operator', reporter);
  return actor(kind === 'pause' ? 'closer' : 'reporter', reporter.replace(/^reporter:/, ''));
}

/** Who broke the glass is named as AWS does, and people never are. */
const isOfAws = (name: string): boolean => name.startsWith('arn:');

/** Who broke the glass where AWS did not say in time who it was. */
export const UNNAMED_OPERATOR = 'break-glass';

/** People who may join an incident: its row holds 400 KB. */
export const MOST_JOINED = 1_000;

/** The name under which a person reported or joined, of all that they may have in it; undefined for everybody else. */
export const partOf = (
  { reporter, alsoBy = [] }: Pick<Incident, 'reporter' | 'alsoBy'>,
  names: readonly string[],
): string | undefined => names.find((name) => reporter === name || alsoBy.includes(name));

/** Did this person report, or join? They decide nothing about it. */
export const isPartOf = (incident: Pick<Incident, 'reporter' | 'alsoBy'>, ...names: readonly string[]): boolean =>
  partOf(incident, names) !== undefined;

/**
 * What becomes of an incident that is filed again under its id. Whoever closes the gates under it is never refused, since they hold
 * them by then: they join, and a report that closed nothing becomes one that does, with all of its way before it.
 * @returns undefined when nothing changes
 * @throws Refused `exists` to somebody else who closes nothing; `limit` to one more than fit (the gates are closed all the same)
 */
export function filedAgain(there: Incident, filed: Incident): Incident | undefined {
  const isKnown = filed.reporter === UNKNOWN || isPartOf(there, filed.reporter);
  if (!isKnown && !filed.closes) throw new Refused('exists', 'the id is another report’s');
  if (!isKnown && (there.alsoBy?.length ?? 0) >= MOST_JOINED) throw new Refused('limit', 'more people joined than fit');
  const upgraded = filed.closes && !there.closes ? closing(there, filed) : there;
  const joined = isKnown ? upgraded : { ...upgraded, alsoBy: [...(there.alsoBy ?? []), filed.reporter] };
  return joined === there ? undefined : joined;
}

/**
 * Findings of before the closure say nothing of it, and what was concluded then was about no hold: the way begins anew, in the next
 * execution.
 */
const closing = (there: Incident, filed: Incident): Incident => ({
  incident: there.incident,
  kind: there.kind,
  severity: filed.severity,
  status: 'reported',
  reporter: there.reporter,
  ...(there.alsoBy && { alsoBy: there.alsoBy }),
  reportedAt: there.reportedAt,
  from: Math.min(there.from, filed.from),
  disclosure: there.disclosure,
  leaseSeconds: Math.max(there.leaseSeconds ?? 0, filed.leaseSeconds ?? 0),
  ...(filed.asked && { asked: there.asked ? stricter(there.asked, filed.asked) : filed.asked }),
  closes: true,
  ...(there.execution && { execution: there.execution }),
  ...(there.steps && { steps: there.steps }),
  // What was published stays, and the next version says that it amends it.
  ...(there.findings && { version: there.version ?? 1, earlier: [...(there.earlier ?? []), there.findings] }),
});

/** Who joined an incident is not told who else reported it. */
export function shownTo(person: string, incident: Incident): Incident {
  const { alsoBy: _, ...shown } = incident;
  return { ...shown, reporter: person };
}

/**
 * Is somebody of these names the one who broke the glass? AWS names them by the session of a role, or by a user: `sluice-pat` of the
 * command line, or the name or e-mail that single sign-on gives. Where the first part of an e-mail is the same, it is taken for the same person.
 * @param names of a verified token: e-mail, user name
 */
export function brokeTheGlass(
  { reporter, alsoBy = [] }: Pick<Incident, 'reporter' | 'alsoBy'>,
  names: readonly string[],
): boolean {
  const sessions = [reporter, ...alsoBy].filter(isOfAws).map((arn) =>
    arn
      .split('/')
      .at(-1)!
      .replace(/^sluice-/, ''),
  );
  const local = (name: string) => name.toLowerCase().split('@')[0]!;
  return names.some((name) => sessions.some((session) => session !== '' && local(session) === local(name)));
}
