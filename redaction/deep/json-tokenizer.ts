import { Tokenizer } from '@huggingface/tokenizers';
import { DeepPassFailed } from './deep-pass.ts';
import { ModelUnusable } from './model.ts';
import type { Piece, Pieces } from './pieces.ts';

/** Characters that no tokenizer tells apart in the same way: spaces, marks, what nobody sees. */
const IGNORED = /[\s\p{M}\p{Cc}\p{Cf}\p{Z}]/u;
/** Farthest that text and pieces may be apart before they go on together. */
const FARTHEST = 64;
/** So many characters in a row that agree tell where they do. */
const AGREED = 3;

/** A text as its letters alone, each with where it stands. */
interface Letters {
  readonly letters: string[];
  readonly from: number[];
  readonly to: number[];
}

/**
 * Any tokenizer of a `tokenizer.json` (BPE, Unigram, WordPiece): what is in the file is done by the library of those who make the format. It tells
 * no offsets: the pieces are laid along the text, letter by letter, whatever the tokenizer made of case, marks and spaces.
 */
export class JsonTokenizer implements Pieces {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly #tokenizer: Tokenizer;
  readonly #unknown: string | undefined;
  readonly #byteLevel: boolean;
  readonly #continuing: string | undefined;

  /** @throws ModelUnusable when the library cannot read the file */
  constructor(json: string) {
    let file: { model?: { unk_token?: unknown; type?: unknown; continuing_subword_prefix?: unknown } };
    try {
      file = JSON.parse(json) as typeof file;
      // What those who make the format take where a file names none, and the library does not.
      if (file.model?.type === 'WordPiece') file.model.continuing_subword_prefix ??= '##';
      this.#tokenizer = new Tokenizer(file, {});
      const whole: readonly number[] = this.#tokenizer.encode('a').ids;
      const bare: readonly number[] = this.#tokenizer.encode('a', { add_special_tokens: false }).ids;
      const at = bare.length === 0 ? -1 : whole.findIndex((_, i) => bare.every((id, n) => whole[i + n] === id));
      if (at < 0) throw new ModelUnusable('the text is no part of its sequence');
      this.before = whole.slice(0, at);
      this.after = whole.slice(at + bare.length);
    } catch (cause) {
      throw new ModelUnusable('tokenizer.json is none that the tokenizer library can read', { cause });
    }
    const { unk_token, type, continuing_subword_prefix } = file.model ?? {};
    this.#unknown = typeof unk_token === 'string' ? unk_token : undefined;
    this.#byteLevel = /"type"\s*:\s*"ByteLevel"/.test(json);
    this.#continuing =
      type === 'WordPiece' && typeof continuing_subword_prefix === 'string' ? continuing_subword_prefix : undefined;
  }

  /** @throws DeepPassFailed when the pieces cannot be led back to the text */
  pieces(text: string): Piece[] {
    const pieces: Piece[] = [];
    for (let from = 0; from < text.length; ) {
      const to = stretchEnd(text, from);
      for (const { id, start, end } of this.#stretch(text.slice(from, to)))
        pieces.push({ id, start: from + start, end: from + end, first: !joins(text, from + start) });
      from = to;
    }
    return pieces;
  }

  #stretch(text: string): { id: number; start: number; end: number }[] {
    const { ids, tokens } = this.#tokenizer.encode(text, { add_special_tokens: false });
    const { letters, ends, unknown } = this.#spelled(tokens);
    const given = lettersOf(text);
    // For each letter of the pieces the one of the text, or the one that comes next.
    const place = aligned(letters, given, unknown);
    const pieces: { id: number; start: number; end: number }[] = [];
    let first = 0;
    for (const [i, id] of ids.entries()) {
      const last = ends[i]!;
      const from = place[first]!;
      const to = place[last]!;
      first = last;
      // A piece of spaces alone, or a part of a character: it stands where the next one does.
      const start = given.from[from] ?? text.length;
      const end = to > from ? given.to[to - 1]! : start;
      pieces.push({ id, start, end });
    }
    return pieces;
  }

  /** The letters of the pieces in a row, where each piece's end, and which stand for any. */
  #spelled(tokens: readonly string[]) {
    const letters: string[] = [];
    const ends: number[] = [];
    const unknown = new Set<number>();
    let open: number[] = [];
    const decoder = new TextDecoder();
    const flush = (): void => {
      letters.push(...lettersOf(decoder.decode(Uint8Array.from(open))).letters);
      open = [];
    };
    for (const token of tokens) {
      if (token === this.#unknown) {
        flush();
        unknown.add(letters.length);
        letters.push('');
      } else {
        open.push(...this.#bytesOf(token));
        // A character may be cut in pieces: what is not whole yet waits for the rest.
        if (isWhole(open)) flush();
      }
      ends.push(letters.length);
    }
    flush();
    if (ends.length > 0) ends[ends.length - 1] = letters.length;
    return { letters, ends, unknown };
  }

