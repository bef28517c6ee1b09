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
