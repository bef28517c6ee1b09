import { describe, expect, test } from '@jest/globals';
import { formField } from './form-field.ts';
import { found, spansOf } from './found.ts';

describe('lines of a form', () => {
  test.each([
    ['Brutto: 3.418,50 EUR', ['3.418,50 EUR']],
    ['Netto in busta: € 1.633,27', ['€ 1.633,27']],
    ['Do wypłaty: 4 512,38 zł', ['4 512,38 zł']],
    ['К выдаче: 73 254,00', ['73 254,00']],
    ['総支給額:287,400円', ['287,400円']],
    ['Reporter: tnguyen14', ['tnguyen14']],
    ['Abierto por: jm.quispe', ['jm.quispe']],
    ['Zgłaszający: m.kaczor', ['m.kaczor']],
    ['Line manager: Hazel de Souza', ['Hazel de Souza']],
    ['Name, Vorname: Graf, Minh', ['Graf, Minh']],
    ['Dip.: Costantin Munteanu', ['Costantin Munteanu']],
    ['Emergency contact: Mihai (brother)', ['Mihai']],
    ['성명: 하늘', ['하늘']],
    ['Geburtsort: Mekelle', ['Mekelle']],
    ['Pracodawca: Pieczarkarnia Zielone Łęgi', ['Pieczarkarnia Zielone Łęgi']],
    ['Dirección: Avda. de los Tilos 8, 3.º 2.ª', ['Avda. de los Tilos 8, 3.º 2.ª']],
    ['Kennzeichen: HH-KR 4172', ['HH-KR 4172']],
    ['- Patient: Ada Marsh', ['Ada Marsh']],
    ['Present: Bev (chair), Tariq Mahmood, Mrs Trimble', ['Bev', 'Tariq Mahmood', 'Trimble']],
    ['Assente: Brunella.', ['Brunella']],
    ['Obecni: Gosia Lis, Antek i Wanda', ['Gosia Lis', 'Antek', 'Wanda']],
  ])('%s', (text, values) => {
    expect(found(formField, text)).toEqual(values);
  });

  test.each([
    ['Net: 3 files', 'an amount has three digits'],
    ['Reporter: admin', 'an account of everybody'],
    ['Note: Brutto', 'another label'],
    ['he said the line manager: Hazel', 'not at the begin of a line'],
    ['Employee: n/a', 'nothing'],
    ['Address:80', 'no space behind the sign'],
    ['Present: see list', 'words in small letters'],
    [`${'x'.repeat(60)} Brutto: 3.418,50`, 'a line of prose'],
    ['Patient:\nAda', 'in the next line'],
  ])('%j is nothing: %s', (text) => {
    expect(found(formField, text)).toEqual([]);
  });

  test('says what each is', () => {
    const types = (text: string) => spansOf(formField, text).map(({ type }) => type);
    expect(types('Lordo: € 2.140,00')).toEqual(['FINANCIAL']);
    expect(types('Employer: Lowfell Turbine Services Ltd')).toEqual(['ORGANIZATION']);
    expect(types('Address: 9 Tanyard Close')).toEqual(['ADDRESS']);
    expect(types('Miejsce ur.: Sylhet')).toEqual(['LOCATION']);
    expect(types('Targa: GK 418 TR')).toEqual(['VEHICLE_ID']);
  });
});

