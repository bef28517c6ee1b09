import { expect, test } from '@jest/globals';
import { type Counts, type Prices, priceOf } from './price.ts';

const ONE: Prices = {
  asOf: 'test',
  ...{ dynamodbWriteUnit: 1, dynamodbReadUnit: 1, dynamodbGbMonth: 0, s3Put: 1, s3GbMonth: 0, kmsCall: 1 },
  ...{ kinesisGbIn: 0, kinesisGbOut: 0, kinesisGbMonthAfterDay1: 0, lambdaGbSecond: 0, lambdaRequest: 0 },
  ...{ httpApiRequest: 0, logsGb: 0, trace: 0, iotConnectionMinute: 0, iotMessage: 0 },
};
const COUNTS: Counts = {
  ...{ events: 2e6, frames: 4, transactions: 2, indexRows: 4, indexRowBytes: 790, laneUpdates: 2, subjectUpdates: 4 },
  ...{ reads: 6, s3Puts: 3, kmsCalls: 5, storedBytes: 0, sealedBytes: 0, leaseReads: 3, leaseWrites: 4 },
};

test('counts become units, per million events', () => {
  const { lines, usdPerMillionEvents } = priceOf(COUNTS, ONE);

  // 4 rows of 2 + 1, 4 subjects and 2 lanes of 2 each, halved for a million of the two.
  expect(lines['DynamoDB writes']).toEqual({ count: 12, usd: 12 });
  expect(lines['S3 PUT']).toEqual({ count: 1.5, usd: 1.5 });
  // Four leases of three reads and four writes.
  expect(lines.Leases).toEqual({ count: 2, usd: 14 });
  expect(usdPerMillionEvents).toBeCloseTo(12 + 3 + 1.5 + 2.5 + 14);
});

test('a row of more than a KB costs two more units a KB', () => {
  const { lines } = priceOf({ ...COUNTS, indexRowBytes: 1025 }, ONE);
  expect(lines['DynamoDB writes']!.count).toBe(16);
});
