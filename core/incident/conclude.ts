import type { Disclosure } from '../disclosure/disclosure.ts';
import { consentCovers } from '../disclosure/version.ts';
import { GATES } from '../gate/gate.ts';
import { resume } from '../gate/resume.ts';
import { SYSTEM } from '../ledger/actor.ts';
import { isBroken, Refused } from '../shared/errors.ts';
import { checkDecidable } from './approve.ts';
import { type ConcludeParts, checkConclusion, isBegun, mayBeOpening, settled } from './conclusion.ts';
import type { Approval, Incident } from './incident.ts';
import { publish } from './publish.ts';
import type { TaskResult } from './workflow.ts';

/** Whether subjects must be asked again: the disclosure has widened since the closure. */
const consentAfter = (incident: Incident, disclosure: Disclosure): 'kept' | 'asked-again' =>
  consentCovers(incident.disclosure, disclosure.version) ? 'kept' : 'asked-again';

/**
 * Opens what this incident holds closed. Everything is checked again here: between the answer and this task anything may
 * have changed. It may die anywhere, and is finished by being called again.
 */
export async function resumeProgram(parts: ConcludeParts, incident: Incident): Promise<TaskResult> {
  const { store, gates, disclosure, clock } = parts;
  const id = incident.incident;
  if (!incident.closes) {
    if (!incident.verdict) return { outcome: 'refused', incident: id, reason: 'state' };
    // The last version says what it was.
    await publish(parts, incident);
    const after = await store.advance(id, {
      // What was said since the last version is published first: the next look does.
      once: ({ closes, concludedAt, verdict, amendAt }) =>
        closes || concludedAt !== undefined || !verdict || amendAt !== undefined,
      set: { status: 'concluded', concludedAt: clock.now() },
    });
    // It has come to hold the gates since: whoever waits for approvals next finds that its way begins anew.
    if (after.closes || !after.verdict || after.concludedAt === undefined)
      return { outcome: 'refused', incident: id, reason: 'state' };
    return { outcome: 'concluded', incident: id };
  }
  if (incident.status === 'resumed') return { outcome: 'resumed', incident: id };
  try {
    const approvers = (await isBegun(parts, incident)) ? incident.resuming!.approvers : await begin(parts, incident);
    await resume(gates, id, incident.epochs!, clock);
    const more = { disclosure: disclosure.version, consent: consentAfter(incident, disclosure) };
    await store.advance(id, {
      once: 'concludedAt',
      set: { status: 'resumed', concludedAt: clock.now(), askedAt: undefined },
      facts: concluded('resume', incident, approvers, clock.now(), more),
    });
    return { outcome: 'resumed', incident: id };
  } catch (error) {
    return refused(parts, id, error);
  }
}

/**
 * Checks, and notes on whose word it is done: before the first release, and as it is once a gate has let go. Each try notes its time:
 * whoever ends the program asks how old it is.
 * @throws Refused as `checkConclusion`
 */
async function begin(parts: ConcludeParts, incident: Incident): Promise<[string, string]> {
  const { store, clock } = parts;
  const approvers = namesOf(await checkConclusion(parts, incident, 'resume'));
  const after = await store.advance(incident.incident, {
    set: { resuming: { at: clock.now(), approvers } },
    once: (now) => now.concludedAt !== undefined || isOtherVersion(now, incident),
  });
  checkDecidable(after);
  if (isOtherVersion(after, incident)) throw new Refused('findings', 'the findings were amended since');
  return approvers;
}

/** Another version than the one that was looked at is there, or is asked for: what was approved is void. */
const isOtherVersion = (now: Incident, looked: Incident): boolean =>
  now.findings?.document !== looked.findings?.document || now.amendAt !== undefined;

/** What was asked for is not asked for any more: people look at what has changed, and ask again. */
async function refused({ store }: ConcludeParts, id: string, error: unknown): Promise<TaskResult> {
  // Damage is no refusal: it fails the task, which is alarmed, and nothing opens.
  if (!(error instanceof Refused) || isBroken(error)) throw error;
  await store.advance(id, { set: { askedAt: undefined } });
  return { outcome: 'refused', incident: id, reason: error.reason };
}

const namesOf = ([first, second]: [Approval, Approval]): [string, string] => [first.approver, second.approver];

/** The gates are told that they never open again: from then on nobody is enrolled, asked or given a lease. */
async function ended({ gates }: ConcludeParts, { incident, ending }: Incident): Promise<TaskResult> {
  // What was ended before that was a step only stays closed.
  if (ending) for (const gate of GATES) await gates[gate].end(incident);
  return { outcome: 'terminated', incident };
}

/** Ends the program: the gates stay closed, held by this incident for good. What it has kept is erased after it (`core/termination`). */
export async function terminateProgram(parts: ConcludeParts, incident: Incident): Promise<TaskResult> {
  const { store, clock } = parts;
  const id = incident.incident;
  if (incident.status === 'terminated') return ended(parts, incident);
  try {
    if (await isBegun(parts, await settled(parts, incident))) throw new Refused('state', 'a resume has begun');
    const approvals = await checkConclusion(parts, incident, 'terminate');
    const [{ findings, epoch }] = approvals;
    // Looked at in the step itself: a resume that has noted itself since may be about to open a gate.
    const after = await store.advance(id, {
      once: (now) => now.concludedAt !== undefined || mayBeOpening(now) || isOtherVersion(now, incident),
      set: {
        status: 'terminated',
        concludedAt: clock.now(),
        askedAt: undefined,
        ending: { approvers: namesOf(approvals), findings, epoch },
      },
      facts: concluded('terminate', incident, namesOf(approvals), clock.now()),
    });
    if (after.status !== 'terminated')
      throw new Refused('state', 'a resume may be under way, or the findings were amended');
    return await ended(parts, after);
  } catch (error) {
    return refused(parts, id, error);
  }
}

const concluded = (
  kind: 'resume' | 'terminate',
  { incident, epochs, findings }: Incident,
  approvers: [string, string],
  at: number,
  more: Record<string, string> = {},
) => ({
  kind,
  at,
  actor: SYSTEM,
  incident,
  detail: {
    epoch: epochs!.collection,
    findings: findings!.document,
    approvers: approvers.join(' '),
    ...more,
  },
});
