import { describe, expect, test } from '@jest/globals';
import { fold } from './fold.ts';

describe('folding', () => {
  test.each([
    ['4\u200b1\u20601', '411'],
    ['\uff14\uff11\uff20', '41@'],
    ['\u0664\u0661', '41'],
    ['1\u20132\u22123', '1-2-3'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['pаypаl', 'paypal'],
    ['привет', 'привет'],
    ['\ud835\udfcf\ud835\udc9c', '1A'],
    ['¹²①', '121'],
    ['café', 'café'],
    ['漢字', '漢字'],
    ['\ud835', '\ud835'],
    ['½', '½'],
    ['a。b', 'a.b'],
    ['Ελλ4', 'Ελλ 4'],
    ['卡号4539电话1', '卡号 4539 电话 1'],
    ['почтаjane@a.no', 'почта jane@a.no'],
    ['номер٤١', 'номер 41'],
    ['АВ12С', 'AB12C'],
    ['x가y', 'x 가 y'],
    ['é1ß2', 'é1ß2'],
  ])('%j', (text, expected) => {
    const { text: folded, origin } = fold(text);

    expect(folded).toBe(expected);
    expect(origin.length).toBe(folded.length + 1);
    expect(origin[folded.length]).toBe(text.length);
    expect([...origin]).toEqual([...origin].sort((a, b) => a - b));
  });

  test.each([
    ['асеорухіјѕһԁԛԝԍӏ', 'aceopyxijshdqwgl'],
    ['АВСЕНІЈКМОРЅТХУԌ', 'ABCEHIJKMOPSTXYG'],
    ['οανρτυικε', 'oavptuike'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ])('each look-alike of %s beside a Latin letter', (letters, latin) => {
    const folded = [...letters].map((letter) => fold(`q${letter}`));

    expect(folded.map(({ text }) => text[1]).join('')).toBe(latin);
    expect(folded.every(({ disguised }) => disguised)).toBe(true);
    expect([...letters].map((letter) => fold(`q${letter}`, false).text[1]).join('')).not.toBe(latin);
  });

  test.each([
    ['АВ12С', true],
    ['pаypаl', true],
    ['привет', false],
    ['ναι 12', false],
    ['４１', false],
    ['plain', false],
    ['12ναι', false],
    ['12ΝΑ', true],
  ])('in %j something was taken for a Latin letter: %s', (text, expected) => {
    expect(fold(text).disguised).toBe(expected);
    expect(fold(text, false).disguised).toBe(false);
  });

  test.each([
    ['before', (gap: string) => `x${gap}а`, (gap: string) => `x${gap}a`],
    ['behind', (gap: string) => `а${gap}x`, (gap: string) => `a${gap}x`],
  ])('a look-alike is one with a Latin letter within 24 characters %s it', (_, write, folded) => {
    const near = 'é'.repeat(23);
    const far = 'é'.repeat(24);

    expect(fold(write(near)).text).toBe(folded(near));
    expect(fold(write(far)).text).toBe(write(far));
    expect(fold(write('é é')).text).toBe(write('é é'));
    expect(fold(write('')).text).toBe(folded(''));
    expect(fold(write('я')).text).not.toBe(folded('я'));
  });

  test.each([
    ['zeros and nines of other scripts', '٠٩ ०९ ０９', '09 09 09'],
    ['digits beside a character that is none', '۰۹', '09'],
    ['what has no plain form of one character', '㎏ ½ ⑩', '㎏ ½ ⑩'],
    ['a pair that is no letter', '😀a', '😀a'],
    ['half a pair at the end', 'a\ud835', 'a\ud835'],
    ['half a pair before a letter', '\ud835a', '\ud835a'],
    ['ASCII to the very end', '\u200bab~', 'ab~'],
    ['controls that nobody sees', '\u200ba\u007fb\u0001c\td', 'abc\td'],
    ['marks that choose a form', '1\ufe0f\u20e3', '1'],
  ])('%s', (_, text, expected) => {
    expect(fold(text).text).toBe(expected);
    // The second time comes from a table.
    expect(fold(text).text).toBe(expected);
  });

  test('offsets lead back over what is gone and what was two', () => {
    const { text, origin } = fold('a\u200b\u200bb\ud835\udfcfc');

    expect(text).toBe('ab1c');
    expect([...origin]).toEqual([0, 3, 4, 6, 7]);
  });
});
