import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEVICE_CLOCK_SKEW } from '../../wire/capture-window.ts';
import { EVENT_KINDS, type Event } from '../../wire/event.ts';
import { readFrame } from '../../wire/frame.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import { createAgent } from './agent.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import { explain } from './explain.ts';
import type { PutOutcome } from './frame-sink.ts';
import { createMemorySpool, type Spool } from './spool.ts';
import type { RecordingState } from './state.ts';
import { eventsOf, FakeControl, FakeSink, MANUAL_START, ManualClock, settled } from './testing.ts';

const key = (time: number, letter = 'a'): Event => ({
  kind: 'key',
  time: MANUAL_START + time,
  app: 'editor',
  type: 'keydown',
  code: `Key${letter.toUpperCase()}`,
  key: letter,
});
const paste = (data: string): Event => ({
  kind: 'text',
  time: MANUAL_START,
  app: 'editor',
  inputType: 'insertFromPaste',
  data,
});

function setUp({
  spool = createMemorySpool(),
  random = () => 0.5,
  mark = () => false,
}: {
  spool?: Spool;
  random?: () => number;
  mark?: () => boolean;
} = {}) {
  const clock = new ManualClock();
  const api = new FakeControl(clock);
  const sink = new FakeSink();
  const agent = createAgent({ device: 'device-1', api, sink, spool, clock, random, mark });
  const states: string[] = [];
  agent.on('state', (state) => states.push('reason' in state ? `${state.state}: ${state.reason}` : state.state));
  const stored = () => sink.frames.flatMap((frame) => eventsOf(frame, api.grants));
  return { agent, clock, api, sink, spool, states, stored };
}
const flush = (changes: Partial<LeaseGrant['flush']>) => ({
  flush: { seconds: 30, bytes: 262_144, spoolBytes: 10_000_000, eventsPerMinute: 6000, ...changes },
});

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

