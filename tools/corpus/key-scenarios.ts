import type { ClickEvent, Event, KeyEvent, TextEvent } from '../../wire/event.ts';
import { LAYOUTS } from './layouts.ts';
import type { Random } from './random.ts';
import { type Typed, Typist } from './typist.ts';

/** What happens while a value is typed. */
export interface Scenario {
  readonly name: string;
  /** Events of a text, given where its value stands in it. */
  readonly type: (text: string, start: number, end: number, random: Random) => Typed[];
}

const PLACE = { app: 'editor', window: 'w' } as const;
const nothing = (event: Event): Typed => ({ event, from: -1, to: -1 });
const key = (name: string, more: Partial<KeyEvent> = {}): Typed =>
  nothing({ kind: 'key', time: 0, ...PLACE, type: 'keydown', key: name, code: name, ...more } as KeyEvent);
const letter = (name: string, more: Partial<KeyEvent> = {}): Typed =>
  key(name, { code: `Key${name.toUpperCase()}`, ...more });
const click = (): Typed => nothing({ kind: 'click', time: 0, ...PLACE, x: 4, y: 4, button: 0 } as ClickEvent);
const elsewhere = (text: string): Typed[] =>
  [...text].map((one) => key(one, { app: 'chat', window: 'other', code: '' } as Partial<KeyEvent>));

/** Times in order, whatever was put together. */
const inTime = (events: Typed[]): Typed[] =>
  events.map(({ event, from, to }, i) => ({ event: { ...event, time: 1_000 + i * 80 } as Event, from, to }));

interface Plain {
  readonly layout?: string;
  readonly field?: string;
  readonly releases?: boolean;
  readonly slips?: number;
}
function typed(text: string, random: Random, { layout = 'us', field, releases, slips = 0 }: Plain = {}): Typed[] {
  return new Typist({
    ...{ random, layout: LAYOUTS.find(({ name }) => name === layout)!, ...PLACE, slips },
    ...(field !== undefined && { field }),
    ...(releases !== undefined && { releases }),
  }).type(text);
}

/** Index of the first event behind the middle of the value. */
function middleOf(events: readonly Typed[], start: number, end: number, random: Random): number {
  const at = random.int(start + 1, Math.max(start + 1, end - 1));
  const found = events.findIndex(({ from }) => from >= at);
  return found < 0 ? events.length - 1 : found;
}

/** Something happens once in the middle of the value. */
const amid = (name: string, what: (random: Random) => Typed[], plain: Plain = {}): Scenario => ({
  name,
  type: (text, start, end, random) => {
    const events = typed(text, random, plain);
    const at = middleOf(events, start, end, random);
    return inTime([...events.slice(0, at), ...what(random), ...events.slice(at)]);
  },
});
/** Something holds for all keys, or for those of the value. */
const each = (
  name: string,
  change: (one: Typed, inValue: boolean, i: number) => Typed[],
  plain: Plain = {},
): Scenario => ({
  name,
  type: (text, start, end, random) =>
    inTime(typed(text, random, plain).flatMap((one, i) => change(one, one.from >= start && one.from < end, i))),
});
const withKey = (one: Typed, more: Partial<KeyEvent>): Typed =>
  one.event.kind === 'key' ? { ...one, event: { ...one.event, ...more } as Event } : one;
const without = (one: Typed, ...names: string[]): Typed => {
  if (one.event.kind !== 'key') return one;
  const event = { ...one.event } as Record<string, unknown>;
  for (const name of names) delete event[name];
  return { ...one, event: event as unknown as Event };
};
const flags = ['shiftKey', 'ctrlKey', 'altKey', 'metaKey'];
const isCharacter = ({ event, from }: Typed): boolean => event.kind === 'key' && from >= 0;
const text = (one: Typed, inputType: string, data: string): Typed => ({
  ...one,
  event: { kind: 'text', time: 0, ...PLACE, inputType, data } as TextEvent,
});
const dataOf = (one: Typed): string => (one.event as KeyEvent).key ?? '';

