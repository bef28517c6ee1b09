import { expect, test } from '@jest/globals';
import { languageFrom } from './language.ts';

test.each([
  ['what is asked for', 'fr', { LANG: 'de_DE.UTF-8' }, 'fr'],
  ['a tag', 'de-AT', {}, 'de'],
  ['LC_ALL before all', undefined, { LC_ALL: 'es_ES.UTF-8', LC_MESSAGES: 'fr_FR', LANG: 'de_DE' }, 'es'],
  ['LC_MESSAGES before LANG', undefined, { LC_ALL: '', LC_MESSAGES: 'fr_FR', LANG: 'de_DE' }, 'fr'],
  ['LANG', undefined, { LANG: 'de_CH.UTF-8@euro' }, 'de'],
  ['no language of people', undefined, { LANG: 'C.UTF-8' }, undefined],
  ['a language that there is not', undefined, { LANG: 'nl_NL.UTF-8' }, undefined],
  ['nothing at all', undefined, {}, undefined],
])('the language is %s', (_what, asked, env, language) => {
  expect(languageFrom(asked, env)).toBe(language);
});

test('one that there is not is said, with those that there are', () => {
  expect(() => languageFrom('nl', {})).toThrow('There is no text in "nl", only in en, de, fr, es.');
});
