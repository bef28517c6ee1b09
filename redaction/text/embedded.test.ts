import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { embedded, type Reading } from './embedded.ts';

const ESCAPED = { escaped: true, mixed: false, glued: false };
/** The text as it is meant; undefined where it is as it stands. */
const reading = (text: string): Reading | undefined => embedded(text, ESCAPED)[0];
const meant = (text: string): string | undefined => reading(text)?.text;
/** The text with its numbers freed of letters. */
const freed = (text: string): string | undefined =>
  embedded(text, { escaped: false, mixed: false, glued: true }).find(({ numbers }) => numbers)?.text;

describe('escapes are undone', () => {
  test.each([
    ['colours of a terminal', 'a\x1b[31mb\x1b[0;1mc', 'abc'],
    ['those of one sign', 'a\x9b31mb', 'ab'],
    ['with signs between', 'a\x1b[?25 /hb', 'ab'],
    ['the title of a window, ended by a bell', 'a\x1b]0;title\x07b', 'ab'],
    ['and by an escape', 'a\x1b]0;title\x1b\\b', 'ab'],
    ['a set of characters', 'a\x1b(Bb\x1b)0c\x1b#8d', 'abcd'],
    ['of one letter', 'a\x1bMb\x1b=c\x1b>d\x1bce', 'abcd' + 'e'],
    ['but no sign that is none', 'a\x1b!b&#97;', 'a\x1b!ba'],
    ['NUL', 'a\0b\0', 'ab'],
    ['overstrike', 'ja\ban\bne', 'jane'],
    ['overstrike over a colour', 'ab\x1b[0m\bc', 'ac'],
    ['overstrike of what was put', '&#97;b\bc', 'ac'],
    ['more of it than there is', 'a\b\b\bb', 'b'],
    ['overstrike of a part of what was put', '\\x41\b&#65;', 'A'],
  ])('of a terminal: %s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each([
    ['a number', 'jane&#64;example', 'jane@example'],
    ['in base 16', 'jane&#x40;example&#X2e;com', 'jane@example.com'],
    ['a name', 'a&amp;b&lt;c&gt;d&quot;e&apos;f', 'a&b<c>d"e\'f'],
    ['other signs', '&commat;&period;&colon;&sol;&num;&comma;&hyphen;&dash;&ndash;&mdash;&lowbar;', '@.:/#,----_'],
    ['and others', '&plus;&equals;&ensp;&emsp;&thinsp;&zwnj;&zwj;&lpar;&rpar;&percnt;&Tab;&NewLine;', '+=   ()%\t\n'],
    ['letters of Latin', 'M&uuml;ller &Aacute;&nbsp;&yuml;&frac12;', 'Müller Á\u00a0ÿ½'],
    ['the largest there is', '&#1114111;&#x10FFFF;', '\u{10ffff}\u{10ffff}'],
    ['one twice', '&amp;#64;', '@'],
    ['and three times', '&amp;amp;#64;', '@'],
    ['but not four times', '&amp;amp;amp;#64;', '&#64;'],
  ])('of HTML: %s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each([
    'a&b',
    '&nosuch;',
    '&#1114112;',
    '&#x110000;',
    '&#;',
    '&;',
    '&amp',
    '&a;',
    '&toString;',
    '&#12345678;',
    '&#x1234567;',
  ])('but not in %j', (text) => {
    expect(meant(text)).toBeUndefined();
  });

  test.each([
    ['four digits', '\\u0061\\u00E9', 'aé'],
    ['in braces', '\\u{61}\\u{1F600}', 'a😀'],
    ['eight digits', '\\U00000061', 'a'],
    ['a byte', 'jane\\x40example', 'jane@example'],
    ['bytes of one letter', 'M\\xc3\\xbcller', 'Müller'],
    ['bytes that are no UTF-8', 'M\\xfc\\xe9', 'Müé'],
    ['four bytes at a time', '\\x61\\x62\\x63\\x64\\x65', 'abcde'],
    ['in base 8', 'jane\\100example\\056com', 'jane@example.com'],
    ['ends of lines and spaces', 'a\\nb\\rc\\td\\fe\\vf', 'a\nb\nc d e f'],
    ['nothing', 'a\\bb', 'ab'],
    ['the escape of a terminal, in two layers', 'a\\e[31mb', 'ab'],
    ['signs', '\\"a\\\' \\` \\/ \\\\', '"a\' ` / \\'],
    ['an end of a line', 'a\\\nb', 'a b'],
    ['JSON in JSON', '\\\\u0061', 'a'],
  ])('of strings: %s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each(['\\', '\\w', '\\u12', '\\x4', '\\400', '\\18', '\\UFFFFFFFF', '\\u{110000}', '\\u{}'])(
    'but not in %j',
    (text) => {
      expect(meant(text)).toBeUndefined();
    },
  );

  test.each([
    ['as far as it goes', 'C:\\new\\table \\x41', 'C:\\new\\table A'],
    ['to a sign that none has', 'C:\\new"\\x41', 'C:\\new"A'],
    ['for 512 characters', `C:\\${'n'.repeat(512)}\\x41`, `C:\\${'n'.repeat(512)}A`],
    ['behind a sign', '(c:\\new) \\x41', '(c:\\new) A'],
    ['but not behind another letter', 'abc:\\x41', 'abc:A'],
    ['nor behind a digit', '1c:\\x41', '1c:A'],
    ['nor without a letter', '1:\\x41', '1:A'],
    ['nor without a backslash', 'c:/\\x41', 'c:/A'],
  ])('in a path they are none: %s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each([
    ['a soft break', 'jane=\n@example', 'jane@example'],
    ['with a carriage return', 'jane=\r\n@example', 'jane@example'],
    ['a sign', 'jane=40example=2Ecom', 'jane@example.com'],
    ['a sign in small letters', 'a=3db=2ec', 'a=b.c'],
    ['a letter of two bytes', 'M=C3=BCller', 'Müller'],
    ['of three', '5=E2=82=AC', '5€'],
    ['of Russian', '=D0=B0=D1=8F', 'ая'],
    ['bytes that are no UTF-8', '=3DM=FCller', '=Müller'],
    ['and a sign behind them', '=3D=FC=40', '=ü@'],
    ['letters behind each other', '=E2=82=AC=E2=82=AC', '€€'],
    ['of four bytes, and a sign', '=F0=9F=98=80=40=3D', '😀@='],
    ['a letter that is cut', '=3D=E2=82=40', '=â\x82@'],
    ['a head', '=?utf-8?q?jane?= doe', ' jane  doe'],
    ['a question', '=3D a? b', '= a? b'],
    ['two of them', '=3D a?? b', '= a?? b'],
    ['a question before a sign', '=3D a?=b', '= a b'],
    ['two heads', '=?utf-8?q?jane?= =?utf-8?q?doe?=.', ' jane   doe .'],
    ['a head in capitals', '=?ISO-8859-1?Q?jane?=', ' jane '],
  ])('of mail: %s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each(['a=b', 'a=41', 'a?=b', '=?x?q?a', 'a = 3D', '=?utf-8?b?a'])('but not in %j', (text) => {
    expect(meant(text)).toBeUndefined();
  });

  test('not asked for, they stay', () => {
    expect(embedded('jane&#64;example', { ...ESCAPED, escaped: false })).toEqual([]);
  });
});

