import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { sampleModel } from '../../test/fixtures/onnx-model.ts';
import { DeepPassFailed } from './deep-pass.ts';
import { ModelUnusable, modelDigest, parseModel, type RawModel, type TokenClassifierConfig } from './model.ts';
import { S3ModelStore } from './model-store.aws.ts';
import { FolderModelStore } from './model-store.folder.ts';
import { OnnxDeepPass, type OpenSession } from './onnx.ts';
import { openSession } from './onnx-session.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an ONNX token classifier', () => {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'ask', 'zor', '##bla', '##x', 'now', '.'].join('\n');
  const labels = ['O', 'B-PER', 'I-PER'];
  const config: TokenClassifierConfig = {
    ...{ labels, types: { PER: 'PERSON' as const }, tokenizer: 'vocab.txt' as const },
    ...{ lowerCase: true, longest: 64, least: 0.5 },
  };
  /** A model that knows one name: its first piece. */
  const session = {
    run: async (ids: readonly number[]): Promise<Float32Array> =>
      Float32Array.from(ids.flatMap((id) => (id === 5 ? [0, 9, 1] : [9, 0, 0]))),
  };
  const classifier = (over: Partial<typeof session> = {}) =>
    new OnnxDeepPass({ ...session, ...over }, { vocabulary, config });

  test.each<[string, boolean | undefined, string, number]>([
    ['of small letters', true, 'ask Zorblax', 1],
    ['of small letters', true, 'ask zorblax', 1],
    ['of letters as they are', false, 'ask Zorblax', 0],
    ['of letters as they are', false, 'ask zorblax', 1],
    ['that does not say', undefined, 'ask Zorblax', 0],
    ['that does not say', undefined, 'ask zorblax', 1],
  ])('reads letters as its vocabulary has them: one %s (%s), %j', async (_name, lowerCase, text, count) => {
    const { lowerCase: _, ...rest } = config;
    const cased = { ...rest, ...(lowerCase === undefined ? {} : { lowerCase }) };

    const [spans] = await new OnnxDeepPass(session, { vocabulary, config: cased }).examine([text]);

    expect(spans).toEqual(count === 0 ? [] : [{ start: 4, end: 11, type: 'PERSON' }]);
  });

  test.each(['Zorblax', 'xZorblax', 'x-Zorblax', '(Zorblax)'])('a span does not leave its text: %j', async (text) => {
    const [spans] = await classifier().examine([text]);

    for (const { start, end } of spans!) expect(text.slice(start, end)).toMatch(/^x?Zorblax$/);
    if (text !== 'xZorblax') expect(spans).toHaveLength(1);
  });

  test('finds whole words, in long texts too', async () => {
    const pass = classifier();

    expect(await pass.examine(['Ask Zorblax now.', 'now'])).toEqual([[{ start: 4, end: 11, type: 'PERSON' }], []]);
    const [spans] = await pass.examine([`${'now '.repeat(100)}Zorblax`]);
    expect(spans!.at(-1)).toEqual({ start: 400, end: 407, type: 'PERSON' });
  });

  /** A model that gives each word the label that the word says: `b-per`. Records the lengths of its sequences. */
  function speaking(words: readonly string[], over: Partial<TokenClassifierConfig> = {}) {
    const said = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC', 'B-CAT'];
    const vocabulary = ['[CLS]', '[SEP]', '[UNK]', ...words].join('\n');
    const config = {
      ...{ labels: said, types: { PER: 'PERSON', LOC: 'LOCATION' } as const, tokenizer: 'vocab.txt' as const },
      ...{ lowerCase: true, longest: 64 },
    };
    const sequences: number[][] = [];
    const run = async (ids: readonly number[]): Promise<Float32Array> => {
      sequences.push([...ids]);
      return Float32Array.from(
        ids.flatMap((id) => {
          const at = Math.max(
            0,
            said.findIndex((label) => words[id - 3]?.startsWith(label.replace('-', '').toLowerCase())),
          );
          return said.map((_, i) => (i === at ? 900 : 0));
        }),
      );
    };
    return { pass: new OnnxDeepPass({ run }, { vocabulary, config: { ...config, least: 0.5, ...over } }), sequences };
  }

  test.each([
    ['go bper iper iper go', ['PERSON bper iper iper']],
    ['bper bper', ['PERSON bper', 'PERSON bper']],
    ['bper go iper', ['PERSON bper', 'PERSON iper']],
    ['bper  iper', ['PERSON bper', 'PERSON iper']],
    ['bper iloc', ['PERSON bper', 'LOCATION iloc']],
    ['bper-iper', ['PERSON bper', 'PERSON iper']],
    ['bcat go', ['OTHER bcat']],
    ['go go', []],
  ])('labels of %j', async (text, expected) => {
    const { pass } = speaking(['bper', 'iper', 'bloc', 'iloc', 'bcat', 'o']);

    const [spans] = await pass.examine([text]);

    expect(spans!.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`)).toEqual(expected);
  });

  test.each([
    ['its end', 'ask xxxxxy now', '##y', [4, 10]],
    ['its begin, where a sequence ends in it', `z${'x'.repeat(90)} now`, 'z', [0, 91]],
    ['its end, where a sequence begins in it', `ask ${'x'.repeat(90)}y`, '##y', [4, 95]],
  ])('a word is taken whole of which the model knows %s', async (_name, text, known, [start, end]) => {
    const words = ['ask', 'now', 'x', '##x', '##y', 'z'];
    const vocabulary = ['[CLS]', '[SEP]', '[UNK]', ...words].join('\n');
    const run = async (ids: readonly number[]) =>
      Float32Array.from(ids.flatMap((id) => (words[id - 3] === known ? [0, 9, 1] : [9, 0, 0])));

    const [spans] = await new OnnxDeepPass({ run }, { vocabulary, config }).examine([text]);

    expect(new Set(spans!.map((span) => JSON.stringify(span)))).toEqual(
      new Set([JSON.stringify({ start, end, type: 'PERSON' })]),
    );
  });

  test.each([1, 61, 62, 63, 92, 93, 200])(
    '%d words go in sequences that overlap and are not too long',
    async (count) => {
      const { pass, sequences } = speaking(Array.from({ length: count }, (_, i) => `bper${i}`));
      const words = Array.from({ length: count }, (_, i) => `bper${i}`);

      const [spans] = await pass.examine([words.join(' ')]);

      expect(new Set(spans!.map(({ start }) => start)).size).toBe(count);
      for (const ids of sequences) {
        expect(ids.length).toBeLessThanOrEqual(64);
        expect([ids[0], ids.at(-1)]).toEqual([0, 1]);
      }
      expect(sequences).toHaveLength(count <= 62 ? 1 : 1 + Math.ceil((count - 62) / 30));
      for (const [i, ids] of sequences.slice(1).entries())
        expect(ids.slice(1, 33)).toEqual(sequences[i]!.slice(-33, -1));
    },
  );

  test.each([
    [0.5, [0, 0, -1000], true],
    [0.51, [0, 0, -1000], false],
    [0.01, [5, 1, 0], true],
    [0.6, [0, 0.3, 0.3], true],
  ])('least probability %d, logits %j: found %s', async (least, logits, found) => {
    const run = async (ids: readonly number[]) => Float32Array.from(ids.flatMap(() => logits));
    const pass = new OnnxDeepPass({ run }, { vocabulary, config: { ...config, least } });

    expect((await pass.examine(['now']))[0]).toHaveLength(found ? 1 : 0);
  });

  test.each([
    ['throws', async (): Promise<Float32Array> => Promise.reject(new Error('x'))],
    ['has another shape', async () => new Float32Array(2)],
    ['has no numbers', async (ids: readonly number[]) => new Float32Array(ids.length * 3).fill(Number.NaN)],
  ])('fails when the session %s', async (_name, run) => {
    await expect(classifier({ run }).examine(['ask'])).rejects.toThrow(DeepPassFailed);
  });
});

const FILES = sampleModel(['zorblax', 'quux']);
const wanted = { name: 'small', sha256: modelDigest(FILES) };

type Some = { [K in keyof RawModel]?: RawModel[K] | undefined };

/** The two stores, each with what it is given. */
const STORES = {
  bucket: (files: Some) =>
    new S3ModelStore(
      {
        send: async ({ input: { Bucket, Key } }: { input: { Bucket: string; Key: string } }) => {
          const content = files[Key.replace('models/small/', '') as keyof RawModel];
          if (Bucket !== 'models' || !content) throw new Error('NoSuchKey');
          return { Body: { transformToByteArray: async () => content } };
        },
      } as never,
      'models',
    ),
  folder: (files: Some) => {
    const models = mkdtempSync(join(folder, 'm-'));
    mkdirSync(join(models, 'small'));
    for (const [name, content] of Object.entries(files))
      if (content) writeFileSync(join(models, 'small', name), content);
    return new FolderModelStore(models);
  },
};

describe.each(Object.entries(STORES))('a model in a %s', (_name, store) => {
  const load = (files: Some, open: OpenSession = openSession) => OnnxDeepPass.load(store(files), wanted, open);

  test('is run by the real runtime', async () => {
    const pass = await load(FILES);

    expect(await pass.examine(['Did Zorblax go? Quux did.', '', 'nobody'])).toEqual([
      [
        { start: 4, end: 11, type: 'PERSON' },
        { start: 16, end: 20, type: 'PERSON' },
      ],
      [],
      [],
    ]);
  });

  test.each(['model.onnx', 'vocab.txt', 'labels.json'] as const)('is refused when its %s is another', async (name) => {
    let opened = false;
    const open: OpenSession = async (model) => {
      opened = true;
      return openSession(model);
    };
    const other = name === 'labels.json' ? `${FILES[name]} ` : Buffer.concat([FILES[name]!, Buffer.from('\n')]);

    await expect(load({ ...FILES, [name]: Buffer.from(other) }, open)).rejects.toThrow('another SHA-256');
    expect(opened).toBe(false);
  });

  test.each(['model.onnx', 'vocab.txt', 'labels.json'] as const)('is refused without its %s', async (name) => {
    await expect(load({ ...FILES, [name]: undefined })).rejects.toThrow(ModelUnusable);
    await expect(load({ ...FILES, [name]: undefined })).rejects.toThrow(name);
  });
});

describe('what is no model', () => {
  const given = (files: Partial<RawModel>) => () => parseModel({ ...FILES, ...files });

  test.each([
    ['no JSON', '{'],
    ['no labels', '{}'],
    ['labels without O', '{"labels":["B-PER"],"types":{},"lowerCase":true}'],
    ['a label of another form', '{"labels":["O","PER"],"types":{},"lowerCase":true}'],
    ['a type that there is not', '{"labels":["O","B-X"],"types":{"X":"CAT"},"lowerCase":true}'],
    ['a probability of 1', '{"labels":["O","B-X"],"types":{},"lowerCase":true,"least":1}'],
    ['an unknown word', '{"labels":["O","B-X"],"types":{},"lowerCase":true,"lowercase":true}'],
  ])('labels: %s', (_name, labels) => {
    expect(given({ 'labels.json': Buffer.from(labels) })).toThrow(ModelUnusable);
  });

  test('a vocabulary that is not UTF-8', () => {
    expect(given({ 'vocab.txt': Buffer.from([0xff, 0xfe]) })).toThrow('vocab.txt is not UTF-8');
  });

  test('a vocabulary of another family', async () => {
    const files = { ...FILES, 'vocab.txt': Buffer.from('<s>\n</s>\n') };
    const other = { name: 'small', sha256: modelDigest(files) };

    await expect(OnnxDeepPass.load(STORES.bucket(files), other, openSession)).rejects.toThrow('vocab.txt has no [CLS]');
  });

  test('bytes that the runtime cannot open', async () => {
    await expect(openSession(Buffer.from('no model'))).rejects.toThrow(ModelUnusable);
  });

  test.each([[['pixels']], [['input_ids', 'pixels']]])('a model that asks for %j', async (inputs) => {
    await expect(openSession(sampleModel(['x'], { inputs })['model.onnx'])).rejects.toThrow('pixels');
  });
});

test('a model with all three inputs of BERT gets them', async () => {
  const { 'model.onnx': model } = sampleModel(['x'], {
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
  });

  expect([...(await (await openSession(model)).run([2, 4, 3]))]).toEqual([9, 0, 0, 0, 9, 0, 9, 0, 0]);
});
