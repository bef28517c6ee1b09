import type { Event, KeyEvent } from '../../wire/event.ts';

const at = { time: 1, app: 'editor', window: 'w' } as const;
const key = (name: string, more: Partial<KeyEvent> = {}): Event => ({
  kind: 'key',
  type: 'keydown',
  ...at,
  key: name,
  ...more,
});
const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
const text = (inputType: string, data: string): Event => ({ kind: 'text', ...at, inputType, data });

/** What is typed over and over: shapes that once took the square of their length, in time or memory, and others that could. */
export const FRAME_SHAPES: Readonly<Record<string, readonly Event[]>> = {
  'a composition that never ends': [key('Process', { isComposing: true }), text('insertCompositionText', 'ab')],
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
  'double clicks between digits': [key('5'), click, click],
  'a modifier that hangs': [key('x', { metaKey: true })],
  'dead keys that lead to nothing': [key('Dead')],
  'words deleted': [key('a'), key('b'), key(' '), key('Backspace', { ctrlKey: true })],
  'all is pasted over': [key('a', { ctrlKey: true }), text('insertFromPaste', 'card 4111 1111 1111 1111 ')],
  'mail addresses': [...'jane@example.com '].map((one) => key(one)),
  'one field after the other': Array.from({ length: 997 }, (_, i) => key('a', { field: `f${i}` })),
  'a window after the other': Array.from({ length: 997 }, (_, i) => key('4', { window: `w${i}` })),
  'logins that nobody ends': [...'ada@x.de']
    .map((one) => key(one))
    .concat(key('Tab'), key('a'), key('1'), key('Enter')),
  'letters and Escape': [key('d'), key('w'), key('Escape'), key('i'), key('9')],
  'releases without presses': [key('a', { type: 'keyup' })],
};

export const frameOf = (shape: readonly Event[], events: number): Event[] =>
  Array.from({ length: events }, (_, i) => shape[i % shape.length]!);
