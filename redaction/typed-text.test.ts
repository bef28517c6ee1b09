import { describe, expect, test } from '@jest/globals';
import type { Event, KeyEvent } from '../wire/event.ts';
import { Actions } from './actions.ts';
import { redactFrames } from './frames.ts';
import type { RedactionPolicy, Span } from './redactor.ts';

/** Finds phone numbers of four digits, also over a line's end, and streets. */
const numbersAndStreets = (text: string): Span[] =>
  [...text.matchAll(/\d\n?\d\n?\d\n?\d|\d+ \S+ st\./g)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
    type: length > 7 ? 'ADDRESS' : 'PHONE',
  }));
const redact = (events: Event[], policy: Partial<RedactionPolicy> = {}) => {
  const actions = new Actions({ actions: {}, tiers: {}, ...policy });
  const tools = { find: numbersAndStreets, findStructured: numbersAndStreets, actions, othersConsented: false };
  return redactFrames([{ device: 'd', number: 1, events }], tools)[0]!;
};
const at = { time: 1, app: 'editor', window: 'w' } as const;
const key = (name: string, over: Partial<KeyEvent> = {}): KeyEvent => ({
  kind: 'key',
  type: 'keydown',
  ...at,
  key: name,
  ...over,
});
const keys = (text: string, over: Partial<KeyEvent> = {}): Event[] => [...text].map((c) => key(c, over));
const strokes = (name: string, count: number): Event[] => Array.from({ length: count }, () => key(name));
const paste = (data: string): Event => ({ kind: 'text', ...at, inputType: 'insertFromPaste', data });
/** Keys as they are shown, `_` for masked ones, pastes in braces. */
const shown = (events: readonly Event[]): string =>
  events.map((e) => (e.kind === 'key' ? (e.key ?? '_') : 'data' in e ? `{${e.data}}` : '')).join('');
/** Two words and more behind a value, so that the open edge is not the value. */
const REST = ' and so on it goes';

