/** From a physical key to what it means, KeyboardEvent.key. */

export interface LayoutState {
  shift: boolean;
  capsLock: boolean;
  /** AltGr is held (ISO level 3). */
  level3: boolean;
  /** Absent where it is not known: then the hook has another code for the keypad without it. */
  numLock?: boolean;
  /** Which of the layouts that the person has is in force, from 0. @default 0 */
  group?: number;
}

export interface KeyboardLayout {
  /** What the key types at that state; `Dead` for a dead key; undefined for a key that types nothing. */
  typed(code: string, state: LayoutState): string | undefined;
  /** Whether the key at the right of the space bar is AltGr. */
  hasLevel3: boolean;
}

/** Keys that mean the same in every layout. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ...['Enter', 'Tab', 'Backspace', 'Delete', 'Escape', 'Insert', 'Home', 'End', 'PageUp', 'PageDown', 'CapsLock'].map(
    (name): [string, string] => [name, name],
  ),
  ...[
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'NumLock',
    'ScrollLock',
    'Pause',
    'PrintScreen',
    'ContextMenu',
  ].map((name): [string, string] => [name, name]),
  ...['KanaMode', 'Convert', 'NonConvert'].map((name): [string, string] => [name, name]),
  ...Array.from({ length: 24 }, (_, at): [string, string] => [`F${at + 1}`, `F${at + 1}`]),
  ['NumpadEnter', 'Enter'],
  ['ShiftLeft', 'Shift'],
  ['ShiftRight', 'Shift'],
  ['ControlLeft', 'Control'],
  ['ControlRight', 'Control'],
  ['AltLeft', 'Alt'],
  ['MetaLeft', 'Meta'],
  ['MetaRight', 'Meta'],
]);

export function keyOf(code: string, layout: KeyboardLayout, state: LayoutState): string {
  if (code === 'AltRight') return layout.hasLevel3 ? 'AltGraph' : 'Alt';
  return NAMED.get(code) ?? layout.typed(code, state) ?? 'Unidentified';
}

/** Code, without and with Shift, of the US layout. */
const US: ReadonlyMap<string, readonly [string, string]> = new Map([
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter): [string, [string, string]] => [
    `Key${letter}`,
    [letter.toLowerCase(), letter],
  ]),
  ...[...'1234567890'].map((digit, at): [string, [string, string]] => [`Digit${digit}`, [digit, '!@#$%^&*()'[at]!]]),
  ...[...'0123456789'].map((digit): [string, [string, string]] => [`Numpad${digit}`, [digit, digit]]),
  ['Minus', ['-', '_']],
  ['Equal', ['=', '+']],
  ['BracketLeft', ['[', '{']],
  ['BracketRight', [']', '}']],
  ['Backslash', ['\\', '|']],
  ['IntlBackslash', ['\\', '|']],
  ['Semicolon', [';', ':']],
  ['Quote', ["'", '"']],
  ['Backquote', ['`', '~']],
  ['Comma', [',', '<']],
  ['Period', ['.', '>']],
  ['Slash', ['/', '?']],
  ['Space', [' ', ' ']],
  ['NumpadMultiply', ['*', '*']],
  ['NumpadDivide', ['/', '/']],
  ['NumpadAdd', ['+', '+']],
  ['NumpadSubtract', ['-', '-']],
  ['NumpadDecimal', ['.', '.']],
]);

const isLetter = (text: string) => text.toLowerCase() !== text.toUpperCase();

/** Picks between the meanings without and with Shift; Caps Lock turns it round for letters alone. */
function level(plain: string, shifted: string, { shift, capsLock }: LayoutState): string {
  return shift !== (capsLock && isLetter(plain)) ? shifted : plain;
}

/** Used where the system's layout cannot be read. */
export const usLayout: KeyboardLayout = {
  hasLevel3: false,
  typed(code, state) {
    const keys = US.get(code);
    return keys && level(keys[0], keys[1], state);
  },
};

/** X keysyms of dead keys, and of the euro sign, which has a number of its own (keysymdef.h). */
const DEAD_FIRST = 0xfe50;
const DEAD_LAST = 0xfe93;
const EURO = 0x20ac;
const ISO_LEVEL3_SHIFT = 0xfe03;
/** X keypad keysyms are 0xff80 above the ASCII sign they type. */
const KEYPAD_OFFSET = 0xff80;

