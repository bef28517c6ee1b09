import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SECRET_FORMATS } from '../detectors/secret-formats.ts';
import { MIXED, mayBeGlued } from './glued.ts';
import { Tokens } from './tokens.ts';

const may = (text: string): boolean => {
  const tokens = new Tokens();
  tokens.read(text);
  return mayBeGlued(text, tokens);
};

describe('values that touch letters', () => {
  test.each([
    ['tel4155550187', true],
    ['DE89 3704', true],
    ['1920×1080 x1', true],
    ['a×5 b2', true],
    ['xghp_abc 1a', true],
    ['overdose 1a', true],
    ['apiAKIA 1a', true],
    ['ab12', true],
    ['ab1 2', true],
    ['ab1-2', true],
    ['ab1.2', true],
    ['ab1:2', true],
    ['ab1,2', false],
    ['ab1', false],
    ['a12 3', false],
    ['1234a', true],
    ['123a', false],
    ['1234', false],
    ['a1b2c3d4', false],
    ['ab÷', true],
    ['÷ab', true],
    ['mySG.abc', true],
    ['idAB123456', true],
    ['idXYZXYZ1', true],
    ['idXYZXYZX1', false],
    ['iDoIt', false],
    ['IDAB', false],
    ['x-ray and so_on', false],
    ['v2 of the 4th sha1', false],
    ['Read the h1 of it.', false],
  ])('%j: %s', (text, expected) => {
    expect(may(text)).toBe(expected);
  });

  test('the look at tokens misses nothing that the pattern finds', () => {
    const pieces = fc.oneof(
      fc.constantFrom(...SECRET_FORMATS.map(({ prefix }) => prefix), '×', '÷', 'ß', 'é', '12', '2024', 'AB12', '_'),
      fc.constantFrom(...'aZ0 .-:_é9'),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    );

    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const text = parts.join('');
        if (MIXED.test(text)) expect([text, may(text)]).toEqual([text, true]);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a prefix that a service gives out, behind letters', () => {
  const signed = SECRET_FORMATS.map(({ prefix }) => prefix).filter((prefix) => prefix.search(/[^A-Za-z0-9]/) >= 2);

  /** Of small letters, with no other one in it. */
  const begun = signed.map((prefix) => prefix.slice(0, prefix.search(/[^A-Za-z0-9]/) + 1));
  const alone = begun.filter((one) => /^[a-z]{3,}_$/.test(one) && !begun.some((other) => one.indexOf(other) > 0));

  test.each([...new Set(alone)])('%s alone touches nothing', (prefix) => {
    expect(may(prefix)).toBe(false);
    expect(may(`so it is: ${prefix}`)).toBe(false);
  });

  test.each(signed)('%s', (prefix) => {
    expect(may(`my${prefix}`)).toBe(true);
    expect(may(`so it is: my${prefix}`)).toBe(true);
  });

  test.each([
    ['SG.abc', false],
    ['see: SG.abc', false],
    ['mySG.abc', true],
    ['see: mySG.abc', true],
    ['S.a', false],
    ['see: S.a', false],
    ['ab×', true],
    ['×ab', true],
    ['ab*', false],
  ])('%j: %s', (text, expected) => {
    expect(may(text)).toBe(expected);
  });
});
