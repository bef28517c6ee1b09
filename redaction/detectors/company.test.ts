import { describe, expect, test } from '@jest/globals';
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

describe('each legal form', () => {
  test.each(
    [
      'GmbH|OHG|GbR|Söhne|Soehne|e. V.|e.V.|e. K.|e.K.|e. G.|e.G.',
      'Ltd|LLP',
      'Lda|Lda.|Ltda|Ltda.|Filhos|Cie|SARL|Sarl|SAS|EURL|SNC|snc|SCOP|Fils',
      'Srl|SRL|SpA|SPA|Figli|S.p.A.|S. p. A.|S.r.l.|S. r. l.|S.r.l.s.|S.r.l. s.|S.n.c.|s.n.c.|s. n. c.|S.a.s.|s.a.s.|Soc. Agr.|Soc.Agr.|Soc. Coop.|Soc. Coop|Soc. Agricola|Soc. Cooperativa|Soc. Semplice',
      'S.L.|S. L.|S.L.U.|S. L. U.|S.L.P.|S.L.L.|S.A.|S. A.|S.A.T.|S. A. T.|S.A.U.|S.A.S.|S.A.R.L.|S.A. R. L.|Hijos',
      'BV|NV|B.V.|B. V.|N.V.|N. V.|V.O.F.|V. O. F.|VOF|Zonen',
      'sp. j.|sp. k.|sp. p.|sp.j.|sp. z o.o.|sp. z o. o.|sp.z o.o.|sp. zo.o.|Synowie',
      's.r.o.|s. r. o.|a.s.|a. s.|v.o.s.|v. o. s.|k.s.|k. s.|Synové',
      'A.Ş.|A. Ş.|Ltd. Şti.|Ltd.Şti.|Ltd. Şti|Ltd.Şti',
      'Oy|OY|OYJ|Oyj|ApS|APS|Kft|Zrt|Nyrt',
      'Α.Ε.|Α. Ε.|Ο.Ε.|Ο. Ε.|Ε.Ε.|Ε. Ε.|Ε.Π.Ε.|Ε. Π. Ε.|Ι.Κ.Ε.|Ι. Κ. Ε.|d.o.o.|d. o. o.|EOOD|OOD|Eood|Ood',
    ].flatMap((language) => language.split('|')),
  )('%s', (form) => {
    expect(found(company, `bei Nordwerk Kiel ${form} bestellt`)).toEqual([`Nordwerk Kiel ${form}`]);
    expect(found(company, `(Nordwerk ${form})`)).toEqual([`Nordwerk ${form}`]);
    expect(found(company, `Nordwerk, ${form}`)).toEqual([`Nordwerk, ${form}`]);
    expect(found(company, `bei nordwerk ${form} bestellt`)).toEqual([]);
    expect(found(company, `\n${form} bestellt`)).toEqual([]);
  });

  // Their parts are words with a capital, as those of a name are.
  test.each(
    'San. ve Tic. Ltd. Şti.|San. ve Tic. Ltd. Şti|San. ve Tic. A.Ş.|San. ve Tic. A. Ş.|San. ve Tic. Şti.|San ve Tic Ltd Şti|San ve Tic. Ltd Şti.|San. ve Tic.|San ve Tic|Tic. Ltd. Şti.|Tic. Ltd Şti|Tic.Ltd.Şti.|Tic. A.Ş.|Tic. A. Ş|S. a. s.'.split(
      '|',
    ),
  )('%s', (form) => {
    expect(found(company, `bei Nordwerk Kiel ${form} bestellt`)).toEqual([`Nordwerk Kiel ${form}`]);
    expect(found(company, `Nordwerk, ${form}`)).toEqual([`Nordwerk, ${form}`]);
  });

  test.each('ООО ОАО ЗАО ПАО АО ТОО НКО ИП АНО ФГУП МУП ТОВ ПРАТ АТ ФОП ПП ЕООД'.split(' '))(
    '%s before a name in quotes',
    (form) => {
      for (const name of ['«Лес»', '"Лес"', '„Лес“', '“Лес”', '«Северный лес»'])
        expect(found(company, `из ${form} ${name} звонили`)).toEqual([`${form} ${name}`]);
      expect(found(company, `из ${form.toLowerCase()} «Лес»`)).toEqual([]);
      expect(found(company, `из ${form} Лес`)).toEqual([]);
    },
  );

  test.each([
    ['ООО «Ле»', ['ООО «Ле»']],
    ['ООО «Л»', []],
    [`ООО «${'л'.repeat(60)}»`, [`ООО «${'л'.repeat(60)}»`]],
    [`ООО «${'л'.repeat(61)}»`, []],
    ['ООО  «Лес»', ['ООО  «Лес»']],
    ['ООО\t«Лес»', ['ООО\t«Лес»']],
    ['ООО   «Лес»', []],
    ['ООО«Лес»', []],
    ['ООО «Лес', []],
    ['ООО «Ле\nс»', []],
    ['ООО\n«Лес»', []],
  ])('%j', (text, firms) => {
    expect(found(company, text)).toEqual(firms);
  });
});

