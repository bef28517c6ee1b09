import { expect, test } from '@jest/globals';
import { company } from './company.ts';
import { found, spansOf } from './found.ts';

test.each<[string, string[]]>([
  ['bei der Möhrle & Tschirch OHG bestellt', ['Möhrle & Tschirch OHG']],
  ['da Corretora Vale do Ave, Lda. seguem', ['Corretora Vale do Ave, Lda.']],
  ['chez Fonderies Estournel & Cie', ['Fonderies Estournel & Cie']],
  ['Metalúrgica Arouca & Filhos', ['Metalúrgica Arouca & Filhos']],
  ['из ООО «Северный лес» звонили', ['ООО «Северный лес»']],
  ['ТОВ «Поляна-Склад»', ['ТОВ «Поляна-Склад»']],
  ['a GmbH has a share capital', []],
  ['mes fils sont là', []],
  ['ао «тест»', []],
])('a firm by its legal form: %j', (text, expected) => {
  expect(found(company, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['Metalúrgica Arouca & filhos', []],
  ['Ооо «Северный лес»', []],
  ['оОО «Северный лес»', []],
  ['ООО\t  «Северный лес»', []],
  ['ООО «С»', []],
  ['ООО Северный', []],
  ['bei Möhrle GmbH.', ['Möhrle GmbH']],
  ['da Vale Lda seguem', ['Vale Lda']],
  ['da Vale Ltda.', ['Vale Ltda.']],
  ['bei Möhrle\nGmbH', []],
])('and as it is written: %j', (text, expected) => {
  expect(found(company, text)).toEqual(expected);
  expect(spansOf(company, text).every(({ type }) => type === 'ORGANIZATION')).toBe(true);
});
