import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { ofFunction } from './functions.ts';
import type { MonitoredParts } from './parts.ts';

/** How much leaves as data sets? */
export function monitorTraining({ state }: MonitoredParts): IWidget[] {
  const { prefix } = state.program;
  return [
    new GraphWidget({
      title: 'Exports',
      left: [ofFunction(prefix, 'export-job', 'Invocations'), ofFunction(prefix, 'export-job', 'Errors')],
      width: 12,
    }),
  ];
}
