import { CfnEventSourceMapping, type Function as Fn } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { StateStack } from '../../stacks/state.ts';

/**
 * What reads the stream. The mapping never gives up and is never switched off: what cannot be stored is decided by the redactor, and a
 * pause is a conditional write. Hence no limit on retries and age, and a batch that fails is halved.
 */
export function readFrames(scope: Construct, redactor: Fn, { program, ingest }: StateStack): CfnEventSourceMapping {
  return new CfnEventSourceMapping(scope, 'Frames', {
    functionName: redactor.functionName,
    eventSourceArn: ingest.stream.streamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: program.config.batch.records,
    maximumBatchingWindowInSeconds: program.config.batch.windowSeconds,
    // One shard, one invocation at a time, in order: the lane's checkpoint depends on it.
    parallelizationFactor: 1,
    functionResponseTypes: ['ReportBatchItemFailures'],
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: -1,
    maximumRecordAgeInSeconds: -1,
    destinationConfig: { onFailure: { destination: ingest.failures.queueArn } },
    enabled: true,
  });
}
