import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { CLOCK_SKEW } from './certify.ts';
import { RESUME_LIVES } from './conclusion.ts';
import { askResume, decide } from './decide.ts';
import type { Decision } from './incident.ts';
import { report } from './report.ts';
import { runTask } from './tasks.ts';
import type { Task } from './workflow.ts';

const RITA = { sub: 'rita', groups: ['employees', 'stewards'] };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const SVEN = { sub: 'sven', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };

async function setup() {
  const memory = await memoryIncidentSetup();
  const { parts, clock, syncLanes } = memory;
  const run = (incident: string, task: Task, token?: string) =>
    runTask(parts, { task, incident, ...(token !== undefined && { token }) });
  const file = async () => {
    const order = { incident: ulid(clock.now()), reporter: RITA, severity: 'high' as const, text: 'text' };
    return (await report(parts, order)).incident.incident;
  };
  /** Files a report and walks it up to a task. */
  const walk = async (until: Task = 'awaitApprovals') => {
    const id = await file();
    clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
    syncLanes();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) {
      if (task === until) return id;
      await run(id, task);
    }
    // People are told first; then it waits.
    await run(id, 'awaitApprovals', `told-${id}`);
    await run(id, 'awaitApprovals', `token-${id}`);
    return id;
  };
  const approve = async (incident: string, approver: typeof RITA, decision: Decision = 'resume', change = {}) => {
    const { findings, epochs } = await parts.store.read(incident);
    const order = { incident, approver, decision, findings: findings?.document ?? '', epoch: epochs!.collection };
    return decide(parts, { ...order, ...change });
  };
  const refusal = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'done',
      (error) => error.reason,
    );
  const ask = (id: string) => refusal(askResume(parts, id));
  return { ...memory, run, file, walk, approve, refusal, ask };
}

describe('approving', () => {
  test.each<[string, typeof RITA, object]>([
    ['not-approver', { sub: 'ivan', groups: ['investigators', 'platform'] }, {}],
    ['own-report', RITA, {}],
    ['findings', STELLA, { findings: 'f'.repeat(64) }],
    ['epoch', STELLA, { epoch: 1 }],
    ['epoch', STELLA, { epoch: 3 }],
  ])('refused: %s', async (reason, approver, change) => {
    const { walk, approve, refusal, entries } = await setup();
    const id = await walk();
    expect(await refusal(approve(id, approver, 'resume', change))).toBe(reason);
    expect((await entries()).filter(({ kind }) => kind === 'approval')).toEqual([]);
  });

  test('refused: unpublished, before there are findings', async () => {
    const { walk, approve, refusal } = await setup();
    expect(await refusal(approve(await walk('publish'), STELLA))).toBe('unpublished');
  });

  test('refused: state, once it is decided, or when nothing is held', async () => {
    const { walk, approve, refusal, run, parts, clock } = await setup();
    const id = await walk();
    await approve(id, STELLA);
    await approve(id, ROLF);
    await run(id, 'resume');
    expect(await refusal(approve(id, SVEN, 'terminate', { epoch: 3 }))).toBe('state');
    const low = ulid(clock.now());
    await report(parts, { incident: low, reporter: RITA, severity: 'low', text: 't' });
    const order = { incident: low, approver: STELLA, decision: 'resume' as const, findings: '', epoch: 3 };
    expect(await refusal(decide(parts, order))).toBe('state');
  });
});

