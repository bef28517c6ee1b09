/** What a record's line is made of, as it comes. */
export interface RecordParts {
  /** `id`, a JSON value as text. */
  id(json: string): void;
  /** A piece of the unescaped `text`. */
  text(piece: string): void;
  textEnd(): void;
}

/** The line is not one JSON object with a string `text`. Carries no content. */
export class RecordMalformed extends Error {
  override name = 'RecordMalformed';
}

/** Longest `id` that is kept. */
const LONGEST_ID = 4_096;
/** A longer name of a field is neither `id` nor `text`. */
const LONGEST_KEY = 5;
/** What ends a stretch of plain characters in a string. */
const STRING_STOP = /["\\]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

type State = 'start' | 'before-key' | 'key' | 'colon' | 'value' | 'string' | 'other' | 'comma-or-end' | 'done';

/** Reads one long line `{"id": ..., "text": "..."}` without holding it: other fields are skipped, any order is taken. */
export class LongRecord {
  readonly #parts: RecordParts;
  #state: State = 'start';
  #key = '';
  #value = '';
  /** Unfinished escape at the end of the last piece. */
  #escape = '';
  #depth = 0;
  #inString = false;
  #seenText = false;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  push(piece: string): void {
    let i = 0;
    while (i < piece.length) {
      switch (this.#state) {
        case 'key':
        case 'string':
          i = this.#string(piece, i);
          break;
        case 'other':
          i = this.#other(piece, i);
          break;
        default:
          this.#structure(piece[i]!);
          i++;
      }
    }
  }

  /** @throws RecordMalformed when the object is not whole */
  end(): void {
    if (this.#state !== 'done' || !this.#seenText) throw new RecordMalformed();
  }

  #structure(c: string): void {
    if (c === ' ' || c === '\t' || c === '\r') return;
    if (this.#state === 'start' && c === '{') this.#state = 'before-key';
    else if (this.#state === 'before-key' && c === '"') {
      this.#key = '';
      this.#state = 'key';
    } else if (this.#state === 'comma-or-end' && c === '}') this.#state = 'done';
    else if (this.#state === 'colon' && c === ':') this.#state = 'value';
    else if (this.#state === 'comma-or-end' && c === ',') this.#state = 'before-key';
    else if (this.#state === 'value') {
      this.#value = '';
      if (c === '"') this.#state = 'string';
      else {
        this.#state = 'other';
        this.#depth = 0;
        this.#inString = false;
        this.#other(c, 0);
      }
    } else throw new RecordMalformed();
  }

  #string(piece: string, from: number): number {
    if (this.#escape !== '') {
      this.#escaped(piece[from]!);
      return from + 1;
    }
    STRING_STOP.lastIndex = from;
    const stop = STRING_STOP.exec(piece)?.index ?? piece.length;
    this.#add(piece.slice(from, stop));
    if (piece[stop] === '\\') this.#escape = '\\';
    else if (piece[stop] === '"') this.#stringEnd();
    return stop + 1;
  }

  /** The next character of an escape: `\n` has two, `\u00e9` six. */
  #escaped(c: string): void {
    this.#escape += c;
    if (this.#escape[1] === 'u' && this.#escape.length < 6) return;
    this.#add(unescaped(this.#escape));
    this.#escape = '';
  }

  #add(text: string): void {
    if (this.#state === 'key') this.#key = (this.#key + text).slice(0, LONGEST_KEY);
    else if (this.#key === 'text') this.#parts.text(text);
    else if (this.#key === 'id') this.#keep(text);
  }

  #keep(text: string): void {
    this.#value += text;
    if (this.#value.length > LONGEST_ID) throw new RecordMalformed();
  }

  #stringEnd(): void {
    if (this.#state === 'key') {
      this.#state = 'colon';
      return;
    }
    this.#state = 'comma-or-end';
    if (this.#key === 'text') {
      if (this.#seenText) throw new RecordMalformed();
      this.#seenText = true;
      this.#parts.textEnd();
    } else if (this.#key === 'id') this.#parts.id(JSON.stringify(this.#value));
  }

  /** A number, a literal, an array or an object: kept for `id`, else skipped. */
  #other(piece: string, from: number): number {
    for (let i = from; i < piece.length; i++) {
      const c = piece[i]!;
      if (this.#inString) {
        if (this.#escape !== '') this.#escape = '';
        else if (c === '\\') this.#escape = '\\';
        else if (c === '"') this.#inString = false;
      } else if (c === '"') this.#inString = true;
      else if (c === '{' || c === '[') this.#depth++;
      else if (this.#depth > 0 && (c === '}' || c === ']')) this.#depth--;
      else if (this.#depth === 0 && (c === ',' || c === '}')) {
        if (this.#key === 'id') this.#parts.id(JSON.stringify(JSON.parse(this.#value)));
        this.#state = 'comma-or-end';
        return i;
      }
      if (this.#key === 'id') this.#keep(c);
    }
    return piece.length;
  }
}

function unescaped(sequence: string): string {
  if (sequence[1] === 'u') {
    if (!/u[0-9a-fA-F]{4}/.test(sequence)) throw new RecordMalformed();
    return String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
  }
  const c = ESCAPES[sequence[1]!];
  if (c === undefined) throw new RecordMalformed();
  return c;
}
