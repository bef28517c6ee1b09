import {
  ExecutionAlreadyExists,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Refused } from '../shared/errors.ts';
import type { Workflow } from './workflow.ts';

/** @param stateMachine ARN. Needs `states:StartExecution` to start, `states:SendTaskSuccess` to answer. */
export function stepFunctionsWorkflow({ sfn, stateMachine }: { sfn: SFNClient; stateMachine: string }): Workflow {
  return {
    async start(incident) {
      try {
        const input = JSON.stringify({ incident });
        await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name: incident, input }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
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
