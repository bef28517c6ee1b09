import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** How fast were the gates closed, and does the workflow go on? */
export function monitorIncident({ state, workflow, tasks }: MonitoredParts, alarms: Alarms): IWidget[] {
  const { prefix } = state.program;
  const closed = ownMetric(prefix, 'report', 'GatesClosedAfter', 'Maximum');
  const executions = (metric: string) => awsMetric('AWS/States', metric, { StateMachineArn: workflow.stateMachineArn });

  const ofTasks = (metric: string) => awsMetric('AWS/States', metric, { LambdaFunctionArn: tasks.functionArn });

  alarms.add('workflow-tasks-failing', {
    description:
      'Tasks of the incident workflow fail, or their function cannot be called. Gates stay as they are, the workflow starts over: look at the log of investigate, and whether it is there.',
    metric: ofTasks('LambdaFunctionsFailed'),
    threshold: 3,
  });
  alarms.add('workflow-tasks-hanging', {
    description:
      'A task of the incident workflow does not answer in time. Gates stay as they are: look at the log of investigate.',
    metric: ofTasks('LambdaFunctionsTimedOut'),
  });
  for (const [name, metric, how] of [
    ['workflow-failed', 'ExecutionsFailed', 'ended by itself'],
    ['workflow-aborted', 'ExecutionsAborted', 'was stopped by somebody'],
    ['workflow-timed-out', 'ExecutionsTimedOut', 'ran out of time'],
  ] as const) {
    alarms.add(name, {
      description: `The workflow of an incident ${how}. The gates stay closed, and the schedule of investigate starts it again: docs/operations.md.`,
      metric: executions(metric),
    });
  }

  return [
    new GraphWidget({ title: 'Time until both gates were closed (ms)', left: [closed], width: 12 }),
    new GraphWidget({
      title: 'Incidents',
      left: ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'].map(executions),
      width: 12,
    }),
  ];
}
