import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { ExecutionState } from '../../api/words.ts';
import type { Workflow } from './workflow.ts';

export interface WorkflowSetup {
  workflow: Workflow;
  /** A token that a task waits with. */
  wait(): Promise<string>;
  /** Nobody waits with it any more. */
  lapse(token: string): Promise<void>;
  /** The execution of that name ends so. */
  end(name: string, state: Exclude<ExecutionState, 'running' | 'gone'>): Promise<void>;
  /** The state machine is gone, and another one has its name. */
  replace(): Promise<void>;
}

/** What every adapter of `Workflow` keeps. */
export function workflowContract(make: () => Promise<WorkflowSetup>): void {
  test('what was never started is gone', async () => {
    const { workflow } = await make();
    expect(await workflow.state(ulid(), 1)).toBe('gone');
  });

  test('what was started runs, under a name of its own for each number', async () => {
    const { workflow } = await make();
    const id = ulid();
    await workflow.start(id);
    await workflow.start(id);
    expect([await workflow.state(id, 1), await workflow.state(id, 2)]).toEqual(['running', 'gone']);
    await workflow.start(id, 2);
    expect([await workflow.state(id, 1), await workflow.state(id, 2)]).toEqual(['running', 'running']);
  });

  test.each(['succeeded', 'failed', 'timed-out', 'aborted'] as const)(
    'one that is %s is so for good: its name starts nothing again',
    async (state) => {
      const { workflow, end } = await make();
      const id = ulid();
      await workflow.start(id);
      await end(id, state);
      await workflow.start(id);
      expect(await workflow.state(id, 1)).toBe(state);
    },
  );

  test('a machine that was replaced knows none of them, and runs the next one', async () => {
    const { workflow, replace } = await make();
    const id = ulid();
    await workflow.start(id);
    await replace();
    expect(await workflow.state(id, 1)).toBe('gone');
    await workflow.start(id, 2);
    expect(await workflow.state(id, 2)).toBe('running');
  });

  test('a token is answered once; one that nobody waits with, never', async () => {
    const { workflow, wait, lapse } = await make();
    const [token, lapsed] = [await wait(), await wait()];
    await lapse(lapsed);
    await workflow.answer(token, ulid(), 'resume');
    for (const nobodys of [token, lapsed]) {
      await expect(workflow.answer(nobodys, ulid(), 'terminate')).rejects.toMatchObject({
        reason: 'not-waiting',
        message: 'the workflow does not wait for this answer',
      });
    }
  });
}