/** The last `n` characters are taken back in some way and typed again. */
const again = (name: string, back: (n: number) => Typed[]): Scenario => ({
  name,
  type: (given, start, end, random) => {
    const events = typed(given, random);
    const at = middleOf(events, start, end, random);
    const begun = events.slice(0, at).filter(({ from }) => from >= start);
    const n = begun.length;
    return inTime([...events.slice(0, at), ...back(n), ...begun, ...events.slice(at)]);
  },
});

const repeated = (n: number, one: () => Typed): Typed[] => Array.from({ length: n }, one);

const CLICKS: readonly Scenario[] = [
  amid('a click', () => [click()]),
  amid('two clicks', () => [click(), click()]),
  amid('a double click on a tool bar', () => [click(), click(), key('Escape')]),
  amid('a click and Tab', () => [click(), key('Tab')]),
  amid('a click on "show"', () => [click()], { field: 'f1' }),
  amid('a click and the end of the line', () => [click(), key('End')]),
  amid('a click in another window', () => [nothing({ ...click().event, window: 'other' } as Event)]),
  again('a double click and typing over', () => [click(), click()]),
  each('a click at each fourth key', (one, _in, i) => (i % 4 === 3 ? [one, click()] : [one])),
  amid('a drop elsewhere', () => [click(), text(click(), 'insertFromDrop', 'a file')]),
  amid('a paste elsewhere', () => [click(), text(click(), 'insertFromPaste', 'some words'), click()]),
];
const MODES: readonly Scenario[] = [
  amid('Escape', () => [key('Escape')]),
  amid('vim: Escape and append', () => [key('Escape'), letter('a')]),
  amid('vim: Escape, to the end, append', () => [key('Escape'), key('$', { code: 'Digit4' }), letter('a')]),
  amid('vim: Escape, undo, redo, append', () => [
    key('Escape'),
    letter('u'),
    letter('r', { ctrlKey: true }),
    letter('a'),
  ]),
  amid('vim: Escape, save, insert again', () => [
    key('Escape'),
    ...[...':w'].map((one) => key(one, { code: '' })),
    key('Enter'),
    letter('a'),
  ]),
  amid('a menu opened and closed', () => [key('F10'), key('ArrowDown'), key('Escape')]),
  amid('overwrite switched on and off', () => [key('Insert'), key('Insert')]),
  amid('Caps Lock twice', () => [key('CapsLock'), key('CapsLock')]),
  amid('completion that is refused', () => [key('Escape'), key('Escape')]),
  amid('the caret goes left and right again', () => [key('ArrowLeft'), key('ArrowRight')]),
  amid('the caret goes home and to the end', () => [key('Home'), key('End')]),
  amid('a page up and the end', () => [key('PageUp'), key('End', { ctrlKey: true })]),
  amid('Tab', () => [key('Tab')]),
  amid('Tab and back', () => [key('Tab'), key('Tab', { shiftKey: true })]),
  amid('a line end', () => [key('Enter')]),
  amid('saved in the middle', () => [letter('s', { ctrlKey: true })]),
  amid('undone and redone', () => [letter('z', { ctrlKey: true }), letter('y', { ctrlKey: true })]),
  again('taken back by Backspace', (n) => repeated(n, () => key('Backspace'))),
  again('selected with Shift and typed over', (n) => repeated(n, () => key('ArrowLeft', { shiftKey: true }))),
  again('to its begin and deleted forward', (n) => [
    ...repeated(n, () => key('ArrowLeft')),
    ...repeated(n, () => key('Delete')),
  ]),
];
const MODIFIERS: readonly Scenario[] = [
  ...(['ctrlKey', 'altKey', 'metaKey', 'shiftKey'] as const).map((flag) =>
    each(`${flag} hangs over the value`, (one, inValue) => [inValue ? withKey(one, { [flag]: true }) : one]),
  ),
  each('Alt and Ctrl hang', (one, inValue) => [inValue ? withKey(one, { altKey: true, ctrlKey: true }) : one]),
  each('Meta hangs from the first key on', (one) => [withKey(one, { metaKey: true })]),
  each('Ctrl hangs for one key', (one, inValue, i) => [inValue && i % 3 === 0 ? withKey(one, { ctrlKey: true }) : one]),
  amid('Alt+Tab and back', () => [key('Alt'), key('Tab', { altKey: true }), key('Tab', { altKey: true })]),
  amid('a press of Alt that is never released', () => [key('Alt', { code: 'AltLeft' })]),
  amid('a press of Ctrl that is never released', () => [key('Control', { code: 'ControlLeft' })]),
  each('flags are never told', (one) => [without(one, ...flags)]),
  each('auto-repeat is told of each key', (one) => [isCharacter(one) ? withKey(one, { repeat: false }) : one]),
];
const TOLD: readonly Scenario[] = [
  each('key and insertText both', (one) => (isCharacter(one) ? [one, text(one, 'insertText', dataOf(one))] : [one])),
  each('insertText alone', (one) => [isCharacter(one) ? text(one, 'insertText', dataOf(one)) : one]),
  each('no code', (one) => [without(one, 'code')]),
  each('codes alone', (one) => [without(one, 'key')]),
  each('a key more, whose place says another letter', (one, _in, i) =>
    isCharacter(one) && i % 5 === 0 ? [withKey(one, { code: 'KeyQ' })] : [one],
  ),
  each('releases of each key', (one) => [one], { releases: true }),
  each('fields are known', (one) => [one], { field: 'f1' }),
  each('a field for each character, as boxes of digits', (one, inValue, i) => [
    inValue ? withKey(one, { field: `box${i}` } as Partial<KeyEvent>) : one,
  ]),
  each('Tab behind each fourth character', (one, inValue, i) => (inValue && i % 4 === 3 ? [one, key('Tab')] : [one])),
  each('an input method commits each character', (one) =>
    isCharacter(one) && one.to > one.from
      ? [
          key('Process', { isComposing: true } as Partial<KeyEvent>),
          text(one, 'insertCompositionText', dataOf(one)),
          text(one, 'insertFromComposition', dataOf(one)),
        ]
      : [one],
  ),
  amid('a blank pasted in', () => [text(click(), 'insertFromPaste', '')]),
];
const LAYOUTS_TYPED: readonly Scenario[] = LAYOUTS.flatMap(({ name }) => [
  each(`layout ${name}`, (one) => [one], { layout: name }),
  each(`layout ${name}, with slips`, (one) => [one], { layout: name, slips: 0.05 }),
  amid(`layout ${name}, a click`, () => [click()], { layout: name }),
]);
const GRABS: readonly Scenario[] = [
  amid('another window and back', () => elsewhere('just a moment please ')),
  amid('a lock screen that tells nothing', () => []),
  amid('a lock screen whose keys are told as a window of its own', () =>
    [...'open5esame'].map((one) => key(one, { app: 'lock', window: 'lock', code: '' })),
  ),
  amid('a launcher: Meta, a word, Enter', () => [
    key('Meta', { code: 'MetaLeft' }),
    ...[...'calc'].map((one) => key(one, { app: 'launcher', window: 'l', code: '' })),
    key('Enter', { app: 'launcher', window: 'l' }),
  ]),
  amid('a dialog takes a key and gives back', () => [key('Enter', { window: 'dialog' }), click()]),
  amid('the same window under another name', () => [key('Escape', { window: 'w2' })]),
  each('every second key is told twice, by two collectors', (one, _in, i) =>
    i % 2 === 0 && isCharacter(one) ? [one, text(one, 'insertText', dataOf(one))] : [one],
  ),
];

export const SCENARIOS: readonly Scenario[] = [...CLICKS, ...MODES, ...MODIFIERS, ...TOLD, ...LAYOUTS_TYPED, ...GRABS];
