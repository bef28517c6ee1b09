import { describe, expect, test } from '@jest/globals';
import { connectionString } from './connection-string.ts';
import { found, spansOf } from './found.ts';

describe('connection-string', () => {
  test.each<[string, string[]]>([
    ['AccountName=x;AccountKey=Zm9vYmFy==;End', ['Zm9vYmFy==']],
    ['Uid=sa;Pwd=secret1;', ['sa', 'secret1']],
    ['SharedAccessKey = "abc def"', ['"abc def"']],
  ])('finds in %j', (text, values) => {
    expect(found(connectionString, text)).toEqual(values);
    expect(spansOf(connectionString, text).every(({ type }) => type === 'SECRET')).toBe(true);
  });

  test.each(['uid of the process', 'pwd', 'sig other'])('nothing in %j', (text) => {
    expect(found(connectionString, text)).toEqual([]);
  });
});
