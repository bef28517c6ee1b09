import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { createPipeline } from '../../core/intake/pipeline.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { describeError, logger, metrics, observed } from '../shared/observability.ts';
import { answerTo } from './answer.ts';
import { parseEvent } from './batch.ts';
import { config } from './config.ts';
import { measure } from './metrics.ts';
import { awsPorts } from './ports.aws.ts';

/** Left for the answer when the deadline of an invocation is reached, ms. */
const SPARE = 5_000;

const { pipeline: ports, shards, redactor } = await awsPorts(config, bundledDisclosure(config.SLUICE_DISCLOSURE));
const pipeline = createPipeline(ports);

async function redact(event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> {
  const { shardId, records } = parseEvent(event);
  const [shard] = await Promise.all([shards.find(shardId), redactor.refresh()]);
  const deadline = systemClock.now() + context.getRemainingTimeInMillis() - SPARE;
  const result = await pipeline.process({ shard, records, deadline });
  measure(metrics, result, redactor.report());

  const { chunks, counters, faults, failedFrom, error } = result;
  if (failedFrom === undefined) {
    logger.info('committed', { shardId, chunks, records: result.records, counters, faults });
  } else {
    logger.error('not committed', { shardId, failedFrom, chunks, counters, faults, why: describeError(error) });
  }
  return answerTo(result, records[0]!.sequence);
}

export const handler = middy<KinesisStreamEvent, KinesisStreamBatchResponse>().use(observed()).handler(redact);
