import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { StateStack } from '../stacks/state.ts';

/** What there is to watch, beside the functions. */
export interface MonitoredParts {
  state: StateStack;
  workflow: StateMachine;
  /** Does the tasks of the workflow. */
  tasks: IFunction;
}
