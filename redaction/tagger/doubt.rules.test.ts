import { describe, expect, test } from '@jest/globals';
import { hasCapitals, isFieldName, isListed, isNowhere, isSmallTalk, markFullNames } from './doubt.ts';
import { LABEL, type Label } from './labels.ts';
import { FLAG, Lexicon } from './lexicon.ts';
import { Words } from './words.ts';

const FLAGS: Readonly<Record<string, number>> = {
  ...{ Anna: FLAG.GIVEN, natalia: FLAG.GIVEN, Kowalska: FLAG.SURNAME, Leeds: FLAG.CITY, Peru: FLAG.COUNTRY },
  ...{ Siemens: FLAG.COMPANY, Elmstreet: FLAG.STREET, Dr: FLAG.TITLE, Baker: FLAG.JOB, Quaker: FLAG.GROUP },
  ...{ Rose: FLAG.GIVEN | FLAG.COMMON, Will: FLAG.GIVEN | (2 * FLAG.COMMON), Tisch: FLAG.COMMON, Der: 2 * FLAG.COMMON },
};
function read(text: string) {
  const words = new Words();
  words.read(text, 0);
  const flags = new Uint16Array(256);
  const lexicon = Lexicon.empty(flags);
  for (const [i, [word, own]] of Object.entries(FLAGS).entries()) {
    flags[i + 1] = own;
    const one = new Words();
    one.read(word, 0);
    lexicon.insert(one.hash[0]!, one.check[0]!, i + 1);
  }
  return { words, lexicon };
}

describe('a name on a list', () => {
  test.each<[string, boolean]>([
    ['Anna', true],
    ['Kowalska', true],
    ['Leeds', true],
    ['Peru', true],
    ['Siemens', true],
    ['Elmstreet', true],
    ['Dr', true],
    ['Rose', true],
    ['Will', false],
    ['Baker', false],
    ['Quaker', false],
    ['Tisch', false],
    ['Zorblax', false],
  ])('%s is one: %s', (word, isOne) => {
    const { words, lexicon } = read(`x ${word} y`);

    expect(isListed(words, lexicon, 1, 1)).toBe(isOne);
    expect([isListed(words, lexicon, 0, 2), isListed(words, lexicon, 0, 0), isListed(words, lexicon, 2, 2)]).toEqual([
      ...[isOne, false, false],
    ]);
  });
});

describe('what a field is called', () => {
  test.each<[string, Label, number, number, boolean]>([
    ['Ort: Leeds', 'LOCATION', 0, 0, true],
    ['Ort: Leeds', 'PERSON', 0, 0, true],
    ['Ort: Leeds', 'ORGANIZATION', 0, 0, true],
    ['Ort: Leeds', 'ADDRESS', 0, 0, true],
    ['Ort: Leeds', 'DATE', 0, 0, false],
    ['Ort.: Leeds', 'LOCATION', 0, 0, true],
    ['Ort:Leeds', 'LOCATION', 0, 0, false],
    ['Ort; Leeds', 'LOCATION', 0, 0, false],
    ['Ort Leeds', 'LOCATION', 0, 0, false],
    [' Ort: Leeds', 'LOCATION', 0, 0, false],
    ['x\nOrt: Leeds', 'LOCATION', 1, 1, true],
    ['x Ort: Leeds', 'LOCATION', 1, 1, false],
    ['One Two Three: x', 'LOCATION', 0, 2, true],
    ['One Two Three Four: x', 'LOCATION', 0, 3, false],
    ['Anna: x', 'PERSON', 0, 0, false],
    ['Will: x', 'PERSON', 0, 0, true],
  ])('%j as %s, words %d to %d: %s', (text, label, first, last, isOne) => {
    const { words, lexicon } = read(text);

    expect(isFieldName(words, lexicon, LABEL[label], first, last, text)).toBe(isOne);
  });
});

