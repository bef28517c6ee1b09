import { SluiceError } from '../shared/errors.ts';
import { certify } from './certify.ts';
import { closeGates } from './close.ts';
import { type ConcludeParts, resumeProgram, terminateProgram } from './conclude.ts';
import { type InvestigateParts, investigate } from './investigate.ts';
import { publish } from './publish.ts';
import type { TaskInput, TaskResult, Workflow } from './workflow.ts';

export type TaskParts = ConcludeParts & InvestigateParts & { workflow: Workflow };

/** One task of the incident workflow. Each may die anywhere and be run again. */
export async function runTask(parts: TaskParts, { task, incident: id, token }: TaskInput): Promise<TaskResult> {
  const incident = await parts.store.read(id);
  switch (task) {
    case 'contain':
      if (!incident.closes) return { outcome: 'open', incident: id };
      await closeGates(parts, incident);
      return { outcome: 'contained', incident: id };
    case 'certify':
      return certify(parts, incident);
    case 'investigate':
      return investigate(parts, incident);
    case 'publish':
      return publish(parts, incident);
    case 'awaitApprovals':
      if (!token) throw new SluiceError('waiting for approvals needs a task token');
      // Nothing to approve where nothing is held, or where it was decided before a workflow started over.
      if (!incident.closes || incident.concludedAt !== undefined) {
        await parts.workflow.answer(token, id, incident.status === 'terminated' ? 'terminate' : 'resume');
      } else await parts.store.keepToken(id, token);
      return { outcome: 'awaiting', incident: id };
    case 'resume':
      return resumeProgram(parts, incident);
    case 'terminate':
      return terminateProgram(parts, incident);
  }
}
