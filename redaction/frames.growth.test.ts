import { describe, expect, test } from '@jest/globals';
import { growsWithLength, PIECES } from '../test/fixtures/growth.ts';
import { FRAME_SHAPES, frameOf } from '../tools/corpus/frame-shapes.ts';
import type { Event } from '../wire/event.ts';
import { createRedactor } from './create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
const click: Event = { kind: 'click', time: 1, app: 'editor', window: 'w', x: 1, y: 1, button: 0 };
describe('a frame of any shape takes time that grows as it does', () => {
  test.each(Object.entries(FRAME_SHAPES))('%s', (_, shape) => {
    const [piece, whole] = [frameOf(shape, 400), frameOf(shape, 400 * PIECES)];
    const redact = (events: Event[]) => redactor.redactFrames([{ device: 'd', number: 1, events }]);

    const grows = growsWithLength(
      () => {
        for (let i = 0; i < PIECES; i++) redact(piece);
      },
      () => redact(whole),
    );

    expect(grows).toBe(true);
  });
});

test('a run that takes more work than a frame is given is masked whole, for a reason of its own', () => {
  const events = frameOf(FRAME_SHAPES['all is selected, deleted and undone']!, 40_000);
  const [stored] = redactor.redactFrames([{ device: 'd', number: 1, events: [click, ...events] }]);

  expect(stored!.found).toEqual({ UNREAD: 1 });
  expect(new Set(stored!.reasons)).toEqual(new Set([undefined, 'UNREAD']));
  expect(stored!.events.filter((event) => event.kind === 'key').every((event) => !('key' in event))).toBe(true);
  expect(stored!.events[1]).toEqual({
    kind: 'key',
    type: 'keydown',
    time: 1,
    app: 'editor',
    window: expect.anything(),
  });
});
