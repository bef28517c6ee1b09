import { describe, expect, test } from '@jest/globals';
import { plausible } from './tagged.ts';

const judge = (text: string, value: string, type: 'PERSON' | 'ADDRESS' | 'DATE' | 'OTHER' | 'ORGANIZATION') => {
  const start = text.indexOf(value);
  return plausible(text, start, start + value.length, type);
};

describe('what the tagger calls a value', () => {
  test.each([
    ['Ada Lovelace', 'Ada Lovelace', 'PERSON'],
    ['12 Main Street', '12 Main Street', 'ADDRESS'],
    ['at 12b now', '12b', 'ADDRESS'],
    ['zip 94110', '94110', 'ADDRESS'],
    ['on 3/4', '3/4', 'DATE'],
    ['since 1977', '1977', 'DATE'],
    ['zip:94110', '94110', 'ADDRESS'],
  ] as const)('%s: %s may be one', (text, value, type) => {
    expect(judge(text, value, type)).toBe(true);
  });

  test.each([
    ['ref 20394857', '20394857', 'OTHER'],
    ['id 2039485711', '2039485711', 'ADDRESS'],
    ['ISBN 978-3-16-148410-0', '978-3-16-148410-0', 'ADDRESS'],
    ['at 10:20:30', '10:20:30', 'DATE'],
    ['at 10:20', '10', 'AGE' as never],
    ['at 10:20', '20', 'AGE' as never],
    ['46% of it', '46', 'DATE'],
    ['see #1234', '1234', 'ADDRESS'],
    ['version 9.1.2', 'version 9.1.2', 'ADDRESS'],
    ['commit 7b66f205', '7b66f205', 'ADDRESS'],
    ['INV-2024-0001', 'INV', 'ORGANIZATION'],
    ['INV-2024-00012', 'INV-2024-00012', 'ADDRESS'],
    ['RFC 2020', '2020', 'DATE'],
    ['src/app/main.ts:151', '151', 'ADDRESS'],
    ['9.40.2-rc.7', '2-rc.7', 'ADDRESS'],
  ] as const)('%s: %s is a number of something', (text, value, type) => {
    expect(judge(text, value, type)).toBe(false);
  });
});
