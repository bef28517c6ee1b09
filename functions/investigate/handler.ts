import middy from '@middy/core';
import * as z from 'zod';
import { runTask } from '../../core/incident/tasks.ts';
import { TASKS, type TaskResult } from '../../core/incident/workflow.ts';
import { logger, observed } from '../shared/observability.ts';
import { isScheduled } from '../shared/schedule.ts';
import { finishAndMeasure } from './open-work.ts';
import { parts } from './parts.ts';

const order = z.strictObject({ task: z.enum(TASKS), incident: z.ulid(), token: z.string().min(1).optional() });

/** A task of the incident workflow (`core/incident/workflow.ts`): ids in, an outcome out. Step Functions repeats failures. */
async function perform(event: unknown): Promise<TaskResult> {
  const { task, incident, token } = order.parse(event);
  const result = await runTask(parts, { task, incident, ...(token !== undefined && { token }) });
  logger.info('task done', { task, incident, outcome: result.outcome });
  return result;
}

/**
 * What no person calls: tasks, and the schedule by which a report that nobody looks at is finished and a lost workflow goes on. Whoever
 * else invokes it says nothing by it: what is to be done stands in the stores.
 */
export const handler = middy<unknown, TaskResult | undefined>()
  .use(observed())
  .handler((event) => (isScheduled(event) ? finishAndMeasure() : perform(event)));
