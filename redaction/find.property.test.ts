import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growsWithLength, PIECES } from '../test/fixtures/growth.ts';
import { createRedactor } from './create.ts';
import type { RedactionPolicy, Span } from './redactor.ts';

const policy: RedactionPolicy = { actions: { DATE: 'generalise', PERSON: 'tokenise', AGE: 'generalise' }, tiers: {} };
const redactor = createRedactor({
  policy,
  tokenKey: new Uint8Array(32).fill(7),
  directory: [['Ada Lovelace', 'alovelace']],
});

/** Pieces of values, words that announce them, separators and disguises, in any order. */
const piece = fc.oneof(
  fc.constantFrom(
    'password',
    'is',
    'card',
    'ssn',
    '4111 1111',
    '1111',
    '536-22-',
    '8731',
    'jane@',
    'example.com',
    '://',
    'https',
    '@',
    ':',
    '%40',
    'AKIA',
    'eyJ',
    'GB29',
    'NWBK',
    '+49',
    '(030)',
    '12',
    '3',
    '\u200b',
    '\uff11',
    '[EMAIL]',
    '[',
    ']',
    'Bearer',
    'Ada',
    'Lovelace',
    'salary',
    '$85,000',
    'born',
    '1980-02-03',
    '34',
    'years old',
    '\n',
    ' ',
    '.',
    '-',
    '/',
    '"',
    '=',
    'YW5uQGV4YW1wbGUuY29t',
    'Main',
    'Street',
    'Mr.',
    'Okafor',
    'four one one one',
    'а',
    '\ud835\udfcf',
    '\ud800',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.string({ maxLength: 8, unit: 'binary' }),
);
const texts = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ', '-')), { maxLength: 30 })
  .map((parts) => parts.flat().join(''));

const sorted = (spans: readonly Span[], length: number): boolean =>
  spans.every(({ start, end }, i) => start >= (spans[i - 1]?.end ?? 0) && start < end && end <= length);

describe('finding, whatever the text', () => {
  test('spans are sorted, apart, and inside of the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(sorted(redactor.find(text), text.length)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the same text gives the same spans, whatever was judged before', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const first = redactor.find(one);
        redactor.find(other);
        expect(redactor.find(one)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  test('what was found is not in what is written', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const spans = redactor.find(text);
        const redacted = redactor.redactText(text, spans);
        let rest = '';
        let at = 0;
        for (const { start, end } of spans) {
          rest += text.slice(at, start);
          at = end;
        }
        rest += text.slice(at);
        expect(redacted.replace(/\[[A-Z_]+(?:[: ][a-z0-9+-]+)?\]/g, '').length).toBeLessThanOrEqual(rest.length);
      }),
      { numRuns: 500 },
    );
  });

  test('a placeholder is never redacted again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = redactor.redactText(text);
        for (const { start, end } of redactor.find(once)) {
          expect(once.slice(start, end)).not.toMatch(/\[(?:EMAIL|PASSWORD|CREDIT_CARD|SECRET|PHONE)\]/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Hostile stretches, each repeated to the length that is asked for. */
const HOSTILE: readonly [string, string][] = [
  ['cells of a table without an end', '1.5  2.5  '],
  ['cells between bars', '12.5 | 4 | 33.1 | '],
  ['one character', 'a'],
  ['one digit', '7'],
  ['digits in pairs', '41 '],
  ['digits and blanks', '1 '],
  ['digits and dashes', '4-'],
  ['digits and slashes', '1/'],
  ['digits and bars', '1|'],
  ['digits in brackets', '(1) '],
  ['digits behind a plus', '+1 '],
  ['cards without an end', '4111 '],
  ['lines of numbers', '12 7 304 5\n'],
  ['at signs', '@'],
  ['mail without an end', 'a@a.'],
  ['colons', ':'],
  ['hex and colons', 'ab:'],
  ['slashes', 'http://'],
  ['urls with queries', 'http://a.b/?c=d1e2f3g4h5i6&'],
  ['percent', '%41'],
  ['brackets', '['],
  ['password words', 'password '],
  ['password assignments', 'password='],
  ['keys begun', '-----BEGIN PRIVATE KEY-----'],
  ['putty keys begun', 'PuTTY-User-Key-File-2: '],
  ['token prefixes', 'eyJ'],
  ['jwt pieces', 'eyJabcdefghij.'],
  ['base64', 'QUJDREVG1'],
  ['spoken digits', 'one '],
  ['pay words', 'salary 1,234 '],
  ['streets', 'Main Street 12 '],
  ['zero-width', '1\u200b'],
  ['look-alikes', 'aа'],
  ['full-width digits', '\uff11'],
  ['capitals', 'Anna '],
  ['ibans begun', 'GB29 NWBK '],
  ['months', '3 May '],
  ['dots', '1.'],
  ['right to left', 'שלום '],
  ['spaces', ' '],
  ['new lines', '\n'],
  ['quotes', '"@'],
  ['phone-like', '(030) 12-'],
  ['warnings', 'review rated go '],
];

describe('time grows with length, not faster', () => {
  test.each(HOSTILE)('%s', (_name, unit) => {
    const make = (length: number) => unit.repeat(Math.ceil(length / unit.length));
    const [short, long] = [make(4_096), make(4_096 * PIECES)];
    const pieces = () => {
      for (let piece = 0; piece < PIECES; piece++) redactor.find(short);
    };
    expect(growsWithLength(pieces, () => void redactor.find(long))).toBe(true);
  });
});
