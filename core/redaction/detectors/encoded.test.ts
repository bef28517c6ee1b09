import { describe, expect, test } from '@jest/globals';
import { base64Encoded } from './base64-encoded.ts';
import { email } from './email.ts';
import { found, spansOf } from './found.ts';
import { percentEncoded } from './percent-encoded.ts';

const judge = (text: string) => spansOf(email, text);

describe('values in an encoding', () => {
  test('percent-encoded', () => {
    const detector = percentEncoded(judge);

    expect(found(detector, 'q=jane%40example.com&x')).toEqual(['jane%40example.com']);
    expect(found(detector, 'q=jane%40example.com&x')).toEqual(['jane%40example.com']);
    expect(found(detector, '100% of jane')).toEqual([]);
    expect(found(detector, '%4')).toEqual([]);
  });

  test('base64', () => {
    const detector = base64Encoded(judge);
    const value = Buffer.from('mail jane@example.com').toString('base64');

    expect(found(detector, `x ${value} y`)).toEqual([value]);
    expect(found(detector, `x ${value} y`)).toEqual([value]);
    expect(found(detector, 'a8f5f167f44f4964e6c998dee827110c')).toEqual([]);
    expect(found(detector, 'YWJj1')).toEqual([]);
  });
});
