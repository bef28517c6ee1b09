import { describe, expect, test } from '@jest/globals';
import type { Detector } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { Directory } from './directory.ts';
import { Finder, type FinderParts, scannerOf, type TextTagger } from './finder.ts';
import type { SensitiveType } from './redactor.ts';
import { SentenceTopics } from './topics/sentence-topics.ts';

/** Says that each of these words is of this type. */
const saying = (type: SensitiveType, ...words: string[]): TextTagger => ({
  tag(text, emit) {
    for (const word of words) if (text.includes(word)) emit(text.indexOf(word), text.indexOf(word) + word.length, type);
  },
});
const finder = (parts: Partial<FinderParts> = {}) => new Finder({ scanner: scannerOf(DETECTORS), ...parts });
const found = (by: Finder, text: string) => by.find(text).map(({ start, end, type }) => [type, text.slice(start, end)]);

describe('what is found in a text', () => {
  test('comes from detectors, directory and tagger, in order', () => {
    const all = finder({
      directory: new Directory([['Quintessa Marlowe']]),
      tagger: saying('ORGANIZATION', 'Zorblax'),
    });

    expect(found(all, 'a@b.com of Zorblax knows Quintessa Marlowe')).toEqual([
      ['EMAIL', 'a@b.com'],
      ['ORGANIZATION', 'Zorblax'],
      ['DIRECTORY', 'Quintessa Marlowe'],
    ]);
  });

  test('of the tagger is judged by its shape in the text of now', () => {
    const numbers = finder({ tagger: saying('PERSON', 'INV', 'Ann') });

    expect(found(numbers, 'see INV-2024-0001')).toEqual([]);
    expect(found(numbers, 'see INV and Ann')).toEqual([
      ['PERSON', 'INV'],
      ['PERSON', 'Ann'],
    ]);
  });

  test('of the tagger gives way to what is known, where both name one place', () => {
    const [span, ...others] = finder({ tagger: saying('ADDRESS', 'a@b.com') }).find('to a@b.com now');

    expect(others).toEqual([]);
    expect(span).toMatchObject({ start: 3, end: 10, type: 'EMAIL' });
  });

  test('is nothing where a detector emits an empty or a turned-round span', () => {
    const odd: Detector = {
      name: 'odd',
      types: ['OTHER'],
      source: 'this test',
      triggers: { words: ['here'] },
      examine: (_text, start, end, emit) => {
        emit(start, start, 'OTHER');
        emit(end, start, 'OTHER');
      },
    };

    expect(finder({ scanner: scannerOf([odd]) }).find('here')).toEqual([]);
  });

  test('does not depend on what was read before', () => {
    const one = finder();
    const first = one.find('mail a@b.com');
    one.find('+49 30 1234567');

    expect(one.find('mail a@b.com')).toEqual(first);
    expect(one.find('')).toEqual([]);
  });

  test('stands at its place in the text as it was, disguised or not', () => {
    expect(found(finder(), 'x\u200bx a\u200b@b.com, c@d.com')).toEqual([
      ['EMAIL', 'a\u200b@b.com'],
      ['EMAIL', 'c@d.com'],
    ]);
  });

  test('stands at its place in what is shown backwards', () => {
    expect(found(finder(), 'to \u202emoc.elpmaxe@enaj\u202c and a@b.com')).toEqual([
      ['EMAIL', 'moc.elpmaxe@enaj'],
      ['EMAIL', 'a@b.com'],
    ]);
    expect(found(finder(), 'to \u202eliam moc.elpmaxe@enaj ot\u202c')).toEqual([['EMAIL', 'moc.elpmaxe@enaj']]);
  });

  test('is never a placeholder, in a disguised text neither', () => {
    const tagger = saying('PERSON', 'EMAIL');

    expect(found(finder({ tagger }), 'to [EMAIL] a')).toEqual([]);
    expect(found(finder({ tagger }), 'to [EMAIL] \u200ba')).toEqual([]);
    expect(found(finder({ tagger }), 'to [EMAIL] \u202ecba\u202c')).toEqual([]);
  });

  test('may be encoded', () => {
    const card = Buffer.from('my card is 4111 1111 1111 1111').toString('base64');

    expect(found(finder(), `q=${encodeURIComponent('a b@c.com')} ${card}`).map(([type]) => type)).toEqual([
      'EMAIL',
      'CREDIT_CARD',
    ]);
  });

  test('is named by the rank of its types', () => {
    const tagger = saying('PERSON', 'Ann Bo');
    const other = new Directory([['Ann']]);

    const [span] = finder({ tagger, directory: other, rank: () => 1 }).find('is Ann Bo in');

    expect(span).toMatchObject({ start: 3, end: 9 });
  });
});

describe('a sentence that says something', () => {
  const topics = new SentenceTopics();
  const judged = (text: string, ...names: string[]) =>
    found(finder({ topics, tagger: saying('PERSON', ...names) }), text).map(([type]) => type);

  test('is judged without the names in it', () => {
    expect(judged('Christian Bishop sends the slides', 'Christian Bishop')).toEqual(['PERSON']);
    expect(judged('Moritz Bischof was diagnosed with depression and is on sick leave', 'Moritz Bischof')).toEqual([
      'MEDICAL',
    ]);
  });

  test('and not at all where its type is kept: what is in it has a type of its own', () => {
    const text = 'she joined the trade union, a@b.com';
    const rank = (type: SensitiveType) => (type === 'UNION' ? 0 : 1);

    expect(found(finder({ topics }), text).map(([type]) => type)).toEqual(['UNION']);
    expect(found(finder({ topics, rank }), text).map(([type]) => type)).toEqual(['EMAIL']);
  });

  test('and with what names of unions and countries say', () => {
    const tagger = saying('ORGANIZATION', 'trade union');

    expect(found(finder({ topics, tagger }), 'she joined the trade union in May').map(([type]) => type)).toContain(
      'UNION',
    );
  });
});
