import type { Decision } from './incident.ts';

/**
 * Tasks of the incident workflow, in the order in which the state machine takes them, and what each may answer. The state
 * machine routes on `outcome` and decides nothing.
 *
 * - `contain`: `contained` (both gates are closed, the receipt is issued), or `open` (the report does not close them: go
 *   on with `investigate`; `certify` answers `quiet` for such a one)
 * - `certify`: `waiting` (come again in `waitSeconds`), `quiet` (certificate issued), `moved` (a lane admitted frames
 *   after the closure: no certificate; go on with `investigate`, whose findings say so)
 * - `investigate`: `investigated`
 * - `publish`: `published`
 * - `awaitApprovals` (with task token): the token is answered with `resume` or `terminate`; for an incident that holds no
 *   gate with `resume`, at once
 * - `resume`: `resumed`, `concluded` (it held no gate), or `refused` with `reason` (what was approved no longer holds: wait
 *   for approvals again)
 * - `terminate`: `terminated`
 */
export const TASKS = ['contain', 'certify', 'investigate', 'publish', 'awaitApprovals', 'resume', 'terminate'] as const;
export type Task = (typeof TASKS)[number];

export interface TaskInput {
  task: Task;
  incident: string;
  /** Task token, with `awaitApprovals`. */
  token?: string;
}

export type TaskResult =
  | {
      outcome:
        | 'contained'
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
  | { outcome: 'waiting'; incident: string; waitSeconds: number }
  | { outcome: 'refused'; incident: string; reason: string };

/** Port. What the workflow is told holds ids and words of ours alone. */
export interface Workflow {
  /** Starts the execution of an incident; one that was started before is left alone. */
  start(incident: string): Promise<void>;
  /** @throws Refused `not-waiting` when the token is no longer waited for */
  answer(token: string, incident: string, outcome: Decision): Promise<void>;
}
