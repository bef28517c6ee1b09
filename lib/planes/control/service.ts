import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Api } from '../api.ts';
import { ProgramFunction, type ServiceParts } from '../function.ts';

/** The consent plane behind the API. */
export class ControlService extends Construct {
  readonly control: Fn;

  constructor(scope: Construct, id: string, parts: ServiceParts, api: Api) {
    super(scope, id);
    this.control = new ProgramFunction(this, 'Control', parts, {
      name: 'control',
      description: 'Enrolment, consent, leases, status, books, erasure',
      memory: 512,
      timeout: Duration.seconds(25),
    }).function;
    api.routes(this.control, [
      'POST /enrolments',
      'POST /consents',
      'DELETE /consents',
      'POST /leases',
      'GET /status',
      'GET /books',
      'PUT /directory',
      'GET /directory',
      'DELETE /subject',
    ]);
    new Rule(this, 'Daily', {
      description: 'Finishes erasures that died half-way',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(this.control, { retryAttempts: 2 })],
    });
  }
}
