import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { Refused } from '../shared/errors.ts';
import { REMINDER } from './await-approvals.ts';
import { CLOCK_SKEW } from './certify.ts';
import { askResume, decide } from './decide.ts';
import type { Decision } from './incident.ts';
import { report } from './report.ts';
import { runTask } from './tasks.ts';
import type { Task } from './workflow.ts';

const STELLA = { sub: 'stella', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };

/** An incident whose findings are published, and for whose decision nobody waits yet. */
async function published() {
  const memory = await memoryIncidentSetup();
  const { parts, clock, workflow } = memory;
  const id = ulid(clock.now());
  await report(parts, { incident: id, reporter: { sub: 'rita', groups: ['employees'] }, severity: 'high', text: 't' });
  clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
  memory.syncLanes();
  const run = (task: Task, token?: string) => runTask(parts, { task, incident: id, ...(token && { token }) });
  for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(task);
  const approve = async (approver: typeof STELLA, decision: Decision) => {
    const { findings, epochs } = await parts.store.read(id);
    const seen = { findings: findings!.document, epoch: epochs!.collection };
    return decide(parts, { incident: id, approver, decision, ...seen });
  };
  let waits = 0;
  /** The state machine begins to wait. @returns what it was answered at once */
  const wait = async () => {
    const token = `wait-${++waits}`;
    await run('awaitApprovals', token);
    return workflow.answers.find((one) => one.token === token)?.outcome;
  };
  /** The wait that was begun last has ended: a time-out, a lost execution, a task that failed. */
  const lapse = () => workflow.lapsed.add(`wait-${waits}`);
  await wait();
  return { ...memory, id, run, approve, wait, lapse };
}

/** Acts of people, in the order in which they have to come. */
const DECIDING: Record<Decision, readonly string[]> = {
  terminate: ['first', 'second'],
  resume: ['first', 'second', 'ask'],
};

describe.each<Decision>(['terminate', 'resume'])(
  'a decision to %s is acted upon, whoever waits when it comes',
  (decision) => {
    const acts = DECIDING[decision];
    // A wait begins, lapses or is not there before each act: all ways to lay them.
    const patterns = Array.from({ length: 3 ** acts.length }, (_, n) =>
      acts.map((_, at) => (['none', 'waiting', 'lapsed'] as const)[Math.floor(n / 3 ** at) % 3]!),
    );

    test.each(patterns.map((pattern) => [pattern.join(', '), pattern] as const))(
      'before each act: %s',
      async (_, pattern) => {
        const { approve, wait, lapse, parts, id, workflow } = await published();
        const told = () => workflow.answers.filter(({ outcome }) => outcome === decision).length;

        for (const [index, act] of acts.entries()) {
          if (pattern[index] !== 'none') await wait();
          if (pattern[index] === 'lapsed') lapse();
          if (act === 'ask') await askResume(parts, id);
          else await approve(act === 'first' ? STELLA : ROLF, decision);
        }

        if (told() === 0) expect(await wait()).toBe(decision);
        expect(told()).toBe(1);
      },
    );

    test('told, and then the task failed, or the execution was lost: the next wait is told again', async () => {
      const { approve, wait, parts, id } = await published();
      await wait();
      await approve(STELLA, decision);
      await approve(ROLF, decision);
      if (decision === 'resume') await askResume(parts, id);

      expect([await wait(), await wait()]).toEqual([decision, decision]);
    });
  },
);

test('a resume that is refused is no longer asked for: it takes somebody who looks at what has changed', async () => {
  const { approve, wait, run, parts, id, laneRows, lane } = await published();
  await approve(STELLA, 'resume');
  await approve(ROLF, 'resume');
  await askResume(parts, id);
  const before = laneRows.get(lane)!;
  laneRows.set(lane, { ...before, counters: { admitted: 8 } });

  expect(await run('resume')).toMatchObject({ outcome: 'refused', reason: 'conformance' });

  laneRows.set(lane, before);
  expect(await wait()).toBeUndefined();
  expect(await parts.store.read(id)).toMatchObject({ failure: { task: 'resume', error: 'conformance', times: 1 } });
});

