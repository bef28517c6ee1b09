import { describe, expect, test } from '@jest/globals';
import { BESIDE_NAMES, isLabel, isName, labelType, saysPeople } from './labels.ts';
import type { SensitiveType } from './redactor.ts';

describe('what a column is called', () => {
  test.each<[string, SensitiveType | undefined]>([
    ['lastname', 'PERSON'],
    ['Last Name', 'PERSON'],
    ['LAST_NAME', 'PERSON'],
    ['last-name:', 'PERSON'],
    ['"last name"', 'PERSON'],
    ['lastname2', undefined],
    ['lastnames', undefined],
    ['Prénom', 'PERSON'],
    ['PRÉNOM', 'PERSON'],
    ['prenom', 'PERSON'],
    ['Прізвище', 'PERSON'],
    ['이름', 'PERSON'],
    ['Wohnort', 'LOCATION'],
    ['Telefon', 'PHONE'],
    ['téléphone', 'PHONE'],
    ['mot de passe', 'PASSWORD'],
    ['Brutto', 'FINANCIAL'],
    ['płaca', undefined],
    ['Personal-Nr.', 'OTHER'],
    ['plate no', 'VEHICLE_ID'],
    ['SSN', 'NATIONAL_ID'],
    ['price', undefined],
    ['', undefined],
    ['---', undefined],
    [`last${' '.repeat(40)}name`, 'PERSON'],
    [`last${' '.repeat(41)}name`, undefined],
    [`Prénom${' '.repeat(42)}`, 'PERSON'],
    [`Prénom${' '.repeat(43)}`, undefined],
  ])('%j says %s', (label, type) => {
    expect(labelType(label, false)).toBe(type);
    expect(labelType(label, true)).toBe(type);
  });

  test.each(['name', 'Name', 'NOM', 'όνομα', 'Jméno'])('%s is one of people beside others of people', (label) => {
    expect([labelType(label, false), labelType(label, true)]).toEqual([undefined, 'PERSON']);
    expect([isName(label), isLabel(label)]).toEqual([true, true]);
  });

  test.each<[string, boolean]>([
    ['lastname', true],
    ['price', true],
    ['Geburts-Datum', true],
    ['出生日期', true],
    ['something', false],
    ['Blätter', false],
    ['', false],
  ])('%s is one: %s', (label, isOne) => {
    expect([isName(label), isLabel(label)]).toEqual([false, isOne]);
  });

  test('what is said beside names alone, and what says people', () => {
    expect([...BESIDE_NAMES]).toEqual(['FINANCIAL', 'OTHER', 'VEHICLE_ID']);
    expect(['name;phone', 'Nom;Salaire', 'ФИО;рождение'].every(saysPeople)).toBe(true);
    expect(['name;price', 'a;b'].some(saysPeople)).toBe(false);
  });
});
