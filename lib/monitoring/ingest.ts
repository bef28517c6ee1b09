import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** Are frames read in time, and is what comes what was disclosed? */
export function monitorIngest({ state }: MonitoredParts, alarms: Alarms): IWidget[] {
  const { prefix, config } = state.program;
  const own = (metric: string) => ownMetric(prefix, 'redactor', metric);
  const age = awsMetric(
    'AWS/Kinesis',
    'GetRecords.IteratorAgeMilliseconds',
    { StreamName: state.ingest.stream.streamName },
    'Maximum',
  );
  const failures = awsMetric(
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    { QueueName: state.ingest.failures.queueName },
    'Maximum',
  );

  alarms.add('lag', {
    description: `The oldest unread frame is older than ${config.lagMinutes} minutes. After 7 days frames are lost: look at errors and throttles of the redactor.`,
    metric: age,
    threshold: config.lagMinutes * 60_000,
  });
  alarms.addSilence('stream-unread', {
    description:
      'Nobody reads the stream: the redactor or its event source is gone, or may not read. Frames wait, and after 7 days are lost.',
    // Lambda asks every shard once a second, records or not. An age is written only by who asks.
    metric: awsMetric('AWS/Kinesis', 'GetRecords.Success', { StreamName: state.ingest.stream.streamName }),
  });
  alarms.add('failures-not-empty', {
    description:
      'Lambda gave up on a batch, which it never should: a defect. The queue holds its place in the stream; frames are kept for 7 days.',
    metric: failures,
  });

  return [
    new GraphWidget({
      title: 'Frames',
      left: ['FramesAdmitted', 'FramesRefused', 'FramesMissing', 'FramesPoison'].map(own),
      width: 8,
    }),
    new GraphWidget({ title: 'Events', left: ['EventsStored', 'EventsDropped', 'OverCollection'].map(own), width: 8 }),
    new GraphWidget({ title: 'Age of the oldest unread frame (ms)', left: [age], width: 8 }),
  ];
}
