import { describe, expect, test } from '@jest/globals';
import { creditCard } from './credit-card.ts';
import { found, spansOf } from './found.ts';

describe('credit-card', () => {
  test.each<[string, string[]]>([
    ['4111111111111111', ['4111111111111111']],
    ['pay 4111 1111 1111 1111 now', ['4111 1111 1111 1111']],
    ['3782-822463-10005', ['3782-822463-10005']],
    ['6011000990139424', ['6011000990139424']],
    ['30569309025904', ['30569309025904']],
    ['4222222222222', ['4222222222222']],
    ['5 1 0 5 1 0 5 1 0 5 1 0 5 1 0 0', ['5 1 0 5 1 0 5 1 0 5 1 0 5 1 0 0']],
    ['card 630490017740', ['630490017740']],
    ['2221000000000009', ['2221000000000009']],
    ['3530111333300000', ['3530111333300000']],
    ['6212345678901232', ['6212345678901232']],
    ['2200770239097761', ['2200770239097761']],
  ])('finds in %j', (text, values) => {
    expect(found(creditCard, text)).toEqual(values);
    expect(spansOf(creditCard, text).every(({ type }) => type === 'CREDIT_CARD')).toBe(true);
  });

  test.each([
    '4111111111111112',
    '0000000000000000',
    '1234567890123456',
    '630490017740',
    '9999999999999995',
    '41111111111111111111',
  ])('nothing in %j', (text) => {
    expect(found(creditCard, text)).toEqual([]);
  });
});
