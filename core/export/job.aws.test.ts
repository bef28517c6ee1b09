import { ExecutionAlreadyExists, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { awsExportJob } from './job.aws.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:p-export';
const ID = '01KB2R8V400000000000000000';

/** Step Functions with executions by name. */
function stepFunctions(executions: Map<string, string>) {
  const sfn = {
    async send({ input }: { input: { name?: string; executionArn?: string; input?: string } }) {
      const name =
        input.name ?? input.executionArn!.replace(MACHINE.replace(':stateMachine:', ':execution:'), '').slice(1);
      if (input.name === undefined) {
        const status = executions.get(name);
        if (status === 'GONE') throw new ExecutionDoesNotExist({ message: '', $metadata: {} });
        return { status };
      }
      if (executions.has(name)) throw new ExecutionAlreadyExists({ message: '', $metadata: {} });
      expect(JSON.parse(input.input!)).toEqual({ export: ID });
      executions.set(name, 'RUNNING');
      return {};
    },
  };
  return awsExportJob({ sfn: sfn as unknown as SFNClient, stateMachine: MACHINE });
}

describe('the job of an export', () => {
  test('is started once under its name, and never beside one that runs or came to its end', async () => {
    for (const status of ['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED']) {
      const executions = new Map<string, string>();
      const start = stepFunctions(executions);
      await start(ID);
      executions.set(ID, status);

      await start(ID);

      expect([...executions]).toEqual([[ID, status]]);
    }
  });

  test.each(['ABORTED', 'TIMED_OUT', 'FAILED', 'GONE'])('that is %s goes on under the next name', async (status) => {
    const executions = new Map([
      [ID, status],
      [`${ID}-2`, status],
    ]);

    await stepFunctions(executions)(ID);

    expect([...executions]).toEqual([
      [ID, status],
      [`${ID}-2`, status],
      [`${ID}-3`, 'RUNNING'],
    ]);
  });

  test('is not begun anew for ever', async () => {
    const executions = new Map([[ID, 'ABORTED']]);
    for (let number = 2; number <= 10; number++) executions.set(`${ID}-${number}`, 'ABORTED');

    await stepFunctions(executions)(ID);

    expect(executions.size).toBe(10);
  });
});
