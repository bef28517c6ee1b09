import type { Duration } from 'aws-cdk-lib';
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
import type { FunctionName } from '../functions.ts';
import type { StateStack } from '../stacks/state.ts';
import { environmentOf } from './environment.ts';

/** What all constructs of the Service stack are made from. */
export interface ServiceParts {
  state: StateStack;
  /** Folder of each function's bundle. */
  bundles: Readonly<Record<FunctionName, string>>;
  /** ARN of the incident workflow, by its name. */
  workflow: string;
}

export interface ProgramFunctionOptions {
  name: FunctionName;
  description: string;
  /** MB; CPU grows with it: 1,769 MB are one core. */
  memory: number;
  timeout: Duration;
}

/** A function as all functions of a program are. Its role is made in the State stack and cannot be widened from here. */
export class ProgramFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    { state, bundles, workflow }: ServiceParts,
    options: ProgramFunctionOptions,
  ) {
    super(scope, id);
    const { prefix, config } = state.program;
    const { name, description, memory, timeout } = options;
    const reserved = config.reservedConcurrency[name];
    this.function = new LambdaFunction(this, 'Function', {
      functionName: `${prefix}-${name}`,
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundles[name]),
      memorySize: memory,
      timeout,
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      role: Role.fromRoleArn(this, 'Role', state.roles[name]!, { mutable: false }),
      environment: environmentOf(name, state, workflow),
      logGroup: state.logs.groups[name],
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
    });
  }
}