describe('a label', () => {
  test.each([
    ['- Patient: Ada Marsh', 'signs of a list'],
    ['* Patient: Ada Marsh', 'signs of a list'],
    ['• 3.) Patient: Ada Marsh', 'signs of a list'],
    ['Patient (as in the file): Ada Marsh', 'brackets behind it'],
    ['(new) Patient: Ada Marsh', 'brackets before it'],
    ['first line\nPatient: Ada Marsh', 'the second line'],
    ['first line\r\nPatient: Ada Marsh\r\nthird', 'line ends of Windows'],
    ['Patient:\tAda Marsh', 'a tabulator'],
    ['Patient:        Ada Marsh', 'eight spaces'],
    ['Patient: \u3000Ada Marsh', 'a wide space'],
    ['患者:Ada Marsh', 'no space behind a script without any'],
    ['Patient : Ada Marsh', 'a space before the sign'],
    ['Seen today. Patient: Ada Marsh', 'the next sentence'],
    ['Seen; Patient: Ada Marsh', 'behind a semicolon'],
    ['Seen! Patient: Ada Marsh', 'behind an exclamation'],
    ['Seen? Patient: Ada Marsh', 'behind a question'],
    ['(seen) Patient: Ada Marsh', 'behind a bracket'],
    ['看过。患者: Ada Marsh', 'behind a Chinese full stop'],
    ['看过；患者: Ada Marsh', 'behind a Chinese semicolon'],
    [`A patient. ${'Again. '.repeat(9)}Patient: Ada Marsh`, 'the last of many sentences'],
    [`Seen. Patient (${'x'.repeat(17)}): Ada Marsh`, 'a label of 27 behind a sentence'],
    [`Patient (${'x'.repeat(30)}): Ada Marsh`, 'a label of 40'],
    [`line\nPatient (${'x'.repeat(30)}): Ada Marsh`, 'a label of 40 in a second line'],
  ])('%j: %s', (text) => {
    expect(found(formField, text)).toEqual(['Ada Marsh']);
  });

  test.each([
    ['Patient:Ada Marsh', 'no space'],
    ['Patient:         Ada Marsh', 'nine spaces'],
    ['Patient: \nAda Marsh', 'nothing in its line'],
    ['Patient:', 'nothing at all'],
    ['Patient: ', 'nothing but a space'],
    [': Ada Marsh', 'no label'],
    ['(x): Ada Marsh', 'a label of brackets alone'],
    ['seen.Patient: Ada Marsh', 'no space before the sentence'],
    ['seen, Patient: Ada Marsh', 'in the middle of a sentence'],
    [`Seen. Patient (${'x'.repeat(18)}): Ada Marsh`, 'a label of 28 behind a sentence'],
    [`Patient (${'x'.repeat(31)}): Ada Marsh`, 'a label of 41'],
    [`line\nPatient (${'x'.repeat(31)}): Ada Marsh`, 'a label of 41 in a second line'],
    ['Patient\nage: Ada Marsh', 'the line before'],
    ['Patient 2: Ada Marsh', 'a number behind it'],
    [`some Patient (${'x'.repeat(30)}): Ada Marsh`, 'the last forty of more'],
  ])('is none in %j: %s', (text) => {
    expect(found(formField, text)).toEqual([]);
  });

  test('of a whole line goes before its last sentence', () => {
    expect(spansOf(formField, 'Miejsce. Ur.: Sylhet').map(({ type }) => type)).toEqual(['LOCATION']);
  });

  test('is told from others after thousands of them', () => {
    const others = Array.from({ length: 5000 }, (_, n) => `Field ${n}x: Ada Marsh`).join('\n');
    expect(found(formField, `${others}\nPatient: Ada Marsh`)).toEqual(['Ada Marsh']);
  });
});

describe('somebody', () => {
  test.each([
    'Dr. Ada Marsh',
    'Prof. Dr. Ada Marsh',
    'Prof Ada Marsh',
    'Frau Ada Marsh',
    'Sra. Ada Marsh',
    'M. Adam Roux',
    'don Julio Peña',
    'pani Wanda Lis',
    'mevr. Ada Bos',
    'Jan van der Berg',
    'Ana de la Cruz',
    'de la Cruz, Ana',
    "Sean O'Brien",
    'Anne-Marie Roux',
    'J. R. Marsh',
    'Ada',
    'Ab',
    'Ada Bea Cleo Dora Ella Faye',
    '王小明',
    '東',
    '山田　太郎',
    '山田 太郎',
    'マリー・キュリー',
    'محمد الحسن',
    'อรุณ ใจดี',
    'सीता देवी',
    '가'.repeat(24),
  ])('%j', (name) => {
    expect(found(formField, `Patient: ${name}`)).toEqual([name]);
    expect(found(formField, `Patient: ${name}\nWard 4`)).toEqual([name]);
  });

  test.each([
    ' (mother)',
    ', 42',
    '（母）',
    '，女',
    '、女',
    '; 4',
    '；女',
    ' | 4',
    ' [x]',
    '.',
    '。',
    ' / Bea',
    ' - x',
    '：女',
    ': x',
    ' <a@b.c>',
    ' – x',
    ' — x',
    ' 4',
    '4',
    '\r\n',
    '\t4',
  ])('before %j', (sign) => {
    expect(found(formField, `Patient: Ada Marsh${sign}`)[0]).toBe('Ada Marsh');
  });

  test.each([
    'Ada bought bread',
    'Ada Bea Cleo Dora Ella Faye Gwen',
    'ada',
    'A',
    'Ж.',
    'Ada_Marsh',
    'Ada+',
    '가'.repeat(25),
    'N/A',
    'NA',
    'None',
    'Unknown',
    'Kein',
    'Keine',
    'Nein',
    'Ja',
    'Yes',
    'No',
    'Tak',
    'Nie',
    'Oui',
    'Non',
    'Sí',
    'Si',
    'Siehe',
    'Siehe Anhang',
    'See Annex',
    'Same',
    'SAME AS ABOVE',
    'WIE OBEN',
    'Idem',
    'TBD',
    'TBA',
    'Required',
    'Optional',
    'ENTER NAME',
    'SELECT ONE',
  ])('is not %j', (value) => {
    expect(found(formField, `Patient: ${value}`)).toEqual([]);
  });

  test.each(['Nonee Marsh', 'Ano', 'Sira', 'Jana', 'Seema', 'Noa', 'Tbdal'])('%j is no word for nobody', (name) => {
    expect(found(formField, `Patient: ${name}`)).toEqual([name]);
  });
});

