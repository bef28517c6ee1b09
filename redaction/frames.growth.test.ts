import { describe, expect, test } from '@jest/globals';
import { growsWithLength, PIECES } from '../test/fixtures/growth.ts';
import { FRAME_SHAPES, frameOf } from '../tools/corpus/frame-shapes.ts';
import type { Event, KeyEvent } from '../wire/event.ts';
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

describe('where the work is spent while the readings are made', () => {
  const key = (name: string, more: Partial<KeyEvent> = {}): Event => ({
    ...{ kind: 'key', type: 'keydown', time: 1, app: 'editor', window: 'w', key: name },
    ...more,
  });
  /** One field's text comes to an end when it is read alone: it is deleted and undone until there is nothing left for that. */
  const endless = (): Event[] => {
    const all = [key('a', { ctrlKey: true, field: 'f' }), key('Backspace', { field: 'f' })];
    const back = key('z', { ctrlKey: true, field: 'f' });
    return [
      ...Array.from({ length: 20_000 }, () => key('x', { field: 'f' })),
      ...Array.from({ length: 55 }, () => [...all, back]).flat(),
      ...all,
    ];
  };

  test('nothing that was read before is stored for it, though its type is kept', () => {
    const keeping = createRedactor({ policy: { actions: { EMAIL: 'keep' }, tiers: {} }, tagger: false });
    const mail = [...'jane@example.com and so on'].map((one) => key(one, { field: 'mail' }));
    const [stored] = keeping.redactFrames([{ device: 'd', number: 1, events: [...mail, ...endless()] }]);

    expect(stored!.found).toEqual({ UNREAD: 1 });
    expect(stored!.events.filter((event) => 'key' in event)).toEqual([]);
  });

  test('the keys of a password tell neither when they were pressed nor how many they were', () => {
    const password = (time: number) => key('p', { time, field: 'password', fieldType: 'password' });
    const five = [10, 12, 19, 40, 41].map(password);
    for (const events of [
      [...five, ...endless()],
      [...endless(), ...endless(), ...five, key('y')],
    ]) {
      const [stored] = redactor.redactFrames([{ device: 'd', number: 1, events }]);

      const secret = stored!.events.filter((_, i) => stored!.reasons![i] === 'PASSWORD');
      expect(new Set(secret.map(({ time }) => time)).size).toBe(1);
      expect(secret).toHaveLength(8);
    }
  });
});
