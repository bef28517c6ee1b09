import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import { createRedactor } from '../create.ts';
import type { RedactionPolicy, Span } from '../redactor.ts';
import { type DeepPass, DeepPassFailed, findDeeply, redactFramesDeeply } from './deep-pass.ts';

const policy: RedactionPolicy = {
  actions: { AGE: 'drop', OTHER: 'keep' },
  tiers: { PERSON: 'sensitive', URL: 'routine' },
};
const redactor = createRedactor({ policy, tagger: false });
const prompt = (text: string): Event => ({ kind: 'prompt', time: 1, app: 'a', text });
const pointer: Event = { kind: 'pointer', time: 1, app: 'a', path: [] };
const frames = (...events: Event[]) => [{ device: 'd', number: 1, events }];
const finding = (word: string, type: Span['type'] = 'PERSON'): DeepPass => ({
  name: 'word',
  examine: async (texts) =>
    texts.map((text): Span[] =>
      text.includes(word) ? [{ start: text.indexOf(word), end: text.indexOf(word) + word.length, type }] : [],
    ),
});
const redact = (pass: DeepPass, ...events: Event[]) =>
  redactFramesDeeply(redactor, { pass, policy }, frames(...events));

describe('the deep pass', () => {
  test('masks what the redactor left, sees only that, and raises the tier', async () => {
    const result = await redact(finding('Zorblax'), prompt('Zorblax, a@b.com'), pointer, prompt('hello'));

    expect(result.unanswered).toBe(0);
    expect(result.frames[0]!.events).toEqual([prompt('[PERSON], [EMAIL]'), pointer, prompt('hello')]);
    expect(result.frames[0]!.tiers).toEqual(['sensitive', 'routine', 'routine']);
    expect(result.frames[0]!.found).toEqual({ EMAIL: 1, PERSON: 1 });
  });

  test.each(['[LOCATION FR]', '[PHONE]', '[EMAIL:kpdgmbonahcfjeil]', '[DATE 1980]'])(
    'leaves %s alone, whatever part of it is taken for a value, and reads on beside it',
    async (placeholder) => {
      const word = placeholder.replace(/^.*[ :]|[[\]]/g, '');

      const { frames: inside } = await redact(finding(word), prompt(`to ${placeholder} and on`));
      const { frames: across } = await redact(finding(`${placeholder} Zorblax`), prompt(`to ${placeholder} Zorblax`));
      const { frames: behind } = await redact(finding(`${placeholder} `), prompt(`to ${placeholder} and on`));

      expect(inside[0]!.events).toEqual([prompt(`to ${placeholder} and on`)]);
      expect(across[0]!.events).toEqual([prompt(`to ${placeholder}[PERSON]`)]);
      expect(behind[0]!.events).toEqual([prompt(`to ${placeholder} and on`)]);
    },
  );

  test.each([
    ['begins before the text', { start: -1, end: 2 }],
    ['ends behind it', { start: 0, end: 6 }],
    ['is turned round', { start: 3, end: 2 }],
    ['has no numbers', { start: Number.NaN, end: 2 }],
  ])('an answer with a span that %s is none', async (_name, place) => {
    const pass: DeepPass = { name: 'x', examine: async (texts) => texts.map(() => [{ ...place, type: 'PERSON' }]) };

    const { frames: some, unanswered } = await redact(pass, prompt('hello'));

    expect([some[0]!.events, unanswered]).toEqual([[prompt('[OTHER]')], 1]);
  });

  test('one that is none makes none of all', async () => {
    const pass: DeepPass = {
      name: 'x',
      examine: async (texts) =>
        texts.map((text) => [{ start: 0, end: text === 'hello' ? 9 : 1, type: 'PERSON' as const }]),
    };

    const { frames: some, unanswered } = await redact(pass, prompt('hello'), prompt('there'));

    expect([some[0]!.events, unanswered]).toEqual([[prompt('[OTHER]'), prompt('[OTHER]')], 2]);
  });

  test('blanks alone are no value', async () => {
    const { frames: some } = await redact(finding(' '), prompt('to her'));

    expect(some[0]).toMatchObject({ events: [prompt('to her')], tiers: ['routine'], found: {} });
  });

  test('each text field of an event is read', async () => {
    const events = [
      { kind: 'text', time: 1, app: 'a', data: 'Zorblax came. So did we all, you know' },
      { kind: 'window', time: 2, app: 'a', title: 'to Zorblax' },
      { kind: 'message', time: 3, app: 'a', subject: 'from Zorblax', text: '' },
    ] as unknown as Event[];

    const { frames: some } = await redact(finding('Zorblax'), ...events);

    expect(some[0]!.events).toMatchObject([
      { data: expect.stringMatching(/^\[PERSON\] came\. So/) },
      { title: 'to [PERSON]' },
      { subject: 'from [PERSON]' },
    ]);
  });

  test('a tier is never lowered', async () => {
    const { frames: some } = await redact(finding('xyz', 'URL'), prompt('a@b.com xyz'));

    expect(some[0]!.tiers).toEqual(['personal']);
  });

  test('an event is dropped and counted when the policy says so of what was found', async () => {
    const result = await redact(finding('fortyish', 'AGE'), prompt('hi'), prompt('he is fortyish'), pointer);

    expect(result.frames[0]).toMatchObject({ events: [prompt('hi'), pointer], dropped: 1, found: { AGE: 1 } });
    expect(result.frames[0]!.tiers).toHaveLength(2);
    expect(result.frames[0]!.reasons).toHaveLength(2);
  });

  test('the events that came in are left as they were', async () => {
    const event = prompt('Zorblax');

    await redact(finding('Zorblax'), event);

    expect(event).toEqual(prompt('Zorblax'));
  });

  test('a placeholder is no name', async () => {
    const { frames: some } = await redact(finding('EMAIL'), prompt('to a@b.com'));

    expect(some[0]!.events[0]).toMatchObject({ text: 'to [EMAIL]' });
  });

  test.each([
    ['throws', async (): Promise<Span[][]> => Promise.reject(new DeepPassFailed('x'))],
    ['answers too little', async (): Promise<Span[][]> => []],
  ])('fails closed when it %s, even if what is unknown may be kept', async (_name, examine) => {
    const result = await redact({ name: 'x', examine }, prompt('hello'), pointer);

    expect(result.unanswered).toBe(1);
    expect(result.frames[0]).toMatchObject({ events: [prompt('[OTHER]'), pointer], found: { OTHER: 1 } });
    expect(result.frames[0]!.tiers).toEqual(['personal', 'routine']);
  });

  test('is not asked when there is no text', async () => {
    const never: DeepPass = { name: 'never', examine: () => Promise.reject(new Error('asked')) };

    const result = await redact(never, pointer, prompt(''));

    expect(result).toMatchObject({ unanswered: 0, frames: [{ events: [pointer, prompt('')] }] });
  });
});

