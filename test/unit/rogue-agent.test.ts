import { expect, test } from '@jest/globals';
import { LeaseRefused } from '../../agent/sdk/errors.ts';
import { eventsOf, FakeControl, FakeSink, ManualClock } from '../../agent/sdk/testing.ts';
import { createRogueAgent } from '../fixtures/rogue-agent.ts';

async function setUp() {
  const api = new FakeControl(new ManualClock());
  const sink = new FakeSink();
  const rogue = await createRogueAgent({ api, sink, device: 'd1' });
  return { api, sink, rogue };
}

test('the rogue agent seals what the filter forbids, with its one lease, whatever the control plane says', async () => {
  const { api, sink, rogue } = await setUp();
  const secret = { kind: 'key', time: 1, app: 'bank', type: 'keydown', key: 'x', undisclosed: 'y' };
  api.answers = [new LeaseRefused('gate-closed')];

  const outcomes = await rogue.send(Array.from({ length: 40 }, () => [secret]));
  const settled = await rogue.settle();

  expect(outcomes).toEqual(Array.from({ length: 40 }, () => 'acknowledged'));
  expect(sink.frames.map((frame) => frame.number)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect(sink.frames.flatMap((frame) => eventsOf(frame, api.grants))).toEqual(Array.from({ length: 40 }, () => secret));
  expect(settled).toBe(false);
  expect(api.requests.at(-1)).toEqual({ device: 'd1', acked: 40 });
});

test('it repeats what was throttled, reports what was denied, and sends raw bytes under any key', async () => {
  const { sink, rogue } = await setUp();
  let throttled = 3;
  sink.outcome = (number) => (number === 2 ? 'denied' : throttled-- > 0 ? 'retry' : 'acknowledged');
  expect(await rogue.send([[], [], []])).toEqual(['acknowledged', 'denied', 'acknowledged']);
  expect(rogue.acknowledged).toEqual([1, 3]);

  await rogue.sendRaw([Buffer.from('nonsense')], 'somebody-else');
  expect(sink.frames.at(-1)).toEqual({ number: 0, subject: 'somebody-else', data: Buffer.from('nonsense') });
});
