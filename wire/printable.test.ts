import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inLines, inOneLine, printableJson } from './printable.ts';

/** Written apart from the rule: every code unit that a terminal could obey, or that reorders. */
const isControl = (unit: number): boolean =>
  unit < 0x20 ||
  (unit >= 0x7f && unit < 0xa0) ||
  [0x061c, 0x200e, 0x200f, 0x2028, 0x2029].includes(unit) ||
  (unit >= 0x202a && unit <= 0x202e) ||
  (unit >= 0x2066 && unit <= 0x2069);
const controlsIn = (text: string): number[] =>
  [...text].map((sign) => sign.codePointAt(0)!).filter((unit) => isControl(unit) || (unit >= 0xd800 && unit < 0xe000));
const LAYOUT = [0x0a, 0x09];

/** Strings of any code units, half surrogates too, with many controls among them. */
const texts = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xff }), fc.constant(0x202e)))
  .map((units) => String.fromCharCode(...units));

describe('a text of others', () => {
  test('each single control is escaped, and nothing else', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const sign = String.fromCharCode(unit);
      const hostile = isControl(unit) || (unit >= 0xd800 && unit < 0xe000);
      expect(inOneLine(sign) !== sign).toBe(hostile);
      expect(inLines(sign) !== sign).toBe(hostile && !LAYOUT.includes(unit));
    }
  });

  test('has no control left, in one line none at all', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(controlsIn(inOneLine(text))).toEqual([]);
        expect(controlsIn(inLines(text)).filter((unit) => !LAYOUT.includes(unit))).toEqual([]);
      }),
    );
  });

  test('that is harmless stays as it is, with joiners and signs beyond the first plane', () => {
    for (const text of ['Zoë, 張偉 and 👩‍💻', 'می‌خواهم', 'a\u00a0b', '']) expect(inOneLine(text)).toBe(text);
  });

  test('is readable where it was escaped', () => {
    expect(inOneLine('\u001b[2J\u001b]0;pwn\u0007\u009b1m\nx')).toBe('\\u001b[2J\\u001b]0;pwn\\u0007\\u009b1m\\u000ax');
    expect(inLines('two\nlines\t\r')).toBe('two\nlines\t\\u000d');
  });
});

describe('JSON for a terminal', () => {
  test('is the same value, without a control but the layout', () => {
    fc.assert(
      fc.property(
        fc.dictionary(texts, fc.oneof(texts, fc.array(texts))),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const json = printableJson(value, indent);
          expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
          expect(controlsIn(json).filter((unit) => indent === undefined || unit !== 0x0a)).toEqual([]);
        },
      ),
    );
  });

  test('has a word for nothing', () => expect(printableJson(undefined)).toBe('null'));
});
