import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
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
