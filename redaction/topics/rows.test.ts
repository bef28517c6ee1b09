import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { Tokens } from '../text/tokens.ts';
import { TopicFeatures } from './features.ts';
import { otherBucket, printOf } from './table.ts';
import { isTrigger, markTrigger, TRIGGER_BYTES } from './weights.ts';

const digest = (numbers: Iterable<number>): string =>
  createHash('sha256').update(Int32Array.from(numbers)).digest('hex').slice(0, 16);

// The weights were trained to these numbers: where a function that makes them changes, they say nothing any more.
test('the features of a sentence are those that the weights were trained to', () => {
  const text = 'Rain falls abundantly; überraschend 12 kamen ab cde Łódź abcdefghijklm';
  const tokens = new Tokens();
  tokens.read(text);
  const read = new TopicFeatures();
  read.read(text, tokens, 0, tokens.count);
  const features = [...read.features.slice(0, read.count)];

  expect(digest(features)).toBe('77b2a8665c4ad215');
  expect(digest(features.map(printOf))).toBe('a9ee361ea2b21b08');
  expect(digest(features.map((feature) => otherBucket(feature & 0x7fff, printOf(feature))))).toBe('3f4be47243babfb4');
});

test('a word that may begin a topic is marked by two bits', () => {
  const marks = (hash: number): number[] => {
    const triggers = new Uint8Array(TRIGGER_BYTES);
    markTrigger(triggers, hash);
    return [...triggers.entries()].flatMap(([at, byte]) =>
      [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => at * 8 + bit),
    );
  };

  for (const hash of [0x12345678, -559038737, 0x7fffffff, 0x0007ffff, 1]) {
    const triggers = new Uint8Array(TRIGGER_BYTES);
    markTrigger(triggers, hash);
    expect(isTrigger(triggers, hash)).toBe(true);
    for (const bit of marks(hash)) {
      const less = triggers.slice();
      less[bit >> 3]! &= ~(1 << (bit & 7));
      expect(isTrigger(less, hash)).toBe(false);
    }
  }
  expect(marks(0x12345678)).toEqual([34778, 284280]);
});
