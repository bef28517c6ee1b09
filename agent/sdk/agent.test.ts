import { describe, expect, test } from '@jest/globals';
import { DEVICE_CLOCK_SKEW } from '../../wire/capture-window.ts';
import type { Event } from '../../wire/event.ts';
import { ControlUnreachable } from './errors.ts';
import { explain } from './explain.ts';
import { createMemorySpool, type Spool } from './spool.ts';
import { eventsOf, MANUAL_START, settled } from './testing.ts';
import { flush, key, paste, setUp } from './testing-agent.ts';

describe('a mark on the screen', () => {
  test('that the program demands: nothing is captured without it, it goes on once it is there, and stops when it goes', async () => {
    let shown = false;
    const { agent, api, states, stored } = setUp({ mark: () => shown });
    api.answers = [{ mark: 'required' }];

    expect(await agent.start()).toEqual({ state: 'paused', reason: 'no-mark' });
    expect(agent.capture(key(1))).toBe('not-recording');
    shown = true;
    agent.markChanged();
    await settled();
    expect(agent.capture(key(2))).toBe('kept');
    shown = false;
    agent.markChanged();
    expect(agent.capture(key(3))).toBe('not-recording');
    await agent.flush();

    expect(states).toEqual(['paused: no-mark', 'recording', 'paused: no-mark']);
    expect(stored()).toEqual([key(2)]);
    expect(explain(agent.state)).toMatchObject({ by: 'program', advice: expect.stringContaining('panel') });
  });

  test('that is wished for alone keeps nothing from being recorded', async () => {
    const { agent } = setUp();
    await agent.start();
    agent.markChanged();
    expect(agent.state).toEqual({ state: 'recording' });
  });

  test('that comes ends no pause of one’s own', async () => {
    let shown = true;
    const { agent, api } = setUp({ mark: () => shown });
    api.answers = [{ mark: 'required' }];
    await agent.start();
    agent.pauseHere();
    shown = false;
    agent.markChanged();
    shown = true;
    agent.markChanged();
    await settled();
    expect(agent.state).toEqual({ state: 'paused', reason: 'paused-here' });
  });
});

