import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { kin } from './kin.ts';

describe('relatives, neighbours, colleagues', () => {
  test.each([
    ['His wife Pearl collects', ['Pearl']],
    ['Dochter Chantal gebeld', ['Chantal']],
    ['Sohn Thabo Mbeki, tel.', ['Thabo Mbeki']],
    ['opiekuje się wnuczka, Oliwia', ['Oliwia']],
    ['Жене, Дроздовой Марии, даны', ['Дроздовой Марии']],
    ['ο σύζυγός της, Λευτέρης', ['Λευτέρης']],
    ['la moglie Graziella al', ['Graziella']],
    ['hermana Ana de la Cruz', ['Ana de la Cruz']],
  ])('%s', (text, values) => {
    expect(found(kin, text)).toEqual(values);
  });

  test.each([
    'ask your mother on Monday',
    'her brother Monday',
    'fragt die Mutter, Termin morgen',
    'mother. Nadia',
    'the son SAP',
    'Mutter Erde',
    'sister company',
  ])('nobody in %j', (text) => {
    expect(found(kin, text)).toEqual([]);
  });
});
