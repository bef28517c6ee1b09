import type { Progress } from '../api/incident.ts';
import { EXECUTION_STATES, type WaitsFor } from '../api/words.ts';
import { time } from './output.ts';

const ALONE = 'nothing: it goes on by itself';
type Wait = (id: string) => [what: string, todo: string];
/** What is waited for, and what to do about it. */
const WAITS: Readonly<Record<WaitsFor, Wait>> = {
  workflow: () => ['the gates to be closed by the workflow', ALONE],
  leases: () => ['the longest lease to run out', ALONE],
  findings: () => ['findings to be collected and published', ALONE],
  verdict: (id) => [
    'somebody to say what it was',
    `sluice incidents verdict ${id} --verdict confirmed|not-confirmed|duplicate|out-of-scope --text "..."`,
  ],
  approvals: (id) => [
    'two approvals of different groups',
    `read the findings, then: sluice approve ${id} --decision resume|terminate`,
  ],
  request: (id) => ['somebody to ask for the resume that two have approved', `sluice resume ${id}`],
  opening: () => ['the gates to be opened', ALONE],
  ending: () => ['the workflow to end it', ALONE],
  erasing: () => ['what the program has kept to be erased, and the proof of it', ALONE],
};
/** Words come from the service, which may be a newer one. */
const BY_WORD: ReadonlyMap<string, Wait> = new Map(Object.entries(WAITS));
const UNKNOWN: Wait = () => [`something that ${hasNoWords}`, 'look with a newer version of sluice'];
const hasNoWords = 'this version of sluice has no words for';

/** Lines of `incidents show`: what is waited for, since when, what to do, and what stands in its way. */
export function progressFacts(id: string, progress: Progress): Record<string, string | undefined> {
  const { waitsFor, since, execution, failure } = progress;
  const [what, todo] = (BY_WORD.get(waitsFor) ?? UNKNOWN)(id);
  return {
    'waits for': `${what}, since ${time(since)}`,
    'to do': failure ? afterFailure(failure, id) : todo,
    'failed last':
      failure && `${shown(failure.task)}: ${shown(failure.error)}, ${failure.times} in a row, at ${time(failure.at)}`,
    workflow: execution && runs(execution),
  };
}

/** Decisions that were refused are no fault of the workflow. */
const afterFailure = ({ task, error }: NonNullable<Progress['failure']>, id: string): string =>
  task === 'resume' && /^[a-z-]+$/.test(error)
    ? `see to what it was refused for, then: sluice resume ${id}`
    : 'look at the log of the function investigate; the step is tried again by itself';

/** Names of tasks and errors are words of letters; what is none is not for a terminal. */
const shown = (word: string): string => (/^[\w.:-]{1,128}$/.test(word) ? word : 'unknown');

function runs({ name, state }: { name: string; state: string }): string {
  if (state === 'running') return `${name} runs`;
  if (state === 'unknown') return `${name}: AWS Step Functions does not say`;
  if (!EXECUTION_STATES.some((known) => known === state)) return `${name}: ${hasNoWords} how it stands`;
  return `${name} runs no more (${state}): the next one is started within some five minutes`;
}
