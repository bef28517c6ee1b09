import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

/**
 * Starts the job of an export, once: an execution has its name, and none of that name is begun again within 90 days. Needs
 * `states:StartExecution`.
 */
export const awsExportJob =
  ({ sfn, stateMachine }: { sfn: SFNClient; stateMachine: string }) =>
  async (id: string): Promise<void> => {
    try {
      await sfn.send(
        new StartExecutionCommand({ stateMachineArn: stateMachine, name: id, input: JSON.stringify({ export: id }) }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
