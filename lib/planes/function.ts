import { Duration } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Manifest } from '../../functions/shared/manifest.ts';
import type { RoleName } from '../access/planes.ts';
import { environmentOf } from './environment.ts';
import type { ServiceParts } from './service-parts.ts';

/** What a function is by its manifest alone, wherever it is deployed. */
export const declared = (prefix: string, name: string, { does, memory, timeoutSeconds }: Manifest) => ({
  functionName: `${prefix}-${name}`,
  description: does,
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  handler: 'index.handler',
  memorySize: memory,
  timeout: Duration.seconds(timeoutSeconds),
  loggingFormat: LoggingFormat.JSON,
  tracing: Tracing.ACTIVE,
});

/** A function as its manifest declares it. Its role is made in the State stack and cannot be widened from here. */
export class ProgramFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, parts: ServiceParts, name: string, manifest: Manifest) {
    super(scope, id);
    const { state, bundles } = parts;
    const { prefix, config } = state.program;
    const { memory, memoryWithModel = memory } = manifest;
    const reserved = config.reservedConcurrency[name];
    this.function = new LambdaFunction(this, 'Function', {
      ...declared(prefix, name, manifest),
      code: Code.fromAsset(bundles[name]!),
      memorySize: state.ingest.models ? memoryWithModel : memory,
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      // That there is one was checked when the roles were made (access/functions.ts).
      role: Role.fromRoleArn(this, 'Role', state.roles[name as RoleName], { mutable: false }),
      environment: environmentOf(name, manifest, parts),
      logGroup: state.logs.groupOf(name),
    });
  }
}
