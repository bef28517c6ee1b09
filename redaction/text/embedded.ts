import { CODE, LATIN, MIXED } from './glued.ts';
import { eachMatch } from './matches.ts';

/**
 * What a text says to those who see it where it belongs: escapes of the format that it was copied from undone, labels drawn to
 * the values below them, numbers freed of the letters that they touch. A reading beside the text as it stands, never in its
 * place: a sign that looks like an escape may be none.
 *
 * Sources: ECMA-48 (control sequences), HTML named character references, RFC 2045 and 2047 (quoted-printable), ECMA-404 and
 * ECMAScript string escapes.
 */
export interface Reading {
  readonly text: string;
  /** Of each code unit of `text`, where in the original what it stands for begins and ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Nothing but numbers is read in another way: words are as they were. */
  readonly numbers?: boolean;
}

/** A text may be escaped twice: JSON in JSON, an entity of an entity. */
const MOST_LAYERS = 3;

/** HTML's names of the characters 160 to 255, in order. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo ' +
  'frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve ' +
  'Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ' +
  'ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const NAMED = new Map<string, string>([
  ...LATIN_1.split(' ').map((name, i) => [name, String.fromCharCode(160 + i)] as const),
  ...Object.entries({
    ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", commat: '@', period: '.', colon: ':', sol: '/', num: '#' },
    ...{ comma: ',', hyphen: '-', dash: '-', ndash: '-', mdash: '-', lowbar: '_', plus: '+', equals: '=', ensp: ' ' },
    ...{ emsp: ' ', thinsp: ' ', zwnj: '', zwj: '', lpar: '(', rpar: ')', percnt: '%', Tab: '\t', NewLine: '\n' },
  }),
]);

interface Rule {
  /** Sticky; bounded, so that a text of nothing but beginnings takes linear time. */
  readonly form: RegExp;
  /** What it stands for; undefined when it is none after all. */
  readonly means: (match: RegExpExecArray) => string | undefined;
}

