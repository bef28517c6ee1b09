import { isAscii, isUtf8 } from 'node:buffer';
import { FrameError } from './frame.ts';
import { UNPARSED, Unparsed } from './unparsed.ts';

export * from './unparsed.ts';

/**
 * The body of a frame, line by line. A good line is one flat JSON object: its values are strings, numbers, booleans,
 * nulls, or arrays of those. Whatever else a line is, it becomes an `Unparsed` with a name, never an exception; the
 * lines around it count.
 */

/** Longest line, bytes of UTF-8, whatever stands around it: a text of 1 MiB with some of it escaped. */
export const MAX_LINE_BYTES = 2 * 1024 * 1024;
/** Most lines in a body. An event line has about 40 bytes at least, so 16 MiB of events have fewer; of nothing, more. */
export const MAX_LINES = 262_144;
/**
 * After so many bad lines the rest of a body is not looked at: a line that is no JSON costs an exception (some 4 microseconds), and a
 * body of nothing else a second of the shard's core. An agent of good will sends none.
 */
export const MAX_BAD_LINES = 1_024;

export type FlatObject = Record<string, unknown>;
export type ParsedLine = FlatObject | Unparsed;

const COLON = 58;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * True if an object's own text names a key twice. JSON.parse keeps the last of two, so what one program checked may not
 * be what another reads. Walks the text of a valid, flat object.
 */
function namesKeyTwice(line: string): boolean {
  const seen = new Set<string>();
  let at = 0;
  for (;;) {
    at = line.indexOf('"', at);
    if (at === -1) return false;
    let end = at + 1;
    for (let unit = line.charCodeAt(end); unit !== QUOTE; unit = line.charCodeAt(end))
      end += unit === BACKSLASH ? 2 : 1;
    let next = end + 1;
    while (line.charCodeAt(next) <= 32) next++;
    if (line.charCodeAt(next) === COLON) {
      const key = JSON.parse(line.slice(at, end + 1)) as string;
      if (seen.has(key)) return true;
      seen.add(key);
    }
    at = end + 1;
  }
}

function countColons(line: string): number {
  let count = 0;
  for (let at = line.indexOf(':'); at !== -1; at = line.indexOf(':', at + 1)) count++;
  return count;
}

const isLone = (value: unknown): boolean =>
  typeof value === 'string'
    ? !value.isWellFormed()
    : Array.isArray(value) && value.some((item) => typeof item === 'string' && !item.isWellFormed());

const isNested = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (!Array.isArray(value) || value.some((item) => typeof item === 'object' && item !== null));

/** A unit of UTF-16 has one to three bytes: most lines need not be measured. */
const isTooLong = (line: string): boolean =>
  line.length * 3 > MAX_LINE_BYTES && (line.length > MAX_LINE_BYTES || Buffer.byteLength(line) > MAX_LINE_BYTES);

/** Parses one line. `line` is well-formed Unicode (it was decoded from UTF-8). */
export function parseLine(line: string): ParsedLine {
  if (isTooLong(line)) return UNPARSED['too-long'];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return /^\s*$/.test(line) ? UNPARSED.empty : UNPARSED['not-json'];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNPARSED['not-an-object'];
  const object = value as FlatObject;
  let keys = 0;
  for (const _ in object) keys++;
  // Nesting needs a second opening bracket or brace, unless a text holds one.
  if (line.indexOf('{', line.indexOf('{') + 1) !== -1 || hasTwo(line, '[')) {
    for (const key in object) if (isNested(object[key])) return UNPARSED.nested;
  }
  // Each key has a colon of its own: with as many colons as different keys, none came twice.
  if (countColons(line) !== keys && namesKeyTwice(line)) return UNPARSED['duplicate-key'];
  // Raw lone surrogates cannot be in UTF-8; only an escape brings one.
  if (line.includes('\\u')) {
    for (const key in object) if (!key.isWellFormed() || isLone(object[key])) return UNPARSED['lone-surrogate'];
  }
  return object;
}

function hasTwo(line: string, mark: string): boolean {
  const first = line.indexOf(mark);
  return first !== -1 && line.indexOf(mark, first + 1) !== -1;
}

/**
 * Splits a body at line feeds and parses each line, in order, until too many were bad: the rest are `unread`, good ones
 * among them. A line feed at the very end ends the last line and starts none; an empty body has no lines.
 * @throws FrameError `too-many-lines`
 */
export function parseLines(body: Uint8Array): ParsedLine[] {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!isUtf8(bytes)) return parseBrokenLines(bytes);
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const lines = new Lines();
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    if (lines.unread()) lines.add(UNPARSED.unread);
    // Not even cut out where its units are too many alone.
    else lines.add(end - start > MAX_LINE_BYTES ? UNPARSED['too-long'] : parseLine(text.slice(start, end)));
    start = end + 1;
  }
  return lines.all;
}

/** Some line is not UTF-8: find out which, and keep the others. */
function parseBrokenLines(bytes: Buffer): ParsedLine[] {
  const lines = new Lines();
  for (let start = 0; start < bytes.length; ) {
    let end = bytes.indexOf(10, start);
    if (end === -1) end = bytes.length;
    const line = bytes.subarray(start, end);
    if (lines.unread()) lines.add(UNPARSED.unread);
    else if (line.length > MAX_LINE_BYTES) lines.add(UNPARSED['too-long']);
    else lines.add(isUtf8(line) ? parseLine(line.toString('utf8')) : UNPARSED['bad-utf8']);
    start = end + 1;
  }
  return lines.all;
}

/** The lines of a body so far, and its two bounds. */
class Lines {
  readonly all: ParsedLine[] = [];
  #bad = 0;

  unread(): boolean {
    return this.#bad >= MAX_BAD_LINES;
  }

  /** @throws FrameError `too-many-lines` */
  add(line: ParsedLine): void {
    if (this.all.length === MAX_LINES) throw new FrameError('too-many-lines');
    if (line instanceof Unparsed) this.#bad++;
    this.all.push(line);
  }
}