describe('the lease', () => {
  test('is renewed at half time, with what was acknowledged', async () => {
    const { agent, clock, api, states } = setUp();
    await agent.start();
    agent.capture(key(1));
    await agent.flush();

    await clock.pass(30_000);

    expect(api.requests).toEqual([
      { device: 'device-1', acked: 0, run: 'new', kinds: EVENT_KINDS },
      { device: 'device-1', acked: 0, kinds: EVENT_KINDS, run: { epoch: 1, turn: 1 }, told: [{ epoch: 1, acked: 1 }] },
    ]);
    await clock.pass(120_000);
    expect(states).toEqual(['recording']);
  });

  test('seals what was captured under it, with its key, when it is renewed', async () => {
    const { agent, clock, api, sink } = setUp({ random: () => 0.99 });
    api.answers = [flush({ seconds: 300 })];
    await agent.start();
    agent.capture(key(1));
    await clock.pass(40_000);
    agent.capture(key(2));
    await agent.flush();

    const byLease = sink.frames.map((frame) => [
      String(Buffer.from(frame.data).subarray(16, 23)),
      eventsOf(frame, api.grants).map((event) => event.time - MANUAL_START),
    ]);
    expect(byLease).toEqual([
      ['lease-1', [1]],
      ['lease-2', [2]],
    ]);
  });

  describe('renewed with the same scope', () => {
    const scope = 'serial.1.0.1';
    const leasesOf = ({ api, sink }: ReturnType<typeof setUp>) =>
      sink.frames.map((frame) => ({
        lease: readFrame(frame.data).lease,
        times: eventsOf(frame, api.grants).map((event) => event.time - MANUAL_START),
      }));

    test('goes on in the frame that was begun, until the lease that it names is over', async () => {
      const world = setUp({ random: () => 0.99 });
      const { agent, clock, api } = world;
      api.answers = [{ scope, ...flush({ seconds: 300 }) }];
      await agent.start();
      for (const at of [1, 40_000, 59_000, 61_000]) {
        await clock.pass(MANUAL_START + at - clock.now());
        agent.capture(key(at));
      }
      await agent.flush();

      expect(leasesOf(world)).toEqual([
        { lease: 'lease-1', times: [1, 40_000, 59_000] },
        { lease: 'lease-2', times: [61_000] },
      ]);
    });

    test.each(['another.1.0.1', undefined])('and no longer when the next lease says %p', async (next) => {
      const world = setUp({ random: () => 0.99 });
      const { agent, clock, api } = world;
      api.answers = [{ scope, ...flush({ seconds: 300 }) }, { scope: next }];
      await agent.start();
      agent.capture(key(1));
      await clock.pass(40_000);
      agent.capture(key(2));
      await agent.flush();

      expect(leasesOf(world)).toEqual([
        { lease: 'lease-1', times: [1] },
        { lease: 'lease-2', times: [2] },
      ]);
    });

    test('of frames and events: each event within the lease that its frame names, none twice, as many frames as flushing asks for', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 10, max: 400 }),
          fc.integer({ min: 20, max: 400 }),
          fc.array(fc.integer({ min: 100, max: 20_000 }), { minLength: 20, maxLength: 60 }),
          async (seconds, length, gaps) => {
            const world = setUp({ random: () => 0.5 });
            const { agent, clock, api, stored } = world;
            const lease = api.lease.bind(api);
            api.lease = async (request) => {
              const grant = await lease(request);
              grant.expires = grant.issued + length * 1000;
              return grant;
            };
            api.answers = [{ scope, ...flush({ seconds }) }];
            await agent.start();
            let [at, last] = [0, 0];
            const times = gaps.map((gap) => {
              at += gap;
              return at;
            });
            for (const time of times) {
              await clock.pass(time - last);
              last = time;
              expect(agent.capture(key(time))).toBe('kept');
            }
            await agent.flush();

            expect(stored().map((event) => event.time - MANUAL_START)).toEqual(times);
            for (const frame of leasesOf(world)) {
              const { issued, expires } = api.grants.find((grant) => grant.lease === frame.lease)!;
              // The double's calendar is 50 s ahead.
              const [from, to] = [issued - MANUAL_START - 50_000, expires - MANUAL_START - 50_000];
              for (const time of frame.times) expect(from <= time && time <= to).toBe(true);
            }
            const longest = Math.min(seconds, length / 2) * 1000;
            expect(world.sink.frames.length).toBeLessThanOrEqual(2 + Math.ceil(at / longest));
          },
        ),
        { numRuns: 25 },
      );
    });
  });

  test('over: capture stops on the dot, what was captured is sealed, and a new lease starts it again', async () => {
    const { agent, clock, api, states, stored } = setUp({ random: () => 0.99 });
    api.answers = [flush({ seconds: 300 }), new ControlUnreachable('away')];
    await agent.start();
    agent.capture(key(1));
    await clock.pass(59_999);
    expect(agent.capture(key(2))).toBe('kept');
    await clock.pass(1);

    expect(agent.capture(key(3))).toBe('not-recording');
    expect(states).toEqual(['recording', 'paused: unreachable']);
    await agent.flush();
    expect(stored().map((event) => event.time - MANUAL_START)).toEqual([1, 2]);

    api.answers = [{}];
    await clock.pass(60_000);
    expect(agent.capture(key(120_000))).toBe('kept');
    expect(states.at(-1)).toBe('recording');
  });

  test('is over after the machine has slept through it, though the stopwatch stood still', async () => {
    const { agent, clock } = setUp();
    await agent.start();
    clock.sleep(60_000);
    expect(agent.capture(key(1))).toBe('not-recording');
    expect(agent.state).toEqual({ state: 'paused', reason: 'lease-expired' });
  });

  test('is over though the calendar was set back', async () => {
    const { agent, clock, api } = setUp();
    api.answers = [{}, new ControlUnreachable('away')];
    await agent.start();
    clock.sleep(-3_600_000);
    await clock.pass(60_000);
    expect(agent.capture(key(1))).toBe('not-recording');
  });

  test('counts from before it was asked for', async () => {
    const { agent, clock, api } = setUp();
    const slow = api.lease.bind(api);
    api.lease = async (request) => {
      const grant = await slow(request);
      clock.sleep(59_000);
      return grant;
    };
    await agent.start();
    expect(agent.capture(key(1))).toBe('kept');
    clock.sleep(1000);
    expect(agent.capture(key(2))).toBe('not-recording');
  });

  test('refused: capture stops at once, what was not sealed is thrown away, and it is asked for again later', async () => {
    const { agent, clock, api, states, stored } = setUp({ random: () => 0.99 });
    api.answers = [flush({ seconds: 300 }), new LeaseRefused('gate-closed')];
    await agent.start();
    agent.capture(key(1));

    await clock.pass(33_000);

    expect(states).toEqual(['recording', 'paused: gate-closed']);
    expect(agent.capture(key(2))).toBe('not-recording');
    await agent.flush();
    expect(stored()).toEqual([]);
    expect(agent.counters.discarded).toBe(1);
    // The lease is gone, not left to run out.
    await clock.pass(40_000);
    expect(states).toEqual(['recording', 'paused: gate-closed']);

    api.answers = [{}];
    await clock.pass(120_000);
    expect(agent.state).toEqual({ state: 'recording' });
  });

  test('refusals are asked about less and less often, and at once when the person wants it', async () => {
    const { agent, clock, api } = setUp();
    api.answers = [new LeaseRefused('consent')];
    await agent.start();
    await clock.pass(3_600_000);
    expect(api.requests.length).toBeLessThan(14);
    expect(clock.due[0]).toBeLessThanOrEqual(600_000);

    api.answers = [{}];
    expect(await agent.resume()).toEqual({ state: 'recording' });
  });
});