const character = (code: number): string | undefined => (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);
/** What bytes say: in UTF-8, or where they are none one letter each. */
function written(hex: string): string {
  const bytes = Buffer.from(hex.replace(/[^0-9a-f]/gi, ''), 'hex');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

const ESC = '\\x1b';
const TERMINAL: Rule = {
  form: new RegExp(
    `\\x9b[0-?]{0,32}[ -/]{0,4}[@-~]|${ESC}(?:\\[[0-?]{0,32}[ -/]{0,4}[@-~]|\\][^\\x07\\x1b\\n]{0,512}(?:\\x07|${ESC}\\\\)|[()#][A-Za-z0-9]|[@-Z\\\\^_=>a-z])`,
    'y',
  ),
  means: () => '',
};
const ENTITY: Rule = {
  form: /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/y,
  means: ([, decimal, hex, name]) =>
    name === undefined ? character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : NAMED.get(name),
};
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\n',
  t: ' ',
  b: '',
  f: ' ',
  v: ' ',
  e: '\x1b',
  '\n': ' ',
};
/** In `C:\new` nothing is an escape. */
const PATH = /[A-Za-z]:\\[^\s"'<>|]{0,512}/y;
const isDrive = (text: string, at: number): boolean => /[A-Za-z]/.test(text[at]!) && !/\w/.test(text[at - 1] ?? ' ');
const BACKSLASH: Rule = {
  form: /\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|((?:x[0-9a-fA-F]{2})(?:\\x[0-9a-fA-F]{2}){0,3})|([0-3][0-7]{2})|([nrtbfve"'`/\n\\]))/y,
  means: ([, four, braced, eight, pairs, octal, simple]) => {
    const hex = four ?? braced ?? eight;
    if (hex !== undefined) return character(Number.parseInt(hex, 16));
    if (pairs !== undefined) return written(pairs);
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return SIMPLE[simple!] ?? simple;
  },
};
/** Signs that hardly stand in what is no mail: a soft break, a head in RFC 2047, the codes of the commonest letters. */
const QUOTED_PRINTABLE = /=\r?\n|=\?[\w-]{2,16}\?q\?|=(?:3D|40|2E|C[2-5]=[89AB]|E2=8|D0=|D1=)/i;
const QUOTED: Rule = {
  // One letter of UTF-8 at a time.
  form: /=(?:(\r?\n)|\?[\w-]{2,16}\?[qQ]\?|([cdCD][0-9A-Fa-f]=[89abAB][0-9A-Fa-f]|[eE][0-9A-Fa-f](?:=[89abAB][0-9A-Fa-f]){2}|[fF][0-7](?:=[89abAB][0-9A-Fa-f]){3}|[0-9A-Fa-f]{2}))/y,
  means: ([, soft, code]) => {
    if (code === undefined) return soft === undefined ? ' ' : '';
    return written(code);
  },
};

/** A label at the end of a line whose value begins the next one: `IBAN:`, `secret_key = (`. */
const LABEL = /([:：=])[ \t]{0,8}[({[]?[ \t]{0,8}\r?\n[ \t\r\n]{0,16}/y;
/** What a value is that letters run into: digits, an address of a network, a code in capitals, a prefix that a service gives out. */
const VALUE = [
  '\\d{7,24}[A-Z]?(?![A-Za-z0-9_])',
  '\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w.])',
  '\\d{2,6}[-. ]\\d{2,6}(?:[-. ]\\d{2,6}){0,4}[A-Z]?(?![A-Za-z0-9_])',
  '[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}',
  '[0-9a-f]{1,4}:[0-9a-f]{0,4}:[0-9a-f:]{2,32}',
  '\\d{1,3} (?:years|Jahre|ans|años|anni|jaar|anos|lat)\\b',
];
/** Words and a value in one: `tel4155550187`, `IP10.20.30.40`. What changes more than once is a hash or a part number. */
const GLUED = new RegExp(
  `(?<![${LATIN}0-9_])(?:[${LATIN}]{2,24}?(?=${VALUE.join('|')})|[${LATIN}]{1,23}[a-z\\u00df-\\u024f](?=${CODE.join('|')})|(?:\\d[ -]?){8,24}(?=[${LATIN}]{2,24}(?![A-Za-z0-9_])))|[\\w](?=[\\u00c0-\\u024f]{1,2}(?![${LATIN}]))(?<=\\d\\w?)`,
  'g',
);
/** Which readings a text may have, as one pass over its tokens has seen. */
export interface Signs {
  readonly escaped: boolean;
  readonly mixed: boolean;
  /** Whether one of those tokens may hold more than one value, as `mayBeGlued` says of the text as it stands. */
  readonly glued: boolean;
}

/**
 * The text as it is meant, and that with its numbers freed of letters; none where they are the text as it stands.
 * @param isPart whether a border in the text as it stands is in the middle of what is known to be one value: an account begins with letters.
 */
export function embedded(
  text: string,
  { escaped, mixed, glued }: Signs,
  isPart: (border: number) => boolean = () => false,
): Reading[] {
  let meant: Reading | undefined;
  for (let layer = 0; escaped && layer < MOST_LAYERS; layer++) {
    const next = unescaped(meant?.text ?? text);
    if (next === undefined) break;
    meant = over(meant, next);
  }
  const now = meant?.text ?? text;
  const laid = hasLabel(now) ? replaced(now, LABEL, ':：=', ([, sign]) => `${sign} `) : undefined;
  if (laid !== undefined) meant = over(meant, laid);
  const readings = meant === undefined ? [] : [meant];
  const plain = meant?.text ?? text;
  const mayBe = (meant === undefined ? glued : mixed) && MIXED.test(plain);
  const free = mayBe ? freed(plain, meant === undefined ? isPart : () => false) : undefined;
  if (free !== undefined) readings.push({ ...over(meant, free), numbers: true });
  return readings;
}

const isBlank = (c: number): boolean => c === 32 || c === 9;

/** Whether a line may end with a label: seen from each line's end, of which there are few. */
function hasLabel(text: string): boolean {
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    let at = end - 1;
    if (text.charCodeAt(at) === 13) at--;
    while (isBlank(text.charCodeAt(at))) at--;
    const bracket = text.charCodeAt(at);
    if (bracket === 40 || bracket === 91 || bracket === 123) {
      at--;
      while (isBlank(text.charCodeAt(at))) at--;
    }
    const sign = text.charCodeAt(at);
    if (sign === 58 || sign === 61 || sign === 0xff1a) return true;
  }
  return false;
}

/** One layer of escapes undone. */
function unescaped(text: string): Reading | undefined {
  const mail = text.includes('=') && QUOTED_PRINTABLE.test(text);
  const writer = new Writer(text);
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i);
    let rule: Rule | undefined;
    if (c === 27 || c === 0x9b) rule = TERMINAL;
    else if (c === 38) rule = ENTITY;
    else if (c === 92) rule = BACKSLASH;
    else if (c === 61 && mail) rule = QUOTED;
    else if (c === 63 && mail && text.charCodeAt(i + 1) === 61) {
      writer.put(' ', i, i + 2);
      i += 2;
      continue;
    } else if (c === 0) {
      writer.skip();
      i++;
      continue;
    } else if (c === 8) {
      // Overstrike: the letter before it is written once more behind it.
      writer.back();
      i++;
      continue;
    } else if (text.charCodeAt(i + 1) === 58 && text.charCodeAt(i + 2) === 92 && isDrive(text, i)) {
      PATH.lastIndex = i;
      for (const end = i + (PATH.exec(text)?.[0].length ?? 0); i < end; i++) writer.keep(i);
      continue;
    }
    if (rule !== undefined) {
      rule.form.lastIndex = i;
      const match = rule.form.exec(text);
      const meaning = match === null ? undefined : rule.means(match);
      if (meaning !== undefined) {
        writer.put(meaning, i, i + match![0].length);
        i += match![0].length;
        continue;
      }
    }
    writer.keep(i++);
  }
  return writer.reading();
}

/** Each match of a sticky pattern, at the signs that it begins with, as other text. */
function replaced(
  text: string,
  form: RegExp,
  signs: string,
  means: (match: RegExpExecArray) => string,
): Reading | undefined {
  const writer = new Writer(text);
  for (let i = 0; i < text.length; ) {
    form.lastIndex = i;
    const match = signs.includes(text[i]!) ? form.exec(text) : null;
    if (match === null) writer.keep(i++);
    else {
      writer.put(means(match), i, i + match[0].length);
      i += match[0].length;
    }
  }
  return writer.reading();
}

function freed(text: string, isPart: (border: number) => boolean): Reading | undefined {
  // Most texts with letters and digits in one word have no value in it: nothing is made for them.
  let writer: Writer | undefined;
  let i = 0;
  eachMatch(GLUED, text, (match) => {
    const border = match.index + match[0].length;
    if (isPart(border)) return;
    writer ??= new Writer(text);
    while (i < border) writer.keep(i++);
    writer.put(' ', border, border);
  });
  while (writer !== undefined && i < text.length) writer.keep(i++);
  return writer?.reading();
}

const NOWHERE = new Int32Array(0);

/** Writes a reading: what is kept is copied in runs. Nothing is made before the first change: most texts have none. */
class Writer {
  readonly #text: string;
  readonly #out: string[] = [];
  #from: Int32Array = NOWHERE;
  #to: Int32Array = NOWHERE;
  #count = 0;
  /** Where the run that is kept began; -1: there is none. */
  #run = -1;
  #next = 0;
  /** Where the character began that is being written over; -1: none is. */
  #struck = -1;
  #changed = false;

  constructor(text: string) {
    this.#text = text;
  }

  keep(at: number): void {
    if (!this.#changed) {
      this.#next = at + 1;
      return;
    }
    if (this.#run < 0) this.#run = at;
    this.#next = at + 1;
    this.#note(this.#struck < 0 ? at : this.#struck, at + 1);
    this.#struck = -1;
  }

  put(meaning: string, from: number, to: number): void {
    this.#change();
    this.#endRun();
    if (meaning === '') return;
    this.#out.push(meaning);
    for (let i = 0; i < meaning.length; i++) this.#note(this.#struck < 0 ? from : this.#struck, to);
    this.#struck = -1;
  }

  skip(): void {
    this.#change();
    this.#endRun();
  }

  /** Takes back what was written last. */
  back(): void {
    this.skip();
    const last = this.#out.pop();
    if (last === undefined) return;
    if (last.length > 1) this.#out.push(last.slice(0, -1));
    this.#struck = this.#from[--this.#count]!;
  }

  reading(): Reading | undefined {
    if (!this.#changed) return undefined;
    this.#endRun();
    const count = this.#count;
    return { text: this.#out.join(''), from: this.#from.subarray(0, count), to: this.#to.subarray(0, count) };
  }

  /** All that was kept before the first change, which is all that the text began with. */
  #change(): void {
    if (this.#changed) return;
    this.#changed = true;
    this.#from = new Int32Array(this.#text.length + 16);
    this.#to = new Int32Array(this.#text.length + 16);
    for (let at = 0; at < this.#next; at++) this.#note(at, at + 1);
    if (this.#next > 0) this.#run = 0;
  }

  #note(from: number, to: number): void {
    if (this.#count === this.#from.length) {
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
    }
    this.#from[this.#count] = from;
    this.#to[this.#count++] = to;
  }

  #endRun(): void {
    if (this.#run >= 0) this.#out.push(this.#text.slice(this.#run, this.#next));
    this.#run = -1;
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A reading of a reading, as one of the original. */
function over(inner: Reading | undefined, outer: Reading): Reading {
  if (inner === undefined) return outer;
  return {
    text: outer.text,
    from: outer.from.map((at) => inner.from[at]!),
    to: outer.to.map((at) => inner.to[at - 1]!),
  };
}
