import { describe, expect, test } from '@jest/globals';
import { allSame, digitAt, isDay, luhn, mod11And10, mod97, remainder, verhoeff, weighted } from './checksums.ts';

describe('check digits', () => {
  // One right number each from the standard or the authority that uses it, at lengths even and odd.
  test.each<[string, (digits: string) => boolean, string[]]>([
    ['luhn', luhn, ['79927398713', '4111111111111111', '378282246310005', '0', '18', '91']],
    ['verhoeff', verhoeff, ['2363', '758722', '234567890124', '123451', '84736430954837284567892']],
    ['mod 11,10', mod11And10, ['07945', '86095742719', '69435151530']],
  ])('%s: right ones, and none with one digit changed', (_, check, numbers) => {
    for (const number of numbers) {
      expect([number, check(number)]).toEqual([number, true]);
      for (let i = 0; i < number.length; i++) {
        for (let by = 1; by < 10; by++) {
          const changed = number.slice(0, i) + ((Number(number[i]) + by) % 10) + number.slice(i + 1);
          expect([changed, check(changed)]).toEqual([changed, false]);
        }
      }
    }
  });

  test('mod 97 over letters of both cases and digits', () => {
    expect(mod97('3214282912345698765432161182')).toBe(1);
    expect(mod97('370400440532013000DE89')).toBe(1);
    expect(mod97('370400440532013000de89')).toBe(1);
    expect([mod97('A'), mod97('Z'), mod97('9'), mod97('97'), mod97('98')]).toEqual([10, 35, 9, 0, 1]);
  });

  test('sums and remainders', () => {
    expect(weighted('123', [10, 1, 2])).toBe(18);
    expect(weighted('129', [10, 1])).toBe(12);
    expect(remainder('1234567890123456789012345', 97)).toBe(Number(1234567890123456789012345n % 97n));
    expect([digitAt('507', 0), digitAt('507', 1), digitAt('507', 2)]).toEqual([5, 0, 7]);
    expect([allSame('7777'), allSame('7778'), allSame('8777'), allSame('7')]).toEqual([true, false, false, true]);
  });

  test('days of the months, February with 29', () => {
    const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const [i, last] of longest.entries()) {
      expect([isDay(1, i + 1), isDay(last, i + 1), isDay(last + 1, i + 1), isDay(0, i + 1)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    }
    expect([isDay(1, 0), isDay(1, 13)]).toEqual([false, false]);
  });
});
