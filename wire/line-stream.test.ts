import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEventLines, readLines, withoutMark } from './line-stream.ts';
import { MAX_LINE_BYTES, Unparsed } from './lines.ts';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(bytes.length, Math.max(from, cut));
    yield bytes.subarray(from, to);
    from = to;
  }
  yield bytes.subarray(from);
}

const linesOf = async (bytes: Uint8Array, cuts: readonly number[] = [], longest?: number) => {
  const lines: string[] = [];
  for await (const line of readLines(pieces(bytes, cuts), longest)) lines.push(line.toString('utf8'));
  return lines;
};

/** What other programs take for the end of a line, or put before or beside one. */
const SIGNS = ['\u2028', '\u2029', '\u0085', '\v', '\f', '\r', '\uFEFF', '\u0000', 'a', '"', '😀'];
const content = fc.array(fc.constantFrom(...SIGNS), { maxLength: 6 }).map((signs) => signs.join(''));

describe('lines of a stream', () => {
  test('end with LF or CRLF and with nothing else, wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          content.filter((line) => !line.endsWith('\r')),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(80), { maxLength: 6 }),
        async (lines, end, marked, cuts) => {
          const bytes = Buffer.from(`${marked ? '\uFEFF' : ''}${lines.join(end)}${end}`);

          // One mark is no part of the first line; a second one is.
          const [first, ...others] = lines as [string, ...string[]];
          expect(await linesOf(bytes, cuts)).toEqual([marked ? first : withoutMark(first), ...others]);
        },
      ),
    );
  });

  test('come of text as they come of bytes', async () => {
    const text = '\uFEFF{"a":"😀"}\r\n\n{"b":"é';
    async function* chunks() {
      // A program's text comes in whole characters.
      yield* text;
    }
    const lines: string[] = [];
    for await (const line of readLines(chunks())) lines.push(line.toString('utf8'));

    expect(lines).toEqual(await linesOf(Buffer.from(text)));
  });

  test('the last one needs no end, and an empty stream has none', async () => {
    expect(await linesOf(Buffer.from('a\nb'))).toEqual(['a', 'b']);
    expect(await linesOf(Buffer.from(''))).toEqual([]);
    expect(await linesOf(Buffer.from('\n\n'))).toEqual(['', '']);
  });

  test('that are too long are cut, and seen to be', async () => {
    const lines = await linesOf(Buffer.from(`${'a'.repeat(100)}\nb\n`), [3, 50], 10);

    expect(lines).toEqual(['a'.repeat(11), 'b']);
  });
});

test('a line that is no event becomes what is wrong with it, and those around it count', async () => {
  const longest = `{"a":"${'x'.repeat(MAX_LINE_BYTES - 8)}"}`;
  const bytes = Buffer.concat([
    Buffer.from('{"a":"\u2028"}\n'),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    Buffer.from(`"${'x'.repeat(MAX_LINE_BYTES)}"\n{"b":1}\n`),
    // Its bytes are too many; its signs would not be.
    Buffer.from(`"${'é'.repeat(MAX_LINE_BYTES / 2)}"\n${longest}`),
  ]);
  const seen: unknown[] = [];
  for await (const line of readEventLines(pieces(bytes, []))) seen.push(line instanceof Unparsed ? line.detail : line);

  expect(seen.slice(0, -1)).toEqual([{ a: '\u2028' }, 'bad-utf8', 'too-long', { b: 1 }, 'too-long']);
  expect(seen.at(-1)).toEqual(JSON.parse(longest));
});
