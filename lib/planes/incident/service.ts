import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Api } from '../api.ts';
import { ProgramFunction, type ServiceParts } from '../function.ts';
import { workflowDefinition } from './workflow.ts';

/** From a report to a decision: the functions, and the workflow that walks an incident through them. */
export class IncidentService extends Construct {
  readonly report: Fn;
  readonly investigate: Fn;
  readonly approve: Fn;
  readonly workflow: StateMachine;

  constructor(scope: Construct, id: string, parts: ServiceParts, api: Api) {
    super(scope, id);
    const { state } = parts;
    this.report = new ProgramFunction(this, 'Report', parts, {
      name: 'report',
      description: 'Takes reports, closes both gates, signs the closure receipt, starts the workflow',
      // A pause must be done within a second, cold start included: CPU comes with memory.
      memory: 1769,
      timeout: Duration.seconds(28),
    }).function;
    api.routes(this.report, ['POST /reports', 'POST /pauses', 'GET /incidents', 'GET /incidents/{incident}']);
    new Rule(this, 'Unfinished', {
      description: 'Finishes reports whose function died half-way',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.report, { retryAttempts: 0 })],
    });

    this.investigate = new ProgramFunction(this, 'Investigate', parts, {
      name: 'investigate',
      description: 'The tasks of the incident workflow',
      memory: 1024,
      timeout: Duration.minutes(14),
    }).function;

    this.approve = new ProgramFunction(this, 'Approve', parts, {
      name: 'approve',
      description: 'Records a decision, and answers the waiting workflow when two people have decided alike',
      memory: 512,
      timeout: Duration.seconds(28),
    }).function;
    api.routes(this.approve, ['POST /incidents/{incident}/approvals', 'POST /incidents/{incident}/resume']);

    const definition = workflowDefinition({
      investigate: this.investigate.functionArn,
      alerts: state.alerts.topic.topicArn,
    });
    this.workflow = new StateMachine(this, 'Workflow', {
      stateMachineName: `${state.program.prefix}-incident`,
      comment: 'From a report to a decision',
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      role: Role.fromRoleArn(this, 'Role', state.roles.workflow!, { mutable: false }),
      tracingEnabled: true,
      // Inputs and answers hold ids and words of ours, and are in the history anyway: the log needs them not.
      logs: { destination: state.logs.groups.workflow, level: LogLevel.ALL, includeExecutionData: false },
    });
  }
}
