import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, errorsOf, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** Is the ledger what it was, and signed in time? */
export function monitorReading({ state, reading }: MonitoredParts, alarms: Alarms): IWidget[] {
  const { prefix } = state.program;
  const rewritten = ownMetric(prefix, 'checkpoint', 'LedgerRewritten');
  const ofFunction = (metric: string, functionName: string, statistic = 'Sum') =>
    awsMetric('AWS/Lambda', metric, { FunctionName: functionName }, statistic);

  alarms.add('ledger-rewritten', {
    description:
      'The ledger does not continue what was signed before: somebody has changed or removed entries. File a report of high severity.',
    metric: rewritten,
  });
  alarms.add('checkpoint-errors', {
    description:
      'No checkpoint could be signed. What is not signed yet could be rewritten unnoticed: look at the log of checkpoint.',
    metric: errorsOf(reading.checkpoint.functionName),
    periods: 2,
  });
  alarms.add('reader-errors', {
    description: 'The reader fails: an entry may be in the ledger for a reading that showed nothing. Look at its log.',
    metric: errorsOf(reading.reader.functionName),
    threshold: 3,
  });

  return [
    new GraphWidget({
      title: 'Reading',
      left: [ofFunction('Invocations', reading.reader.functionName), errorsOf(reading.reader.functionName)],
      width: 12,
    }),
    new GraphWidget({
      title: 'Checkpoints',
      left: [ofFunction('Invocations', reading.checkpoint.functionName), rewritten],
      width: 12,
    }),
  ];
}
