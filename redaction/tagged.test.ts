import { allLocales } from '@faker-js/faker';
import { describe, expect, test } from '@jest/globals';
import { plausible } from './tagged.ts';

const judge = (text: string, value: string, type: 'PERSON' | 'ADDRESS' | 'DATE' | 'OTHER' | 'ORGANIZATION') => {
  const start = text.indexOf(value);
  return plausible(text, start, start + value.length, type);
};

describe('what the tagger calls a value', () => {
  test.each([
    ['Ada Lovelace', 'Ada Lovelace', 'PERSON'],
    ['12 Main Street', '12 Main Street', 'ADDRESS'],
    ['at 12b now', '12b', 'ADDRESS'],
    ['zip 94110', '94110', 'ADDRESS'],
    ['on 3/4', '3/4', 'DATE'],
    ['since 1977', '1977', 'DATE'],
    ['zip:94110', '94110', 'ADDRESS'],
    ['10115 Ulm 0731 12345', '10115 Ulm 0731', 'ADDRESS'],
    ['Suite 12, 94110-1234', 'Suite 12, 94110-1234', 'ADDRESS'],
    ['in DE 61 people', 'DE', 'LOCATION' as never],
  ] as const)('%s: %s may be one', (text, value, type) => {
    expect(judge(text, value, type)).toBe(true);
  });

  test.each([
    ['ref 20394857', '20394857', 'OTHER'],
    ['id 2039485711', '2039485711', 'ADDRESS'],
    ['it is DE 43901670868280696477', 'DE 43901670868280696477', 'ADDRESS'],
    ['NL11 RJWK 5933 7476 14', 'RJWK 5933 7476 14', 'ADDRESS'],
    ['at DE61 5492 6882 1395', 'DE', 'LOCATION' as never],
    ['at DE 61549268821395', 'DE', 'LOCATION' as never],
    ['ISBN 978-3-16-148410-0', '978-3-16-148410-0', 'ADDRESS'],
    ['at 10:20:30', '10:20:30', 'DATE'],
    ['at 10:20', '10', 'AGE' as never],
    ['at 10:20', '20', 'AGE' as never],
    ['46% of it', '46', 'DATE'],
    ['see #1234', '1234', 'ADDRESS'],
    ['version 9.1.2', 'version 9.1.2', 'ADDRESS'],
    ['commit 7b66f205', '7b66f205', 'ADDRESS'],
    ['INV-2024-0001', 'INV', 'ORGANIZATION'],
    ['INV-2024-00012', 'INV-2024-00012', 'ADDRESS'],
    ['RFC 2020', '2020', 'DATE'],
    ['src/app/main.ts:151', '151', 'ADDRESS'],
    ['9.40.2-rc.7', '2-rc.7', 'ADDRESS'],
  ] as const)('%s: %s is a number of something', (text, value, type) => {
    expect(judge(text, value, type)).toBe(false);
  });

  test.each('isbn|issn|rfc|order|ticket|invoice|inv|ord|issue|pr|cve'.split('|'))(
    '%s and a number is no value',
    (word) => {
      for (const text of [`${word} 1234`, `${word}-1234`, `${word} #1234`, `${word.toUpperCase()}-1234`]) {
        expect([text, judge(text, text, 'ADDRESS')]).toEqual([text, false]);
      }
      expect(judge(`${word} x1234`, `${word} x1234`, 'ADDRESS')).toBe(true);
    },
  );

  test.each('isbn|issn|rfc|order|ticket|invoice|issue|port|line|page|error|code|version|#'.split('|'))(
    'a number behind %s is none',
    (word) => {
      expect(judge(`see ${word} 1234`, '1234', 'ADDRESS')).toBe(false);
      expect(judge(`see ${word}1234`, '1234', 'ADDRESS')).toBe(false);
      expect(judge(`see ${word} is 1234`, '1234', 'ADDRESS')).toBe(true);
    },
  );

  test.each('on|by|since|until|till|from|before|after|due|date|dated|the'.split('|'))(
    '%s before a fraction says that it is a day',
    (word) => {
      for (const day of ['3/5', '7/10', '12/100']) {
        expect([day, judge(`${word} ${day}`, day, 'DATE')]).toEqual([day, true]);
        expect([day, judge(`got ${day}`, day, 'DATE')]).toEqual([day, false]);
      }
      expect(judge('got 3/4', '3/4', 'DATE')).toBe(true);
      expect(judge(`x${word}${word} 7/10`, '7/10', 'DATE')).toBe(false);
    },
  );

  test.each<[string, string, Parameters<typeof judge>[2], boolean]>([
    ['pay DE89 KLMN now', 'KLMN', 'ORGANIZATION', false],
    ['pay de89 KLMN now', 'KLMN', 'ORGANIZATION', true],
    ['pay 1289 KLMN now', 'KLMN', 'ORGANIZATION', true],
    ['INV-x', 'INV', 'ORGANIZATION', true],
    ['A INV-1', 'A INV', 'ORGANIZATION', true],
    ['INV 1', 'INV', 'ORGANIZATION', true],
    ['12345678', '12345678', 'ADDRESS', true],
    ['123456789', '123456789', 'ADDRESS', false],
    ['12 34 56 789', '12 34 56 789', 'ADDRESS', false],
    ['abc12', 'abc12', 'ADDRESS', true],
    ['abcd12', 'abcd12', 'ADDRESS', false],
    ['12345-a', '12345-a', 'ADDRESS', true],
    ['123456-a', '123456-a', 'ADDRESS', false],
    ['123456-a', '123456-a', 'DATE', true],
    ['1234567 Main', '1234567 Main', 'ADDRESS', true],
    ['7\nMain', '7\nMain', 'ADDRESS', true],
    ['v1.2', 'v1.2', 'ADDRESS', false],
    ['Novità della 7.1', '7.1', 'DATE', false],
    ['am 7.1 um', '7.1', 'DATE', true],
    ['mit 85 Nm an', '85 Nm', 'ADDRESS', false],
    ['LIMIT 20;', '20', 'AGE' as never, false],
    ['web03 sshd[7710] x', 'web03 sshd[7710', 'ADDRESS', false],
    ['Kd.-Nr. 12', 'Kd', 'PERSON', false],
    ['Kid A', 'Kid', 'PERSON', true],
    ['version 1.2.3', 'version 1.2.3', 'ADDRESS', false],
    ['version one 2', 'version one 2', 'ADDRESS', true],
    ['10:20', '10:20', 'DATE', false],
    ['1:20:30', '1:20:30', 'DATE', false],
    ['110:20', '110:20', 'ADDRESS', true],
    ['10:20 x', '10', 'AGE' as never, false],
    ['10: x', '10', 'AGE' as never, true],
    ['x:20', '20', 'AGE' as never, true],
    ['50% of', '50', 'AGE' as never, false],
    ['50 % of', '50', 'AGE' as never, true],
    ['12-34', '12-34', 'ADDRESS', true],
    ['12-34-56', '12-34-56', 'ADDRESS', false],
    ['12-34-56', '12-34-56', 'DATE', true],
    ['12 34 56', '12 34 56', 'ADDRESS', true],
    ['at 44', '44', 'OTHER', false],
    ['Mr', 'Mr', 'OTHER', true],
    ['util.ts:12', '12', 'ADDRESS', false],
    ['util.ts:12', '12', 'DATE', true],
    ['Makefile:12', '12', 'ADDRESS', true],
    ['util.typescript:12', '12', 'ADDRESS', true],
    ['1.5 Main', '5 Main', 'ADDRESS', false],
    ['a.5 Main', '5 Main', 'ADDRESS', true],
    ['1,5 Main', '5 Main', 'ADDRESS', true],
  ])('%j: %j as %s is %s', (text, value, type, expected) => {
    const start = text.lastIndexOf(value);
    expect(plausible(text, start, start + value.length, type)).toBe(expected);
  });
});

