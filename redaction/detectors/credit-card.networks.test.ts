import { describe, expect, test } from '@jest/globals';
import { luhn } from '../checksums.ts';
import { creditCard } from './credit-card.ts';
import { found } from './found.ts';

/** A number with these first digits, of this length, whose check digit is right. */
function card(first: string, length: number): string {
  const body = first + '1046527398104652739'.slice(0, length - first.length - 1);
  return [...'0123456789'].map((check) => body + check).find(luhn)!;
}

describe('networks of cards', () => {
  test.each<[network: string, firsts: string, lengths: number[]]>([
    ['Visa', '4', [13, 16, 19]],
    ['Mastercard', '51 55 2221 2229 223 229 23 26 270 271 2720', [16]],
    ['American Express', '34 37', [15]],
    ['Diners Club', '300 305 3095 36 38 39', [14, 16, 17, 18, 19]],
    ['Discover', '6011 644 649 65', [16, 17, 18, 19]],
    ['JCB', '3528 3529 353 358', [16, 17, 18, 19]],
    ['JCB, old', '1800 2131', [15]],
    ['UnionPay', '62', [16, 17, 18, 19]],
    ['Maestro', '50 56 59 60 63 67 69', [15, 16, 17, 18, 19]],
    ['Mir', '2200 2204', [16, 17, 18, 19]],
  ])('%s begins with %s', (_network, firsts, lengths) => {
    for (const number of firsts.split(' ').flatMap((first) => lengths.map((length) => card(first, length)))) {
      expect(found(creditCard, `it is ${number}, thanks`)).toEqual([number]);
    }
  });

  test.each<[firsts: string, length: number]>([
    ['4', 14],
    ['4', 15],
    ['4', 17],
    ['51 2221', 15],
    ['51 2221', 17],
    ['2220 2721 273 28', 16],
    ['34 37', 16],
    ['33 35', 15],
    ['306 3094 31', 16],
    ['36', 15],
    ['640 643 66 68 61', 16],
    ['3527 359', 16],
    ['1801 2132 1799', 15],
    ['1800', 16],
    ['62 64', 15],
    ['2205 221', 16],
    ['14 15 17 62', 15],
    ['50 56 60 63', 14],
    ['140 151 134 162 165 1353 1220', 16],
  ])('no card begins with %s and has %d digits', (firsts, length) => {
    for (const first of firsts.split(' ')) {
      expect(found(creditCard, `it is ${card(first, length)}, thanks`)).toEqual([]);
    }
  });

  test.each<[string, string[]]>([
    ['1234 4111111111111111', []],
    ['1234-4111111111111111', []],
    ['DE12 4111111111111111', []],
    ['123 4111111111111111', ['4111111111111111']],
    ['D12 4111111111111111', ['4111111111111111']],
    ['DE1 4111111111111111', ['4111111111111111']],
    ['de12 4111111111111111', ['4111111111111111']],
    ['DEXY 4111111111111111', ['4111111111111111']],
    ['1234, 4111111111111111', ['4111111111111111']],
    ['1234 is 4111111111111111', ['4111111111111111']],
  ])('a row of groups or the head of an IBAN in front: %j', (text, values) => {
    expect(found(creditCard, text)).toEqual(values);
  });
});
