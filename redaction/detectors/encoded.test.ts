import { describe, expect, test } from '@jest/globals';
import { base64Encoded } from './base64-encoded.ts';
import { email } from './email.ts';
import { found, spansOf } from './found.ts';
import { percentEncoded } from './percent-encoded.ts';
import { phone } from './phone.ts';

const judge = (text: string) => spansOf(email, text);
const judgeBoth = (text: string) => [...spansOf(email, text), ...spansOf(phone, text)];

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

  test.each<[string, string[]]>([
    ['q=jane%40example.com&x', ['jane%40example.com']],
    ['jane%40example%2ecom', ['jane%40example%2ecom']],
    ['jane%40example%2Ecom', ['jane%40example%2Ecom']],
    ['jane%4gexample.com', []],
    ['jane%g4example.com', []],
    ['%40', []],
    ['100%25 jane%40b.de', ['jane%40b.de']],
    ['"jane%40b.de"', ['jane%40b.de']],
    ['<jane%40b.de>', ['jane%40b.de']],
    ["a 'jane%40b.de' b", ['jane%40b.de']],
    ['tel=%2B49+30+901820&y', ['%2B49+30+901820']],
    ['tel=%2b49%2030%20901820', ['%2b49%2030%20901820']],
    ['a jane%40b.de tom%40b.de', ['jane%40b.de', 'tom%40b.de']],
    ['x%3Djane%40b.de%26y', ['jane%40b.de']],
    ['%6A%61%6E%65%40b.de', ['%6A%61%6E%65%40b.de']],
    ['é%40b.de', ['é%40b.de']],
    ['jane%40b.de%', ['jane%40b.de']],
    ['jane%40b.de%4', ['jane%40b.de']],
  ])('percent: %j', (text, values) => {
    expect(found(percentEncoded(judgeBoth), text)).toEqual(values);
  });

  test.each<[string, string[]]>([
    ['bWFpbCBqYW5lQGV4YW1wbGUuY29t', ['bWFpbCBqYW5lQGV4YW1wbGUuY29t']],
    ['x bWFpbCBqYW5lQGV4YW1wbGUuY29t y', ['bWFpbCBqYW5lQGV4YW1wbGUuY29t']],
    ['YUBiLmRlIDEyMzQ=', []],
    ['x YUBiLmRlIDEyMzQ y', []],
    ['amFuZUBiLmRl', []],
    ['x amFuZUBiLmRl y', []],
    ['eCBqYW5lQGIuZGUKYW5kCXRvbUBiLmRlDQ==', ['eCBqYW5lQGIuZGUKYW5kCXRvbUBiLmRlDQ==']],
    ['x eCBqYW5lQGIuZGUKYW5kCXRvbUBiLmRlDQ y', ['eCBqYW5lQGIuZGUKYW5kCXRvbUBiLmRlDQ']],
    ['bm90aGluZyBpbiBoZXJlIGF0IGFsbA==', []],
    ['x bm90aGluZyBpbiBoZXJlIGF0IGFsbA y', []],
    ['asOkbmVAZXhhbXBsZS5jb20=', ['asOkbmVAZXhhbXBsZS5jb20=']],
    ['x asOkbmVAZXhhbXBsZS5jb20 y', ['asOkbmVAZXhhbXBsZS5jb20']],
    ['AWphbmVAZXhhbXBsZS5jb20gYW5kIGEgbG9uZyB0ZXh0IGZvbGxvd3M=', []],
    ['x AWphbmVAZXhhbXBsZS5jb20gYW5kIGEgbG9uZyB0ZXh0IGZvbGxvd3M y', []],
    ['AQJqYW5lQGV4YW1wbGUuY29t', []],
    ['x AQJqYW5lQGV4YW1wbGUuY29t y', []],
    ['KzQ5IDMwIDkwMTgyMCBpcyBpdA==', ['KzQ5IDMwIDkwMTgyMCBpcyBpdA==']],
    ['x KzQ5IDMwIDkwMTgyMCBpcyBpdA y', ['KzQ5IDMwIDkwMTgyMCBpcyBpdA']],
    ['data:text/plain;base64,amFuZUBleGFtcGxlLmNvbQ==;', ['amFuZUBleGFtcGxlLmNvbQ==']],
    ['amFuZUBleGFtcGxlLmNvbQ==!', ['amFuZUBleGFtcGxlLmNvbQ==']],
    ['AAAAamFuZUBleGFtcGxlLmNvbQ==', []],
    ['x dG9tMUBiLmRl y', []],
    ['amFuZUBleGFtcGxlLmNvbQ', ['amFuZUBleGFtcGxlLmNvbQ']],
    [
      'bWFpbCBqYW5lQGV4YW1wbGUuY29t bWFpbCB0b21AZXhhbXBsZS5jb20=',
      ['bWFpbCBqYW5lQGV4YW1wbGUuY29t', 'bWFpbCB0b21AZXhhbXBsZS5jb20='],
    ],
  ])('base64: %j', (text, values) => {
    expect(found(base64Encoded(judgeBoth), text)).toEqual(values);
  });

  // What reaches the judge, one entry a call.
  const decoded = (make: typeof percentEncoded, text: string): string[] => {
    const texts: string[] = [];
    found(
      make((one) => {
        texts.push(one);
        return [];
      }),
      text,
    );
    return texts;
  };

  test.each<[string, string[]]>([
    ['a+b%20c', ['a b c']],
    ['a b%41c', ['bAc']],
    ['a%41 b%42', ['aA', 'bB']],
    ['a%41b%42', ['aAbB']],
    ['%09%19%0f%0F%aA%Fa', ['\t\u0019\u000f\u000f\u00aa\u00fa']],
    ['%/0 %:0 %@0 %G0 %`0 %g0 %0/ %0: %0@ %0G %0` %0g', []],
    [`${'x'.repeat(300)}%41`, [`${'x'.repeat(256)}A`]],
    [`%41${'y'.repeat(9_000)}`, [`A${'y'.repeat(8_189)}`]],
    [`%41${'y'.repeat(8_189)}z%42`, [`A${'y'.repeat(8_189)}`, 'zB']],
  ])('percent: a stretch without blanks, quotes or brackets is judged once: %j', (text, texts) => {
    expect(decoded(percentEncoded, text)).toEqual(texts);
  });

  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const manyTokens = base64('abcdefgh?').repeat(1_000);

  test.each<[string, string, string[]]>([
    ['twelve bytes', base64('nothing here'), ['nothing here']],
    ['eleven bytes, padded', base64('nothing her'), ['nothing her']],
    ['eleven bytes, not padded', base64('nothing her').slice(0, 15), []],
    ['what stands before the first long token', base64('???jane@example.com'), ['???jane@example.com']],
    [
      'no more than 256 characters before it',
      `${'Pz8/'.repeat(80)}${base64('jane@example.com')}`,
      [`${'???'.repeat(64)}jane@example.com`],
    ],
    [
      '8,192 characters, then the rest',
      manyTokens,
      ['abcdefgh?'.repeat(1_000).slice(0, 6_144), 'abcdefgh?'.repeat(1_000).slice(6_144)],
    ],
    [
      'two values',
      `${base64('one is here now')} ${base64('another one here')}`,
      ['one is here now', 'another one here'],
    ],
    ['tabs and ends of lines', base64('a\tb\nc\rd e f g h i'), ['a\tb\nc\rd e f g h i']],
    ['letters that are no part of it', `é${base64('nothing here')}é`, []],
    ['the alphabet for addresses', Buffer.from('abcdefgh?>>>').toString('base64url'), ['abcdefgh?>>>']],
    ['letters of UTF-8 without a digit first', base64('ééééééééééé'), [Buffer.from('ééééééééééé').toString('latin1')]],
    [
      'control characters at the beginning, few in the whole',
      base64(`\u0001\u0001${'abcdefg '.repeat(20)}`),
      [`\u0001\u0001${'abcdefg '.repeat(20)}`],
    ],
    ['a control character in fifty bytes', base64(`${'abcdefg '.repeat(6)}x\u0001`), []],
    ['one in fifty-one', base64(`${'abcdefg '.repeat(6)}xy\u0001`), [`${'abcdefg '.repeat(6)}xy\u0001`]],
  ])('base64: %s', (_, text, texts) => {
    expect(decoded(base64Encoded, text)).toEqual(texts);
  });

  test('of a long run the groups that hold a value are masked, of a shorter one all', () => {
    const detector = base64Encoded(judge);
    const run = (bytes: number) => base64(` jane@example.com${' and more'.repeat(100)}`.slice(0, bytes));

    expect(found(detector, `x ${run(384)} y`)).toEqual([run(384)]);
    expect(found(detector, `x ${run(387)} y`)).toEqual([run(387).slice(0, 24)]);
    expect(found(detector, `x ${run(387)} y=1`)).toEqual([run(387).slice(0, 24)]);
    expect(found(detector, `x ${run(385)}${run(384)} y`)).toEqual([run(385) + run(384)]);
    expect(spansOf(detector, `x ${run(384)} y`).map(({ type }) => type)).toEqual(['EMAIL']);
  });

  test('percent and base64 say what they are', () => {
    expect(percentEncoded(judge)).toMatchObject({
      name: 'percent-encoded',
      types: ['OTHER'],
      source: expect.stringContaining('RFC 3986'),
    });
    expect(base64Encoded(judge)).toMatchObject({
      name: 'base64-encoded',
      types: ['OTHER'],
      source: expect.stringContaining('RFC 4648'),
    });
  });
});
