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
    ['strokes through digits', '4\u03361\u0336a\u0336', '41a\u0336'],
    ['a stroke before all', '\u03364', '\u03364'],
    ['several over one', '4\u0336\u0301\u20d2\ufe0f1', '41'],
    ['a stroke behind a word that ends in a digit', 'ab4\u0336', 'ab4'],
    ['tags that nobody sees', '4\u{e0041}1\u{e0100}', '41'],
    ['half a tag at the end', '4\udb40', '4\udb40'],
    ['mathematical letters of one word', '\u{1d7cf}\u{1d49c}', '1A'],
    ['and behind another script', '漢\u{1d7cf}', '漢 1'],
    ['and before it', '\u{1d7cf}漢', '1 漢'],
    ['another script behind a space', 'a 漢 b', 'a 漢 b'],
    ['behind a sign', 'a-漢-b', 'a-漢-b'],
    ['beside letters of Latin beyond ASCII', 'é漢é', 'é漢é'],
    ['at the begin and the end', '漢a漢', '漢 a 漢'],
    ['with what is not seen between', '漢\u200ba\u200b漢', '漢 a 漢'],
    ['foreign digits beside it', '漢٣漢', '漢 3 漢'],
    ['full width beside it', '漢Ａ漢', '漢 A 漢'],
    ['all kinds of dashes', '1‐2‑3‒4–5—6−7', '1-2-3-4-5-6-7'],
    ['all kinds of spaces', '1\u20092\u202f3\u00a04', '1 2 3 4'],
    ['dots', 'a\u2024b\ufe52c\uff0ed', 'a.b.c.d'],
    ['at signs', 'a\ufe6bb\uff20c', 'a@b@c'],
    ['letters in circles', 'ⒶⓏⓐⓩ', 'AZaz'],
    ['each digit of a script', '०१२३४५६७८९', '0123456789'],
    ['marks that choose a form', '1\ufe0f\u20e3', '1'],
  ])('%s', (_, text, expected) => {
    expect(fold(text).text).toBe(expected);
    // The second time comes from a table.
    expect(fold(text).text).toBe(expected);
  });

  test('a border that is put between stands where the next begins', () => {
    const places = (text: string): [string, number[]] => {
      const { text: folded, origin } = fold(text);
      return [folded, [...origin]];
    };

    expect(places('漢a')).toEqual(['漢 a', [0, 1, 1, 2]]);
    expect(places('a漢')).toEqual(['a 漢', [0, 1, 1, 2]]);
    expect(places('漢\u{1d7cf}b')).toEqual(['漢 1b', [0, 1, 1, 3, 4]]);
  });

  test('offsets lead back over what is gone and what was two', () => {
    const { text, origin } = fold('a\u200b\u200bb\ud835\udfcfc');

    expect(text).toBe('ab1c');
    expect([...origin]).toEqual([0, 3, 4, 6, 7]);
  });
});
