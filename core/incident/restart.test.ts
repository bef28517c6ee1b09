import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { EXECUTION_STATES } from '../../api/words.ts';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { TURN } from '../shared/turn.ts';
import type { Incident } from './incident.ts';
import { report } from './report.ts';
import { executionOf, LOOKED_AT, restartLost, SETTLED } from './restart.ts';
import { executionName } from './workflow.ts';

const RITA = { sub: 'rita', groups: ['employees'] };

async function setup() {
  const memory = await memoryIncidentSetup();
  const { parts, clock } = memory;
  const file = async (severity: Incident['severity'] = 'high') => {
    const { incident } = await report(parts, { incident: ulid(clock.now()), reporter: RITA, severity, text: 't' });
    clock.time += SETTLED;
    return incident.incident;
  };
  const look = async () => restartLost(parts, await parts.store.list());
  return { ...memory, file, look };
}

describe('an open incident', () => {
  test.each(EXECUTION_STATES.map((state) => [state] as const))('whose execution is %s', async (state) => {
    const { file, look, workflow, parts } = await setup();
    const id = await file();
    if (state === 'gone') workflow.started.clear();
    else workflow.ended.set(id, state);

    // Strictly: one that is undefined would be one too many.
    expect(await look()).toStrictEqual([]);

    const again = state !== 'running';
    expect(workflow.started.has(`${id}-2`)).toBe(again);
    expect((await parts.store.read(id)).execution?.number).toBe(again ? 2 : undefined);
  });

  test('is started again as often as it is lost, and not twice while the new one is young', async () => {
    const { file, look, workflow, clock } = await setup();
    const id = await file();
    for (const name of [id, `${id}-2`, `${id}-3`]) {
      workflow.ended.set(name, 'aborted');
      await look();
      await look();
      clock.time += SETTLED;
    }
    expect([...workflow.started]).toEqual([id, `${id}-2`, `${id}-3`, `${id}-4`]);
  });

  test('is started once by two who look at once, and by one whose answer was lost', async () => {
    const { file, look, workflow, parts } = await setup();
    const id = await file();
    workflow.ended.set(id, 'timed-out');
    const { advance } = parts.store;
    parts.store.advance = () => Promise.reject(new Error('away'));
    expect(await look()).toEqual([new Error('away')]);
    parts.store.advance = advance;

    await Promise.all([look(), look()]);

    expect([...workflow.started]).toEqual([id, `${id}-2`]);
    expect((await parts.store.read(id)).execution?.number).toBe(2);
  });

  test('whose execution cannot be looked at stops no other', async () => {
    const { file, look, workflow } = await setup();
    const [bad, good] = [await file(), await file()];
    workflow.ended.set(good, 'failed');
    const { state } = workflow;
    workflow.state = async (id, number) => {
      if (id === bad) throw new Error('no answer');
      return state(id, number);
    };
    expect(await look()).toEqual([new Error('no answer')]);
    expect(workflow.started.has(`${good}-2`)).toBe(true);
  });
});

test('two that look at once: who comes second leaves what the first has noted', async () => {
  const { file, parts, workflow } = await setup();
  const id = await file();
  workflow.ended.set(id, 'aborted');
  const { advance } = parts.store;
  const noted = { number: 5, startedAt: 7 };
  parts.store.advance = async (of, step) => {
    await advance(of, { set: { execution: noted } });
    return advance(of, step);
  };
  await restartLost(parts, await parts.store.list());
  expect((await parts.store.read(id)).execution).toEqual(noted);
});

test('an execution is left alone until it has had the time to be seen, to the millisecond', async () => {
  const { file, parts, workflow, clock } = await setup();
  const id = await file();
  workflow.ended.set(id, 'aborted');
  clock.time -= 1;
  await restartLost(parts, await parts.store.list());
  expect([...workflow.started]).toEqual([id]);
  clock.time += 1;
  await restartLost(parts, await parts.store.list());
  expect([...workflow.started]).toEqual([id, `${id}-2`]);
  expect(await parts.store.read(id)).toMatchObject({ execution: { number: 2, startedAt: clock.now() } });
});

test('the execution of an incident is the last one that was started, and none before the first', () => {
  const execution = { number: 3, startedAt: 9 };
  expect(executionOf({ startedAt: 5, execution } as Incident)).toEqual(execution);
  expect(executionOf({ startedAt: 5 } as Incident)).toEqual({ number: 1, startedAt: 5 });
  expect(executionOf({} as Incident)).toBeUndefined();
});

test('one that is over, young, or not started yet is left alone', async () => {
  const { file, parts, workflow, clock } = await setup();
  const over = await file('low');
  await parts.store.advance(over, { set: { concludedAt: 1 }, once: 'concludedAt' });
  const young = ulid(clock.now());
  await report(parts, { incident: young, reporter: RITA, severity: 'low', text: 't' });
  workflow.started.clear();
  const { startedAt: _, ...unstarted } = await parts.store.read(young);

  await restartLost(parts, [...(await parts.store.list()), unstarted]);

  expect(workflow.started.size).toBe(0);
});

test('however many are open, those that hold the gates are looked at first', async () => {
  const { parts, workflow, clock } = await setup();
  const started: string[] = [];
  workflow.start = async (id) => {
    started.push(id);
  };
  const row = (n: number, closes: boolean) =>
    ({ incident: `${closes}-${n}`, closes, startedAt: 0, reportedAt: n }) as unknown as Incident;
  const many = Array.from({ length: 500 }, (_, n) => row(n, false));

  await restartLost({ ...parts, store: { advance: async () => row(0, true) } }, [
    ...many,
    row(501, true),
    row(500, true),
  ]);

  expect(started.length).toBe(LOOKED_AT);
  expect(started.slice(0, 3)).toEqual(['true-500', 'true-501', expect.stringContaining('false-')]);
  expect(clock.now()).toBeGreaterThan(SETTLED);
});

test.each([
  [60, 0],
  [60, 500],
  [0, 1_000],
  [3, 1_000],
  [LOOKED_AT, 1],
])(
  'each of %i that hold and %i others comes to its turn, whatever becomes of those before it',
  async (holding, others) => {
    const looked = new Set<string>();
    const row = (n: number, closes: boolean) =>
      ({ incident: `${closes}-${n}`, closes, startedAt: 0, reportedAt: n }) as unknown as Incident;
    const all = [...Array(holding + others).keys()].map((n) => row(n, n < holding));
    const workflow = {
      start: async () => {},
      state: async (id: string) => {
        looked.add(id);
        return 'running' as const;
      },
    };
    for (let run = 1; run <= 1 + all.length / 10 && looked.size < all.length; run++) {
      const before = looked.size;
      const clock = { now: () => SETTLED + run * TURN };
      await restartLost({ clock, workflow, store: { advance: async () => all[0]! } }, all);
      expect(looked.size - before).toBeLessThanOrEqual(LOOKED_AT);
    }
    expect(looked.size).toBe(all.length);
  },
);

test('names of executions hold at most 80 characters of those that AWS allows', () => {
  expect(executionName(ulid(), 1_000_000)).toMatch(/^[0-9A-Z-]{1,80}$/);
});