/** From 0x6c0 on, small letters and then capital ones, in KOI8's order. */
const CYRILLIC = 'юабцдефгхийклмнопярстужвьызшэщчъ';
const CYRILLIC_FIRST = 0x6c0;

/** keysymdef.h: Latin-1 as it is, Unicode + 0x1000000, Russian letters. Keysyms of other old 8-bit alphabets are not known. */
export function textOfKeysym(keysym: number): string | undefined {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCharCode(keysym);
  if (keysym >= 0x1000100 && keysym <= 0x110ffff) return String.fromCodePoint(keysym - 0x1000000);
  if (keysym === EURO) return '€';
  const cyrillic = (CYRILLIC + CYRILLIC.toUpperCase())[keysym - CYRILLIC_FIRST];
  if (cyrillic !== undefined) return cyrillic;
  if (keysym >= 0xffaa && keysym <= 0xffb9) return String.fromCharCode(keysym - KEYPAD_OFFSET);
  if (keysym >= DEAD_FIRST && keysym <= DEAD_LAST) return 'Dead';
  return undefined;
}

/** X keycode of a code, with the evdev keymap that every X server of the last decade uses. */
const EVDEV: ReadonlyMap<string, number> = new Map([
  ...[...'1234567890'].map((key, at): [string, number] => [`Digit${key}`, 10 + at]),
  ...[...'QWERTYUIOP'].map((key, at): [string, number] => [`Key${key}`, 24 + at]),
  ...[...'ASDFGHJKL'].map((key, at): [string, number] => [`Key${key}`, 38 + at]),
  ...[...'ZXCVBNM'].map((key, at): [string, number] => [`Key${key}`, 52 + at]),
  ['Minus', 20],
  ['Equal', 21],
  ['BracketLeft', 34],
  ['BracketRight', 35],
  ['Semicolon', 47],
  ['Quote', 48],
  ['Backquote', 49],
  ['Backslash', 51],
  ['Comma', 59],
  ['Period', 60],
  ['Slash', 61],
  ['Space', 65],
  ['IntlBackslash', 94],
  ['IntlRo', 97],
  ['IntlYen', 132],
  ['NumpadMultiply', 63],
  ['NumpadDivide', 106],
  ['NumpadAdd', 86],
  ['NumpadSubtract', 82],
  ['NumpadDecimal', 91],
  ...[...'789456123'].map((key, at): [string, number] => [`Numpad${key}`, 79 + at + Math.floor(at / 3)]),
  ['Numpad0', 90],
]);
const ALT_RIGHT = 108;

/** A key that is the same in all groups has its keysyms in the first alone. */
function columnOf(keysyms: readonly number[], { level3, group = 0 }: LayoutState): number | undefined {
  if (group > 1) return undefined;
  const own = group === 1 && ((keysyms[2] ?? 0) !== 0 || (keysyms[3] ?? 0) !== 0) ? 2 : 0;
  return (level3 ? 4 : 0) + own;
}

/**
 * The layout of an X server, from its core keyboard mapping: for each keycode from `first` on, the keysyms of group 1
 * without and with Shift, then group 2, then level 3 of group 1 without and with Shift, then of group 2. More than two are not in it.
 */
export function xLayout(mapping: readonly (readonly number[])[], first: number): KeyboardLayout {
  return {
    hasLevel3: mapping[ALT_RIGHT - first]?.[0] === ISO_LEVEL3_SHIFT,
    typed(code, state) {
      const keysyms = mapping[(EVDEV.get(code) ?? 0) - first];
      if (!keysyms) return undefined;
      // The keypad types with Num Lock on, and the second column says what; the hook has another code without.
      if (code.startsWith('Numpad')) return textOfKeysym(keysyms[1] ?? 0) ?? textOfKeysym(keysyms[0] ?? 0);
      const at = columnOf(keysyms, state);
      if (at === undefined) return undefined;
      const plain = textOfKeysym(keysyms[at] ?? 0);
      const shifted = textOfKeysym(keysyms[at + 1] ?? 0) ?? plain?.toUpperCase();
      return plain === undefined || shifted === undefined ? plain : level(plain, shifted, state);
    },
  };
}
