import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, createAgent } from './agent.ts';
import { LeaseRefused } from './errors.ts';
import { createMemorySpool } from './spool.ts';
import { FakeControl, FakeSink, ManualClock, settled } from './testing.ts';
import { createTeller, FakeChannel } from './testing-push.ts';

const move = (time: number) => ({ kind: 'window', time, app: 'editor', type: 'focus' }) as const;

/** An agent that records under a lease of epoch 5, and listens unless told otherwise. */
async function setup({ up = true, epoch = 5 } = {}) {
  const [clock, channel, teller] = [new ManualClock(), new FakeChannel(), createTeller()];
  const [control, sink] = [new FakeControl(clock), new FakeSink()];
  control.answers = [{ push: teller.offer(epoch) }];
  const agent = createAgent({
    ...{ device: 'd', api: control, sink, spool: createMemorySpool(), clock, push: channel.open },
    random: () => 0.5,
  });
  await agent.start();
  if (up) channel.listener!.up();
  const hear = async (message: Uint8Array) => {
    channel.listener!.message(message);
    await settled();
  };
  const capture = (of: Agent = agent) => of.capture(move(clock.now()));
  return { agent, clock, channel, teller, control, sink, hear, capture };
}
const refused = new LeaseRefused('gate-closed');

test('a closed gate stops it at once, by name, and what it had captured and not sealed is not sent', async () => {
  const { agent, clock, teller, control, sink, hear, capture } = await setup();
  expect(capture()).toBe('kept');
  control.answers = [refused];
  await hear(teller.news({ state: 'closed', epoch: 6 }));
  expect(agent.state).toEqual({ state: 'paused', reason: 'gate-closed-push' });
  expect(capture()).toBe('not-recording');
  await clock.pass(240_000);
  expect(sink.frames).toEqual([]);
  expect(agent.counters.discarded).toBe(1);
  expect(agent.state).toMatchObject({ state: 'paused', reason: 'gate-closed' });
});

test('one that opens is asked by each at a moment of its own, and starts by the lease alone', async () => {
  const { agent, clock, teller, control, hear, capture } = await setup();
  control.answers = [refused];
  await hear(teller.news({ state: 'closed', epoch: 6 }));
  await clock.pass(240_000);
  const asked = control.requests.length;
  control.answers = [{ push: teller.offer(7) }];
  await hear(teller.news({ state: 'open', epoch: 7, spread: 8 }));
  expect([agent.state.state, capture(), control.requests.length]).toEqual(['paused', 'not-recording', asked]);
  await clock.pass(3_999);
  expect(control.requests).toHaveLength(asked);
  await clock.pass(1);
  expect([agent.state.state, capture()]).toEqual(['recording', 'kept']);
});

test('one that missed a closing, and hears of the opening after it, drops the lease of before', async () => {
  const { agent, teller, hear } = await setup();
  await hear(teller.news({ state: 'open', epoch: 7 }));
  expect(agent.state).toEqual({ state: 'paused', reason: 'gate-closed-push' });
});

test('a lease that was asked for before it heard of the closing is none', async () => {
  const { agent, clock, teller, control, hear } = await setup();
  const { promise, resolve } = Promise.withResolvers<void>();
  const lease = control.lease.bind(control);
  control.lease = async (request) => {
    const grant = await lease(request);
    await promise;
    return grant;
  };
  await clock.pass(31_000);
  await hear(teller.news({ state: 'closed', epoch: 6 }));
  resolve();
  await settled();
  expect(agent.state).toEqual({ state: 'paused', reason: 'gate-closed-push' });
});

test('a lease that was asked for after that is believed: the service knows its tables', async () => {
  const { agent, clock, teller, hear } = await setup();
  await hear(teller.news({ state: 'closed', epoch: 9 }));
  await clock.pass(240_000);
  expect(agent.state.state).toBe('recording');
});

