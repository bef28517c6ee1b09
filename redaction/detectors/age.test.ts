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
    ['Пациент, 58 лет', ['58 лет']],
    ['pacient, 69 let', ['69 let']],
    ['ασθενής 55 ετών', ['55 ετών']],
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
    'договор на 20 лет',
    'гарантия 5 лет',
    'po 30 let',
    '2 years ago',
    'v34',
  ])('nothing in %j', (text) => {
    expect(found(age, text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['125 years old', ['125 years old']],
    ['126 years old', []],
    ['a 3-weeks-old baby', ['3-weeks-old']],
    ['30 yo', ['30 yo']],
    ['30 y/o', ['30 y/o']],
    ['30-yrs-old', ['30-yrs-old']],
    ['34 years of age', ['34 years of age']],
    ['34 ans', ['34 ans']],
    ['34 años', ['34 años']],
    ['34 anni', ['34 anni']],
    ['34 jaar', ['34 jaar']],
    ['Alter: 34', ['34']],
    ['edad 34', ['34']],
    ['im Alter von 34', ['34']],
    ['turning 34', ['34']],
    ['age group 34', ['34']],
    ['age range: 34', ['34']],
    ['18 лет', ['18 лет']],
    ['17 лет', []],
    ['8 лет', []],
    ['58_лет', []],
    [`на 20 лет${' '.repeat(100)}`, []],
    ['34 yards old', []],
    ['34_years old', []],
    ['age:30', ['30']],
    ['age=30', ['30']],
    ['{"age":30}', ['30']],
    ["'age': 30", ['30']],
    ['page:30', []],
    ['âge: 34', ['34']],
    ['âgé de 34 ans', ['34 ans']],
  ])('the form %j', (text, values) => {
    expect(found(age, text)).toEqual(values);
  });
});

test.each([
  ['she is 34 years old', ['34 years old']],
  ['she is 34-year-old', ['34-year-old']],
  ['age: 34', ['34']],
  ['she is 34_years', []],
  ['she is 34.years', []],
])('what may stand behind a number of years: %j', (text, ages) => {
  expect(found(age, text)).toEqual(ages);
});