describe('sending', () => {
  test('repeats what was throttled with growing pauses, and alone', async () => {
    const { agent, clock, sink } = setUp();
    await agent.start();
    let tries = 0;
    sink.outcome = (number) => (number === 2 && ++tries < 4 ? 'retry' : 'acknowledged');
    for (const time of [1, 2, 3]) {
      agent.capture(key(time));
      await agent.flush();
    }
    expect(agent.acked).toBe(1);
    await clock.pass(20_000);

    expect(sink.frames.map((frame) => frame.number).sort()).toEqual([1, 2, 3]);
    expect(agent.acked).toBe(3);
    expect(sink.puts.filter((numbers) => numbers.includes(1))).toHaveLength(1);
  });

  test('a denied put stops capture, and a lease is not asked for at once', async () => {
    const { agent, clock, api, sink, states } = setUp();
    await agent.start();
    sink.outcome = () => 'denied';
    agent.capture(key(1));
    await agent.flush();

    expect(states).toEqual(['recording', 'paused: put-denied']);
    expect(agent.capture(key(2))).toBe('not-recording');
    expect(agent.pending).toBe(1);
    await clock.pass(50_000);
    expect([api.requests.length, states.at(-1)]).toEqual([1, 'paused: put-denied']);

    sink.outcome = () => 'acknowledged';
    await clock.pass(120_000);
    expect([agent.pending, states.at(-1)]).toEqual([0, 'recording']);
  });

  test('credentials that ran out are no denial: the next lease brings new ones', async () => {
    const { agent, clock, sink, states } = setUp();
    await agent.start();
    sink.outcome = () => 'credentials';
    agent.capture(key(1));
    await agent.flush();
    expect(agent.pending).toBe(1);

    sink.outcome = () => 'acknowledged';
    await clock.pass(33_000);

    expect(agent.pending).toBe(0);
    expect(states).toEqual(['recording']);
  });

  test('a full spool pauses capture until it has room', async () => {
    const { agent, clock, api, sink, states } = setUp();
    api.answers = [flush({ spoolBytes: 100 })];
    await agent.start();
    sink.outcome = () => 'retry';
    agent.capture(key(1));
    await agent.flush();
    expect(agent.capture(key(2))).toBe('not-recording');

    sink.outcome = () => 'acknowledged';
    await clock.pass(10_000);

    expect(states).toEqual(['recording', 'paused: spool-full', 'recording']);
    expect(agent.capture(key(3))).toBe('kept');
  });

  test('what an earlier run left is sent with the next lease, in order', async () => {
    const spool = createMemorySpool();
    const first = setUp({ spool });
    await first.agent.start();
    first.sink.outcome = () => 'retry';
    for (const time of [1, 2, 3]) {
      first.agent.capture(key(time));
      await first.agent.flush();
    }

    const second = setUp({ spool });
    await second.agent.start();
    await second.agent.flush();

    expect(second.sink.frames.map((frame) => frame.number)).toEqual([1, 2, 3]);
    expect(second.agent.acked).toBe(3);
  });

  test('a spool that cannot be written stops capture, and nothing is sent', async () => {
    const spool: Spool = { ...createMemorySpool(), add: () => Promise.reject(new Error('disk full')) };
    const { agent, sink, states } = setUp({ spool });
    await agent.start();
    agent.capture(key(1));
    await agent.flush();
    expect(states).toEqual(['recording', 'paused: spool-failed']);
    expect(sink.frames).toEqual([]);
    expect(agent.counters.discarded).toBe(1);
  });
});

