import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { Unavailable } from '../../core/intake/errors.ts';
import type { BatchResult } from '../../core/intake/pipeline.ts';
import { SluiceError } from '../../core/shared/errors.ts';

/**
 * What Lambda is told (docs/decisions/poison-and-outages.md). Reporting a batch's first record gives the same batch again:
 * where the fault may be in that record, only an error makes Lambda halve the batch, until the record stands alone and can
 * be counted as poison.
 * @param first sequence number of the batch's first record
 * @throws SluiceError with a text of ours: Lambda writes it into the log, and those of others may quote what they choked on
 */
export function answerTo({ failedFrom, error }: BatchResult, first: string): KinesisStreamBatchResponse {
  if (failedFrom === undefined) return { batchItemFailures: [] };
  if (failedFrom === first && !(error instanceof Unavailable)) {
    throw new SluiceError('the first record of the batch could not be processed');
  }
  return { batchItemFailures: [{ itemIdentifier: failedFrom }] };
}
