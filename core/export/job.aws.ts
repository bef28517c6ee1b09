import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/** So often one is begun anew. */
const MOST = 10;
/** It came to no end of its own: stopped by hand, or by AWS. */
const LOST = new Set(['ABORTED', 'TIMED_OUT', 'FAILED']);

/**
 * Starts the job of an export, once: an execution has its name, and none of that name is begun again within 90 days. One that was stopped from
 * outside goes on under the next name: what was cut stays cut. Needs `states:StartExecution`, and `states:DescribeExecution` to see that.
 */
export function awsExportJob({ sfn, stateMachine }: { sfn: SFNClient; stateMachine: string }) {
  const executions = stateMachine.replace(':stateMachine:', ':execution:');
  const isLost = async (name: string): Promise<boolean> => {
    try {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: `${executions}:${name}` }));
      return LOST.has(status!);
    } catch (error) {
      // Its history has gone, and its name is not free yet.
      if (error instanceof ExecutionDoesNotExist) return true;
      throw error;
    }
  };
  return async (id: string): Promise<void> => {
    const input = JSON.stringify({ export: id });
    for (let number = 1; number <= MOST; number++) {
      const name = number === 1 ? id : `${id}-${number}`;
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name, input }));
        return;
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
      if (!(await isLost(name))) return;
    }
  };
}