describe('a value of several events', () => {
  test('a paste that completes what stands before it and after it', () => {
    const { events } = redact([...keys('12'), paste('34 to 56'), ...keys(`78${REST}`)]);

    expect(shown(events)).toMatch(/^__\{\[PHONE\] to \[PHONE\]\}__ and /);
  });

  test('what may be kept does not keep a part of another value', () => {
    const { events } = redact([...keys('12'), paste('34 main st. is it'), ...keys(REST)], {
      actions: { ADDRESS: 'keep' },
    });

    expect(shown(events)).toMatch(/^__\{\[PHONE\] is it\} and /);
  });

  test('a correction behind a click inside of it is masked too', () => {
    const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
    const { events } = redact([...keys('12'), click, ...keys('3x'), key('Backspace'), ...keys(`4${REST}`)]);

    expect(shown(events)).toMatch(/^____Backspace_ and /);
  });

  test('is read by the places of its keys too, where they say something else', () => {
    const placed = (text: string, code: (c: string) => string) => [...text].map((c) => key(c, { code: code(c) }));
    const wrong = placed('шыву', (c) => ({ ш: 'Digit1', ы: 'Digit2', в: 'Numpad3', у: 'Digit4' })[c]!);
    const same = placed('abCd', (c) => `Key${c.toUpperCase()}`);

    expect(shown(redact([...keys('so '), ...wrong, ...keys(REST)]).events)).toMatch(/^so ____ and /);
    expect(shown(redact([...keys('so '), ...same, ...keys(REST)]).events)).toMatch(/^so abCd and /);
  });

  test.each(['insertFromDrop', 'insertFromPaste'])('is one over what was put elsewhere meanwhile: %s', (inputType) => {
    const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
    const aside: Event = { kind: 'text', ...at, inputType, data: 'a file' };
    const { events } = redact([...keys('so 12'), click, aside, click, ...keys(`34${REST}`)]);

    expect(shown(events)).toMatch(/^so __\{.*\}__ and /);
  });

  test('is read without the word before a double click, too: it may be typed over', () => {
    const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
    const typed = [...keys('so 12 main s'), click, click, ...keys(`st.${REST}`)];

    expect(shown(redact(typed).events)).toMatch(/^so _{12} and /);
    expect(shown(redact(typed.toSpliced(12, 1)).events)).toMatch(/^so 12 main sst\. and/);
  });

  test('is one over a click, too', () => {
    const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
    const typed = (between: Event[]) => shown(redact([...keys('12 ma'), ...between, ...keys(`in st.${REST}`)]).events);

    expect(typed([])).toMatch(/^_{11} and /);
    expect(typed([click])).toMatch(/^_{11} and /);
  });

  test.each<Event>([
    { kind: 'pointer', ...at, path: [0, 1, 1] },
    { kind: 'scroll', ...at, deltaX: 0, deltaY: 9 },
    { kind: 'window', ...at, type: 'title' },
    { kind: 'message', ...at, text: 'hi', author: 'self' },
  ])('goes on over a $kind event', (event) => {
    const { events } = redact([...keys('12 ma'), event, ...keys(`in st.${REST}`)]);

    expect(shown(events)).toMatch(/^_{11} and /);
  });

  test('typed in another order than its place hides no correction elsewhere', () => {
    const corrected = [...keys('xy '), ...strokes('Backspace', 3)];
    const { events } = redact([
      ...corrected,
      ...keys('34'),
      key('Home'),
      ...keys('12 abcd'),
      key('End'),
      ...keys(REST),
    ]);

    expect(shown(events)).toMatch(/^xy /);
  });

  test('the dead key of one of its letters is a part of it', () => {
    const { events, found } = redact([...keys('12 caf'), key('Dead'), ...keys(`é st.${REST}`)]);

    expect(shown(events)).toMatch(/^_{12} and /);
    expect(found.ADDRESS).toBe(1);
  });

  test('in another order than its place', () => {
    const { events } = redact([...keys(`34${REST}`), key('Home'), ...keys('12')]);

    expect(shown(events)).toMatch(/^__ and so .*Home__$/);
  });

  test.each([
    ['slip and 4 characters before it', 'x< abc1234', '_< abc____'],
    ['slip and 5 characters before it', 'x< abcd1234', 'x< abcd____'],
    ['4 characters and a slip behind it', '1234 abcx<', '____ abc_<'],
    ['5 characters and a slip behind it', '1234 abcdx<', '____ abcdx<'],
    ['deleted itself, after a slip', 'x<1234<<<<', 'x<____<<<<'],
    ['deleted itself, before a slip', '1234<<<<x<', '____<<<<x<'],
  ])('%s', (_, text, expected) => {
    const events = [...text].map((c) => key(c === '<' ? 'Backspace' : c));

    expect(shown(redact([...events, ...keys(REST)]).events).replaceAll('Backspace', '<')).toMatch(
      new RegExp(`^${expected} and`),
    );
  });

  test.each([
    [64, 64],
    [65, 64],
  ])('of %i deleted characters beside it %i are masked', (deleted, masked) => {
    const { events } = redact([...keys('x'.repeat(deleted)), ...strokes('Backspace', deleted), ...keys(`1234${REST}`)]);

    expect(shown(events).slice(0, deleted)).toBe('x'.repeat(deleted - masked) + '_'.repeat(masked));
  });

  test('told by keys and by text events is masked in both', () => {
    const told = [...'1234'].flatMap((c): Event[] => [
      key(c),
      { kind: 'text', ...at, inputType: 'insertText', data: c },
    ]);
    const { events } = redact([...keys('so it is '), ...told, ...keys(REST)]);

    expect(shown(events)).toMatch(/^so it is (?:_\{\[PHONE\]\}){4} and /);
  });

  test('is one value, however many keys typed it', () => {
    expect(redact(keys(`1234${REST}`)).found.PHONE).toBe(1);
    expect(redact(keys(`1234 or 5678${REST}`)).found.PHONE).toBe(2);
  });
});

describe('a password field', () => {
  const typed = (field: string): Event[] =>
    [...'pass'].flatMap((c) => [
      key(c, { fieldType: 'password', field }),
      key(c, { fieldType: 'password', field, type: 'keyup' }),
    ]);

  test('holds one value', () => {
    expect(redact(typed('new')).found).toEqual({ PASSWORD: 1 });
    expect(redact([...typed('new'), ...typed('again')]).found).toEqual({ PASSWORD: 2 });
  });

  test('a release without its press is a part of it', () => {
    const { reasons } = redact([key('p', { fieldType: 'password', type: 'keyup' })]);

    expect(reasons).toEqual(['PASSWORD']);
  });
});

