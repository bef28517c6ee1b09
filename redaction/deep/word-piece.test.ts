import { describe, expect, test } from '@jest/globals';
import { WordPiece } from './word-piece.ts';

const VOCABULARY = ['[CLS]', '[SEP]', '[UNK]', 'ask', 'a', '##sk', '##ed', 'cafe', '.', 'x', '##x'];
const UNKNOWN = VOCABULARY.indexOf('[UNK]');

/** Pieces as `piece@start-end`, with a plus before what goes on with a word. */
function pieces(text: string, lower = true): string[] {
  return new WordPiece(VOCABULARY.join('\n'), lower)
    .pieces(text)
    .map(({ id, start, end, first }) => `${first ? '' : '+'}${VOCABULARY[id]}@${start}-${end}`);
}

describe('the pieces of a text', () => {
  test.each([
    ['the longest that is known, each time', 'asked', ['ask@0-3', '+##ed@3-5']],
    ['of words and single signs', 'Ask. ask', ['ask@0-3', '.@3-4', 'ask@5-8']],
    ['without diacritics', 'Café', ['cafe@0-4']],
    ['unknown, where no piece fits', 'azk ask', ['[UNK]@0-3', 'ask@4-7']],
    ['unknown, where the form has another length', '한 ask', ['[UNK]@0-1', 'ask@2-5']],
    [
      'one by one up to a hundred characters',
      'x'.repeat(100),
      ['x@0-1', ...Array.from({ length: 99 }, (_, i) => `+##x@${i + 1}-${i + 2}`)],
    ],
    ['unknown beyond', 'x'.repeat(101), ['[UNK]@0-101']],
    ['none', ' \n', []],
  ])('%s', (_name, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  test('keep their case where the model has it', () => {
    expect(pieces('Ask ask', false)).toEqual(['[UNK]@0-3', 'ask@4-7']);
  });

  test('may stand in a file with carriage returns', () => {
    const [piece] = new WordPiece(VOCABULARY.join('\r\n'), true).pieces('ask');

    expect(piece!.id).toBe(VOCABULARY.indexOf('ask'));
    expect(piece!.id).not.toBe(UNKNOWN);
  });

  test.each(['[CLS]', '[SEP]', '[UNK]'])('need a vocabulary with %s', (special) => {
    const without = VOCABULARY.filter((piece) => piece !== special).join('\n');

    expect(() => new WordPiece(without, true)).toThrow(special);
  });
});
