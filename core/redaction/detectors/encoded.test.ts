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
    ['amFuZUBleGFtcGxlLmNvbQ', ['amFuZUBleGFtcGxlLmNvbQ']],
    [
      'bWFpbCBqYW5lQGV4YW1wbGUuY29t bWFpbCB0b21AZXhhbXBsZS5jb20=',
      ['bWFpbCBqYW5lQGV4YW1wbGUuY29t', 'bWFpbCB0b21AZXhhbXBsZS5jb20='],
    ],
  ])('base64: %j', (text, values) => {
    expect(found(base64Encoded(judgeBoth), text)).toEqual(values);
  });
});