describe('stop', () => {
  test('captures nothing more, sends what was captured, and settles the books', async () => {
    const { agent, clock, api, sink, states, stored } = setUp();
    await agent.start();
    agent.capture(key(1));

    await agent.stop();

    expect(agent.capture(key(2))).toBe('not-recording');
    expect(stored()).toEqual([key(1)]);
    expect(api.requests.at(-1)).toEqual({
      ...{ device: 'device-1', acked: 0, kinds: EVENT_KINDS, run: { epoch: 1, turn: 1 } },
      told: [{ epoch: 1, acked: 1 }],
    });
    expect(states).toEqual(['recording', 'stopped: user']);
    expect(sink.closed).toBe(true);
    expect(clock.due).toEqual([]);
  });

  test('does not hang when the stream is away, and leaves the frame in the spool', async () => {
    const { agent, sink } = setUp();
    await agent.start();
    sink.outcome = () => 'retry';
    agent.capture(key(1));
    await agent.stop();
    expect(agent.pending).toBe(1);
  });

  test('a lease that comes in after it changes nothing', async () => {
    const { agent, api } = setUp();
    const answer = api.lease.bind(api);
    let release = () => {};
    api.lease = (request) => new Promise((resolve) => (release = () => resolve(answer(request))));
    const starting = agent.start();
    await agent.stop();
    release();
    await starting;
    await settled();
    expect(agent.state).toEqual({ state: 'stopped', reason: 'user' });
  });
});