describe('recording', () => {
  test('begins with a lease, and not before', async () => {
    const { agent, states } = setUp();
    expect(agent.state).toEqual({ state: 'paused', reason: 'starting' });
    expect(agent.capture(key(1))).toBe('not-recording');

    expect(await agent.start()).toEqual({ state: 'recording' });

    expect(agent.capture(key(2))).toBe('kept');
    expect(states).toEqual(['recording']);
  });

  test('waits, and says so, while the control plane does not answer', async () => {
    const { agent, clock, api, states } = setUp();
    api.answers = [new ControlUnreachable('away'), new ControlUnreachable('away'), {}];
    expect(await agent.start()).toEqual({ state: 'paused', reason: 'unreachable' });
    await clock.pass(10_000);
    expect(states).toEqual(['paused: unreachable', 'recording']);
  });

  test('filters before sealing, and counts', async () => {
    const { agent, stored } = setUp();
    await agent.start();

    expect(agent.capture({ ...key(1), app: 'bank' })).toBe('filtered');
    expect(agent.capture({ ...key(2), secret: 'x' } as unknown as Event)).toBe('kept');
    await agent.flush();

    expect(stored()).toEqual([key(2)]);
    expect(agent.counters).toMatchObject({ captured: 2, kept: 1, dropped: { application: 1 }, stripped: 1 });
  });

  test('sends after the flush interval, the first time after a part of it', async () => {
    const { agent, clock, sink, api } = setUp({ random: () => 0.25 });
    api.answers = [{ expires: 8e15 }];
    await agent.start();

    agent.capture(key(1));
    await clock.pass(7499);
    expect(sink.frames).toHaveLength(0);
    await clock.pass(1);
    expect(sink.frames).toHaveLength(1);

    agent.capture(key(2));
    await clock.pass(29_999);
    expect(sink.frames).toHaveLength(1);
    await clock.pass(1);
    expect(sink.frames).toHaveLength(2);
  });

  test('sends when the flush size is reached, and no frame holds more', async () => {
    const { agent, api, sink, stored } = setUp();
    api.answers = [flush({ bytes: 2000 })];
    await agent.start();
    const texts = Array.from({ length: 30 }, (_, at) => `${at} `.repeat(80));

    for (const text of texts) {
      agent.capture(paste(text));
      await agent.ready();
    }
    await agent.flush();

    expect(sink.frames.length).toBeGreaterThan(3);
    expect(stored().map((event) => (event as { data: string }).data)).toEqual(texts);
    for (const frame of sink.frames) expect(JSON.stringify(eventsOf(frame, api.grants)).length).toBeLessThan(2100);
  });

  test('thins out pointer events over the budget, then the rest', async () => {
    const { agent, api } = setUp();
    api.answers = [flush({ eventsPerMinute: 10 })];
    await agent.start();
    const pointer = (time: number): Event => ({
      kind: 'pointer',
      time: MANUAL_START + time,
      app: 'editor',
      path: [0, 1, 1],
    });

    const results = [
      ...Array.from({ length: 9 }, (_, at) => agent.capture(pointer(at))),
      ...Array.from({ length: 3 }, (_, at) => agent.capture(key(at))),
      agent.capture(pointer(60_000)),
    ];

    expect(results.map((result) => (result === 'kept' ? 'k' : '-')).join('')).toBe('kkkkkkkk-kk-k');
    expect(agent.counters.overBudget).toBe(2);
  });

  test('an event that no frame can hold is not kept', async () => {
    const { agent } = setUp();
    await agent.start();
    expect(agent.capture(paste('é'.repeat(1_000_000)))).toBe('too-large');
  });

  test('pushes back while frames are not written, and goes on after', async () => {
    const memory = createMemorySpool();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const spool: Spool = { ...memory, add: (...args) => gate.then(() => memory.add(...args)) };
    const { agent, api, stored } = setUp({ spool });
    api.answers = [flush({ bytes: 1024 })];
    await agent.start();

    const results: string[] = [];
    for (let at = 0; at < 40; at++) results.push(agent.capture(paste('x'.repeat(500))));
    expect(results.at(-1)).toBe('back-pressure');
    open();
    await agent.ready();

    expect(agent.capture(key(1))).toBe('kept');
    await agent.flush();
    expect(stored()).toHaveLength(results.filter((result) => result === 'kept').length + 1);
  });
});

describe('the time of an event', () => {
  const HOUR = 3_600_000;

  test.each([-HOUR, -61_000, 61_000, HOUR, 20 * 365 * 24 * HOUR])(
    'is the program’s where the calendar of the device is %i ms away from it, and else the device’s',
    async (ahead) => {
      const { agent, clock, api, stored } = setUp();
      const now = clock.now() + ahead;
      api.answers = [{ now, issued: now, expires: now + 60_000 }];
      await agent.start();

      expect(agent.capture(key(5))).toBe('kept');
      await agent.flush();
      expect(stored().map((event) => event.time)).toEqual([MANUAL_START + ahead + 5]);
    },
  );

  test('is left alone where the calendars differ by what an answer may take', async () => {
    const { agent, stored } = setUp();
    await agent.start();
    agent.capture(key(5));
    await agent.flush();
    expect(stored().map((event) => event.time)).toEqual([MANUAL_START + 5]);
  });

  test('is of the lease, or the event goes and is counted: nothing is sent that would be dropped', async () => {
    const { agent, api, stored } = setUp();
    await agent.start();
    const { issued, expires } = api.grants[0]!;
    const times = [issued - DEVICE_CLOCK_SKEW - 1, issued - DEVICE_CLOCK_SKEW, expires + DEVICE_CLOCK_SKEW];

    const outcomes = [...times, expires + DEVICE_CLOCK_SKEW + 1].map((time) => agent.capture(key(time - MANUAL_START)));

    expect(outcomes).toEqual(['filtered', 'kept', 'kept', 'filtered']);
    expect(agent.counters).toMatchObject({ captured: 4, kept: 2, dropped: { time: 2 } });
    await agent.flush();
    expect(stored().map((event) => event.time)).toEqual(times.slice(1));
  });
});
