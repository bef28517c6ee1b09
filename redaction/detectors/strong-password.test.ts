import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { strongPassword } from './strong-password.ts';

describe('passwords by what they are made of', () => {
  test.each([
    ['tried Pushback!22 and got the same', ['Pushback!22']],
    ['entrato come admin / Gorgonzola!9', ['Gorgonzola!9']],
    ['Hasło admina Zurek&Jajko7 nie wchodzi', ['Zurek&Jajko7']],
    ['под кассой с паролем Bublik*2023 пускает', ['Bublik*2023']],
    ['pide clave. Probé Merluza_2020 y nada', ['Merluza_2020']],
    ['PPPoE-User KW Zw1ebel-Kuchen. Techniker', ['Zw1ebel-Kuchen']],
    ['yönetici parolası Simit-Cay.34 olmadı', ['Simit-Cay.34']],
    ['logged in with Onigiri+ume8', ['Onigiri+ume8']],
  ])('%j', (text, values) => {
    expect(found(strongPassword, text)).toEqual(values);
  });

  test.each([
    ['reji03 / Onigiri+ume8', ['reji03', 'Onigiri+ume8']],
    ['khidki4 और पासवर्ड Jalebi@786x', ['khidki4', 'Jalebi@786x']],
    ['admin / Gorgonzola!9', ['Gorgonzola!9']],
  ])('and the account beside it: %j', (text, values) => {
    expect(found(strongPassword, text)).toEqual(values);
  });

  test.each([
    'see LAGER-318 and WEB-2201',
    'part 88-4410-B arrives',
    'cierre_2024-03.csv is there',
    'login page of release-2024',
    'user story DISP-207 is done',
    'const area = width*2 + a1*b2',
    'if (a!=b2) return',
    'mail anna.b22@example.org',
    'https://example.org/a&b2=Xy!9abc',
    'R&D2 team',
    'log in at 10-12 or 14-16',
  ])('%j holds none', (text) => {
    expect(found(strongPassword, text)).toEqual([]);
  });
});
