import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growsWithLength, PIECES } from '../../test/fixtures/growth.ts';
import { modelWithTokenizer } from '../../test/fixtures/onnx-model.ts';
import { DeepPassFailed } from './deep-pass.ts';
import { JsonTokenizer } from './json-tokenizer.ts';
import { ModelUnusable, parseModel } from './model.ts';
import { OnnxDeepPass } from './onnx.ts';
import { openSession } from './onnx-session.ts';

const special = (id: number, content: string) => ({
  ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
});
const template = (first: string, last: string, ids: Record<string, number>) => ({
  type: 'TemplateProcessing',
  single: [
    { SpecialToken: { id: first, type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: last, type_id: 0 } },
  ],
  pair: [],
  special_tokens: Object.fromEntries(Object.entries(ids).map(([id, n]) => [id, { id, ids: [n], tokens: [id] }])),
});

/** GPT-2's letters for bytes, in their order. */
const BYTES = (() => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
})();

/** As models of the GPT family have it: bytes, and some pairs of them. */
const byteLevel = {
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    unk_token: null,
    vocab: Object.fromEntries([...BYTES, 'Zo', 'rb', 'Zorb', 'la', 'ĠZ'].map((one, id) => [one, id])),
    merges: ['Z o', 'r b', 'Zo rb', 'l a', 'Ġ Z'],
  },
};
/** As DeBERTa and XLM-R have it: pieces with a mark for the space, unknown characters, compatibility forms made one. */
const pieces = [
  '<unk>',
  '<s>',
  '</s>',
  '▁',
  '▁ask',
  '▁zor',
  'bla',
  'x',
  '▁now',
  '.',
  'a',
  's',
  'k',
  'n',
  'o',
  'w',
  'z',
  'r',
  'b',
  'l',
];
const unigram = {
  version: '1.0',
  added_tokens: [special(1, '<s>'), special(2, '</s>')],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  post_processor: template('<s>', '</s>', { '<s>': 1, '</s>': 2 }),
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  model: { type: 'Unigram', unk_id: 0, vocab: pieces.map((piece, i) => [piece, -i / 10]) },
};
/** As BERT has it. */
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'ask', 'zor', '##bla', '##x', 'now', '.', 'cafe'];
const wordPiece = {
  version: '1.0',
  added_tokens: [special(2, '[CLS]'), special(3, '[SEP]'), special(1, '[UNK]')],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: template('[CLS]', '[SEP]', { '[CLS]': 2, '[SEP]': 3 }),
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
    vocab: Object.fromEntries(words.map((one, id) => [one, id])),
  },
};
const KINDS = { 'byte-level BPE': byteLevel, Unigram: unigram, WordPiece: wordPiece };
const TEXTS = [
  'Ask Zorblax now.',
  '  Zorblax\n\tasks   twice ',
  'Café ﬁrst … ½ “quoted” naïve',
  '日本の山田さん ask 한국어 🙂👩‍👩‍👧 now',
  'e\u0301te\u0301 \u202eask\u202c \ud83d now',
  '',
  ' ',
  'x'.repeat(300),
];

describe.each(Object.entries(KINDS))('pieces of %s', (_name, json) => {
  const tokenizer = new JsonTokenizer(JSON.stringify(json));

  test.each(TEXTS)('of %j stand in order, and no word is left out', (text) => {
    const found = tokenizer.pieces(text);

    let last = 0;
    for (const { start, end } of found) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(start).toBeGreaterThanOrEqual(last - 2);
      last = Math.max(last, start);
    }
    for (const [at, one] of [...text].entries()) {
      if (text.length !== [...text].length || !/[\p{L}\p{N}]/u.test(one)) continue;
      expect(found.some(({ start, end }) => start <= at && at < end)).toBe(true);
    }
  });

  test.each(['x', '日本語', '🙂', 'ask '])('of %j over and over take time that grows as the text does', (one) => {
    const [some, many] = [one.repeat(1_000), one.repeat(1_000 * PIECES)];

    const grows = growsWithLength(
      () => {
        for (let i = 0; i < PIECES; i++) tokenizer.pieces(some);
      },
      () => tokenizer.pieces(many),
    );

    expect(grows).toBe(true);
  });

  test('of any text lead back to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const found = tokenizer.pieces(text);
        for (let at = 0; at < text.length; at++) {
          if (!/[a-z0-9]/i.test(text[at]!)) continue;
          expect(found.some(({ start, end }) => start <= at && at < end)).toBe(true);
        }
      }),
    );
  });
});

