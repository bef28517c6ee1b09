import type { KeyClass } from './event.ts';

/** What a key is, without saying which: from `KeyboardEvent.key`, or from `code` where `key` says nothing. */

/** Named values of KeyboardEvent.key (W3C UI Events KeyboardEvent key Values) that have a class of their own. */
const NAMED = new Map<string, KeyClass>([
  ['Enter', 'enter'],
  ['Tab', 'tab'],
  ['Backspace', 'backspace'],
  ['Delete', 'delete'],
  ['Dead', 'dead'],
  ...[
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'End',
    'Home',
    'PageDown',
    'PageUp',
    'BrowserBack',
    'BrowserForward',
  ].map((key): [string, KeyClass] => [key, 'navigation']),
  ...[
    'Alt',
    'AltGraph',
    'CapsLock',
    'Control',
    'Fn',
    'FnLock',
    'Hyper',
    'Meta',
    'NumLock',
    'ScrollLock',
    'Shift',
    'Super',
    'Symbol',
    'SymbolLock',
  ].map((key): [string, KeyClass] => [key, 'modifier']),
]);

/** Codes whose class does not follow from their form. */
const CODES = new Map<string, KeyClass>([
  ['Space', 'space'],
  ['Enter', 'enter'],
  ['NumpadEnter', 'enter'],
  ['Tab', 'tab'],
  ['Backspace', 'backspace'],
  ['Delete', 'delete'],
  ...['AltLeft', 'AltRight', 'CapsLock', 'ControlLeft', 'ControlRight', 'Fn', 'FnLock'].map(
    (code): [string, KeyClass] => [code, 'modifier'],
  ),
  ...['MetaLeft', 'MetaRight', 'NumLock', 'ScrollLock', 'ShiftLeft', 'ShiftRight'].map((code): [string, KeyClass] => [
    code,
    'modifier',
  ]),
  ...['ArrowDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'End', 'Home', 'PageDown', 'PageUp'].map(
    (code): [string, KeyClass] => [code, 'navigation'],
  ),
  ...[
    'Backquote',
    'Backslash',
    'BracketLeft',
    'BracketRight',
    'Comma',
    'Equal',
    'IntlBackslash',
    'IntlRo',
    'IntlYen',
    'Minus',
    'Period',
    'Quote',
    'Semicolon',
    'Slash',
    'NumpadAdd',
    'NumpadComma',
    'NumpadDecimal',
    'NumpadDivide',
    'NumpadEqual',
    'NumpadMultiply',
    'NumpadSubtract',
  ].map((code): [string, KeyClass] => [code, 'punctuation']),
]);

const FUNCTION = /^F(?:[1-9]|1\d|2[0-4])$/;
/** One typed character, perhaps with combining marks. */
const CHARACTER = /^\P{M}\p{M}*$/u;

function ofCode(code: string): KeyClass {
  const known = CODES.get(code);
  if (known) return known;
  if (/^Key[A-Z]$/.test(code)) return 'letter';
  if (/^(?:Digit|Numpad)\d$/.test(code)) return 'digit';
  return FUNCTION.test(code) ? 'function' : 'other';
}

function classify(key: string): KeyClass {
  if (CHARACTER.test(key)) {
    // Marks are none of these.
    if (/\p{L}/u.test(key)) return 'letter';
    if (/\p{Nd}/u.test(key)) return 'digit';
    return /\s/u.test(key) ? 'space' : 'punctuation';
  }
  return NAMED.get(key) ?? (FUNCTION.test(key) ? 'function' : 'other');
}

/** Classes of ASCII characters: the hot path. */
const ASCII = Array.from({ length: 128 }, (_, unit) => classify(String.fromCharCode(unit)));

/** `key` and `code` as in KeyboardEvent; either may be absent. */
export function keyClass(key: string | undefined, code?: string): KeyClass {
  if (key === undefined || key === '' || key === 'Unidentified' || key === 'Process') {
    return code === undefined ? 'other' : ofCode(code);
  }
  return (key.length === 1 ? ASCII[key.charCodeAt(0)] : undefined) ?? classify(key);
}