test('a password that nothing announces is one, where an account stands before it', () => {
  const login = (password: string) =>
    redact([
      ...keys('so it goes on\tjane\t'),
      ...keys(password),
      key('Enter'),
      ...keys('and then it goes on as before'),
    ]);

  expect(login('sun7shine').found.PASSWORD).toBe(1);
  expect(shown(login('sun7shine').events)).toMatch(/^so it goes on\tjane\t_{16}/);
  expect(login('sunshine').found.PASSWORD).toBeUndefined();
});

describe('keys of which too little is known', () => {
  test.each([
    ['a release without its press', key('x', { type: 'keyup' })],
    ['a dead key at the end', key('Dead', { code: 'Equal' })],
    ['a key of a composition that never came', key('k', { isComposing: true })],
  ])('%s is masked, and no value', (_, event) => {
    const { events, tiers, reasons, found } = redact([event], { tiers: { OTHER: 'sensitive' } });

    expect(events[0]).not.toHaveProperty('key');
    expect([tiers, reasons, found]).toEqual([['sensitive'], ['OTHER'], {}]);
  });

  test('a composition that a collector tells of each key hides none of them', () => {
    const value = keys('4111111111111111').map((event) => ({ ...event, isComposing: true }));
    const { events } = redact([...keys('my card is '), ...value, ...keys(REST)]);

    expect(shown(events)).not.toMatch(/\d/);
  });

  test('the end of a paste is an open edge', () => {
    expect(shown(redact([paste('it was one two three')]).events)).toBe('{it was [OTHER]}');
  });

  test('a key whose meaning the collector does not know is told by its place', () => {
    const digit = (n: number, over: Partial<KeyEvent> = {}) => key('Unidentified', { code: `Digit${n}`, ...over });
    const events = [...[1, 2, 3, 4].map((n) => digit(n)), ...keys(REST), digit(4, { type: 'keyup' })];

    expect(shown(redact(events).events)).toMatch(/^____ and .*_$/);
    expect(shown(redact([digit(9, { type: 'keyup' })]).events)).toBe('_');
  });

  test('a release whose press stays, stays', () => {
    const events = [...'ab'].flatMap((c) => [key(c), key(c, { type: 'keyup' })]);

    expect(shown(redact([...events, ...keys(REST)]).events)).toMatch(/^aabb and /);
  });

  test('keys that type nothing stay, also alone in a field', () => {
    const events = [key('ArrowLeft'), key('Shift'), key('Escape', { type: 'keyup' })];

    expect(redact(events).events).toEqual(events.map((event) => ({ ...event, window: '[ID]' })));
  });
});

describe('the keys of a password tell nothing', () => {
  const secret = { fieldType: 'password', field: 'p' } as const;
  const timed = (events: Event[]): Event[] => events.map((event, i) => ({ ...event, time: 100 + i }));
  const typedOf = (before: string, password: string, behind: string): readonly Event[] =>
    redact(timed([...keys(before), ...keys(password, secret), ...keys(behind)])).events;
  /** `_` for what says nothing, `.` for keys that are masked by their place alone. */
  const told = (events: readonly Event[]): string =>
    events.map((e) => (e.kind !== 'key' ? '' : (e.key ?? (e.class ? '.' : '_')))).join('');

  test.each([
    ['one key', 'x', 1, 8],
    ['seven', 'xxxxxxx', 1, 8],
    ['eight', 'xxxxxxxx', 0, 8],
    ['nine', 'xxxxxxxxx', 7, 16],
    ['sixteen', 'x'.repeat(16), 0, 16],
  ])('%s: their number is rounded up by the keys behind them', (_, password, __, count) => {
    const events = typedOf('so it is and', password, ' then it goes on as it did');

    expect(told(events)).toMatch(new RegExp(`^so it is and_{${count}}[^_]`));
    const times = events.slice(12, 12 + count).map(({ time }) => time);
    expect(new Set(times)).toEqual(new Set([112]));
    expect(events[12 + count]!.time).toBe(112 + count);
  });

  test('where there are too few behind them by those before', () => {
    const events = typedOf('so it is and', 'xxx', 'ab');

    expect(told(events)).toMatch(/^so \.{6}_{8}$/);
    expect(new Set(events.slice(-8).map(({ time }) => time)).size).toBe(1);
  });

  test('where there are too few at all by all there are', () => {
    const events = typedOf('a', 'xxx', 'b');

    expect(told(events)).toBe('_____');
    expect(new Set(events.map(({ time }) => time))).toEqual(new Set([101]));
  });

  test('each of two for itself', () => {
    const events = redact(
      timed([
        ...[...keys('xxx', secret), ...keys('abcdefghij klmnop qrstu ')],
        ...[...keys('yyyy', secret), ...keys('abcdefghij klmnop qrstu')],
      ]),
    ).events;

    expect(told(events).slice(0, 51)).toMatch(/^_{8}fghij klmnop qrstu _{8}\./);
    expect([events[7]!.time, events[8]!.time, events[34]!.time, events[35]!.time]).toEqual([100, 108, 127, 135]);
  });

  test('their releases go with them', () => {
    const pressed = [...'ab'].flatMap((c) => [key(c, secret), key(c, { ...secret, type: 'keyup' })]);
    const { events } = redact(timed([...pressed, ...keys('cdefgh and so it goes on')]));

    expect(new Set(events.slice(0, 10).map(({ time }) => time))).toEqual(new Set([100]));
    expect(told(events).slice(0, 12)).toMatch(/^_{10}/);
  });
});

