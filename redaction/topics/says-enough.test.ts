import { describe, expect, test } from '@jest/globals';
import { Random } from '../../tools/train/random.ts';
import { topicTable } from '../../tools/train/topic-table.ts';
import type { LanguageDetector } from '../language/detector.ts';
import { languageOf } from '../language/languages.ts';
import { hashWord, Tokens } from '../text/tokens.ts';
import { stemOf, TopicFeatures } from './features.ts';
import { SentenceTopics, type Thresholds } from './sentence-topics.ts';
import { COLUMNS } from './table.ts';
import { markTrigger, SCALE, TRIGGER_BYTES } from './weights.ts';

const LEAST: Thresholds = { ofOne: 1, ofAll: 3, ofNobody: 4, ofThing: 6 };

/** What short words say for the first topic, in nats; all of them may begin a topic. */
const SAYS: Readonly<Record<string, number>> = {
  ...{ aa: 1, bb: 2, cc: 3, dd: 4, ee: 5, ff: 6, gg: 7 },
  ...{ mm: -1, nn: -2, oo: -6, qq: 0.5 },
};

/** @param stem of which words may begin a topic, too */
function weightsOf(stem?: string) {
  const triggers = new Uint8Array(TRIGGER_BYTES);
  if (stem !== undefined) markTrigger(triggers, stemOf(stem, 0, stem.length));
  const rows = Object.entries(SAYS).map(([word, nats]) => {
    if (stem === undefined) markTrigger(triggers, hashWord(word));
    const tokens = new Tokens();
    tokens.read(word);
    const read = new TopicFeatures();
    read.read(word, tokens, 0, 1);
    const weights = new Int8Array(COLUMNS);
    weights[1] = nats * SCALE;
    return { feature: read.features[0]!, weights };
  });
  return { rows: topicTable(rows, new Random(1)).table, triggers };
}

const weights = weightsOf();
function found(text: string, languages?: LanguageDetector, given = weights): string[] {
  const tokens = new Tokens();
  tokens.read(text);
  const spans: string[] = [];
  new SentenceTopics(given, LEAST, languages).find(text, tokens, (start, end, type) => {
    expect(type).toBe('MEDICAL');
    spans.push(text.slice(start, end));
  });
  return spans;
}

describe('a sentence says enough', () => {
  test.each<[string, boolean]>([
    ['dd zz', false],
    ['ee zz', true],
    ['bb cc', true],
    ['bb bb', false],
    ['aa bb bb', true],
    ['aa aa aa', false],
    // Behind the three that say most, half of the rest counts.
    ['aa aa aa aa aa', false],
    ['bb aa qq qq qq', false],
    ['bb aa qq qq qq qq', true],
    // One word must say something alone.
    ['aa aa aa aa aa aa', false],
    ['ee mm mm zz zz', false],
    ['ee mm zz zz', true],
    ['zz zz ee', true],
    ['zz ee zz zz zz', true],
    ['gg oo zz zz zz', false],
    ['gg oo oo', false],
    ['ff nn', false],
    ['gg nn', true],
    ['bb aa cc', true],
    ['cc aa bb zz oo', false],
    ['cc bb aa zz nn', true],
    ['ee', false],
    ['zz zz', false],
    ['qq qq qq qq qq qq qq qq qq qq qq qq qq qq qq qq', false],
  ])('where nobody is named: %s: %s', (text, isEnough) => {
    expect(found(text)).toEqual(isEnough ? [text] : []);
  });

  test.each<[string, boolean]>([
    ['she dd', true],
    ['she cc', false],
    ['i dd', true],
    ['i cc', false],
    ['server ff', false],
    ['server gg', true],
    ['she server dd', true],
    ['zz dd', false],
  ])('where somebody or something is: %s: %s', (text, isEnough) => {
    expect(found(text)).toEqual(isEnough ? [text] : []);
  });

  test('more is said where a word for it may begin a topic, or its stem', () => {
    const withStem = weightsOf('abcdefg');

    expect(found('ee gg', undefined, withStem)).toEqual([]);
    expect(found('abcdexy ee gg', undefined, withStem)).toEqual(['abcdexy ee gg']);
    expect(found('abcde ee gg', undefined, withStem)).toEqual([]);
    expect(found('abcdex1 ee gg', undefined, withStem)).toEqual([]);
  });
});

