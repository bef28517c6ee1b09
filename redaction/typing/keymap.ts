import type { KeyEvent } from '../../wire/event.ts';
import { isCharacter } from '../../wire/vocabulary.ts';

/** What a key press does to a text field. */
export type Stroke =
  | { readonly do: 'insert'; readonly text: string }
  | { readonly do: 'delete'; readonly forward: boolean; readonly unit: Unit }
  | { readonly do: 'move'; readonly forward: boolean; readonly unit: Unit; readonly extend: boolean }
  | { readonly do: 'select-all' | 'undo' | 'redo' | 'cut' | 'replace' | 'compose' | 'dead' | 'overwrite' }
  | { readonly do: 'nothing' };
export type Unit = 'character' | 'word' | 'line' | 'row' | 'text';

export interface Modifiers {
  alt: boolean;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
}

const NOTHING: Stroke = { do: 'nothing' };
/** In a terminal the control keys are those of readline, where Ctrl+A is Home and Ctrl+W deletes a word. */
const TERMINAL = /term|konsole|iterm|alacritty|kitty|tmux|shell|console|\bcmd\b|ghostty|foot|putty|emacs/i;
/** Row of the US layout, for collectors that know the physical key only: code, plain, shifted. */
const US_LAYOUT = new Map<string, readonly [string, string]>([
  ...[...'abcdefghijklmnopqrstuvwxyz'].map((c) => [`Key${c.toUpperCase()}`, [c, c.toUpperCase()]] as const),
  ...[...'0123456789'].map((c) => [`Digit${c}`, [c, ')!@#$%^&*('[Number(c)]!]] as const),
  ...[...'0123456789'].map((c) => [`Numpad${c}`, [c, c]] as const),
  ['Minus', ['-', '_']],
  ['Equal', ['=', '+']],
  ['BracketLeft', ['[', '{']],
  ['BracketRight', [']', '}']],
  ['Backslash', ['\\', '|']],
  ['Semicolon', [';', ':']],
  ['Quote', ["'", '"']],
  ['Backquote', ['`', '~']],
  ['Comma', [',', '<']],
  ['Period', ['.', '>']],
  ['Slash', ['/', '?']],
  ['Space', [' ', ' ']],
  ['NumpadDecimal', ['.', '.']],
  ['NumpadSubtract', ['-', '-']],
  ['NumpadAdd', ['+', '+']],
  ['NumpadMultiply', ['*', '*']],
  ['NumpadDivide', ['/', '/']],
]);

/** What a key is called: by its meaning, or by its place where the collector does not know that. */
export function keyName({ key, code }: KeyEvent): string {
  return (key === 'Unidentified' ? undefined : key) || code || '';
}

/** The character that a key types, or undefined. One character may be two code units. */
export function typedText(event: KeyEvent, shift: boolean): string | undefined {
  const key = event.key === 'Process' && event.code ? event.code : keyName(event);
  if (key.length === 1) return key;
  const layout = US_LAYOUT.get(key);
  if (layout !== undefined) return layout[shift ? 1 : 0];
  if (key === 'Enter' || key === 'NumpadEnter') return '\n';
  if (key === 'Tab') return '\t';
  if (key === 'Spacebar') return ' ';
  if (key === 'Decimal') return '.';
  // All that may be stored as typed is read as typed; a longer text never is stored, and is read if it is no word of a program.
  return isCharacter(key) || (key !== '' && key.length <= 8 && !/^[A-Za-z]/.test(key)) ? key : undefined;
}

/**
 * What the place of a key says on a US keyboard, where its meaning says something else: another layout, or a collector that is wrong about the
 * layout. undefined where both agree but for the case, or only one is told.
 */
export function otherText({ key, code }: KeyEvent, shift: boolean): string | undefined {
  if (key === undefined || code === undefined) return undefined;
  const placed = US_LAYOUT.get(code)?.[shift ? 1 : 0];
  return placed === undefined || placed.toLowerCase() === key.toLowerCase() ? undefined : placed;
}

