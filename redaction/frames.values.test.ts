import { describe, expect, test } from '@jest/globals';
import type { Event } from '../wire/event.ts';
import { Actions } from './actions.ts';
import { redactFrames } from './frames.ts';
import { type RedactionPolicy, SENSITIVE_TYPES, type SensitiveType, type Span } from './redactor.ts';
import { SENTENCE_TYPES } from './topics/topics.ts';

/** Finds what says what it is: `EMAIL=a@b.com`. */
const announced = (text: string): Span[] =>
  [...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(({ 0: { length }, 1: type, 2: value, index }) => ({
    start: index + length - value!.length,
    end: index + length,
    type: type as SensitiveType,
  }));
const redact = (
  events: Event[],
  policy: Partial<RedactionPolicy> = {},
  othersConsented = false,
  find = announced,
): Event[] => {
  const actions = new Actions({ actions: {}, tiers: {}, ...policy });
  return redactFrames([{ device: 'd', number: 1, events }], {
    find,
    findStructured: find,
    actions,
    othersConsented,
  })[0]!.events;
};
const prompt = (text: string): Event => ({ kind: 'prompt', time: 1, app: 'a', text });
/** What becomes of `text` beside another text in which a value is found. */
const beside = (found: string, text: string, policy?: Partial<RedactionPolicy>): unknown =>
  (redact([prompt(text), prompt(found)], policy)[0] as { text: string }).text;

describe('a value is masked wherever else it appears', () => {
  const common = 'DATE AGE FINANCIAL MEDICAL PERFORMANCE LOCATION ORGANIZATION OTHER UNREAD URL COORDINATES'
    .split(' ')
    .concat(SENTENCE_TYPES);

  test.each(SENSITIVE_TYPES.map((type) => [type, !common.includes(type)] as const))('of type %s: %p', (type, is) => {
    expect(beside(`${type}=value`, 'a value here')).toBe(is ? 'a [OTHER] here' : 'a value here');
  });

  test.each([
    ['EMAIL', 3, false],
    ['EMAIL', 4, true],
    ['EMAIL', 512, true],
    ['EMAIL', 513, false],
    ['PERSON', 4, false],
    ['PERSON', 5, true],
  ] as const)('%s of %i characters: %p', (type, length, is) => {
    const value = 'v'.repeat(length);
    expect(beside(`${type}=${value}`, `(${value})`)).toBe(is ? '([OTHER])' : `(${value})`);
  });

  test.each([
    ['rose', 'rose', '[OTHER]'],
    ['rose', '"rose"', '"[OTHER]"'],
    ['rose', 'rose,rose', '[OTHER],[OTHER]'],
    ['rose', 'primrose', 'primrose'],
    ['rose', 'roses', 'roses'],
    ['rose', '1rose', '1rose'],
    ['rose', 'rose2', 'rose2'],
    ['rose', 'Primrosé rose', 'Primrosé [OTHER]'],
    ['rose5', 'primrose5', 'prim[OTHER]'],
    ['rose5', 'rose55 x', '[OTHER]5 x'],
    ['-rose', 'prim-rosebud', 'prim[OTHER]bud'],
  ])('%s in %s', (value, text, expected) => {
    expect(beside(`DIRECTORY=${value}`, text)).toBe(expected);
  });

  test('but not what policy keeps', () => {
    expect(beside('EMAIL=a@b.com', 'to a@b.com', { actions: { EMAIL: 'keep' } })).toBe('to a@b.com');
  });

  test.each([
    ['as it was found there', 'PHONE=value', 'PHONE=[PHONE]'],
    ['at the beginning of what was', 'PHONE=value-1', 'PHONE=[PHONE]'],
    ['at the end of it', 'PHONE=1-value', 'PHONE=[PHONE]'],
    ['over its begin', 'PHONE=ue-1 value', 'PHONE=[PHONE] [OTHER]'],
  ])('and what is hidden already keeps its type: %s', (_, text, expected) => {
    expect(beside('EMAIL=value', text, { actions: { PHONE: 'generalise' } })).toBe(expected);
  });

  test.each([
    ['begins before it', 'a=PHONE=1', 'a=PHONE=12', '[OTHER]'],
    ['ends behind it', 'ue at', 'PHONE=value at', 'PHONE=[OTHER]'],
  ])('unless the value %s', (_, password, text, expected) => {
    const typed: Event = { kind: 'text', time: 1, app: 'a', inputType: '', data: password, fieldType: 'password' };
    expect(redact([prompt(text), typed], { actions: { PHONE: 'generalise' } })[0]).toMatchObject({ text: expected });
  });

  test('inside of what policy keeps', () => {
    expect(beside('EMAIL=value', 'see ADDRESS=10-value-street', { actions: { ADDRESS: 'keep' } })).toBe(
      'see ADDRESS=[OTHER]',
    );
  });
});

describe('values are taken from every text', () => {
  const secret = 'PASSWORD=tr0ub4dor';

  test.each<[string, Event]>([
    ['a prompt', prompt(secret)],
    ['a message', { kind: 'message', time: 1, app: 'a', text: secret, author: 'self' }],
    ['a subject', { kind: 'message', time: 1, app: 'a', text: '', author: 'self', subject: secret }],
    ['a transcript', { kind: 'transcript', time: 1, app: 'a', text: secret, author: 'self' }],
    ['a title', { kind: 'window', time: 1, app: 'a', type: 'title', title: secret }],
    ['a paste', { kind: 'text', time: 1, app: 'a', inputType: 'insertFromPaste', data: secret }],
    ['a password', { kind: 'text', time: 1, app: 'a', inputType: '', data: 'tr0ub4dor', fieldType: 'password' }],
  ])('%s that comes later', (_, event) => {
    expect(redact([prompt('use tr0ub4dor!'), event])[0]).toMatchObject({ text: 'use [OTHER]!' });
  });

  test('a paste that reads otherwise with what was typed before it', () => {
    const key: Event = { kind: 'key', type: 'keydown', time: 1, app: 'a', key: 'x' };
    const paste: Event = { kind: 'text', time: 1, app: 'a', inputType: 'insertFromPaste', data: secret };
    const alone = (text: string) => (text.startsWith('PASSWORD') ? announced(text) : []);

    expect(redact([prompt('use tr0ub4dor!'), key, paste], {}, false, alone)[0]).toMatchObject({ text: 'use [OTHER]!' });
  });

  test('and each text is judged once', () => {
    const judged: string[] = [];
    redact([prompt('one'), prompt(secret), prompt('one')], {}, false, (text) => {
      judged.push(text);
      return announced(text);
    });

    expect(judged).toEqual(['one', secret]);
  });

  test('but not a password that policy keeps', () => {
    const pasted = {
      kind: 'text',
      time: 1,
      app: 'a',
      inputType: '',
      data: 'tr0ub4dor',
      fieldType: 'password',
    } as const;
    expect(redact([prompt('tr0ub4dor'), pasted], { actions: { PASSWORD: 'keep' } })).toMatchObject([
      { text: 'tr0ub4dor' },
      { data: 'tr0ub4dor' },
    ]);
  });

  test.each(['message', 'transcript'] as const)('a %s of somebody else is not read without consent', (kind) => {
    const other: Event = { kind, time: 1, app: 'a', text: secret, author: 'other' };
    const events = [prompt('use tr0ub4dor!'), other];

    expect(redact(events)).toMatchObject([{ text: 'use tr0ub4dor!' }, { text: '[OTHER]' }]);
    expect(redact(events, {}, true)).toMatchObject([{ text: 'use [OTHER]!' }, { text: 'PASSWORD=[PASSWORD]' }]);
  });
});
