import { describe, expect, test } from '@jest/globals';
import type { Span } from '../redactor.ts';
import { ComprehendDeepPass } from './comprehend.aws.ts';
import { DeepPassFailed } from './deep-pass.ts';

describe('Comprehend', () => {
  const client = (answer: unknown) => ({ send: async () => answer }) as never;

  test('offsets are code points there and UTF-16 here', async () => {
    const pass = new ComprehendDeepPass({
      client: client({
        Entities: [
          { Type: 'NAME', Score: 0.9, BeginOffset: 2, EndOffset: 5 },
          { Type: 'AGE', Score: 0.1, BeginOffset: 0, EndOffset: 1 },
        ],
      }),
    });

    expect(await pass.examine(['😀 Bob'])).toEqual([[{ start: 3, end: 6, type: 'PERSON' }]]);
    expect(await pass.examine(['  '])).toEqual([[]]);
  });

  test.each([
    ['no type', {}],
    ['an empty type', { Type: '' }],
    ['a type of its own', { Type: 'WHAT' }],
  ])('what has %s is still taken out', async (_name, entity) => {
    const pass = new ComprehendDeepPass({
      client: client({ Entities: [{ ...entity, Score: 0.9, BeginOffset: 0, EndOffset: 3 }] }),
    });

    expect(await pass.examine(['Bob'])).toEqual([[{ start: 0, end: 3, type: 'OTHER' }]]);
  });

  test('long texts go in pieces', async () => {
    const sent: number[] = [];
    const pass = new ComprehendDeepPass({
      client: {
        send: async ({ input }: { input: { Text: string } }) => {
          sent.push(input.Text.length);
          return { Entities: [{ Type: 'WHAT', BeginOffset: 0, EndOffset: 4 }] };
        },
      } as never,
    });

    const [spans] = await pass.examine(['word '.repeat(10_000)]);

    expect(sent.length).toBe(2);
    expect(Math.max(...sent)).toBeLessThanOrEqual(30_000);
    expect(spans).toEqual([
      { start: 0, end: 4, type: 'OTHER' },
      { start: sent[0]!, end: sent[0]! + 4, type: 'OTHER' },
    ]);
  });

  test.each([
    [
      'an error',
      { send: () => Promise.reject(Object.assign(new Error('secret text'), { name: 'ThrottlingException' })) },
    ],
    ['no entities', { send: async () => ({}) }],
    ['an offset outside', { send: async () => ({ Entities: [{ Type: 'NAME', BeginOffset: 0, EndOffset: 99 }] }) }],
  ])('%s is a failure without content', async (_name, sender) => {
    const failure = new ComprehendDeepPass({ client: sender as never }).examine(['hello']);

    await expect(failure).rejects.toThrow(DeepPassFailed);
    await expect(failure).rejects.not.toThrow(/secret|hello/);
  });

  /** What was sent for a text, and the spans of all of it: each piece is found whole. */
  async function sentFor(text: string): Promise<{ sent: string[]; spans: Span[] }> {
    const sent: string[] = [];
    const send = async ({ input: { Text } }: { input: { Text: string } }) => {
      sent.push(Text);
      return { Entities: [{ Type: 'NAME', BeginOffset: 0, EndOffset: [...Text].length }] };
    };
    const [spans] = await new ComprehendDeepPass({ client: { send } as never }).examine([text]);
    return { sent, spans: spans! };
  }

  test.each([
    ['of words', 'some words '.repeat(8_000)],
    ['of one word', 'x'.repeat(80_000)],
    ['of one word of pairs', `x${'😀'.repeat(40_000)}`],
    ['that begins with a space', ` ${'x'.repeat(80_000)}`],
    ['with its only space at the end of a call', `${'x'.repeat(33_332)} ${'x'.repeat(40_000)}`],
  ])('no character of a long text %s is left out, sent twice or cut in two', async (_name, text) => {
    const { sent, spans } = await sentFor(text);

    expect(sent.join('')).toBe(text);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.every((piece) => piece.isWellFormed() && Buffer.byteLength(piece) <= 100_000)).toBe(true);
    let at = 0;
    for (const [i, { length }] of sent.entries()) {
      expect(spans[i]).toEqual({ start: at, end: at + length, type: 'PERSON' });
      at += length;
    }
  });

  test('words are not cut where there is white space', async () => {
    const { sent } = await sentFor('some words '.repeat(8_000));

    for (const piece of sent) expect(piece).toMatch(/^(?:some|words) .* $/);
  });

  test('says the language, and what failed by its name', async () => {
    const asked: unknown[] = [];
    const send = async ({ input: { LanguageCode } }: { input: { LanguageCode: string } }) => {
      asked.push(LanguageCode);
      throw Object.assign(new Error('hello'), { name: 'ThrottlingException' });
    };

    for (const options of [{}, { language: 'es' as const }]) {
      await expect(
        new ComprehendDeepPass({ client: { send } as never, ...options }).examine(['hello']),
      ).rejects.toThrow('comprehend: ThrottlingException');
    }
    expect(asked).toEqual(['en', 'es']);
  });

  test('eight calls run at a time, and answers keep the order of texts', async () => {
    let running = 0;
    let most = 0;
    const send = async ({ input: { Text } }: { input: { Text: string } }) => {
      most = Math.max(most, ++running);
      for (let i = Text.length; i > 0; i--) await null;
      running--;
      return { Entities: [{ Type: 'NAME', BeginOffset: 0, EndOffset: Text.length }] };
    };
    const texts = Array.from({ length: 40 }, (_, i) => 'x'.repeat(1 + ((i * 7) % 40)));

    const found = await new ComprehendDeepPass({ client: { send } as never }).examine(texts);

    expect(found.map(([span]) => span!.end)).toEqual(texts.map(({ length }) => length));
    expect(most).toBe(8);
  });

  test.each([
    ['begins outside', { BeginOffset: 9, EndOffset: 5 }],
    ['ends outside', { BeginOffset: 0, EndOffset: 6 }],
    ['begins nowhere', { EndOffset: 5 }],
    ['ends nowhere', { BeginOffset: 0 }],
  ])('an answer that %s is a failure', async (_name, entity) => {
    const pass = new ComprehendDeepPass({ client: client({ Entities: [{ Type: 'NAME', ...entity }] }) });

    await expect(pass.examine(['hello'])).rejects.toThrow('offset outside');
  });
});
