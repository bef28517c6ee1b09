import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { createPipeline } from '../../core/intake/pipeline.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { timeLimit, within } from '../../core/shared/time-limit.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { describeError, logger, metrics, observed } from '../shared/observability.ts';
import { answerTo } from './answer.ts';
import { parseEvent } from './batch.ts';
import { config } from './config.ts';
import { measure } from './metrics.ts';
import { awsPorts } from './ports.aws.ts';

/** Left for the answer when the deadline of an invocation is reached, ms. */
const SPARE = 5_000;

/** Names of what is damaged in one line of the log. */
const MOST_NAMED = 100;

const disclosure = bundledDisclosure(config.SLUICE_DISCLOSURE);
const { pipeline: ports, shards, redactor, inForce } = await awsPorts(config, disclosure);
const pipeline = createPipeline(ports);

async function redact(event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> {
  const { shardId, records } = parseEvent(event);
  const left = context.getRemainingTimeInMillis() - SPARE;
  const deadline = systemClock.now() + left;
  const time = timeLimit(left);
  const late = () => new SluiceError('the stream or a table did not answer in the time of this invocation');
  // Before anything is opened: under a disclosure that was widened in its place, frames wait.
  const ready = () => Promise.all([shards.find(shardId), redactor.refresh(), inForce.check()]);
  const [shard] = await within(ready, time.signal, late);
  time.end();
  const result = await pipeline.process({ shard, records, deadline });
  measure(metrics, result, redactor.report());

  const { chunks, counters, faults, damaged, failedFrom, error } = result;
  // A line of the log holds 256 KB; the metric counts them all.
  const named = damaged.slice(0, MOST_NAMED);
  if (failedFrom === undefined) {
    logger.info('committed', { shardId, chunks, records: result.records, counters, faults, damaged: named });
  } else {
    logger.error('not committed', {
      shardId,
      failedFrom,
      chunks,
      counters,
      faults,
      damaged: named,
      why: describeError(error),
    });
  }
  const answer = answerTo(result, records[0]!.sequence);
  // To Lambda an answer is no error, whatever failed in it.
  if (answer.batchItemFailures.length > 0) metrics.addMetric('Failed', MetricUnit.Count, 1);
  return answer;
}

export const handler = middy<KinesisStreamEvent, KinesisStreamBatchResponse>().use(observed()).handler(redact);
