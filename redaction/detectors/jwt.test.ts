import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { jwt } from './jwt.ts';

describe('jwt', () => {
  test.each<[string, string[]]>([
    ['t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123 x', ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123']],
    ['eyJhbGciOiJub25lIn0.eyJhIjoxfQ', ['eyJhbGciOiJub25lIn0.eyJhIjoxfQ']],
  ])('finds in %j', (text, values) => {
    expect(found(jwt, text)).toEqual(values);
    expect(spansOf(jwt, text).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test.each(['eyJ', 'eyJabc', 'keyJhbGciOiJIUzI1NiJ9'])('nothing in %j', (text) => {
    expect(found(jwt, text)).toEqual([]);
  });
});
