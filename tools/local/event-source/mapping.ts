/**
 * Settings of a Kinesis event source mapping, with AWS's defaults filled in.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 */
export interface Mapping {
  id: string;
  streamArn: string;
  functionArn: string;
  enabled: boolean;
  /** Records in a batch at most, 1 to 10,000. */
  batchSize: number;
  /** Milliseconds that a batch may be gathered for; 0 sends what is there. */
  batchingWindowMs: number;
  /** Batches of one shard that are processed at the same time, 1 to 10. */
  parallelization: number;
  start: Start;
  /** The function names the records that failed. */
  reportsFailures: boolean;
  bisects: boolean;
  /** Repetitions after a function error; undefined is without end. */
  maxRetries: number | undefined;
  /** Age of a record, in milliseconds, from which it is no longer sent; undefined is without end. */
  maxAgeMs: number | undefined;
  /** ARN of an SQS queue, an SNS topic or an S3 bucket. */
  failureDestination: string | undefined;
}

export type Start = { at: 'TRIM_HORIZON' } | { at: 'LATEST' } | { at: 'AT_TIMESTAMP'; timestamp: number };

/** A mapping as ListEventSourceMappings returns it. */
export interface MappingConfiguration {
  UUID?: string | undefined;
  EventSourceArn?: string | undefined;
  FunctionArn?: string | undefined;
  State?: string | undefined;
  BatchSize?: number | undefined;
  MaximumBatchingWindowInSeconds?: number | undefined;
  ParallelizationFactor?: number | undefined;
  StartingPosition?: string | undefined;
  StartingPositionTimestamp?: Date | undefined;
  FunctionResponseTypes?: string[] | undefined;
  BisectBatchOnFunctionError?: boolean | undefined;
  MaximumRetryAttempts?: number | undefined;
  MaximumRecordAgeInSeconds?: number | undefined;
  DestinationConfig?: { OnFailure?: { Destination?: string | undefined } | undefined } | undefined;
  FilterCriteria?: { Filters?: unknown[] | undefined } | undefined;
  TumblingWindowInSeconds?: number | undefined;
}

/** `-1`, and a setting that is not there, mean "without end". */
const limit = (value: number | undefined, unit = 1) => (value === undefined || value < 0 ? undefined : value * unit);

function startOf(configuration: MappingConfiguration): Start {
  const at = configuration.StartingPosition ?? 'LATEST';
  if (at === 'AT_TIMESTAMP') return { at, timestamp: configuration.StartingPositionTimestamp?.getTime() ?? 0 };
  return { at: at === 'TRIM_HORIZON' ? at : 'LATEST' };
}

/**
 * Reads a mapping's settings.
 * @throws Error for settings that this event source does not honour: records would be processed in another way than on
 * AWS, and nobody would see it.
 */
export function parseMapping(configuration: MappingConfiguration): Mapping {
  const id = configuration.UUID ?? '';
  if ((configuration.FilterCriteria?.Filters ?? []).length > 0) throw new Error(`mapping ${id}: filters are not built`);
  if ((configuration.TumblingWindowInSeconds ?? 0) > 0)
    throw new Error(`mapping ${id}: tumbling windows are not built`);
  return {
    id,
    streamArn: configuration.EventSourceArn ?? '',
    functionArn: configuration.FunctionArn ?? '',
    enabled: configuration.State === 'Enabled',
    batchSize: configuration.BatchSize ?? 100,
    batchingWindowMs: (configuration.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    parallelization: configuration.ParallelizationFactor ?? 1,
    start: startOf(configuration),
    reportsFailures: (configuration.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    bisects: configuration.BisectBatchOnFunctionError ?? false,
    maxRetries: limit(configuration.MaximumRetryAttempts),
    maxAgeMs: limit(configuration.MaximumRecordAgeInSeconds, 1000),
    failureDestination: configuration.DestinationConfig?.OnFailure?.Destination,
  };
}

export const isKinesis = (configuration: MappingConfiguration) =>
  configuration.EventSourceArn?.split(':')[2] === 'kinesis';
