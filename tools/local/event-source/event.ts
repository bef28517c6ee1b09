import type { StreamRecord } from './record.ts';

/** What the records of an event have in common. */
export interface EventOrigin {
  shardId: string;
  streamArn: string;
  region: string;
  roleArn: string;
}

/**
 * The event that a function gets.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html ("Example event")
 */
export function eventOf(records: readonly StreamRecord[], origin: EventOrigin): { Records: unknown[] } {
  return {
    Records: records.map((record) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequenceNumber,
        data: Buffer.from(record.data).toString('base64'),
        approximateArrivalTimestamp: record.arrival / 1000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${origin.shardId}:${record.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: origin.roleArn,
      awsRegion: origin.region,
      eventSourceARN: origin.streamArn,
    })),
  };
}

/** Bytes of a record in the event, near enough: data in base64, key, and what surrounds them. */
export function sizeInEvent(record: StreamRecord, origin: EventOrigin): number {
  const surround = 420 + origin.roleArn.length + origin.streamArn.length + 2 * record.sequenceNumber.length;
  return Math.ceil(record.data.length / 3) * 4 + Buffer.byteLength(record.partitionKey) + surround;
}
