import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { type Guarding, guard } from '../../core/guard/guard.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { parts } from './parts.ts';

/** Management events of CloudTrail, by EventBridge. Whoever else calls it can only close. */
export const handler = middy<unknown, Guarding>()
  .use(observed())
  .handler(async (event) => {
    const guarding = await guard(parts, event);
    const { outcome, door, incident } = guarding;
    if (outcome === 'moved') metrics.addMetric('DoorsMoved', MetricUnit.Count, 1);
    if (outcome === 'tried') metrics.addMetric('DoorsTried', MetricUnit.Count, 1);
    if (outcome !== 'foreign') logger.info('a door', { outcome, door, ...(incident !== undefined && { incident }) });
    return guarding;
  });
