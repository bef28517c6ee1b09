import type { Decision, ExecutionState } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';

/**
 * Tasks of the incident workflow, in the order in which the state machine takes them, and what each may answer. The state
 * machine routes on `outcome` and decides nothing.
 *
 * - `contain`: `contained` (both gates are closed, the receipt is issued; with `tell` as long as people are to be told of it), or
 *   `open` (the report does not close them: go on with `investigate`)
 * - `certify`: `waiting` (come again in `waitSeconds`), `quiet` (certificate issued), `moved` (a lane admitted frames
 *   after the closure, or its row is damaged, so that nobody can say: no certificate; go on with `investigate`, whose findings say so)
 * - `look` (with the name of a branch): `looked`, with the evidence that holds its answer, or `more`, with the evidence from which it goes on; with
 *   `sliced` also `sliced`, with the names of slices, each of which is looked into with `slice`, and all of them put together with `slices`
 * - `investigate` (with what the branches answered): `investigated`
 * - `publish`: `published`
 * - `awaitApprovals` (with task token): the token is answered by whoever decides, or by the task: with `resume` or `terminate`; with `remind`
 *   (tell people that two have to decide, and wait again), for one that holds no gate with `triage` (tell people that somebody has to say what
 *   it was) or `escalated` (nobody did: tell the next); with `contain` (nobody did, and the gates were closed for it: begin its way
 *   anew); with `amend` (an amended version of the findings is asked for). One that holds no gate ends by `resume`, once a person has said what it was
 * - `resume`: `resumed`, `concluded` (it held no gate), or `refused` with `reason` (what was approved no longer holds: wait
 *   for approvals again)
 * - `terminate`: `terminated`, or `refused`
 *
 * An execution keeps the definition that it was started with, over a deploy too: a new answer must not lead an old definition astray.
 */
export const TASKS = [
  'contain',
  'certify',
  'look',
  'investigate',
  'publish',
  'awaitApprovals',
  'resume',
  'terminate',
] as const;
export type Task = (typeof TASKS)[number];

/** What a waiting `awaitApprovals` may be answered. */
export type Answer = Decision | 'remind' | 'triage' | 'escalated' | 'contain' | 'amend';

export interface TaskInput {
  task: Task;
  incident: string;
  /** Task token, with `awaitApprovals`. */
  token?: string | undefined;
  /** With `look`. */
  branch?: string | undefined;
  /** With `look`: the evidence from which it goes on. Empty or absent: from the beginning. */
  from?: string | undefined;
  /** With `look`: it may answer `sliced`. @default it does not: a definition of before slices */
  sliced?: boolean | undefined;
  /** With `look`: one slice of the branch. */
  slice?: string | undefined;
  /** With `look`: what became of all its slices. */
  slices?: readonly SliceAnswer[] | undefined;
  /** With `investigate`. @default it asks all branches itself: a definition of before them */
  answers?: readonly BranchAnswer[] | undefined;
}

/** What became of a branch. */
export interface BranchAnswer {
  branch: string;
  /** Name of the evidence that holds its answer. Absent: it failed, hung, or never came to its end. */
  at?: string | undefined;
}

/** Name of the evidence that holds what was counted of a slice. */
export interface SliceAnswer {
  slice: string;
  at: string;
}

export type TaskResult =
  | {
      outcome:
        | 'open'
        | 'quiet'
        | 'moved'
        | 'investigated'
        | 'published'
        | 'awaiting'
        | 'resumed'
        | 'concluded'
        | 'terminated';
      incident: string;
    }
  | { outcome: 'contained'; incident: string; tell?: 'closed' }
  | { outcome: 'waiting'; incident: string; waitSeconds: number }
  | { outcome: 'looked' | 'more'; incident: string; at: string }
  | { outcome: 'sliced'; incident: string; slices: string[] }
  | { outcome: 'refused'; incident: string; reason: string };

/** Port. What the workflow is told holds ids and words of ours alone. */
export interface Workflow {
  /**
   * Starts an execution of an incident; one that was started before under the same number is left alone.
   * @param number @default 1
   */
  start(incident: string, number?: number): Promise<void>;
  state(incident: string, number: number): Promise<ExecutionState>;
  /** @throws Refused `not-waiting` when the token is no longer waited for */
  answer(token: string, incident: string, outcome: Answer): Promise<void>;
}

/** @returns whether the workflow was told: not where nobody waits with the token any more */
export async function answerIfAwaited(
  workflow: Pick<Workflow, 'answer'>,
  ...[token, incident, outcome]: Parameters<Workflow['answer']>
): Promise<boolean> {
  try {
    await workflow.answer(token, incident, outcome);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.reason === 'not-waiting') return false;
    throw error;
  }
}

/** Names of executions are used once in 90 days: those that are started again carry a number. */
export const executionName = (incident: string, number: number): string =>
  number === 1 ? incident : `${incident}-${number}`;
