import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, parseCanonical } from './canonical-json.ts';

/** By the definition alone: read, and printed as it was. */
function byDefinition(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

describe('a text in canonical form', () => {
  test.each([
    ['{"a":1,"b":[1,{"c":"é"}]}', { a: 1, b: [1, { c: 'é' }] }],
    // Not in the order of its own members: an engine puts names that are numbers first.
    ['{"10":1,"9":2}', { 9: 2, 10: 1 }],
    ['{"":1}', { '': 1 }],
    ['"😀"', '😀'],
    ['"\\u001f"', '\u001f'],
    ['null', null],
    // No escape, though it looks like one.
    [String.raw`"\\ud800"`, String.raw`\ud800`],
  ])('%s is read', (text, value) => {
    expect(parseCanonical(text)).toEqual(value);
  });

  test.each([
    ['members out of order', '{"b":1,"a":1}'],
    ['members out of order, within', '[{"x":{"b":1,"a":1}}]'],
    ['a member twice', '{"a":1,"a":1}'],
    ['a blank', '{"a": 1}'],
    ['a number that is spelled otherwise', '1e5'],
    ['a number beyond all', '1e999'],
    ['minus nothing', '-0'],
    ['half a character', '"\ud800"'],
    ['half a character, as an escape', String.raw`"\ud800"`],
    ['an escape that none needs', String.raw`"\u0061"`],
    ['no JSON', '{'],
    ['nested beyond all measure', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('%s is not', (_, text) => {
    expect(parseCanonical(text)).toBeUndefined();
  });

  test('of any JSON, and of any that somebody touched, it says what the definition says', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => canonicalJson(value)),
      fc
        .dictionary(fc.oneof(fc.nat(30).map(String), fc.string({ unit: 'binary' })), fc.jsonValue())
        .map((value) => JSON.stringify(value)),
    );
    const touched = fc
      .tuple(texts, fc.nat(), fc.constantFrom('"', '\\', '\\ud8', ' ', '0', ',', '\ud800', ''))
      .map(
        ([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(texts, touched), (text) => {
        expect(parseCanonical(text)).toEqual(byDefinition(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