/** What a key press means, by the conventions of Windows, GNOME and macOS together: fields differ, readings are several. */
export function interpret(event: KeyEvent, modifiers: Modifiers): Stroke {
  const name = keyName(event);
  const { alt, ctrl, meta, shift } = modifiers;
  if (event.isComposing === true || name === 'Process') return { do: 'compose' };
  if (name === 'Dead' || name.startsWith('dead_')) return { do: 'dead' };
  const jump = ctrl || alt || meta;
  switch (name) {
    case 'Backspace':
      return { do: 'delete', forward: false, unit: meta ? 'line' : jump ? 'word' : 'character' };
    case 'Delete':
      if (shift && !jump) return { do: 'cut' };
      return { do: 'delete', forward: true, unit: meta ? 'line' : jump ? 'word' : 'character' };
    case 'ArrowLeft':
    case 'ArrowRight':
      return {
        do: 'move',
        forward: name === 'ArrowRight',
        unit: meta ? 'line' : jump ? 'word' : 'character',
        extend: shift,
      };
    case 'ArrowUp':
    case 'ArrowDown':
      return { do: 'move', forward: name === 'ArrowDown', unit: jump ? 'text' : 'row', extend: shift };
    case 'Home':
    case 'End':
      return { do: 'move', forward: name === 'End', unit: ctrl || meta ? 'text' : 'line', extend: shift };
    case 'Insert':
      return shift ? { do: 'replace' } : ctrl ? NOTHING : { do: 'overwrite' };
    case 'Undo':
      return { do: 'undo' };
    case 'Redo':
      return { do: 'redo' };
    case 'Cut':
      return { do: 'cut' };
    case 'Paste':
      return { do: 'replace' };
  }
  // Ctrl and Alt together are AltGr on Windows; Alt alone types signs on macOS (`@` is Option+L on a German keyboard).
  // Alt+Tab and Ctrl+Tab go elsewhere.
  if (name === 'Tab' && jump) return NOTHING;
  const shortcut = meta || (ctrl && !alt) || (alt && !ctrl && /^[\p{L}\p{N}]$/u.test(name) && name < '\u0080');
  if (shortcut) return shortcutStroke(event, modifiers);
  const text = typedText(event, shift);
  return text === undefined ? NOTHING : { do: 'insert', text };
}

function shortcutStroke(event: KeyEvent, { shift, alt, meta, ctrl }: Modifiers): Stroke {
  const name = keyName(event);
  // Where letters are not Latin, the place of the key tells the shortcut.
  const letter = (name < '\u0080' ? name : event.code)?.replace('Key', '').toLowerCase();
  if (alt && !meta) {
    if (letter === 'd') return { do: 'delete', forward: true, unit: 'word' };
    if (letter === 'b' || letter === 'f') return { do: 'move', forward: letter === 'f', unit: 'word', extend: false };
    return NOTHING;
  }
  if (TERMINAL.test(event.app) && ctrl) {
    switch (letter) {
      case 'a':
      case 'e':
        return { do: 'move', forward: letter === 'e', unit: 'line', extend: false };
      case 'b':
      case 'f':
        return { do: 'move', forward: letter === 'f', unit: 'character', extend: false };
      case 'u':
      case 'k':
        return { do: 'delete', forward: letter === 'k', unit: 'line' };
      case 'w':
        return { do: 'delete', forward: false, unit: 'word' };
      case 'h':
      case 'd':
        return { do: 'delete', forward: letter === 'd', unit: 'character' };
      case 'j':
      case 'm':
      case 'c':
        return { do: 'insert', text: '\n' };
    }
    return NOTHING;
  }
  switch (letter) {
    case 'a':
      return { do: 'select-all' };
    case 'z':
      return shift ? { do: 'redo' } : { do: 'undo' };
    case 'y':
      return { do: 'redo' };
    case 'x':
      return { do: 'cut' };
    case 'v':
      return { do: 'replace' };
  }
  return NOTHING;
}
