import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import * as z from 'zod';
import { retireEndedLanes } from '../../core/intake/retire.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { type SweepResult, sweepObjects } from '../../core/vault/sweep.ts';
import { parse } from '../shared/http.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { isScheduled } from '../shared/schedule.ts';
import { config } from './config.ts';
import { awsPorts } from './ports.aws.ts';

/** By hand: `{"dryRun": true}`. The schedule sends an event of its own, or `{}`. */
const command = z.strictObject({ dryRun: z.boolean().default(false), force: z.boolean().default(false) });

const { store, gate, shards } = awsPorts(config);

async function sweep(event: unknown): Promise<SweepResult & { retired: string[] }> {
  const { dryRun, force } = parse(command, isScheduled(event) ? {} : event);
  const retired = await retireEndedLanes(gate, shards, dryRun);
  const result = await sweepObjects(store, { clock: systemClock, dryRun, force });
  metrics.addMetric('ObjectsSwept', MetricUnit.Count, result.removed);
  logger.info('swept', { ...result, retired, dryRun });
  return { ...result, retired };
}

export const handler = middy<unknown, SweepResult & { retired: string[] }>().use(observed()).handler(sweep);
