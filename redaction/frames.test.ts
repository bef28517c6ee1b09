import { describe, expect, test } from '@jest/globals';
import { growsWithLength, PIECES } from '../test/fixtures/growth.ts';
import type { Event, KeyEvent } from '../wire/event.ts';
import { createRedactor } from './create.ts';
import type { RedactionPolicy } from './redactor.ts';

const make = (policy: Partial<RedactionPolicy> = {}, over = {}) =>
  createRedactor({ policy: { actions: {}, tiers: {}, ...policy }, tagger: false, ...over });
const redactor = make();
const key = (name: string, over: Partial<KeyEvent> = {}): Event =>
  ({ kind: 'key', type: 'keydown', time: 1, app: 'editor', window: 'w', key: name, ...over }) as Event;
const keys = (text: string, over: Partial<KeyEvent> = {}): Event[] => [...text].map((c) => key(c, over));
/** Goes on after a value, so that the open edge is not the value. */
const REST = ' and that is all for now';
const one = (events: Event[], by = redactor) => by.redactFrames([{ device: 'd', number: 1, events }])[0]!;
const shown = (events: Event[]): string =>
  events.map((e) => (e.kind !== 'key' ? `{${'data' in e ? e.data : ''}}` : (e.key ?? '_'))).join('');

describe('what is written of a frame', () => {
  test('every text field of every kind', () => {
    const mail = 'to a@b.com';
    const { events, found } = one([
      { kind: 'prompt', time: 1, app: 'a', text: mail, author: 'assistant' },
      { kind: 'transcript', time: 1, app: 'a', text: mail, author: 'self', speaker: 'Ada' },
      {
        kind: 'message',
        time: 1,
        app: 'a',
        text: mail,
        author: 'self',
        subject: mail,
        participants: ['Bob', 'x@y.org'],
      },
      { kind: 'window', time: 1, app: 'a', type: 'title', title: mail },
      { kind: 'text', time: 1, app: 'a', inputType: 'insertFromPaste', data: mail },
      { kind: 'window', time: 1, app: 'a', type: 'focus' },
    ]);
    expect(events).toEqual([
      { kind: 'prompt', time: 1, app: 'a', text: 'to [EMAIL]', author: 'assistant' },
      { kind: 'transcript', time: 1, app: 'a', text: 'to [EMAIL]', author: 'self', speaker: '[PERSON]' },
      {
        kind: 'message',
        time: 1,
        app: 'a',
        text: 'to [EMAIL]',
        author: 'self',
        subject: 'to [EMAIL]',
        participants: ['[PERSON]', '[EMAIL]'],
      },
      { kind: 'window', time: 1, app: 'a', type: 'title', title: 'to [EMAIL]' },
      // The end of the paste is the open edge of its field too.
      { kind: 'text', time: 1, app: 'a', inputType: 'insertFromPaste', data: '[OTHER]' },
      { kind: 'window', time: 1, app: 'a', type: 'focus' },
    ]);
    expect(found).toMatchObject({ EMAIL: 6, PERSON: 2, OTHER: 1 });
  });

  test('others are masked whole, and heard when they consented', () => {
    const events: Event[] = [
      { kind: 'message', time: 1, app: 'a', text: 'fine', author: 'other', subject: 'Re: lunch' },
      { kind: 'transcript', time: 1, app: 'a', text: 'call a@b.com', author: 'other' },
    ];
    expect(one(events).events).toMatchObject([{ text: '[OTHER]', subject: '[OTHER]' }, { text: '[OTHER]' }]);
    expect(one(events, make({}, { othersConsented: true })).events).toMatchObject([
      { text: 'fine', subject: 'Re: lunch' },
      { text: 'call [EMAIL]' },
    ]);
  });

  test.each<Event>([
    { kind: 'pointer', time: 1, app: 'a', path: [0, 1, 1] },
    { kind: 'click', time: 1, app: 'a', x: 1, y: 1, button: 0 },
    { kind: 'scroll', time: 1, app: 'a', deltaX: 0, deltaY: 9 },
  ])('a frame of $kind events passes as it is', (event) => {
    const frame = one([event, event]);

    expect(frame.events.every((written) => written === event)).toBe(true);
    expect(frame).toMatchObject({
      events: [event, event],
      tiers: ['routine', 'routine'],
      reasons: [undefined, undefined],
      dropped: 0,
      found: {},
    });
  });

  test('an event in which nothing is found passes as the same object', () => {
    const events: Event[] = [
      { kind: 'click', time: 1, app: 'a', x: 1, y: 1, button: 0 },
      { kind: 'prompt', time: 1, app: 'a', text: 'nothing' },
      { kind: 'window', time: 1, app: 'a', type: 'title', title: 'nothing' },
      { kind: 'text', time: 1, app: 'a', inputType: 'deleteByCut' },
      ...keys('that was said here and there', { window: undefined }),
    ];
    const written = one(events).events;

    for (let i = 0; i < 10; i++) expect(written[i]).toBe(events[i]);
  });

  test('an empty text of somebody else hides nothing', () => {
    const event: Event = { kind: 'message', time: 1, app: 'a', text: '', author: 'other' };
    expect(one([event])).toMatchObject({ events: [event], tiers: ['routine'], found: {} });
  });

  test('what is masked whole counts for the tier', () => {
    const by = make({ tiers: { OTHER: 'sensitive', PASSWORD: 'sensitive' } });
    const { tiers, reasons } = one(
      [
        { kind: 'message', time: 1, app: 'a', text: 'hello', author: 'other' },
        { kind: 'text', time: 1, app: 'a', inputType: 'insertFromPaste', data: 'x', fieldType: 'password' },
      ],
      by,
    );
    expect([tiers, reasons]).toEqual([
      ['sensitive', 'sensitive'],
      ['OTHER', 'PASSWORD'],
    ]);
  });

  test.each([
    ['a@b.com, +49 30 901820', 'EMAIL'],
    ['+49 30 901820, a@b.com', 'PHONE'],
    ['password: hunter2 of a@b.com', 'PASSWORD'],
  ])('%s: of equal tiers the first is the reason', (text, expected) => {
    const by = make({ tiers: { PASSWORD: 'sensitive' } });
    expect(one([{ kind: 'prompt', time: 1, app: 'a', text }], by).reasons).toEqual([expected]);
  });

  test('a name that the policy keeps is read as text all the same', () => {
    const by = make({ actions: { PERSON: 'keep', EMAIL: 'keep' } });
    const participants = [
      'Ada Lovelace',
      'ada@example.com',
      '4111 1111 1111 1111',
      'card 4111111111111111 of ada@example.com',
    ];

    const { events, found } = one([{ kind: 'message', time: 1, app: 'a', text: '', author: 'self', participants }], by);

    expect(events).toMatchObject([
      { participants: ['Ada Lovelace', 'ada@example.com', '[CREDIT_CARD]', 'card [CREDIT_CARD] of ada@example.com'] },
    ]);
    expect(found).toMatchObject({ CREDIT_CARD: 2 });
  });

  test('words of no list are replaced by the word of the standard for them, and counted without making the event personal', () => {
    const { events, found, tiers } = one([
      { kind: 'text', time: 1, app: 'a', inputType: 'insertFromAda', fieldType: 'Ada' },
      { kind: 'text', time: 1, app: 'a', inputType: 'deleteByCut', fieldType: 'EMAIL' },
      key('ArrowLeft', { code: 'Ada', window: undefined }),
    ]);

    expect(events).toEqual([
      { kind: 'text', time: 1, app: 'a', inputType: '', fieldType: 'text' },
      { kind: 'text', time: 1, app: 'a', inputType: 'deleteByCut', fieldType: 'email' },
      expect.objectContaining({ key: 'ArrowLeft', code: 'Unidentified' }),
    ]);
    expect([found, tiers]).toEqual([{ OTHER: 4 }, ['routine', 'routine', 'routine']]);
  });

  test.each([
    ['Enter', 'Enter'],
    ['a', 'a'],
    ['é', 'é'],
    ['لا', 'لا'],
    ['nj', 'nj'],
    ['क्ष', 'क्ष'],
    ['AudioVolumeUp', 'AudioVolumeUp'],
    ['ada', 'Unidentified'],
    ['4111', 'Unidentified'],
    ['XF86Tools', 'Unidentified'],
    ['', 'Unidentified'],
  ])('of key %p %p is stored', (sent, stored) => {
    const edge = keys('all of this is said before it, and ');
    const { events } = one([...edge, key(sent, { code: 'KeyA' }), ...keys(` ${REST}`)]);

    expect(events[edge.length]).toMatchObject({ key: stored, code: 'KeyA' });
  });

  test('a text that came as a key is not stored, and its values are masked wherever else they stand', () => {
    const { events } = one([
      key('mail ada@example.com', { type: 'keyup' }),
      { kind: 'prompt', time: 1, app: 'a', text: 'why is ada@example.com wrong' },
    ]);

    expect(JSON.stringify(events)).not.toContain('ada');
  });

  test('input is never changed', () => {
    const events = [...keys(`a@b.com${REST}`), { kind: 'prompt', time: 1, app: 'a', text: 'a@b.com' } as Event];
    const before = structuredClone(events);
    one(events);
    expect(events).toEqual(before);
  });

  test('tiers with their reason, the highest of an event', () => {
    const by = make({ tiers: { PASSWORD: 'sensitive', EMAIL: 'personal', URL: 'routine' } });
    const { tiers, reasons } = one(
      [
        { kind: 'prompt', time: 1, app: 'a', text: 'a@b.com, password: hunter2' },
        { kind: 'prompt', time: 1, app: 'a', text: 'see https://jane.example/' },
        { kind: 'prompt', time: 1, app: 'a', text: 'nothing' },
        { kind: 'click', time: 1, app: 'a', x: 1, y: 1, button: 0 },
      ],
      by,
    );
    expect(tiers).toEqual(['sensitive', 'routine', 'routine', 'routine']);
    expect(reasons).toEqual(['PASSWORD', 'URL', undefined, undefined]);
  });

  test('an event with a type to drop is dropped and counted', () => {
    const by = make({ actions: { SECRET: 'drop' } });
    const { events, dropped, tiers } = one(
      [
        { kind: 'prompt', time: 1, app: 'a', text: 'AKIAIOSFODNN7EXAMPLE' },
        { kind: 'prompt', time: 1, app: 'a', text: 'ok' },
      ],
      by,
    );
    expect([events.length, dropped, tiers.length]).toEqual([1, 1, 1]);
  });

  test('a type that is kept is kept, in text and keys', () => {
    const by = make({ actions: { EMAIL: 'keep' } });
    const { events } = one([...keys(`a@b.com${REST}`), { kind: 'prompt', time: 1, app: 'a', text: 'a@b.com' }], by);
    expect(shown(events.slice(0, 7))).toBe('a@b.com');
    expect(events.at(-1)).toMatchObject({ text: 'a@b.com' });
  });
});

