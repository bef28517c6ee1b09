import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growsWithLength, PIECES } from '../../test/fixtures/growth.ts';
import { createTagger, type Tagger } from './tagger.ts';
import { shippedWeights } from './weights.ts';

const tagger = createTagger();
const tag = (text: string, by: Tagger = tagger): [string, string][] => {
  const found: [string, string][] = [];
  by.tag(text, (start, end, type) => found.push([text.slice(start, end), type]));
  return found;
};

const weights = shippedWeights();

describe('the weights', () => {
  test('match their hash', () => {
    const bytes = weights.bytes;
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(weights.sha256);
  });

  test('of another version or with another hash are refused', () => {
    expect(() => createTagger({ ...weights, version: 0 })).toThrow('version');
    expect(() => createTagger({ ...weights, sha256: weights.sha256.replace(/^./, 'x') })).toThrow('hash');
  });

  test('are small', () => {
    expect(weights.bytes.length).toBeLessThan(2_200_000);
  });
});

describe('the tagger', () => {
  test.each<[string, string, string]>([
    ['Please forward the minutes to Katarzyna Nowak.', 'Katarzyna Nowak', 'PERSON'],
    ['please forward the minutes to katarzyna nowak', 'katarzyna nowak', 'PERSON'],
    ['Mrs. Oyelaran is on line two', 'Oyelaran', 'PERSON'],
    ['The train to Marseille leaves at nine', 'Marseille', 'LOCATION'],
    ['She works at Brightwell Analytics Ltd. now', 'Brightwell Analytics Ltd.', 'ORGANIZATION'],
    ['Ship it to 14 Hawthorn Lane, please', '14 Hawthorn Lane', 'ADDRESS'],
    ['The choir was formed in 1987', '1987', 'DATE'],
  ])('%s', (text, value, type) => {
    expect(tag(text)).toContainEqual([value, type]);
  });

  test.each([
    'Run the tests before you push the branch.',
    'the cache is flushed whenever the worker restarts',
    'lol ok, see you at lunch then',
    'Returns a promise that resolves to an array of strings.',
  ])('leaves clean text alone: %s', (text) => {
    expect(tag(text)).toEqual([]);
  });

  test('gives the same spans whatever it has read before, and from any instance', () => {
    const text = 'Ask Ingrid Solberg (Ytre Data AS) about Bergen, she is back on Tuesday.';
    const first = tag(text);
    expect(first.length).toBeGreaterThan(2);
    for (let i = 0; i < 300; i++) tag(Array.from({ length: 90 }, (_, j) => `w${i * 90 + j}`).join(' '));
    expect(tag(text)).toEqual(first);
    expect(tag(text, createTagger())).toEqual(first);
  });

  test('emits spans in order, inside the text, without overlaps, on any text', () => {
    const word = fc.constantFrom(
      'Anna',
      'Kowalski',
      'Berlin',
      '12',
      'Rue',
      'Inc',
      'mr',
      '\n',
      ',',
      '.',
      '(',
      ')',
      '😀',
      '\ud800',
      '東京',
      "'",
      '-',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join(' ')),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) => {
          let last = 0;
          tagger.tag(text, (start, end) => {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            last = end;
          });
        },
      ),
    );
  });

  test('finds a name wherever the blocks of a long text are cut', () => {
    for (let before = 485; before < 515; before++) {
      const text = `${'the cache is flushed again '.repeat(200).split(' ').slice(0, before).join(' ')} says Katarzyna Nowak, who was told ${'to wait for the next release '.repeat(40)}`;
      expect(tag(text).filter(([, type]) => type === 'PERSON')).toEqual([['Katarzyna Nowak', 'PERSON']]);
    }
  });

  let fresh = 0;
  test.each([
    ['one letter', (n: number) => 'a'.repeat(n)],
    ['one digit', (n: number) => '7'.repeat(n)],
    ['brackets', (n: number) => '('.repeat(n)],
    ['line ends', (n: number) => '\n'.repeat(n)],
    ['names', (n: number) => 'Anna Kowalski, '.repeat(n / 15)],
    [
      'words that are never the same',
      (n: number) => Array.from({ length: n / 8 }, () => (fresh++ * 2654435761).toString(36).slice(0, 7)).join(' '),
    ],
    ['right-to-left marks', (n: number) => '\u202eאבג '.repeat(n / 5)],
  ])('takes time in proportion to length: %s', (_, make) => {
    const short = Array.from({ length: PIECES }, () => make(30_000));
    const long = make(30_000 * PIECES);
    const tagAll = (texts: string[]) => () => {
      for (const text of texts) tagger.tag(text, () => {});
    };
    expect(growsWithLength(tagAll(short), tagAll([long]))).toBe(true);
  });
});

describe('the held-out set', () => {
  interface Example {
    text: string;
    spans: { start: number; end: number; label: string }[];
  }
  const examples = readFileSync(new URL('./heldout.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Example);

  function f2(lower: boolean): number {
    let gold = 0;
    let found = 0;
    let both = 0;
    for (const example of examples) {
      const text = lower ? example.text.toLowerCase() : example.text;
      if (text.length !== example.text.length) continue;
      const covered = new Uint8Array(text.length);
      tagger.tag(text, (start, end) => covered.fill(1, start, end));
      const wanted = new Uint8Array(text.length);
      for (const { start, end, label } of example.spans) {
        // E-mails, URLs and numbers are found by other detectors.
        if (label === 'CONTACT' || label === 'NUMBER') covered.fill(0, start, end);
        else wanted.fill(1, start, end);
      }
      for (let i = 0; i < text.length; i++) {
        gold += wanted[i]!;
        found += covered[i]!;
        both += wanted[i]! & covered[i]!;
      }
    }
    const recall = both / gold;
    const precision = both / found;
    return (5 * precision * recall) / (4 * precision + recall);
  }

  // Measured .97 and .96 (MODEL_CARD.md); the bar leaves room for other seeds.
  test('is found as written: F2 of at least .95', () => expect(f2(false)).toBeGreaterThan(0.95));
  test('is found in lower case: F2 of at least .94', () => expect(f2(true)).toBeGreaterThan(0.94));
});
