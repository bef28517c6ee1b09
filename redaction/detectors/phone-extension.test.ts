import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { phoneExtension } from './phone-extension.ts';

describe('extensions within a house', () => {
  test.each([
    ['call Thi Nguyen ext. 6142 before two', ['6142']],
    ['(Samanta Bassi, int. 318)', ['318']],
    ['wew. 514, po 15', ['514']],
    ['dahili 206.', ['206']],
    ['εσωτ. 233', ['233']],
    ['tst. 2231', ['2231']],
    ['تحويلة 314', ['314']],
    ['एक्सटेंशन 241', ['241']],
  ])('%s', (text, values) => {
    expect(found(phoneExtension, text)).toEqual(values);
  });

  test.each(['int 318 in C', 'next 206 rows', 'ext. 40% more', 'ext. 12345678'])('%s is none', (text) => {
    expect(found(phoneExtension, text)).toEqual([]);
  });
});
