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
