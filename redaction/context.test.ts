import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Context } from './context.ts';

const announces = (pattern: RegExp, text: string, reach?: number) =>
  new Context(pattern, reach).precedes(text, text.length);

describe('words before a value', () => {
  test.each<[RegExp, string, boolean]>([
    [/(?:account|\bacct)[^\n]{0,8}$/i, 'my Account is ', true],
    [/(?:account|\bacct)[^\n]{0,8}$/i, 'acct', true],
    [/(?:account|\bacct)[^\n]{0,8}$/i, 'xacct', false],
    [/(?:account|\bacct)[^\n]{0,8}$/i, 'account number is ', false],
    [/(?:account|\bacct)[^\n]{0,8}$/i, 'account\n', false],
    [/(?:\bid\b)[^\n]{0,8}$/i, 'ID', true],
    [/(?:\bid\b)[^\n]{0,8}$/i, 'the id: ', true],
    [/(?:\bid\b)[^\n]{0,8}$/i, 'id_', false],
    [/(?:f[øo]rer)$/i, 'Forer', true],
    [/(?:colou?r)$/i, 'color', true],
    [/(?:ho{2}p)$/i, 'hoop', true],
    [/(?:a\/c|s\.n)$/i, 'A/C', true],
    [/(?:lat(?:itude)?)$/i, 'latitude', true],
    [/(?:\bv)[ .]{0,2}$/i, 'v. ', true],
    [/(?:號|no)$/i, '號', true],
    [/(?:號|no)$/i, 'yes', false],
    [/(?:skal)$/iu, '\u017f\u212aal', true],
    [/(?:číslo)$/iu, 'ČÍSLO', true],
    [/(?:να|ς)$/i, 'Σ', true],
    [/(?:nº|číč)$/i, 'nº', true],
    [/(?:é|tel)$/i, 'tél', false],
    [/(?:📞)$/iu, '📞', true],
    [/(?:[xy]{3}|\w)$/i, '7', true],
    [/(?:réf|ciężar)$/i, 'RÉF', true],
    [/(?:réf|ciężar)$/i, 'réference ciezar', false],
    [/(?:\w \/ )$/i, 'user / ', true],
    [/(?:\bid\b)[^\n]{0,8}$/i, 'id/', true],
    [/(?:\bid\b)[^\n]{0,8}$/i, 'idé', true],
  ])('%s, %j: %s', (pattern, text, expected) => {
    expect(announces(pattern, text)).toBe(expected);
  });

  test('only what stands before the place, within its reach', () => {
    const context = new Context(/(?:name)[^\n]*$/i, 8);

    expect([context.precedes('name 12', 5), context.precedes('xx name', 2)]).toEqual([true, false]);
    expect([context.precedes('name5678', 8), context.precedes('name56789', 9)]).toEqual([true, false]);
  });

  test('another text of the same length is another text', () => {
    const context = new Context(/(?:tax)$/i);

    expect([context.precedes('tax', 3), context.precedes('fax', 3), context.precedes('tax', 3)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each([/tax$/i, /(?:tax)|\d$/i, /(?:tax)?$/i, /(?:tax){0,1}$/i, /[(?:]tax$/i])(
    '%s has no words that it needs',
    (pattern) => {
      expect(() => new Context(pattern)).toThrow(TypeError);
    },
  );

  test('a reach beyond the longest is refused', () => {
    expect(() => new Context(/(?:tax)$/i, 57)).toThrow(RangeError);
    expect(announces(/(?:tax)$/i, 'tax', 56)).toBe(true);
  });

  test('as the pattern alone would decide, whatever the text', () => {
    const patterns = [
      /(?:routing|\baba\b|\ba\/c\b|dl ?no|licen[cs]e (?:no|#))[^\n]{0,28}$/i,
      /(?:\bss ?#|hx|\bv|\bd\.l\.|soc(?:ial)?\b|passe?port|k{1,2}onto)[^\n]{0,4}$/i,
      /(?:s[ée]cu|\bn[°o] ?s|егн|pes{0,1}el)[^\n]{0,20}$/iu,
      /(?:réf\.?|ciężar|\w \/ |\bid\b|abonné|čís)[^\n]{0,12}$/i,
    ];
    const contexts = patterns.map((pattern) => new Context(pattern, 24));
    const words =
      'réf RÉF. ciężar id idé abonné čís / routing aba a/c dlno dl no licence # ss hx v1 d.l. soc social passport passeport kkonto sécu n°s егн pesel ſecu K _ 7';
    const text = fc
      .array(fc.oneof(fc.constantFrom(...words.split(' '), ' ', ' ', '\n', '.'), fc.string({ maxLength: 3 })), {
        maxLength: 12,
      })
      .map((pieces) => pieces.join(''));

    fc.assert(
      fc.property(text, (before) => {
        expect(contexts.map((context) => context.precedes(`${before}1`, before.length))).toEqual(
          patterns.map((pattern) => pattern.test(before.slice(-24))),
        );
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
