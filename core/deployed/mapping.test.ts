import { expect, test } from '@jest/globals';
import { mappingSettings } from './mapping.ts';

const target = { Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' };

test('what a template leaves out is what AWS answers for it', () => {
  const answered = {
    ...{ BatchSize: 100, MaximumBatchingWindowInSeconds: 0, ParallelizationFactor: 1, TumblingWindowInSeconds: 0 },
    ...{ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false },
    ...{ FunctionResponseTypes: [], DestinationConfig: { OnSuccess: {}, OnFailure: {} }, FilterCriteria: null },
    ...{ UUID: 'u', State: 'Enabled', LastModified: new Date(0) },
  };

  expect(mappingSettings({})).toEqual(mappingSettings(answered));
  expect(mappingSettings({ DestinationConfig: { OnFailure: target } })).toEqual(
    mappingSettings({ DestinationConfig: { OnFailure: target, OnSuccess: {} } }),
  );
});

test.each([
  { FilterCriteria: { Filters: [{ Pattern: '{"data":{"a":["never"]}}' }] } },
  { DestinationConfig: { OnFailure: target } },
  { MaximumRetryAttempts: 0 },
  { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  { StartingPosition: 'LATEST' },
])('%j is another mapping', (change) => {
  expect(mappingSettings(change)).not.toEqual(mappingSettings({}));
});
