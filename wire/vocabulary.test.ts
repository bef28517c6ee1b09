import { describe, expect, test } from '@jest/globals';
import { FIELD_TYPES, INPUT_TYPES, isCharacter, isSecretField, KEY_CODES, KEY_VALUES } from './vocabulary.ts';

const MARK = '\u0301';

describe('what one key types', () => {
  test.each([
    ['a letter', 'a'],
    ['a space', ' '],
    ['a dead accent by itself', MARK],
    ['half a pair', '\ud83d'],
    ['a sign beyond the first plane', '😀'],
    ['a letter with three marks', `e${MARK.repeat(3)}`],
    ['two letters of one key', 'لا'],
    ['two letters of one key, one of them with a mark', `ne${MARK}`],
    ['eight units', `a${MARK.repeat(3)}e${MARK.repeat(3)}`],
  ])('%s', (_, key) => {
    expect([isCharacter(key), KEY_VALUES.standard(key)]).toEqual([true, key]);
  });

  test.each([
    ['nothing', ''],
    ['three letters', 'abc'],
    ['a word', 'secret'],
    ['a letter with four marks', `e${MARK.repeat(4)}`],
    ['two letters after a mark', `${MARK}ab`],
    ['more than eight units', `😀${MARK.repeat(3)}😀${MARK.repeat(3)}`],
    ['a text', 'x'.repeat(10_000)],
    ['a name in another case', 'ENTER'],
  ])('is not %s, and nothing of it is stored', (_, key) => {
    expect([isCharacter(key), KEY_VALUES.standard(key)]).toEqual([false, 'Unidentified']);
  });

  test('is not the name of a key, of however few letters; names are stored', () => {
    for (const name of ['F1', 'F24', 'Fn', 'Dead', 'Key12', 'Enter']) {
      expect([name, isCharacter(name), KEY_VALUES.standard(name)]).toEqual([name, false, name]);
    }
  });
});

describe('a closed list', () => {
  test.each([
    ['codes', KEY_CODES, ['KeyA', 'KeyZ', 'Digit0', 'Digit9', 'F24', 'Lang5', ''], 'Unidentified'],
    ['types of input', INPUT_TYPES, ['insertFromPaste', 'historyUndo'], ''],
  ])('of %s: what it has is stored as it is, and anything else as one word', (_, list, known, otherwise) => {
    for (const word of [...known, otherwise]) expect([word, list.standard(word)]).toEqual([word, word]);
    for (const word of ['keya', 'KeyÄ', 'F25', 'KeyA-Z', 'insertSecret', ' KeyA', '__proto__', 'x'.repeat(999)]) {
      expect([word, list.standard(word)]).toEqual([word, otherwise]);
    }
    expect(list.otherwise).toBe(otherwise);
    expect(list.words).toEqual(expect.arrayContaining([...known, otherwise]));
    expect(new Set(list.words).size).toBe(list.words.length);
  });

  test.each([
    ['password', 'password'],
    ['Password', 'password'],
    ['new-password', 'password'],
    ['Pass Phrase', 'password'],
    ['ｐａｓｓｗｄ', 'password'],
    ['e-mail password', 'password'],
    ['email', 'email'],
    ['EMail', 'email'],
    ['passport', 'text'],
    ['', 'text'],
    ['anna.smith', 'text'],
  ])('of kinds of text field: %p is stored as %p', (sent, stored) => {
    expect(FIELD_TYPES.standard(sent)).toBe(stored);
    expect(isSecretField(sent)).toBe(stored === 'password');
  });

  test.each([[undefined], [null], [7], [['password']], [{ toString: () => 'password' }]])(
    '%p says nothing of a secret',
    (sent) => {
      expect(isSecretField(sent)).toBe(false);
    },
  );
});
