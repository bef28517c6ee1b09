import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { awsMetric, ownMetric } from './alarm.ts';
import { ofFunction } from './functions.ts';
import type { MonitoredParts } from './parts.ts';

/** Does the guard hear of changes, and did a door move? */
export function monitorGuard({ state }: MonitoredParts): IWidget[] {
  const { prefix } = state.program;
  const own = (metric: string) => ownMetric(prefix, 'guard', metric);
  const dropped = awsMetric('AWS/Lambda', 'AsyncEventsDropped', { FunctionName: `${prefix}-guard` });

  return [
    new GraphWidget({ title: 'Doors', left: ['DoorsMoved', 'DoorsTried'].map(own), width: 12 }),
    new GraphWidget({ title: 'Changes heard', left: [ofFunction(prefix, 'guard', 'Invocations'), dropped], width: 12 }),
  ];
}
