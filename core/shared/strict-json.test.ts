import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NotStrict, strictJson } from './strict-json.ts';

describe('JSON that every reader reads alike', () => {
  test('is read as JSON.parse reads it, however it is spaced, escaped and ordered', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // Both write -0 as 0, and halves of characters are refused.
        fc.pre(text.isWellFormed() && !/\\ud[89a-f]/i.test(text));
        expect(strictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each<[string, string]>([
    ['', 'no JSON'],
    ['{"a":1', 'no JSON'],
    ['{"a":1,"a":1}', 'not canonical: a member twice'],
    ['{"a":1,"\\u0061":1}', 'not canonical: a member twice'],
    ['{ "b":[{"a":1, "c":{"a":2}, "a":1}] }', 'not canonical: a member twice'],
    ['[5.0000000000000000001]', 'not canonical: a number that is not written as the one it is'],
    ['[1.0]', 'not canonical: a number that is not written as the one it is'],
    ['{"a":-0}', 'not canonical: a number that is not written as the one it is'],
    ['1e999', 'not canonical: a number that is not written as the one it is'],
    ['["\\ud800"]', 'not canonical: half a character'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'nested too deeply'],
  ])('%.40s is refused: %s', (text, why) => {
    expect(() => strictJson(text)).toThrow(new NotStrict(why));
  });

  test('names of one object and texts that look like JSON are no members twice', () => {
    const text = '{ "a": {"a": ["a", "a", "{\\"a\\":1,\\"a\\":1}", 1.5, -2, 1e-7, true, null]}, "b": "\\\\" }';
    expect(strictJson(text)).toEqual(JSON.parse(text));
  });
});