describe('a label is drawn to its value', () => {
  test.each([
    ['on the next line', 'IBAN:\nDE89', 'IBAN: DE89'],
    ['with a carriage return', 'IBAN:\r\nDE89', 'IBAN: DE89'],
    ['over empty lines', 'IBAN: \t\n\n \tDE89', 'IBAN: DE89'],
    ['in brackets', 'key = (\n  "x"', 'key =  "x"'.replace('  ', ' ')],
    ['with a space behind the bracket', 'key = [ \n"x"', 'key = "x"'],
    ['in braces', 'key={\n1', 'key= 1'],
    ['of full width', '卡号：\n4539', '卡号： 4539'],
    ['each of several', 'a:\n1\nb:\n2', 'a: 1\nb: 2'],
    ['behind a line that has none', 'so it is\nIBAN:\nDE89', 'so it is\nIBAN: DE89'],
  ])('%s', (_, text, expected) => {
    expect(meant(text)).toBe(expected);
  });

  test.each(['so\nit is', 'a: b\nc', '(\na', 'a)\nb', 'a:', `a:${' '.repeat(17)}\nb`, '\n', ' \n', '\r\n', 'a:b\n'])(
    'not in %j',
    (text) => {
      expect(meant(text)).toBeUndefined();
    },
  );
});

describe('a number is freed of letters', () => {
  test.each([
    ['before it', 'tel4155550187', 'tel 4155550187'],
    ['of a network', 'IP10.20.30.40', 'IP 10.20.30.40'],
    ['in groups', 'tel415-555-0187', 'tel 415-555-0187'],
    ['behind it', '4155550187phone', '4155550187 phone'],
    ['of a code in capitals', 'idAB123456', 'id AB123456'],
    ['of a prefix', 'keyghp_abc', 'key ghp_abc'],
    ['a dot in a prefix is one', 'mySG.abc', undefined],
    ['of years', 'aged80 years', 'aged 80 years'],
    ['of letters beyond ASCII that end a word', 'naïve4155550187', 'naïve 4155550187'],
    ['two of them', 'tel4155550187 tel4155550188', 'tel 4155550187 tel 4155550188'],
    ['none in a part number', 'ab4155550187cd', undefined],
    ['none in a short one', 'tel415555', undefined],
    ['none of one letter', 't4155550187', undefined],
    ['none in a word', 'sha1 and 4th', undefined],
  ])('%s: %s', (_, text, expected) => {
    expect(freed(text)).toBe(expected);
  });

  test('as it is meant, where that is another text', () => {
    const readings = embedded('tel415&#53;550187 &amp;', { escaped: true, mixed: true, glued: false });

    expect(readings.map(({ text, numbers }) => [text, numbers])).toEqual([
      ['tel4155550187 &', undefined],
      ['tel 4155550187 &', true],
    ]);
    expect(embedded('tel415&#53;550187 &amp;', { escaped: true, mixed: false, glued: true })).toHaveLength(1);
    expect(embedded('tel4155550187', { escaped: true, mixed: true, glued: false })).toEqual([]);
  });
});

