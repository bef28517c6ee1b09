import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { spokenRow } from './spoken-row.ts';

describe('numbers read out', () => {
  test.each([
    'oh seven seven hundred nine hundred one five two',
    'seis cinco cinco cuarenta y uno ochenta y dos setenta y tres',
    'zéro six trente-neuf quatre-vingt-dix-huit zéro sept cinquante-deux',
    'tre tre nove quarantuno ottantadue settecentotrentanove',
    'nove um seis quatro um oito dois sete três',
    'nul zes eenenveertig tweeëntachtig dertig zeventien',
    'pięćset dwa dziewięćset siedem sto czternaście',
    'šest set tři dvacet čtyřicet jedna sedmdesát tři',
    'восемь девятьсот три двести семь сорок один восемнадцать',
    'нуль шістдесят сім двадцять сорок один сімдесят три',
    'sıfır beş yüz otuz iki yirmi kırk bir on sekiz',
    'nolla neljäviisi neljä yksi kahdeksan kaksi seitsemän',
    'εξήντα εννιά εβδομήντα τέσσερα δεκαοχτώ είκοσι εφτά τριάντα',
    'नौ आठ चार एक आठ दो सात तीन नौ शून्य',
    'zero six, thirty nine, forty two, one eight',
  ])('%s', (row) => {
    expect(found(spokenRow, `x ${row} y`)).toEqual([row]);
    expect(spansOf(spokenRow, `x ${row} y`)[0]!.type).toBe('PHONE');
  });

  test.each([
    ['the code is four four one nine', 'four four one nine'],
    ['heslo je nula sedm dva šest', 'nula sedm dva šest'],
    ['parola kırk dört on yedi', 'kırk dört on yedi'],
  ])('a code: %s', (text, row) => {
    expect(found(spokenRow, text)).toEqual([row]);
    expect(spansOf(spokenRow, text)[0]!.type).toBe('PASSWORD');
  });

  test.each([
    'uno due tre quattro cinque sei sette',
    'one two three four five six',
    'vier mal drei ist zwölf',
    'sei un amico, due di noi',
    'four four one nine',
    'twenty five or six',
    'en to og tre',
  ])('nothing in %j', (text) => {
    expect(found(spokenRow, text)).toEqual([]);
  });
});

/** From nought to nine, as people read them out. */
const READ_OUT = [
  'zero one two three four five six seven eight nine',
  'null eins zwo drei vier fünf sechs sieben acht neun',
  'zéro un deux trois quatre cinq six sept huit neuf',
  'cero uno dos tres cuatro cinco seis siete ocho nueve',
  'zero uno due tre quattro cinque sei sette otto nove',
  'zero uma duas três quatro cinco meia sete oito nove',
  'nul één twee drie vier vijf zes zeven acht negen',
  'zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć',
  'nula jeden dvě tři čtyři pět šest sedm osm devět',
  'nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän',
  'sıfır bir iki üç dört beş altı yedi sekiz dokuz',
  'noll ett två tre fyra fem sex sju åtta nio',
  'nul en to tre fire fem seks syv otte ni',
  'zero unu doi trei patru cinci șase șapte opt nouă',
  'nulla egy kettő három négy öt hat hét nyolc kilenc',
  'ноль одна две три четыре пять шесть семь восемь девять',
  'нуль один дві три чотири п’ять шість сім вісім дев’ять',
  "нуль один два три чотири п'ять шість сім вісім дев'ять",
  'μηδέν ένα δύο τρία τέσσερα πέντε έξι εφτά οχτώ εννιά',
  'शून्य एक दो तीन चार पांच छह सात आठ नौ',
  'صفر واحد اثنين ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة',
  'אפס אחד שתים שלוש ארבע חמש שש שבע שמונה תשע',
];

describe.each(READ_OUT)('%s', (words) => {
  const digits = words.split(' ');
  // Begun with seven, which is a word of everyday nowhere; with no two that follow each other.
  const row = [7, 4, 9, 2, 8, 0, 3, 1, 6, 5].map((digit) => digits[digit]!);

  test('is a row out of order, and none in order', () => {
    expect(found(spokenRow, row.join(' '))).toEqual([row.join(' ')]);
    expect(found(spokenRow, row.join(', '))).toEqual([row.join(', ')]);
    const capital = `${row[0]![0]!.toUpperCase()}${row.join(' ').slice(1)}`;
    expect(found(spokenRow, capital)).toEqual([capital]);
    expect(found(spokenRow, digits.slice(2, 9).join(' '))).toEqual([]);
  });

  test('from six on', () => {
    expect(found(spokenRow, row.slice(0, 6).join(' '))).toEqual([row.slice(0, 6).join(' ')]);
    expect(found(spokenRow, row.slice(0, 5).join(' '))).toEqual([]);
  });
});

describe('how a row is written', () => {
  test.each([
    'seven four nine two eight five',
    'seven.four.nine.two.eight.five',
    'seven-four nine, two. eight five',
    'seven - four nine two eight five',
    'Seven Four Nine Two Eight Five',
    'seven four and nine two and eight five',
    'seven 4 nine two eight 512',
    'twenty-seven forty-one eighty sixty-two thirty',
    'seven, four, double nine, two',
  ])('%j', (row) => {
    expect(found(spokenRow, row)).toEqual([row]);
    expect(found(spokenRow, `call ${row}, please`)).toEqual([row]);
    expect(found(spokenRow, `(${row})`)).toEqual([row]);
  });

  test.each([
    'seven\nfour nine two eight five',
    'seven    four nine two eight five',
    'seven / four nine two eight five',
    'seven four men nine two five',
  ])('not %j', (row) => {
    expect(found(spokenRow, row)).toEqual([]);
  });

  test('five words that are six digits, and thirty-two words', () => {
    expect(found(spokenRow, 'seven four nine two eighty')).toEqual(['seven four nine two eighty']);
    expect(found(spokenRow, 'seventy forty ninety twenty')).toEqual([]);
    const long = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'seven' : 'four'));
    expect(found(spokenRow, long.join(' '))[0]).toBe(long.slice(0, 32).join(' '));
  });

  test.each(
    [
      'code|PIN|password|passcode|Kennwort|Kombination|combination|contraseña|clave|código|codigo|mot de passe|codice|senha|wachtwoord|hasło|kod|heslo|koodi|salasana|şifre|sifre|parola|пароль|код|пін|пин|κωδικός|पासवर्ड|कोड|पिन|رمز|كلمة|קוד|סיסמה',
    ].flatMap((words) => words.split('|')),
  )('four of them are a code behind %s', (word) => {
    const types = (text: string) => spansOf(spokenRow, text).map(({ type }) => type);
    expect(types(`${word} seven four nine two`)).toEqual(['PASSWORD']);
    expect(types(`${word} seven four nine`)).toEqual([]);
    expect(types(`${word}\nseven four nine two`)).toEqual([]);
    expect(types(`${word} 3 seven four nine two`)).toEqual([]);
    expect(types(`${word} seven four nine two eight five`)).toEqual(['PHONE']);
  });
});
