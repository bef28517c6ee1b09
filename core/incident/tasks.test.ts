import { describe, expect, test } from '@jest/globals';
import { incidentSetup, RITA, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { Refused } from '../shared/errors.ts';
import { pauseProgram } from './report.ts';
import { runTask } from './tasks.ts';
import type { Task } from './workflow.ts';

async function setup() {
  const all = await incidentSetup();
  const { incident } = await all.file();
  all.leasesOut();
  const id = incident.incident;
  return { ...all, id, read: () => all.parts.store.read(id), task: all.run.bind(null, id) };
}

test('people are told of the closure until it is certified, and not again when all of it starts over', async () => {
  const { task, id } = await setup();
  expect(await task('contain')).toEqual({ outcome: 'contained', incident: id, tell: 'closed' });
  await task('certify');
  expect(await task('contain')).toEqual({ outcome: 'contained', incident: id });
});

test('nor once it is known that a lane has moved', async () => {
  const { task, id, laneRows, lane } = await setup();
  laneRows.set(lane, { ...laneRows.get(lane)!, counters: { admitted: 8 } });
  await task('certify');
  expect(await task('contain')).toEqual({ outcome: 'contained', incident: id });
});

describe.each(['investigate', 'publish', 'awaitApprovals'] as const)(
  '%s, of an incident that came to hold the gates on its way',
  (task) => {
    async function heldOnTheWay() {
      const all = await incidentSetup();
      const { incident } = await all.file({ severity: 'low' });
      const id = incident.incident;
      await all.run(id, 'contain');
      await all.run(id, 'investigate');
      await all.run(id, 'publish');
      await pauseProgram(all.parts, { incident: id, reporter: STELLA, text: 'now' });
      return { ...all, id, again: () => all.run(id, task, 'token') };
    }

    test('fails, so that all of it starts over', async () => {
      const { again, parts, id, workflow, leasesOut } = await heldOnTheWay();
      leasesOut();
      await expect(again()).rejects.toThrow('an incident that holds the gates is certified before it goes on');
      expect((await parts.store.read(id)).failure).toMatchObject({ task, error: 'SluiceError', times: 1 });
      expect(workflow.answers).toEqual([]);
      for (const none of ['findings', 'certificate']) expect(await parts.store.read(id)).not.toHaveProperty(none);
    });

    test('goes on once it is certified, and once it is over', async () => {
      const { again, run, id, leasesOut, parts } = await heldOnTheWay();
      leasesOut();
      await run(id, 'certify');
      await run(id, 'investigate');
      await again();
      const { parts: others, run: runOther, id: other } = await heldOnTheWay();
      await others.store.advance(other, { set: { status: 'terminated', concludedAt: 1 } });
      await runOther(other, 'investigate');
      await runOther(other, task, 'token');
      expect([(await parts.store.read(id)).failure, (await others.store.read(other)).failure]).toEqual([
        undefined,
        undefined,
      ]);
    });
  },
);

test('nobody waits without a token', async () => {
  const { task } = await setup();
  for (const one of ['certify', 'investigate', 'publish'] as const) await task(one);
  await expect(task('awaitApprovals')).rejects.toThrow('waiting for approvals needs a task token');
});

describe('what is noted with the incident', () => {
  test('is what is done, and since when it is tried', async () => {
    const { task, read, clock } = await setup();
    const since = clock.now();
    await task('certify');
    clock.time += 5;
    await task('certify');
    expect((await read()).doing).toEqual({ task: 'certify', since });
    await task('investigate');
    expect((await read()).doing).toEqual({ task: 'investigate', since: since + 5 });
  });

  test.each<[string, unknown, string]>([
    ['a refusal', new Refused('damaged', 'a row'), 'damaged'],
    ['an error', new TypeError('a message that may hold anything'), 'TypeError'],
    ['what is no error', 'away', 'unknown'],
  ])('of what went wrong is a word of ours: %s', async (_, thrown, error) => {
    const { task, read, parts, clock } = await setup();
    const { lanes } = parts.lanes;
    parts.lanes.lanes = () => Promise.reject(thrown);
    await expect(task('certify')).rejects.toBe(thrown);
    clock.time += 5;
    await expect(task('certify')).rejects.toBe(thrown);
    expect((await read()).failure).toEqual({ task: 'certify', at: clock.now(), error, times: 2 });
    expect(JSON.stringify(await read())).not.toContain('may hold');
    parts.lanes.lanes = lanes;
    await task('certify');
    expect(await read()).not.toHaveProperty('failure');
  });

  test('is of the task that failed: what another one does well leaves it, and what another one does wrong takes its place', async () => {
    const { task, read, parts } = await setup();
    parts.lanes.lanes = () => Promise.reject(new Error('away'));
    await expect(task('certify')).rejects.toThrow('away');
    await task('contain');
    expect((await read()).failure).toMatchObject({ task: 'certify', times: 1 });
    await task('resume');
    expect((await read()).failure).toMatchObject({ task: 'resume', error: 'unpublished', times: 1 });
  });

  test.each<Task>(['contain', 'certify', 'resume'])(
    'stands in nobody’s way where it cannot be written: %s',
    async (name) => {
      const { task, parts } = await setup();
      const { advance } = parts.store;
      parts.store.advance = async (id, step) =>
        'doing' in step.set || 'failure' in step.set ? Promise.reject(new Error('away')) : advance(id, step);
      expect((await task(name)).outcome).toBe(
        { contain: 'contained', certify: 'quiet', resume: 'refused' }[name as string],
      );
      parts.lanes.lanes = () => Promise.reject(new Error('of the task'));
      parts.store.read = () => Promise.reject(new Error('of the task'));
      await expect(runTask(parts, { task: name, incident: RITA.sub })).rejects.toThrow('of the task');
    },
  );
});

describe('what IAM denies beside the gates', () => {
  async function approved() {
    const all = await incidentSetup();
    const { id, approve } = await all.published();
    await approve(STELLA);
    await approve(ROLF);
    return { ...all, id };
  }

  test('is compared once the gates are closed, and once they are open, and by no other task', async () => {
    const { parts, id, gates } = await approved();
    const seen: [Task, string][] = [];
    for (const task of ['contain', 'certify', 'investigate', 'publish', 'resume'] as const) {
      const compareSecondLine = async () => void seen.push([task, (await gates.collection.read()).state]);
      await runTask({ ...parts, compareSecondLine }, { task, incident: id });
    }
    expect(seen).toEqual([
      ['contain', 'closed'],
      ['resume', 'open'],
    ]);
  });

  test('is not compared where a resume is refused', async () => {
    const { parts, id } = await setup();
    const compareSecondLine = () => Promise.reject(new Error('asked'));
    const asked = runTask({ ...parts, compareSecondLine }, { task: 'resume', incident: id });
    expect((await asked).outcome).toBe('refused');
  });

  test.each<[what: string, compare: () => Promise<void>]>([
    ['fails', async () => Promise.reject(new Error('away'))],
    ['never answers', () => new Promise(() => {})],
  ])('keeps no task from its end, nor fails it, where it %s', async (_what, compareSecondLine) => {
    const { parts, id, gates } = await approved();
    const run = (task: Task) => runTask({ ...parts, compareSecondLine }, { task, incident: id });
    expect((await run('contain')).outcome).toBe('contained');
    expect((await run('resume')).outcome).toBe('resumed');
    expect((await gates.reading.read()).state).toBe('open');
    expect(await parts.store.read(id)).not.toHaveProperty('failure.error');
  });
});