describe('where a sentence ends', () => {
  test.each(['\n', '\r', '\t', ';', '|', '. ', '! ', '? ', '\u2026 ', '.\n', '\u3002', '\uff01', '\uff1f'])(
    'at %j',
    (sign) => {
      expect(found(`zz zz${sign}ee zz`)).toEqual(['ee zz']);
      expect(found(`ee zz${sign}zz zz`)).toEqual(['ee zz']);
      expect(found(`ee zz${sign}ee zz`)).toEqual(['ee zz', 'ee zz']);
      expect(found(`ee${sign}zz`)).toEqual([]);
    },
  );

  test.each([' ', ', ', ': ', '.', '!', '?', '\u2026', ' - ', '.,', '"'])('and not at %j', (sign) => {
    expect(found(`zz zz${sign}ee zz`)).toEqual([`zz zz${sign}ee zz`]);
  });

  test('at its last word, and after 36 words', () => {
    expect(found('zz zz ee zz. ')).toEqual(['zz zz ee zz']);
    expect(found(`${'zz '.repeat(36)}ee zz`)).toEqual(['ee zz']);
    expect(found(`${'zz '.repeat(35)}ee zz`)).toEqual([`${'zz '.repeat(35)}ee`]);
    expect(found(`${'zz '.repeat(34)}ee zz`)).toEqual([`${'zz '.repeat(34)}ee zz`]);
  });
});

describe('what is no sentence', () => {
  const long = (text: string): string => `${text} ${'zz '.repeat(34)}`.trim().replaceAll(' zz', ' zzzz');

  test.each(['ee zz {x', 'ee = zz', 'ee \\ zz', 'ee `zz', 'ee <b', 'ee $x', 'ee && zz', 'ee zz_zz', 'ee --zz zz'])(
    'a statement: %s',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  test.each<[string, number]>([
    ['ee $5 zz', 1],
    ['ee & zz', 1],
    ['ee & zz & zz', 0],
    ['ee # zz', 1],
    [`zz # zz & zz. ee zz`, 1],
    ['zz = zz. ee zz', 1],
    [long('ee = zz'), 1],
    [long('ee = zz = zz'), 1],
    [long('ee = zz = zz = zz'), 0],
    [`zz {{{{ zz. ${'zz zz. '.repeat(40)}ee = zz`, 0],
  ])('%s: %d', (text, count) => {
    expect(found(text)).toHaveLength(count);
  });
});

describe('the language of a text', () => {
  const detector = (code: string, asked: string[] = []) =>
    ({
      of: (text: string) => {
        asked.push(text);
        return languageOf(code);
      },
    }) as unknown as LanguageDetector;

  test.each<[string, boolean]>([
    ['en', true],
    ['pl', true],
    ['ca', true],
    ['da', false],
    ['ru', false],
  ])('%s was taught: %s', (code, isTaught) => {
    expect(found('ee zz zz zz zz', detector(code))).toHaveLength(isTaught ? 1 : 0);
  });

  test('is not asked of few words, nor where nothing is found', () => {
    const asked: string[] = [];

    expect(found('ee zz zz zz', detector('da', asked))).toHaveLength(1);
    expect(found('zz zz zz zz zz', detector('da', asked))).toEqual([]);
    expect(asked).toEqual([]);
    expect(found('ee zz. zz zz zz. ee zz', detector('en', asked))).toHaveLength(2);
    expect(asked).toHaveLength(1);
  });
});