describe('resuming', () => {
  test('refused with one approval, with two of one group, and done with two of different groups', async () => {
    const { walk, approve, ask, run, gates, workflow, entries } = await setup();
    const id = await walk();
    expect(await ask(id)).toBe('approvals');
    await approve(id, STELLA);
    expect(await ask(id)).toBe('approvals');
    await approve(id, SVEN);
    expect(await ask(id)).toBe('approvals');
    await approve(id, ROLF);
    expect(await ask(id)).toBe('done');
    expect(workflow.answers.at(-1)).toEqual({ token: `token-${id}`, incident: id, outcome: 'resume' });
    expect(await run(id, 'resume')).toEqual({ outcome: 'resumed', incident: id });
    expect([await gates.collection.read(), await gates.reading.read()]).toMatchObject([
      { state: 'open', epoch: 3, holds: [] },
      { state: 'open', epoch: 3, holds: [] },
    ]);
    expect(await run(id, 'resume')).toEqual({ outcome: 'resumed', incident: id });
    const resumes = (await entries()).filter(({ kind }) => kind === 'resume');
    expect(resumes).toHaveLength(1);
    expect(resumes[0]?.detail).toMatchObject({ epoch: 2, approvers: 'stella rolf', consent: 'kept' });
  });

  test('the task itself checks again, whatever the workflow was told', async () => {
    const { walk, approve, run, gates } = await setup();
    const id = await walk();
    expect(await run(id, 'resume')).toEqual({ outcome: 'refused', incident: id, reason: 'approvals' });
    await approve(id, STELLA);
    await approve(id, ROLF);
    await approve(id, ROLF, 'terminate');
    expect(await run(id, 'resume')).toEqual({ outcome: 'refused', incident: id, reason: 'approvals' });
    expect(await run(id, 'terminate')).toEqual({ outcome: 'refused', incident: id, reason: 'approvals' });
    expect((await gates.collection.read()).state).toBe('closed');
  });

  test('asked for before the workflow waits, it is kept, and answered by whoever begins to wait', async () => {
    const { walk, parts, approve, ask, run, workflow } = await setup();
    const id = await walk('publish');
    expect(await ask(id)).toBe('unpublished');
    await runTask(parts, { task: 'publish', incident: id });
    await approve(id, STELLA);
    await approve(id, ROLF);
    expect(await askResume(parts, id)).toEqual({ answered: false });
    await run(id, 'awaitApprovals', 'first');
    expect(workflow.answers).toEqual([{ token: 'first', incident: id, outcome: 'resume' }]);
  });

  test('an incident does not open what another one holds', async () => {
    const { walk, approve, run, gates } = await setup();
    const first = await walk();
    const second = await walk();
    await approve(first, STELLA);
    await approve(first, ROLF);
    expect(await run(first, 'resume')).toEqual({ outcome: 'resumed', incident: first });
    expect(await gates.collection.read()).toMatchObject({ state: 'closed', epoch: 2, holds: [second] });
    await approve(second, STELLA);
    await approve(second, ROLF);
    expect(await run(second, 'resume')).toEqual({ outcome: 'resumed', incident: second });
    expect(await gates.collection.read()).toMatchObject({ state: 'open', epoch: 3 });
  });

  test('a resume that dies between the gates is finished by the next try', async () => {
    const { walk, approve, run, gates, parts } = await setup();
    const id = await walk();
    await approve(id, STELLA);
    await approve(id, ROLF);
    const { release } = gates.reading;
    gates.reading.release = async () => {
      throw new Error('died');
    };
    await expect(run(id, 'resume')).rejects.toThrow('died');
    gates.reading.release = release;
    expect(await run(id, 'contain')).toEqual({ outcome: 'contained', incident: id });
    expect(await run(id, 'resume')).toEqual({ outcome: 'resumed', incident: id });
    expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual(['open', 'open']);
    expect(await parts.store.read(id)).toMatchObject({ status: 'resumed' });
  });

  test('a resume that dies between the gates is finished, though another incident lets go in the meantime', async () => {
    const { walk, approve, run, gates, parts } = await setup();
    const [first, second] = [await walk(), await walk()];
    for (const id of [first, second]) {
      await approve(id, STELLA);
      await approve(id, ROLF);
    }
    const { release } = gates.reading;
    gates.reading.release = async () => {
      throw new Error('died');
    };
    await expect(run(first, 'resume')).rejects.toThrow('died');
    gates.reading.release = release;
    expect(await run(second, 'resume')).toEqual({ outcome: 'resumed', incident: second });
    expect(await gates.reading.read()).toMatchObject({ state: 'closed', holds: [first] });

    // The workflow starts over.
    expect(await run(first, 'contain')).toEqual({ outcome: 'contained', incident: first });
    expect(await run(first, 'resume')).toEqual({ outcome: 'resumed', incident: first });

    for (const gate of [gates.collection, gates.reading]) {
      expect(await gate.read()).toMatchObject({ state: 'open', epoch: 3, holds: [] });
    }
    expect(await parts.store.read(first)).toMatchObject({ status: 'resumed' });
  });

  test('nor does somebody who takes an approval back half-way leave one gate open and one closed', async () => {
    const { walk, approve, run, gates } = await setup();
    const [first, second] = [await walk(), await walk()];
    await approve(first, STELLA);
    await approve(first, ROLF);
    const { release } = gates.reading;
    gates.reading.release = async () => {
      throw new Error('died');
    };
    await expect(run(first, 'resume')).rejects.toThrow('died');
    gates.reading.release = release;
    await approve(first, ROLF, 'terminate');
    expect(await run(first, 'resume')).toEqual({ outcome: 'resumed', incident: first });
    expect(await gates.reading.read()).toMatchObject({ state: 'closed', holds: [second] });
  });

  test('consent is asked again when the disclosure has widened since', async () => {
    const { walk, approve, parts, entries } = await setup();
    const id = await walk();
    await approve(id, STELLA);
    await approve(id, ROLF);
    const wider = sampleDisclosure((disclosure) => {
      disclosure.version = '2.0';
    });
    const noted = async () => wider;
    expect(await runTask({ ...parts, disclosure: wider, noted }, { task: 'resume', incident: id })).toMatchObject({
      outcome: 'resumed',
    });
    const resumed = (await entries()).find(({ kind }) => kind === 'resume');
    expect(resumed?.detail).toMatchObject({ disclosure: '2.0', consent: 'asked-again' });
  });
});