test('whatever comes, in whatever order, never starts it; what is nobody’s, another’s or old does nothing and is counted', async () => {
  const strange = createTeller();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          by: fc.constantFrom('ours', 'a stranger', 'another program', 'another stage', 'nobody'),
          state: fc.constantFrom('open' as const, 'closed' as const),
          epoch: fc.integer({ min: 1, max: 10 }),
          bytes: fc.uint8Array({ maxLength: 300 }),
        }),
        { maxLength: 12 },
      ),
      async (messages) => {
        const { agent, teller, control, hear, capture } = await setup();
        const asked = control.requests.length;
        let stopped = false;
        let highest = 5;
        let ignored = 0;
        for (const { by, state, epoch, bytes } of messages) {
          const told = { state, epoch };
          const message = {
            ours: () => teller.news(told),
            'a stranger': () => strange.news(told),
            'another program': () => teller.news({ ...told, program: 'other' }),
            'another stage': () => teller.news({ ...told, stage: 'prod' }),
            nobody: () => bytes,
          }[by]();
          await hear(message);
          if (by !== 'ours' || epoch < highest) ignored++;
          else {
            stopped ||= epoch > 5 || state === 'closed';
            highest = epoch;
          }
          expect([agent.state.state, capture()]).toEqual(stopped ? ['paused', 'not-recording'] : ['recording', 'kept']);
        }
        expect(Object.values(agent.ignoredNews).reduce((sum, n) => sum + n, 0)).toBe(ignored);
        expect(control.requests).toHaveLength(asked);
        await agent.stop();
      },
    ),
    { numRuns: 200 },
  );
});

test('a channel that is away for a lease’s length counts as a closed gate; what was captured is sent', async () => {
  const { agent, clock, channel, sink, capture } = await setup();
  await clock.pass(10_000);
  expect(agent.notToldSince).toBeUndefined();
  channel.listener!.down();
  const since = clock.now();
  await clock.pass(59_000);
  expect([agent.state.state, agent.notToldSince]).toEqual(['recording', since]);
  expect(capture()).toBe('kept');
  await clock.pass(1_000);
  expect(agent.state).toEqual({ state: 'paused', reason: 'push-down' });
  expect([capture(), sink.frames.length]).toEqual(['not-recording', 1]);
  await clock.pass(300_000);
  expect(agent.state).toEqual({ state: 'paused', reason: 'push-down' });
  channel.listener!.up();
  expect([agent.state.state, agent.notToldSince, capture()]).toEqual(['recording', undefined, 'kept']);
});

test('one that never stands is away from the first lease on; a tear of some seconds is nothing', async () => {
  const never = await setup({ up: false });
  await never.clock.pass(60_000);
  expect(never.agent.state).toEqual({ state: 'paused', reason: 'push-down' });

  const torn = await setup();
  for (let time = 0; time < 20; time++) {
    torn.channel.listener!.down();
    torn.capture();
    await torn.clock.pass(50_000);
    torn.channel.listener!.up();
    expect(torn.agent.state.state).toBe('recording');
  }
});

test('after a night’s sleep it waits for the channel, not for a lease’s length', async () => {
  const { agent, clock, channel, capture } = await setup();
  channel.listener!.down();
  clock.sleep(8 * 3_600_000);
  expect(capture()).toBe('not-recording');
  await clock.pass(3_000);
  expect(agent.state).toEqual({ state: 'paused', reason: 'push-down' });
  channel.listener!.up();
  expect(agent.state.state).toBe('recording');
});

test('says that it listens only while it does, and only where that was offered', async () => {
  const { agent, clock, channel, control } = await setup({ up: false });
  const said = () => control.requests.map(({ listens }) => listens);
  await clock.pass(31_000);
  channel.listener!.up();
  await clock.pass(31_000);
  channel.listener!.down();
  await clock.pass(31_000);
  expect(said()).toEqual([undefined, undefined, true, undefined]);
  // A service that offers it no more: nothing is away, and nothing is listened to.
  control.answers = [{}];
  await clock.pass(31_000);
  expect([channel.listener, agent.notToldSince, agent.state.state]).toEqual([undefined, undefined, 'recording']);
});

test('a pause of the person’s own stays theirs, and ends by them', async () => {
  const { agent, clock, teller, hear } = await setup();
  agent.pauseHere();
  await hear(teller.news({ state: 'closed', epoch: 6 }));
  await hear(teller.news({ state: 'open', epoch: 7 }));
  await clock.pass(600_000);
  expect(agent.state).toEqual({ state: 'paused', reason: 'paused-here' });
});

test('one channel for all leases, with the newest credentials, and none after the stop', async () => {
  const { agent, clock, channel, control } = await setup();
  await clock.pass(90_000);
  expect([channel.opened, channel.used.length]).toEqual([1, control.grants.length]);
  await agent.stop();
  expect(channel.listener).toBeUndefined();
});
