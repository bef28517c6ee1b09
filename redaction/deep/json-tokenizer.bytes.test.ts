import { expect, test } from '@jest/globals';
import { JsonTokenizer } from './json-tokenizer.ts';

const file = { version: '1.0', added_tokens: [], normalizer: null, post_processor: null };
const idsOf = (vocab: readonly string[]) => Object.fromEntries([...new Set(vocab)].map((one, id) => [one, id]));

/** Bytes as GPT-2 has them, some of which the vocabulary does not know. */
const bytesWithout = (...left: string[]) => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
  return {
    ...file,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    decoder: { type: 'ByteLevel' },
    model: {
      ...{ type: 'BPE', unk_token: '<unk>', merges: [] },
      vocab: idsOf(['<unk>', ...bytes.filter((one) => !left.includes(one))]),
    },
  };
};

/** A fallback to bytes, and pieces that look like one. */
const bytesAnd = (...pieces: string[]) => {
  const bytes = Array.from({ length: 256 }, (_, n) => `<0x${n.toString(16).toUpperCase().padStart(2, '0')}>`);
  const grown = pieces.flatMap((piece) => [...piece].map((letter, n) => [piece.slice(0, n), letter] as const));
  return {
    ...file,
    pre_tokenizer: null,
    decoder: null,
    model: {
      ...{ type: 'BPE', unk_token: '<unk>', byte_fallback: true, fuse_unk: true },
      merges: grown.filter(([begun]) => begun !== '').map(([begun, letter]) => `${begun} ${letter}`),
      vocab: idsOf(['<unk>', ...bytes, ...'ab <0x41>', ...grown.map((parts) => parts.join(''))]),
    },
  };
};

const inARow = (piece: string) => Array.from({ length: 20 }, (_, n) => `${piece}@${n * piece.length}`);

test.each<[string, object, string, string[]]>([
  ['all bytes known', bytesWithout(), 'aéb', ['a@0', 'é@1', 'b@2']],
  ['half a character that is known, half that is not', bytesWithout('©'), 'aéb', ['a@0', 'é@1', 'b@2']],
  ['the same at the end', bytesWithout('©'), 'aé', ['a@0', 'é@1']],
  ['a sign, in bytes', bytesAnd(), 'a é b', ['a@0', 'é@2', 'b@4']],
  ['signs of three bytes and of four', bytesAnd(), 'a日🙂b', ['a@0', '日@1', '🙂@2', 'b@4']],
  ['the last sign of its length', bytesAnd(), 'a\u07ff\uffe6\u{1f9ff}b', ['a@0', '\u07ff@1', '￦@2', '🧿@3', 'b@5']],
  ['what begins like a byte', bytesAnd('<0x41>b'), 'a <0x41>b', ['a@0', '<0x41>b@2']],
  ['what ends like one', bytesAnd('a<0x41>'), 'b a<0x41> a', ['b@0', 'a<0x41>@2', 'a@10']],
  ['many that begin like one', bytesAnd('<0x41>b'), '<0x41>b'.repeat(20), inARow('<0x41>b')],
  ['many that end like one', bytesAnd('a<0x41>'), 'a<0x41>'.repeat(20), inARow('a<0x41>')],
  ['nothing', bytesAnd(), '', []],
])('pieces of bytes stand where their characters do: %s', (_name, json, text, expected) => {
  const pieces = new JsonTokenizer(JSON.stringify(json)).pieces(text);

  const covering = pieces.filter(({ start, end }) => end > start);
  expect(covering.map(({ start, end }) => `${text.slice(start, end)}@${start}`)).toEqual(expected);
});
