import type { SensitiveType } from './redactor.ts';
import { lazily } from './text/lazily.ts';

/** Sorts of programs in which people mostly write what names nobody; of any other nothing is supposed. */
export type Application = 'terminal' | 'editor' | 'database' | 'spreadsheet';

const NAMES: readonly (readonly [Application, RegExp])[] = [
  [
    'terminal',
    /term(?:inal|inator|inus|ux)?$|\b[a-z]{1,8}term\b|konsole|alacritty|\bkitty\b|\btmux\b|powershell|\bpwsh\b|\bconsole\b|\bcmd(?:\.exe)?$|ghostty|^foot$|putty|\bwarp\b/i,
  ],
  [
    'editor',
    /^code(?:-?(?:oss|server|insiders))?$|vs ?code|codium|^cursor$|\bidea(?:64)?\b|pycharm|webstorm|goland|clion|phpstorm|rubymine|\brider\b|sublime|\bg?vim\b|neovim|^nvim|emacs|xcode|android ?studio|eclipse|visual ?studio|^zed$|\bhelix\b/i,
  ],
  [
    'database',
    /dbeaver|datagrip|pgadmin|mysql ?workbench|\bssms\b|heidisql|tableplus|sql ?developer|beekeeper|adminer|sqlite ?browser|^psql$/i,
  ],
  ['spreadsheet', /\bexcel\b|\bcalc\b|^numbers$|gnumeric|spreadsheet|\bsheets\b/i],
];

const known = new Map<string, Application | undefined>();
const MOST_KNOWN = 512;
const LONGEST = 64;

/** What sort of program an application is by its name; undefined: not known to be any. */
export function applicationOf(name: string | undefined): Application | undefined {
  if (typeof name !== 'string' || name.length > LONGEST) return undefined;
  if (known.has(name)) return known.get(name);
  const found = NAMES.find(([, form]) => form.test(name))?.[0];
  if (known.size < MOST_KNOWN) known.set(name, found);
  return found;
}

const REACH = 240;
/** Signs of commands, code and statements. */
const SIGN =
  /[{}$<>=\\`|&_;()[\]]|(?:^|\s)--?[\w]|\*[./]|::|\w\/\w|^\s*[>%#]\s|\b(?:SELECT|FROM|WHERE|INSERT|UPDATE|JOIN)\b/;
const COMMENT = /(?:\/\/|(?:^|\s)#\s|--\s|\/\*|^\s*\*\s|<!--)/;
const FULL_NAME = lazily(
  () => /\p{Lu}[\p{Ll}\p{M}'’-]+[ \t]+(?:(?:van|de|von|der|la|el|al|di|da) )?\p{Lu}[\p{Ll}\p{M}'’-]+/u,
);
const WORDS_OF_PROSE = 4;
/** Guesses that go by the look of words. */
const BY_LOOK: ReadonlySet<SensitiveType> = new Set(['PERSON', 'ORGANIZATION', 'LOCATION', 'ADDRESS', 'OTHER', 'AGE']);

/**
 * Whether a guess of the tagger stands where such a program holds what people say: in quotes, in a comment, in a line of prose; or says a full
 * name. Of anything else (a word of code, a column, an option, the name of a program) it would be a guess about words that it never learnt.
 * Asked of guesses alone: what a checksum, a form, the directory or a word beside it proves is found in all programs.
 */
export function mayName(
  application: Application,
  text: string,
  start: number,
  end: number,
  type: SensitiveType,
): boolean {
  if (!BY_LOOK.has(type)) return true;
  const value = text.slice(start, end);
  if (application === 'spreadsheet') return /\p{L}/u.test(value);
  if (FULL_NAME().test(value)) return true;
  const before = text.slice(Math.max(0, start - REACH), start);
  const behind = text.slice(end, end + REACH);
  const head = before.slice(before.lastIndexOf('\n') + 1);
  const cut = behind.indexOf('\n');
  const line = head + value + (cut < 0 ? behind : behind.slice(0, cut));
  if (quoted(head) || COMMENT.test(head)) return true;
  return !SIGN.test(line) && (line.match(/\p{L}{2,}/gu)?.length ?? 0) >= WORDS_OF_PROSE;
}

/** Whether a quote is open at the end of a line's begin: apostrophes inside of words are none. */
function quoted(head: string): boolean {
  let open = '';
  for (let i = 0; i < head.length; i++) {
    const c = head[i]!;
    if (c !== '"' && c !== "'" && c !== '`') continue;
    if (c === "'" && open === '' && /\p{L}/u.test(head[i - 1] ?? '')) continue;
    if (open === '') open = c;
    else if (open === c) open = '';
  }
  return open !== '';
}
