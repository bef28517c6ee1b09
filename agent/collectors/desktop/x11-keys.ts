/** X keycodes (evdev's number and 8, as every X server of the last decade has them) as KeyboardEvent.code. */

const row = (first: number, codes: string): [number, string][] =>
  codes.split(' ').map((code, at) => [first + at, code]);
const letters = (keys: string) => [...keys].map((key) => `Key${key}`).join(' ');

const CODES: ReadonlyMap<number, string> = new Map<number, string>([
  ...row(9, 'Escape Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab'),
  ...row(24, `${letters('QWERTYUIOP')} BracketLeft BracketRight Enter ControlLeft`),
  ...row(38, `${letters('ASDFGHJKL')} Semicolon Quote Backquote ShiftLeft Backslash`),
  ...row(52, `${letters('ZXCVBNM')} Comma Period Slash ShiftRight NumpadMultiply AltLeft Space CapsLock`),
  ...row(67, 'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock'),
  ...row(79, 'Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd'),
  ...row(87, 'Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal'),
  ...row(94, 'IntlBackslash F11 F12 IntlRo Katakana Hiragana Convert KanaMode NonConvert'),
  ...row(104, 'NumpadEnter ControlRight NumpadDivide PrintScreen AltRight'),
  ...row(110, 'Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete'),
  ...row(121, 'AudioVolumeMute AudioVolumeDown AudioVolumeUp Power NumpadEqual'),
  [127, 'Pause'],
  ...row(129, 'NumpadComma Lang1 Lang2 IntlYen MetaLeft MetaRight ContextMenu'),
  ...row(171, 'MediaTrackNext MediaPlayPause MediaTrackPrevious MediaStop'),
  ...row(191, 'F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24'),
]);

/** Empty for one that the standard has no name for. */
export const codeOfKeycode = (keycode: number): string => CODES.get(keycode) ?? '';

/** What the keypad means without Num Lock, KeyboardEvent.key. */
export const NUMPAD_NAVIGATION: ReadonlyMap<string, string> = new Map([
  ['Numpad7', 'Home'],
  ['Numpad8', 'ArrowUp'],
  ['Numpad9', 'PageUp'],
  ['Numpad4', 'ArrowLeft'],
  ['Numpad5', 'Clear'],
  ['Numpad6', 'ArrowRight'],
  ['Numpad1', 'End'],
  ['Numpad2', 'ArrowDown'],
  ['Numpad3', 'PageDown'],
  ['Numpad0', 'Insert'],
  ['NumpadDecimal', 'Delete'],
]);