test('behind a label without a space, of a script without any', () => {
  expect(found(formField, 'Patient:王小明')).toEqual(['王小明']);
});

describe('an account', () => {
  test.each([
    ['abc', 'abc'],
    ['a.b-c_d@example', 'a.b-c_d@example'],
    ['m.kaczor, desk 3', 'm.kaczor'],
    ['m.kaczor (desk)', 'm.kaczor'],
    ['m.kaczor;', 'm.kaczor'],
    ['m.kaczor | 3', 'm.kaczor'],
    ['m.kaczor/desk', 'm.kaczor'],
    ['(m.kaczor)', undefined],
    ['m.kaczor\nx', 'm.kaczor'],
    ['m.kaczor\r\nx', 'm.kaczor'],
    ['rooted', 'rooted'],
    ['myroot', 'myroot'],
    ['Marta Kaczor', 'Marta Kaczor'],
    ['小明', '小明'],
  ])('%j', (value, account) => {
    expect(found(formField, `Reporter: ${value}`)).toEqual(account === undefined ? [] : [account]);
  });

  test.each([
    ...'root admin administrator system guest gast user none null true false string anonymous public yes all any self default unknown'.split(
      ' ',
    ),
    'ab',
    'n/a',
    'no',
    'see below',
    'a.b.c.d.e.f',
    '1abc',
    'abc.',
    'abc=',
  ])('is not %j', (value) => {
    expect(found(formField, `Reporter: ${value}`)).toEqual([]);
  });
});

describe('an amount', () => {
  test.each([
    '123',
    '1.633,27',
    '4 512,38 zł',
    '4\u00a0512,38\u00a0Kč',
    '4\u202f512,38 €',
    "4'512.40",
    '4’512.40',
    '€ 1.633,27',
    '£1,633.27',
    '-1,633.27',
    'EUR 1.633,27',
    'CHF 4’512.40',
    'GBP£1,633',
    '1633 USD',
    '1633 euro',
    '1633 euros',
    '₹ 41,250',
    '41.250 TL',
    '41 250 Ft',
    '41 250 kr',
    '4125 lei',
    '41250 грн',
    '8700元',
    '287,400円',
    '3,418,500 원',
    '22,935 บาท',
    '4125 ريال',
    '41250 रुपये',
    `1${'0'.repeat(15)}`,
  ])('%j', (amount) => {
    expect(found(formField, `Net: ${amount}`)).toEqual([amount]);
    expect(found(formField, `Net: ${amount} (paid)`)).toEqual([amount]);
  });

  test.each([
    ['41 250 руб.', '41 250 руб'],
    ['41 250 руб', '41 250 руб'],
    ['1.633,27.', '1.633,27'],
    ['1.633,27,', '1.633,27'],
  ])('%j ends before the sign', (value, amount) => {
    expect(found(formField, `Net: ${value}`)).toEqual([amount]);
  });

  test.each(['12', '1,2', '3 files', 'about 1.633,27', '——— 1.633', 'EUR'])('is not %j', (value) => {
    expect(found(formField, `Net: ${value.replace('——— ', '———————— ')}`)).toEqual([]);
  });
});

