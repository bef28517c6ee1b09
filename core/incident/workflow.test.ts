import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { stepFunctionsDouble } from '../../test/fixtures/step-functions.ts';
import { Refused } from '../shared/errors.ts';
import { awsWorkflow } from './workflow.aws.ts';
import { workflowContract } from './workflow.contract.ts';
import { memoryWorkflow } from './workflow.memory.ts';
import { answerIfAwaited } from './workflow.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:sluice-sample-dev-incident';

describe('memory workflow', () =>
  workflowContract(async () => {
    const workflow = memoryWorkflow();
    return {
      workflow,
      wait: async () => ulid(),
      lapse: async (token) => void workflow.lapsed.add(token),
      end: async (name, state) => void workflow.ended.set(name, state),
      replace: async () => workflow.started.clear(),
    };
  }));

describe('workflow of Step Functions', () => {
  workflowContract(async () => {
    const { client: sfn, tokens, end, destroy } = stepFunctionsDouble(MACHINE);
    const statuses = {
      succeeded: 'SUCCEEDED',
      failed: 'FAILED',
      'timed-out': 'TIMED_OUT',
      aborted: 'ABORTED',
    } as const;
    return {
      workflow: awsWorkflow({ sfn, stateMachine: MACHINE }),
      async wait() {
        const token = ulid();
        tokens.set(token, 'waits');
        return token;
      },
      lapse: async (token) => void tokens.set(token, 'timed-out'),
      end: async (name, state) => end(name, statuses[state]),
      replace: async () => destroy(),
    };
  });

  const setup = () => {
    const double = stepFunctionsDouble(MACHINE);
    return { ...double, workflow: awsWorkflow({ sfn: double.client, stateMachine: MACHINE }) };
  };

  test('is told the incident’s id and nothing else', async () => {
    const { workflow, inputs } = setup();
    const id = ulid();
    await workflow.start(id);
    await workflow.start(id, 2);
    expect(inputs().map((input) => JSON.parse(input))).toEqual([{ incident: id }, { incident: id }]);
  });

  test('answers a waiting task with the incident and the outcome, which the machine routes by', async () => {
    const { workflow, tokens, outputs } = setup();
    const id = ulid();
    tokens.set('one', 'waits');
    await workflow.answer('one', id, 'remind');
    expect(outputs.map((output) => JSON.parse(output))).toEqual([{ incident: id, outcome: 'remind' }]);
  });

  test.each([new Error('away'), 'no error at all'])(
    'what AWS does not say of a token is no answer: %s',
    async (thrown) => {
      const sfn = { send: () => Promise.reject(thrown) } as never;
      const workflow = awsWorkflow({ sfn, stateMachine: MACHINE });
      await expect(workflow.answer('one', ulid(), 'resume')).rejects.toBe(thrown);
      await expect(workflow.state(ulid(), 1)).rejects.toBe(thrown);
      await expect(workflow.start(ulid())).rejects.toBe(thrown);
    },
  );

  test('another refusal than that nobody waits is none of an answer', async () => {
    const busy = new Refused('busy', 'later');
    const asked = answerIfAwaited({ answer: () => Promise.reject(busy) }, 'one', ulid(), 'resume');
    await expect(asked).rejects.toBe(busy);
  });

  test('that a token is not waited for keeps what AWS said of it', async () => {
    const { workflow } = setup();
    const asked = workflow.answer('made up', ulid(), 'resume');
    await expect(asked).rejects.toHaveProperty('cause', expect.objectContaining({ name: 'InvalidToken' }));
  });

  test('an execution that waits to be redriven is not walked by another one', async () => {
    const { workflow, end } = setup();
    const id = ulid();
    await workflow.start(id);
    end(id, 'PENDING_REDRIVE');
    expect(await workflow.state(id, 1)).toBe('running');
  });

  test('a token of another machine is not waited for; a machine that is not there is an error, and nothing was started', async () => {
    const { workflow, remove } = setup();
    await expect(workflow.answer('made up', ulid(), 'resume')).rejects.toMatchObject({ reason: 'not-waiting' });
    remove();
    await expect(workflow.start(ulid())).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
