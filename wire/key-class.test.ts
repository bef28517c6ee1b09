import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KEY_CLASSES } from './event.ts';
import { keyClass } from './key-class.ts';

test.each([
  ['a', 'KeyA', 'letter'],
  ['Ä', 'Quote', 'letter'],
  ['ß', undefined, 'letter'],
  ['한', undefined, 'letter'],
  ['7', 'Digit7', 'digit'],
  ['٣', undefined, 'digit'],
  [' ', 'Space', 'space'],
  ['/', 'Digit7', 'punctuation'],
  ['€', undefined, 'punctuation'],
  ['Enter', 'NumpadEnter', 'enter'],
  ['ArrowLeft', 'ArrowLeft', 'navigation'],
  ['Shift', 'ShiftLeft', 'modifier'],
  ['F12', 'F12', 'function'],
  ['Dead', 'Equal', 'dead'],
  ['Escape', 'Escape', 'other'],
  ['Process', 'KeyQ', 'letter'],
  ['Unidentified', 'Minus', 'punctuation'],
  [undefined, 'Numpad4', 'digit'],
  [undefined, 'F5', 'function'],
  [undefined, 'F25', 'other'],
  [undefined, 'Escape', 'other'],
  [undefined, 'KeyAB', 'other'],
  [undefined, 'AKeyA', 'other'],
  [undefined, 'Numpad10', 'other'],
  [undefined, 'MediaDigit1', 'other'],
  ['', 'KeyA', 'letter'],
  ['Key', undefined, 'other'],
  [undefined, undefined, 'other'],
] as const)('key %p, code %p is %s', (key, code, expected) => {
  expect(keyClass(key, code)).toBe(expected);
});

test('every key has a class', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (key, code) => {
      expect(KEY_CLASSES).toContain(keyClass(key, code));
    }),
  );
});
