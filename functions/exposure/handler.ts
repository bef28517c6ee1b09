import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { type DailyResult, keepDaily } from '../../core/exposure/collect/daily.ts';
import { COLLECTED_KINDS } from '../../core/exposure/collect/kinds.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { config } from './config.ts';
import { awsPorts } from './ports.aws.ts';

const { whose, ...ports } = awsPorts(config);
/** ms: of the 15 minutes, without the last page and the writing. */
const TIME = 12 * 60_000;
const HOUR = 3_600_000;

/** Every hour. One inventory a day: most calls find that it is there. */
export const handler = middy<unknown, DailyResult>()
  .use(observed())
  .handler(async () => {
    const { account, partition, region } = await whose();
    const result = await keepDaily({
      ...ports,
      clock,
      plan: { account, partition, regions: [region], kinds: COLLECTED_KINDS, sample: 0 },
      source: { tool: 'sluice exposure' },
      time: TIME,
      progress: () => {},
    });
    // One that is of today is no news, and a metric costs as long as it is written.
    const age = result.age / HOUR;
    if (age > 24) metrics.addMetric('InventoryAge', MetricUnit.NoUnit, age);
    logger.info('inventory', { ...result });
    return result;
  });
