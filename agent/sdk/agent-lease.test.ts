import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_KINDS } from '../../wire/event.ts';
import { readFrame } from '../../wire/frame.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import { eventsOf, MANUAL_START } from './testing.ts';
import { flush, key, setUp } from './testing-agent.ts';

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