describe('each character of a reading knows where it stands', () => {
  const places = (one: Reading): [string, number, number][] =>
    [...one.text].map((sign, i) => [sign, one.from[i]!, one.to[i]!]);

  test('what was escaped by the whole escape', () => {
    expect(places(reading('a&#64;b')!)).toEqual([
      ['a', 0, 1],
      ['@', 1, 6],
      ['b', 6, 7],
    ]);
  });

  test('and both signs that end a head of mail', () => {
    expect(places(reading('=?utf-8?q?a?=b')!)).toEqual([
      [' ', 0, 10],
      ['a', 10, 11],
      [' ', 11, 13],
      ['b', 13, 14],
    ]);
  });

  test('and each code of mail by itself', () => {
    expect(places(reading('=C3=BC=40=3D')!)).toEqual([
      ['ü', 0, 6],
      ['@', 6, 9],
      ['=', 9, 12],
    ]);
  });

  test('over two layers', () => {
    expect(places(reading('a&amp;#64;b')!)).toEqual([
      ['a', 0, 1],
      ['@', 1, 10],
      ['b', 10, 11],
    ]);
  });

  test('what is written over from the character below it', () => {
    expect(places(reading('ab\bc')!)).toEqual([
      ['a', 0, 1],
      ['c', 1, 4],
    ]);
  });

  test('and so is an escape that is written over it, and nothing behind that', () => {
    expect(places(reading('ab\b&#64;c')!)).toEqual([
      ['a', 0, 1],
      ['@', 1, 8],
      ['c', 8, 9],
    ]);
    expect(places(reading('ab\b\0\x1b[0mc')!)).toEqual([
      ['a', 0, 1],
      ['c', 1, 9],
    ]);
  });

  test('letters that a value begins with stay with it, in the text as it stands', () => {
    const signs = { escaped: true, mixed: true, glued: true };
    const inTheFirst = (border: number) => border < 10;

    expect(embedded('NO9559637236757 tel4155550187', signs, inTheFirst).map(({ text }) => text)).toEqual([
      'NO9559637236757 tel 4155550187',
    ]);
    expect(embedded('NO9559637236757', signs, inTheFirst)).toEqual([]);
    expect(embedded('&#78;O9559637236757', signs, inTheFirst).map(({ text }) => text)).toEqual([
      'NO9559637236757',
      'NO 9559637236757',
    ]);
  });

  test('a border stands between two', () => {
    const [free] = embedded('tel4155550187', { escaped: false, mixed: false, glued: true });

    expect(places(free!).slice(2, 5)).toEqual([
      ['l', 2, 3],
      [' ', 3, 3],
      ['4', 3, 4],
    ]);
  });

  test('in the order of the text, whatever it is', () => {
    const pieces = fc.constantFrom(
      'a',
      'B1',
      ' ',
      '&amp;',
      '\\x41',
      '\\\\',
      '=3D',
      '=\n',
      '\b',
      '\0',
      '\x1b[0m',
      ':\n',
      '&frac12;',
      'tel4155550187',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const one of embedded(text, { escaped: true, mixed: true, glued: true })) {
          expect([one.from.length, one.to.length]).toEqual([one.text.length, one.text.length]);
          for (let i = 0; i < one.text.length; i++) {
            expect(one.from[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : one.from[i - 1]!);
            expect(one.to[i]).toBeGreaterThanOrEqual(one.from[i]!);
            expect(one.to[i]).toBeLessThanOrEqual(text.length);
          }
        }
      }),
    );
  });

  test('where a sign means many characters, too', () => {
    const text = ':\n'.repeat(3) + '&#64;'.repeat(3);
    const long = embedded(`${'tel4155550187 '.repeat(200)}`, { escaped: false, mixed: false, glued: true })[0]!;

    expect(meant(text)).toBe(`:${' :'.repeat(2)} @@@`);
    expect(long.text).toBe('tel 4155550187 '.repeat(200));
    expect(long.to.at(-1)).toBe(200 * 14);
  });
});