describe('what the deep pass finds beside the redactor', () => {
  const found = async (pass: DeepPass, ...texts: string[]) =>
    (await findDeeply(redactor, pass, texts)).map((spans, i) =>
      spans.map(({ start, end, type }) => `${type} ${texts[i]!.slice(start, end)}`),
    );

  test('stands in the text as it was, before what was found, behind it and between', async () => {
    expect(
      await found(finding('Zorblax'), 'Zorblax, a@b.com', 'a@b.com, Zorblax!', 'a@b.com Zorblax c@d.com', 'nobody', ''),
    ).toEqual([
      ['PERSON Zorblax', 'EMAIL a@b.com'],
      ['EMAIL a@b.com', 'PERSON Zorblax'],
      ['EMAIL a@b.com', 'PERSON Zorblax', 'EMAIL c@d.com'],
      [],
      [],
    ]);
  });

  test('is nothing of a placeholder, and what stands beside one', async () => {
    expect(await found(finding('EMAIL'), 'to a@b.com')).toEqual([['EMAIL a@b.com']]);
    expect(await found(finding('[EMAIL] Zorblax'), 'to a@b.com Zorblax now')).toEqual([
      ['EMAIL a@b.com', 'PERSON  Zorblax'],
    ]);
    expect(await found(finding('Zorblax [EMAIL]'), 'Zorblax a@b.com now')).toEqual([
      ['PERSON Zorblax ', 'EMAIL a@b.com'],
    ]);
  });

  test('sees only what the redactor left, and nothing where its places are none', async () => {
    const seen: string[] = [];
    const pass: DeepPass = {
      name: 'x',
      examine: async (texts) => {
        seen.push(...texts);
        return texts.map(() => [{ start: 0, end: 99, type: 'PERSON' as const }]);
      },
    };

    expect(await found(pass, 'to a@b.com')).toEqual([['EMAIL a@b.com']]);
    expect(seen).toEqual(['to [EMAIL]']);
  });

  test('fails where it answers too little', async () => {
    await expect(found({ name: 'x', examine: async () => [] }, 'x')).rejects.toThrow(DeepPassFailed);
  });
});
