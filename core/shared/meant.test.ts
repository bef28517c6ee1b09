import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean, meant } from './meant.ts';

const KNOWN = ['program', 'stage', 'oidc', 'alarmEmail', 'evidenceDays', 'deployRole'];

describe('the word that was meant', () => {
  test.each([
    ['porgram', 'program'],
    ['stages', 'stage'],
    ['OIDC', 'oidc'],
    ['alarmemail', 'alarmEmail'],
    ['evidence_days', 'evidenceDays'],
    ['odic', 'oidc'],
  ])('of %s is %s', (word, name) => expect(meant(word, KNOWN)).toBe(name));

  test.each(['x', 'account', 'retention', ''])('of %j is none', (word) => expect(meant(word, KNOWN)).toBeUndefined());

  test('is said as a question, or not at all', () => {
    expect(didYouMean('porgram', KNOWN)).toBe(' (did you mean "program"?)');
    expect(didYouMean('weather', KNOWN)).toBe('');
  });

  test('is itself, where it is known; with one letter more it is still found', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN), fc.nat(), fc.constantFrom(...'aexz'), (name, at, letter) => {
        const place = at % (name.length + 1);
        expect(meant(name, KNOWN)).toBe(name);
        expect(meant(name.slice(0, place) + letter + name.slice(place), KNOWN)).toBe(name);
      }),
    );
  });
});
