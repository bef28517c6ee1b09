import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { labelledValue } from './labelled-value.ts';

describe('values under a label that says whose they are', () => {
  test.each<[string, string, string[]]>([
    [
      'columns of a table',
      'Naam;Geboren;Plaats\nImke Bos;09-10-1975;Venray\nJo Goes;1-2-1989;Goes',
      ['Imke Bos', 'Venray', 'Jo Goes', 'Goes'],
    ],
    [
      'tabs, and a number under a telephone',
      'Employee\tTeam\tMobile\nAda Bright\tBilling\t07700 900 318',
      ['Ada Bright', '07700 900 318'],
    ],
    ['another script', '氏名,生年月日,市\n春日井桃子,1975/10/09,松山', ['春日井桃子', '松山']],
    ['quoted cells', 'first name,phone\n"Ada","07700 900318"', ['Ada', '07700 900318']],
    ['a comma in a quoted cell', 'surname,city\n"Byron, Ada",Leeds', ['Byron, Ada', 'Leeds']],
    ['until the rows end', 'surname;city\nByron;Leeds\nthe rest of the mail; or so; it goes', ['Byron', 'Leeds']],
    [
      'columns of a statement',
      "INSERT INTO t (id, surname, bsn) VALUES (1, 'Vermeij', '315071072'), (2, 'O''Neil', NULL)",
      ['Vermeij', '315071072', "O''Neil"],
    ],
    [
      'what people are paid, beside their names',
      'Pers.-Nr.;Nachname;Brutto\n004417;Brandl;3.870,00',
      ['004417', 'Brandl', '3.870,00'],
    ],
    ['cars and who drives them', 'kenteken,chauffeur\n87-BXK-2,Gijs', ['87-BXK-2', 'Gijs']],
    [
      'the same in Hangul, whose syllables fall apart',
      '사번;이름;연봉\n20-118;오규;41,200,000',
      ['20-118', '오규', '41,200,000'],
    ],
    ['the same in a script whose vowels are marks', 'गाड़ी,चालक\nMP 04 CX 7718,बबलू', ['MP 04 CX 7718', 'बबलू']],
    ['a password in a statement', "INSERT INTO comptes (nom, mdp) VALUES ('Roy', 'Lune&Mer09')", ['Lune&Mer09']],
    ['a line of a form', 'Nazwisko: Zając\nImiona: Zuzanna Maria\n', ['Zając', 'Zuzanna Maria']],
    ['a key', '{"lastName": "Galvez", "last_name": "Byron"}', ['Galvez', 'Byron']],
    ['a condition', "WHERE nachname = 'Brinkhoff'", ['Brinkhoff']],
    ['a name beside a telephone', "SET nom = 'Quéméneur', tel = '02 61 91 33 20'", ['Quéméneur', '02 61 91 33 20']],
  ])('%s', (_, text, expected) => {
    expect(found(labelledValue, text)).toEqual(expected);
  });

  test.each([
    'name;price;quantity\nBlue chair;12.50;3',
    '{"name": "blue chair", "city": "null"}',
    'The name, the city and the phone\nare in the second table',
    "INSERT INTO products (name, price) VALUES ('Chair', 3)",
    'phone;city\n12;x1',
    'surname',
    'price;gross;net\n12.50;13.00;11.20',
    'city: Leeds\n',
    'Nazwisko: brak\n',
    'city: 12',
    "values ('a')",
  ])('and nothing in %j', (text) => {
    expect(found(labelledValue, text)).toEqual([]);
  });
});

test('a path under a key called after a password is where it is kept', () => {
  expect(found(labelledValue, 'password="/parameters/store/of/aws/key"')).toEqual([]);
});

/** A column of names and one of another kind, with one value under it. */
const beside = (label: string, value: string): string[] =>
  found(labelledValue, `surname;${label}\nByron;${value}\n`).filter((one) => one !== 'Byron');
const stated = (value: string): string[] =>
  found(labelledValue, `INSERT INTO u (surname, mdp) VALUES ('Byron', '${value}')`).filter((one) => one !== 'Byron');
const FAR = ' '.repeat(500);

describe('what stands under a label', () => {
  test.each<[string, string, boolean]>([
    ['brutto', '50', true],
    ['brutto', '5', false],
    ['brutto', 'see note 22 below', false],
    ['badge', 'A-17', true],
    ['badge', 'A-7', false],
    ['badge', 'room 17 b', false],
    ['phone', '123456', true],
    ['phone', '12345', false],
    ['city', 'Leeds', true],
    ['city', 'Leeds2', false],
    ['city', 'L', false],
    ['city', '李', true],
    ['city', 'A. 李', false],
    ['city', 'LeedsTownHall', false],
    ['city', 'None', false],
    ['city', '', false],
    ['city', `L${'e'.repeat(63)}`, true],
    ['city', `L${'e'.repeat(64)}`, false],
    ['city', ' "Leeds" ', true],
  ])('under %s %j is a value: %s', (label, value, isOne) => {
    expect(beside(label, value)).toEqual(isOne ? [value.trim().replaceAll('"', '')] : []);
  });

  test.each<[string, boolean]>([
    ['abcd', true],
    ['abc', false],
    ['ab cd', false],
    ['null', false],
    ['----', false],
    ['[PASSWORD]', false],
    ['[PASSWORD', false],
    ['nullx7', true],
    ['xnull', true],
    ['a[XY]', true],
    ['[XY]xy7', true],
  ])('as a password %j is one: %s', (value, isOne) => {
    expect(stated(value)).toEqual(isOne ? [value] : []);
  });
});

