import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameError } from './frame.ts';
import { MAX_BAD_LINES, MAX_LINE_BYTES, MAX_LINES, parseLine, parseLines, Unparsed } from './lines.ts';

const detail = (line: unknown) => (line instanceof Unparsed ? line.detail : 'good');

describe('a line', () => {
  test.each([
    ['empty', ''],
    ['empty', ' \t\r'],
    ['not-json', '{'],
    ['not-json', '{"a":1}{"b":2}'],
    ['not-json', '{"a":"\u0000"}'],
    ['not-json', '\uFEFF{"a":1}'],
    ['not-json', '{"a":NaN}'],
    ['not-an-object', '7'],
    ['not-an-object', 'null'],
    ['not-an-object', '[{"a":1}]'],
    ['nested', '{"a":{}}'],
    ['nested', '{"a":[[1]]}'],
    ['nested', '{"a":[1,{"b":2}]}'],
    ['nested', '{"path":[1],"a":[null,[]]}'],
    ['nested', `{"a":${'['.repeat(900_000)}${']'.repeat(900_000)}}`],
    ['duplicate-key', '{"a":1,"a":1}'],
    ['duplicate-key', '{"a":1,"b":":","a":2}'],
    ['duplicate-key', '{"a":1,"\\u0061":2}'],
    ['duplicate-key', '{"a\\"":1,"b":"x\\\\","a\\"" :2}'],
    ['duplicate-key', '{"__proto__":1,"__proto__":2}'],
    ['lone-surrogate', '{"a":"\\ud800"}'],
    ['lone-surrogate', '{"a":"\\uDC00\\uD800"}'],
    ['lone-surrogate', '{"\\ud83d":1}'],
    ['lone-surrogate', '{"a":["b","\\ud83d"]}'],
    ['too-long', `{"a":"${'x'.repeat(MAX_LINE_BYTES)}"}`],
    ['good', '{}'],
    ['good', '{"a":[null],"b":["{"],"c":null}'],
    ['good', `{"a":"${'x'.repeat(MAX_LINE_BYTES - 8)}"}`],
    ['too-long', `{"a":"${'x'.repeat(MAX_LINE_BYTES - 7)}"}`],
    ['good', ' {"a":"\\ud83d\\ude00","b":[1,"x",null,true]} \r'],
    ['good', '{"a":"{[{[ \\"a\\":1, \\"a\\":2","b":"[["}'],
  ])('is %s', (expected, line) => {
    expect(detail(parseLine(line))).toBe(expected);
  });

  test('any flat object that JSON.stringify writes is good, and comes back', () => {
    const flat = fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.integer())),
    );
    fc.assert(
      fc.property(flat, (object) => {
        const text = JSON.stringify(object);
        expect(parseLine(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a key that comes twice is found whatever is around it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ':', '"', '\\', ',', '{', 'é', '\n') });
    const fields = fc.uniqueArray(fc.tuple(word, word), { minLength: 1, selector: ([name]) => name });
    fc.assert(
      fc.property(fields, fc.nat(), fc.boolean(), (entries, at, twice) => {
        const again = entries[at % entries.length]!;
        const all = twice ? [...entries, again] : entries;
        const text = `{${all.map(([name, value]) => `${JSON.stringify(name)} : ${JSON.stringify(value)}`).join(' ,')}}`;
        expect(detail(parseLine(text))).toBe(twice ? 'duplicate-key' : 'good');
      }),
      { numRuns: 1000 },
    );
  });

  test('arbitrary text never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(() => parseLine(text)).not.toThrow()));
  });
});

