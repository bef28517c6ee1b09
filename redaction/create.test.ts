import { describe, expect, test } from '@jest/globals';
import type { Event } from '../wire/event.ts';
import { createRedactor } from './create.ts';
import type { RedactionPolicy } from './redactor.ts';

const policy: RedactionPolicy = { actions: {}, tiers: { PASSWORD: 'sensitive' } };
const redactor = createRedactor({
  policy,
  tagger: false,
  directory: [['Ada Lovelace', 'alovelace', 'ada@analytical.example']],
});

const typed = (text: string, over: Partial<Event> = {}): Event[] =>
  [...text].map(
    (key, i) =>
      ({ kind: 'key', type: 'keydown', time: i, app: 'editor', window: 'w', key, code: 'KeyA', ...over }) as Event,
  );
const keys = (events: Event[]) => events.map((e) => (e.kind === 'key' ? (e.key ?? '_') : '')).join('');

describe('the redactor on text', () => {
  test.each([
    ['mail me at jane.doe@example.com please', 'mail me at [EMAIL] please'],
    ['card 4111 1111 1111 1111 exp', 'card [CREDIT_CARD] exp'],
    ['card 4111 1111 1111 1112 exp', 'card 4111 1111 1111 1112 exp'],
    ['pay to DE89 3704 0044 0532 0130 00 now', 'pay to [IBAN] now'],
    ['my ssn is 536-22-8731.', 'my ssn is [NATIONAL_ID].'],
    ['from 10.20.30.40 and fe80::1ff:fe23:4567:890a', 'from [IP_ADDRESS] and [IP_ADDRESS]'],
    ['mac 00:1b:44:11:3a:b7 here', 'mac [MAC_ADDRESS] here'],
    ['mac 00-1B-44-11-3A-B7 here', 'mac [MAC_ADDRESS] here'],
    ['call +49 30 901820 or (555) 234-5678', 'call [PHONE] or [PHONE]'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [SECRET] used'],
    ['postgres://bob:hunter2@db.local/x', '[URL]'],
    ['password: hunter2', 'password: [PASSWORD]'],
    ['ask ada lovelace or Lovelace, Ada', 'ask [DIRECTORY] or [DIRECTORY]'],
    ['zero 4111\u200b1111\u200b1111\u200b1111 width', 'zero [CREDIT_CARD] width'],
    ['full \uff14\uff11\uff11\uff11 1111 1111 1111', 'full [CREDIT_CARD]'],
  ])('%s', (text, expected) => {
    expect(redactor.redactText(text)).toBe(expected);
    expect(redactor.redactText(expected)).toBe(expected);
  });
});

describe('the redactor on frames', () => {
  test('a pointer event passes as the same object', () => {
    const event: Event = { kind: 'pointer', time: 1, app: 'a', path: [0, 1, 1] };
    const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events: [event] }]);
    expect(frame!.events[0]).toBe(event);
    expect(frame!.tiers).toEqual(['routine']);
  });

  test('a card typed with a correction is masked, the correction too', () => {
    const events = typed('pay 4111 1111 12').concat(
      typed('x', { key: 'Backspace' } as never),
      typed('11 1111 1111 to '),
    );
    // "12" is corrected to "11" by one backspace
    const fixed = typed('pay 4111 1111 12').concat(typed('x', { key: 'Backspace' } as never), typed('111 1111 is it '));
    expect(events.length).toBeGreaterThan(fixed.length - 10);
    const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events: fixed }]);
    const kept = frame!.events.filter((e) => e.kind === 'key' && e.key !== undefined && /\d/.test(e.key));
    expect(kept).toEqual([]);
    expect(keys(frame!.events).startsWith('pay ')).toBe(true);
    expect(frame!.found.CREDIT_CARD).toBe(1);
  });

  test('a password typed and deleted is masked, and where it was pasted', () => {
    const events = [
      ...typed('password: hunter2!x'),
      ...typed('a', { ctrlKey: true } as never),
      ...typed('x', { key: 'Backspace' } as never),
      ...typed('all is fine now and we go on with that '),
      { kind: 'message', time: 1, app: 'chat', text: 'use hunter2!x ok', author: 'self' } as Event,
    ];
    const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events }]);
    expect(keys(frame!.events)).not.toContain('hunter');
    expect(keys(frame!.events)).toContain('s fine now and we ');
    expect(frame!.events.at(-1)).toMatchObject({ text: expect.not.stringContaining('hunter2') });
  });

  test('an open edge is masked unless the neighbouring frame is there', () => {
    const a = { device: 'd', number: 4, events: typed('we will perhaps meet then on some day at jane.do') };
    const b = { device: 'd', number: 5, events: typed('e@example.com on friday or the day after ok ') };
    const [alone] = redactor.redactFrames([a]);
    expect(keys(alone!.events)).toBe('_______________ meet then on some ______________');
    const both = redactor.redactFrames([a, b]);
    expect(keys(both[0]!.events)).toBe('_______________ meet then on some day at _______');
    expect(keys(both[1]!.events)).toBe('_____________ on friday or the day ________ ');
  });

  test('a password field is masked wholly, and its keys tell nothing', () => {
    const [frame] = redactor.redactFrames([
      { device: 'd', number: 1, events: typed('ab1 ', { fieldType: 'password' } as never) },
    ]);
    expect(frame!.events[2]).toEqual({
      kind: 'key',
      type: 'keydown',
      time: 0,
      app: 'editor',
      window: '[ID]',
      fieldType: 'password',
    });
    expect(frame!.tiers[0]).toBe('sensitive');
  });

  test('text of others is masked whole unless they consented', () => {
    const event: Event = {
      kind: 'message',
      time: 1,
      app: 'chat',
      text: 'hello there',
      author: 'other',
      participants: ['Bob'],
    };
    const [frame] = redactor.redactFrames([{ device: 'd', number: 1, events: [event] }]);
    expect(frame!.events[0]).toMatchObject({ text: '[OTHER]', participants: ['[PERSON]'] });
    const open = createRedactor({ policy, othersConsented: true });
    expect(open.redactFrames([{ device: 'd', number: 1, events: [event] }])[0]!.events[0]).toMatchObject({
      text: 'hello there',
    });
  });
});

