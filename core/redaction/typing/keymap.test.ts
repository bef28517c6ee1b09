import { describe, expect, test } from '@jest/globals';
import type { KeyEvent } from '../../../wire/event.ts';
import { interpret, type Modifiers, typedText } from './keymap.ts';

const event = (over: Partial<KeyEvent>): KeyEvent =>
  ({ kind: 'key', type: 'keydown', time: 0, app: 'writer', ...over }) as KeyEvent;
const none: Modifiers = { alt: false, ctrl: false, meta: false, shift: false };
const stroke = (key: string, over: Partial<Modifiers> = {}, app = 'writer') =>
  interpret(event({ key, app }), { ...none, ...over });

describe('what a key press means', () => {
  test.each([
    ['a', {}, { do: 'insert', text: 'a' }],
    ['Enter', {}, { do: 'insert', text: '\n' }],
    ['Tab', {}, { do: 'insert', text: '\t' }],
    ['Backspace', {}, { do: 'delete', forward: false, unit: 'character' }],
    ['Backspace', { ctrl: true }, { do: 'delete', forward: false, unit: 'word' }],
    ['Backspace', { alt: true }, { do: 'delete', forward: false, unit: 'word' }],
    ['Backspace', { meta: true }, { do: 'delete', forward: false, unit: 'line' }],
    ['Delete', {}, { do: 'delete', forward: true, unit: 'character' }],
    ['Delete', { ctrl: true }, { do: 'delete', forward: true, unit: 'word' }],
    ['Delete', { shift: true }, { do: 'cut' }],
    ['ArrowLeft', {}, { do: 'move', forward: false, unit: 'character', extend: false }],
    ['ArrowRight', { shift: true, ctrl: true }, { do: 'move', forward: true, unit: 'word', extend: true }],
    ['ArrowLeft', { meta: true }, { do: 'move', forward: false, unit: 'line', extend: false }],
    ['ArrowUp', {}, { do: 'move', forward: false, unit: 'row', extend: false }],
    ['ArrowDown', { meta: true }, { do: 'move', forward: true, unit: 'text', extend: false }],
    ['Home', {}, { do: 'move', forward: false, unit: 'line', extend: false }],
    ['End', { ctrl: true, shift: true }, { do: 'move', forward: true, unit: 'text', extend: true }],
    ['Insert', {}, { do: 'overwrite' }],
    ['Insert', { shift: true }, { do: 'replace' }],
    ['Insert', { ctrl: true }, { do: 'nothing' }],
    ['a', { ctrl: true }, { do: 'select-all' }],
    ['A', { meta: true }, { do: 'select-all' }],
    ['z', { ctrl: true }, { do: 'undo' }],
    ['Z', { ctrl: true, shift: true }, { do: 'redo' }],
    ['y', { ctrl: true }, { do: 'redo' }],
    ['x', { ctrl: true }, { do: 'cut' }],
    ['v', { ctrl: true }, { do: 'replace' }],
    ['c', { ctrl: true }, { do: 'nothing' }],
    ['f', { alt: true }, { do: 'move', forward: true, unit: 'word', extend: false }],
    ['d', { alt: true }, { do: 'delete', forward: true, unit: 'word' }],
    ['x', { alt: true }, { do: 'nothing' }],
    ['@', { alt: true }, { do: 'insert', text: '@' }],
    ['å', { alt: true }, { do: 'insert', text: 'å' }],
    ['@', { alt: true, ctrl: true }, { do: 'insert', text: '@' }],
    ['Dead', {}, { do: 'dead' }],
    ['dead_acute', {}, { do: 'dead' }],
    ['Process', {}, { do: 'compose' }],
    ['Undo', {}, { do: 'undo' }],
    ['Redo', {}, { do: 'redo' }],
    ['Cut', {}, { do: 'cut' }],
    ['Paste', {}, { do: 'replace' }],
    ['F5', {}, { do: 'nothing' }],
    ['Shift', { shift: true }, { do: 'nothing' }],
    ['AudioVolumeUp', {}, { do: 'nothing' }],
  ] as const)('%s with %j', (key, modifiers, expected) => {
    expect(stroke(key, modifiers)).toEqual(expected);
  });

  test.each([
    ['a', { do: 'move', forward: false, unit: 'line', extend: false }],
    ['e', { do: 'move', forward: true, unit: 'line', extend: false }],
    ['b', { do: 'move', forward: false, unit: 'character', extend: false }],
    ['f', { do: 'move', forward: true, unit: 'character', extend: false }],
    ['u', { do: 'delete', forward: false, unit: 'line' }],
    ['k', { do: 'delete', forward: true, unit: 'line' }],
    ['w', { do: 'delete', forward: false, unit: 'word' }],
    ['h', { do: 'delete', forward: false, unit: 'character' }],
    ['d', { do: 'delete', forward: true, unit: 'character' }],
    ['c', { do: 'insert', text: '\n' }],
    ['j', { do: 'insert', text: '\n' }],
    ['l', { do: 'nothing' }],
  ] as const)('Ctrl+%s in a terminal', (key, expected) => {
    expect(stroke(key, { ctrl: true }, 'xterm')).toEqual(expected);
  });

  test('a composing key waits for its text', () => {
    expect(interpret(event({ key: 'k', isComposing: true }), none)).toEqual({ do: 'compose' });
  });

  test.each([
    [{ code: 'KeyA' }, false, 'a'],
    [{ code: 'KeyA' }, true, 'A'],
    [{ code: 'Digit2' }, true, '@'],
    [{ code: 'Numpad7' }, false, '7'],
    [{ code: 'NumpadDecimal' }, false, '.'],
    [{ code: 'Enter' }, false, '\n'],
    [{ code: 'Tab' }, false, '\t'],
    [{ code: 'F1' }, false, undefined],
    [{}, false, undefined],
    [{ key: 'Spacebar' }, false, ' '],
    [{ key: 'Decimal' }, false, '.'],
    [{ key: '😀' }, false, '😀'],
    [{ key: 'Escape' }, false, undefined],
  ] as const)('%j types', (over, shift, expected) => {
    expect(typedText(event(over), shift)).toBe(expected);
  });
});
