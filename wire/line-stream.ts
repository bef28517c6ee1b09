import { isUtf8 } from 'node:buffer';
import { MAX_LINE_BYTES, type ParsedLine, parseLine, UNPARSED } from './lines.ts';

/**
 * NDJSON as it comes in, line by line. A line ends with LF, with or without a CR before it, and with nothing else: JSON texts may hold
 * U+2028 and U+2029 as they are, where `node:readline` ends a line. A byte order mark before the first line, which Windows
 * programs write, is no part of it.
 */

const LF = 10;
const CR = 13;
const MARK = Buffer.from('\uFEFF');

/**
 * The lines of a stream of bytes or of UTF-8 text, without their ends. Of a line that is longer than `longest` bytes only the first
 * `longest + 1` are kept: memory does not grow with it, and whoever looks sees that it is too long.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array | string>,
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  let first = true;
  const keep = (piece: Buffer) => {
    const part = piece.subarray(0, Math.max(0, longest + 1 - held));
    if (part.length > 0) rest.push(part);
    held += part.length;
  };
  const line = (): Buffer => {
    let whole = rest.length === 1 ? rest[0]! : Buffer.concat(rest);
    rest = [];
    held = 0;
    if (whole.at(-1) === CR) whole = whole.subarray(0, -1);
    if (first) whole = whole.subarray(whole.length - afterMark(whole).length);
    first = false;
    return whole;
  };
  for await (const chunk of input) {
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      keep(bytes.subarray(start, end));
      yield line();
      start = end + 1;
    }
    keep(bytes.subarray(start));
  }
  if (held > 0) yield line();
}

/** The lines of a stream, each parsed as those of a frame's body are. */
export async function* readEventLines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<ParsedLine> {
  for await (const line of readLines(input, MAX_LINE_BYTES)) {
    if (line.length > MAX_LINE_BYTES) yield UNPARSED['too-long'];
    else yield isUtf8(line) ? parseLine(line.toString('utf8')) : UNPARSED['bad-utf8'];
  }
}

/** Bytes without the byte order mark that may stand before them. */
export const afterMark = (bytes: Uint8Array): Uint8Array =>
  MARK.equals(bytes.subarray(0, MARK.length)) ? bytes.subarray(MARK.length) : bytes;

/** A text without the byte order mark that may stand before it. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);
