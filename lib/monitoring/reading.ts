import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { ownMetric } from './alarm.ts';
import { ofFunction } from './functions.ts';
import type { MonitoredParts } from './parts.ts';

/** Is what is read counted, and the ledger signed in time? */
export function monitorReading({ state }: MonitoredParts): IWidget[] {
  const { prefix } = state.program;

  return [
    new GraphWidget({
      title: 'Reading',
      left: [ofFunction(prefix, 'reader', 'Invocations'), ofFunction(prefix, 'reader', 'Errors')],
      width: 12,
    }),
    new GraphWidget({
      title: 'Checkpoints',
      left: [ofFunction(prefix, 'checkpoint', 'Invocations'), ownMetric(prefix, 'checkpoint', 'LedgerRewritten')],
      width: 12,
    }),
  ];
}