describe('a day of the week is nobody’s', () => {
  const says = (text: string, value: string): boolean => {
    const start = text.indexOf(value);
    return plausible(text, start, start + value.length, 'DATE');
  };

  test.each([
    'nächsten Freitag',
    'Montagmorgen',
    'jeudi matin',
    'el lunes',
    'giovedì',
    'sexta-feira',
    'op dinsdag',
    'w piątek rano',
    'в пятницу',
    'η Παρασκευή',
    'çarşamba',
    'v úterý',
    'på fredag',
    'keskiviikkona',
    'vineri',
  ])('%s', (value) => {
    expect(says(`x ${value} y`, value)).toBe(false);
  });

  test.each(['Montag, 3. Mai', 'le jeudi 14 mars 1990', 'Mai', 'Monday', 'next Friday'])(
    'but %s is one, or may be',
    (value) => {
      expect(says(`x ${value} y`, value)).toBe(true);
    },
  );
});

test('a colour of a thing, and a word that joins sentences, are nobody', () => {
  const text = 'Die Schaltfläche ist grau, solange kein Ordner ausgewählt wurde.';

  expect(judge(text, 'grau', 'PERSON')).toBe(false);
  expect(judge(text, 'solange', 'PERSON')).toBe(false);
  expect(judge('Frau Solange Grau', 'Solange', 'PERSON')).toBe(true);
});

