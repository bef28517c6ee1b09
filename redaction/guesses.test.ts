import { describe, expect, test } from '@jest/globals';
import { createRedactor } from './create.ts';
import { apart, refine } from './guesses.ts';
import type { Finding } from './spans.ts';

const guess = (text: string, value: string, type: Finding['type'] = 'PERSON'): Finding => {
  const start = text.indexOf(value);
  return { start, end: start + value.length, type, guessed: true };
};
const known = (text: string, value: string, type: Finding['type']): Finding => ({
  start: text.indexOf(value),
  end: text.indexOf(value) + value.length,
  type,
});
const said = (text: string, found: readonly Finding[]) =>
  found
    .map(({ start, end, type }) => [type, text.slice(start, end)])
    .sort((a, b) => text.indexOf(a[1]!) - text.indexOf(b[1]!));

describe('what the tagger took together', () => {
  test.each<[string, string, string, Finding['type'], string[][]]>([
    [
      'people with a word between them',
      'Marie Dupont et Paul Girard',
      'Marie Dupont et Paul Girard',
      'PERSON',
      [
        ['PERSON', 'Marie Dupont'],
        ['PERSON', 'Paul Girard'],
      ],
    ],
    [
      'towns with one',
      'between Berlin and Hamburg',
      'Berlin and Hamburg',
      'ADDRESS',
      [
        ['LOCATION', 'Berlin'],
        ['LOCATION', 'Hamburg'],
      ],
    ],
    [
      'a word of one letter between full names',
      'Ana Silva e Rui Costa',
      'Ana Silva e Rui Costa',
      'PERSON',
      [
        ['PERSON', 'Ana Silva'],
        ['PERSON', 'Rui Costa'],
      ],
    ],
    ['one inside of a name', 'Ortega y Gasset', 'Ortega y Gasset', 'PERSON', [['PERSON', 'Ortega y Gasset']]],
    [
      'a firm that is called so',
      'Reynolds and Hall',
      'Reynolds and Hall',
      'ORGANIZATION',
      [['ORGANIZATION', 'Reynolds and Hall']],
    ],
    [
      'cells of a row',
      'Peter Braun\t44 Elm Road\tYork',
      'Peter Braun\t44 Elm Road\tYork',
      'ADDRESS',
      [
        ['PERSON', 'Peter Braun'],
        ['ADDRESS', '44 Elm Road'],
        ['LOCATION', 'York'],
      ],
    ],
    ['numbers of a row', 'x | Bo Dahl | 12.50', 'Bo Dahl | 12.50', 'ADDRESS', [['PERSON', 'Bo Dahl']]],
    [
      'rows of addresses',
      '12 Main Street, Springfield\n14 Oak Avenue, Shelbyville',
      '12 Main Street, Springfield\n14 Oak Avenue, Shelbyville',
      'ADDRESS',
      [
        ['ADDRESS', '12 Main Street, Springfield'],
        ['ADDRESS', '14 Oak Avenue, Shelbyville'],
      ],
    ],
    [
      'an address over two lines',
      '12 Main Street\nSpringfield',
      '12 Main Street\nSpringfield',
      'ADDRESS',
      [['ADDRESS', '12 Main Street\nSpringfield']],
    ],
    ['the head of a table', 'Name;Ort;Telefon\nx;y;z', 'Name;Ort', 'PERSON', []],
  ])('is cut where values end: %s', (_, text, value, type, expected) => {
    const found = refine(text, [guess(text, value, type)]);

    expect(said(text, found)).toEqual(expected);
  });

  test('is found in two where one was, by its likeness', () => {
    const text = 'ask Anna Kowalska and Peter Braun';

    expect(said(text, refine(text, [guess(text, 'Peter Braun')]))).toEqual([
      ['PERSON', 'Anna Kowalska'],
      ['PERSON', 'Peter Braun'],
    ]);
    expect(said(text, refine(text, [guess(text, 'Anna Kowalska')]))).toHaveLength(2);
  });

  test('ends where something proven begins, and what is left says something or goes', () => {
    const text = 'DE89370400440532013000 bitte an Ada Byron';
    const iban = known(text, 'DE89370400440532013000', 'IBAN');

    expect(said(text, apart(text, [guess(text, text, 'PERSON'), iban]))).toEqual([
      ['IBAN', 'DE89370400440532013000'],
      ['PERSON', 'bitte an Ada Byron'],
    ]);
    expect(said(text, apart(text, [guess(text, 'DE89370400440532013000 bitte', 'ADDRESS'), iban]))).toHaveLength(1);
  });

  test('stays as it is where nothing is guessed', () => {
    const text = 'a@b.com and 4111';
    const found = [known(text, 'a@b.com', 'EMAIL')];

    expect(refine(text, found)).toBe(found);
  });
});

