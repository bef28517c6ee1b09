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

  test('more patterns than one word has bits', () => {
    const possible = new PossiblePatterns([...Array.from({ length: 33 }, () => 'ж'), '年', '\\d']);

    possible.read('年');
    expect([32, 33, 34].map((n) => possible.may(n))).toEqual([false, true, false]);
    possible.read('ж 1');
    expect([32, 33, 34].map((n) => possible.may(n))).toEqual([true, false, true]);
  });
});
