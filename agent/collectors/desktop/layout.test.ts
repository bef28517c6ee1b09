import { describe, expect, test } from '@jest/globals';
import { KEY_CODES } from './key-codes.ts';
import { keyOf, textOfKeysym, usLayout, xLayout } from './layout.ts';

const plain = { shift: false, capsLock: false, level3: false };

describe('the US layout', () => {
  test.each([
    ['KeyA', {}, 'a'],
    ['KeyA', { shift: true }, 'A'],
    ['KeyA', { capsLock: true }, 'A'],
    ['KeyA', { capsLock: true, shift: true }, 'a'],
    ['Digit1', { capsLock: true }, '1'],
    ['Digit1', { shift: true }, '!'],
    ['Digit0', { shift: true }, ')'],
    ['Space', {}, ' '],
    ['NumpadEnter', {}, 'Enter'],
    ['AltRight', {}, 'Alt'],
    ['F7', {}, 'F7'],
    ['', {}, 'Unidentified'],
  ])('%s with %p is %s', (code, state, key) => {
    expect(keyOf(code, usLayout, { ...plain, ...state })).toBe(key);
  });
});

describe('the layout of an X server', () => {
  /** A German keyboard map, some keys of it: keycode -> keysyms. */
  const rows: Record<number, number[]> = {
    24: [0x71, 0x51, 0x71, 0x51, 0x40, 0x7d9],
    26: [0x65, 0x45, 0x65, 0x45, 0x20ac, 0x20ac],
    21: [0xfe51, 0xfe50],
    47: [0xf6, 0xd6],
    52: [0x79, 0x59],
    61: [0x2d, 0x5f],
    79: [0xff95, 0xffb7],
    108: [0xfe03],
  };
  const german = xLayout(
    Array.from({ length: 248 }, (_, at) => rows[at + 8] ?? [0, 0]),
    8,
  );

  test.each([
    ['KeyQ', {}, 'q'],
    ['KeyQ', { level3: true }, '@'],
    ['KeyE', { level3: true }, '€'],
    ['KeyZ', {}, 'y'],
    ['Equal', {}, 'Dead'],
    ['Semicolon', { shift: true }, 'Ö'],
    ['Semicolon', { capsLock: true }, 'Ö'],
    ['Slash', { shift: true }, '_'],
    ['Numpad7', {}, '7'],
    ['AltRight', {}, 'AltGraph'],
    ['KeyK', {}, 'Unidentified'],
  ])('%s with %p is %s', (code, state, key) => {
    expect(keyOf(code, german, { ...plain, ...state })).toBe(key);
  });

  test('every code that types in the US layout has a keycode, none twice', () => {
    const identity = xLayout(
      Array.from({ length: 248 }, (_, at) => [0x1000000 + 0x1000 + at, 0x1000000 + 0x1000 + at]),
      8,
    );
    const typing = [...new Set(KEY_CODES.values())].filter((code) => usLayout.typed(code, plain) !== undefined);
    const signs = typing.map((code) => identity.typed(code, plain));
    expect(signs).not.toContain(undefined);
    expect(new Set(signs).size).toBe(typing.length);
  });

  test.each([
    [0x61, 'a'],
    [0xe9, 'é'],
    [0x10020ac, '€'],
    [0x101f600, '😀'],
    [0xffb5, '5'],
    [0xfe57, 'Dead'],
    [0xff0d, undefined],
    [0, undefined],
  ])('keysym %p is %p', (keysym, expected) => {
    expect(textOfKeysym(keysym)).toBe(expected);
  });
});
