import { describe, expect, test } from '@jest/globals';
import { email } from './email.ts';
import { found, spansOf } from './found.ts';

describe('email', () => {
  test.each<[string, string[]]>([
    ['write to jane.doe+x@mail.example.co.uk, please', ['jane.doe+x@mail.example.co.uk']],
    ['a@b.de', ['a@b.de']],
    ['"john doe"@example.com', ['"john doe"@example.com']],
    ['josé@exámple.es now', ['josé@exámple.es']],
    ['john at example dot com', ['john at example dot com']],
    ['john [at] example [dot] org!', ['john [at] example [dot] org']],
    ['jane (at) example.com', ['jane (at) example.com']],
    ['jane.doe(at)example.co.uk.', ['jane.doe(at)example.co.uk']],
    ['jane{ at }example.org', ['jane{ at }example.org']],
    ['jane dot doe at example dot co dot uk', ['jane dot doe at example dot co dot uk']],
    ['jane_doe AT gmail DOT com', ['jane_doe AT gmail DOT com']],
    ['x@xn--bcher-kva.xn--p1ai', ['x@xn--bcher-kva.xn--p1ai']],
    ['<jane@example.com>', ['jane@example.com']],
    ['a@b.com,c@d.org', ['a@b.com', 'c@d.org']],
  ])('finds in %j', (text, values) => {
    expect(found(email, text)).toEqual(values);
    expect(spansOf(email, text).every(({ type }) => type === 'EMAIL')).toBe(true);
  });

  test.each([
    'npm i @types/node@24.1.0',
    'pkg@1.2.3',
    '@home',
    'user@localhost',
    'meet at noon',
    'look at the dot',
    'a@b',
    '@@@',
    'x @ y.z',
    'see at example dot',
    'look (at) noon',
    'a list (at most) of x.com',
  ])('nothing in %j', (text) => {
    expect(found(email, text)).toEqual([]);
  });
});
