import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, errorsOf, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** Are frames read in time, and is what comes what was disclosed? */
export function monitorIngest({ state, ingest }: MonitoredParts, alarms: Alarms): IWidget[] {
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

  alarms.add('over-collection', {
    description:
      'An agent sends what the disclosure does not list. It was dropped, but should not have left the device: find the agent, look at the lanes of GET /books.',
    metric: own('OverCollection'),
  });
  alarms.add('poison', {
    description: 'A frame was dropped unopened after five attempts. The redactor cannot work on it: look at its log.',
    metric: own('FramesPoison'),
  });
  alarms.add('redaction-failed', {
    description:
      'Frames were refused because redaction failed on them. Nothing of them is stored: look at the log of the redactor.',
    metric: own('RedactionFailed'),
  });
  alarms.add('recall-below-bar', {
    description:
      'Redaction finds fewer of its planted canaries than the disclosure asks for. Nothing is stored, frames wait in the stream: look at LiveRecall, and at what was deployed last.',
    metric: own('RecallBelowBar'),
  });
  alarms.add('frames-missing', {
    description:
      'Devices numbered frames that never came. Agents lose frames, or somebody takes them away: compare GET /books.',
    metric: own('FramesMissing'),
  });
  alarms.add('lag', {
    description: `The oldest unread frame is older than ${config.lagMinutes} minutes. After 7 days frames are lost: look at errors and throttles of the redactor.`,
    metric: age,
    threshold: config.lagMinutes * 60_000,
  });
  alarms.add('failures-not-empty', {
    description:
      'Lambda gave up on a batch, which it never should: a defect. The queue holds its place in the stream; frames are kept for 7 days.',
    metric: failures,
  });
  alarms.add('redactor-errors', {
    description: 'The redactor fails. Batches are repeated until they succeed: look at its log.',
    metric: errorsOf(ingest.redactor.functionName),
    threshold: 3,
    periods: 3,
  });
  alarms.add('sweep-errors', {
    description: 'The daily sweep failed; it runs again tomorrow. Objects that nobody can open stay until then.',
    metric: errorsOf(ingest.sweep.functionName),
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
