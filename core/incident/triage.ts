import { holdersOf, type PeopleRules } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { pause } from '../gate/pause.ts';
import { SYSTEM } from '../ledger/actor.ts';
import { asksOf } from './asked-then.ts';
import { tell } from './decide.ts';
import { UNKNOWN } from './filing.ts';
import type { Incident } from './incident.ts';
import { takesTwo } from './judgement.ts';
import { type FollowParts, follow, rowOf } from './report.ts';

/**
 * A report that holds no gate ends when a person has said what it was, and by nothing else. When nobody does in time, one that may be more than
 * low closes the gates; a low one, and one without a name, is asked of the next group. Nothing is closed by a time-out for those, and nothing is
 * ever opened by one.
 */

const HOUR = 3_600_000;

/** Who is asked, group after group: the right, and then those who speak for the people concerned. */
const ORDER: readonly ((disclosure: PeopleRules) => readonly string[])[] = [
  (disclosure) => holdersOf(disclosure, 'work-on-incidents'),
  ({ people }) => people.roles.stewards,
  ({ people }) => people.roles.representatives,
];

const levelOf = ({ triage }: Pick<Incident, 'triage'>): number => triage?.level ?? 0;

/** Those who are asked for a verdict now: all that were asked so far. */
export const askedNow = (disclosure: PeopleRules, incident: Incident): string[] => [
  // Where two of different groups have to say it, all are asked at once.
  ...new Set(
    ORDER.slice(0, takesTwo(incident) ? ORDER.length : levelOf(incident) + 1).flatMap((groups) => groups(disclosure)),
  ),
];

/** Anybody who finds the address reports without a name: that closes nothing, however long it waits. */
const comesToHold = ({ severity, kind }: Incident): boolean => severity !== 'low' && kind !== 'anonymous';

/** When the next step is due, ms; undefined where nobody is waited for. */
export function escalatesAt(disclosure: Pick<Disclosure, 'gate'>, incident: Incident): number | undefined {
  const { closes, concludedAt, verdict, triage, reportedAt } = incident;
  if (closes || concludedAt !== undefined || verdict) return undefined;
  const { triageHours, triageLowHours } = asksOf(disclosure, incident);
  const hours = comesToHold(incident) ? triageHours : triageLowHours;
  return (triage?.at ?? reportedAt) + hours * HOUR;
}

export const isOverdue = (disclosure: Pick<Disclosure, 'gate'>, incident: Incident, now: number): boolean =>
  now >= (escalatesAt(disclosure, incident) ?? Number.POSITIVE_INFINITY);

export type Escalated = 'contain' | 'escalated';

/**
 * Does what is due. May die anywhere, and is finished by being called again: what holds a gate is filed and followed by the schedule too.
 * @returns undefined where nothing is due
 */
export async function escalate(parts: FollowParts, seen: Incident): Promise<Escalated | undefined> {
  const { clock, disclosure, store } = parts;
  if (!isOverdue(disclosure, seen, clock.now())) return undefined;
  // A list of what is open grows old while what stands before it is done: somebody may have said it meanwhile.
  const incident = await store.read(seen.incident);
  const at = clock.now();
  if (!isOverdue(disclosure, incident, at)) return undefined;
  if (comesToHold(incident)) {
    await containOverdue(parts, incident, at);
    return 'contain';
  }
  const level = levelOf(incident) + 1;
  await store.advance(incident.incident, {
    once: (now) => levelOf(now) >= level || now.verdict !== undefined || now.closes,
    set: { triage: { level, at } },
    facts: { kind: 'escalation', at, actor: SYSTEM, incident: incident.incident, detail: { level } },
  });
  return 'escalated';
}

/** The gates first, as by any report that closes them; then it becomes one, with all of its way before it. */
async function containOverdue(parts: FollowParts, { incident, kind }: Incident, at: number): Promise<void> {
  const paused = await pause(parts.gates, incident, parts.clock);
  const row = rowOf(parts, { incident, reporter: { sub: UNKNOWN }, severity: 'high' }, kind, at);
  const detail = { to: 'containment' };
  const filed = await parts.store.file(row, undefined, { kind: 'escalation', at, actor: SYSTEM, incident, detail });
  await follow(parts, filed, paused);
}

/**
 * On schedule: does what is due of all that are open, whatever their workflow waits for, and tells it.
 * @returns how many of them were not judged in time, and what went wrong; the others are looked at all the same
 */
export async function passOnOverdue(
  parts: FollowParts,
  open: readonly Incident[],
): Promise<{ overdue: number; errors: unknown[] }> {
  const errors: unknown[] = [];
  let overdue = 0;
  for (const incident of open) {
    try {
      const escalated = await escalate(parts, incident);
      if (escalated) await tell(parts, incident.incident, escalated);
      if (escalated || (levelOf(incident) > 0 && !incident.closes && !incident.verdict)) overdue++;
    } catch (error) {
      errors.push(error);
    }
  }
  return { overdue, errors };
}
