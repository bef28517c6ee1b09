import middy from '@middy/core';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { Unavailable } from '../../core/intake/errors.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { describeError, logger, metrics, observed } from '../shared/observability.ts';
import { parseEvent } from './batch.ts';
import { config } from './config.ts';
import { measure } from './metrics.ts';
import { createPipeline } from './pipeline.ts';
import { awsPorts } from './ports.aws.ts';

/** Left for the answer when the deadline of an invocation is reached, ms. */
const SPARE = 5_000;

const { pipeline: ports, shards } = await awsPorts(config, bundledDisclosure(config.SLUICE_DISCLOSURE));
const pipeline = createPipeline(ports);

async function redact(event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> {
  const { shardId, records } = parseEvent(event);
  const shard = await shards.find(shardId);
  const deadline = systemClock.now() + context.getRemainingTimeInMillis() - SPARE;
  const result = await pipeline.process({ shard, records, deadline });
  measure(metrics, result);

  const { counters, faults, failedFrom, error } = result;
  if (failedFrom === undefined) {
    logger.info('committed', { shardId, chunks: result.chunks, records: result.records, counters, faults });
    return { batchItemFailures: [] };
  }
  logger.error('not committed', { shardId, failedFrom, chunks: result.chunks, counters, why: describeError(error) });
  // Reporting a batch's first record gives the same batch again. Where the fault may be in one record, only an error makes
  // Lambda halve the batch, until the record stands alone and can be counted as poison. It writes the error's message into
  // the log, so that it must be ours: those of others may quote what they choked on.
  if (failedFrom === records[0]!.sequence && !(error instanceof Unavailable)) {
    throw new SluiceError('the first record of the batch could not be processed');
  }
  return { batchItemFailures: [{ itemIdentifier: failedFrom }] };
}

export const handler = middy<KinesisStreamEvent, KinesisStreamBatchResponse>().use(observed()).handler(redact);