describe('the name before the form', () => {
  test.each('& und and ve z of les u. y e et i a de da do del della dei di von la le du des van'.split(' '))(
    'is joined by %j',
    (join) => {
      expect(found(company, `bei Nordwerk ${join} Kiel GmbH`)).toEqual([`Nordwerk ${join} Kiel GmbH`]);
      expect(found(company, `bei Nordwerk ${join} GmbH`)).toEqual([`Nordwerk ${join} GmbH`]);
    },
  );

  test.each([
    'Nordwerk a synové',
    'Nordwerk i synowie',
    'Nordwerk & filhos',
    'Nordwerk y hijos',
    'Nordwerk e figli',
    'Nordwerk et fils',
    'Nordwerk en zonen',
    'Nordwerk und fils',
    "d'Oc",
    'l’Atelier',
    "Nordwerk d' Oc",
    'Nordwerk-Kiel',
    'R. Marsh',
    'A1',
    'Ab',
    'A B C D E',
    `N${'x'.repeat(30)}`,
    'Öresund',
    'Łęgi',
  ])('%j', (name) => {
    expect(found(company, `in ${name} GmbH.`)).toEqual([`${name} GmbH`]);
    expect(found(company, `in ${name}, GmbH`)).toEqual([`${name}, GmbH`]);
  });

  test.each([
    ['Aa Bb Cc Dd Ee Ff GmbH', ['Bb Cc Dd Ee Ff GmbH']],
    ['xNordwerk GmbH', []],
    ['7Nordwerk GmbH', []],
    [`N${'x'.repeat(31)} GmbH`, []],
    ['Nordwerk  GmbH', []],
    ['Nordwerk,GmbH', []],
    ['Nordwerk Lda.', ['Nordwerk Lda.']],
    ['Nordwerk Kft.', ['Nordwerk Kft']],
    [
      `${'N'.repeat(29)} ${'O'.repeat(29)} ${'P'.repeat(29)} GmbH`,
      [`${'N'.repeat(29)} ${'O'.repeat(29)} ${'P'.repeat(29)} GmbH`],
    ],
    ['Nordwerk\tGmbH', []],
    ['Nordwerk\r\nGmbH', []],
    ['Nordwerk; GmbH', []],
    ['GmbH', []],
  ])('%j', (text, firms) => {
    expect(found(company, text)).toEqual(firms);
  });

  test.each([
    'Nordwerk gmbh',
    'Nordwerk nv',
    'Nordwerk Nv',
    'Nordwerk Bv',
    'Nordwerk Spa',
    'Nordwerk spa',
    'Nordwerk San',
    'Nordwerk Tic',
    'Nordwerk LTD',
    'Nordwerk Soc',
    'Nordwerk Sp',
    'Nordwerk S',
    'Nordwerk B',
    'Nordwerk fils',
    'Nordwerk GmbHx',
    'Nordwerk S.L.x',
    'Nordwerk sp. x.',
    'Nordwerk soc. agr.',
  ])('none in %j', (text) => {
    expect(found(company, text)).toEqual([]);
  });

  test('of a firm alone is one of an organisation', () => {
    for (const text of ['Nordwerk GmbH', 'Nordwerk S.L.', 'ООО «Лес»'])
      expect(spansOf(company, text).map(({ type }) => type)).toEqual(['ORGANIZATION']);
  });
});
