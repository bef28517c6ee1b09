import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { neededLetters, PossiblePatterns } from './needed-letters.ts';

const lettersOf = (source: string): string => [...(neededLetters(source) ?? ['-'])].join('');

describe('letters that a pattern needs', () => {
  test.each([
    ['(?:密码|口令)[ ]?x', '密口'],
    ['(?:密码|word)', '-'],
    ['(?:密码)?x', '-'],
    ['(?:密码){0,2}?x', '-'],
    ['(?:密码){1,2}x', '密'],
    ['(?<!密)(?!码)x', '-'],
    ['(?<=密)x', '密'],
    ['\\d{4} ?年', '年'],
    ['\\d{4}', '0'],
    ['[年月]x', '年月'],
    ['[年-月]', '-'],
    ['[\\u4e00-\\u9fff]{2}', '-'],
    ['\\u5e74', '年'],
    ['\\p{Lu}', '-'],
    ['\\P{Lu}年', '年'],
    ['\\u5e74\\u6708', '年'],
    ['[\\u5e74\\u6708]', '年月'],
    ['[\\d年]', '0年'],
    ['密|码', '密码'],
    ['密?码', '码'],
    ['密*码', '码'],
    ['密+x', '密'],
    ['密+?x', '密'],
    ['密{2}x', '密'],
    ['密{0,3}码', '码'],
    ['(?:密){3}x', '密'],
    ['密|', '-'],
    ['ж年', 'ж'],
    ['о年', '年'],
    ['\\d年', '年'],
    ['[年月日]ж', 'ж'],
    ['пароль', 'п'],
    ['\\p{L}+ж', 'ж'],
    ['.*', '-'],
    ['😀', '-'],
  ])('%s: %s', (source, expected) => {
    expect(lettersOf(source)).toBe(expected);
  });

  test('a pattern that is told not to match does not', () => {
    const sources = ['(?:密码|пароль)(?: x)?', '(?:\\d{2}|Σ)年?', '[年月]{1,2}', '(?<=ж)\\d', 'x?', '(?:ß|ſ)a'];
    const patterns = sources.map((source) => new RegExp(source, 'iu'));
    const possible = new PossiblePatterns(sources);
    const text = fc.array(fc.constantFrom(...'密码парольПАРОЛЬ年月жЖ12xςσΣßẞſsa ', 'K')).map((all) => all.join(''));

    fc.assert(
      fc.property(text, (one) => {
        possible.read(one);
        for (const [n, pattern] of patterns.entries()) if (pattern.test(one)) expect(possible.may(n)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['.*', '\\d', 'ж'])('each of 62 patterns is told by itself: %s', (one) => {
    const may = (n: number, text: string): boolean[] => {
      const possible = new PossiblePatterns(Array.from({ length: 62 }, (_, i) => (i === n ? one : '年')));
      possible.read(text);
      return [possible.may(n), Array.from({ length: 62 }, (_, i) => i).some((i) => i !== n && possible.may(i))];
    };

    for (const n of [0, 1, 30, 31, 32, 61]) {
      expect(may(n, 'a0ж')).toEqual([true, false]);
      expect(may(n, 'a9ж')).toEqual([true, false]);
      expect(may(n, 'a/:é')).toEqual([one === '.*', false]);
    }
  });

  test('more patterns than one word has bits', () => {
    const possible = new PossiblePatterns([...Array.from({ length: 33 }, () => 'ж'), '年', '\\d']);

    possible.read('年');
    expect([32, 33, 34].map((n) => possible.may(n))).toEqual([false, true, false]);
    possible.read('ж 1');
    expect([32, 33, 34].map((n) => possible.may(n))).toEqual([true, false, true]);
  });
});
