import { describe, expect, test } from '@jest/globals';
import { email } from './email.ts';
import { found, spansOf } from './found.ts';

test('digits run into the end of an address, not into its top level', () => {
  expect(found(email, 'jane@b.de5')).toEqual(['jane@b.de5']);
  expect(found(email, 'jane@b.d5')).toEqual([]);
});

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
    ['jane@example.com-\nnext line', ['jane@example.com']],
    ['jane@example.com--and so on', ['jane@example.com']],
    ['jane@mail.my-firm.com', ['jane@mail.my-firm.com']],
  ])('finds in %j', (text, values) => {
    expect(found(email, text)).toEqual(values);
    expect(spansOf(email, text).every(({ type }) => type === 'EMAIL')).toBe(true);
  });

  test.each([
    'npm i @types/node@24.1.0',
    'pkg@1.2.3',
    'pkg@1.2.3-beta.1',
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

  test.each<[string, string, string[]]>([
    ['a top level of 24 letters', `a@b.${'x'.repeat(24)}`, [`a@b.${'x'.repeat(24)}`]],
    ['of 25', `a@b.${'x'.repeat(25)}`, []],
    ['a top level that what was typed next ran into', 'a@b.com0', ['a@b.com0']],
    ['at its begin', 'a@b.9com', []],
    ['a label with digits and dashes before it', 'a@b-1.2c.de', ['a@b-1.2c.de']],
    [
      'a domain as long as may be',
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
      [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
    ],
    [
      'a longer one to its last top level within reach',
      `a@${'b'.repeat(150)}.com.${'c'.repeat(150)}.de`,
      [`a@${'b'.repeat(150)}.com`],
    ],
    ['128 characters before the sign', `${'a'.repeat(128)}@b.de`, [`${'a'.repeat(128)}@b.de`]],
    ['more, from there on', `${'a'.repeat(140)}@b.de`, [`${'a'.repeat(128)}@b.de`]],
    ['a domain longer than 255, whatever follows', `a@${'b'.repeat(249)}.examp1e.de`, [`a@${'b'.repeat(249)}.examp`]],
    [
      'dots spelled, with a long text behind',
      `john at example dot com ${'and so on '.repeat(20)}`,
      ['john at example dot com'],
    ],
    ['at in brackets, with a long text behind', `jane (at) b.com ${'and so on '.repeat(20)}`, ['jane (at) b.com']],
    ['a quote, a blank and the sign', '"x y" @b.de', []],
    ['signs before the name', "._'jane@b.de", ['jane@b.de']],
    ['signs within it', "ja.n_e%x+y-z'q@b.de", ["ja.n_e%x+y-z'q@b.de"]],
    ['nothing before the sign', ' @b.de', []],
    ['only signs before it', '-.@b.de', []],
    ['a quote without its begin', 'x"@b.de', []],
    ['a quote that begins too far away', `"${'a '.repeat(80)}"@b.de`, []],
    ['a domain that ends with a point', 'jane@b.de.', ['jane@b.de']],
    ['an empty label', 'jane@b..de', []],
    ['a domain in another script', 'jane@почта.рф', ['jane@почта.рф']],
    ['at in angle brackets', 'jane <at> example.org', ['jane <at> example.org']],
    ['at in square ones', 'jane[at]example.org', ['jane[at]example.org']],
    ['at in curly ones, in capitals', 'jane {AT} example.org', ['jane {AT} example.org']],
    ['at in brackets without a top level', 'jane (at) example', []],
    ['at in brackets without a name', '(at) example.org', []],
    ['at with one bracket', 'jane (at example.org', []],
    ['a dot spelled in brackets', 'jane at example (dot) org', ['jane at example (dot) org']],
    ['dots in the name', 'jane (dot) doe at example dot org', ['jane (dot) doe at example dot org']],
    ['dot as a part of a word', 'jane at exampledot org', []],
    ['at as a part of a word', 'janeat example dot org', []],
    ['a top level of one letter', 'jane at example dot o', []],
    ['of letters and digits', 'jane at example dot o1', []],
    ['a quote that does not end at the sign', '"jane" @b.de', []],
    ['much behind it', `jane at example dot org ${'x '.repeat(100)}`, ['jane at example dot org']],
    ['much before it', `${'x '.repeat(100)}jane at example dot org`, ['jane at example dot org']],
    ['much behind brackets', `jane (at) example.org ${'x '.repeat(100)}`, ['jane (at) example.org']],
    ['much before brackets', `${'x '.repeat(100)}jane (at) example.org`, ['jane (at) example.org']],
  ])('%s', (_, text, values) => {
    expect(found(email, text)).toEqual(values);
  });
});
