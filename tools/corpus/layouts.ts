/** Keyboard layouts: the rows of keys, plain and shifted, by KeyboardEvent.code. */
export interface Layout {
  readonly name: string;
  /** Character to key. */
  readonly keys: ReadonlyMap<string, { readonly code: string; readonly shift: boolean; readonly altGr: boolean }>;
  /** Accented letters that are typed with a dead key first: letter to [key of the accent, base letter]. */
  readonly dead: ReadonlyMap<string, readonly [code: string, base: string]>;
  /** Characters beside a character on the keyboard, for slips of the finger. */
  readonly neighbours: ReadonlyMap<string, string>;
}

const CODES = [
  [
    'Backquote',
    'Digit1',
    'Digit2',
    'Digit3',
    'Digit4',
    'Digit5',
    'Digit6',
    'Digit7',
    'Digit8',
    'Digit9',
    'Digit0',
    'Minus',
    'Equal',
  ],
  [
    'KeyQ',
    'KeyW',
    'KeyE',
    'KeyR',
    'KeyT',
    'KeyY',
    'KeyU',
    'KeyI',
    'KeyO',
    'KeyP',
    'BracketLeft',
    'BracketRight',
    'Backslash',
  ],
  ['KeyA', 'KeyS', 'KeyD', 'KeyF', 'KeyG', 'KeyH', 'KeyJ', 'KeyK', 'KeyL', 'Semicolon', 'Quote'],
  ['IntlBackslash', 'KeyZ', 'KeyX', 'KeyC', 'KeyV', 'KeyB', 'KeyN', 'KeyM', 'Comma', 'Period', 'Slash'],
] as const;

/** `·` is a key that types nothing by itself. */
function layout(
  name: string,
  plain: readonly string[],
  shifted: readonly string[],
  altGr: Readonly<Record<string, string>> = {},
  dead: Readonly<Record<string, readonly [string, string]>> = {},
): Layout {
  const keys = new Map<string, { code: string; shift: boolean; altGr: boolean }>([
    [' ', { code: 'Space', shift: false, altGr: false }],
    ['\n', { code: 'Enter', shift: false, altGr: false }],
  ]);
  const neighbours = new Map<string, string>();
  for (const [character, code] of Object.entries(altGr)) keys.set(character, { code, shift: false, altGr: true });
  for (const [r, row] of CODES.entries()) {
    for (const [rows, shift] of [
      [plain, false],
      [shifted, true],
    ] as const) {
      const characters = [...rows[r]!];
      for (const [i, code] of row.entries()) {
        const c = characters[i];
        if (c === undefined || c === '·') continue;
        if (!keys.has(c)) keys.set(c, { code, shift, altGr: false });
        neighbours.set(c, [characters[i - 1], characters[i + 1]].filter((n) => n !== undefined && n !== '·').join(''));
      }
    }
  }
  return { name, keys, dead: new Map(Object.entries(dead)), neighbours };
}

export const LAYOUTS: readonly Layout[] = [
  layout(
    'us',
    ['`1234567890-=', 'qwertyuiop[]\\', "asdfghjkl;'", '·zxcvbnm,./'],
    ['~!@#$%^&*()_+', 'QWERTYUIOP{}|', 'ASDFGHJKL:"', '·ZXCVBNM<>?'],
  ),
  layout(
    'de',
    ['·1234567890ß·', 'qwertzuiopü+#', 'asdfghjklöä', '<yxcvbnm,.-'],
    ['°!"§$%&/()=?·', "QWERTZUIOPÜ*'", 'ASDFGHJKLÖÄ', '>YXCVBNM;:_'],
    {
      '@': 'KeyQ',
      '\\': 'Minus',
      '{': 'Digit7',
      '}': 'Digit0',
      '[': 'Digit8',
      ']': 'Digit9',
      '|': 'IntlBackslash',
      '~': 'BracketRight',
      '€': 'KeyE',
    },
    { é: ['Equal', 'e'], á: ['Equal', 'a'], ê: ['Backquote', 'e'] },
  ),
  layout(
    'fr',
    ['²&é"\'(-è_çà)=', 'azertyuiop·$*', 'qsdfghjklmù', '<wxcvbn,;:!'],
    ['·1234567890°+', 'AZERTYUIOP·£µ', 'QSDFGHJKLM%', '>WXCVBN?./§'],
    {
      '@': 'Digit0',
      '#': 'Digit3',
      '{': 'Digit4',
      '[': 'Digit5',
      '|': 'Digit6',
      '\\': 'Digit8',
      ']': 'Minus',
      '}': 'Equal',
    },
    { ê: ['BracketLeft', 'e'], î: ['BracketLeft', 'i'], ô: ['BracketLeft', 'o'] },
  ),
  layout(
    'es',
    ["º1234567890'¡", 'qwertyuiop·+ç', 'asdfghjklñ·', '<zxcvbnm,.-'],
    ['ª!"·$%&/()=?¿', 'QWERTYUIOP·*Ç', 'ASDFGHJKLÑ·', '>ZXCVBNM;:_'],
    {
      '@': 'Digit2',
      '#': 'Digit3',
      '\\': 'Backquote',
      '[': 'BracketLeft',
      ']': 'BracketRight',
      '{': 'Quote',
      '}': 'Backslash',
      '|': 'Digit1',
    },
    { á: ['Quote', 'a'], é: ['Quote', 'e'], í: ['Quote', 'i'], ó: ['Quote', 'o'], ú: ['Quote', 'u'] },
  ),
  layout(
    'dvorak',
    ['`1234567890[]', "',.pyfgcrl/=\\", 'aoeuidhtns-', '·;qjkxbmwvz'],
    ['~!@#$%^&*(){}', '"<>PYFGCRL?+|', 'AOEUIDHTNS_', '·:QJKXBMWVZ'],
  ),
];
