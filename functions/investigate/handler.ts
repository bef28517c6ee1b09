import middy from '@middy/core';
import * as z from 'zod';
import { runTask } from '../../core/incident/tasks.ts';
import { TASKS, type TaskResult } from '../../core/incident/workflow.ts';
import { logger, observed } from '../shared/observability.ts';
import { parts } from './parts.ts';

const input = z.strictObject({ task: z.enum(TASKS), incident: z.ulid(), token: z.string().min(1).optional() });

/** Tasks of the incident workflow (`core/incident/workflow.ts`): ids in, an outcome out. Step Functions repeats failures. */
export const handler = middy<unknown, TaskResult>()
  .use(observed())
  .handler(async (event) => {
    const { task, incident, token } = input.parse(event);
    const result = await runTask(parts, { task, incident, ...(token !== undefined && { token }) });
    logger.info('task done', { task, incident, outcome: result.outcome });
    return result;
  });
