import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping, type Function as Fn } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ProgramFunction, type ServiceParts } from '../function.ts';

/** The redactor behind the stream, and the sweep. */
export class IngestService extends Construct {
  readonly redactor: Fn;
  readonly sweep: Fn;

  constructor(scope: Construct, id: string, parts: ServiceParts) {
    super(scope, id);
    const { program, ingest } = parts.state;
    this.redactor = new ProgramFunction(this, 'Redactor', parts, {
      name: 'redactor',
      description: 'Opens frames, admits, redacts, encrypts per subject, commits',
      // Beside a model: itself, the runtime, and what lies between its layers.
      memory: ingest.models ? 3008 : 1769,
      timeout: Duration.minutes(5),
    }).function;

    // The mapping never gives up and is never switched off: what cannot be stored is decided by the redactor, and a pause is a
    // conditional write. Hence no limit on retries and age, and a batch that fails is halved.
    new CfnEventSourceMapping(this, 'Frames', {
      functionName: this.redactor.functionName,
      eventSourceArn: ingest.stream.streamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: program.config.batch.records,
      maximumBatchingWindowInSeconds: program.config.batch.windowSeconds,
      // One shard, one invocation at a time, in order: the lane's checkpoint depends on it.
      parallelizationFactor: 1,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      destinationConfig: { onFailure: { destination: ingest.failures.queueArn } },
      enabled: true,
    });

    this.sweep = new ProgramFunction(this, 'Sweep', parts, {
      name: 'sweep',
      description: 'Removes objects that no index row points at, and lanes of shards that ended',
      memory: 512,
      timeout: Duration.minutes(15),
    }).function;
    new Rule(this, 'Daily', {
      description: 'Sweeps the vault once a day',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(this.sweep, { retryAttempts: 2 })],
    });
  }
}