describe('typed text', () => {
  test('a value is masked with its releases, classes and times stay', () => {
    const events = [...'4111111111111111'].flatMap((c, i) => [
      key(c, { code: `Digit${c}`, time: i }),
      key(c, { code: `Digit${c}`, type: 'keyup', time: i + 0.5 }),
    ]);
    const { events: out, found } = one([...events, ...keys(REST)]);
    expect(
      out
        .slice(0, 32)
        .every((e) => e.kind === 'key' && e.key === undefined && e.code === undefined && e.class === 'digit'),
    ).toBe(true);
    expect(out[3]).toMatchObject({ time: 1.5, type: 'keyup' });
    expect(found.CREDIT_CARD).toBe(1);
  });

  test('shortcuts, navigation and corrections stay as they are', () => {
    const events = [
      ...keys('a@b.con'),
      key('Backspace'),
      ...keys('m'),
      key('ArrowLeft'),
      key('ArrowRight'),
      ...keys(REST),
      key('c', { ctrlKey: true }),
    ];
    const { events: out } = one(events);
    expect(shown(out)).toBe(
      '_______Backspace_ArrowLeftArrowRight and that is all ________'
        .replace(' and that is all ________', shown(out.slice(11, -1)))
        .concat('c'),
    );
    expect(out.at(-1)).toEqual({ ...events.at(-1), window: '[ID]' });
  });

  test('the same value elsewhere in the window of time', () => {
    const out = one([
      ...keys(`pwd: Zyx987!q${REST}`),
      { kind: 'prompt', time: 1, app: 'a', text: 'why does Zyx987!q fail' },
      { kind: 'text', time: 1, app: 'b', inputType: 'insertFromPaste', data: `so Zyx987!q it is${REST}` },
    ]).events;
    expect(
      out
        .slice(-2)
        .map((e) => JSON.stringify(e))
        .join(),
    ).not.toContain('Zyx');
  });

  test('a pasted password field gives its value away nowhere', () => {
    const out = one([
      { kind: 'text', time: 1, app: 'b', inputType: 'insertFromPaste', data: 'tr0ub4dor', fieldType: 'password' },
      { kind: 'prompt', time: 1, app: 'a', text: 'is tr0ub4dor good' },
    ]).events;
    expect(out).toMatchObject([{ data: '[PASSWORD]' }, { text: 'is [OTHER] good' }]);
  });

  test('a value in two pieces: typed and pasted', () => {
    const out = one([
      ...keys('card 4111 1111 '),
      { kind: 'text', time: 1, app: 'editor', window: 'w', inputType: 'insertFromPaste', data: '1111 1111 done' },
      ...keys(REST),
    ]).events;
    expect(shown(out)).toContain('card __________{[CREDIT_CARD] done}');
  });

  test('class-only keys pass as they are; a lone release of a letter does not', () => {
    const classOnly = { kind: 'key', type: 'keydown', time: 1, app: 'a', class: 'letter' } as Event;
    const { events } = one([classOnly, key('x', { type: 'keyup' }), key('Shift', { type: 'keyup' })]);
    expect(events[0]).toBe(classOnly);
    expect(events[1]).not.toHaveProperty('key');
    expect(events[2]).toHaveProperty('key', 'Shift');
  });

  test('a gap between frames is an open edge on both sides', () => {
    const text = 'this is what was said about it here';
    const run = (numbers: number[]) =>
      redactor
        .redactFrames(numbers.map((number) => ({ device: 'd', number, events: keys(text) })))
        .map(({ events }) => shown(events));
    const [, second] = run([1, 3]);
    expect(second).toBe(
      '____________ was said ________ ____'.replace(' was said ________ ____', ' was said _____________'),
    );
    const [first, joined] = run([1, 2]);
    expect(first).toBe(text);
    expect(joined!.startsWith('this is what')).toBe(true);
  });

  test('devices do not mix', () => {
    const frames = redactor.redactFrames([
      { device: 'a', number: 1, events: keys('4111 1111 ') },
      { device: 'b', number: 2, events: keys('1111 1111 or so it was said') },
    ]);
    expect(frames.map(({ found }) => found.CREDIT_CARD)).toEqual([undefined, undefined]);
  });

  test('an endless row of edits takes time in proportion', () => {
    const edits = (n: number) =>
      Array.from({ length: n }, (_, i) => (i % 5 < 3 ? key('a') : i % 5 === 3 ? key('Backspace') : key('ArrowLeft')));
    const [short, long] = [edits(1_000), edits(1_000 * PIECES)];
    const pieces = () => {
      for (let piece = 0; piece < PIECES; piece++) one(short);
    };
    expect(growsWithLength(pieces, () => void one(long))).toBe(true);
  });
});
