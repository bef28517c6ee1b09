import { describe, expect, test } from '@jest/globals';
import { date } from './date.ts';
import { found, spansOf } from './found.ts';

describe('date', () => {
  test.each<[string, string[]]>([
    ['born 1980-02-03', ['1980-02-03']],
    ['on 3/4/1999', ['3/4/1999']],
    ['03.04.1999', ['03.04.1999']],
    ['March 3, 1990', ['March 3, 1990']],
    ['3rd of March 1990', ['3rd of March 1990']],
    ['DOB: 3 Mar 90', ['3 Mar 90']],
    ['2019-01-01 12:22:11 log', ['2019-01-01 12:22:11']],
    ['geboren am 3. März 1990', ['3. März 1990']],
    ['dob 19800203', ['19800203']],
  ])('finds in %j', (text, values) => {
    expect(found(date, text)).toEqual(values);
    expect(spansOf(date, text).every(({ type }) => type === 'DATE')).toBe(true);
  });

  test.each(['1.2.3', '99/99/9999', '2024', 'May I', 'march on', '12/34', 'v2.10.2020.1', '31/31/2020', '20201345'])(
    'nothing in %j',
    (text) => {
      expect(found(date, text)).toEqual([]);
    },
  );
});