/** What a guess becomes: in its text alone, and in one that is longer than the head of a table. */
const LONG = `\n${'and so it goes on. '.repeat(40)}`;
const becomes = (text: string, value: string, type: Finding['type'], others: readonly Finding[] = []) => {
  const short = said(text, refine(text, [guess(text, value, type), ...others]));
  const long = said(text, refine(text + LONG, [guess(text, value, type), ...others]));

  expect(long).toEqual(short);
  return short.map(([as, one]) => `${as} ${one}`);
};

describe('a guess is cut', () => {
  test.each<[string, string, Finding['type'], string[]]>([
    ['Anna Kowalska\tPeter Braun', '', 'PERSON', ['PERSON Anna Kowalska', 'PERSON Peter Braun']],
    ['Anna Kowalska;Peter Braun', '', 'PERSON', ['PERSON Anna Kowalska', 'PERSON Peter Braun']],
    ['Anna Kowalska | Peter Braun', '', 'PERSON', ['PERSON Anna Kowalska', 'PERSON Peter Braun']],
    ['Zorblax Ltd;Quux Inc', '', 'ORGANIZATION', ['ORGANIZATION Zorblax Ltd', 'ORGANIZATION Quux Inc']],
    ['Anna Kowalska, Peter Braun', '', 'PERSON', ['PERSON Anna Kowalska, Peter Braun']],
    // A line end, between rows alone.
    ['Anna\nPeter', '', 'PERSON', ['PERSON Anna\nPeter']],
    [
      'x;Anna Kowalska\nPeter Braun;y',
      'Anna Kowalska\nPeter Braun',
      'PERSON',
      ['PERSON Anna Kowalska', 'PERSON Peter Braun'],
    ],
    [
      'x;Anna Kowalska\r\nPeter Braun;y',
      'Anna Kowalska\r\nPeter Braun',
      'PERSON',
      ['PERSON Anna Kowalska', 'PERSON Peter Braun'],
    ],
    ['x,Anna Kowalska\nPeter Braun,y', 'Anna Kowalska\nPeter Braun', 'PERSON', ['PERSON Anna Kowalska\nPeter Braun']],
    ['x;y;Anna Kowalska\nPeter Braun;y', 'Anna Kowalska\nPeter Braun', 'PERSON', ['PERSON Anna Kowalska\nPeter Braun']],
    ['12 Main Street\n14 Oak Avenue', '', 'ADDRESS', ['ADDRESS 12 Main Street', 'ADDRESS 14 Oak Avenue']],
    ['12 Main Street\n14b Oak Avenue', '', 'ADDRESS', ['ADDRESS 12 Main Street', 'ADDRESS 14b Oak Avenue']],
    ['12 Main Street\n14 9 Oak Avenue', '', 'ADDRESS', ['ADDRESS 12 Main Street\n14 9 Oak Avenue']],
    ['Main Street\n14 Oak Avenue', '', 'ADDRESS', ['ADDRESS Main Street\n14 Oak Avenue']],
    // Words between values.
    ['Berlin or Hamburg', '', 'LOCATION', ['LOCATION Berlin', 'LOCATION Hamburg']],
    ['Berlin as well as Hamburg', '', 'LOCATION', ['LOCATION Berlin', 'LOCATION Hamburg']],
    ['Berlin AND Hamburg', '', 'LOCATION', ['LOCATION Berlin', 'LOCATION Hamburg']],
    ['Berlin andere Hamburg', '', 'LOCATION', ['LOCATION Berlin andere Hamburg']],
    ['May and June', '', 'DATE', ['DATE May and June']],
    ['Anna 2 and Peter', '', 'PERSON', ['PERSON Anna 2 and Peter']],
    ['alle und Peter Braun', '', 'PERSON', ['PERSON alle und Peter Braun']],
    ['und Peter Braun', '', 'PERSON', ['PERSON Peter Braun']],
    ['undine Braun', '', 'PERSON', ['PERSON undine Braun']],
    ['fragt und Peter Braun', ' und Peter Braun', 'PERSON', ['PERSON Peter Braun']],
    ['Ana e Rui Costa', '', 'PERSON', ['PERSON Ana e Rui Costa']],
    ['Ana Silva e Rui', '', 'PERSON', ['PERSON Ana Silva e Rui']],
    ['Ana Silva e Rui Costa', '', 'PERSON', ['PERSON Ana Silva', 'PERSON Rui Costa']],
    [
      'Anna Kowalska, Peter Braun and Lucia Romero',
      '',
      'PERSON',
      ['PERSON Anna Kowalska, Peter Braun', 'PERSON Lucia Romero'],
    ],
    // What a part of an address is.
    ['Bo Dahl\t12345', '', 'ADDRESS', ['PERSON Bo Dahl', 'ADDRESS 12345']],
    ['Bo Dahl\t123', '', 'ADDRESS', ['PERSON Bo Dahl']],
    ['Bo Dahl\t1234567', '', 'ADDRESS', ['PERSON Bo Dahl']],
    ['Bo Dahl\tthe road', '', 'ADDRESS', ['PERSON Bo Dahl']],
    ['York\tUpper Elm Road', '', 'ADDRESS', ['LOCATION York', 'LOCATION Upper Elm Road']],
    ['44 Elm Road\t - ', '', 'ADDRESS', ['ADDRESS 44 Elm Road']],
  ])('%j, %j as %s', (text, value, type, expected) => {
    expect(becomes(text, value || text, type)).toEqual(expected);
  });
});

