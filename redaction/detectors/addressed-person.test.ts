import { expect, test } from '@jest/globals';
import { addressedPerson } from './addressed-person.ts';
import { found } from './found.ts';

test.each<[string, string[]]>([
  ['reunión con la Sra. Bermejo y el Sr. Traoré', ['Bermejo', 'Traoré']],
  ['dott.ssa Bermani, sig. Rossi', ['Bermani', 'Rossi']],
  ['met dhr. Traoré en mevrouw de Groot', ['Traoré', 'de Groot']],
  ['Frau Dr. Vogt und Herr Braun', ['Vogt', 'Braun']],
  ['M. Girard et Mme Le Goff', ['Girard', 'Le Goff']],
  ['z panią Bernat i p. Nowakiem', ['Bernat', 'Nowakiem']],
  ['Sayın Kocabıyık', ['Kocabıyık']],
  ['уважаемая госпожа Крыжановская', ['Крыжановская']],
  ['السيدة الخطيب المحترمة', ['الخطيب']],
  ['आदरणीय श्रीमती खंडेलवाल', ['खंडेलवाल']],
  ['see p. 12, v1.p. Next', []],
  ['Frau Mitte vierzig', []],
  ['madame wants it', []],
])('somebody behind a form of address: %j', (text, expected) => {
  expect(found(addressedPerson, text)).toEqual(expected);
});
