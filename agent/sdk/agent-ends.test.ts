import { describe, expect, test } from '@jest/globals';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import { MANUAL_START } from './testing.ts';
import { flush, key, setUp } from './testing-agent.ts';

/** Each end of a recording is told while a frame can still be sealed: whoever marks it is in that frame. */

type World = ReturnType<typeof setUp>;

/** An agent that records, with a collector that marks where it ends. */
async function recording(of: Parameters<typeof setUp>[0] = {}, grant: object = {}) {
  const world = setUp(of);
  world.api.answers = [grant];
  await world.agent.start();
  const ends: [string, number][] = [];
  world.agent.onPausing((reason, at) => {
    ends.push([reason, at - MANUAL_START]);
    expect(world.agent.takes('session')).toBe(true);
    world.agent.capture(key(at - MANUAL_START, 'end'));
  });
  return { ...world, ends };
}
const away = new ControlUnreachable('away');

describe('what is marked at an end is sealed with what was recorded until then', () => {
  let shown = true;
  const ENDS: [string, () => Promise<World & { ends: [string, number][] }>, number][] = [
    [
      'paused-here',
      async () => {
        const world = await recording();
        world.agent.pauseHere();
        return world;
      },
      0,
    ],
    [
      'unreachable',
      async () => {
        const world = await recording();
        world.api.answers = [away];
        await world.clock.pass(90_000);
        return world;
      },
      60_000,
    ],
    [
      'lease-expired',
      async () => {
        const world = await recording();
        world.clock.sleep(7_200_000);
        world.agent.capture(key(7_200_000));
        return world;
      },
      // Two hours were slept: it had ended with its lease.
      60_000,
    ],
    [
      'resting',
      async () => {
        const world = await recording();
        await world.clock.pass(1_000_000);
        return world;
      },
      930_000,
    ],
    [
      'no-mark',
      async () => {
        shown = true;
        const world = await recording({ mark: () => shown }, { mark: 'required' });
        shown = false;
        world.agent.markChanged();
        return world;
      },
      0,
    ],
    [
      'user',
      async () => {
        const world = await recording();
        await world.agent.stop();
        return world;
      },
      0,
    ],
  ];
  test.each(ENDS)('%s', async (reason, play, at) => {
    const { agent, ends, stored } = await play();

    await agent.flush();

    expect(ends).toEqual([[reason, at]]);
    expect(stored()).toEqual([expect.objectContaining({ code: 'KeyEND' })]);
  });

  test('spool-full: it waits in the frame that is open, which leaves when there is room', async () => {
    const { agent, clock, sink, ends, stored } = await recording({}, flush({ seconds: 1, spoolBytes: 1 }));
    sink.outcome = () => 'retry';
    agent.capture(key(1));
    await clock.pass(1_500);
    expect([agent.state, ends.map(([reason]) => reason)]).toEqual([
      { state: 'paused', reason: 'spool-full' },
      ['spool-full'],
    ]);

    sink.outcome = () => 'acknowledged';
    await clock.pass(60_000);
    await agent.flush();

    expect(stored().map((event) => 'code' in event && event.code)).toEqual(['KeyA', 'KeyEND']);
  });
});

test('it is nobody who is there: what rests goes on to rest', async () => {
  const { agent, api, clock } = await recording();
  await clock.pass(1_000_000);
  const asked = api.requests.length;
  await clock.pass(3_600_000);
  expect([agent.state, api.requests.length]).toEqual([{ state: 'paused', reason: 'resting' }, asked]);
});

test('of what is thrown away nothing is told: no frame could hold it', async () => {
  const { agent, api, clock, ends } = await recording();
  api.answers = [new LeaseRefused('gate-closed')];
  await clock.pass(40_000);
  expect([agent.state, ends]).toEqual([{ state: 'paused', reason: 'gate-closed' }, []]);
});
