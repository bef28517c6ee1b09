import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** How fast were the gates closed, and does the workflow go on? */
export function monitorIncident({ state, workflow }: MonitoredParts, alarms: Alarms): IWidget[] {
  const { prefix } = state.program;
  const closed = ownMetric(prefix, 'report', 'GatesClosedAfter', 'Maximum');
  const executions = (metric: string) => awsMetric('AWS/States', metric, { StateMachineArn: workflow.stateMachineArn });

  alarms.add('workflow-failed', {
    description:
      'The workflow of an incident ended by itself, which it never should. The gates stay closed: docs/operations.md says how to go on.',
    metric: executions('ExecutionsFailed'),
  });

  return [
    new GraphWidget({ title: 'Time until both gates were closed (ms)', left: [closed], width: 12 }),
    new GraphWidget({
      title: 'Incidents',
      left: ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'].map(executions),
      width: 12,
    }),
  ];
}
