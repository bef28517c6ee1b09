import type { ExecutionState } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';
import { type Answer, executionName, type Workflow } from './workflow.ts';

export interface MemoryWorkflow extends Workflow {
  /** Names of executions. */
  readonly started: Set<string>;
  /** Those of them that run no more. */
  readonly ended: Map<string, ExecutionState>;
  readonly answers: { token: string; incident: string; outcome: Answer }[];
  /** Tokens that nobody waits for any more. */
  readonly lapsed: Set<string>;
}

/** Runs nothing: remembers what was started and answered. */
export function memoryWorkflow(): MemoryWorkflow {
  const started = new Set<string>();
  const ended = new Map<string, ExecutionState>();
  const answers: MemoryWorkflow['answers'] = [];
  const lapsed = new Set<string>();
  return {
    started,
    ended,
    answers,
    lapsed,
    async start(incident, number = 1) {
      started.add(executionName(incident, number));
    },
    async state(incident, number) {
      const name = executionName(incident, number);
      return ended.get(name) ?? (started.has(name) ? 'running' : 'gone');
    },
    async answer(token, incident, outcome) {
      if (lapsed.has(token)) throw new Refused('not-waiting', 'the workflow does not wait for this answer');
      lapsed.add(token);
      answers.push({ token, incident, outcome });
    },
  };
}
