import { describe, expect, test } from '@jest/globals';
import { age } from './age.ts';
import { found, spansOf } from './found.ts';

describe('age', () => {
  test.each<[string, string[]]>([
    ['she is 34 years old', ['34 years old']],
    ['a 5-year-old child', ['5-year-old']],
    ['aged 71', ['71']],
    ['age: 44', ['44']],
    ['I just turned 30', ['30']],
    ['34 Jahre alt', ['34 Jahre alt']],
    ['a 6 month old baby', ['6 month old']],
  ])('finds in %j', (text, values) => {
    expect(found(age, text)).toEqual(values);
    expect(spansOf(age, text).every(({ type }) => type === 'AGE')).toBe(true);
  });

  test.each([
    '34 apples',
    'page 12',
    'a 10 year old codebase',
    'age of empires',
    '500 years old',
    '2 years ago',
    'v34',
  ])('nothing in %j', (text) => {
    expect(found(age, text)).toEqual([]);
  });
});