describe('delivery', () => {
  const TROUBLES: PutOutcome[] = [
    'retry',
    'unreachable',
    'proxy-login',
    'captive-portal',
    'clock-wrong',
    'credentials',
  ];

  test.each(TROUBLES)(
    'that fails as %p shows after two flushes, with the time from which on, and ends with an acknowledgement',
    async (trouble) => {
      const { agent, clock, api, sink } = setUp();
      const states: RecordingState[] = [];
      agent.on('state', (state) => states.push(state));
      api.answers = [flush({ seconds: 30 })];
      await agent.start();
      sink.outcome = () => trouble;
      agent.capture(key(1));
      await clock.pass(15_000);
      expect(agent.waitingSince).toBe(MANUAL_START + 15_000);

      await clock.pass(59_999);
      expect(states).toEqual([{ state: 'recording' }]);
      await clock.pass(1);
      const reason = trouble === 'retry' ? 'stream-busy' : trouble;
      const state = { state: 'recording', notDelivering: { since: MANUAL_START + 15_000, reason } };
      expect(states).toEqual([{ state: 'recording' }, state]);
      expect(explain(agent.state)).toMatchObject({ reason, advice: expect.stringMatching(/./) });

      sink.outcome = () => 'acknowledged';
      await clock.pass(60_000);
      expect(states.at(-1)).toEqual({ state: 'recording' });
      expect([agent.pending, agent.waitingSince, explain(agent.state)]).toEqual([0, undefined, undefined]);
      expect(agent.lastAcknowledged).toBeGreaterThan(MANUAL_START + 75_000);
    },
  );

  test('does not wait for the next lease: what the stream refuses for its credentials is asked for at once', async () => {
    const { agent, clock, api, sink, stored } = setUp();
    await agent.start();
    sink.outcome = () => (api.grants.length < 2 ? 'credentials' : 'acknowledged');
    agent.capture(key(1));
    await agent.flush();
    await settled();
    await clock.pass(0);
    expect(stored()).toHaveLength(1);
    expect(clock.now()).toBe(MANUAL_START);
  });

  test('and a stream that takes no credentials at all is asked less and less often, each time with a lease', async () => {
    const { agent, clock, api, sink } = setUp();
    await agent.start();
    sink.outcome = () => 'credentials';
    agent.capture(key(1));
    await agent.flush();
    await clock.pass(600_000);
    expect(sink.puts.length).toBeLessThan(30);
    expect(api.requests.length).toBeLessThan(60);
  });

  test('an idle agent is well while its lease lasts, then it rests: no lease is asked for until something happens', async () => {
    const { agent, clock, api, states, stored } = setUp();
    await agent.start();
    await clock.pass(899_000);
    expect(states).toEqual(['recording']);
    await clock.pass(60_000);
    expect(states).toEqual(['recording', 'paused: resting']);
    const asked = api.requests.length;
    await clock.pass(12 * 3_600_000);
    expect(api.requests).toHaveLength(asked);

    expect(agent.capture(key(1))).toBe('not-recording');
    await settled();
    expect(agent.state).toEqual({ state: 'recording' });
    expect(agent.capture(key(clock.now() - MANUAL_START))).toBe('kept');
    await agent.flush();
    expect(stored()).toHaveLength(1);
  });

  test('somebody who does a little now and then is recorded without a break', async () => {
    const { agent, clock, states } = setUp();
    await agent.start();
    for (let at = 0; at < 20; at++) {
      await clock.pass(840_000);
      expect(agent.capture(key(clock.now() - MANUAL_START))).toBe('kept');
    }
    expect(states).toEqual(['recording']);
  });
});

describe('a pause on this device', () => {
  test('stops at once, needs no network, asks for nothing, and sends what was captured before', async () => {
    const { agent, clock, api, stored, states } = setUp();
    await agent.start();
    agent.capture(key(1));
    api.answers = [new ControlUnreachable('away')];

    agent.pauseHere();

    expect(agent.capture(key(2))).toBe('not-recording');
    await agent.flush();
    expect(stored()).toEqual([key(1)]);
    await clock.pass(3_600_000);
    expect(states).toEqual(['recording', 'paused: paused-here']);
    expect(api.requests).toHaveLength(1);

    api.answers = [{}];
    expect(await agent.resume()).toEqual({ state: 'recording' });
  });

  test('is told before it takes effect: what is captured then is the last that is kept', async () => {
    const { agent, stored } = setUp();
    await agent.start();
    const end = agent.onPausing(() => agent.capture(key(9)));
    agent.pauseHere();
    agent.pauseHere();
    await agent.flush();
    expect(stored()).toEqual([key(9)]);
    end();
    await agent.resume();
    agent.pauseHere();
    await agent.flush();
    expect(stored()).toEqual([key(9)]);
  });

  test('ends by itself after so long', async () => {
    const { agent, clock } = setUp();
    await agent.start();
    agent.pauseHere(1_800_000);
    await clock.pass(1_799_999);
    expect(agent.state).toEqual({ state: 'paused', reason: 'paused-here' });
    await clock.pass(1);
    expect(agent.state).toEqual({ state: 'recording' });
  });

  test('is not ended by the answer to what was asked before it', async () => {
    const { agent, api } = setUp();
    const lease = api.lease.bind(api);
    let answer = () => {};
    api.lease = async (request) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return lease(request);
    };
    const started = agent.start();
    agent.pauseHere();
    answer();
    expect(await started).toEqual({ state: 'paused', reason: 'paused-here' });
    expect(agent.capture(key(1))).toBe('not-recording');
  });
});

