import { describe, expect, test } from '@jest/globals';
import { growsWithLength, PIECES } from '../test/fixtures/growth.ts';
import type { Event, KeyEvent } from '../wire/event.ts';
import { createRedactor } from './create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
const at = { time: 1, app: 'editor', window: 'w' } as const;
const key = (name: string, more: Partial<KeyEvent> = {}): Event => ({
  kind: 'key',
  type: 'keydown',
  ...at,
  key: name,
  ...more,
});
const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
const composed: Event = { kind: 'text', ...at, inputType: 'insertCompositionText', data: 'ab' };

/** What is typed over and over: shapes that once took the square of their length, in time or memory. */
const SHAPES: Readonly<Record<string, readonly Event[]>> = {
  'a composition that never ends': [key('Process', { isComposing: true }), composed],
  'the caret goes home': [key('x'), key('Home')],
  'all is selected, deleted and undone': [
    key('x'),
    key('a', { ctrlKey: true }),
    key('Backspace'),
    key('z', { ctrlKey: true }),
  ],
  'lines up and down': [key('1'), key('Enter'), key('Home', { ctrlKey: true }), key('ArrowDown')],
  'digits and blanks': [key('7'), key(' ')],
  'clicks between digits': [key('5'), click],
  'a modifier that hangs': [key('x', { metaKey: true })],
};
const frameOf = (shape: readonly Event[], events: number): Event[] =>
  Array.from({ length: events }, (_, i) => shape[i % shape.length]!);

describe('a frame of any shape takes time that grows as it does', () => {
  test.each(Object.entries(SHAPES))('%s', (_, shape) => {
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
