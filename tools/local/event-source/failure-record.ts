import type { Batch, DiscardCondition } from './retry.ts';

export interface FailureContext {
  shardId: string;
  streamArn: string;
  functionArn: string;
  mappingId: string;
  condition: DiscardCondition;
  /** Whether the last invocation ended in a function error, as opposed to none at all. */
  functionError: boolean;
  requestId: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * The document about discarded records that a queue or topic gets: metadata only, no record.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function failureRecord(batch: Batch, context: FailureContext) {
  const first = batch.records[0];
  const last = batch.records.at(-1);
  if (first === undefined || last === undefined) throw new Error('a discarded batch has records');
  return {
    requestContext: {
      requestId: context.requestId,
      functionArn: context.functionArn,
      condition: context.condition,
      approximateInvokeCount: batch.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: context.functionError ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: new Date(context.now).toISOString(),
    KinesisBatchInfo: {
      shardId: context.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrival).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrival).toISOString(),
      batchSize: batch.records.length,
      streamArn: context.streamArn,
    },
  };
}

/** Name of the object that a bucket gets; there the document carries the whole event as `payload` too, as on AWS. */
export function failureObjectKey(context: FailureContext): string {
  const iso = new Date(context.now).toISOString();
  const [year, month, day] = iso.slice(0, 10).split('-');
  const second = iso.slice(0, 19).replaceAll(':', '.');
  return `aws/lambda/${context.mappingId}/${context.shardId}/${year}/${month}/${day}/${second}-${context.requestId}`;
}