describe('an address, a place, a firm, a plate', () => {
  test.each([
    ['Address: 9 Tanyard Close', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close.', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close,\nYork', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close  ', ['9 Tanyard Close']],
    ['Address: \u00a09 Tanyard Close', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close; York', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close | York', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close [new]', ['9 Tanyard Close']],
    ['Address: 9 Tanyard Close <x>', ['9 Tanyard Close']],
    ['Address: tanyard close 9', ['tanyard close 9']],
    ['Address: the Close', ['the Close']],
    ['住址: 朝阳区', ['朝阳区']],
    ['Address: the old mill', []],
    ['Address: 9A', []],
    ['Address: 9 A', ['9 A']],
    [`Address: ${'x'.repeat(95)}9`, [`${'x'.repeat(95)}9`]],
    [`Address: ${'x'.repeat(96)}9`, []],
    [`Address: 9${'x'.repeat(99)}`, [`9${'x'.repeat(95)}`]],
    ['Geburtsort: Santiago de Compostela', ['Santiago de Compostela']],
    ['Geburtsort: Frankfurt am Main', ['Frankfurt am Main']],
    ['Geburtsort: Frankfurt an der Oder', ['Frankfurt an der Oder']],
    ['Geburtsort: Stratford-upon-Avon', ['Stratford-upon-Avon']],
    ['Geburtsort: Stratford upon Avon', ['Stratford upon Avon']],
    ['Geburtsort: Baden-Baden', ['Baden-Baden']],
    ["Geburtsort: L'Aquila, Italien", ["L'Aquila"]],
    ['Geburtsort: Bonn (Rhein)', ['Bonn']],
    ['Geburtsort: Bonn; 1962', ['Bonn']],
    ['Geburtsort: Bonn\r\nx', ['Bonn']],
    ['Geburtsort: Bonn 1962', []],
    ['Geburtsort: bonn', []],
    ['Geburtsort: B', []],
    ['出生地:上海', ['上海']],
    ['出生地:京', []],
    [`出生地:${'京'.repeat(16)}`, ['京'.repeat(16)]],
    [`出生地:${'京'.repeat(17)}`, []],
    ['Geburtsort: Alt Bad Cux Dom', ['Alt Bad Cux Dom']],
    ['Geburtsort: Alt Bad Cux Dom Ems', []],
    ['Firma: Nordwerk AG, Kiel', ['Nordwerk AG, Kiel']],
    ['Firma: Nordwerk AG.', ['Nordwerk AG']],
    ['Firma: "Nordwerk"', ['"Nordwerk"']],
    ['Firma: «Nordwerk»', ['«Nordwerk»']],
    ['Firma: „Nordwerk“', ['„Nordwerk“']],
    ['Firma: “Nordwerk”', ['“Nordwerk”']],
    ['公司:海风贸易', ['海风贸易']],
    ['Firma: Nordwerk; Kiel', ['Nordwerk']],
    ['Firma: nordwerk', []],
    ['Firma: No', []],
    ['Firma: Nor', ['Nor']],
    [`Firma: N${'x'.repeat(70)}`, [`N${'x'.repeat(64)}`]],
    ['Kennzeichen: HH-KR 4172', ['HH-KR 4172']],
    ['Kennzeichen: 4172', ['4172']],
    ['Kennzeichen: 417', []],
    ['Kennzeichen: HH·KR•4.1', ['HH·KR•4.1']],
    ['Kennzeichen: HH-KR 4172 (Lkw)', ['HH-KR 4172']],
    ['Kennzeichen: HH-KR 4172; Lkw', ['HH-KR 4172']],
    ['Kennzeichen: HH-KR 4172\tx', []],
    ['Kennzeichen: HH-KR 4172\r\nx', ['HH-KR 4172']],
    ['Kennzeichen: HHKRABC', []],
    ['Kennzeichen: hh-kr 4172', []],
    ['Kennzeichen: ABCDEFGHIJK1234', ['ABCDEFGHIJK1234']],
    ['Kennzeichen: ABCDEFGHIJKL1234', []],
    ['车牌号:沪A4172', ['沪A4172']],
  ])('%j', (text, values) => {
    expect(found(formField, text)).toEqual(values);
  });
});
