import { describe, expect, test } from '@jest/globals';
import type { DeepPass } from '../../redaction/deep/deep-pass.ts';
import { RecallBelowBar } from '../../redaction/recall/live-recall.ts';
import type { RedactedFrame, Redactor } from '../../redaction/redactor.ts';
import { failingAt } from '../../test/fixtures/redactors.ts';
import { busyWorld, click, createWorld, NOON, type Stored, xs } from '../../test/fixtures/world.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { redactionPolicyOf } from '../disclosure/policy.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import type { AdmittedFrame } from './admit.ts';
import { redactSubject } from './redact.ts';

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
  const prompt = (text: string) => ({ kind: 'prompt', time: NOON, app: 'editor', text, author: 'self' });
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

describe("a subject's frames", () => {
  const frame = (device: string, number: number, ...events: object[]): AdmittedFrame => ({
    frame: {
      record: { sequence: '1', partitionKey: 'anna', arrival: 0, data: new Uint8Array() },
      claims: { device } as LeaseClaims,
      ...{ number, body: undefined },
    },
    events: events as AdmittedFrame['events'],
  });
  /** A redactor that answers as it is told, and notes which frames it is given together. */
  const answering = (answer: (frame: RedactedFrame) => RedactedFrame) => {
    const asked: string[][] = [];
    const redactor: Redactor = {
      ...failingAt(() => false),
      redactFrames(frames) {
        asked.push(frames.map(({ device, number }) => `${device} ${number}`));
        return frames.map(({ device, number, events }) =>
          answer({ device, number, events, tiers: events.map(() => 'routine'), dropped: 0, found: {} }),
        );
      },
    };
    return { asked, redactor };
  };
  const NOTHING = { events: 0, dropped: 0, failed: 0, unanswered: 0, lines: '', kinds: {}, found: {} };

  test('come to the redactor together, those of a device in its order, and without empty ones', async () => {
    const { asked, redactor } = answering((one) => one);
    const frames = [
      frame('b', 12, click(3)),
      frame('a', 7, click(2)),
      frame('b', 9, click(1)),
      frame('a', 1),
      frame('b', 2),
    ];

    const result = await redactSubject(frames, { redactor });

    expect(asked).toEqual([['b 9', 'b 12', 'a 7']]);
    expect(result.lines).toBe([click(1), click(3), click(2)].map((one) => `${JSON.stringify(one)}\n`).join(''));
    expect(result).toMatchObject({ events: 3, kinds: { click: 3 }, dropped: 0, failed: 0 });
  });

  test('of nothing are not given to it', async () => {
    const { asked, redactor } = answering((one) => one);
    expect(await redactSubject([frame('a', 1)], { redactor })).toEqual({ ...NOTHING, tiers: new Set() });
    expect(asked).toEqual([]);
  });

  test('are summed: kinds, tiers, what was found, and what is gone, whatever the redactor says of it', async () => {
    const { redactor } = answering((one) => ({
      ...one,
      events: one.events.slice(1),
      tiers: one.number === 1 ? ['personal', 'routine'] : [],
      dropped: 99,
      found: one.number === 1 ? { EMAIL: 2, PERSON: 1 } : { EMAIL: 3 },
    }));
    const key = { kind: 'key', time: 1, app: 'editor', type: 'keyup' };
    const frames = [frame('a', 1, click(1), click(2), key), frame('a', 2, click(3), click(4))];

    const result = await redactSubject(frames, { redactor });

    expect(result).toMatchObject({ events: 3, dropped: 2, failed: 0, kinds: { click: 2, key: 1 } });
    expect(result.found).toEqual({ EMAIL: 5, PERSON: 1 });
    // An event that was given no tier is in the most guarded one.
    expect(result.tiers).toEqual(new Set(['personal', 'routine', 'sensitive']));
  });

  test('that come back with more events than they had are dropped', async () => {
    const { asked, redactor } = answering((one) =>
      one.number === 2 ? { ...one, events: [...one.events, ...one.events] } : one,
    );
    const frames = [frame('a', 1, click(1)), frame('a', 2, click(2), click(3)), frame('a', 3, click(4))];

    const result = await redactSubject(frames, { redactor });

    expect(asked).toEqual([['a 1', 'a 2', 'a 3'], ['a 1'], ['a 2'], ['a 3']]);
    expect(result).toMatchObject({ events: 2, dropped: 2, failed: 1, kinds: { click: 2 } });
    expect(result.lines).toBe([click(1), click(4)].map((one) => `${JSON.stringify(one)}\n`).join(''));
  });

  test('below the bar when each is tried by itself stop storing all the same', async () => {
    let calls = 0;
    const { redactor } = answering(() => {
      if (calls++ === 0) throw new Error('cannot');
      throw new RecallBelowBar(0.5, 0.95);
    });
    const given = redactSubject([frame('a', 1, click(1))], { redactor });
    await expect(given).rejects.toMatchObject({
      ...{ name: 'Unavailable', message: 'redaction is below its bar', cause: { name: 'RecallBelowBar' } },
    });
  });
});

test('what one subject types tells nobody which words stand for it in the records of others', async () => {
  const disclosure = sampleDisclosure((d) => {
    d.events.prompt = { fields: ['text', 'author', 'conversation'], why: 'Prompts are wanted in this test.' };
    d.redaction.actions = { EMAIL: 'tokenise' };
  });
  const world = createWorld({ disclosure });
  const event = {
    kind: 'prompt',
    time: NOON,
    app: 'editor',
    text: 'ask jane@example.com',
    author: 'self',
    conversation: 'c',
  };
  const records = [];
  for (const subject of ['anna', 'bert']) {
    await world.enrol(subject);
    for (const number of [1, 2]) {
      const lease = await world.lease(subject);
      records.push(world.record(world.frame(lease, number, [event]), subject));
    }
  }

  for (const record of records) await world.pipeline().process({ shard: world.shard, records: [record] });

  const words = (await world.stored()).flatMap(({ row, events }) =>
    events.map(({ text, conversation }) => ({ subject: row.subject, text, conversation })),
  );
  const of = (subject: string, field: 'text' | 'conversation') =>
    new Set(words.filter((one) => one.subject === subject).map((one) => one[field]));
  for (const field of ['text', 'conversation'] as const) {
    expect([of('anna', field).size, of('bert', field).size]).toEqual([1, 1]);
    expect([...of('anna', field)]).not.toEqual([...of('bert', field)]);
  }
  expect([...of('anna', 'text')][0]).toMatch(/^ask \[EMAIL:[a-p]{16}\]$/);
});