test('a word of several pieces is where it stands, and begins once', () => {
  const tokenizer = new JsonTokenizer(JSON.stringify(byteLevel));
  const text = 'ask Zorblax';

  const found = tokenizer.pieces(text).filter(({ start, end }) => start >= 4 && end > start);

  expect(found.map(({ start, end }) => text.slice(start, end)).join('')).toBe('Zorblax');
  expect(found.map(({ first }) => first)).toEqual([true, ...found.slice(1).map(() => false)]);
});

test('each sequence begins and ends as the file says', () => {
  const of = (json: object) => new JsonTokenizer(JSON.stringify(json));

  expect([of(unigram).before, of(unigram).after]).toEqual([[1], [2]]);
  expect([of(byteLevel).before, of(byteLevel).after]).toEqual([[], []]);
});

test.each(['{', '{}', '{"model":{"type":"Magic"}}'])('%s is no tokenizer', (json) => {
  expect(() => new JsonTokenizer(json)).toThrow(ModelUnusable);
});

/** A post-processor that puts so many marks before a text and behind it, and the text between them or not. */
const marks = (count: number, withText = true) => {
  const mark = Array.from({ length: count }, () => ({ SpecialToken: { id: '<s>', type_id: 0 } }));
  const text = withText ? [{ Sequence: { id: 'A', type_id: 0 } }] : [];
  return { ...template('<s>', '<s>', { '<s>': 1 }), single: [...mark, ...text, ...mark] };
};

test('a file that leaves the text out is none that can be read', () => {
  const json = JSON.stringify({ ...unigram, post_processor: marks(1, false) });

  expect(() => new JsonTokenizer(json)).toThrow(ModelUnusable);
});

test('marks that leave no room for a text are refused, where long texts would have no end', () => {
  const opened = (count: number) => {
    const config = { labels: ['O', 'S-X'], types: {}, tokenizer: 'tokenizer.json', longest: 64, least: 0.5 } as const;
    const vocabulary = JSON.stringify({ ...unigram, post_processor: marks(count) });
    const run = async (ids: readonly number[]) => new Float32Array(ids.length * 2);
    return new OnnxDeepPass({ run }, { vocabulary, config: { ...config, labels: [...config.labels] } });
  };

  expect(() => opened(16)).toThrow(ModelUnusable);
  expect(() => opened(15)).not.toThrow();
});

describe('a model with a tokenizer.json', () => {
  const LABELS = [
    'O',
    'B-private_person',
    'I-private_person',
    'E-private_person',
    'S-private_person',
    'B-secret',
    'E-secret',
  ];
  const TYPES = { private_person: 'PERSON', secret: 'SECRET' };
  const random = (rows: number, seed: number) => {
    let state = seed;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    };
    return Array.from({ length: rows }, () => LABELS.map(next));
  };
  const open = async (files: ReturnType<typeof modelWithTokenizer>) =>
    new OnnxDeepPass(await openSession(files['model.onnx']), parseModel(files));

  test('finds what its network says, whole', async () => {
    const table = Object.keys(byteLevel.model.vocab).map((one) =>
      one === 'Zorb' ? [0, 9, 0, 0, 5, 0, 0] : [9, 0, 0, 0, 0, 0, 0],
    );
    const pass = await open(modelWithTokenizer(byteLevel, table, LABELS, TYPES));

    expect(await pass.examine(['ask Zorblax', 'ask me', `${'ask '.repeat(80)}Zorblax!`])).toEqual([
      [{ start: 4, end: 11, type: 'PERSON' }],
      [],
      expect.arrayContaining([{ start: 320, end: 327, type: 'PERSON' }]),
    ]);
  });

  test.each(Object.entries(KINDS))('of random weights gives spans within the text: %s', async (_name, json) => {
    const rows =
      'vocab' in json.model && Array.isArray(json.model.vocab)
        ? json.model.vocab.length
        : Object.keys(json.model.vocab).length;
    const pass = await open(modelWithTokenizer(json, random(rows, 7), LABELS, TYPES));

    const found = await pass.examine(TEXTS);

    for (const [i, spans] of found.entries())
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(TEXTS[i]!.length);
      }
    expect(found.flat().length).toBeGreaterThan(0);
  });

  test('names the tokenizer in its labels, and is another model with another one', () => {
    const files = modelWithTokenizer(unigram, random(pieces.length, 1), LABELS, TYPES);
    const { sha256, config } = parseModel(files);

    expect(config).toMatchObject({ tokenizer: 'tokenizer.json' });
    expect(parseModel({ ...files, 'tokenizer.json': Buffer.from(JSON.stringify(wordPiece)) }).sha256).not.toBe(sha256);
    expect(parseModel({ ...files, 'vocab.txt': Buffer.from('x') }).sha256).toBe(sha256);
    expect(() => parseModel({ ...files, 'tokenizer.json': undefined as never })).toThrow('no tokenizer.json');
    const both = JSON.stringify({ labels: ['O'], types: {}, tokenizer: 'tokenizer.json', lowerCase: true });
    expect(() => parseModel({ ...files, 'labels.json': Buffer.from(both) })).toThrow('lowerCase');
  });
});

