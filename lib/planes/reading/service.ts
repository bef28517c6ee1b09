import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Api } from '../api.ts';
import { ProgramFunction, type ServiceParts } from '../function.ts';

/** The one door to read, and the checkpoints over the ledger. */
export class ReadingService extends Construct {
  readonly reader: Fn;
  readonly checkpoint: Fn;

  constructor(scope: Construct, id: string, parts: ServiceParts, api: Api) {
    super(scope, id);
    this.reader = new ProgramFunction(this, 'Reader', parts, {
      name: 'reader',
      description: 'Checks purpose, grant and gate, writes the entry, and only then opens a segment',
      memory: 1024,
      timeout: Duration.seconds(25),
    }).function;
    api.routes(this.reader, [
      'GET /records',
      'POST /records/{subject}/{segment}',
      'GET /ledger',
      'GET /ledger/{chain}',
      'POST /grants',
      'GET /grants',
    ]);

    this.checkpoint = new ProgramFunction(this, 'Checkpoint', parts, {
      name: 'checkpoint',
      description: 'Signs a checkpoint over the chains of the ledger',
      memory: 512,
      timeout: Duration.minutes(4),
    }).function;
    new Rule(this, 'EveryFiveMinutes', {
      description: 'Signs a checkpoint over the ledger',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.checkpoint, { retryAttempts: 2 })],
    });
  }
}