describe('where a label has values', () => {
  test.each<[string, string, string[]]>([
    ['a sign two spaces on', "surname  = 'Byron'", ['Byron']],
    ['no value of a key that ends as a label does', "product_name = 'Blue Chair'", []],
    ['no pay without a name', "brutto = '3.870,00'", []],
    ['no thing beside a telephone', "nom = 'Blanche', tel = '02 61 91 33 20'", ['02 61 91 33 20']],
    ['no thing of a statement', "UPDATE chairs SET name = 'Blanche'", []],
    [
      'a statement far from the end',
      `SET nom = 'Quéméneur', tel = '02 61 91 33 20'${FAR}`,
      ['Quéméneur', '02 61 91 33 20'],
    ],
    ['no statement far before', `SET tel = '02 61 91 33 20'${FAR}nom = 'Quéméneur'`, ['02 61 91 33 20']],
    ['a line with a space before its colon', 'Nazwisko : Zając\n', ['Zając']],
    ['no line with a tab before it', 'Nazwisko\t: Zając\n', []],
    ['a line to the end of the text', 'Nazwisko: Zając', ['Zając']],
    ['no line that begins otherwise', 'The surname: Byron\n', []],
    ['no line without a value', 'Nazwisko:\n', []],
    ['no line of things', 'name: Blanche\n', []],
    ['bars on both sides of the cells', '| surname | city |\n| Byron | Leeds |\n', ['Byron', 'Leeds']],
    ['a head far from the end', `no;surname;city\n1;Byron;Leeds\n${FAR}`, ['Byron', 'Leeds']],
    ['a head in wide columns', `${'surname'.padEnd(60)}|city\nByron|Leeds\n`, ['Byron', 'Leeds']],
    ['no head without a line behind it', 'Surname;City', []],
    ['no single column', 'surname\nByron\n', []],
    ['no head with a digit', 'surname;city2\nByron;Leeds\n', []],
    ['a head half of which is known', 'surname;foo\nByron;x\n', ['Byron']],
    ['no head of which less is', 'surname;foo;bar\nByron;x;y\n', []],
    ['no head longer than a head is', `${`${'id'.padStart(32)};`.repeat(14)}surname\n${'1;'.repeat(13)}Byron\n`, []],
    ['a head behind a table of things', 'price;quantity\nsurname;city\nByron;Leeds\n', ['Byron', 'Leeds']],
    ['no pay beside no name', 'city;brutto\nLeeds;3.870,00\n', ['Leeds']],
    [
      'rows as long as they have the same cells',
      'surname;city\nByron;Leeds\nAda;Bo;Cy\nPeter;Pan\n',
      ['Byron', 'Leeds'],
    ],
    ['an empty cell', 'surname;city\n;Leeds\n', ['Leeds']],
    ['a statement and more behind it', `INSERT INTO t (surname) VALUES ('Byron'), more${FAR}`, ['Byron']],
    ['values without quotes before one', "INSERT INTO t (id, x, surname) VALUES (12, NULL, 'Byron')", ['Byron']],
    [
      'a comma in a quoted value',
      "INSERT INTO t (surname, city) VALUES ('Byron, Ada', 'Leeds')",
      ['Byron, Ada', 'Leeds'],
    ],
    ['more values than columns', "INSERT INTO t (surname) VALUES ('Byron', 'Leeds')", ['Byron']],
    ['no list without a comma before it', "INSERT INTO t (surname) VALUES ('Byron') ('Ada')", ['Byron']],
    ['columns on lines of their own', `INSERT INTO t (${' '.repeat(50)}surname) VALUES ('Byron')`, ['Byron']],
  ])('%s', (_, text, expected) => {
    expect(found(labelledValue, text)).toEqual(expected);
  });

  test.each([
    [32, ['Byron']],
    [33, []],
  ])('%s columns', (columns, expected) => {
    const others = columns - 1;

    const table = `surname${';id'.repeat(others)}\nByron${';1'.repeat(others)}\n`;
    const statement = `INSERT INTO t (surname${',id'.repeat(others)}) VALUES ('Byron'${',1'.repeat(others)})`;

    expect([found(labelledValue, table), found(labelledValue, statement)]).toEqual([expected, expected]);
  });

  test('each value is of the type of its label', () => {
    const text = 'Nazwisko: Zając\nsurname;city;badge\nByron;Leeds;A-17\n';

    expect(spansOf(labelledValue, text).map(({ type }) => type)).toEqual(['PERSON', 'PERSON', 'LOCATION', 'OTHER']);
  });
});

test.each([
  ["INSERT INTO people (first_name, age) VALUES ('Anneke', 3),", ['Anneke']],
  ["INSERT INTO people (first_name, age) VALUES ('Anneke', 3),\n", ['Anneke']],
  ["INSERT INTO people (first_name, age) VALUES ('Anneke', 3),\n ('Bertrand', 4", ['Anneke']],
  ["INSERT INTO people (first_name, age) VALUES ('Anneke', 3),\n ('Bertrand', 4);", ['Anneke', 'Bertrand']],
  ["INSERT INTO people (first_name, age) VALUES ('Anneke', 3), x ('Bertrand', 4)", ['Anneke']],
  ["INSERT INTO people (first_name, age) VALUES ('A7', 3), ('Bertrand', 4)", ['Bertrand']],
])('a statement that is cut short, or goes on: %j', (text, values) => {
  expect(found(labelledValue, text)).toEqual(values);
});