describe('an address that is nowhere', () => {
  test.each<[string, boolean, boolean]>([
    ['Foo Bar', true, true],
    ['Foo Bar', false, true],
    ['Foo 12', true, false],
    ['Rue Foo', true, false],
    ['Hauptstraße', true, false],
    ['hello Foo 12', true, true],
    ['hello Foo 12', false, false],
    ['The word that counts 12', true, true],
    ['The word that counts 12', false, false],
    ['Foo 123. Bar', true, true],
    ['hello Rue Foo 12', true, false],
  ])('%s, among capitals %s: %s', (value, inCapitals, isNone) => {
    expect(isNowhere(LABEL.ADDRESS, value, inCapitals)).toBe(isNone);
    expect(isNowhere(LABEL.LOCATION, value, inCapitals)).toBe(false);
  });

  test.each([
    ['no capitals here', false],
    ['Capitals in here', true],
    ['12 34', true],
  ])('%s has capitals: %s', (text, has) => {
    const { words } = read(text);

    expect(hasCapitals(words, 0, words.count - 1)).toBe(has);
  });
});

describe('a given name of a list and a word with a capital behind it', () => {
  const marked = (text: string, labelled: Readonly<Record<number, Label>> = {}, count?: number): string[] => {
    const { words, lexicon } = read(text);
    const labels = new Uint8Array(words.count).fill(LABEL.O);
    for (const [i, label] of Object.entries(labelled)) labels[Number(i)] = LABEL[label];
    markFullNames(words, lexicon, labels, count ?? words.count);
    return Array.from(labels.entries())
      .filter(([, label]) => label === LABEL.PERSON)
      .map(([i]) => text.slice(words.start[i]!, words.end[i]!));
  };

  test.each<[string, string[]]>([
    ['dort sagt Anna Zorblax etwas', ['Anna', 'Zorblax']],
    ['Anna Zorblax sagt etwas', ['Anna', 'Zorblax']],
    ['dort sagt Anna Tisch etwas', ['Anna', 'Tisch']],
    ['dort sagt Anna Der etwas', []],
    ['dort sagt Anna, Zorblax etwas', []],
    ['dort sagt Anna\nZorblax etwas', []],
    ['dort sagt Anna zorblax etwas', []],
    ['dort sagt Anna Z etwas', []],
    ['dort sagt anna Zorblax etwas', []],
    ['dort sagt Kowalska Zorblax etwas', []],
    ['dort sagt Rose Zorblax etwas', []],
    ['dort sagt Zorblax Anna', []],
    ['dort sagt Anna Zorblax Quux etwas', ['Anna', 'Zorblax']],
    ['dort sagt Anna Zorblax', ['Anna', 'Zorblax']],
  ])('%j', (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });

  test('where neither is something else, and both are of the block', () => {
    const text = 'dort sagt Anna Zorblax etwas';

    expect(marked(text, { 2: 'DATE' })).toEqual([]);
    expect(marked(text, { 3: 'DATE' })).toEqual([]);
    expect(marked(text, { 1: 'DATE', 4: 'DATE' })).toEqual(['Anna', 'Zorblax']);
    expect(marked(text, {}, 3)).toEqual([]);
    expect(marked(text, {}, 4)).toEqual(['Anna', 'Zorblax']);
  });
});

describe('words in small letters', () => {
  test.each<[string, Label, number, number, boolean]>([
    ['Hallo zorblax dort', 'PERSON', 1, 1, true],
    ['Hallo zorblax dort', 'LOCATION', 1, 2, true],
    ['Hallo zorblax dort', 'ORGANIZATION', 1, 2, true],
    ['Hallo zorblax dort', 'DATE', 1, 1, false],
    ['Hallo Zorblax dort', 'PERSON', 1, 1, false],
    ['Hallo zorblax Dort', 'PERSON', 1, 2, false],
    ['hallo zorblax dort', 'PERSON', 1, 1, false],
    ['Hallo zorblax.dort', 'PERSON', 1, 2, false],
    ['Hallo zorblax_dort', 'PERSON', 1, 2, false],
    ['Hallo zorblax@dort', 'PERSON', 1, 2, false],
    ['Hallo zorblax. dort', 'PERSON', 1, 1, true],
    ['Hallo natalia dort', 'PERSON', 1, 2, false],
    ['Hallo zorblax natalia', 'PERSON', 1, 2, true],
  ])('%j as %s, words %d to %d, say nothing: %s', (text, label, first, last, isTalk) => {
    const { words, lexicon } = read(text);

    expect(isSmallTalk(words, lexicon, LABEL[label], first, last, text)).toBe(isTalk);
  });
});