describe('where each piece stands', () => {
  /** Unigram pieces of one letter each, of a text in which some strings were replaced. */
  const replacing = (...replaced: [from: string, to: string][]) => ({
    ...unigram,
    added_tokens: [],
    post_processor: null,
    normalizer: {
      type: 'Sequence',
      normalizers: replaced.map(([from, to]) => ({ type: 'Replace', pattern: { String: from }, content: to })),
    },
    model: {
      ...{ type: 'Unigram', unk_id: 0 },
      vocab: ['<unk>', '▁', ...'abcdefghijklmnopqrstuvwxyz.,'].map((piece, i) => [piece, -2 - i / 100]),
    },
  });
  const wordsWith = (prefix?: string) => ({
    ...wordPiece,
    added_tokens: [],
    post_processor: null,
    model: {
      ...wordPiece.model,
      continuing_subword_prefix: prefix,
      vocab: Object.fromEntries(
        ['[UNK]', 'ask', 'zor', '##bla', '##x', '@@bla', '@@x', 'now', '.', '#', 'a'].map((one, id) => [one, id]),
      ),
    },
  });
  /** As models with a fallback to bytes have it. */
  const bytes = {
    ...{ version: '1.0', added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null },
    model: {
      ...{ type: 'BPE', unk_token: '<unk>', byte_fallback: true, fuse_unk: true, merges: ['a b'] },
      vocab: Object.fromEntries(
        [
          '<unk>',
          ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
          ...['a', 'b', 'ab', ' '],
        ].map((one, id) => [one, id]),
      ),
    },
  };
  /** Pieces that cover something, with a plus before those that go on with a word. */
  const laid = (json: object, text: string): string[] =>
    new JsonTokenizer(JSON.stringify(json))
      .pieces(text)
      .filter(({ start, end }) => end > start)
      .map(({ start, end, first }) => `${first ? '' : '+'}${text.slice(start, end)}@${start}`);

  test.each<[string, object, string, string[]]>([
    ['letter by letter', replacing(), 'ab cd', ['a@0', '+b@1', 'c@3', '+d@4']],
    ['an unknown word', replacing(), 'ab ж cd', ['a@0', '+b@1', 'ж@3', 'c@5', '+d@6']],
    ['an unknown word before a sign', replacing(), 'ab жж, cd', ['a@0', '+b@1', 'жж@3', ',@5', 'c@7', '+d@8']],
    ['an unknown letter in a word', replacing(), 'aжb', ['a@0', '+ж@1', '+b@2']],
    ['an unknown word at the end', replacing(), 'a жд', ['a@0', 'жд@2']],
    ['unknown signs', replacing(), 'a §§ b', ['a@0', '§§@2', 'b@5']],
    [
      'as many other letters',
      replacing(['qu', 'kw']),
      'a quark b',
      ['a@0', 'q@2', '+u@3', '+a@4', '+r@5', '+k@6', 'b@8'],
    ],
    ['more letters', replacing(['q', 'xyz']), 'a quark b', ['a@0', 'q@2', '+u@3', '+a@4', '+r@5', '+k@6', 'b@8']],
    ['fewer letters', replacing(['qua', 'x']), 'a quark b', ['a@0', 'qua@2', '+r@5', '+k@6', 'b@8']],
    ['letters left out', replacing(['qua', '']), 'a quark b', ['a qua@0', '+r@5', '+k@6', 'b@8']],
    ['letters left out at the end', replacing(['qua', '']), 'abc qua', ['a@0', '+b@1', '+c qua@2']],
    ['fewer letters at the end', replacing(['qua', 'zz']), 'abc qua', ['a@0', '+b@1', '+c@2', 'q@4', '+ua@5']],
    ['nothing left of it', replacing(['qua', '']), 'qua', []],
    ['pieces of a word', wordsWith('##'), 'ask zorblax now.', ['ask@0', 'zor@4', '+bla@7', '+x@10', 'now@12', '.@15']],
    [
      'with another prefix',
      wordsWith('@@'),
      'ask zorblax now.',
      ['ask@0', 'zor@4', '+bla@7', '+x@10', 'now@12', '.@15'],
    ],
    ['an unknown word of BERT', wordsWith('##'), 'ask hello now.', ['ask@0', 'hello@4', 'now@10', '.@13']],
    ['two of them', wordsWith('##'), 'hello there now', ['hello@0', 'there@6', 'now@12']],
    ['one before an unknown sign', wordsWith('##'), 'hello, now', ['hello@0', ',@5', 'now@7']],
    ['one at the end', wordsWith('##'), 'now hello', ['now@0', 'hello@4']],
    ['the sign of a prefix alone', wordsWith('##'), '# ## a', ['#@0', '#@2', '#@3', 'a@5']],
    ['the prefix that is used when none is named', wordsWith(), 'zorblax now', ['zor@0', '+bla@3', '+x@6', 'now@8']],
    ['bytes of two, three and four', bytes, 'ab é 日 🙂 a', ['ab@0', 'é@3', '日@5', '🙂@7', 'a@10']],
    ['a single one of two', bytes, 'é', ['é@0']],
  ])('%s', (_name, json, text, expected) => {
    expect(laid(json, text)).toEqual(expected);
  });

  test.each([
    ['so many letters more', (n: number) => laid(replacing(['q', 'z'.repeat(n)]), 'a q b c d e f g h')],
    [
      'so many others at the end',
      (n: number) => laid(replacing(['z'.repeat(n), 'y'.repeat(n)]), `abc ${'z'.repeat(n)}`),
    ],
    ['so many left out', (n: number) => laid(replacing(['z'.repeat(n), '']), `a ${'z'.repeat(n)} bcdef`)],
    ['so many left out at the end', (n: number) => laid(replacing(['z'.repeat(n), '']), `abc ${'z'.repeat(n)}`)],
  ])('text and pieces may be 64 letters apart: %s', (_name, laidWith) => {
    expect(laidWith(64).length).toBeGreaterThan(2);
    expect(() => laidWith(65)).toThrow(DeepPassFailed);
  });

  test('pieces of spaces stand where the next one does, and behind the last at the end of the text', () => {
    const places = new JsonTokenizer(JSON.stringify(bytes)).pieces('ab é').map(({ start, end }) => [start, end]);

    expect(places).toEqual([
      [0, 2],
      [3, 3],
      [3, 3],
      [3, 4],
    ]);
    expect(new JsonTokenizer(JSON.stringify(bytes)).pieces('a ').at(-1)).toMatchObject({ start: 2, end: 2 });
  });

  test('a long text is cut before a space, or where no character is halved', () => {
    const tokenizer = new JsonTokenizer(JSON.stringify(bytes));
    const pieces = (text: string) => tokenizer.pieces(text).filter(({ start, end }) => end > start);

    expect(pieces('ab '.repeat(700)).every(({ start, end }) => end - start === 2 && start % 3 === 0)).toBe(true);
    expect(
      pieces(`a${'🙂'.repeat(600)}`)
        .slice(1)
        .every(({ start, end }) => end - start === 2),
    ).toBe(true);
    expect(pieces('🙂'.repeat(600)).every(({ start, end }) => end - start === 2)).toBe(true);
  });
});
