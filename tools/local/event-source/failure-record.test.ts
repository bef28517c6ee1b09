import { expect, test } from '@jest/globals';
import { failureObjectKey, failureRecord } from './failure-record.ts';

const context = {
  shardId: 'shardId-000000000001',
  streamArn: 'arn:aws:kinesis:us-east-2:123456789012:stream/mystream',
  functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:myfunction',
  mappingId: 'uuid',
  condition: 'RetryAttemptsExhausted' as const,
  functionError: true,
  requestId: 'c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5',
  now: Date.UTC(2019, 10, 14, 0, 38, 6, 21),
};
const record = (sequenceNumber: string, arrival: number) => ({
  sequenceNumber,
  partitionKey: 'secret-key',
  data: Buffer.from('secret-data'),
  arrival,
});
const batch = {
  records: [record('1', Date.UTC(2019, 10, 14, 0, 38, 4, 835)), record('2', Date.UTC(2019, 10, 14, 0, 38, 5, 580))],
  retries: 0,
  invocations: 1,
};

test('the document has the fields of the example in the AWS documentation, and nothing of the records', () => {
  const document = failureRecord(batch, context);

  expect(document).toEqual({
    requestContext: {
      requestId: context.requestId,
      functionArn: context.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2019-11-14T00:38:06.021Z',
    KinesisBatchInfo: {
      shardId: 'shardId-000000000001',
      startSequenceNumber: '1',
      endSequenceNumber: '2',
      approximateArrivalOfFirstRecord: '2019-11-14T00:38:04.835Z',
      approximateArrivalOfLastRecord: '2019-11-14T00:38:05.580Z',
      batchSize: 2,
      streamArn: context.streamArn,
    },
  });
});

test('an object is named by mapping, shard and time', () => {
  expect(failureObjectKey(context)).toBe(
    'aws/lambda/uuid/shardId-000000000001/2019/11/14/2019-11-14T00.38.06-c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5',
  );
});
