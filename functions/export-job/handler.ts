import middy from '@middy/core';
import * as z from 'zod';
import { PART_NAME } from '../../api/export.ts';
import { partNames } from '../../core/export/all-parts.ts';
import { cutPart, type JobResult, planParts, sealExport, stopExport } from '../../core/export/job.ts';
import { logger, observed } from '../shared/observability.ts';
import { parts } from './parts.ts';

const order = z.discriminatedUnion('task', [
  z.strictObject({ task: z.enum(['plan', 'seal', 'fail']), export: z.ulid() }),
  z.strictObject({ task: z.literal('cut'), export: z.ulid(), part: z.string().regex(PART_NAME) }),
]);

/** A task of the job that makes an export: ids in, an outcome out. Step Functions repeats failures. */
async function perform(event: unknown): Promise<JobResult> {
  const input = order.parse(event);
  const result = await run(input);
  logger.info('task done', { task: input.task, export: input.export, outcome: result.outcome });
  return result;
}

async function run(input: z.output<typeof order>): Promise<JobResult> {
  const id = input.export;
  switch (input.task) {
    case 'plan': {
      const planned = await planParts(parts, id);
      if (planned.outcome === 'planned') await parts.objects.names(id, await partNames(parts.store, id));
      return planned;
    }
    case 'cut':
      return cutPart(parts, id, input.part);
    case 'seal':
      return sealExport(parts, id);
    case 'fail':
      await stopExport(parts.store, id, 'failed');
      return { outcome: 'ended' };
  }
}

/** What no person calls. Whoever else invokes it says nothing by it: what is to be made, on whose grant, stands in the store. */
export const handler = middy<unknown, JobResult>().use(observed()).handler(perform);