test('a calendar that is set back under a lease changes no event’s time, and none is left out', async () => {
  const { agent, clock, stored } = setUp();
  await agent.start();
  clock.sleep(-7_200_000);
  await clock.pass(1_000);
  expect(agent.capture(key(1_000 - 7_200_000))).toBe('kept');
  await agent.flush();
  // To the program's time, which the double has 50 s ahead.
  expect(stored().map(({ time }) => time)).toEqual([MANUAL_START + 51_000]);
});

describe('typing over the border of two frames', () => {
  const typed = (text: string, from = 0) => [...text].map((letter, i) => key(from + i, letter));
  type Line = Event & { context?: 'before' | 'after' };
  const setUpOverlap = async (changes: Partial<LeaseGrant['flush']> = {}, answer: Partial<LeaseGrant> = {}) => {
    const all = setUp({ random: () => 1 });
    all.api.answers = [{ scope: 's', ...flush({ overlap: true, ...changes }), ...answer }];
    await all.agent.start();
    const frames = () => all.sink.frames.map((frame) => eventsOf(frame, all.api.grants) as Line[]);
    const read = (lines: Line[], side?: 'before' | 'after') =>
      lines
        .filter((line) => line.context === side)
        .map((line) => ('key' in line ? line.key : ''))
        .join('');
    return { ...all, frames, read };
  };
  const TEXT = 'abcdefghijklmnopqrstuvwxyz'.repeat(2);

  test('the last presses wait for the next frame, and both frames have what is on the other side', async () => {
    const { agent, clock, frames, read } = await setUpOverlap();

    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    for (const event of typed('and more', 100)) agent.capture(event);
    await agent.flush();

    const [first, second] = frames() as [Line[], Line[]];
    expect([read(first, 'before'), read(first), read(first, 'after')]).toEqual(['', TEXT.slice(0, 20), TEXT.slice(20)]);
    expect([read(second, 'before'), read(second), read(second, 'after')]).toEqual([
      ...[TEXT.slice(0, 20), `${TEXT.slice(20)}and more`, ''],
    ]);
  });

  test('every event is of one frame, whatever is typed and however frames are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40_000 })), { maxLength: 8 }),
        fc.integer({ min: 4096, max: 20_000 }),
        async (steps, bytes) => {
          const { agent, clock, frames, read } = await setUpOverlap({ bytes });
          let all = '';
          for (const [presses, ms] of steps) {
            const text = TEXT.repeat(2).slice(0, presses);
            for (const event of typed(text)) if (agent.capture(event) === 'kept') all += (event as { key: string }).key;
            await clock.pass(ms);
          }
          await agent.stop();
          expect(
            frames()
              .map((lines) => read(lines))
              .join(''),
          ).toBe(all);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('what was held back goes with the next flush, whether anything came behind it or not', async () => {
    const { agent, clock, frames, read } = await setUpOverlap();
    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    await clock.pass(30_000);
    expect(frames().map((lines) => read(lines))).toEqual([TEXT.slice(0, 20), TEXT.slice(20)]);
  });

  test.each<[what: string, flush: Partial<LeaseGrant['flush']>, answer: Partial<LeaseGrant>]>([
    ['a redactor that does not know it', { overlap: false }, {}],
    ['frames too small to hold anything back', { bytes: 8192 }, {}],
  ])('nothing waits for %s', async (_what, changes, answer) => {
    const { agent, clock, frames, read } = await setUpOverlap(changes, answer);
    for (const event of typed(TEXT)) agent.capture(event);
    await clock.pass(30_000);
    expect(
      frames()
        .map((lines) => read(lines))
        .join(''),
    ).toBe(TEXT);
  });

  test('nothing is carried into another consent: its frame has neither events nor copies of the one before', async () => {
    const { agent, clock, api, frames, read } = await setUpOverlap();
    for (const event of typed(TEXT)) agent.capture(event);
    api.answers = [{ scope: 'another', ...flush({ overlap: true }) }];
    await agent.resume();
    for (const event of typed('fresh', 200)) agent.capture(event);
    await agent.flush();
    await clock.pass(0);
    expect(frames().map((lines) => [read(lines, 'before'), read(lines)])).toEqual([
      ['', TEXT],
      ['', 'fresh'],
    ]);
  });
});
