import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import type { ExecutionState } from '../../api/words.ts';
import { Refused } from '../shared/errors.ts';
import { executionName, type Workflow } from './workflow.ts';

/**
 * @param stateMachine ARN. Needs `states:StartExecution` to start, `states:DescribeExecution` to look, `states:SendTaskSuccess`
 *   to answer.
 */
export function awsWorkflow({ sfn, stateMachine }: { sfn: SFNClient; stateMachine: string }): Workflow {
  const executions = stateMachine.replace(':stateMachine:', ':execution:');
  return {
    async start(incident, number = 1) {
      const [name, input] = [executionName(incident, number), JSON.stringify({ incident })];
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name, input }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    async state(incident, number) {
      const executionArn = `${executions}:${executionName(incident, number)}`;
      try {
        const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return STATES[status!];
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist || error instanceof StateMachineDoesNotExist) return 'gone';
        throw error;
      }
    },
    async answer(token, incident, outcome) {
      try {
        await sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify({ incident, outcome }) }));
      } catch (cause) {
        const name = cause instanceof Error ? cause.name : '';
        if (!GONE.has(name)) throw cause;
        throw new Refused('not-waiting', 'the workflow does not wait for this answer', { cause });
      }
    },
  };
}
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** An execution that waits to be redriven by hand walks again by itself then. */
const STATES: Record<ExecutionStatus, ExecutionState> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ABORTED: 'aborted',
};