describe('several types in one place', () => {
  const text = 'personnummer 811228-9874';

  test('a number that is known names what is guessed around it', () => {
    expect(createRedactor({ policy }).redactText(text)).toMatch(/^[^\d]*\[NATIONAL_ID\]$/);
  });

  test.each(['keep', 'generalise'] as const)('a guess that policy says to %s takes no number along', (action) => {
    const actions = { ADDRESS: action, LOCATION: action, DATE: action, PERSON: action } as const;
    const lenient = createRedactor({ policy: { actions, tiers: {} } });
    expect(lenient.redactText(text)).toMatch(/^[^\d]*\[NATIONAL_ID\]$/);
  });

  test('what drops the event is not lost in what is longer', () => {
    const actions = { CREDIT_CARD: 'drop' } as const;
    const strict = createRedactor({ policy: { actions, tiers: {} } });
    expect(strict.find('https://x.example/4111111111111111/pay').map(({ type }) => type)).toEqual(['CREDIT_CARD']);
  });

  test('a person of the directory gets a token, though the tagger sees a name there', () => {
    const directory = [['Ada Lovelace']];
    const actions = { DIRECTORY: 'tokenise' } as const;
    const known = createRedactor({ policy: { actions, tiers: {} }, directory, tokenKey: new Uint8Array(32) });
    expect(known.redactText('Dear Ada Lovelace, please come')).toMatch(/^Dear \[DIRECTORY:[a-p]{16}\], please come$/);
  });

  test('a value that is known from another text is masked inside of what may be kept', () => {
    const actions = { ADDRESS: 'keep', LOCATION: 'keep' } as const;
    const lenient = createRedactor({ policy: { actions, tiers: {} } });
    const text = (data: string): Event => ({ kind: 'text', time: 1, app: 'a', window: 'w', data }) as Event;
    const frame = { device: 'd', number: 1, events: [text('password: Hauptstrasse12'), text('at Hauptstrasse12')] };
    const [redacted] = lenient.redactFrames([frame]);
    expect(JSON.stringify(redacted!.events)).not.toContain('Hauptstrasse12');
  });
});

describe('text that is shown backwards', () => {
  test('is read as a reader sees it', () => {
    expect(redactor.redactText('write to \u202emoc.elpmaxe@enaj\u202c now')).toBe('write to \u202e[EMAIL]\u202c now');
    expect(redactor.redactText('\u202e1111 1111 1111 1114')).toBe('\u202e[CREDIT_CARD]');
  });
});
