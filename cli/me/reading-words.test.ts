import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../api/languages.ts';
import { passagesText } from './passages.ts';
import { readersText } from './readers.ts';
import { READING_WORDS } from './reading-words.ts';

const T = Date.UTC(2026, 10, 20, 12);
const OTHERS = LANGUAGES.filter((language) => language !== 'en');

/** Every word of a catalogue with its place; what takes figures, with some. */
function wordsOf(value: unknown, place = ''): [place: string, word: string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') {
    const given = Array.from({ length: value.length }, (_, at) => (place.endsWith('member') ? ['a', 'b'] : at + 2));
    return [[place, String((value as (...all: unknown[]) => unknown)(...given))]];
  }
  return Object.entries(value as object).flatMap(([key, part]) => wordsOf(part, `${place}.${key}`));
}
const ENGLISH = new Map(wordsOf(READING_WORDS.en));
/** Words that two languages share. */
const SHARED = new Set(['.passages.kinds.message']);

describe.each(OTHERS)('in %s', (language) => {
  test('every word is another than the English one, and has the same figures in it', () => {
    const words = wordsOf(READING_WORDS[language]);

    expect(words.map(([place]) => place).sort()).toEqual([...ENGLISH.keys()].sort());
    const same = words.filter(
      ([place, word]) => !SHARED.has(place) && word === ENGLISH.get(place) && !/^\d/.test(word),
    );
    expect(same).toEqual([]);
    for (const [place, word] of words) {
      const figures = (text: string) => (text.match(/\d+/g) ?? []).sort();
      expect([place, figures(word)]).toEqual([place, figures(ENGLISH.get(place)!)]);
    }
  });

  test('who read is told in its words alone, and what somebody wrote as it was written', () => {
    const entry = {
      ...{ kind: 'read', at: T, actor: 'reader:ivan', segment: '01KB', purpose: 'quality-review', chain: 'c0', seq: 4 },
      ...{ previous: 'x', hash: 'y', reason: 'sample of the week' },
      grant: { givenBy: 'giver:stella', givenAt: T, expires: T },
    };
    const tips = { chains: [], publicKey: '', purposes: {}, own: 3, since: T, unreadable: 2, entries: [entry] };
    const text = readersText(tips, [entry], language);

    expect(text).toContain('| sample of the week');
    for (const word of ['record:', 'allowed by', 'in the ledger', 'Looked through', 'left out', 'somebody'])
      expect([word, text.includes(word)]).toEqual([word, false]);
    expect(passagesText([], language)).toBe(READING_WORDS[language].passages.none);
  });
});
