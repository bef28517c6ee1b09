import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { CLOCK_SKEW } from './certify.ts';
import { askResume, decide } from './decide.ts';
import type { Approval, Incident } from './incident.ts';
import { type Progress, progressOf } from './progress.ts';
import { report } from './report.ts';
import { runTask } from './tasks.ts';
import type { Task } from './workflow.ts';

const STELLA = { sub: 'stella', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };

async function setup(severity: 'high' | 'low' = 'high') {
  const memory = await memoryIncidentSetup();
  const { parts, clock } = memory;
  const id = ulid(clock.now());
  const file = () =>
    report(parts, { incident: id, reporter: { sub: 'rita', groups: ['employees'] }, severity, text: 't' });
  const run = (task: Task, token?: string) => runTask(parts, { task, incident: id, ...(token && { token }) });
  const approve = async (approver: typeof STELLA, decision: 'resume' | 'terminate' = 'resume') => {
    const { findings, epochs } = await parts.store.read(id);
    const seen = { findings: findings!.document, epoch: epochs!.collection };
    await decide(parts, { incident: id, approver, decision, ...seen });
  };
  const progress = async () => progressOf(parts, await parts.store.read(id), await parts.store.approvals(id));
  const waits = async (): Promise<Progress['waitsFor'] | undefined> => (await progress())?.waitsFor;
  const judge = () =>
    parts.store.advance(id, { set: { verdict: { verdict: 'confirmed', at: clock.now(), number: 1 } } });
  return { ...memory, id, file, run, approve, judge, progress, waits };
}

test('from a report to a resume: what is waited for, at each step', async () => {
  const { file, run, approve, waits, progress, parts, clock, syncLanes, sign, id } = await setup();
  await file();
  syncLanes();
  expect(await progress()).toEqual({
    waitsFor: 'leases',
    since: clock.now(),
    execution: { name: id, state: 'running' },
  });
  clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
  await run('certify');
  expect(await waits()).toBe('findings');
  await run('investigate');
  await run('publish');
  await run('awaitApprovals', 'one');
  const since = clock.now();
  expect(await waits()).toBe('approvals');
  await sign();
  clock.time += 86_400_000;
  await run('awaitApprovals', 'two');
  await approve(STELLA);
  expect(await progress()).toMatchObject({ waitsFor: 'approvals', since });
  clock.time += 1_000;
  await approve(ROLF);
  expect(await progress()).toMatchObject({ waitsFor: 'request', since: clock.now() });
  await askResume(parts, id);
  expect(await waits()).toBe('opening');
  await run('resume');
  expect(await waits()).toBeUndefined();
});

test('what is refused is asked for again, and what failed is told until it works', async () => {
  const { file, run, approve, waits, progress, parts, clock, syncLanes, id, laneRows, lane } = await setup();
  await file();
  syncLanes();
  const { lanes } = parts.lanes;
  parts.lanes.lanes = () => Promise.reject(new TypeError('a message of somebody else'));
  clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
  for (let tries = 0; tries < 3; tries++) await expect(run('certify')).rejects.toThrow();
  expect(await progress()).toMatchObject({
    waitsFor: 'leases',
    failure: { task: 'certify', error: 'TypeError', times: 3, at: clock.now() },
  });
  parts.lanes.lanes = lanes;
  for (const task of ['certify', 'investigate', 'publish'] as const) await run(task);
  expect(await progress()).not.toHaveProperty('failure');

  await approve(STELLA);
  await approve(ROLF);
  await askResume(parts, id);
  const before = laneRows.get(lane)!;
  laneRows.set(lane, { ...before, counters: { admitted: 8 } });
  await run('resume');
  expect(await progress()).toMatchObject({ waitsFor: 'request', failure: { task: 'resume', error: 'conformance' } });
  laneRows.set(lane, before);
  await approve(ROLF, 'terminate');
  await approve(STELLA, 'terminate');
  expect(await waits()).toBe('ending');
});

