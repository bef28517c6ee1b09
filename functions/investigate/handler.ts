import middy from '@middy/core';
import * as z from 'zod';
import { runTask } from '../../core/incident/tasks.ts';
import { TASKS, type TaskResult } from '../../core/incident/workflow.ts';
import { MOST_SLICES } from '../../core/investigation/slices.ts';
import { BRANCH_NAMES } from '../../core/investigation/table.ts';
import { logger, observed } from '../shared/observability.ts';
import { isScheduled } from '../shared/schedule.ts';
import { finishAndMeasure } from './open-work.ts';
import { parts } from './parts.ts';

const branch = z.enum(BRANCH_NAMES);
const slice = z.string().regex(/^\d{1,2}-\d{1,2}-\d{1,2}$/);
const order = z.strictObject({
  task: z.enum(TASKS),
  incident: z.ulid(),
  token: z.string().min(1).optional(),
  branch: branch.optional(),
  from: z.string().max(500).optional(),
  sliced: z.boolean().optional(),
  slice: slice.optional(),
  slices: z
    .array(z.strictObject({ slice, at: z.string().max(500) }))
    .max(MOST_SLICES)
    .optional(),
  answers: z
    .array(z.strictObject({ branch, at: z.string().max(500).optional() }))
    .max(BRANCH_NAMES.length)
    .optional(),
});

/** A task of the incident workflow (`core/incident/workflow.ts`): ids in, an outcome out. Step Functions repeats failures. */
async function perform(event: unknown): Promise<TaskResult> {
  const input = order.parse(event);
  const { task, incident } = input;
  const result = await runTask(parts, input);
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
