import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../../wire/event.ts';
import { createRedactor } from '../create.ts';
import type { Span } from '../redactor.ts';
import { ComprehendDeepPass } from './comprehend.aws.ts';
import { type DeepPass, DeepPassFailed, redactFramesDeeply } from './deep-pass.ts';
import { S3ModelStore } from './model-store.aws.ts';
import { type ModelFiles, OnnxDeepPass } from './onnx.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
const prompt = (text: string): Event => ({ kind: 'prompt', time: 1, app: 'a', text });
const frames = (...events: Event[]) => [{ device: 'd', number: 1, events }];
const finding = (word: string): DeepPass => ({
  name: 'word',
  examine: async (texts) =>
    texts.map((text): Span[] =>
      text.includes(word) ? [{ start: text.indexOf(word), end: text.indexOf(word) + word.length, type: 'PERSON' }] : [],
    ),
});

describe('the deep pass', () => {
  test('masks what the redactor left, and sees only that', async () => {
    const [frame] = await redactFramesDeeply(
      redactor,
      finding('Zorblax'),
      frames(prompt('Zorblax, a@b.com'), { kind: 'pointer', time: 1, app: 'a', path: [] }),
    );

    expect(frame!.events[0]).toMatchObject({ text: '[PERSON], [EMAIL]' });
    expect(frame!.events[1]!.kind).toBe('pointer');
  });

  test('a placeholder is no name', async () => {
    const [frame] = await redactFramesDeeply(redactor, finding('EMAIL'), frames(prompt('to a@b.com')));

    expect(frame!.events[0]).toMatchObject({ text: 'to [EMAIL]' });
  });

  test.each([
    ['throws', async (): Promise<Span[][]> => Promise.reject(new DeepPassFailed('x'))],
    ['answers too little', async (): Promise<Span[][]> => []],
  ])('fails closed when it %s', async (_name, examine) => {
    const [frame] = await redactFramesDeeply(redactor, { name: 'x', examine }, frames(prompt('hello')));

    expect(frame!.events[0]).toMatchObject({ text: '[OTHER]' });
  });

  test('is not asked when there is no text', async () => {
    const never: DeepPass = { name: 'never', examine: () => Promise.reject(new Error('asked')) };

    const [frame] = await redactFramesDeeply(redactor, never, frames({ kind: 'pointer', time: 1, app: 'a', path: [] }));

    expect(frame!.events).toHaveLength(1);
  });
});

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
});

describe('an ONNX token classifier', () => {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'ask', 'zor', '##bla', '##x', 'now', '.'].join('\n');
  const labels = ['O', 'B-PER', 'I-PER'];
  const files: ModelFiles = {
    model: new Uint8Array([1]),
    vocabulary,
    config: { labels, types: { PER: 'PERSON' }, lowerCase: true, longest: 40 },
  };
  /** A model that knows one name: its first piece. */
  const session = {
    run: async (ids: readonly number[]): Promise<Float32Array> =>
      Float32Array.from(ids.flatMap((id) => (id === 5 ? [0, 9, 1] : [9, 0, 0]))),
  };
  const load = (over: Partial<typeof session> = {}) =>
    OnnxDeepPass.load({ load: async () => files }, 'm', '', async () => ({ ...session, ...over }));

  test('finds whole words, in long texts too', async () => {
    const pass = await load();

    expect(await pass.examine(['Ask Zorblax now.', 'now'])).toEqual([[{ start: 4, end: 11, type: 'PERSON' }], []]);
    const [spans] = await pass.examine([`${'now '.repeat(50)}Zorblax`]);
    expect(spans!.at(-1)).toEqual({ start: 200, end: 207, type: 'PERSON' });
  });

  test.each([
    ['throws', async (): Promise<Float32Array> => Promise.reject(new Error('x'))],
    ['has another shape', async () => new Float32Array(2)],
    ['has no numbers', async (ids: readonly number[]) => new Float32Array(ids.length * 3).fill(Number.NaN)],
  ])('fails when the session %s', async (_name, run) => {
    await expect((await load({ run })).examine(['ask'])).rejects.toThrow(DeepPassFailed);
  });

  test('the store takes a model with the right digest only', async () => {
    const bytes = {
      'model.onnx': 'abc',
      'vocab.txt': vocabulary,
      'labels.json': JSON.stringify(files.config),
    } as const;
    const client = {
      send: async ({ input }: { input: { Key: string } }) => {
        const name = input.Key.split('/').at(-1) as keyof typeof bytes;
        return { Body: { transformToByteArray: async () => Buffer.from(bytes[name]) } };
      },
    } as never;
    const hash = createHash('sha256');
    for (const part of Object.values(bytes)) hash.update(createHash('sha256').update(part).digest());
    const digest = hash.digest('hex');
    const store = new S3ModelStore(client, 'models');

    expect((await store.load('small', digest)).config.labels).toEqual(labels);
    await expect(store.load('small', '00')).rejects.toThrow();
    await expect(store.load('../x', digest)).rejects.toThrow(RangeError);
  });
});
