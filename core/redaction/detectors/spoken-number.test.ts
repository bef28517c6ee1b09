import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { spokenNumber } from './spoken-number.ts';

describe('spoken-number', () => {
  test.each<[string, string[]]>([
    ['it is four one five five five two six', ['four one five five five two six']],
    ['drei vier fünf sechs sieben eins', ['drei vier fünf sechs sieben eins']],
  ])('finds in %j', (text, values) => {
    expect(found(spokenNumber, text)).toEqual(values);
    expect(spansOf(spokenNumber, text).every(({ type }) => type === 'OTHER')).toBe(true);
  });

  test.each(['one two three', 'one two three four five six seven', 'two of us', 'seven dwarfs'])(
    'nothing in %j',
    (text) => {
      expect(found(spokenNumber, text)).toEqual([]);
    },
  );
});