describe('the head of a table', () => {
  test.each<[string, boolean]>([
    ['Name;Ort', true],
    ['Name\tOrt', true],
    ['Name,Ort', true],
    ['x\nName;Ort\ny', true],
    ['Foo;Ort', false],
    ['Name;Ort;x;y', true],
    ['Name;Ort;x;y;z', false],
    ['Name;Ort;x1', false],
    ['x1;Name;Ort', false],
    ['1\nName;Ort\n2', true],
    ['Name Ort', false],
  ])('%j is one: %s', (text, isHead) => {
    expect(becomes(text, 'Ort', 'LOCATION')).toEqual(isHead ? [] : ['LOCATION Ort']);
  });

  test('is no longer than 400 characters', () => {
    const wide = (cells: number) => `${'Name       ;'.repeat(cells)}Ort`;

    expect(becomes(wide(30), 'Ort', 'LOCATION')).toEqual([]);
    expect(becomes(wide(34), 'Ort', 'LOCATION')).toEqual(['LOCATION Ort']);
  });

  test('ends with its line', () => {
    expect(becomes('Name;Ort\nBerlin;x', 'Ort\nBerlin', 'LOCATION')).toEqual(['LOCATION Berlin']);
    expect(becomes('Name;Ort\nBerlin;x', 'Berlin', 'LOCATION')).toEqual(['LOCATION Berlin']);
  });

  test('of two guesses each is looked at in its own line', () => {
    const text = 'Name;Ort\nBerlin;x\nName;Stadt';

    expect(
      said(
        text,
        refine(
          text,
          ['Ort', 'Berlin', 'Stadt'].map((one) => guess(text, one, 'LOCATION')),
        ),
      ),
    ).toEqual([['LOCATION', 'Berlin']]);
    expect(
      said(
        text,
        refine(
          text,
          ['Stadt', 'Berlin', 'Ort'].map((one) => guess(text, one, 'LOCATION')),
        ),
      ),
    ).toEqual([['LOCATION', 'Berlin']]);
  });
});

