import { describe, expect, test } from '@jest/globals';
import type { DeepPass } from '../../redaction/deep/deep-pass.ts';
import { RecallBelowBar } from '../../redaction/recall/live-recall.ts';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { busyWorld, click, createWorld, type Stored, xs } from '../../test/fixtures/world.ts';
import { redactionPolicyOf } from '../disclosure/policy.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';

test('a frame that redaction fails at is dropped whole, the others are stored', async () => {
  const { world, records } = await busyWorld(3);
  const redactor = failingAt((event) => event.x === 1);
  const result = await world.pipeline({ redactor }).process({ shard: world.shard, records });
  expect(result.failedFrames).toBe(1);
  expect((await world.stored()).flatMap(({ events }) => xs(events))).toEqual([0, 2]);
  expect(world.counters()).toMatchObject({ admitted: 3, stored: 2, 'dropped:redaction': 1 });
});

describe('redaction below its bar', () => {
  test('storing stops, nothing is dropped, and the frames are stored once it is mended', async () => {
    const world = createWorld();
    await world.enrol('anna');
    const lease = await world.lease('anna');
    const record = world.record(world.frame(lease, 1, [click(1)]), 'anna');
    const blind = failingAt(() => {
      throw new RecallBelowBar(0.5, 0.95);
    });

    for (let time = 0; time < 7; time++) {
      const stopped = await world.pipeline({ redactor: blind }).process({ shard: world.shard, records: [record] });
      expect(stopped.failedFrom).toBe(record.sequence);
      expect(stopped.error).toMatchObject({ name: 'Unavailable', cause: { name: 'RecallBelowBar' } });
    }
    expect(world.counters()).toEqual({});
    await world.pipeline().process({ shard: world.shard, records: [record] });

    expect(world.counters()).toMatchObject({ admitted: 1, stored: 1 });
  });
});

describe('a deep pass', () => {
  const withPrompts = sampleDisclosure((d) => {
    d.events.prompt = { fields: ['text', 'author'], why: 'Prompts are wanted in this test.' };
    d.redaction.tiers = { PERSON: 'sensitive' };
  });
  const policy = redactionPolicyOf(withPrompts);
  const prompt = (text: string) => ({ kind: 'prompt', time: 1_700_000_000_000, app: 'editor', text, author: 'self' });
  const stored = async (examine: DeepPass['examine']) => {
    const world = createWorld({ disclosure: withPrompts });
    await world.enrol('anna');
    const frame = world.frame(await world.lease('anna'), 1, [prompt('where is the kettle'), click(1)]);
    const deep = { pass: { name: 'x', examine }, policy };
    const { faults, failedFrom } = await world
      .pipeline({ deep })
      .process({ shard: world.shard, records: [world.record(frame, 'anna')] });
    expect(failedFrom).toBeUndefined();
    const [{ row, events }] = (await world.stored()) as [Stored];
    return { texts: events.map(({ text }) => text), tier: row.tier, faults, counters: world.counters() };
  };

  test('what it finds is masked before it is stored, in the tier that the disclosure gives it', async () => {
    const result = await stored(async (texts) =>
      texts.map((text) => [{ start: text.indexOf('kettle'), end: text.length, type: 'PERSON' }]),
    );

    expect(result).toMatchObject({ texts: ['where is the [PERSON]', undefined], tier: 'sensitive', faults: {} });
    expect(result.counters).toMatchObject({ stored: 2 });
  });

  test('when it does not answer, its texts are masked whole, and that is said', async () => {
    const result = await stored(() => Promise.reject(new Error('where is the kettle')));

    expect(result).toMatchObject({ texts: ['[OTHER]', undefined], faults: { 'deep-pass': 1 } });
  });
});
