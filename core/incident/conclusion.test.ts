import { describe, expect, test } from '@jest/globals';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { checkConclusion, isBegun } from './conclusion.ts';
import { askResume } from './decide.ts';
import type { Decision, Incident } from './incident.ts';

const SVEN = { ...STELLA, sub: 'sven' };

async function setup() {
  const all = await incidentSetup();
  const { parts, run } = all;
  const { id, approve } = await all.published();
  const approved = async (decision: Decision = 'resume') => {
    for (const approver of [STELLA, ROLF]) await approve(approver, decision);
  };
  const entriesOf = async (kind: string) => (await all.entries()).filter((entry) => entry.kind === kind);
  const open = async () => [(await all.gates.collection.read()).state, (await all.gates.reading.read()).state];
  return { ...all, id, approve, approved, entriesOf, open, read: () => parts.store.read(id), task: run.bind(null, id) };
}

describe('a conclusion is not drawn', () => {
  test.each<[string, string, (all: Awaited<ReturnType<typeof setup>>) => Promise<Incident>]>([
    [
      'epoch',
      'the gate has moved on since the closure',
      async ({ gates, read }) => {
        const now = await gates.collection.read();
        gates.collection.read = async () => ({ ...now, epoch: 3 });
        return read();
      },
    ],
    [
      'epoch',
      'the gate has moved on since the closure',
      async ({ read }) => {
        const { epochs: _, ...incident } = await read();
        return incident;
      },
    ],
    [
      'approvals',
      'two approvals are needed, of different people of different groups, over these findings',
      async ({ approve, read }) => {
        await approve(STELLA);
        await approve(SVEN);
        return read();
      },
    ],
  ])('%s: %s', async (reason, message, prepare) => {
    const all = await setup();
    const incident = await prepare(all);
    await expect(checkConclusion(all.parts, incident, 'resume')).rejects.toMatchObject({ reason, message });
  });
});

describe('an approval', () => {
  test('of a resume tells the workflow nothing, and where it stands in the ledger', async () => {
    const { approve, workflow, entriesOf } = await setup();
    const told = workflow.answers.length;
    await approve(STELLA);
    const second = await approve(ROLF);
    expect(second).toMatchObject({ answered: false, approval: { approver: 'rolf', decision: 'resume' } });
    expect(await entriesOf('approval')).toContainEqual(expect.objectContaining(second.receipt));
    expect(workflow.answers).toHaveLength(told);
  });

  test('of a termination that the workflow cannot be told is recorded, and says what went wrong', async () => {
    const { approve, workflow, entriesOf } = await setup();
    await approve(STELLA, 'terminate');
    workflow.answer = () => Promise.reject(new Error('away'));
    await expect(approve(ROLF, 'terminate')).rejects.toThrow('away');
    expect(await entriesOf('approval')).toHaveLength(2);
  });

  test('of a termination, while nobody waits, is answered by whoever begins to', async () => {
    const { approve, workflow, task } = await setup();
    workflow.lapsed.add('token-1');
    await approve(STELLA, 'terminate');
    expect(await approve(ROLF, 'terminate')).toMatchObject({ answered: false });
    await task('awaitApprovals', 'later');
    expect(workflow.answers.at(-1)).toMatchObject({ token: 'later', outcome: 'terminate' });
  });
});