describe('what is nobody', () => {
  test.each([
    ['Pump P-204B runs', 'Pump P', 'PERSON'],
    ['part 4471-C is there', 'C', 'PERSON'],
    ['SELECT o FROM orders o', 'o', 'PERSON'],
    ['V\nlentil stew', 'V', 'PERSON'],
    ['Nacimiento: Lugo', 'Nacimiento', 'PERSON'],
    ['the telefon column', 'telefon', 'PERSON'],
    ['Feb 03 04:11:09 web03 backup[812]: done', 'Feb 03 04:11:09', 'DATE'],
    ['Versio 3.6.1', '3.6.1', 'DATE'],
  ] as const)('%j: %s', (text, value, type) => {
    expect(judge(text, value, type)).toBe(false);
  });

  test.each([
    ['R. Szymanski', 'R', 'PERSON'],
    ['ask Ville today', 'Ville', 'PERSON'],
    ['Maderas S.L.', 'L', 'ORGANIZATION'],
  ] as const)('%j: %s may be somebody', (text, value, type) => {
    expect(judge(text, value, type)).toBe(true);
  });
});

describe('what stands in brackets', () => {
  const says = (marked: string, type: Parameters<typeof judge>[2]): boolean => {
    const start = marked.indexOf('⟦');
    return plausible(marked.replace(/[⟦⟧]/g, ''), start, marked.indexOf('⟧') - 1, type);
  };

  test.each([
    ['a capital and a dot', 'ask ⟦R⟧. Meier'],
    ['a capital at the end of a letter', 'yours,\n⟦R⟧'],
    ['a character that is a name', 'ask ⟦李⟧ now'],
    ['four capitals before a number', 'see ⟦Pump ABCD⟧-2'],
    ['capitals before a letter', 'see ⟦Pump ABC⟧-x'],
    ['capitals beside a number', 'see ⟦Pump ABC⟧ 2'],
    ['capitals at the end of a word', 'see ⟦PumpABC⟧-x2'],
    ['four letters behind a number', 'see 4471-⟦Abcd⟧ now'],
    ['three behind a letter', 'see x-⟦Abc⟧ now'],
    ['three behind a number and no hyphen', 'see 4471 ⟦Abc⟧ now'],
    ['what a field is called, with a name behind it', '⟦Nacimiento⟧ Lugo'],
    ['before a comma', '⟦Nacimiento⟧, Lugo'],
    ['a colour that is a name', 'ask Ms ⟦Green⟧ now'],
    ['and is said to be one', 'her name is ⟦Green⟧'],
    ['what is called like a word that joins', 'ask ⟦Porque⟧ now'],
    ['what only begins like one', 'ask ⟦porquet⟧ now'],
    ['one word of several', 'ask ⟦porque Ana⟧ now'],
    ['what a number is called, in a longer word', 'ask ⟦Telly⟧ now'],
  ])('may be somebody: %s', (_, marked) => {
    expect(says(marked, 'PERSON')).toBe(true);
  });

  test.each([
    ['a capital alone', 'ask ⟦R⟧ now'],
    ['in a line of its own', 'yours,\n⟦R⟧ now'],
    ['at the end of a line of others', 'yours, ⟦R⟧'],
    ['a small letter', 'ask ⟦r⟧. Meier'],
    ['one beyond ASCII', 'ask ⟦é⟧. Meier'],
    ['a part', 'see ⟦Pump K⟧-2'],
    ['of three capitals', 'see ⟦Pump ABC⟧-2'],
    ['and of those alone', 'see ⟦ABC⟧-2'],
    ['behind its number', 'see 4471-⟦C⟧ now'],
    ['of three letters', 'see 4471-⟦Abc⟧ now'],
    ['what a field is called', '⟦Nacimiento⟧: Lugo'],
    ['with a space behind it', '⟦Nacimiento⟧ : Lugo'],
    ['before a column', '⟦Nacimiento⟧\tLugo'],
    ['before a bar', '⟦Nacimiento⟧ | Lugo'],
    ['before a semicolon', '⟦Nacimiento⟧;Lugo'],
    ['in a line of its own', '⟦Nacimiento⟧\nLugo'],
    ['with a carriage return', '⟦Nacimiento⟧\r\nLugo'],
    ['at the end', '⟦Nacimiento⟧'],
    ['in small letters, wherever', 'my ⟦nacimiento⟧ is'],
    ['the colour of a build', 'the build is ⟦green⟧'],
    ['in capitals', 'THE BUILD IS ⟦GREEN⟧'],
    ['in seven letters', 'die Wand ist ⟦schwarz⟧'],
    ['a word that joins', 'so ⟦porque⟧ now'],
    ['with the last letter', 'so ⟦zolang⟧ now'],
    ['in nine letters', 'so ⟦terwijl⟧ en ook'],
    ['what a number is called', 'my ⟦IBAN⟧ is'],
    ['with a dot', 'my ⟦Tel.⟧ is'],
    ['in seven characters', 'my ⟦P. IVA.⟧ is'],
  ])('is nobody: %s', (_, marked) => {
    expect(says(marked, 'PERSON')).toBe(false);
  });

  test.each([
    ['⟦Feb 03 04:11:09⟧ web03 backup done', false],
    ['⟦Feb 03⟧ 04:11:09 web03 backup done', false],
    ['[⟦2024-02-03⟧T04:11:09 web03 backup done', false],
    ['so\n⟦Feb 03⟧ 04:11:09 web03 backup done', false],
    ['on ⟦Feb 03 04:11:09⟧ web03 backup done', true],
    ['⟦Feb 03⟧ web03 backup done', true],
    ['⟦Feb 03⟧ 04:11 web03 backup done', true],
    ['⟦Feb 03 04:11:09⟧', true],
    ['⟦Feb 03⟧    04:11:09 web03 backup done', true],
    ['version ⟦3.6⟧', false],
    ['version: ⟦3.6.1.2⟧', false],
    ['Versio ⟦3.6.1.2.5⟧', true],
    ['since ⟦3.6.1⟧', true],
    ['version of ⟦3.6.1⟧', true],
    ['⟦next jeudi⟧', false],
    ['jeudi ⟦Mai⟧', true],
    ['⟦jeudi 3⟧', true],
    ['on ⟦3 May⟧', true],
  ])('as a date, in %j: %s', (marked, expected) => {
    expect(says(marked, 'DATE')).toBe(expected);
  });

  test.each([
    ['⟦1234567890 Ulm⟧', false],
    ['⟦123456789 Ulm⟧', true],
    ['⟦1234567890 Ulmer⟧', true],
    ['⟦12 34 56 78 90 Ulmm⟧', false],
    ['⟦5 km⟧', false],
    ['⟦5 kmh⟧', true],
    ['⟦5 km⟧h', true],
    ['⟦12,5 x 3 cm⟧', true],
    ['⟦12,5x3 cm⟧', false],
    ['at DE⟦61⟧', true],
    ['at ⟦XDE⟧61 5492 6882 1395', true],
    ['at ⟦DE⟧61 5492 6882 1395', false],
    ['⟦10⟧ 20 so', true],
    ['20 ⟦10⟧ so', true],
    ['⟦10⟧:20 so', false],
    ['20:⟦10⟧ so', false],
    ['x-⟦12 High⟧', true],
    ['api-⟦7f High⟧', true],
    ['sshd[⟦991 Main⟧', true],
    ['⟦web sshd[991⟧', false],
    ['main.ts:⟦15 High⟧', false],
    ['main.ts ⟦15 High⟧', true],
    ['main.typed:⟦15 High⟧', false],
    ['api-⟦7f⟧', false],
    ['api ⟦7f⟧', true],
    ['9.⟦2 High⟧', false],
    ['x.⟦2 High⟧', true],
  ])('as an address, in %j: %s', (marked, expected) => {
    expect(says(marked, 'ADDRESS')).toBe(expected);
  });
});

test('a given name of any country is one, whatever else the word heads', () => {
  const said = Object.values(allLocales).flatMap(({ person }) => {
    const { generic = [], female = [], male = [] } = person?.first_name ?? {};
    return [...generic, ...female, ...male].filter((name) => /^\p{Lu}[\p{L}\p{M}]{2,13}$/u.test(name));
  });

  const lost = [...new Set(said)].filter((name) => !judge(`ask ${name} tomorrow`, name, 'PERSON'));

  expect(said.length).toBeGreaterThan(10_000);
  // A Spanish name, and nearly always the number of an account.
  expect(lost).toEqual(['Iban']);
});
