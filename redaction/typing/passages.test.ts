import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '../../wire/event.ts';
import { createRedactor } from '../create.ts';
import { MASKED, type Passage, passagesOf } from './passages.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
const T = 1_795_608_000_000;
const key = (key: string, at: number, more: object = {}): Event =>
  ({ kind: 'key', type: 'keydown', time: T + at, app: 'editor', window: 'w', code: 'KeyA', key, ...more }) as Event;
const typed = (text: string, from = 0, more: object = {}): Event[] =>
  [...text].map((one, at) => key(one, from + at, more));
const stored = (events: Event[]): Event[] =>
  redactor.redactFrames([{ device: 'd', number: 1, events }]).flatMap((frame) => frame.events);
const kept = ({ pieces }: Passage) => pieces.map(({ text, deleted }) => (deleted ? '' : text)).join('');
const shown = ({ pieces }: Passage) => pieces.map(({ text, deleted }) => (deleted ? `<${text}>` : text)).join('');

describe('what somebody typed, put together', () => {
  test('is the text that the field held, with what was deleted marked', () => {
    const events = [...typed('Dear team'), key('Backspace', 20), key('Backspace', 21), ...typed('ms', 30)];
    const [passage, ...others] = passagesOf(events);
    expect(others).toEqual([]);
    expect(shown(passage!)).toBe('Dear te<am>ms');
    expect(passage).toMatchObject({ kind: 'typed', app: 'editor', place: 'w', from: T, to: T + 31, masked: 0 });
  });

  test('has a mark for each key that was masked, where it was', () => {
    const [passage] = passagesOf(
      stored(typed('so we write today to jane.doe@example.com about it and go on with the rest of our day ')),
    );
    expect(kept(passage!)).toContain(` write today to ${MASKED.repeat(20)} about it and go on `);
    expect(passage!.masked).toBeGreaterThanOrEqual(20);
    expect(passage!.classesOnly).toBeUndefined();
  });

  test('of a program of which only classes are kept says so', () => {
    const events = [...'ls -l'].map((_, at) => ({
      ...{ kind: 'key', type: 'keydown', time: T + at, app: 'terminal', class: 'letter' },
    })) as Event[];
    expect(passagesOf(events)).toEqual([
      expect.objectContaining({ app: 'terminal', classesOnly: true, masked: 5, pieces: [{ text: MASKED.repeat(5) }] }),
    ]);
  });

  test('is a passage for each field and window, and a new one after a pause; in order of time', () => {
    const events = [
      ...typed('one', 0),
      ...typed('two', 100, { window: 'v' }),
      ...typed('three', 200, { field: 'f' }),
      ...typed('four', 10 * 60_000),
    ];
    expect(passagesOf(events.reverse()).map(kept)).toEqual(['one', 'two', 'three', 'four']);
  });

  test('a click is a break, and none at the end', () => {
    const click = (at: number): Event => ({
      kind: 'click',
      time: T + at,
      app: 'editor',
      window: 'w',
      x: 1,
      y: 1,
      button: 0,
    });
    expect(passagesOf([...typed('one', 0), click(5), ...typed('two', 6), click(20)]).map(kept)).toEqual(['one\ntwo']);
  });

  test('whatever was typed and masked: each character is the one that stood there, or a mark', () => {
    const stroke = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...'ab 1@.-') },
      fc.constantFrom(
        'Backspace',
        'ArrowLeft',
        'ArrowRight',
        'Delete',
        'Enter',
        'jane.doe@example.com',
        '4111 1111 1111 1111',
      ),
    );
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 60 }), (strokes) => {
        const events = strokes
          .flatMap((one) => (one.length > 1 && /[\d@]/.test(one) ? [...one] : [one]))
          .map((one, at) => key(one, at));
        const before = passagesOf(events).map(kept).join('|');
        const after = passagesOf(stored(events)).map(kept).join('|');
        expect([...after].map((sign, at) => (sign === MASKED ? before[at] : sign)).join('')).toBe(before);
        expect(after).not.toContain('jane.doe@');
      }),
      { examples: [[['jane.doe@example.com', '-', 'Enter', 'a']]] },
    );
  });
});

test('messages, prompts and titles stand between, with whose they are and what was masked in them', () => {
  const events: Event[] = [
    { kind: 'window', time: T + 3, app: 'mail', type: 'title', title: 'Inbox' },
    {
      kind: 'message',
      time: T + 2,
      app: 'mail',
      text: 'call me',
      subject: 'hello',
      author: 'other',
      conversation: 'c',
    },
    {
      kind: 'prompt',
      time: T + 1,
      app: 'assistant',
      text: 'mail jane.doe@example.com and joe.doe@example.com',
      author: 'self',
    },
    { kind: 'pointer', time: T, app: 'mail', path: [0, 1, 1] },
  ];
  const masked = stored(events);
  expect(passagesOf(masked)).toEqual([
    expect.objectContaining({ kind: 'prompt', author: 'self', found: { EMAIL: 2 } }),
    expect.objectContaining({ kind: 'message', author: 'other' }),
    expect.objectContaining({ kind: 'window', pieces: [{ text: expect.stringContaining('nbox') }] }),
  ]);
  expect(passagesOf([])).toEqual([]);
});

