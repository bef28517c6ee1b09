import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StateStack } from '../../stacks/state.ts';
import { jobDefinition } from './workflow.ts';

/** What makes a data set, part by part, by the tasks of one function. */
export function exportJob(scope: Construct, job: Fn, state: StateStack): StateMachine {
  const definition = jobDefinition({ job: job.functionArn, bucket: state.training.exports.bucketName });
  return new StateMachine(scope, 'Job', {
    stateMachineName: `${state.program.prefix}-export`,
    comment: 'Makes one export',
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role: Role.fromRoleArn(scope, 'JobRole', state.roles['export-workflow'], { mutable: false }),
    tracingEnabled: true,
    // Inputs and answers hold ids and words of ours, and are in the history anyway: the log needs them not.
    logs: { destination: state.logs.groupOf('export-workflow'), level: LogLevel.ALL, includeExecutionData: false },
  });
}
