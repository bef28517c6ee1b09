import { describe, expect, test } from '@jest/globals';
import { ControlUnreachable } from './errors.ts';
import { MANUAL_START } from './testing.ts';
import { key, setUp } from './testing-agent.ts';

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
    const end = agent.onPausing((reason) => reason === 'paused-here' && agent.capture(key(9)));
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