describe('a body', () => {
  test('is split at line feeds, in order; the last one ends a line', () => {
    expect(parseLines(Buffer.from(''))).toEqual([]);
    expect(parseLines(Buffer.from('{"a":1}\n{"b":2}\n'))).toEqual([{ a: 1 }, { b: 2 }]);
    expect(parseLines(Buffer.from('{"a":1}\n\n{"b":"é"}')).map(detail)).toEqual(['good', 'empty', 'good']);
  });

  test('one line that is not UTF-8 leaves the others as they are', () => {
    const body = Buffer.concat([Buffer.from('{"a":"é"}\n{"b":"'), Buffer.from([0xff]), Buffer.from('"}\n{"c":3}\n')]);
    expect(parseLines(body).map(detail)).toEqual(['good', 'bad-utf8', 'good']);
    expect(parseLines(body)[0]).toEqual({ a: 'é' });
  });

  test('a surrogate written in UTF-8 is bad-utf8', () => {
    expect(parseLines(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])).map(detail)).toEqual(['bad-utf8']);
  });

  test('10 MB of nothing is one line that is too long, or too many lines', () => {
    expect(parseLines(Buffer.alloc(10_000_000)).map(detail)).toEqual(['too-long']);
    expect(parseLines(Buffer.alloc(10_000_000, 0xff)).map(detail)).toEqual(['too-long']);
    expect(() => parseLines(Buffer.alloc(10_000_000, '\n'))).toThrow(FrameError);
    expect(parseLines(Buffer.alloc(MAX_LINES, '\n'))).toHaveLength(MAX_LINES);
  });

  test('what a line is does not depend on what stands beside it, however many bytes its letters have', () => {
    // Around the bound in bytes, and below it in UTF-16 units.
    const long = fc
      .tuple(fc.constantFrom('x', 'é', '漢', '😀'), fc.integer({ min: -3, max: 3 }))
      .map(([letter, off]) => {
        const bytes = Buffer.byteLength(letter);
        const fill = MAX_LINE_BYTES - 8 + off;
        return { line: `{"a":"${letter.repeat(Math.floor(fill / bytes))}${'x'.repeat(fill % bytes)}"}`, off };
      });
    fc.assert(
      fc.property(long, ({ line, off }) => {
        const expected = off > 0 ? 'too-long' : 'good';
        const alone = parseLines(Buffer.from(`${line}\n`)).map(detail);
        const beside = parseLines(Buffer.concat([Buffer.from(`${line}\n`), Buffer.from([0xff])])).map(detail);
        expect([detail(parseLine(line)), alone, beside]).toEqual([expected, [expected], [expected, 'bad-utf8']]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['UTF-8', ''],
    ['UTF-8 but for one line', '\xff\n'],
  ])('of %s keeps lines up to the bound, wherever they stand', (_what, first) => {
    const line = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}\n`;
    const lengths = [MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 100];
    const lines = parseLines(Buffer.from(first + lengths.map(line).join(''), 'latin1')).map(detail);

    expect(lines).toEqual([...(first ? ['bad-utf8'] : []), 'good', 'good', 'too-long', 'good']);
  });

  test.each([
    ['JSON', ''],
    ['UTF-8', '\n\u00ff'],
  ])('of junk that is no %s is read up to a bound; every line is counted all the same', (_what, last) => {
    const junk = '{x\n'.repeat(MAX_LINES - 3);
    const body = Buffer.from(`{"a":1}\n${junk}{"b":2}${last}`, 'latin1');
    const parse = jest.spyOn(JSON, 'parse');

    const lines = parseLines(body).map(detail);

    expect(parse.mock.calls.length).toBe(1 + MAX_BAD_LINES);
    parse.mockRestore();
    const count = (wanted: string) => lines.filter((one) => one === wanted).length;
    expect([count('good'), count('not-json')]).toEqual([1, MAX_BAD_LINES]);
    expect(count('unread')).toBe(lines.length - 1 - MAX_BAD_LINES);
    expect(lines).toHaveLength(MAX_LINES - 1 + (last ? 1 : 0));
  });

  test('with fewer bad lines than that keeps every good one', () => {
    const body = Buffer.from('{x\n'.repeat(MAX_BAD_LINES - 1) + '{"a":1}\n'.repeat(5_000));

    expect(
      parseLines(body)
        .map(detail)
        .filter((one) => one === 'good'),
    ).toHaveLength(5_000);
  });
});
