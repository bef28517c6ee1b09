import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { phone } from './phone.ts';

describe('phone', () => {
  test.each<[string, string[]]>([
    ['call +49 30 901820', ['+49 30 901820']],
    ['+1 (415) 555-2671 ok', ['+1 (415) 555-2671']],
    ['(555) 234-5678', ['(555) 234-5678']],
    ['555-234-5678 x123', ['555-234-5678 x123']],
    ['415-555-2671x99 home', ['415-555-2671x99']],
    ['06 12 34 56 78 merci', ['06 12 34 56 78']],
    ['020 7946 0958', ['020 7946 0958']],
    ['(02) 9876 5432', ['(02) 9876 5432']],
    ['0151 23456789', ['0151 23456789']],
    ['004930901820', ['004930901820']],
    ['tel: 9876543', ['9876543']],
    ['my phone number is 5552671', ['5552671']],
    ['Jane\n555 1234\nParis', ['555 1234']],
    ['030 1234567 office', ['030 1234567']],
    ['call me on 415.555.2671.', ['415.555.2671']],
    ['call me at 85 99 60 please', ['85 99 60']],
    ['Phone: 35 86 37', ['35 86 37']],
    ['tel no.\n35 86 37', ['35 86 37']],
    ['stop sending messages to 468 3505', ['468 3505']],
  ])('finds in %j', (text, values) => {
    expect(found(phone, text)).toEqual(values);
    expect(spansOf(phone, text).every(({ type }) => type === 'PHONE')).toBe(true);
  });

  test.each([
    'v1.2.3',
    'call me at 12.10.24',
    'sizes 35 86 37',
    'Phone: 358637',
    'phone bill 35 86 37',
    '+35 86 37',
    'order 20394857612',
    '2024-01-15',
    '10.20.30.40',
    '+999 12345678',
    'ISBN 978-3-16-148410-0',
    '12345678901234567',
    '1111111',
    'room 0123456',
    '$1,234,567.00',
    'ticket 555-234-56789',
  ])('nothing in %j', (text) => {
    expect(found(phone, text)).toEqual([]);
  });
});
