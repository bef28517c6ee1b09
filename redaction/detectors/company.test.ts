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
  ['ve firmě Pokrývačství Vlk a synové s.r.o. se', ['Pokrývačství Vlk a synové s.r.o.']],
  ["devis de Les Marmites d'Oc SARL pour", ["Les Marmites d'Oc SARL"]],
  ['a Tendaggi Marzocchi snc.', ['Tendaggi Marzocchi snc']],
  ['con Invernaderos Mar de Adra, S. A. T. y', ['Invernaderos Mar de Adra, S. A. T.']],
  ['a Cantine Poggiolungo Soc. Agr., via', ['Cantine Poggiolungo Soc. Agr.']],
  ['teklifi Kardelen Isı San. ve Tic. Ltd. Şti. verdi', ['Kardelen Isı San. ve Tic. Ltd. Şti.']],
  ['firma Szklarnia Bartnik sp. j., a na', ['Szklarnia Bartnik sp. j.']],
  ['της Ασφαλιστική Ακροπελαγία Α.Ε. για', ['Ασφαλιστική Ακροπελαγία Α.Ε.']],
  ['with Lowfell Turbine Services Ltd, salary', ['Lowfell Turbine Services Ltd']],
  ['a GmbH has a share capital', []],
  ["it's a. s. d.", []],
  ['Plan B. Vera kommt', []],
  ['mes fils sont là', []],
  ['ао «тест»', []],
])('a firm by its legal form: %j', (text, expected) => {
  expect(found(company, text)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['Metalúrgica Arouca & filhos', []],
  ['Ооо «Северный лес»', []],
  ['оОО «Северный лес»', []],
  ['ООО «Северный лес»', ['ООО «Северный лес»']],
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
