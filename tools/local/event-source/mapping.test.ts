import { describe, expect, test } from '@jest/globals';
import { isKinesis, parseMapping } from './mapping.ts';

const configuration = {
  UUID: 'm',
  EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
  FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  State: 'Enabled',
};

describe('settings of a mapping', () => {
  test('what is not set has the default of AWS', () => {
    expect(parseMapping({ ...configuration, StartingPosition: 'TRIM_HORIZON' })).toMatchObject({
      enabled: true,
      batchSize: 100,
      batchingWindowMs: 0,
      parallelization: 1,
      start: { at: 'TRIM_HORIZON' },
      reportsFailures: false,
      bisects: false,
      maxRetries: undefined,
      maxAgeMs: undefined,
      failureDestination: undefined,
    });
  });

  test('-1 is without end, and 0 is a limit', () => {
    expect(parseMapping({ ...configuration, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 })).toMatchObject({
      maxRetries: undefined,
      maxAgeMs: undefined,
    });
    expect(parseMapping({ ...configuration, MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60 })).toMatchObject({
      maxRetries: 0,
      maxAgeMs: 60_000,
    });
  });

  test.each(['Disabled', 'Disabling', 'Creating', 'Updating', 'Deleting'])(
    'a mapping that is %s is paused',
    (State) => {
      expect(parseMapping({ ...configuration, State }).enabled).toBe(false);
    },
  );

  test('settings that are not honoured are refused by name', () => {
    expect(() => parseMapping({ ...configuration, FilterCriteria: { Filters: [{}] } })).toThrow(/m: filters/);
    expect(() => parseMapping({ ...configuration, TumblingWindowInSeconds: 30 })).toThrow(/m: tumbling/);
  });

  test('only Kinesis mappings are ours', () => {
    expect(isKinesis(configuration)).toBe(true);
    expect(isKinesis({ EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' })).toBe(false);
  });
});