describe('two guesses are one name', () => {
  test.each<[string, string, Finding['type'], string, string[]]>([
    ['Anna Kowalska', 'Anna', 'PERSON', 'Kowalska', ['PERSON Anna Kowalska']],
    ['Anna Maria Kowalska', 'Anna', 'PERSON', 'Maria Kowalska', ['PERSON Anna Maria Kowalska']],
    ['Anna Ada Maria Kowalska', 'Anna', 'PERSON', 'Ada Maria Kowalska', ['PERSON Anna', 'PERSON Ada Maria Kowalska']],
    ['Anna\nKowalska', 'Anna', 'PERSON', 'Kowalska', ['PERSON Anna', 'PERSON Kowalska']],
    ['Anna  Kowalska', 'Anna', 'PERSON', 'Kowalska', ['PERSON Anna', 'PERSON Kowalska']],
    ['Berlin Kowalska', 'Berlin', 'LOCATION', 'Kowalska', ['LOCATION Berlin', 'PERSON Kowalska']],
  ])('%j', (text, first, type, second, expected) => {
    const found = refine(text, [guess(text, first, type), guess(text, second)]);
    const turned = refine(text, [guess(text, second), guess(text, first, type)]);

    expect(said(text, found).map(([as, one]) => `${as} ${one}`)).toEqual(expected);
    expect(said(text, turned).map(([as, one]) => `${as} ${one}`)).toEqual(expected);
  });

  test('where both are guessed', () => {
    const text = 'Anna Kowalska';

    expect(refine(text, [known(text, 'Anna', 'PERSON'), guess(text, 'Kowalska')])).toHaveLength(2);
    expect(refine(text, [guess(text, 'Anna'), known(text, 'Kowalska', 'PERSON')])).toHaveLength(2);
  });
});

describe('beside a full name another one', () => {
  const other = (text: string, value: string, more: readonly Finding[] = []): string[] =>
    said(text, refine(text, [guess(text, value), ...more])).map(([, one]) => one!);

  test.each('and und et en och og oraz y e i a και и та'.split(' '))('with %s between them', (word) => {
    const text = `(Anna Kowalska ${word} Peter Braun)`;

    expect(other(text, 'Anna Kowalska')).toEqual(['Anna Kowalska', 'Peter Braun']);
    expect(other(text, 'Peter Braun')).toEqual(['Anna Kowalska', 'Peter Braun']);
  });

  test.each([
    ['Anna Kowalska or Peter Braun', 'Anna Kowalska'],
    ['Anna Kowalska, Peter Braun', 'Anna Kowalska'],
    ['Anna and Peter Braun', 'Anna'],
    ['Anna Kowalska and Peter', 'Anna Kowalska'],
    ['Anna and Peter Braun', 'Peter Braun'],
    ['Anna Kowalska and Peter', 'Peter'],
    ['xAnna and Peter Braun', 'Peter Braun'],
    ['Anna Kowalska and-Peter Braun', 'Anna Kowalska'],
    ['Anna Kowalska and Peter Braun2', 'Anna Kowalska'],
    ['2Anna Kowalska and Peter Braun', 'Peter Braun'],
    ['Anna Kowalska And Peter Braun', 'Anna Kowalska'],
    ['Anna Kowalska and', 'Anna Kowalska'],
    ['and Peter Braun', 'Peter Braun'],
    ['Anna Kowalska ', 'Anna Kowalska'],
    [' Peter Braun', 'Peter Braun'],
    ['Peter Braun', 'Peter Braun'],
  ])('none in %j', (text, value) => {
    expect(other(text, value)).toEqual([value]);
  });

  test('of three words, over tabs, on both sides', () => {
    const text = 'Anna Maria Kowalska\tand Peter Braun  und\tLucia Romero';

    expect(other(text, 'Peter Braun')).toEqual(['Anna Maria Kowalska', 'Peter Braun', 'Lucia Romero']);
  });

  test('but no second time where one was found, and of people alone', () => {
    const text = 'Anna Kowalska and Peter Braun';

    expect(other(text, 'Anna Kowalska', [guess(text, 'Peter', 'LOCATION')])).toEqual(['Anna Kowalska', 'Peter']);
    expect(said(text, refine(text, [guess(text, 'Anna Kowalska', 'LOCATION')]))).toHaveLength(1);
    expect(said(text, refine(text, [known(text, 'Anna Kowalska', 'PERSON'), guess(text, 'zzz', 'DATE')]))).toHaveLength(
      2,
    );
  });
});