test('a report that closes nothing waits for somebody to say what it was', async () => {
  const { file, run, waits, judge } = await setup('low');
  await file();
  expect(await waits()).toBe('findings');
  await run('investigate');
  await run('publish');
  expect(await waits()).toBe('verdict');
  await judge();
  expect(await waits()).toBe('ending');
  await run('resume');
  expect(await waits()).toBeUndefined();
});

test('the execution is shown as it is, also where it cannot be asked', async () => {
  const { file, progress, workflow, id } = await setup();
  await file();
  workflow.ended.set(id, 'aborted');
  expect(await progress()).toMatchObject({ execution: { name: id, state: 'aborted' } });
  workflow.state = () => Promise.reject(new Error('away'));
  expect(await progress()).toMatchObject({ execution: { state: 'unknown' } });
});

const DOCUMENT = { document: 'f', name: 'n', sha256: 's', bytes: 1 };
const HELD: Incident = {
  ...{ incident: 'i', kind: 'report', severity: 'high', status: 'published', reporter: 'rita' },
  ...{ reportedAt: 1, from: 0, disclosure: '1.0', closes: true, startedAt: 2, epochs: { collection: 2, reading: 2 } },
  ...{ closedAt: 3, receipt: DOCUMENT, certificate: DOCUMENT, findings: DOCUMENT },
};
const LOW: Incident = { ...HELD, closes: false, closedAt: undefined } as never;
const doing = { task: 'investigate', since: 7 };
const both = (decision: Approval['decision']): Approval[] =>
  ['s', 'r'].map((group, at) => ({
    ...{ incident: 'i', approver: group, groups: [group], decision, findings: 'f', epoch: 2, at: 10 + at },
  }));

const WAITING: [Progress['waitsFor'], number, object, Approval[]][] = [
  ['workflow', 1, { ...HELD, closedAt: undefined }, []],
  ['leases', 3, { ...HELD, certificate: undefined, doing }, []],
  ['findings', 3, { ...HELD, findings: undefined }, []],
  ['findings', 7, { ...HELD, findings: undefined, doing }, []],
  ['findings', 3, { ...HELD, findings: undefined, certificate: undefined, moved: ['lane'] }, []],
  ['findings', 3, { ...HELD, findings: undefined, certificate: undefined, damaged: ['lane'] }, []],
  ['findings', 1, { ...LOW, findings: undefined }, []],
  ['findings', 7, { ...LOW, findings: undefined, doing }, []],
  ['verdict', 1, LOW, []],
  ['verdict', 6, { ...LOW, triage: { level: 1, at: 6 } }, []],
  ['ending', 7, { ...LOW, doing, verdict: { verdict: 'confirmed', at: 7, number: 1 } }, []],
  ['approvals', 3, HELD, []],
  ['approvals', 3, { ...HELD, doing }, []],
  ['approvals', 8, { ...HELD, doing: { task: 'awaitApprovals', since: 8 } }, []],
  ['approvals', 3, { ...HELD, askedAt: 9 }, []],
  ['approvals', 3, { ...HELD, epochs: undefined }, both('resume')],
  ['request', 11, HELD, both('resume')],
  ['opening', 9, { ...HELD, askedAt: 9 }, both('resume')],
  ['opening', 9, { ...HELD, askedAt: 9, resuming: { at: 9, approvers: ['s', 'r'] } }, []],
  ['approvals', 3, { ...HELD, resuming: { at: 9, approvers: ['s', 'r'] } }, []],
  ['ending', 11, { ...HELD, askedAt: 9 }, both('terminate')],
];
test.each(WAITING)('waits for %s since %d', async (waitsFor, since, incident, approvals) => {
  const workflow = { state: async () => 'running' as const };
  expect(await progressOf({ workflow }, incident as Incident, approvals)).toEqual({
    ...{ waitsFor, since, execution: { name: 'i', state: 'running' } },
  });
});

test('before the first execution there is none to be asked', async () => {
  const { startedAt: _, ...unstarted } = HELD;
  const workflow = { state: () => Promise.reject(new Error('asked')) };
  expect(await progressOf({ workflow }, unstarted, [])).toEqual({ waitsFor: 'approvals', since: 3 });
});