describe('conformance: what is red stops a resume, by name', () => {
  const approved = async () => {
    const memory = await setup();
    const id = await memory.walk();
    await memory.approve(id, STELLA);
    await memory.approve(id, ROLF);
    const red = () =>
      askResume(memory.parts, id).then(
        () => 'green',
        ({ reason, message }) => `${reason}: ${message}`,
      );
    return { ...memory, id, red };
  };

  test('an open lane', async () => {
    const { red, laneRows, lane } = await approved();
    laneRows.set(lane, { ...laneRows.get(lane)!, state: 'open' });
    expect(await red()).toBe('conformance: not in order: lanes-closed');
  });

  test('a frame admitted since', async () => {
    const { red, laneRows, lane } = await approved();
    laneRows.set(lane, { ...laneRows.get(lane)!, counters: { admitted: 8 } });
    expect(await red()).toBe('conformance: not in order: nothing-admitted');
  });

  test('findings that anybody could delete', async () => {
    const { red, parts } = await approved();
    parts.evidence.lockedUntil = async () => undefined;
    expect(await red()).toBe('conformance: not in order: findings-locked');
  });

  test('evidence that was changed, or signed by another key', async () => {
    const { red, parts, id } = await approved();
    const { get } = parts.evidence;
    const { certificate } = await parts.store.read(id);
    parts.evidence.get = async (name) => {
      const text = Buffer.from(await get(name)).toString();
      return Buffer.from(name === certificate?.name ? text.replace('"epoch":2', '"epoch":1') : text);
    };
    expect(await red()).toBe('conformance: not in order: certified');
  });

  test('another document of this program in the place of the one that is named', async () => {
    const { red, parts, id, walk } = await approved();
    const { certificate, receipt, findings } = await parts.store.read(id);
    const other = await parts.store.read(await walk());
    const named = parts.store.read;
    const put = (change: object) => {
      parts.store.read = async (asked) => ({ ...(await named(asked)), ...(asked === id && change) });
    };
    put({ certificate: receipt });
    expect(await red()).toBe('conformance: not in order: certified');
    put({ certificate: { ...receipt!, document: certificate!.document } });
    expect(await red()).toBe('conformance: not in order: certified');
    put({ certificate: other.certificate });
    expect(await red()).toBe('conformance: not in order: certified');
    put({ receipt: other.receipt });
    expect(await red()).toMatch('nothing-admitted');
    put({ findings: { ...other.findings!, document: findings!.document } });
    expect(await red()).toBe('conformance: not in order: findings-locked');
  });

  test('a ledger that was cut', async () => {
    const { red, parts, ledger } = await approved();
    parts.ledger = {
      ...ledger,
      page: async (...at) => (await ledger.page(...at)).slice(0, -1),
      entry: async () => undefined,
    };
    expect(await red()).toBe('conformance: not in order: ledger-intact');
  });

  test('an error is no verdict: it stops the resume as it is', async () => {
    const { red, parts } = await approved();
    parts.lanes = {
      lanes: async () => {
        throw new Error('no answer');
      },
    };
    expect(await red()).toBe('undefined: no answer');
  });
});