  #bytesOf(token: string): Iterable<number> {
    const single = /^<0x([0-9A-F]{2})>$/.exec(token);
    if (single) return [Number.parseInt(single[1]!, 16)];
    if (this.#byteLevel) {
      const bytes = [...token].map((one) => BYTES.get(one));
      if (bytes.every((byte) => byte !== undefined)) return bytes as number[];
    }
    const prefix = this.#continuing;
    const surface = prefix !== undefined && token.startsWith(prefix) ? token.slice(prefix.length) : token;
    return Buffer.from(surface.replaceAll('\u2581', ' ').replace(/<\/w>$/, ' '), 'utf8');
  }
}

/**
 * Characters that the library is given at once: of a word without an end some of its tokenizers take the square of its length. Cut before a
 * space, where all of them do, or in a word that is no word.
 */
const STRETCH = 1_000;

function stretchEnd(text: string, from: number): number {
  const most = from + STRETCH;
  if (most >= text.length) return text.length;
  for (let at = most; at > from + STRETCH / 2; at--) if (/\s/.test(text[at]!)) return at;
  // Not between the halves of a character.
  return /[\uDC00-\uDFFF]/.test(text[most]!) ? most + 1 : most;
}

/** GPT-2's letters for bytes: printable ones stand for themselves, the others for those from 256 on. */
const BYTES: ReadonlyMap<string, number> = (() => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(printable(byte) ? byte : next++), byte] as const),
  );
})();

/** Whether bytes end with a whole character of UTF-8. */
function isWhole(bytes: readonly number[]): boolean {
  let i = bytes.length - 1;
  while (i > 0 && (bytes[i]! & 0xc0) === 0x80) i--;
  const first = bytes[i] ?? 0;
  return bytes.length - i >= (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}

function lettersOf(text: string): Letters {
  const letters: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const one of text) {
    for (const letter of one.normalize('NFKD').toLowerCase().normalize('NFKD')) {
      if (IGNORED.test(letter)) continue;
      letters.push(letter);
      from.push(at);
      to.push(at + one.length);
    }
    at += one.length;
  }
  return { letters, from, to };
}

/**
 * For each letter of the pieces, and for their end, the index of the text's letter. Where they differ (an unknown piece, a sign that the
 * tokenizer replaces) both go on where some letters in a row agree again.
 * @throws DeepPassFailed
 */
function aligned(pieces: readonly string[], given: Letters, unknown: ReadonlySet<number>): Int32Array {
  const { letters } = given;
  const place = new Int32Array(pieces.length + 1);
  let i = 0;
  let j = 0;
  while (i < pieces.length) {
    if (!unknown.has(i) && pieces[i] === letters[j]) {
      place[i++] = j++;
      continue;
    }
    const [a, b] = unknown.has(i)
      ? [1, wordFrom(pieces, i, given, j, unknown)]
      : meeting(pieces, i, letters, j, unknown);
    // What stands between belongs to all that is unclear.
    for (let n = 0; n < a; n++) place[i + n] = n === 0 ? j : j + Math.min(b, n);
    i += a;
    j += b;
  }
  place[pieces.length] = letters.length;
  if (j < letters.length && letters.length - j > FARTHEST) throw new DeepPassFailed('onnx: pieces of another text');
  return place;
}

/** How many letters an unknown piece stands for: at least one, to the end of their word, or where the next piece is found. */
function wordFrom(
  pieces: readonly string[],
  i: number,
  { letters, from, to }: Letters,
  j: number,
  unknown: ReadonlySet<number>,
): number {
  let b = 1;
  while (j + b < letters.length) {
    const next = !unknown.has(i + 1) && i + 1 < pieces.length && pieces[i + 1] === letters[j + b];
    if (next || from[j + b]! > to[j + b - 1]! || WORD.test(letters[j + b]!) !== WORD.test(letters[j]!)) break;
    b++;
  }
  return Math.min(b, letters.length - j);
}

/** How many letters of each to go over until they agree. */
function meeting(
  pieces: readonly string[],
  i: number,
  letters: readonly string[],
  j: number,
  unknown: ReadonlySet<number>,
): [number, number] {
  const agree = (a: number, b: number): boolean => {
    for (let n = 0; n < AGREED; n++) {
      if (i + a + n >= pieces.length) return i + a + n === pieces.length && j + b + n === letters.length;
      if (unknown.has(i + a + n)) return n > 0;
      if (pieces[i + a + n] !== letters[j + b + n]) return false;
    }
    return true;
  };
  for (let sum = 1; sum <= 2 * FARTHEST; sum++)
    for (let a = Math.max(0, sum - FARTHEST); a <= Math.min(sum, FARTHEST, pieces.length - i); a++) {
      const b = sum - a;
      if (j + b <= letters.length && b <= FARTHEST && (a > 0 || b > 0) && agree(a, b)) return [a, b];
    }
  throw new DeepPassFailed('onnx: pieces of another text');
}

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** Whether the character at a place goes on with a word. */
const joins = (text: string, at: number): boolean =>
  at > 0 && at < text.length && WORD.test(text[at]!) && WORD.test(text[at - 1]!);
