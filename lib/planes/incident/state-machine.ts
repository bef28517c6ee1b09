import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StateStack } from '../../stacks/state.ts';
import { workflowDefinition } from './workflow.ts';

/** What walks an incident from a report to a decision, by the tasks of one function, and what erases after an end. */
export function incidentWorkflow(
  scope: Construct,
  { tasks, ends }: { tasks: Fn; ends: Fn },
  state: StateStack,
): StateMachine {
  const definition = workflowDefinition({
    investigate: tasks.functionArn,
    termination: ends.functionArn,
    alerts: state.alerts.topic.topicArn,
  });
  return new StateMachine(scope, 'Workflow', {
    stateMachineName: `${state.program.prefix}-incident`,
    comment: 'From a report to a decision',
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role: Role.fromRoleArn(scope, 'Role', state.roles.workflow, { mutable: false }),
    tracingEnabled: true,
    // Inputs and answers hold ids and words of ours, and are in the history anyway: the log needs them not.
    logs: { destination: state.logs.groupOf('workflow'), level: LogLevel.ALL, includeExecutionData: false },
  });
}
