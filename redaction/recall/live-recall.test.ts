import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import { createRedactor } from '../create.ts';
import { DETECTORS } from '../detectors/index.ts';
import type { RedactableFrame, Redactor } from '../redactor.ts';
import { canarySet } from './canaries.ts';
import { LiveRecall, RecallBelowBar } from './live-recall.ts';

const seed = new Uint8Array(32).fill(3);
const policy = { actions: {}, tiers: {} };
const good = createRedactor({ policy, tagger: false });
const frame = (): RedactableFrame => ({
  device: 'd',
  number: 5,
  events: [{ kind: 'pointer', time: 1, app: 'a', path: [0, 1, 1] } as Event],
});

describe('live recall', () => {
  test('finds every canary of many sets, and returns the frames as if there were none', () => {
    const live = new LiveRecall(good, { seed, bar: 0.99, every: 1 });
    const input = frame();

    for (let i = 0; i < 100; i++) {
      const [out, ...more] = live.redactFrames([input]);
      expect(more).toEqual([]);
      expect(out!.events).toEqual(input.events);
    }

    expect(live.report()).toMatchObject({ planted: 600, recall: 1 });
  });

  test('canaries change with each turn and with the seed', () => {
    const values = (turn: number, s = seed) => canarySet(s, turn).map(({ value }) => value);

    expect(values(1)).toEqual(values(1));
    expect(values(1).some((value) => values(2).includes(value))).toBe(false);
    expect(values(1).some((value) => values(1, new Uint8Array(32)).includes(value))).toBe(false);
  });

  test('a redactor that misses a type stops storage', () => {
    const blind = createRedactor({
      policy,
      tagger: false,
      detectors: DETECTORS.filter(({ name }) => name !== 'email'),
    });
    const live = new LiveRecall(blind, { seed, bar: 0.9, every: 1 });

    expect(() => live.redactFrames([frame()])).toThrow(RecallBelowBar);
    expect(live.report().byType.EMAIL).toEqual({ planted: 1, found: 0 });
  });

  test('under the bar it stops every call, until canaries are found again', () => {
    let blind = true;
    const inner = { ...good, find: good.find, redactText: good.redactText } as Redactor;
    inner.redactFrames = (frames) =>
      blind ? frames.map((one) => ({ ...one, tiers: [], dropped: 0, found: {} })) : good.redactFrames(frames);
    const live = new LiveRecall(inner, { seed, bar: 0.5, every: 100 });

    expect(() => live.redactFrames([frame()])).toThrow(RecallBelowBar);
    expect(() => live.redactFrames([frame()])).toThrow(RecallBelowBar);
    blind = false;
    expect(() => live.redactFrames([frame()])).toThrow(RecallBelowBar);
    expect(live.redactFrames([frame()])).toHaveLength(1);
  });

  test('a redactor that writes every event anew and masks nothing is seen to be blind', () => {
    const blind = {
      ...good,
      redactFrames: (frames: RedactableFrame[]) => structuredClone(frames) as never,
    } as Redactor;
    const live = new LiveRecall(blind, { seed, bar: 0, every: 1 });

    for (let i = 0; i < 10; i++) live.redactFrames([frame()]);

    expect(live.report()).toMatchObject({ planted: 60, recall: 0 });
  });

  test('ids that become hashes hide no canary: keys of production and canaries are told apart by time', () => {
    const hashes = createRedactor({ policy, tagger: false, tokenKey: new Uint8Array(32).fill(1) });
    const half = createRedactor({
      policy,
      tagger: false,
      tokenKey: new Uint8Array(32).fill(1),
      detectors: DETECTORS.filter(({ name }) => name !== 'email'),
    });
    const recallOf = (inner: Redactor): number => {
      const live = new LiveRecall(inner, { seed, bar: 0, every: 1 });
      for (let i = 0; i < 20; i++) live.redactFrames([frame()]);
      return live.report().byType.EMAIL!.found;
    };

    expect([recallOf(hashes), recallOf(half)]).toEqual([20, 0]);
  });

  test('types that the policy keeps prove nothing', () => {
    const keeps = createRedactor({ policy: { actions: { EMAIL: 'keep' }, tiers: {} }, tagger: false });
    const live = new LiveRecall(keeps, { seed, bar: 1, every: 1, kept: new Set(['EMAIL']) });

    live.redactFrames([frame()]);

    expect(live.report()).toMatchObject({ planted: 5, recall: 1 });
  });

  test('the share is that of the last canaries alone', () => {
    let blind = true;
    const inner = { ...good } as Redactor;
    inner.redactFrames = (frames) =>
      blind ? frames.map((one) => ({ ...one, tiers: [], dropped: 0, found: {} })) : good.redactFrames(frames);
    const live = new LiveRecall(inner, { seed, bar: 0, every: 1, window: 10 });

    live.redactFrames([frame()]);
    expect(live.report()).toMatchObject({ planted: 6, found: 0 });
    blind = false;
    live.redactFrames([frame()]);
    expect(live.report()).toMatchObject({ planted: 10, found: 6, recall: 0.6 });
    live.redactFrames([frame()]);
    expect(live.report()).toMatchObject({ planted: 10, found: 10, recall: 1 });
  });

  test('a canary typed as keys is told by its value alone, and one in a text by any part of it', () => {
    const leaky = (leak: (event: Event, i: number) => Event): Redactor =>
      ({
        ...good,
        redactFrames: (frames: RedactableFrame[]) => {
          const redacted = good.redactFrames(frames);
          const last = redacted.at(-1)!;
          return [...redacted.slice(0, -1), { ...last, events: last.events.map(leak) }];
        },
      }) as Redactor;
    const missed = (inner: Redactor): number => {
      const live = new LiveRecall(inner, { seed, bar: 0, every: 1 });
      for (let i = 0; i < 2; i++) live.redactFrames([frame()]);
      return live.report().planted - live.report().found;
    };

    expect(missed(leaky((event) => event))).toBe(0);
    // A sign that is left of a value says nothing, a letter does.
    expect(missed(leaky((event) => (event.kind === 'key' && !event.key ? { ...event, key: '-' } : event)))).toBe(0);
    expect(missed(leaky((event) => (event.kind === 'key' && !event.key ? { ...event, key: 'x' } : event)))).toBe(6);
  });

  test('says how much is missing', () => {
    const blind = {
      ...good,
      redactFrames: (frames: RedactableFrame[]) => structuredClone(frames) as never,
    } as Redactor;
    const live = new LiveRecall(blind, { seed, bar: 0.5, every: 1 });

    expect(() => live.redactFrames([frame()])).toThrow(
      expect.objectContaining({
        ...{ name: 'RecallBelowBar', recall: 0, bar: 0.5 },
        message: 'live recall 0.0000 is below the bar 0.5',
      }),
    );
  });

  test.each([0, 1])('a bar of %i is one', (bar) => {
    expect(() => new LiveRecall(good, { seed, bar })).not.toThrow();
  });

  test.each([-0.1, 1.1, Number.NaN])('one of %d is none', (bar) => {
    expect(() => new LiveRecall(good, { seed, bar })).toThrow(RangeError);
  });

  test('plants now and then, not where there is nothing', () => {
    const live = new LiveRecall(good, { seed, bar: 0.9, every: 4 });

    for (let i = 0; i < 8; i++) live.redactFrames([frame()]);
    expect(live.report().planted).toBe(12);
    live.redactFrames([]);
    expect(live.report().planted).toBe(12);
  });

  test('a policy that drops what it finds leaves no canary', () => {
    const dropping: Redactor = createRedactor({ policy: { actions: { EMAIL: 'drop' }, tiers: {} }, tagger: false });
    const live = new LiveRecall(dropping, { seed, bar: 1, every: 1 });

    for (let i = 0; i < 6; i++) live.redactFrames([frame()]);
    expect(live.report().recall).toBe(1);
    expect(live.find('a@b.com')).toHaveLength(1);
    expect(live.redactText('a@b.com')).toBe('[EMAIL]');
    expect(live.redactText('a@b.com', [])).toBe('a@b.com');
  });

  test('a bar that is no share is refused', () => {
    expect(() => new LiveRecall(good, { seed, bar: 95 })).toThrow(RangeError);
  });
});
