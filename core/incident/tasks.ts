import { Refused, SluiceError } from '../shared/errors.ts';
import { within } from '../shared/within.ts';
import { awaitApprovals } from './await-approvals.ts';
import { type CertifyParts, certify, checkCertified } from './certify.ts';
import { closeGates } from './close.ts';
import { resumeProgram, terminateProgram } from './conclude.ts';
import { type ConcludeParts, settled } from './conclusion.ts';
import { type Incident, isLookedInto, type Step } from './incident.ts';
import { type InvestigateParts, investigate } from './investigate.ts';
import { look } from './look.ts';
import { publish } from './publish.ts';
import type { FollowParts } from './report.ts';
import type { TaskInput, TaskResult } from './workflow.ts';

export type TaskParts = ConcludeParts &
  InvestigateParts &
  FollowParts &
  Pick<CertifyParts, 'leases'> & {
    /** Has what IAM denies beside the gates compared with them, and does not wait for it. @default the schedule alone does */
    compareSecondLine?: () => Promise<void>;
  };

/**
 * One task of the incident workflow. Each may die anywhere and be run again. What is being done, and what went wrong, is noted with
 * the incident, so that whoever looks at it sees why it does not go on.
 */
export async function runTask(parts: TaskParts, input: TaskInput): Promise<TaskResult> {
  const { task } = input;
  const now = parts.clock.now();
  await note(parts, input, { set: { doing: { task, since: now } }, once: ({ doing }) => doing?.task === task });
  const failed = async (error: string): Promise<void> => {
    // Many branches look at a time: what became of each is in the findings, and one that is done says nothing of another.
    if (task === 'look') return;
    const { failure } = await parts.store.read(input.incident);
    const times = failure?.task === task ? failure.times + 1 : 1;
    await note(parts, input, { set: { failure: { task, at: parts.clock.now(), error, times } } });
  };
  try {
    const result = await perform(parts, await parts.store.read(input.incident), input);
    if (result.outcome === 'refused') await failed(result.reason).catch(() => undefined);
    else if (task !== 'look')
      await note(parts, input, { set: { failure: undefined }, once: ({ failure }) => failure?.task !== task });
    if (MOVES_GATES.has(result.outcome)) await compare(parts);
    return result;
  } catch (error) {
    await failed(wordOf(error)).catch(() => undefined);
    throw error;
  }
}

const MOVES_GATES: ReadonlySet<TaskResult['outcome']> = new Set(['contained', 'resumed']);

/** The second line comes after the first, and nothing waits for it or fails with it: the schedule finds what is not done. */
async function compare({ compareSecondLine }: TaskParts): Promise<void> {
  if (compareSecondLine) await within(COMPARED_WITHIN, compareSecondLine()).catch(() => undefined);
}
/** ms. */
const COMPARED_WITHIN = 2_000;

/** A note that cannot be written stops nothing: containing and resuming need less than that. */
async function note({ store }: TaskParts, { incident }: TaskInput, step: Step): Promise<void> {
  await store.advance(incident, step).catch(() => undefined);
}

/** Messages of others may hold anything: what is kept is a name, or our own word. */
const wordOf = (error: unknown): string => {
  if (error instanceof Refused) return error.reason;
  return error instanceof Error ? error.name : 'unknown';
};

async function perform(parts: TaskParts, incident: Incident, input: TaskInput): Promise<TaskResult> {
  const { task, token } = input;
  const id = incident.incident;
  switch (task) {
    case 'contain':
      if (!incident.closes) return { outcome: 'open', incident: id };
      await closeGates(parts, incident);
      // People are told of the closure until it is certified: starting over says it again, and says nothing once they know.
      return {
        outcome: 'contained',
        incident: id,
        ...(!isLookedInto(incident) && { tell: 'closed' }),
      };
    case 'certify':
      return certify(parts, incident);
    case 'look':
      checkCertified(incident);
      if (input.branch === undefined) throw new SluiceError('looking needs the name of a branch');
      return look(parts, incident, input.branch, input.from || undefined, input);
    case 'investigate':
      checkCertified(incident);
      return investigate(parts, incident, input.answers);
    case 'publish':
      checkCertified(incident);
      return publish(parts, await settled(parts, incident));
    case 'awaitApprovals':
      if (!token) throw new SluiceError('waiting for approvals needs a task token');
      // Somebody may have mended the rows since.
      if (incident.damaged) await certify(parts, incident);
      return awaitApprovals(parts, id, token);
    case 'resume':
      return resumeProgram(parts, incident);
    case 'terminate':
      return terminateProgram(parts, incident);
  }
}
