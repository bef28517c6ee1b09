import type { Decision } from './incident.ts';
import type { Workflow } from './workflow.ts';

export interface MemoryWorkflow extends Workflow {
  readonly started: Set<string>;
  readonly answers: { token: string; incident: string; outcome: Decision }[];
}

export function memoryWorkflow(): MemoryWorkflow {
  const started = new Set<string>();
  const answers: MemoryWorkflow['answers'] = [];
  return {
    started,
    answers,
    async start(incident) {
      started.add(incident);
    },
    async answer(token, incident, outcome) {
      answers.push({ token, incident, outcome });
    },
  };
}