describe('terminating', () => {
  test('not while a resume may be under way that has not let go yet: the gates would open under it', async () => {
    const { walk, approve, run, gates, parts, workflow } = await setup();
    const id = await walk();
    for (const one of [STELLA, ROLF]) await approve(id, one);
    const [reached, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { release } = gates.collection;
    gates.collection.release = async (...order) => {
      reached.resolve();
      await goesOn.promise;
      return release(...order);
    };
    const resuming = run(id, 'resume');
    await reached.promise;
    for (const one of [STELLA, ROLF]) await approve(id, one, 'terminate');

    expect(await run(id, 'terminate')).toEqual({ outcome: 'refused', incident: id, reason: 'state' });
    await run(id, 'awaitApprovals', 'waits');
    expect(workflow.answers.map(({ token }) => token)).not.toContain('waits');

    goesOn.resolve();
    expect(await resuming).toEqual({ outcome: 'resumed', incident: id });
    expect(await run(id, 'terminate')).toMatchObject({ outcome: 'refused' });
    expect(await parts.store.read(id)).toMatchObject({ status: 'resumed' });
    expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual(['open', 'open']);
  });

  test('a resume that died before it let go keeps nobody from ending the program for longer than it can live', async () => {
    const { walk, approve, run, gates, clock, workflow } = await setup();
    const id = await walk();
    for (const one of [STELLA, ROLF]) await approve(id, one);
    const { release } = gates.collection;
    gates.collection.release = () => Promise.reject(new Error('died'));
    // Tried again later: it is the last try that counts.
    for (let tries = 0; tries < 2; tries++) {
      await expect(run(id, 'resume')).rejects.toThrow('died');
      clock.time += RESUME_LIVES - 1;
    }
    gates.collection.release = release;
    for (const one of [STELLA, ROLF]) await approve(id, one, 'terminate');
    expect(await run(id, 'terminate')).toMatchObject({ outcome: 'refused', reason: 'state' });
    clock.time += 1;
    await run(id, 'awaitApprovals', 'looks again');
    expect(workflow.answers.at(-1)).toEqual({ token: 'looks again', incident: id, outcome: 'terminate' });
    expect(await run(id, 'terminate')).toEqual({ outcome: 'terminated', incident: id });
    expect((await gates.collection.read()).state).toBe('closed');
  });

  test('the second approval answers the workflow; the gates stay closed for good', async () => {
    const { walk, approve, run, gates, workflow, parts, ask } = await setup();
    const id = await walk();
    expect((await approve(id, STELLA, 'terminate')).answered).toBe(false);
    expect((await approve(id, ROLF, 'terminate')).answered).toBe(true);
    expect(workflow.answers.at(-1)).toEqual({ token: `token-${id}`, incident: id, outcome: 'terminate' });
    expect(await run(id, 'terminate')).toEqual({ outcome: 'terminated', incident: id });
    expect(await gates.collection.read()).toMatchObject({ state: 'closed', holds: [id] });
    expect(await parts.store.read(id)).toMatchObject({ status: 'terminated' });
    expect(await ask(id)).toBe('state');
    expect(await run(id, 'resume')).toMatchObject({ outcome: 'refused', reason: 'state' });
    await run(id, 'awaitApprovals', 'again');
    expect(workflow.answers.at(-1)).toEqual({ token: 'again', incident: id, outcome: 'terminate' });
  });
});
