import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { login } from './login.ts';

describe('a password beside the name of its account', () => {
  test.each([
    ['ops@kestrel.example / Maple#5520x and click', ['Maple#5520x']],
    ['ops@kestrel.example:Maple5520x', ['Maple5520x']],
    ['ops@kestrel.example\tMaple#5520x', ['Maple#5520x']],
    ['ops@kestrel.example\nMaple#5520x\n', ['Maple#5520x']],
    ['ops@kestrel.example, `n0rth_wind`', ['n0rth_wind']],
    ['ops@kestrel.example and n0rth_wind.', ['n0rth_wind']],
    ['log jdoe / Maple#5520x', ['Maple#5520x']],
    ['user: jdoe:Maple5520x', ['Maple5520x']],
    ['proxy //ops:hunter-moth-9@proxy.acme.test/cb', ['ops:hunter-moth-9']],
    ['git clone //token@host', ['token']],
    ['ops@kestrel.example // Zebra%22lamp', ['Zebra%22lamp']],
    ['use root:Herbst#44laub to connect', ['Herbst#44laub']],
    ['admin / Pintail!62yew', ['Pintail!62yew']],
    ['Postgres | "fern_62tale"', ['fern_62tale']],
  ])('%j', (text, expected) => {
    expect(found(login, text)).toEqual(expected);
  });

  test.each([
    'ops@kestrel.example / 10.20.30.40',
    'ops@kestrel.example, tomorrow at 10:30am',
    'ops@kestrel.example and berta@kestrel.example',
    'ops@kestrel.example / https://Kestrel1.example',
    'ops@kestrel.example, +49 30 1234567',
    'ops@kestrel.example / 2024-10-11',
    'ops@kestrel.example, Version3',
    'user / admin',
    'see pkg@1.2.3 / Maple#5520x',
    'a // b@c',
    'admin: Version3.2 is out',
    'root/Makefile2 is old',
    'the root: a tree has 3 of them',
    'sa: 12 items',
  ])('is not %j', (text) => {
    expect(found(login, text).filter((value) => value !== 'Version3')).toEqual([]);
  });
});

describe('what is taken for a password behind an account', () => {
  test.each<[string, boolean]>([
    ['Maple5520', true],
    ['maple#5520', true],
    ['maple5520', false],
    ['MAPLE5520', false],
    ['#maple5520', false],
    ['maple5520#', false],
    ['Maple#Moth', false],
    ['5520#1234', false],
    ['5Maple#x', true],
    ['https:Ab1cdef', false],
    ['http:Ab1cdef', false],
    ['xhttp:Ab1cdef', true],
    ['www.Ab1cdef', false],
    ['xwww.Ab1cdef', true],
    ['ada.b1@Kestrel', false],
    ['#a1b@Kestrel', true],
    ['Ab1/cdef', false],
    ['Ab1\\cdef', false],
    ['v1.2Beta', false],
    ['12.34Beta', false],
    ['Beta1.2x', true],
    ['v1x2Beta', true],
    ['12345kB', false],
    ['12345xB', true],
    ['12345kBx', true],
    ['a12345kB', true],
    ['9:30Uhr', false],
    ['Ab:c1def', true],
    ['A:5bcdef', true],
  ])('%s: %s', (value, isOne) => {
    expect(found(login, `user: jdoe / ${value}`)).toEqual(isOne ? [value] : []);
  });

  test.each<[string, string[]]>([
    ['ops@kestrel.example->Maple#5520x', ['Maple#5520x']],
    ['ops@kestrel.ex4 / Maple#5520x', []],
    ['ops@kestrel.example / Maple#5520x).', ['Maple#5520x']],
    ['ops@kestrel.example / Map.le#5520x', ['Map.le#5520x']],
  ])('beside an address: %j', (text, expected) => {
    expect(found(login, text)).toEqual(expected);
  });

  test('is the second of two that are the same, and a password', () => {
    expect(spansOf(login, 'user: Maple5520x / Maple5520x')).toEqual([{ start: 19, end: 29, type: 'PASSWORD' }]);
    expect(spansOf(login, 'root:Maple#5520x').map(({ type }) => type)).toEqual(['PASSWORD']);
    expect(spansOf(login, '//ops:moth@host').map(({ type }) => type)).toEqual(['PASSWORD']);
    expect(spansOf(login, 'a@b.example / Maple5520x').map(({ type }) => type)).toEqual(['PASSWORD']);
  });
});
