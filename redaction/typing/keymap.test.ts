import { describe, expect, test } from '@jest/globals';
import type { KeyEvent } from '../../wire/event.ts';
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

  test.each(
    'xterm gnome-terminal Konsole iTerm2 alacritty kitty tmux powershell console cmd ghostty foot putty emacs'.split(
      ' ',
    ),
  )('%s is a terminal', (app) => {
    expect(stroke('w', { ctrl: true }, app)).toEqual({ do: 'delete', forward: false, unit: 'word' });
  });

  test.each(['writer', 'chrome', 'mycmdlet'])('%s is none', (app) => {
    expect(stroke('a', { ctrl: true }, app)).toEqual({ do: 'select-all' });
    expect(stroke('w', { ctrl: true }, app)).toEqual({ do: 'nothing' });
  });

  test.each([
    ['m', { ctrl: true }, 'xterm', { do: 'insert', text: '\n' }],
    ['b', { alt: true }, 'xterm', { do: 'move', forward: false, unit: 'word', extend: false }],
    ['b', { alt: true }, 'writer', { do: 'move', forward: false, unit: 'word', extend: false }],
    ['d', { alt: true, shift: true }, 'writer', { do: 'delete', forward: true, unit: 'word' }],
    ['a', { meta: true }, 'xterm', { do: 'select-all' }],
    ['a', { alt: true, ctrl: true, meta: true }, 'writer', { do: 'select-all' }],
    ['z', { meta: true, shift: true }, 'writer', { do: 'redo' }],
    ['q', { alt: true, ctrl: true }, 'writer', { do: 'insert', text: 'q' }],
    ['5', { alt: true }, 'writer', { do: 'nothing' }],
    ['ä', { alt: true }, 'writer', { do: 'insert', text: 'ä' }],
    ['abc', { alt: true }, 'writer', { do: 'nothing' }],
    ['nj', {}, 'writer', { do: 'insert', text: 'nj' }],
    ['F5', { alt: true }, 'writer', { do: 'nothing' }],
    ['Enter', { alt: true }, 'writer', { do: 'insert', text: '\n' }],
    ['Enter', { ctrl: true }, 'writer', { do: 'nothing' }],
    ['Delete', { shift: true, ctrl: true }, 'writer', { do: 'delete', forward: true, unit: 'word' }],
    ['Delete', { meta: true }, 'writer', { do: 'delete', forward: true, unit: 'line' }],
    ['Delete', { alt: true }, 'writer', { do: 'delete', forward: true, unit: 'word' }],
    ['ArrowLeft', { alt: true }, 'writer', { do: 'move', forward: false, unit: 'word', extend: false }],
    ['ArrowRight', {}, 'writer', { do: 'move', forward: true, unit: 'character', extend: false }],
    ['ArrowUp', { ctrl: true, shift: true }, 'writer', { do: 'move', forward: false, unit: 'text', extend: true }],
    ['ArrowDown', {}, 'writer', { do: 'move', forward: true, unit: 'row', extend: false }],
    ['Home', { meta: true }, 'writer', { do: 'move', forward: false, unit: 'text', extend: false }],
    ['End', { alt: true }, 'writer', { do: 'move', forward: true, unit: 'line', extend: false }],
    ['Backspace', { shift: true }, 'writer', { do: 'delete', forward: false, unit: 'character' }],
  ] as const)('%s with %j in %s', (key, modifiers, app, expected) => {
    expect(stroke(key, modifiers, app)).toEqual(expected);
  });

  test('a shortcut of a collector that gives codes only', () => {
    const ctrl = { ...none, ctrl: true };
    expect(interpret(event({ code: 'KeyA' }), ctrl)).toEqual({ do: 'select-all' });
    expect(interpret(event({ code: 'KeyW', app: 'xterm' }), ctrl)).toEqual({
      do: 'delete',
      forward: false,
      unit: 'word',
    });
    expect(interpret(event({ code: 'Backspace' }), none)).toEqual({ do: 'delete', forward: false, unit: 'character' });
    expect(interpret(event({ key: 'Unidentified', code: 'KeyA' }), ctrl)).toEqual({ do: 'select-all' });
    expect(interpret(event({ key: 'Unidentified', code: 'Home' }), none)).toMatchObject({ do: 'move', unit: 'line' });
    expect(interpret(event({ key: 'ф', code: 'KeyA' }), ctrl)).toEqual({ do: 'select-all' });
    expect(interpret(event({ key: 'a', code: 'KeyQ' }), ctrl)).toEqual({ do: 'select-all' });
    expect(interpret(event({ key: 'ф' }), ctrl)).toEqual({ do: 'nothing' });
    expect(interpret(event({ code: 'NotKeyA' }), ctrl)).toEqual({ do: 'nothing' });
    expect(interpret(event({}), ctrl)).toEqual({ do: 'nothing' });
    expect(interpret(event({}), none)).toEqual({ do: 'nothing' });
  });

  test('the whole US keyboard, by codes', () => {
    const letters = (row: string) => [...row].map((c) => `Key${c.toUpperCase()}`);
    const digits = (prefix: string) => [...'1234567890'].map((c) => prefix + c);
    const codes = [
      ...['Backquote', ...digits('Digit'), 'Minus', 'Equal'],
      ...[...letters('qwertyuiop'), 'BracketLeft', 'BracketRight', 'Backslash'],
      ...[...letters('asdfghjkl'), 'Semicolon', 'Quote'],
      ...[...letters('zxcvbnm'), 'Comma', 'Period', 'Slash', 'Space'],
      ...digits('Numpad'),
      ...['Decimal', 'Subtract', 'Add', 'Multiply', 'Divide'].map((name) => `Numpad${name}`),
    ];
    const typed = (shift: boolean) => codes.map((code) => typedText(event({ code }), shift)).join('');

    expect(typed(false)).toBe("`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./ 1234567890.-+*/");
    expect(typed(true)).toBe('~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>? 1234567890.-+*/');
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
    [{ key: 'Enter' }, false, '\n'],
    [{ key: 'Tab' }, true, '\t'],
    [{ code: 'NumpadEnter' }, false, '\n'],
    [{ key: '👩‍👩‍👧' }, false, '👩‍👩‍👧'],
    [{ key: '1234567' }, false, '1234567'],
    [{ key: '123456789' }, false, undefined],
    [{ key: 'é', code: 'KeyA' }, true, 'é'],
    [{ key: 'Unidentified', code: 'KeyA' }, false, 'a'],
    [{ key: '', code: 'KeyA' }, true, 'A'],
    [{ key: 'Process', code: 'KeyA' }, false, 'a'],
    [{ key: 'Unidentified' }, false, undefined],
    [{ key: '+Escape' }, false, '+Escape'],
  ] as const)('%j types', (over, shift, expected) => {
    expect(typedText(event(over), shift)).toBe(expected);
  });
});