describe('what is proven inside of a guess', () => {
  const cut = (text: string, value: string, type: Finding['type'], ...proven: [string, Finding['type']][]): string[] =>
    said(text, apart(text, [guess(text, value, type), ...proven.map(([one, as]) => known(text, one, as))])).map(
      ([as, one]) => `${as} ${one}`,
    );

  test.each<[string, Finding['type'], [string, Finding['type']][], string[]]>([
    [
      'Ada Byron a@b.com Leeds',
      'ADDRESS',
      [['a@b.com', 'EMAIL']],
      ['ADDRESS Ada Byron', 'EMAIL a@b.com', 'ADDRESS Leeds'],
    ],
    ['Ada Byron a@b.com the', 'ADDRESS', [['a@b.com', 'EMAIL']], ['ADDRESS Ada Byron', 'EMAIL a@b.com']],
    ['Ada a@b.com', 'PERSON', [['a@b.com', 'EMAIL']], ['PERSON Ada', 'EMAIL a@b.com']],
    ['a@b.com Ada', 'PERSON', [['a@b.com', 'EMAIL']], ['EMAIL a@b.com', 'PERSON Ada']],
    ['a@b.com', 'PERSON', [['a@b.com', 'EMAIL']], ['EMAIL a@b.com']],
    ['Ada in May', 'PERSON', [['May', 'DATE']], ['PERSON Ada in May', 'DATE May']],
    [
      'Ada a@b.com Bo c@d.com Cy',
      'PERSON',
      [
        ['a@b.com', 'EMAIL'],
        ['c@d.com', 'EMAIL'],
      ],
      ['PERSON Ada', 'EMAIL a@b.com', 'PERSON Bo', 'EMAIL c@d.com', 'PERSON Cy'],
    ],
  ])('%j as %s', (text, type, proven, expected) => {
    expect(cut(text, text, type, ...proven)).toEqual(expected);
  });

  test('of the same type takes nothing away, nor what only touches it', () => {
    const text = 'a@b.com Ada c@d.com';

    expect(cut(text, 'Ada', 'PERSON', ['a@b.com', 'EMAIL'], ['c@d.com', 'EMAIL'])).toEqual([
      'EMAIL a@b.com',
      'PERSON Ada',
      'EMAIL c@d.com',
    ]);
    expect(cut('see URL:x Ada', 'URL:x Ada', 'URL', ['URL:x', 'URL'])).toHaveLength(2);
  });
});

/** People, towns and numbers of two values, with each language's words between them. */
describe('two values are two', () => {
  const { find } = createRedactor({ policy: { actions: {}, tiers: {} }, topics: false });
  const PEOPLE = [
    ['Anna Kowalska', 'Peter Braun'],
    ['Marie Dupont', 'Paul Girard'],
    ['Lucia Romero', 'Marco Bianchi'],
  ] as const;
  const AROUND: Readonly<Record<string, readonly [string, string, string]>> = {
    en: ['please ask ', ' and ', ' about the invoice today'],
    de: ['bitte fragt ', ' und ', ' wegen der Rechnung von heute'],
    fr: ['merci de demander à ', ' et ', ' pour la facture de ce matin'],
    es: ['por favor pregunta a ', ' y ', ' por la factura de hoy'],
    it: ['per favore chiedi a ', ' e ', ' della fattura di oggi'],
    pt: ['por favor pergunta a ', ' e ', ' sobre a fatura de hoje'],
    nl: ['vraag het graag aan ', ' en ', ' over de factuur van vandaag'],
    pl: ['proszę zapytać ', ' i ', ' o dzisiejszą fakturę'],
  };

  test.each(Object.entries(AROUND))('in %s', (_, [before, between, behind]) => {
    for (const [one, other] of PEOPLE) {
      const text = before + one + between + other + behind;
      const at = (value: string) => find(text).filter(({ start, end }) => text.slice(start, end).includes(value));

      expect(find(text).some(({ start, end }) => text.slice(start, end).includes(one + between + other))).toBe(false);
      expect([at(one).length, at(other).length]).toEqual([1, 1]);
    }
  });

  test('in the rows of a table', () => {
    for (const separator of ['\t', ';', ' | ']) {
      const text = [
        ['Name', 'City', 'Phone'],
        ['Anna Kowalska', 'Berlin', '0151 2345678'],
        ['Peter Braun', 'Hamburg', '0170 1234567'],
      ]
        .map((row) => row.join(separator))
        .join('\n');

      expect(find(text).map(({ start, end }) => text.slice(start, end))).toEqual([
        ...['Anna Kowalska', 'Berlin', '0151 2345678'],
        ...['Peter Braun', 'Hamburg', '0170 1234567'],
      ]);
    }
  });
});