describe('a resume', () => {
  test('is entered once, by two that do it at once, and is not asked for any more', async () => {
    const { approved, task, read, entriesOf, open, parts, id, clock } = await setup();
    await approved();
    await askResume(parts, id);
    expect((await read()).askedAt).toBe(clock.now());

    expect(await Promise.all([task('resume'), task('resume')])).toEqual(
      [1, 2].map(() => ({ outcome: 'resumed', incident: id })),
    );

    const { findings } = await read();
    expect(await entriesOf('resume')).toMatchObject([
      {
        ...{ at: clock.now(), actor: 'system:sluice', incident: id },
        detail: {
          epoch: 2,
          findings: findings!.document,
          approvers: 'stella rolf',
          disclosure: '1.0',
          consent: 'kept',
        },
      },
    ]);
    expect(await open()).toEqual(['open', 'open']);
    expect(await read()).toMatchObject({ status: 'resumed', concludedAt: clock.now() });
    expect(await read()).not.toHaveProperty('askedAt');
  });

  test('that is done needs nothing any more', async () => {
    const { approved, task, gates, id } = await setup();
    await approved();
    await task('resume');
    gates.collection.read = () => Promise.reject(new Error('away'));
    expect(await task('resume')).toEqual({ outcome: 'resumed', incident: id });
  });

  test('asked for after it is done is not noted', async () => {
    const { approved, task, parts, id, read } = await setup();
    await approved();
    await task('resume');
    await askResume(parts, id);
    expect(await read()).not.toHaveProperty('askedAt');
  });

  test('is not begun where the program was ended while it was checked', async () => {
    const { approved, task, parts, id, read, open } = await setup();
    await approved();
    const { approvals } = parts.store;
    parts.store.approvals = async (of) => {
      await parts.store.advance(id, { set: { status: 'terminated', concludedAt: 1 } });
      return approvals(of);
    };
    expect(await task('resume')).toEqual({ outcome: 'refused', incident: id, reason: 'state' });
    expect(await open()).toEqual(['closed', 'closed']);
    expect(await read()).not.toHaveProperty('resuming');
  });

  test('notes those on whose word it is made: others, where it is tried again on the word of others', async () => {
    const { approve, approved, task, gates, read, clock } = await setup();
    await approved();
    const { release } = gates.collection;
    gates.collection.release = () => Promise.reject(new Error('away'));
    await expect(task('resume')).rejects.toThrow('away');
    const [first, began] = [await read(), clock.now()];
    gates.collection.release = release;
    await approve(STELLA, 'terminate');
    await approve(SVEN);
    clock.time += 5;
    await task('resume');
    expect(first.resuming).toEqual({ at: began, approvers: ['stella', 'rolf'] });
    expect((await read()).resuming).toEqual({ at: began + 5, approvers: ['rolf', 'sven'] });
  });

  test('is not begun by a gate alone that has let go: nobody has checked anything', async () => {
    const { gates, parts, id, read, task, clock } = await setup();
    await gates.collection.release(id, 2, clock.now());
    expect(await isBegun(parts, await read())).toBe(false);
    expect(await task('resume')).toMatchObject({ outcome: 'refused' });
    expect((await gates.reading.read()).state).toBe('closed');
  });
});

describe('an end', () => {
  test('is entered once, and is what it is', async () => {
    const { approved, task, id, entriesOf, read, clock, open, parts } = await setup();
    await approved();
    await askResume(parts, id);
    await approved('terminate');
    const ended = { outcome: 'terminated', incident: id };

    expect(await Promise.all([task('terminate'), task('terminate')])).toEqual([ended, ended]);
    expect(await task('terminate')).toEqual(ended);

    const { findings } = await read();
    expect(await entriesOf('terminate')).toMatchObject([
      {
        actor: 'system:sluice',
        at: clock.now(),
        detail: { epoch: 2, findings: findings!.document, approvers: 'stella rolf' },
      },
    ]);
    expect(await read()).toMatchObject({ status: 'terminated', concludedAt: clock.now() });
    expect(await read()).not.toHaveProperty('askedAt');
    expect(await open()).toEqual(['closed', 'closed']);
  });
});

test('a report that held nothing is concluded once', async () => {
  const { file, run, parts, clock, judge } = await incidentSetup();
  const { incident } = await file({ severity: 'low' });
  for (const task of ['investigate', 'publish'] as const) await run(incident.incident, task);
  expect(await run(incident.incident, 'resume')).toMatchObject({ outcome: 'refused', reason: 'state' });
  await judge(incident.incident);
  await run(incident.incident, 'resume');
  const { concludedAt } = await parts.store.read(incident.incident);
  clock.time += 5;
  expect(await run(incident.incident, 'resume')).toEqual({ outcome: 'concluded', incident: incident.incident });
  expect(await parts.store.read(incident.incident)).toMatchObject({ status: 'concluded', concludedAt });
});
