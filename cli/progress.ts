import type { Progress } from '../api/incident.ts';
import { time } from './output.ts';

const ALONE = 'nothing: it goes on by itself';
/** What is waited for, and what to do about it. */
const WAITS: Readonly<Record<string, (id: string) => [what: string, todo: string]>> = {
  workflow: () => ['the gates to be closed by the workflow', ALONE],
  leases: () => ['the longest lease to run out', ALONE],
  findings: () => ['findings to be collected and published', ALONE],
  approvals: (id) => [
    'two approvals of different groups',
    `read the findings, then: sluice approve ${id} --decision resume|terminate`,
  ],
  request: (id) => ['somebody to ask for the resume that two have approved', `sluice resume ${id}`],
  opening: () => ['the gates to be opened', ALONE],
  ending: () => ['the workflow to end it', ALONE],
};

/** Lines of `incidents show`: what is waited for, since when, what to do, and what stands in its way. */
export function progressFacts(id: string, progress: Progress): Record<string, string | undefined> {
  const { waitsFor, since, execution, failure } = progress;
  // A word of a newer service is better than nothing.
  const [what, todo] = WAITS[waitsFor]?.(id) ?? [waitsFor, ALONE];
  return {
    'waits for': `${what}, since ${time(since)}`,
    'to do': failure ? (REFUSED[failure.task]?.(failure.error, id) ?? FAILS) : todo,
    'failed last': failure && `${failure.task}: ${failure.error}, ${failure.times} in a row, at ${time(failure.at)}`,
    workflow: execution && runs(execution),
  };
}

const FAILS = 'look at the log of the function investigate; the step is tried again by itself';
/** Decisions that were refused are no fault of the workflow. */
const REFUSED: Record<string, (error: string, id: string) => string | undefined> = {
  resume: (error, id) =>
    /^[a-z-]+$/.test(error) ? `see to what it was refused for, then: sluice resume ${id}` : undefined,
};

function runs({ name, state }: { name: string; state: string }): string {
  if (state === 'running') return `${name} runs`;
  if (state === 'unknown') return `${name}: AWS Step Functions does not say`;
  return `${name} runs no more (${state}): the next one is started within some five minutes`;
}