test('what is asked for and not in order is not answered: it goes on waiting', async () => {
  const { approve, wait, lapse, parts, id } = await published();
  await approve(STELLA, 'resume');
  await approve(ROLF, 'resume');
  lapse();
  await askResume(parts, id);
  await approve(ROLF, 'terminate');

  expect(await wait()).toBeUndefined();
});

test('people are told when findings are published, and once a day', async () => {
  const { workflow, wait, clock } = await published();

  expect(workflow.answers).toMatchObject([{ outcome: 'remind' }]);
  clock.time += REMINDER - 1;
  expect(await wait()).toBeUndefined();
  clock.time += 1;
  expect([await wait(), await wait()]).toEqual(['remind', undefined]);
});

describe('a resume that died between the gates', () => {
  test.each(['reading', 'ledger'] as const)(
    'is finished by whoever walks the workflow, without anybody being asked again: %s away',
    async (away) => {
      const { approve, wait, run, gates, parts, id, entries } = await published();
      await wait();
      await approve(STELLA, 'resume');
      await approve(ROLF, 'resume');
      await askResume(parts, id);
      const { release } = gates.reading;
      const { advance } = parts.store;
      if (away === 'reading') gates.reading.release = () => Promise.reject(new Error('away'));
      else parts.store.advance = (of, step) => (step.facts ? Promise.reject(new Error('away')) : advance(of, step));
      for (let tries = 0; tries < 5; tries++) await expect(run('resume')).rejects.toThrow('away');
      expect((await gates.collection.read()).state).toBe('open');
      gates.reading.release = release;
      parts.store.advance = advance;

      for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(task);
      expect(await wait()).toBe('resume');
      expect(await run('resume')).toEqual({ outcome: 'resumed', incident: id });

      expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual(['open', 'open']);
      expect((await entries()).filter(({ kind }) => kind === 'resume')).toHaveLength(1);
    },
  );

  test('may be asked for again by hand, and is not ended by those who change their minds', async () => {
    const { approve, wait, run, gates, parts, id, workflow } = await published();
    await wait();
    await approve(STELLA, 'resume');
    await approve(ROLF, 'resume');
    const { release } = gates.reading;
    gates.reading.release = () => Promise.reject(new Error('away'));
    await expect(run('resume')).rejects.toThrow('away');
    gates.reading.release = release;

    expect(await askResume(parts, id)).toEqual({ answered: true });
    expect(workflow.answers.at(-1)).toMatchObject({ outcome: 'resume' });
    expect(await run('terminate')).toEqual({ outcome: 'refused', incident: id, reason: 'state' });
    expect(await wait()).toBe('resume');
  });
});

describe('the token of a wait', () => {
  test('that was answered or ended in between: the wait is over, as it should be', async () => {
    const { run, approve, workflow, id } = await published();
    await approve(STELLA, 'terminate');
    await approve(ROLF, 'terminate');
    workflow.lapsed.add('ended');

    expect(await run('awaitApprovals', 'ended')).toEqual({ outcome: 'awaiting', incident: id });
  });

  test('that cannot be answered, since the workflow is away, is no wait that is over', async () => {
    const { run, approve, workflow } = await published();
    await approve(STELLA, 'terminate');
    await approve(ROLF, 'terminate');
    workflow.answer = () => Promise.reject(new Error('away'));

    await expect(run('awaitApprovals', 'one')).rejects.toThrow('away');
  });
});

describe('what cannot be told is no refusal: the wait fails, and begins again', () => {
  test.each([
    ['an outage', new Error('away')],
    ['damage', new Refused('damaged', 'a row')],
  ])('%s', async (_, error) => {
    const { run, parts } = await published();
    parts.store.approvals = () => Promise.reject(error);
    await expect(run('awaitApprovals', 'one')).rejects.toBe(error);
  });
});
