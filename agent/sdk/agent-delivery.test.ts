import { describe, expect, test } from '@jest/globals';
import { EVENT_KINDS } from '../../wire/event.ts';
import { explain } from './explain.ts';
import type { PutOutcome } from './frame-sink.ts';
import { createMemorySpool, type Spool } from './spool.ts';
import type { RecordingState } from './state.ts';
import { MANUAL_START, settled } from './testing.ts';
import { flush, key, setUp } from './testing-agent.ts';

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
