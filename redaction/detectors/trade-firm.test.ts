import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { tradeFirm } from './trade-firm.ts';

describe('firms without a legal form', () => {
  test.each([
    ['haulier is Penhallow & Daughters Haulage, driver', ['Penhallow & Daughters Haulage']],
    ['bij Bakkerij Osei besteld', ['Bakkerij Osei']],
    ['a Tendaggi Marzocchi per', ['Tendaggi Marzocchi']],
    ['von der Spedition Krause und', ['Spedition Krause']],
    ['Bodegas Vega de Tera nos', ['Bodegas Vega de Tera']],
    ['pracuje w Huta Szkła od', ['Huta Szkła']],
    ['Öz Kardeş Nakliyat geldi', ['Öz Kardeş Nakliyat']],
  ])('%s', (text, values) => {
    expect(found(tradeFirm, text)).toEqual(values);
  });

  test.each([
    'our haulage firm',
    'die Bäckerei ist zu',
    'Farmacia cerrada',
    'The Bakery',
    'FARMACIA ABIERTA',
    'Bakery: open',
  ])('none in %j', (text) => {
    expect(found(tradeFirm, text)).toEqual([]);
  });
});