describe('the parts of a passage', () => {
  const classOf = (name: string, at = 0): Event =>
    ({ kind: 'key', type: 'keydown', time: T + at, app: 'editor', ...(name && { class: name }) }) as Event;
  const text = (data: string, at = 0): Event => ({
    ...{ kind: 'text', time: T + at, app: 'editor', window: 'w' },
    ...{ inputType: 'insertText', data },
  });
  const message = (over: object): Event => ({
    kind: 'message',
    time: T,
    app: 'mail',
    text: 'hi',
    author: 'self',
    ...over,
  });

  test.each([
    ['letter', 'a•b'],
    ['digit', 'a•b'],
    ['punctuation', 'a•b'],
    ['space', 'a•b'],
    ['other', 'a•b'],
    ['', 'a•b'],
    ['enter', 'a\nb'],
    ['tab', 'a\tb'],
    ['backspace', 'b'],
    ['delete', 'ab'],
    ['navigation', 'ab'],
    ['constructor', 'ab'],
  ])('a key of the class %j is %j', (name, expected) => {
    const around = (sign: string, at: number) => key(sign, at, { window: undefined });

    expect(passagesOf([around('a', 0), classOf(name, 1), around('b', 2)]).map(kept)).toEqual([expected]);
  });

  test('a key with a place has not lost its identity', () => {
    const { key: _, ...placed } = key('a', 0) as Event & { key: string };

    expect(passagesOf([placed as Event])[0]).toMatchObject({ pieces: [{ text: 'a' }], masked: 0 });
  });

  test('keys of which some were masked are not of classes alone', () => {
    const [some] = passagesOf([key('a', 0, { window: undefined }), classOf('letter', 1)]);

    expect([some!.masked, some!.classesOnly]).toEqual([1, undefined]);
  });

  test('text events stand among keys, with what was found in them', () => {
    const [passage] = passagesOf([...typed('to '), text('[EMAIL] and [EMAIL] or [PHONE]', 5)]);

    expect(passage).toMatchObject({ found: { EMAIL: 2, PHONE: 1 }, masked: 0, from: T, to: T + 5 });
    expect(kept(passage!)).toBe('to [EMAIL] and [EMAIL] or [PHONE]');
  });

  test('times are those of what was typed, wherever it stands', () => {
    const [passage] = passagesOf([...typed('cd', 10), key('Home', 12), ...typed('ab', 13)]);

    expect(passage).toMatchObject({ pieces: [{ text: 'abcd' }], from: T + 10, to: T + 14 });
  });

  test('a place is the window, the field, both or none', () => {
    const places = [{ field: 'f' }, { window: undefined, field: 'f' }, { window: undefined }, {}].map(
      (more) => passagesOf(typed('a', 0, more))[0]!,
    );

    expect(places.map(({ place }) => place)).toEqual(['w f', 'f', undefined, 'w']);
    expect(Object.keys(places[2]!)).not.toContain('place');
  });

  test('keys that type nothing are no passage', () => {
    expect(passagesOf([key('Shift', 0), key('ArrowLeft', 1)])).toEqual([]);
  });

  test.each([
    [5 * 60_000, ['ab']],
    [5 * 60_000 + 1, ['a', 'b']],
  ])('a pause of %i ms', (pause, expected) => {
    expect(passagesOf([key('a', 0), key('b', pause)]).map(kept)).toEqual(expected);
  });

  test('20,000 events at most', () => {
    const events = typed('a'.repeat(20_001));

    expect(passagesOf(events).map((passage) => kept(passage).length)).toEqual([20_000, 1]);
  });

  test('fields and messages in the order in which they begin', () => {
    const passages = passagesOf([
      ...typed('a', 5, { field: '1' }),
      ...typed('b', 6, { field: '2' }),
      ...typed('a', 7, { field: '1' }),
      message({ time: T + 6, text: 'between' }),
      message({ time: T, text: 'first' }),
      message({ time: T + 9, text: 'last' }),
    ]);

    expect(passages.map(({ from }) => from - T)).toEqual([0, 5, 6, 6, 9]);
  });

  test('a message has its subject, author and conversation, where there are some', () => {
    const [full] = passagesOf([message({ subject: 'Re', conversation: 'c' })]);
    const { author: _, ...nobodys } = message({}) as Event & { author: string };
    const [bare] = passagesOf([nobodys as Event]);

    expect(full).toEqual({
      ...{ kind: 'message', from: T, to: T, app: 'mail', author: 'self', place: 'c' },
      ...{ pieces: [{ text: 'Re\nhi' }], masked: 0, found: {} },
    });
    expect(bare).toEqual({
      ...{ kind: 'message', from: T, to: T, app: 'mail', pieces: [{ text: 'hi' }], masked: 0, found: {} },
    });
  });

  test('a transcript is one too, and a window without a title none', () => {
    const transcript = { kind: 'transcript', time: T, app: 'call', text: 'hello', author: 'other' } as Event;
    const window = { kind: 'window', time: T, app: 'mail', type: 'title' } as Event;

    expect(passagesOf([transcript, window]).map(({ kind, pieces }) => [kind, pieces])).toEqual([
      ['transcript', [{ text: 'hello' }]],
    ]);
  });
});
