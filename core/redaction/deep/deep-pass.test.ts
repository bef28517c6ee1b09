import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../../wire/event.ts';
import { createRedactor } from '../create.ts';
import type { RedactionPolicy, Span } from '../redactor.ts';
import { ComprehendDeepPass } from './comprehend.aws.ts';
import { type DeepPass, DeepPassFailed, redactFramesDeeply } from './deep-pass.ts';
import { S3ModelStore } from './model-store.aws.ts';
import { type ModelFiles, OnnxDeepPass } from './onnx.ts';

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

  test('each text field of an event is read', async () => {
    const events = [
      { kind: 'text', time: 1, app: 'a', data: 'Zorblax came. So did we all, you know' },
      { kind: 'window', time: 2, app: 'a', title: 'to Zorblax' },
      { kind: 'mail', time: 3, app: 'a', subject: 'from Zorblax', text: '' },
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
