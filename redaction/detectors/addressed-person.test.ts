import { expect, test } from '@jest/globals';
import { addressedPerson } from './addressed-person.ts';
import { found, spansOf } from './found.ts';

test.each<[string, string[]]>([
  ['reunión con la Sra. Bermejo y el Sr. Traoré', ['Sra. Bermejo', 'Sr. Traoré']],
  ['dott.ssa Bermani, sig. Rossi', ['dott.ssa Bermani', 'sig. Rossi']],
  ['met dhr. Traoré en mevrouw de Groot', ['dhr. Traoré', 'mevrouw de Groot']],
  ['Frau Dr. Vogt und Herr Braun', ['Frau Dr. Vogt', 'Herr Braun']],
  ['M. Girard et Mme Le Goff', ['M. Girard', 'Mme Le Goff']],
  ['z panią Bernat i p. Nowakiem', ['panią Bernat', 'p. Nowakiem']],
  ['Sayın Kocabıyık', ['Sayın Kocabıyık']],
  ['уважаемая госпожа Крыжановская', ['госпожа Крыжановская']],
  ['السيدة الخطيب المحترمة', ['السيدة الخطيب']],
  ['आदरणीय श्रीमती खंडेलवाल', ['श्रीमती खंडेलवाल']],
  ["mevrouw Van 't Hof belt", ["mevrouw Van 't Hof"]],
  ['vu par le Dr H. Tran hier', ['Dr H. Tran']],
  ['Sehr geehrter Herr von der Heydt', ['Herr von der Heydt']],
  ['Sevgi Hanım ve Ali Bey geldi', ['Sevgi Hanım', 'Ali Bey']],
  ['Ali bey geldi', []],
  ['MY PAN IS GEFPE1252R', []],
  ['see p. 12, v1.p. Next', []],
  ['Frau Mitte vierzig', []],
  ['madame wants it', []],
])('somebody behind a form of address: %j', (text, expected) => {
  expect(found(addressedPerson, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  [`Ali Bey geldi${' '.repeat(100)}`, ['Ali Bey']],
  [`${' '.repeat(100)}Ali Bey geldi`, ['Ali Bey']],
  ['Ali hAnım geldi', []],
  ['السيد 12', []],
  ['DR. Girard', ['DR. Girard']],
  ['MR Girard', ['MR Girard']],
  ['DR Girard', []],
  ['M Girard', []],
  ['p Nowakiem', []],
  ['x-dr. Girard', []],
  ['a_sig. Rossi', []],
  ['mr 12', []],
])('and in other forms: %j', (text, expected) => {
  expect(found(addressedPerson, text)).toEqual(expected);
  expect(spansOf(addressedPerson, text).every(({ type }) => type === 'PERSON')).toBe(true);
});