describe('what stands where a click led', () => {
  const click: Event = { kind: 'click', ...at, x: 1, y: 1, button: 0 };
  const typedWith = (before: string, behind: string): string =>
    shown(redact([...keys(`so it was ${before}`), click, ...keys(`${behind} and so on it goes`)]).events);

  test.each([
    ['411', '12', /^so it was _____ and so /],
    ['ab_1', 'x', /^so it was ____x and so /],
    ['word', '12', /^so it was word__ and so /],
    ['word', 'more', /^so it was wordmore and so /],
    ['12 34', 'x', /^so it was _____x and so /],
    ['12 or 34', 'x', /^so it was 12 or __x and so /],
  ])('%j before it and %j behind it', (before, behind, expected) => {
    expect(typedWith(before, behind)).toMatch(expected);
  });

  test('stays where there was no click', () => {
    expect(shown(redact(keys('so it was 41 1 and so on it goes')).events)).toMatch(/^so it was 41 1 and so /);
  });
});

describe('a run that takes more work than a frame is given', () => {
  const costly = (): Event[] => [
    paste('a'.repeat(5_000)),
    ...Array.from({ length: 1_200 }, (_, i) => (i % 2 === 0 ? key('Home', { ctrlKey: true }) : key('ArrowDown'))),
  ];

  test('is masked whole, and passwords in it are passwords', () => {
    const password = keys('password', { fieldType: 'password', field: 'p' });
    const pointer: Event = { kind: 'pointer', ...at, path: [0, 1, 1] };
    const { events, found, reasons } = redact([...password, ...costly(), ...keys('hello'), ...password, pointer]);

    // The paste, and the keys as one.
    expect(found).toEqual({ PASSWORD: 1, UNREAD: 2 });
    expect([reasons![0], reasons![8], reasons!.at(-2), reasons!.at(-1)]).toEqual([
      ...['PASSWORD', 'UNREAD', 'PASSWORD'],
      undefined,
    ]);
    expect(events.filter((event) => event.kind === 'key' && event.key !== undefined)).toEqual([]);
    expect(JSON.stringify(events[8])).not.toContain('aaa');
    expect(events.at(-1)).toMatchObject({ kind: 'pointer', path: [0, 1, 1] });
  });

  test('less of it is read', () => {
    const { found } = redact([...costly().slice(0, 400), ...keys(`1234${REST}`)]);

    expect(found.UNREAD).toBeUndefined();
  });

  test('hides nothing of another device', () => {
    const actions = new Actions({ actions: {}, tiers: {} });
    const tools = { find: numbersAndStreets, findStructured: numbersAndStreets, actions, othersConsented: false };
    const [spent, read] = redactFrames(
      [
        { device: 'd', number: 1, events: costly() },
        { device: 'e', number: 1, events: keys(`so it is 1234${REST}`) },
      ],
      tools,
    );

    expect(spent!.found).toEqual({ UNREAD: 2 });
    expect(shown(read!.events)).toMatch(/^so it is ____ and so /);
  });
});
