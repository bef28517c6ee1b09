import { describe, expect, test } from '@jest/globals';
import { found, spansOf } from './found.ts';
import { spokenNumber } from './spoken-number.ts';

describe('spoken-number', () => {
  test.each<[string, string[]]>([
    ['it is four one five five five two six', ['four one five five five two six']],
    ['drei vier fünf sechs sieben eins', ['drei vier fünf sechs sieben eins']],
  ])('finds in %j', (text, values) => {
    expect(found(spokenNumber, text)).toEqual(values);
    expect(spansOf(spokenNumber, text).every(({ type }) => type === 'OTHER')).toBe(true);
  });

  test.each(['one two three', 'one two three four five six seven', 'two of us', 'seven dwarfs'])(
    'nothing in %j',
    (text) => {
      expect(found(spokenNumber, text)).toEqual([]);
    },
  );

  test.each<[string, string[], string]>([
    ['one two three four five one', ['one two three four five one'], 'OTHER'],
    ['one two three four five', [], ''],
    ['one, two-three.four five one', ['one, two-three.four five one'], 'OTHER'],
    ['one  two   three four five one', ['one  two   three four five one'], 'OTHER'],
    ['one    two three four five one', [], ''],
    ['zero oh o one two three', ['zero oh o one two three'], 'OTHER'],
    ['double four one two three four', ['double four one two three four'], 'OTHER'],
    ['triple seven one two', [], ''],
    ['double double four one two three', [], ''],
    ['four double', [], ''],
    ['four 12 five 6 seven', ['four 12 five 6 seven'], 'OTHER'],
    ['four 12345 five six seven', [], ''],
    ['42 one two three four', [], ''],
    ['one two 12a three four five', [], ''],
    ['x one two three five four six y', ['one two three five four six'], 'OTHER'],
    ['say one one two two three three four', ['one one two two three three four'], 'OTHER'],
    ['eight six seven five three oh nine', ['eight six seven five three oh nine'], 'OTHER'],
    ['one one one one one one one one one', ['one one one one one one one one one'], 'NATIONAL_ID'],
    [
      'four one one one one one one one one one one one one one one one',
      ['four one one one one one one one one one one one one one one one'],
      'CREDIT_CARD',
    ],
    [
      'four one one one one one one one one one one one one one one two',
      ['four one one one one one one one one one one one one one one two'],
      'OTHER',
    ],
    ['four one one one one one one one one one one one', ['four one one one one one one one one one one one'], 'OTHER'],
    [
      'four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four ',
      [
        'four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four',
      ],
      'OTHER',
    ],
    [
      'four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four ',
      [
        'four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four four',
      ],
      'OTHER',
    ],
    ['un deux trois quatre cinq un', ['un deux trois quatre cinq un'], 'OTHER'],
    ['uno dos tres cuatro cinco uno', ['uno dos tres cuatro cinco uno'], 'OTHER'],
    ['eins zwei drei vier fünf eins', ['eins zwei drei vier fünf eins'], 'OTHER'],
    ['ONE TWO THREE FOUR FIVE ONE', ['ONE TWO THREE FOUR FIVE ONE'], 'OTHER'],
    ['one two three, four five one.', ['one two three, four five one'], 'OTHER'],
    ['some one two three four five one', ['one two three four five one'], 'OTHER'],
    ['one two three four five six seven', [], ''],
    ['two three four five six seven', [], ''],
    ['one two three four five six', [], ''],
    ['four double one two three four', ['four double one two three four'], 'OTHER'],
    ['très', [], ''],
    [
      'four two two two two two two two two two two two two',
      ['four two two two two two two two two two two two two'],
      'CREDIT_CARD',
    ],
    [
      'six three oh four nine oh oh one seven seven four oh',
      ['six three oh four nine oh oh one seven seven four oh'],
      'OTHER',
    ],
    ['one day two three four five six eight', ['two three four five six eight'], 'OTHER'],
    ['fúnf one two three four five seven', ['one two three four five seven'], 'OTHER'],
    ['one double two three four five', ['one double two three four five'], 'OTHER'],
    ['nine eight seven six five one', ['nine eight seven six five one'], 'OTHER'],
    [
      'one one one two two two three three three four four four four',
      ['one one one two two two three three three four four four four'],
      'CREDIT_CARD',
    ],
    [Array(40).fill('four').join(', '), [Array(33).fill('four').join(', ')], 'OTHER'],
  ])('the form %j', (text, values, type) => {
    expect(found(spokenNumber, text)).toEqual(values);
    expect(spansOf(spokenNumber, text).map((span) => span.type)).toEqual(type === '' ? [] : [type]);
  });
});
