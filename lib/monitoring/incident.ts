import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric, errorsOf, ownMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** Were the gates closed, how fast, and does the workflow go on? */
export function monitorIncident({ state, incident }: MonitoredParts, alarms: Alarms): IWidget[] {
  const { prefix } = state.program;
  const closed = ownMetric(prefix, 'report', 'GatesClosedAfter', 'Maximum');
  const executions = (metric: string) =>
    awsMetric('AWS/States', metric, { StateMachineArn: incident.workflow.stateMachineArn });

  alarms.add('gate-closed', {
    description:
      'A report has closed the gates. Collecting and reading stand still until findings are published and two people agree.',
    metric: ownMetric(prefix, 'report', 'GatesClosedAfter', 'SampleCount'),
  });
  alarms.add('gate-slow', {
    description:
      'Closing the gates took a second or more (milliseconds). It held all the same: look for throttles of the tables Gate and Lanes.',
    metric: closed,
    threshold: 1000,
  });
  alarms.add('report-errors', {
    description:
      'The report function fails. A pause may be half done; filing again finishes it, and so does the workflow.',
    metric: errorsOf(incident.report.functionName),
  });
  alarms.add('workflow-tasks-failing', {
    description:
      'Tasks of the incident workflow fail. Gates stay as they are, the workflow starts over: look at the log of investigate.',
    metric: errorsOf(incident.investigate.functionName),
    threshold: 3,
  });
  alarms.add('workflow-failed', {
    description:
      'The workflow of an incident ended by itself, which it never should. The gates stay closed: docs/operations.md says how to go on.',
    metric: executions('ExecutionsFailed'),
  });
  alarms.add('approve-errors', {
    description: 'Approvals cannot be recorded: look at the log of approve.',
    metric: errorsOf(incident.approve.functionName),
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
